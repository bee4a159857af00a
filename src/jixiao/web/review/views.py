"""The queue on a page, and acts on several of its forms at once (审核台：待审队列、批量办理)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from jixiao.errors import JixiaoError
from jixiao.finding import Severity
from jixiao.web import texts
from jixiao.web.addresses import query_without
from jixiao.web.cycle import steps
from jixiao.web.cycle.models import Task
from jixiao.web.cycle.states import cycle
from jixiao.web.forms.models import KINDS, FormRecord
from jixiao.web.people.access import acting, may, visible
from jixiao.web.people.models import Unit, UnitKind
from jixiao.web.review import gauges, queue
from jixiao.web.typed import typed_number

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from jixiao.web.people.models import Account

A_PAGE = 50
MOST_AT_ONCE = 200  # forms of one batch
LONGEST_COMMENT = 4000
BATCH = ("approve", "return")


class Result(NamedTuple):
    """What came of one form of a batch (逐张结果)."""

    record: FormRecord
    done: bool
    words: str


@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """The forms that wait for my review, the riskiest first (审核台)."""
    account = acting(request)
    if not (may(account, "opinion") or may(account, "panel")):
        raise Http404
    asked = queue.asked_of(request.GET)
    scope = asked["scope"] if asked["scope"] in ("mine", "all") else "mine"
    rows = queue.mine(account) if scope == "mine" else queue.everything(account)
    gauges.refresh(rows)
    rows = queue.filtered(rows, asked)
    shown = queue.sorted_by_risk(rows).select_related("task", "unit", "gauge")
    page = Paginator(shown, A_PAGE).get_page(request.GET.get("page"))
    facts = {
        "page": page,
        "lines": [(record, queue.parts_of(record)) for record in page],
        "counted": queue.counted(rows),
        "asked": {**asked, "scope": scope},
        "rest": query_without(request.GET, "page"),
        "states": list(cycle().states) if scope == "all" else sorted(queue.REVIEWED, key=list(cycle().states).index),
        "kinds": [kind for kind, _ in KINDS],
        "severities": [one.value for one in Severity],
        "departments": _departments(account),
        "tasks": Task.objects.filter(forms__in=visible(account, FormRecord)).distinct(),
        "batch": scope == "mine" and may(account, "approve"),
        "page_of": "review" if may(account, "opinion") else "form" if may(account, "see") else "published",
        "open_states": queue.OPEN,
    }
    partial = request.headers.get("HX-Request") == "true" and request.headers.get("HX-Target") == "rows"
    return render(request, "review/rows.html" if partial else "review/desk.html", facts)


@require_POST
def batch(request: HttpRequest) -> HttpResponse:
    """Approve or return several forms with one comment, each in a transaction of its own (批量办理)."""
    account, name = acting(request), request.POST.get("step", "")
    if name not in BATCH or not may(account, "approve"):
        raise Http404
    comment = request.POST.get("comment", "")[:LONGEST_COMMENT]
    chosen = [seen for seen in map(_seen, request.POST.getlist("forms")[:MOST_AT_ONCE]) if seen is not None]
    known = visible(account, FormRecord).select_related("unit", "task").in_bulk([pk for pk, _, _ in chosen])
    results = [_one(known[pk], name, account, comment, (state, at)) for pk, state, at in chosen if pk in known]
    facts = {"results": results, "step": name, "done": sum(one.done for one in results)}
    facts["failed"] = len(results) - sum(one.done for one in results)
    return render(request, "review/batch.html", facts)


def _one(record: FormRecord, name: str, account: Account, comment: str, seen: tuple[str, int]) -> Result:
    try:
        step = steps.apply(record.pk, name, account, comment, seen)
    except JixiaoError as error:
        return Result(record, done=False, words=error.text(texts.current()))
    return Result(record, done=True, words=texts.say(f"state.{step.end}"))


def _seen(typed: str) -> tuple[int, str, int] | None:
    """What a ticked box says (所选): form, state and revision that were on the page."""
    pk, _, rest = typed.partition(":")
    state, _, revision = rest.partition(":")
    form, seen = typed_number(pk, -1), typed_number(revision, -1)
    return (form, state, seen) if min(form, seen) >= 0 else None


def _departments(account: Account) -> QuerySet[Unit]:
    """The departments among what the account sees, to filter by (主管部门)."""
    return visible(account, Unit).filter(kind__in=(UnitKind.DEPARTMENT, UnitKind.REGION), active=True)
