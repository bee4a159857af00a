"""The official form as PDF (写出 PDF), set by typst with fonts that the package brings."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jixiao.form import Form
from jixiao.writers.measures import column_points, lines_of
from jixiao.writers.official import Plan, Planned, plan

if TYPE_CHECKING:
    import typst

SUFFIXES = (".pdf",)
TEMPLATE = Path(__file__).parent / "form.typ"
FONTS = ("Noto Serif SC", "Noto Sans SC")
SIZES = (9, 8.5, 8, 7.5, 7)  # points; the largest one that fits on one page, else the first and several pages
ACROSS, UPRIGHT = 774.0, 527.0  # points between the margins that form.typ sets
TITLE, LEADING, PADDING = 16.0, 1.25, 7.0  # size, height of a line in sizes, points above and below a text
LIKELY, POSSIBLE = 1.08, 1.2  # of a page: up to here the estimate of a form that fits; beyond, none did
WIDE = 10  # columns from which the page is laid across
UNBROKEN = re.compile(r"[!-~]{24,}")  # a run that no column may hold: typst breaks it only where it is told to
LONG = 60  # characters from which a cell may run over a page end


def write(form: Form, layout: str, *, template: Path = TEMPLATE) -> bytes:
    """The form as PDF in its official layout (写出 PDF); on one page where it fits."""
    planned = plan(form, layout)
    sizes = [size for size in SIZES if _filled(planned, size) <= LIKELY] or [
        size for size in SIZES[-1:] if _filled(planned, size) <= POSSIBLE
    ]
    for size in sizes:
        made = _compiled(planned, size, template)
        if _pages(made) == 1:
            return made
    return _compiled(planned, SIZES[0], template)


def _filled(planned: Plan, size: float) -> float:
    """How much of a page the form will take, near enough to set it only once or twice (预计页数)."""
    across = planned.cols > WIDE
    widths = column_points(planned, ACROSS if across else UPRIGHT, size)
    needed = [0.0] * planned.rows
    for cell in sorted(planned.cells, key=lambda one: one.rowspan):
        own = {"title": TITLE, "note": size - 1}.get(cell.role, size)
        lines = lines_of(cell.text, sum(widths[cell.col : cell.col + cell.colspan]), own)
        last = cell.row + cell.rowspan - 1
        needed[last] += max(0.0, lines * LEADING * own - own / 2 + PADDING - sum(needed[cell.row : last + 1]))
    return sum(needed) / (UPRIGHT if across else ACROSS)


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
    long = {cell.row for cell in planned.cells if len(cell.text) > LONG}  # one cell held together keeps its row so
    return {
        "landscape": across,
        "fonts": list(FONTS),
        "size": size,
        "widths": [round(points, 2) for points in column_points(planned, ACROSS if across else UPRIGHT, size)],
        "above": _rows(planned, range(first)),
        "below": _rows(planned, range(last + 1, planned.rows)),
        "cells": [
            _cell(cell, first, breakable=cell.rowspan > 1 or cell.row in long)
            for cell in planned.cells
            if first <= cell.row <= last
        ],
    }


def _rows(planned: Plan, rows: range) -> list[list[dict[str, Any]]]:
    found = [[_cell(cell, 0, breakable=False) for cell in planned.cells if cell.row == row] for row in rows]
    return [row for row in found if any(cell["text"] for cell in row)]


def _cell(cell: Planned, first: int, *, breakable: bool) -> dict[str, Any]:
    return {
        "row": cell.row - first,
        "col": cell.col,
        "rowspan": cell.rowspan,
        "colspan": cell.colspan,
        "text": UNBROKEN.sub(with_breaks, cell.text),
        "role": cell.role,
        "breakable": breakable,
    }


def with_breaks(run: re.Match[str]) -> str:
    """The run with a place to break behind every character."""
    return "\u200b".join(run[0])
