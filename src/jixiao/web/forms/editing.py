"""The editor (填报): the form as it looks on paper, saved and audited while somebody types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from jixiao import places
from jixiao.checks.engine import checks_by_code
from jixiao.errors import JixiaoError
from jixiao.explanations import explained
from jixiao.proving import provable, prove
from jixiao.proving.words import BASES
from jixiao.web.cycle import steps
from jixiao.web.cycle.states import cycle
from jixiao.web.forms import cells, filling, margin, marks, saving
from jixiao.web.forms.choices import choices
from jixiao.web.forms.models import FormRecord
from jixiao.web.people.access import acting, may, visible_or_404
from jixiao.web.texts import all_texts, current

if TYPE_CHECKING:
    from jixiao.form import Form
    from jixiao.web.forms.marks import Marked
    from jixiao.web.people.models import Account
    from jixiao.writers.official import Frame

REFUSED, STALE, WRONG = 403, 409, 400
HANDS_IN = ("check", "submit")  #: the steps that whoever fills in takes
PRINTED = {
    "seal_label": "单位（盖章）：",
    "filed_label": "填报日期：",
    "unit_label": "单位：",
    "contact_label": "联系人：",
    "phone_label": "联系电话：",
    "note_label": "注：",
    "subtotal": "小计",
}  #: what the form itself prints, in whichever language it is filled in; as `jixiao.writers.official` does
SAID = "editor_js"  #: the table of texts that the browser's part says


@require_GET
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of the editor (填报页); a form that is still empty is begun first."""
    record = visible_or_404(request, FormRecord, pk=pk)
    account = acting(request)
    if not can_fill(record, account):
        return redirect("form", pk=pk)
    form = record.form
    if not form.indicators and not form.funds:
        return redirect("start", pk=pk)
    marked = marks.examined(record, form)
    data = shown(record, form, marked)
    data |= {"account": account.pk, "save": reverse("save", args=[pk]), "why": reverse("why", args=[pk])}
    moves = [name for name in steps.available(record, account) if name in HANDS_IN]
    facts = {"record": record, "form": form, "data": data, "moves": moves, "back": steps.why_back(record)}
    facts |= margin.facts(marked)
    return render(request, "forms/edit.html", facts)


def can_fill(record: FormRecord, account: Account) -> bool:
    """Whether the account may change the form now (可否填报)."""
    return record.state in cycle().editable and may(account, "fill", record)


def shown(record: FormRecord, form: Form, marked: Marked) -> dict[str, Any]:
    """All that the browser's part needs (编辑器数据)."""
    board = cells.framed(form, marked.audited.rulebook)
    by = record.version.saved_by
    at = 1 if current() == "en" else 0
    said = {key.partition(".")[2]: both[at] for key, both in all_texts().items() if key.startswith(f"{SAID}.")}
    return {
        "form": record.pk,
        "revision": record.revision,
        "by": by.name if by is not None else "",
        "board": _board(board),
        "texts": cells.texts_of(form, board),
        "said": said | PRINTED,
        "choices": choices(form, marked.audited.rulebook),
        "rows": margin.rows(marked),
        "doubts": margin.doubts(marked),
        "places": {key: words[at] for key, words in places.FIELDS.items()},
    }


def _board(board: Frame) -> dict[str, Any]:
    return {
        "columns": [column._asdict() for column in board.columns],
        "funds": [column._asdict() for column in board.funds],
        "widths": board.widths,
        "items": board.items,
        "goals": board.goals,
        "management": board.management,
        "tail": board.tail,
        "labels": board.labels,
    }


@require_POST
def save(request: HttpRequest, pk: int) -> HttpResponse:
    """Save what was typed and tell what the library says of it (保存并复算), in one request."""
    try:
        edits = msgspec.json.decode(request.body, type=filling.Edits)
    except (msgspec.DecodeError, UnicodeDecodeError):
        visible_or_404(request, FormRecord, pk=pk)
        return _refused(filling.NotUnderstood(), WRONG)
    began: list[tuple[Form, Frame]] = []

    def change(record: FormRecord) -> Form:
        form = record.form
        began.append((form, cells.framed(form, marks.method_of(record, form))))
        return filling.applied(form, edits, began[0][1])

    try:
        saved = saving.edit(pk, acting(request), change, edits.seen)
    except saving.Stale as stale:
        return _stale(stale)
    except saving.NotEditable as error:
        visible_or_404(request, FormRecord, pk=pk)
        return _refused(error, REFUSED)
    except (filling.NotUnderstood, filling.TooMuch) as error:
        return _refused(error, WRONG)
    return JsonResponse(_answered(saved, edits, *began[0]))


def _answered(saved: saving.Saved, edits: filling.Edits, former: Form, board: Frame) -> dict[str, Any]:
    """What the browser is told after a save (保存后的答复)."""
    after = cells.framed(saved.form, saved.marked.audited.rulebook)
    answer = {
        "revision": saved.record.revision,
        "retold": filling.retold(edits, cells.Told(saved.form, after)),
        "labels": after.labels,
        "rows": margin.rows(saved.marked),
        "doubts": margin.doubts(saved.marked),
        "margin": render_to_string("forms/margin.html", margin.facts(saved.marked)),
    }
    if _board(after) != _board(board) or saved.form.headings != former.headings:  # more changed than what was typed
        answer |= {"board": _board(after), "texts": cells.texts_of(saved.form, after)}
    return answer


def _stale(stale: saving.Stale) -> JsonResponse:
    """Somebody saved first (已被别人保存): what stands there now, for the comparison."""
    record = stale.record
    form = record.form
    marked = marks.examined(record, form)
    answer = shown(record, form, marked) | {
        "error": stale.text(current()),
        "margin": render_to_string("forms/margin.html", margin.facts(marked)),
    }
    return JsonResponse(answer, status=STALE)


def _refused(error: JixiaoError, status: int) -> JsonResponse:
    return JsonResponse({"error": error.text(current())}, status=status)


@require_GET
def why(request: HttpRequest, pk: int) -> HttpResponse:
    """The proof of a number, and what a check is about (证明与规则说明), to be shown beside the form."""
    record = visible_or_404(request, FormRecord, pk=pk)
    audited = marks.examined(record).audited
    path, code = request.GET.get("path", ""), request.GET.get("code", "")
    check = checks_by_code().get(code)
    proof = prove(audited, path) if path in provable(audited) else None
    at = 1 if current() == "en" else 0
    facts = {
        "at": at,
        "proof": proof,
        "sources": [] if proof is None else [(one.name[at], one.value[at], one.note[at]) for one in proof.sources],
        "grounds": []
        if proof is None
        else [(one.what[at], one.rule[at], one.clause, BASES[one.basis][at]) for one in proof.grounds],
        "told": {} if proof is None else {name: getattr(proof, name)[at] for name in TOLD},
        "check": check,
        "title": "" if check is None else (check.title_en if at else check.title),
        "paragraphs": [] if check is None else explained(check, current())[1:],
    }
    return render(request, "forms/why.html", facts)


TOLD = ("place", "stated", "due", "differs", "working", "rounding", "text")
"""The parts of a proof that are one text each."""
