"""Tables and lines laid out below each other (排布): for files that have cells and no pages."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import accumulate, pairwise

from jixiao.document import Cell
from jixiao.location import Box

SIZE = 9.0  # points of the type
LINE, PADDING, MARGIN, GAP = 11.5, 7.0, 14.0, 12.0
NARROWEST, WIDEST = 26.0, 150.0  # a column
TAG = 8.0  # points that a cell keeps free for the names of its values
PAGE = 900.0  # width of a line of text
NARROW = 0.56  # of a square
WIDE = "\u2e7f"  # characters above it fill a whole square


class Flow:
    """The sheet while it is being filled (版面)."""

    def __init__(self) -> None:
        self.width = 2 * MARGIN
        self._bottom = MARGIN

    @property
    def height(self) -> float:
        """How high the sheet is so far."""
        return self._bottom + MARGIN

    def line(self, text: str) -> Box:
        """The next line of text."""
        high = LINE * count_of(text, PAGE) + TAG + PADDING / 2
        wide = min(PAGE, width_of(text) + 2 * PADDING)
        box = Box(MARGIN, self._bottom, MARGIN + wide, self._bottom + high)
        self._bottom, self.width = box.y1, max(self.width, box.x1 + MARGIN)
        return box

    def table(self, cells: Sequence[Cell]) -> list[Box]:
        """The next table, one box a cell. Rows and columns that no cell begins or ends at take no room."""
        cols = sorted({edge for cell in cells for edge in (cell.col, cell.col + cell.colspan)})
        rows = sorted({edge for cell in cells for edge in (cell.row, cell.row + cell.rowspan)})
        widths = _widths(cells, cols)
        xs = dict(zip(cols, accumulate(widths, initial=MARGIN), strict=True))
        heights = _heights(cells, rows, xs)
        ys = dict(zip(rows, accumulate(heights, initial=self._bottom + GAP), strict=True))
        self._bottom = ys[rows[-1]] + GAP
        self.width = max(self.width, xs[cols[-1]] + MARGIN)
        return [Box(xs[one.col], ys[one.row], xs[one.col + one.colspan], ys[one.row + one.rowspan]) for one in cells]


def width_of(text: str) -> float:
    """How wide a text is on one line (字宽)."""
    return sum(SIZE if one > WIDE else SIZE * NARROW for one in text)


def count_of(text: str, width: float) -> int:
    """How many lines a text takes in a width (行数)."""
    return len(lines_of(text, width))


def lines_of(text: str, width: float) -> list[str]:
    """The text cut into lines of at most that width (折行)."""
    room = max(width - PADDING, SIZE)
    found: list[str] = []
    for paragraph in text.split("\n"):
        line, used = "", 0.0
        for one in paragraph:
            step = SIZE if one > WIDE else SIZE * NARROW
            if line and used + step > room:
                found.append(line)
                line, used = "", 0.0
            line, used = line + one, used + step
        found.append(line)
    return found


def _widths(cells: Sequence[Cell], cols: Sequence[int]) -> list[float]:
    needed = dict.fromkeys(cols[:-1], NARROWEST)
    for cell in cells:
        if cell.col in needed and cell.colspan == 1:
            ems = width_of(cell.text) / SIZE
            wanted = min(max(NARROWEST, math.sqrt(ems) * SIZE * 2 + PADDING, min(ems, 5) * SIZE + PADDING), WIDEST)
            needed[cell.col] = max(needed[cell.col], wanted)
    return [needed[col] for col in cols[:-1]]


def _heights(cells: Sequence[Cell], rows: Sequence[int], xs: dict[int, float]) -> list[float]:
    last = {after: before for before, after in pairwise(rows)}  # where a row ends, to where it begins
    heights = dict.fromkeys(rows[:-1], LINE + PADDING + TAG)
    for cell in sorted(cells, key=lambda one: one.rowspan):
        inner = (
            [row for row in rows[:-1] if cell.row <= row < cell.row + cell.rowspan] if cell.rowspan > 1 else [cell.row]
        )
        width = xs[cell.col + cell.colspan] - xs[cell.col]
        need = LINE * count_of(cell.text, width) + PADDING + TAG - sum(heights[row] for row in inner)
        heights[last[cell.row + cell.rowspan]] += max(0.0, need)
    return [heights[row] for row in rows[:-1]]
