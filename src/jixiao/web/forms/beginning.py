"""Where a form begins (起表): blank, from a file, from another form; a file is shown beside what was read from it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jixiao import form_json
from jixiao.checks.texts import bare
from jixiao.form import Form, FormKind
from jixiao.web.forms import cells, confirming, filling, marks, pictures, saving
from jixiao.web.forms.editing import can_fill
from jixiao.web.forms.models import FormRecord, Reading
from jixiao.web.forms.receiving import received
from jixiao.web.ledger.record import record as log
from jixiao.web.notices import attempt
from jixiao.web.people.access import acting, visible, visible_or_404
from jixiao.web.typed import typed_number
from jixiao.worker import Worker
from jixiao.writers.blank import blank

if TYPE_CHECKING:
    from django.db.models import QuerySet

MOST_SHOWN = 12  # earlier forms, and files, that are offered


def fillable_or_404(request: HttpRequest, pk: int) -> FormRecord:
    """The record, where the account may fill it in now (可填报的表)."""
    record = visible_or_404(request, FormRecord, pk=pk)
    if not can_fill(record, acting(request)):
        raise Http404
    return record


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose what the form begins with (起表方式)."""
    record = fillable_or_404(request, pk)
    if request.method == "POST":
        source = _source(request, record)
        answer = redirect("start", pk=pk)
        with attempt(request, "start.done"):
            saving.save(pk, acting(request), _begun(record, source), _seen(request, record), apart=_is_filled(record))
            answer = redirect("edit", pk=pk)
        return answer  # noqa: RET504 - what attempt() stops never came to the line above
    facts = {
        "record": record,
        "filled": _is_filled(record),
        "earlier": of_same_unit(request, record)[:MOST_SHOWN],
        "readings": record.readings.select_related("added_by")[:MOST_SHOWN],
    }
    return render(request, "forms/start.html", facts)


def _is_filled(record: FormRecord) -> bool:
    return bool(record.form.indicators or record.form.funds)


def _seen(request: HttpRequest, record: FormRecord) -> int:
    return typed_number(request.POST.get("revision", ""), record.revision)


def of_same_unit(request: HttpRequest, record: FormRecord) -> QuerySet[FormRecord]:
    """Forms of the same unit and kind that this one may take its rows from (同单位以前的表)."""
    rows = visible(acting(request), FormRecord).filter(unit=record.unit, kind=record.kind).exclude(pk=record.pk)
    return rows.select_related("task", "unit", "current").order_by("-task__year", "-pk")


def _source(request: HttpRequest, record: FormRecord) -> Form | None:
    key = typed_number(request.POST.get("source", ""), -1)
    if key < 0:
        return None
    found = of_same_unit(request, record).filter(pk=key).first()
    if found is None:
        raise Http404
    return found.form


def _begun(record: FormRecord, source: Form | None) -> Form:
    """The form to be filled in, with the rows of another where one is given (新表)."""
    now = record.form
    method = marks.method_of(record, source or now)
    return blank(
        FormKind(record.kind),
        method,
        source,
        unit=record.unit.name,
        project=record.project or None,
        year=record.task.year,
    )


@require_POST
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a file that somebody sends (上传并识别), in a process that can be killed."""
    record = fillable_or_404(request, pk)
    answer = redirect("start", pk=pk)
    with attempt(request):
        sent = received(request.FILES.get("file"))
        account = acting(request)
        reading = Reading(form=record, name=sent.name, size=sent.size, sha256=sent.sha256, added_by=account)
        reading.file.save(sent.stored.name or "file", sent.stored, save=False)
        try:
            with Worker() as worker:
                forms = worker.open(reading.file.path)
            reading.content = msgspec.json.encode(forms)
            with transaction.atomic():
                reading.save()
                log(account, "forms.read", record, name=sent.name, sha256=sent.sha256, forms=len(forms))
        except BaseException:
            reading.file.delete(save=False)
            raise
        answer = redirect("reading", pk=pk, number=reading.pk)
    return answer  # noqa: RET504 - as above


@require_http_methods(["GET", "POST"])
def reading(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Confirm or correct what was read, and take it over (核对并采用)."""
    record = fillable_or_404(request, pk)
    one = visible_or_404(request, Reading, pk=number, form=record)
    forms = form_json.decode(bytes(one.content), one.name)
    asked = request.POST.get("of", "") or request.GET.get("of", "")
    at = told if (told := typed_number(asked)) < len(forms) else 0
    form = forms[at]
    board = cells.framed(form, marks.method_of(record, form))
    if request.method == "POST":
        answer = redirect("reading", pk=pk, number=number)
        with attempt(request, "reading.done"):
            edits = confirming.edits_of(form, board, request.POST)
            taken = confirming.confirmed(filling.applied(form, edits, board), request.POST.getlist("seen"))
            saving.save(
                pk, acting(request), _taken(record, taken, request), _seen(request, record), apart=_is_filled(record)
            )
            Reading.objects.filter(pk=one.pk).update(taken_at=timezone.now())
            answer = redirect("edit", pk=pk)
        return answer  # noqa: RET504 - as above
    shown = _shown(one, form, at)
    facts: dict[str, Any] = {
        "record": record,
        "reading": one,
        "forms": [(at, form.title or form.project or form.unit or "") for at, form in enumerate(forms)],
        "at": at,
        "filled": _is_filled(record),
        "form": form,
        "shown": shown,
        "carries": form.kind is FormKind.TARGET or (form.year is not None and form.year < record.task.year),
        "other_kind": form.kind is not FormKind.TARGET and form.kind.value != record.kind,
        "other_unit": form.unit if form.unit and bare(form.unit) != bare(record.unit.name) else "",
        **confirming.values(form, board, shown.keys),
    }
    return render(request, "forms/reading.html", facts)


def _taken(record: FormRecord, form: Form, request: HttpRequest) -> Form:
    """The form as taken over: whole, or only its rows and targets (整表采用，或只沿用指标)."""
    if request.POST.get("how") == "carry":
        return _begun(record, form)
    return msgspec.structs.replace(form, kind=FormKind(record.kind), source=None)


def _shown(one: Reading, form: Form, at: int) -> pictures.Shown:
    """The pictures of the file for that form, made once (原件画面)."""
    if one.pictures is not None:
        kept = msgspec.msgpack.decode(bytes(one.pictures), type=pictures.Shown)
        if kept.number == at:
            return kept
    shown = pictures.shown(Path(one.file.path), form, at)
    Reading.objects.filter(pk=one.pk).update(pictures=msgspec.msgpack.encode(shown))
    return shown


@require_GET
def picture(request: HttpRequest, pk: int, number: int, page: int) -> HttpResponse:
    """One page of the file as a picture (页面图)."""
    record = visible_or_404(request, FormRecord, pk=pk)
    one = visible_or_404(request, Reading, pk=number, form=record)
    if one.pictures is not None:
        for found in msgspec.msgpack.decode(bytes(one.pictures), type=pictures.Shown).pages:
            if found.number == page and found.media in ("image/webp", "image/png", "image/jpeg"):
                return HttpResponse(found.data, content_type=found.media)
    raise Http404
