"""Plain text that keeps its columns by spaces (空格对齐的文本), such as `pdftotext -layout` writes: lines to tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from jixiao.document import Cell, Grid, Line
from jixiao.location import Location
from jixiao.readers import alignment
from jixiao.readers.alignment import Aligned, Word

_WORD = re.compile(r"\S+")
_LAST_NARROW = "\u2e7f"  # characters above it fill a whole square
_MOST_LINES = 300  # a longer text is a report of several parts, and looking for columns takes its time


def parts_of(lines: Sequence[Line]) -> list[Line | Grid]:
    """The lines, those that are aligned as tables (对齐的行成表); all as they are where the alignment is doubtful."""
    if len(lines) > _MOST_LINES:
        return list(lines)
    words = [_words(number, line.text) for number, line in enumerate(lines)]
    found = alignment.tables(words, [line.location.page for line in lines])
    return [part for table in found for part in _parts(lines, table)] or list(lines)


def _words(number: int, text: str) -> list[Word]:
    """The words of a line. One column a character: so `pdftotext` counts, Chinese or not."""
    words: list[Word] = []
    for found in _WORD.finditer(text):
        start, stop = found.span()
        parted = bool(words) and _parts_cells(text[words[-1].x1 - 1], start - words[-1].x1, text[start])
        words.append(Word(found[0], start, stop, number, parted))
    return words


def _parts_cells(left: str, gap: int, right: str) -> bool:
    """Whether a gap is more than the space that sets Chinese and digits, or two Latin words, apart."""
    if gap > 1:
        return True
    both = (left > _LAST_NARROW) == (right > _LAST_NARROW)
    return both and not (left.isascii() and left.isalpha() and right.isascii() and right.isalpha())


def _parts(lines: Sequence[Line], table: Aligned) -> Iterator[Line | Grid]:
    source = tuple(lines[table.first : table.end])
    if not table.cells:
        yield from (msgspec.structs.replace(line, text=line.text.strip()) for line in source)
        return
    cells = []
    for one in table.cells:
        first = one.pieces[0]
        at = source[first.line].location
        place = Location(page=at.page, line=at.line, column=first.x0 + 1)
        cells.append(Cell(one.row, one.col, one.text, place, one.rowspan, one.colspan))
    yield Grid(tuple(cells), table.rows, table.cols, lines=source)
