"""Where a value stood in its source (出处): page and box, sheet and cell, or line of text. Holds values only."""

from __future__ import annotations

import msgspec


class Box(msgspec.Struct, frozen=True, array_like=True):
    """A rectangle on a page (坐标框), in points of 1/72 inch, y growing downwards from the top left corner."""

    x0: float
    y0: float
    x1: float
    y1: float


class Location(msgspec.Struct, frozen=True, omit_defaults=True):
    """The place of one value in its source file (出处). Fields that do not apply to the format are None."""

    page: int | None = None  #: 页码, from 1
    box: Box | None = None  #: 页内坐标框
    sheet: str | None = None  #: 工作表名称
    cell: str | None = None  #: 单元格, such as "B12"
    line: int | None = None  #: 文本行号, from 1
    column: int | None = None  #: 行内起始字, from 1
    table: int | None = None  #: 第几张表 (HTML, Word), from 1
    row: int | None = None  #: 表内行号, from 1
    col: int | None = None  #: 表内列号, from 1
    pointer: str | None = None  #: JSON Pointer, for forms read from JSON

    def describe(self, lang: str = "zh") -> str:
        """The place in words: 「表一!B12」, 「第 3 行」; an empty string when nothing is known.

        >>> Location(sheet="自评表", cell="G14").describe()
        '自评表!G14'
        >>> Location(line=121).describe("en")
        'line 121'
        """
        if self.cell is not None:
            return f"{self.sheet}!{self.cell}" if self.sheet else self.cell
        zh = lang != "en"
        parts = []
        if self.page is not None:
            parts.append(f"第 {self.page} 页" if zh else f"page {self.page}")
        if self.table is not None:
            parts.append(f"表 {self.table}" if zh else f"table {self.table}")
        if self.row is not None:
            parts.append(f"第 {self.row} 行" if zh else f"row {self.row}")
        if self.col is not None:
            parts.append(f"第 {self.col} 列" if zh else f"column {self.col}")
        if self.line is not None:
            parts.append(f"第 {self.line} 行" if zh else f"line {self.line}")
        if self.pointer is not None:
            parts.append(self.pointer)
        return (" " if zh else ", ").join(parts)
