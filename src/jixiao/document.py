"""What stood on the page (文档): grids of cells and lines of text, each with its place. No meaning yet."""

from __future__ import annotations

import msgspec

from jixiao.location import Location


class Cell(msgspec.Struct, frozen=True):
    """One cell of a grid (单元格); a merged cell is one Cell with spans."""

    row: int  #: from 0
    col: int  #: from 0
    text: str  #: as displayed, line breaks kept; "" when empty
    location: Location
    rowspan: int = 1
    colspan: int = 1
    confidence: float | None = None  #: 识别把握, 0 to 1: the least sure character; None where nothing was recognised
    rivals: tuple[str, ...] = ()  #: 其他可能的读法, the likelier first


class Grid(msgspec.Struct, frozen=True):
    """One table (表格): its cells in reading order. A position covered by a span has no cell of its own."""

    cells: tuple[Cell, ...]
    rows: int
    cols: int
    name: str = ""  #: sheet name (工作表) or caption
    hidden_rows: frozenset[int] = frozenset()  #: 隐藏行, still read
    hidden_cols: frozenset[int] = frozenset()
    hidden: bool = False  #: 隐藏的工作表, still read
    lines: tuple[Line, ...] = ()  #: 原文行: what the table was put together from, where only alignment tells it


class Line(msgspec.Struct, frozen=True):
    """One line of running text (文本行)."""

    text: str
    location: Location
    confidence: float | None = None  #: 识别把握, as of a Cell


class Document(msgspec.Struct, frozen=True):
    """A file as read (文档). `parts` keeps grids and lines in the order of the source."""

    name: str  #: file name for messages
    format: str  #: text, xlsx, html, json, ...
    parts: tuple[Grid | Line, ...]
    problems: tuple[str, ...] = ()  #: 读取时的问题: what could not be read, in Chinese, for the report

    @property
    def grids(self) -> list[Grid]:
        """The tables of the document (表格)."""
        return [part for part in self.parts if isinstance(part, Grid)]

    @property
    def lines(self) -> list[Line]:
        """The lines outside tables (表外文字)."""
        return [part for part in self.parts if isinstance(part, Line)]
