"""One form under review (审核页): form and findings side by side, decisions, opinions, steps, the letter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from jixiao.errors import JixiaoError
from jixiao.letters import told
from jixiao.web import texts
from jixiao.web.cycle import steps
from jixiao.web.cycle.states import cycle
from jixiao.web.downloads import DOCX, download
from jixiao.web.forms import marks
from jixiao.web.forms.evidence import shelved
from jixiao.web.forms.models import FormRecord
from jixiao.web.inspection import rectifying
from jixiao.web.notices import attempt
from jixiao.web.people.access import acting, may, visible_or_404
from jixiao.web.review import acts, letter, page, phrases, queue, source
from jixiao.web.typed import typed_day, typed_number

if TYPE_CHECKING:
    from jixiao.web.forms.marks import Marked
    from jixiao.web.people.models import Account

VIEWS = ("form", "source", "scores", "evidence", "history")
LONGEST_COMMENT = 4000
LONGEST_FIELD = 60


@require_GET
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of one form under review (审核页)."""
    record, account = _record(request, pk), acting(request)
    marked = marks.examined(record)
    found = page.doubts(record, marked)
    view, original = request.GET.get("view", ""), source.original(record)
    views = [one for one in VIEWS if one != "source" or original is not None]
    files = record.evidence.filter(removed_at__isnull=True).select_related("added_by")
    shelves, loose = shelved(marked.audited.form, list(files))
    facts = {
        **_around(record, account, marked, found),
        "view": view if view in views else "form",
        "views": views,
        "original": original,
        "doubted": {one.box for one in found if one.box and one.decision is None},
        "moves": [(name, cycle().transitions[name].comment) for name in steps.available(record, account)],
        "steps": record.steps.select_related("account"),
        "versions": record.versions.select_related("saved_by"),
        "files": len(files),
        "shelves": shelves,
        "loose": loose,
        "approve_word": texts.say("step.approve"),
        "return_word": texts.say("step.return"),
        "following": _following(record, account),
        "whole": _mine(record, account),
        "rectifies": may(account, "rectify", record) and record.state in rectifying.SEEN_IN,
        "to_issue": len(rectifying.due(record)),
        "items": record.items.all(),  # type: ignore[attr-defined]
        "again": record.drawn.filter(draw__closed_at__isnull=True).exists(),  # type: ignore[attr-defined]
        "said": record.opinions.filter(path="").exclude(text="").select_related("by"),
        "earlier": record.opinions.exclude(path="").filter(version__lt=record.version.number).exclude(text=""),
    }
    return render(request, "review/review.html", facts)


def _around(record: FormRecord, account: Account, marked: Marked, found: list[page.Doubt]) -> dict[str, Any]:
    """What the page and its partial answers share."""
    rows = page.scored(record, marked, account, found)
    return {
        "record": record,
        "form": marked.audited.form,
        "rulebook": marked.audited.rulebook,
        "paper": page.paper(marked, found),
        "doubts": found,
        "open_doubts": sum(one.decision is None for one in found),
        "accepted": list(page.accepted(found)),
        "rows": rows,
        "totals": page.totals(marked, rows),
        "decides": acts.may_decide(record, account),
        "waives": acts.may_waive(record, account),
        "scores": acts.may_decide(record, account) and may(account, "review_score", record),
        "phrases_indicator": phrases.ready(account, "indicator"),
        "phrases_form": phrases.ready(account, "form"),
        "today": timezone.localdate(),
    }


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide on one finding (处理疑点)."""
    record, account = _record(request, pk), acting(request)
    typed = request.POST
    decision = acts.Decision(typed.get("mark", ""), typed.get("verdict", ""), typed.get("reason", ""))
    if request.headers.get("HX-Request") != "true":
        with attempt(request):
            acts.decide(record.pk, account, decision, _revision(request))
        return redirect("review", pk=pk)
    refused = ""
    try:
        acts.decide(record.pk, account, decision, _revision(request))
    except JixiaoError as error:
        refused = error.text(texts.current())
    record = _record(request, pk)
    marked = marks.examined(record)
    found = page.doubts(record, marked)
    facts = _around(record, account, marked, found)
    mine = next((one for one in found if one.mark == decision.mark), None)
    return render(request, "review/doubt.html", {**facts, "one": mine, "refused": refused, "partial": True})


@require_POST
def opine(request: HttpRequest, pk: int) -> HttpResponse:
    """Say something on a row or on the form, or score a row (意见、核查分)."""
    record, account = _record(request, pk), acting(request)
    path = request.POST.get("path", "")
    refused = ""
    try:
        word = acts.Word(path, request.POST.get("text", ""), request.POST.get("score"))
        acts.opine(record.pk, account, word, _revision(request))
    except JixiaoError as error:
        refused = error.text(texts.current())
    record = _record(request, pk)
    marked = marks.examined(record)
    facts = _around(record, account, marked, page.doubts(record, marked))
    row = next((one for one in facts["rows"] if one.path == path), None)
    return render(request, "review/said.html", {**facts, "row": row, "refused": refused})


@require_POST
def step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Take a step, and go on to the next form that waits (办理，转到下一张)."""
    record, account = _record(request, pk), acting(request)
    following = _following(record, account)
    done = False
    with attempt(request, "form.step_done"):
        if name not in cycle().transitions:
            raise steps.NotAllowed
        seen = (request.POST.get("state", ""), _revision(request))
        steps.apply(record.pk, name, account, request.POST.get("comment", "")[:LONGEST_COMMENT], seen)
        done = True
    if done and "next" in request.POST and following is not None:
        return redirect("review", pk=following)
    return redirect("review", pk=pk)


@require_GET
def letter_of_return(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter of return, of the accepted findings (退回意见)."""
    record, account = _record(request, pk), acting(request)
    marked = marks.examined(record)
    found = page.doubts(record, marked)
    taken = {one.mark for one in found if one.decision is not None and one.decision.verdict == "accepted"}
    if not taken:
        raise Http404
    asked = {name: request.GET.get(name, "").strip()[:LONGEST_FIELD] for name in ("number", "phone")}
    deadline = typed_day(request.GET.get("deadline", ""))
    facts = letter.Facts(asked["number"], asked["phone"], told.day(deadline) if deadline else "")
    data, name = letter.written(record, marked, taken, account, facts)
    return download(data, name, DOCX)


def _record(request: HttpRequest, pk: int) -> FormRecord:
    """The form, for those who give opinions on it; for everybody else there is none."""
    return visible_or_404(request, FormRecord, "opinion", pk=pk)


def _following(record: FormRecord, account: Account) -> int | None:
    """The form that comes after this one in my queue (下一张)."""
    waiting = queue.sorted_by_risk(queue.mine(account)).values_list("pk", flat=True)
    keys = list(waiting[: queue.FAR])
    if record.pk in keys:
        rest = keys[keys.index(record.pk) + 1 :] + keys[: keys.index(record.pk)]
        return rest[0] if rest else None
    return keys[0] if keys else None


def _mine(record: FormRecord, account: Account) -> str:
    said = record.opinions.filter(path="", by=account, version=record.version.number).first()
    return said.text if said is not None else ""


def _revision(request: HttpRequest) -> int:
    return typed_number(request.POST.get("revision", ""), -1)
