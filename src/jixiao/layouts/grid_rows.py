"""The rows of a document's tables (表格行), spans resolved, with the lines between tables as rows of one cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from jixiao.document import Cell, Document, Grid, Line

_LINES = re.compile(r"[\r\n\v\f\u2028\u2029]+")
_BLANKS = re.compile(r"[ \t\xa0\u3000\u200b\ufeff]+")
_BETWEEN = re.compile(
    r"(?<=[^\x00-\xff])\s+(?=[^\x00-\xff])"
)  # between Chinese characters it is alignment, no word space


@dataclass(frozen=True)
class Row:
    """One row (行): the cells that touch it, from left to right, also those that began further up."""

    table: int  #: number of the table; lines between tables have one of their own
    number: int  #: of the row in its table, from 0
    cells: tuple[Cell, ...]
    sheet: str = ""
    is_line: bool = False
    is_hidden: bool = False  #: the row, or its whole sheet

    @cached_property
    def filled(self) -> list[Cell]:
        """The cells with text that begin in this row (本行起始的非空单元格)."""
        return [cell for cell in self.cells if cell.row == self.number and cell.text.strip()]

    def across(self, cols: Iterable[int]) -> list[Cell]:
        """The cells over any of these columns (相交的单元格), from left to right."""
        wanted = cols if isinstance(cols, set) else set(cols)
        return [
            cell
            for cell in self.cells
            if (cell.col in wanted if cell.colspan == 1 else not wanted.isdisjoint(span_of(cell)))
        ]

    def after(self, cell: Cell) -> Cell | None:
        """The cell to the right of `cell` (右邻单元格)."""
        return next((other for other in self.cells if other.col >= cell.col + cell.colspan), None)


def span_of(cell: Cell) -> range:
    """The columns that a cell covers (所占列)."""
    return range(cell.col, cell.col + cell.colspan)


def rows_of(document: Document) -> list[Row]:
    """All rows of a document in order (全部行). Rows without any cell are not there, so a far cell costs nothing."""
    rows: list[Row] = []
    for table, part in enumerate(document.parts):
        if isinstance(part, Line):
            rows.append(Row(table, 0, (Cell(0, 0, part.text, part.location),), is_line=True))
        else:
            rows.extend(_rows_of_grid(part, table))
    return rows


def _rows_of_grid(grid: Grid, table: int) -> Iterator[Row]:
    starting: dict[int, list[Cell]] = {}
    for cell in grid.cells:
        starting.setdefault(cell.row, []).append(cell)
    open_cells: list[Cell] = []
    for number in sorted(starting):
        open_cells = [cell for cell in open_cells if cell.row + cell.rowspan > number]
        cells = sorted([*open_cells, *starting[number]], key=lambda cell: cell.col)
        yield Row(table, number, tuple(cells), grid.name, is_hidden=grid.hidden or number in grid.hidden_rows)
        open_cells += [cell for cell in starting[number] if cell.rowspan > 1]


def inline(text: str) -> str:
    """A short text on one line (单行文字): line breaks and spaces beside Chinese characters removed."""
    return _BETWEEN.sub("", _BLANKS.sub(" ", _LINES.sub("", text))).strip()


def block(text: str) -> str:
    """A long text with its paragraphs (段落文字): each line tidied, empty lines dropped."""
    lines = (_BETWEEN.sub("", _BLANKS.sub(" ", line)).strip() for line in _LINES.split(text))
    return "\n".join(line for line in lines if line)
