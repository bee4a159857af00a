"""The overview on paper (总览 PDF): the blocks of the page, set as the report of one form is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from jixiao import __version__
from jixiao.lang import say
from jixiao.overview.asked import Overview, Table, said
from jixiao.overview.drawn import chart, shown
from jixiao.overview.page import MOST_ROWS
from jixiao.reports import blocks, paper_pdf
from jixiao.reports.blocks import Block, Heading, Paper, Picture, cell, paragraph, run
from jixiao.surveys.run import Cell
from jixiao.terminal import width

WIDE = 660  # pixels of a chart
NARROWEST, WIDEST = 6, 34  # columns of letters that a column of a table may ask for


def write(told: Overview) -> bytes:
    """The overview as PDF (写出 PDF). Raises ImportError without the extra `write`."""
    return paper_pdf.pdf(paper_of(told))


def paper_of(told: Overview) -> Paper:
    """The overview as blocks (总览文稿)."""
    title = say("overview.title", told.lang, name=told.store)
    summary, *rest = told.tables
    parts = [block for one in rest for block in _part(one, told)]
    footer = say("overview.foot", told.lang, version=__version__)
    return Paper(title, told.lang, [Heading(title, 0), _numbers(summary), *parts], footer)


def _numbers(summary: Table) -> blocks.Table:
    numbers = tuple(cell(shown(row[1]), style="strong") for row in summary.rows)
    names = tuple(cell(shown(row[0]), style="dim") for row in summary.rows)
    return blocks.Table((1,) * len(names), (numbers, names), style="rows", size=9.5)


def _part(one: Table, told: Overview) -> Iterator[Block]:
    yield Heading(said(one.part.title, told.lang))
    if about := said(one.part.about, told.lang):
        yield paragraph(run(about, "dim"), style="item")  # kept with what follows
    if not one.rows:
        yield paragraph(run(say("survey.nothing", told.lang), "dim"))
        return
    if len(one.rows) > MOST_ROWS:
        yield paragraph(run(say("overview.cut", told.lang, count=MOST_ROWS), "dim"), style="item")
    if (drawn := chart(one, told, WIDE)) is not None:
        yield Picture(drawn.svg.encode(), drawn.height / WIDE, said(one.part.title, told.lang), 0.94)
    yield _table(one.rows[:MOST_ROWS], [head.name for head in told.heads(one.part)])


def _table(rows: Sequence[Sequence[Cell]], heads: Sequence[str]) -> blocks.Table:
    columns = list(zip(*rows, strict=True))
    aligned = ["right" if any(isinstance(one, int | Decimal) for one in column) else "left" for column in columns]
    asked = [
        max(width(head), *(width(shown(one)) for one in column)) for head, column in zip(heads, columns, strict=True)
    ]
    first = tuple(cell(head, side, "strong", fill="head") for head, side in zip(heads, aligned, strict=True))
    rest = (tuple(cell(shown(one), side) for one, side in zip(row, aligned, strict=True)) for row in rows)
    return blocks.Table(tuple(min(max(one, NARROWEST), WIDEST) for one in asked), (first, *rest), head=1, size=8.5)
