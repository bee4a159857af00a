"""The charts of the overview (总览图表): the same for the page and for paper."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from jixiao import charts
from jixiao.charts.drawing import DUE, STATED, bars, height
from jixiao.charts.model import Bar
from jixiao.numerals import plain
from jixiao.overview.asked import Overview, Table
from jixiao.surveys.run import Cell

COLOURS = (DUE, STATED)


class Drawn(NamedTuple):
    """A chart as SVG (图)."""

    svg: str
    height: int  #: pixels


def chart(one: Table, told: Overview, width: int) -> Drawn | None:
    """The chart of a part (一部分的图), where there is one and the drawing engine is installed."""
    rows = [row for row in one.rows[: one.part.drawn_rows] if any(row[at] is not None for at in one.part.drawn)]
    if not rows or not charts.is_ready():
        return None
    names = [str(row[one.part.label]) for row in rows]
    heads = [head.name for head in told.heads(one.part)]
    series = [
        (heads[at], colour, [_bar(row[at]) for row in rows])
        for at, colour in zip(one.part.drawn, COLOURS, strict=False)
    ]
    tall = height(names, len(series))
    return Drawn(charts.svg(bars(names, series), width, tall), tall)


def _bar(cell: Cell) -> Bar:
    number = Decimal(cell) if isinstance(cell, int | Decimal) else None
    return Bar(number, "" if number is None else plain(number))


def shown(cell: Cell) -> str:
    """A cell as it is printed (单元格文字)."""
    if cell is None:
        return ""
    return plain(cell) if isinstance(cell, Decimal) else str(cell)
