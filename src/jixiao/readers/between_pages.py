"""What stands between the tables of two pages (页间文字): whether the second goes on with the first, or begins anew."""

from __future__ import annotations

import re

from jixiao.readers import page_breaks
from jixiao.readers.page_breaks import Joined
from jixiao.readers.ruling import Glyph, Table, TableCell, line_text

_FURNITURE = re.compile(
    r"[-—–·.]*第?\d{1,4}页?(?:[,，/]?共?\d{1,4}页?)?[-—–·.]*|[-—–]*第?[一二三四五六七八九十]{1,3}页?[-—–]*"
    r"|[(（]?(?:接上|续)[上前]?[页表][)）]?"
)

PrintedLine = list[Glyph]


class Between:
    """What was seen since the last table (末表之后)."""

    def __init__(self) -> None:
        self.strays: set[int] = set()  #: baselines below the last table whose text a cut cell let through, rounded
        self._page = 0  # where the last table ended
        self._texts: set[str] = set()  # the lines of that page
        self._below: list[str] = []  # those below the table

    def goes_on(self, number: int, last: Joined | None, found: list[Table], rows: list[PrintedLine]) -> bool:
        """Whether the first table of page `number` goes on with the last one (续表判断).

        It has the same frame, and no text stands between but page numbers and what every page prints.
        """
        if last is None or not found or self._page != number - 1 or not page_breaks.continues(last, found[0]):
            return False
        above = [line_text(row) for row in without_strays(last, found[0], above_of(found[0], rows))]
        between = [text for text in (*self._below, *above) if not _is_furniture(text)]
        if not between:
            return True
        repeated = self._texts & set(above)
        return set(between) <= repeated and not page_breaks.starts_alike(last, found[0])

    def note(self, number: int, found: list[Table], rows: list[PrintedLine]) -> None:
        """Remember what page `number` leaves below its last table."""
        if not found:
            return
        self._page = number
        self._texts = {line_text(row) for row in rows}
        below = [row for row in rows if row[0].baseline > found[-1].ys[-1]]
        strays = [row for row in below if _is_stray(row, found[-1], below=True)]
        self.strays = {round(row[0].baseline) for row in strays}
        self._below = [line_text(row) for row in below if row not in strays]


def above_of(table: Table, rows: list[PrintedLine]) -> list[PrintedLine]:
    """The lines above a table (表上各行)."""
    return [row for row in rows if row[0].baseline < table.ys[0]]


def without_strays(last: Joined, table: Table, rows: list[PrintedLine]) -> list[PrintedLine]:
    """The lines without those above the table that belong to a cell which the page end cut (被截断单元格的文字)."""
    labels = [piece.cell for piece in last.pieces if piece.cell.rowspan > 1]
    return [
        row
        for row in rows
        if row[0].baseline >= table.ys[0]
        or not (_is_stray(row, table, below=False) or any(_is_within(row, cell) for cell in labels))
    ]


def _is_within(row: PrintedLine, label: TableCell) -> bool:
    """Whether a line is a part of a label, printed again in its column."""
    inside = all(label.box.x0 <= one.x <= label.box.x1 for one in row)
    return inside and "".join(line_text(row).split()) in "".join(label.text.split())


def _is_stray(row: PrintedLine, table: Table, *, below: bool) -> bool:
    """Whether all of a line stands in line with cells that are open to its side."""
    columns = [cell.box for cell in table.cells if (cell.open_bottom if below else cell.open_top)]
    return bool(columns) and all(any(box.x0 <= one.x <= box.x1 for box in columns) for one in row)


def _is_furniture(text: str) -> bool:
    return _FURNITURE.fullmatch("".join(text.split())) is not None
