"""The official form as PDF (写出 PDF), set by typst with fonts that the package brings."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jixiao.form import Form
from jixiao.writers.measures import column_points
from jixiao.writers.official import Plan, Planned, plan

if TYPE_CHECKING:
    import typst

SUFFIXES = (".pdf",)
TEMPLATE = Path(__file__).parent / "form.typ"
FONTS = ("Noto Serif SC", "Noto Sans SC")
SIZES = (9, 8.5, 8, 7.5, 7)  # points; the largest one that fits on one page, else the first and several pages
ACROSS, UPRIGHT = 774.0, 527.0  # points between the margins that form.typ sets
WIDE = 10  # columns from which the page is laid across
UNBROKEN = re.compile(r"[!-~]{24,}")  # a run that no column may hold: typst breaks it only where it is told to
LONG = 60  # characters from which a cell may run over a page end


def write(form: Form, layout: str, *, template: Path = TEMPLATE) -> bytes:
    """The form as PDF in its official layout (写出 PDF); on one page where it fits."""
    planned = plan(form, layout)
    first = _compiled(planned, SIZES[0], template)
    made = first
    for size in SIZES[1:]:
        if _pages(made) == 1:
            return made
        made = _compiled(planned, size, template)
    return made if _pages(made) == 1 else first


def _compiled(planned: Plan, size: float, template: Path) -> bytes:
    inputs = {"form": json.dumps(_data(planned, size), ensure_ascii=False)}
    made = _compiler(template).compile(format="pdf", sys_inputs=inputs)
    if not isinstance(made, bytes):  # typst gives one PDF for all pages, never a list
        raise TypeError(type(made))
    return made


@cache
def _compiler(template: Path) -> typst.Compiler:
    import pylopdf_fonts_zh_cn  # noqa: PLC0415 - only where a PDF is made
    import typst  # noqa: PLC0415 - loads a native library

    folder = Path(str(pylopdf_fonts_zh_cn.__file__)).parent
    return typst.Compiler(str(template), font_paths=[str(folder)], ignore_system_fonts=True)


def _pages(pdf: bytes) -> int:
    import pypdfium2 as pdfium  # noqa: PLC0415 - loads a native library

    document = pdfium.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def _data(planned: Plan, size: float) -> dict[str, Any]:
    first, last = planned.table
    across = planned.cols > WIDE
    return {
        "landscape": across,
        "fonts": list(FONTS),
        "size": size,
        "widths": [round(points, 2) for points in column_points(planned, ACROSS if across else UPRIGHT, size)],
        "above": _rows(planned, range(first)),
        "below": _rows(planned, range(last + 1, planned.rows)),
        "cells": [_cell(cell, first) for cell in planned.cells if first <= cell.row <= last],
    }


def _rows(planned: Plan, rows: range) -> list[list[dict[str, Any]]]:
    found = [[_cell(cell, 0) for cell in planned.cells if cell.row == row] for row in rows]
    return [row for row in found if any(cell["text"] for cell in row)]


def _cell(cell: Planned, first: int) -> dict[str, Any]:
    return {
        "row": cell.row - first,
        "col": cell.col,
        "rowspan": cell.rowspan,
        "colspan": cell.colspan,
        "text": UNBROKEN.sub(_breakable, cell.text),
        "role": cell.role,
        "breakable": cell.rowspan > 1 or len(cell.text) > LONG,
    }


def _breakable(run: re.Match[str]) -> str:
    """The run with a place to break behind every character."""
    return "\u200b".join(run[0])
