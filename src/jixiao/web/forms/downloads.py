"""The form and its review as files (下载与打印): the official layout in each format, and the report."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from jixiao.errors import ExtraMissing
from jixiao.web.forms import marks
from jixiao.web.forms.models import FormRecord
from jixiao.web.notices import attempt
from jixiao.web.people.access import visible_or_404
from jixiao.web.texts import current, say
from jixiao.writers import files
from jixiao.writers.blank import layout_for
from jixiao.writers.printable import printable

if TYPE_CHECKING:
    from jixiao.form import Form

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
}
REPORTS = {"html": "web", "pdf": "paper_pdf", "docx": "paper_docx"}
PAPER = "default-src 'none'; style-src 'unsafe-inline'; sandbox allow-modals"  #: a page of ours, without any script
LONGEST_NAME = 80


@require_GET
def download(request: HttpRequest, pk: int, to: str) -> HttpResponse:
    """The form in its official layout (下载官方表样)."""
    record = visible_or_404(request, FormRecord, pk=pk)
    if to not in TYPES:
        raise Http404
    return official(request, record, record.form, to, "form")


@require_GET
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The form as a page to be printed (打印页)."""
    record = visible_or_404(request, FormRecord, pk=pk)
    response = HttpResponse(_written(record, record.form, "html"), content_type=TYPES["html"])
    response.headers["Content-Security-Policy"] = PAPER
    return response


@require_GET
def report(request: HttpRequest, pk: int, to: str) -> HttpResponse:
    """The review of the form (审核报告)."""
    record = visible_or_404(request, FormRecord, pk=pk)
    if to not in REPORTS:
        raise Http404
    from jixiao.reports.content import content_of  # noqa: PLC0415 - only when asked for
    from jixiao.reports.origin import Origin, form_as_read  # noqa: PLC0415 - as above

    one = marks.examined(record).audited
    name = f"{named(record, one.form)}-{say('downloads.report')}.{to}"
    as_read, keys = form_as_read(one.form)
    answer: HttpResponse = redirect("form", pk=pk)
    with attempt(request):
        try:
            writer = importlib.import_module(f"jixiao.reports.{REPORTS[to]}")
            data = writer.write(content_of(one, name), Origin("", (), as_read, {}, keys), current())
        except ImportError as error:
            raise ExtraMissing(files.EXTRA) from error
        answer = sent(data, to, name)
    return answer  # noqa: RET504 - what attempt() stops never came to the line above


def official(request: HttpRequest, record: FormRecord, form: Form, to: str, page: str) -> HttpResponse:
    """The form as it is shown, as a file in its official layout (官方表样); where that fails, back to the page."""
    answer: HttpResponse = redirect(page, pk=record.pk)
    with attempt(request):
        answer = sent(_written(record, form, to), to, f"{named(record, form)}.{to}")
    return answer  # noqa: RET504 - what attempt() stops never came to the line above


def _written(record: FormRecord, form: Form, to: str) -> bytes:
    method = marks.method_of(record, form)
    return files.written(form, to, layout_for(form, method, list(files.LAYOUTS)), method)


def named(record: FormRecord, form: Form) -> str:
    """What to call the file (文件名): the project or unit, and the year."""
    called = printable(record.project or record.unit.name).replace("/", "-").replace("\\", "-").replace("\n", "")
    return f"{called[:LONGEST_NAME]}-{form.year or record.task.year}"


def sent(data: bytes, to: str, name: str) -> HttpResponse:
    """A file to be saved, not shown (附件)."""
    response = HttpResponse(data, content_type=TYPES[to])
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
