"""Pages of one scan or several photographs laid over each other (多页对齐): none lay on the glass as the one before.

A table that goes on over the page end has the same columns; by them the later page is moved and scaled across.
"""

from __future__ import annotations

from collections.abc import Sequence

from jixiao.location import Box
from jixiao.readers.ruling import Table
from jixiao.readers.scan_page import Reading

LEAST_SCALE, MOST_SCALE = 0.75, 1.33  # a photograph may be taken from nearer or from farther off
SAME = 3.0  # pt: column lines this close are one
SHARE = 0.7  # of the column lines that are the same
FEWEST = 4  # column lines: fewer are alike by chance


def aligned(reading: Reading, columns: Sequence[float]) -> Reading:
    """The page with its first table under `columns`, where that one has the same (对齐到上页的列); else as it is."""
    moved = _Moved(reading, columns)
    if not moved.fits():
        return reading
    boxes = {cell.box: moved.box(cell.box) for table in reading.tables for cell in table.cells}
    seen = {boxes.get(box, box): one for box, one in reading.seen.items()}
    return reading._replace(tables=[moved.table(table, boxes) for table in reading.tables], seen=seen)


class _Moved:
    """Where places of a page come to lie under the columns of another (横向变换)."""

    def __init__(self, reading: Reading, columns: Sequence[float]) -> None:
        self.columns = columns
        self.own = reading.tables[0].xs if reading.tables else []
        self.scale = (columns[-1] - columns[0]) / (self.own[-1] - self.own[0]) if columns and self.own else 0.0

    def fits(self) -> bool:
        """Whether the page is of the same size, nearly, and most of its column lines stand there as well."""
        if len(self.own) < FEWEST or not LEAST_SCALE < self.scale < MOST_SCALE:
            return False
        return sum(self.x(one) in self.columns for one in self.own) >= SHARE * len(self.own)

    def x(self, place: float) -> float:
        """The place across; that of a column line where one is near."""
        there = self.columns[0] + (place - self.own[0]) * self.scale
        nearest = min(self.columns, key=lambda one: abs(one - there))
        return nearest if abs(nearest - there) < SAME else there

    def box(self, box: Box) -> Box:
        """A box with its sides moved."""
        return Box(self.x(box.x0), box.y0, self.x(box.x1), box.y1)

    def table(self, table: Table, boxes: dict[Box, Box]) -> Table:
        """A table with its column lines and cells moved."""
        cells = [cell._replace(box=boxes[cell.box]) for cell in table.cells]
        return table._replace(xs=[self.x(one) for one in table.xs], cells=cells)
