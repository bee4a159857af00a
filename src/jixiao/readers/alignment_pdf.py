"""PDF pages whose tables have no rules (无框线的 PDF 表格): printed lines to tables by alignment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from jixiao.document import Cell, Grid, Line
from jixiao.location import Box, Location
from jixiao.readers import alignment
from jixiao.readers.alignment import Aligned, Word
from jixiao.readers.ruling import Glyph, line_text, lines_of

_UNIT = 2.5  # pt: a quarter of a common character
_MOST_LINES = 1000  # a longer file is a report, of which no form fills so much
_LAST_NARROW = "\u2e7f"  # characters above it fill a whole square
_SPACE = 0.3  # of the size: a gap this wide parts what follows without a space
_WIDE = 0.8  # of the size: a gap this wide is no space


class _Printed(NamedTuple):
    """One printed line (印出的一行) with the page it stands on."""

    page: int
    glyphs: list[Glyph]


def parts_of(pages: Sequence[tuple[int, Sequence[Glyph]]]) -> list[Line | Grid]:
    """The lines of the pages, those that are aligned as tables; [] where nothing is aligned, or doubtfully."""
    printed = [_Printed(number, line) for number, glyphs in pages for line in lines_of(glyphs)]
    if len(printed) > _MOST_LINES:
        return []
    words = [list(_words(number, line.glyphs)) for number, line in enumerate(printed)]
    found = alignment.tables(words, [line.page for line in printed])
    return [part for table in found for part in _parts(printed, table)]


def _words(number: int, line: Sequence[Glyph]) -> Iterator[Word]:
    """The words of a printed line, in units across."""
    start = 0
    parted = False
    for at in range(1, len(line) + 1):
        gap = line[at].x - _end(line[at - 1]) if at < len(line) else 0.0
        if at < len(line) and not _is_gap(line[at - 1], gap, line[at]):
            continue
        left = round(line[start].x / _UNIT)
        right = round(_end(line[at - 1]) / _UNIT)
        limit = round(line[at].x / _UNIT) if at < len(line) else right
        text = "".join(glyph.text for glyph in line[start:at])
        yield Word(text, left, max(left + 1, min(right, limit)), number, parted, _down(line[start]))
        if at < len(line):
            parted = _parts_cells(line[at - 1], gap, line[at])
        start = at


def _down(glyph: Glyph) -> float:
    return glyph.baseline / max(glyph.size, 1.0)


def _end(glyph: Glyph) -> float:
    """Where a glyph ends, by what its kind is wide in common fonts."""
    share = 1.0 if glyph.text > _LAST_NARROW else 0.8 if glyph.text in "%W≥≤M×—" else 0.55
    return glyph.x + share * glyph.size


def _is_gap(left: Glyph, gap: float, right: Glyph) -> bool:
    return gap > _SPACE * left.size or (right.spaced and gap > 0.1 * left.size)


def _parts_cells(left: Glyph, gap: float, right: Glyph) -> bool:
    """Whether a gap is more than the space that sets Chinese and digits, or two Latin words, apart."""
    if gap >= _WIDE * left.size:
        return True
    both = (left.text > _LAST_NARROW) == (right.text > _LAST_NARROW)
    letters = left.text.isascii() and left.text.isalpha() and right.text.isascii() and right.text.isalpha()
    return both and gap >= _SPACE * left.size and not letters


def _parts(printed: Sequence[_Printed], table: Aligned) -> Iterator[Line | Grid]:
    source = printed[table.first : table.end]
    lines = tuple(Line(line_text(one.glyphs), Location(page=one.page, box=_box(one.glyphs))) for one in source)
    if not table.cells:
        yield from lines
        return
    cells = []
    for one in table.cells:
        page = source[one.pieces[0].line].page
        here = [
            glyph
            for piece in one.pieces
            if source[piece.line].page == page
            for glyph in source[piece.line].glyphs
            if piece.x0 <= round(glyph.x / _UNIT) < piece.x1
        ]
        place = Location(page=page, box=_box(here or source[one.pieces[0].line].glyphs))
        cells.append(Cell(one.row, one.col, one.text, place, one.rowspan, one.colspan))
    yield Grid(tuple(cells), table.rows, table.cols, lines=lines)


def _box(glyphs: Sequence[Glyph]) -> Box:
    """The box around some glyphs."""
    return Box(
        min(glyph.x for glyph in glyphs),
        min(glyph.baseline - glyph.size for glyph in glyphs),
        max(glyph.x + glyph.size for glyph in glyphs),
        max(glyph.baseline + 0.2 * glyph.size for glyph in glyphs),
    )
