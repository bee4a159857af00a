"""Layouts (表样): Document to Forms, found by labels and not by fixed cells. A layout never computes scores."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from jixiao.errors import UnknownLayout
from jixiao.form import Form, Unread

if TYPE_CHECKING:
    from jixiao.document import Document
    from jixiao.layouts.grid_draft import Draft

_PARTS = {
    "title": "表名",
    "funds": "资金部分",
    "header": "绩效指标表头",
    "indicators": "指标行",
    "total": "总分",
}


def recognise(document: Document) -> list[Form]:
    """The forms of a document (识别自评表), in order.

    Raises UnknownLayout, saying what was found and what was not, where there is no form.
    """
    is_scan = any(part.confidence is not None for grid in document.grids for part in grid.cells[:1])
    if is_scan:
        from jixiao.layouts import scan_labels  # noqa: PLC0415 - only for scans

        document = scan_labels.mended(document)
    report = _report(document)
    forms = _from_grids(document) if document.grids else []
    document = document if forms else _unaligned(document)
    if not forms and document.lines:
        forms = _from_lines(document, is_report=report is not None)
    if document.format == "pdf":
        from jixiao.layouts import frameless  # noqa: PLC0415 - only for PDFs

        forms = [frameless.marked(form, document) for form in forms]
    if report is not None:
        forms = [report, *forms]
    if not forms and not document.lines:  # not even a line of text
        raise UnknownLayout(document.name, *_found([]))
    forms = _with_problems(forms, document)
    if is_scan:
        from jixiao.layouts import scanned  # noqa: PLC0415 - only for scans

        forms = [scanned.marked(form, document) for form in forms]
    return forms


def _report(document: Document) -> Form | None:
    """The report in prose (自评报告) that the document is, or that stands before its forms."""
    if not any("报告" in line.text for line in document.lines):
        return None
    from jixiao.layouts import narrative  # noqa: PLC0415 - only for reports

    return narrative.report_of(document)


def _from_lines(document: Document, *, is_report: bool) -> list[Form]:
    from jixiao.layouts import flattened  # noqa: PLC0415 - only for text that lost its tables

    try:
        return flattened.recognise(document)
    except UnknownLayout:
        if is_report:
            return []
        raise


def _unaligned(document: Document) -> Document:
    """The document with the lines of tables that only alignment told (原文行), where those tables made no form."""
    parts = tuple(source for part in document.parts for source in (getattr(part, "lines", ()) or (part,)))
    return msgspec.structs.replace(document, parts=parts)


def _from_grids(document: Document) -> list[Form]:
    from jixiao.layouts import grid  # noqa: PLC0415 - only for tables

    drafts = grid.drafts_in(document)
    forms = [grid.form_of(draft) for draft in drafts if grid.is_form(draft)]
    if not forms and not document.lines and not any(part.lines for part in document.grids):
        from jixiao.layouts import families  # noqa: PLC0415 - only for the message

        marks = max((draft.marks for draft in drafts), key=len, default=set())
        raise UnknownLayout(document.name, *_found(drafts), families.guess(marks))
    return forms


def _found(drafts: list[Draft]) -> tuple[list[str], list[str]]:
    """Which parts of a form were found and which were not, in words."""
    seen = {
        "title": any(draft.values.get("title") for draft in drafts),
        "funds": any(draft.funds for draft in drafts),
        "header": any(draft.columns for draft in drafts),
        "indicators": any(draft.indicators for draft in drafts),
        "total": any(draft.values.get("total_score") is not None for draft in drafts),
    }
    return [_PARTS[key] for key, found in seen.items() if found], [
        _PARTS[key] for key, found in seen.items() if not found
    ]


def _with_problems(forms: list[Form], document: Document) -> list[Form]:
    """What the reader could not read, told at the value that stood there, else of the first form as a whole."""
    left = list(document.problems)
    told = []
    for form in forms:
        places = {place.describe(): path for path, place in form.locations.items() if place.cell is not None}
        here = [problem for problem in left if problem.partition("：")[0] in places]
        left = [problem for problem in left if problem not in here]
        unread = [
            Unread(path := places[place], "", reason, form.locations[path])
            for place, _, reason in (problem.partition("：") for problem in here)
        ]
        told.append(msgspec.structs.replace(form, unread=(*form.unread, *unread)))
    if told and left:
        general = tuple(Unread(None, "", problem) for problem in left)
        told[0] = msgspec.structs.replace(told[0], unread=told[0].unread + general)
    return told
