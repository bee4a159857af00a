"""Files handed to the browser (下载): always saved, never opened in the page."""

from __future__ import annotations

import re
from urllib.parse import quote

from django.http import HttpResponse

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
UNFIT = re.compile(r"[^\w.\-（）()·]+")
LONGEST = 80


def download(data: bytes, name: str, kind: str) -> HttpResponse:
    """The bytes under that name (下载)."""
    answer = HttpResponse(data, content_type=kind)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer


def workbook_answer(data: bytes, name: str) -> HttpResponse:
    """A workbook; what a file name cannot hold becomes _."""
    return download(data, f"{UNFIT.sub('_', name)[:LONGEST]}.xlsx", XLSX)
