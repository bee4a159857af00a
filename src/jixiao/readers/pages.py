"""Pages put together (逐页累积): tables joined over page ends, lines outside them, in reading order."""

from __future__ import annotations

from typing import NamedTuple

from jixiao.document import Cell, Grid, Line
from jixiao.location import Box, Location
from jixiao.readers import between_pages, page_breaks
from jixiao.readers.between_pages import Between
from jixiao.readers.page_breaks import Joined, Piece
from jixiao.readers.ruling import Glyph, Table, line_text, lines_of


class Seen(NamedTuple):
    """How a cell of a scan was read (识别情况): where it stood on the page as given, and how surely it was read."""

    box: Box
    confidence: float
    rivals: tuple[str, ...] = ()


class Pages:
    """The pages of one file as they come (各页)."""

    def __init__(self) -> None:
        self.seen: dict[tuple[int, Box], Seen] = {}  #: of scanned cells and lines, by page and box when straight
        self._joined: list[Joined] = []
        self._lines: list[tuple[int, float, Line, float]] = []  # page, top, line, baseline
        self._between = Between()

    @property
    def columns(self) -> list[float]:
        """The column lines of the last table (末表列线)."""
        return self._joined[-1].xs if self._joined else []

    def place(self, number: int, found: list[Table], rest: list[Glyph]) -> None:
        """Add page `number` with its tables and the glyphs outside them."""
        rows = lines_of(rest)
        last = self._joined[-1] if self._joined else None
        goes_on = self._between.goes_on(number, last, found, rows)
        if goes_on and last is not None:
            strays, before = self._between.strays, number - 1
            self._lines = [one for one in self._lines if one[0] != before or round(one[3]) not in strays]
            rows = between_pages.without_strays(last, found[0], rows)
            self._joined[-1] = page_breaks.join(last, found[0], number)
        self._joined += [page_breaks.single(table, number) for table in found[1 if goes_on else 0 :]]
        self._between.note(number, found, rows)
        for row in rows:
            box = box_of(row)
            seen = self.seen.get((number, box))
            place = Location(page=number, box=box if seen is None else seen.box)
            line = Line(line_text(row), place, None if seen is None else seen.confidence)
            self._lines.append((number, box.y0, line, row[0].baseline))

    def parts(self) -> list[Grid | Line]:
        """Grids and lines in reading order."""
        placed: list[tuple[int, float, Grid | Line]] = [(one.page, one.top, self._grid(one)) for one in self._joined]
        placed += [one[:3] for one in self._lines]
        placed.sort(key=lambda item: item[:2])
        return [part for _, _, part in placed]

    def _grid(self, table: Joined) -> Grid:
        pieces = sorted(table.pieces, key=lambda piece: (piece.cell.row, piece.cell.col))
        return Grid(tuple(self._cell(piece) for piece in pieces), table.rows, len(table.xs) - 1)

    def _cell(self, piece: Piece) -> Cell:
        cell = piece.cell
        seen = self.seen.get((piece.page, cell.box))
        if seen is None:
            place = Location(page=piece.page, box=cell.box)
            return Cell(cell.row, cell.col, cell.text, place, cell.rowspan, cell.colspan)
        place = Location(page=piece.page, box=seen.box)
        return Cell(cell.row, cell.col, cell.text, place, cell.rowspan, cell.colspan, seen.confidence, seen.rivals)


def box_of(row: list[Glyph]) -> Box:
    """The box around one printed line (行框)."""
    size = max(glyph.size for glyph in row)
    baseline = max(glyph.baseline for glyph in row)
    return Box(row[0].x, baseline - size, row[-1].x + row[-1].size, baseline + size * 0.2)
