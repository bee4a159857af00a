"""Forms drawn line by line with reportlab (逐线绘制): the ruling habits of many producers, and turned pages."""

from __future__ import annotations

import io
import itertools
import random
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from bench.reading.office import LINE, PADDING, SIZE, column_points, needed_points, row_points
from jixiao.writers.official import Plan, Planned

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
LONG, SHORT = 841.89, 595.28  # A4
MARGIN = 36
HABITS = ("lines", "boxes", "patchy", "dashed", "filled", "open sides", "turned")


class Part(NamedTuple):
    """What of a cell stands on one page (单元格在本页的部分)."""

    cell: Planned
    left: float
    right: float
    top: float
    bottom: float
    holds_text: bool


def drawn(plan: Plan, habit: str, seed: int) -> bytes:
    """The form as PDF in one of the HABITS; "turned" is drawn sideways, with the page turned back by /Rotate."""
    from reportlab.pdfbase import pdfmetrics  # noqa: PLC0415 - of the bench only
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # noqa: PLC0415
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415

    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    out = io.BytesIO()
    turned = habit == "turned"
    canvas = Canvas(out, pagesize=(SHORT, LONG) if turned else (LONG, SHORT))
    rng = random.Random(seed)
    for page in pages(plan):
        if turned:
            canvas.setPageRotation(90)
            canvas.translate(SHORT, 0)
            canvas.rotate(90)
        for part in page:
            if plan.table[0] <= part.cell.row <= plan.table[1]:
                _rule(canvas, part, habit, plan.cols, rng)
            if part.holds_text:
                _write(canvas, part)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def pages(plan: Plan) -> Iterator[list[Part]]:
    """The cells of each page; one that a page end cuts keeps its text in its largest part."""
    widths = column_points(plan, LONG - 2 * MARGIN)
    lefts = [MARGIN + sum(widths[:index]) for index in range(len(widths) + 1)]
    heights = row_points(plan, widths)
    starts = _starts(plan, widths, heights)
    for start, end in itertools.pairwise([*starts, plan.rows]):
        tops = [SHORT - MARGIN - sum(heights[start:row]) for row in range(start, end + 1)]
        parts = []
        for cell in plan.cells:
            if cell.row >= end or cell.row + cell.rowspan <= start:
                continue
            top, bottom = tops[max(cell.row, start) - start], tops[min(cell.row + cell.rowspan, end) - start]
            holds = _page_of_text(cell, [*starts, plan.rows], heights) == start
            parts.append(Part(cell, lefts[cell.col], lefts[cell.col + cell.colspan], top, bottom, holds))
        yield parts


def _starts(plan: Plan, widths: list[float], heights: list[float]) -> list[int]:
    """The first row of each page, so that every cell has its text whole on one page."""
    starts, row = [0], 0
    while row < plan.rows:
        if row > starts[-1] and sum(heights[starts[-1] : row + 1]) > SHORT - 2 * MARGIN:
            while row > starts[-1] + 1 and _cuts_a_text(plan, row, widths, heights):
                row -= 1
            starts.append(row)
        row += 1
    return starts


def _cuts_a_text(plan: Plan, row: int, widths: list[float], heights: list[float]) -> bool:
    """Whether a page that begins at this row leaves some cell no part high enough for its text."""
    cut = [cell for cell in plan.cells if cell.row < row < cell.row + cell.rowspan]
    parts = ((sum(heights[cell.row : row]), sum(heights[row : cell.row + cell.rowspan])) for cell in cut)
    return any(max(part) < needed_points(cell, widths) for cell, part in zip(cut, parts, strict=True))


def _page_of_text(cell: Planned, starts: list[int], heights: list[float]) -> int:
    """The first row of the page on which most of the cell stands."""

    def part(start: int, end: int) -> float:
        return sum(heights[max(start, cell.row) : min(end, cell.row + cell.rowspan)])

    return max(itertools.pairwise(starts), key=lambda page: part(*page))[0]


def _rule(canvas: Canvas, part: Part, habit: str, cols: int, rng: random.Random) -> None:
    left, right, top, bottom = part[1:5]
    canvas.setLineWidth(0.5)
    if habit == "boxes":
        canvas.rect(left, bottom, right - left, top - bottom, stroke=1, fill=0)
        return
    edges = [
        (left, top, right, top),
        (left, bottom, right, bottom),
        (left, top, left, bottom),
        (right, top, right, bottom),
    ]
    if habit == "open sides" and part.cell.colspan < cols:
        edges = [edge for edge in edges if edge[1] == edge[3] or MARGIN < edge[0] < LONG - MARGIN - 1]
    canvas.setDash(*((2, 1.5) if habit == "dashed" else ()))
    for x0, y0, x1, y1 in edges:
        if habit == "filled":  # Word draws a border as a thin black area
            canvas.rect(min(x0, x1), min(y0, y1), max(x1 - x0, 0.48), max(abs(y1 - y0), 0.48), stroke=0, fill=1)
        elif habit == "patchy":
            _patchy(canvas, (x0, y0, x1, y1), rng)
        else:
            canvas.line(x0, y0, x1, y1)


def _patchy(canvas: Canvas, edge: tuple[float, float, float, float], rng: random.Random) -> None:
    """An edge in two strokes with a gap of up to a fifth of its length or 6 pt, and a little off its place."""
    x0, y0, x1, y1 = edge
    widest = min(0.2, 6 / (abs(x1 - x0) + abs(y1 - y0)))
    gap, off = rng.uniform(0, widest), rng.uniform(-0.4, 0.4)
    where = rng.uniform(0.1, 0.7)
    for begin, end in ((0.0, where), (where + gap, 1.0)):
        dx, dy = (off, 0) if x0 == x1 else (0, off)
        canvas.line(
            x0 + (x1 - x0) * begin + dx, y0 + (y1 - y0) * begin + dy,
            x0 + (x1 - x0) * end + dx, y0 + (y1 - y0) * end + dy,
        )  # fmt: skip


def _write(canvas: Canvas, part: Part) -> None:
    """The text in lines, in the middle of its part of the cell."""
    from reportlab.pdfbase.pdfmetrics import stringWidth  # noqa: PLC0415 - of the bench only

    canvas.setFont(FONT, SIZE)
    width = part.right - part.left - PADDING
    lines: list[str] = []
    for paragraph in part.cell.text.split("\n"):
        line = ""
        for character in paragraph:
            if line and stringWidth(line + character, FONT, SIZE) > width:
                lines.append(line)
                line = ""
            line += character
        lines.append(line)
    y = (part.top + part.bottom) / 2 + len(lines) * LINE / 2 - SIZE - 1
    for line in lines:
        canvas.drawString(part.left + PADDING / 2, y, line)
        y -= LINE
