"""Disclosure (公开): the register of final forms, disclosing them, and the public page of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.db.models import OuterRef, Q, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from jixiao.errors import JixiaoError
from jixiao.tables.model import Cell, Head, Sheet
from jixiao.web import texts
from jixiao.web.addresses import query_without
from jixiao.web.cycle import steps
from jixiao.web.cycle.models import Step
from jixiao.web.downloads import workbook_answer
from jixiao.web.forms import marks
from jixiao.web.forms.downloads import TYPES, official
from jixiao.web.forms.models import FormRecord
from jixiao.web.notices import complain, tell
from jixiao.web.people.access import PUBLISHED, acting, may, visible
from jixiao.web.review import page, public
from jixiao.web.texts import current, say
from jixiao.web.typed import typed_number

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from jixiao.web.people.models import Account

A_PAGE = 50
MOST_AT_ONCE = 200
FINAL = ("final", *PUBLISHED)


@require_GET
def register(request: HttpRequest) -> HttpResponse:
    """The forms that are disclosed, and for those who prepare it the final ones that are not yet (公开台账)."""
    account = acting(request)
    if not may(account, "published"):
        raise Http404
    asked = {name: request.GET.get(name, "").strip()[:200] for name in ("q", "state")}
    rows = _filtered(_rows(account), asked)
    facts = {
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        "asked": asked,
        "counts": {state: _rows(account).filter(state=state).count() for state in FINAL},
        "prepares": may(account, "prepare_disclosure"),
        "discloses": may(account, "disclose"),
        "states": FINAL,
        "rest": query_without(request.GET, "page"),
        "query": request.GET.urlencode(),
    }
    partial = request.headers.get("HX-Request") == "true"
    return render(request, "review/register_rows.html" if partial else "review/register.html", facts)


def _rows(account: Account) -> QuerySet[FormRecord]:
    """What the account may read of it: published forms, and final ones that it prepares."""
    prepared = visible(account, FormRecord, "prepare_disclosure").filter(state__in=FINAL).values("pk")
    published = visible(account, FormRecord, "published").filter(state__in=PUBLISHED).values("pk")
    taken = Step.objects.filter(form=OuterRef("pk"), transition="disclose").order_by("-pk").values("at")[:1]
    rows = FormRecord.objects.filter(Q(pk__in=prepared) | Q(pk__in=published)).annotate(disclosed_at=Subquery(taken))
    return rows.select_related("unit", "task").order_by("unit__path", "kind", "project", "pk")


def _filtered(rows: QuerySet[FormRecord], asked: dict[str, str]) -> QuerySet[FormRecord]:
    for word in asked["q"].split():
        rows = rows.filter(Q(unit__name__icontains=word) | Q(project__icontains=word))
    return rows.filter(state=asked["state"]) if asked["state"] in FINAL else rows


@require_POST
def disclose(request: HttpRequest) -> HttpResponse:
    """Disclose the forms that were ticked, each in a transaction of its own (公开)."""
    account, done = acting(request), 0
    if not may(account, "disclose"):
        raise Http404
    chosen = [typed_number(one) for one in request.POST.getlist("forms")[:MOST_AT_ONCE]]
    for record in visible(account, FormRecord, "disclose").filter(pk__in=chosen).select_related("unit"):
        try:
            steps.apply(record.pk, "disclose", account)
        except JixiaoError as error:
            complain(request, "register.failed", name=str(record), why=error.text(current()))
        else:
            done += 1
    tell(request, "register.done", count=done)
    return redirect("register")


@require_GET
def published(request: HttpRequest, pk: int) -> HttpResponse:
    """The public page of one form (公开页)."""
    record = _readable(request, pk)
    form, hidden = public.masked_of(record)
    facts = {
        "record": record,
        "form": form,
        "hidden": hidden,
        "paper": page.printed(form, marks.method_of(record, form)),
        "formats": ("xlsx", "docx", "pdf", "json"),
        "public": record.state in PUBLISHED,
    }
    return render(request, "review/published.html", facts)


@require_GET
def published_file(request: HttpRequest, pk: int, to: str) -> HttpResponse:
    """The masked form as a file (公开页下载)."""
    record = _readable(request, pk)
    if to not in TYPES or to == "html":
        raise Http404
    form, _ = public.masked_of(record)
    return official(request, record, form, to, "published")


@require_GET
def register_file(request: HttpRequest) -> HttpResponse:
    """The register as a workbook (公开台账)."""
    from jixiao.tables.workbook import workbook  # noqa: PLC0415 - only where one is written

    account = acting(request)
    if not may(account, "published"):
        raise Http404
    heads = ("forms.unit", "progress.code", "forms.project", "forms.kind", "task.year", "forms.state", "register.at")
    kinds = ("text", "text", "text", "text", "whole", "text", "date")
    rows: list[list[Cell]] = [
        [
            *(one.unit.name, one.unit.code, one.project, texts.say(f"kind.{one.kind}"), one.task.year),
            texts.say(f"state.{one.state}"),
            day.date() if (day := getattr(one, "disclosed_at", None)) is not None else None,
        ]
        for one in _rows(account)
    ]
    columns = tuple(Head(say(key), kind) for key, kind in zip(heads, kinds, strict=True))
    return workbook_answer(
        workbook([Sheet("register", say("register.title"), columns, rows)], current()), say("register.title")
    )


def _readable(request: HttpRequest, pk: int) -> FormRecord:
    found = _rows(acting(request)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
