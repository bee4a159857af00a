"""A document as blocks (版面块): headings, paragraphs, tables and pictures, in no file format yet.

The report on paper and the drafted text are built of them once; typst and Word set the same blocks.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from jixiao.writers.printable import printable


class Run(NamedTuple):
    """A piece of text in one style (文字段)."""

    text: str
    style: str = ""  #: strong, dim, gap, or the name of a severity: must_fix, explain, look, note


class Heading(NamedTuple):
    """A heading (标题): level 0 is the title of the document."""

    text: str
    level: int = 1


class Paragraph(NamedTuple):
    """One paragraph (段落)."""

    runs: tuple[Run, ...]
    style: str = ""  #: body (first line indented), kicker, small, quote, caption, item (kept with the next one), signed


class Cell(NamedTuple):
    """One cell of a table (单元格)."""

    runs: tuple[Run, ...]
    align: str = "left"
    colspan: int = 1
    rowspan: int = 1
    fill: str = ""  #: head, group, or the name of a severity


class Table(NamedTuple):
    """A table (表格); `style` is grid (all rulings), rows (between rows) or plain."""

    widths: tuple[int, ...]  #: relative
    rows: tuple[tuple[Cell, ...], ...]
    head: int = 0  #: rows repeated on the next page
    style: str = "rows"
    size: float = 9.0  #: points


class Picture(NamedTuple):
    """A picture (图), as SVG."""

    svg: bytes
    ratio: float  #: height by width
    told: str  #: what it shows, for those who do not see it
    share: float = 1.0  #: of the width of the text


class PageBreak(NamedTuple):
    """What follows begins a new page (分页)."""


Block = Heading | Paragraph | Table | Picture | PageBreak


class Paper(NamedTuple):
    """A whole document (文稿)."""

    title: str  #: for the file's properties
    lang: str
    blocks: Sequence[Block]
    footer: str = ""
    manner: str = "report"  #: how it is set: report, or official, as the papers of offices are


def run(text: str, style: str = "") -> Run:
    """A piece of text, without what steers a program or turns the line around (文字段)."""
    return Run(printable(text), style)


def paragraph(*runs: Run | str, style: str = "") -> Paragraph:
    """A paragraph of texts and runs (段落)."""
    return Paragraph(tuple(run(one) if isinstance(one, str) else one for one in runs if one), style)


def cell(text: str, align: str = "left", style: str = "", *, fill: str = "") -> Cell:
    """A cell of one text (单元格)."""
    return Cell((run(text, style),), align, fill=fill)
