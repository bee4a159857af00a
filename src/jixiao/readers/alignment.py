"""Tables without rules (无线表格): cells found by alignment alone, in text that keeps its columns by spaces.

The lines are cut into stretches with the same columns, each stretch into rows; labels at the left may stand beside
several rows. No word is understood: what the cells mean is for the layouts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from jixiao.readers import alignment_pieces
from jixiao.readers.alignment_columns import Stretch, Word, stretches
from jixiao.readers.alignment_rows import Piece, is_number, is_open, rows_in, runs_on, width_of
from jixiao.readers.alignment_spans import labels_in
from jixiao.readers.page_breaks import is_cut_label

_SIGNS = frozenset("≥≤＝=><")
_LEAST_LINES = 8  # of a table
_LEAST_COLUMNS = 4  # of the widest stretch of a table
_LEAST_ROWS = 4  # in that stretch
_WORST = 2.5  # habits broken a row: worse is no table, or none that can be read
_CLEAR = 2  # units: what a gap between columns has at least, mostly
_MOST_NARROW = 0.3  # of the gaps: narrower ones
_NARROW = 4.0  # half squares: a first column this narrow holds labels set downwards
_PADDING = 0.5  # lines: what a row is higher than its text
_NUMBERED = 0.6  # of the rows: those with a number in a table of numbers
_HEADED = 0.5  # of the rows: a column with so many texts has a heading
_FILLED = 0.75  # of the rows: what a column of names has texts in
_FEWER = 0.1  # of the rows: how many fewer than the fullest column
_PAIR = 2  # columns of a stretch of labels with their values
_CENTRED = 0.15  # of the width: how far a title may be off the middle
_MOST_MOVES = 3  # lines that go from one stretch to the next


class AlignedCell(NamedTuple):
    """A cell found by alignment (单元格): its rows and columns, its text, and the parts it was put together from."""

    row: int
    col: int
    rowspan: int
    colspan: int
    text: str
    pieces: tuple[Piece, ...]


class Aligned(NamedTuple):
    """Lines that make a table (对齐的表): their indexes, and the cells; none where they are lines outside tables."""

    first: int
    end: int
    rows: int
    cols: int
    cells: tuple[AlignedCell, ...]


def tables(lines: Sequence[Sequence[Word]], pages: Sequence[int | None]) -> list[Aligned]:
    """The lines as tables and stretches of plain lines (识别结果), in order; [] where they are not aligned.

    `pages` has the page of each line; where a page begins with other columns than the page before ended with, and
    without a heading, nothing tells what they are, and all is left as it is.
    """
    if sum(any(word.parted for word in line) for line in lines) < _LEAST_LINES:
        return []
    cut = _mended(lines, stretches(lines))
    if not any(block.count >= _LEAST_COLUMNS and len(block.rows) >= _LEAST_ROWS for block in cut):
        return []
    if any(block.is_doubtful() for block in cut if block.count >= _LEAST_COLUMNS):
        return []
    wide = [block for block in cut if block.count >= _LEAST_COLUMNS]
    for upper, lower in pairwise(wide):
        if pages[upper.stretch.end - 1] != pages[lower.stretch.first] and lower.begins_with_numbers():
            return []
    return [block.aligned() for block in cut]


def _mended(lines: Sequence[Sequence[Word]], cut: list[Stretch]) -> list[_Block]:
    """The stretches as blocks, a line at a boundary moved to the other side where the rows come out better."""
    blocks = [_peeled(lines, stretch) for stretch in cut]
    found = [block for pair in blocks for block in pair]
    for index in range(len(found) - 1):
        upper, lower = found[index], found[index + 1]
        for _ in range(_MOST_MOVES):
            moved = _moved(lines, upper, lower)
            if moved is None:
                break
            upper, lower = moved
        found[index], found[index + 1] = upper, lower
    return found


def _peeled(lines: Sequence[Sequence[Word]], stretch: Stretch) -> list[_Block]:
    """The block, and before it the lines at its head that stand alone and off its first column: titles."""
    block = _Block(lines, stretch)
    first = stretch.first
    left = min(line[0].x0 for line in lines)
    right = max(line[-1].x1 for line in lines)
    while block.count >= _PAIR and first + 1 < stretch.end:
        here = [one for one in block.pieces if one.line == 0]
        off = abs(here[0].x0 + here[0].x1 - left - right) / (right - left)
        aside = block.count < _LEAST_COLUMNS and here[0].col > 0
        if len(here) != 1 or not (aside or off < _CENTRED):
            break
        first += 1
        block = _Block(lines, stretch._replace(first=first))
    return [block] if first == stretch.first else [_Block(lines, Stretch(stretch.first, first, ())), block]


def _moved(lines: Sequence[Sequence[Word]], upper: _Block, lower: _Block) -> tuple[_Block, _Block] | None:
    """Both blocks with one line moved between them, where one row takes it in or it fits the lower columns better."""
    above, below = upper.stretch, lower.stretch
    if upper.count < _PAIR or lower.count < _PAIR:
        return None
    if above.end - above.first > 1:
        alone = upper.held(above.end - above.first - 1) == 1
        moved = (_Block(lines, above._replace(end=above.end - 1)), _Block(lines, below._replace(first=above.end - 1)))
        if alone and moved[1].total <= lower.total and moved[0].total <= upper.total:
            return moved
        if moved[0].total < upper.total and moved[1].count <= lower.count and moved[1].fits_first(upper):
            return moved
    if below.end - below.first > 1 and lower.held(0) == 1:
        at = below.first + 1
        moved = (_Block(lines, above._replace(end=at)), _Block(lines, below._replace(first=at)))
        if moved[0].total <= upper.total and moved[1].total <= lower.total:
            return moved
    return None


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _shares_number(text: str) -> bool:
    """Whether one line of a cell holds two numbers, or a number after a word: two cells that were not parted."""
    words = text.split()
    return len(words) > 1 and any(is_number(word) for word in words)


def _joins_others(pieces: Sequence[Piece]) -> bool:
    """Whether a cell of several lines has a line that is a number, two that are signs, or two whole labels."""
    if len(pieces) < 2:  # noqa: PLR2004 - one line is one cell
        return False
    texts = [one.text for one in pieces]
    labels = sum(text.endswith("指标") and len(text) > len("指标") for text in texts)
    return any(map(is_number, texts)) or labels > 1 or sum(text in _SIGNS for text in texts) > 1


class _Block:
    """One stretch while its table is made (成表过程)."""

    def __init__(self, lines: Sequence[Sequence[Word]], stretch: Stretch) -> None:
        self.stretch = stretch
        self.pieces, self.count = alignment_pieces.pieces_of(lines, stretch)
        self.rooms = [self._room(col) for col in range(self.count)]
        if self.count == _PAIR:  # nothing stands right of the values: they have room up to the longest line
            left = min((one.x0 for one in self.pieces if one.col == 1), default=0)
            widest = max((line[-1].x1 for line in lines if line), default=0)
            self.rooms[1] = max(self.rooms[1], float(widest - left))
        self.rows, self.total = rows_in(self.pieces, stretch.end - stretch.first, self.rooms)
        self.cost = self.total / max(1, len(self.rows))

    def is_doubtful(self) -> bool:
        """Whether the columns or rows are not clear: narrow gaps, numbers that share a cell, rows or brackets cut."""
        pairs = [(left, right) for left, right in pairwise(self.pieces) if left.line == right.line]
        narrow = sum(right.x0 - left.x1 < _CLEAR for left, right in pairs)
        return (
            self.cost > _WORST
            or narrow > _MOST_NARROW * len(pairs)
            or any(_shares_number(one.text) for one in self.pieces)
            or any(_joins_others(cell.pieces) or is_open(cell.text) for cell in self._cells())
            or self._cuts_label()
            or (self._is_numbered() and (self._has_part_of_row() or self._lacks_heading()))
        )

    def _cuts_label(self) -> bool:
        """Whether a label is parted between two cells of a column: 产出指 | 标（60分）."""
        cells = sorted(self._cells(), key=lambda cell: (cell.col, cell.row))
        pairs = ((upper, lower) for upper, lower in pairwise(cells) if upper.col == lower.col)
        return any(is_cut_label(_squeezed(upper.text), _squeezed(lower.text)) for upper, lower in pairs)

    def begins_with_numbers(self) -> bool:
        """Whether the first row is no heading."""
        return any(is_number(one.text) for one in self.pieces if one.line < self.rows[0][1])

    def _is_numbered(self) -> bool:
        """Whether most rows have numbers: the funds or the indicators, and not the head of a form."""
        lines = {one.line for one in self.pieces if is_number(one.text)}
        held = sum(any(start <= line < stop for line in lines) for start, stop in self.rows)
        return held >= _NUMBERED * len(self.rows)

    def _lacks_heading(self) -> bool:
        """Whether the first row is blank above texts: a part of it went to another stretch."""
        top = {one.col for one in self.pieces if one.line < self.rows[0][1]}
        named = self._name_column()
        return any(self._share(col) >= _HEADED and col not in top for col in range(named + 1, self.count))

    def _has_part_of_row(self) -> bool:
        """Whether a row has several texts and no number: a part of another row."""
        named = self._name_column()
        for start, stop in self.rows[1:]:
            here = [one for one in self.pieces if start <= one.line < stop and one.col >= named]
            if len({one.col for one in here}) > 1 and not any(is_number(one.text) for one in here):
                return True
        return False

    def held(self, line: int) -> int:
        """How many cells a line of the block has parts of."""
        return sum(one.line == line for one in self.pieces)

    def fits_first(self, before: _Block) -> bool:
        """Whether the first line has more of its columns filled than it had as the last line of `before`."""
        here = [one for one in self.pieces if one.line == 0]
        if len(here) < _PAIR or any(is_number(one.text) or one.col < one.last_col for one in here):
            return False
        return self.count - len(here) < before.count - len(here)

    def _room(self, col: int) -> float:
        return max((width_of(one.text) for one in self.pieces if one.col == one.last_col == col), default=0.0)

    def aligned(self) -> Aligned:
        """The finished table, or plain lines where nothing stands beside anything."""
        first, end = self.stretch.first, self.stretch.end
        full = sum(self._is_full(row) for row in self.rows)
        if not full or (full == 1 and self.count == _PAIR and not self._labelled()):
            return Aligned(first, end, 0, 0, ())
        cells = sorted(self._cells(), key=lambda cell: (cell.row, cell.col))
        return Aligned(first, end, len(self.rows), self.count, tuple(cells))

    def _labelled(self) -> bool:
        """Whether the first of two columns is a label beside the second: never the longer one."""
        return self.rooms[0] * 2 <= self.rooms[1]

    def _is_full(self, row: tuple[int, int]) -> bool:
        return len({one.col for one in self.pieces if row[0] <= one.line < row[1]}) > 1

    def _cells(self) -> Iterator[AlignedCell]:
        named = self._name_column()
        for col in range(self.count):
            here = [one for one in self.pieces if one.col == one.last_col == col]
            if col < named:
                yield from self._labels(col, here, named)
            else:
                for number, (start, stop) in enumerate(self.rows):
                    held = tuple(one for one in here if start <= one.line < stop)
                    if held:
                        yield AlignedCell(number, col, 1, 1, self._text(held), held)
        for one in self.pieces:
            if one.col < one.last_col:
                yield AlignedCell(self._row_of(one), one.col, 1, one.last_col - one.col + 1, one.text, (one,))

    @property
    def _heights(self) -> list[float]:
        """How high each row is, in lines of its fullest cell."""
        found = []
        for start, stop in self.rows:
            held = Counter(one.col for one in self.pieces if start <= one.line < stop)
            found.append(max(held.values(), default=1) + _PADDING)
        return found

    def _row_of(self, piece: Piece) -> int:
        return next(number for number, (start, stop) in enumerate(self.rows) if start <= piece.line < stop)

    def _labels(self, col: int, here: list[Piece], named: int) -> Iterator[AlignedCell]:
        """The labels of a column; one whose row has no name beside it covers the place of the name as well."""
        full = {self._row_of(one) for one in self.pieces if one.col <= named <= one.last_col}
        taken = frozenset(self._row_of(one) for one in self.pieces if one.col <= col <= one.last_col != one.col)
        for label in labels_in(here, self.rows, taken, self._heights, self.rooms[col], alone=not col):
            span = label.end_row - label.first_row
            across = 2 if span == 1 and col == named - 1 and label.first_row not in full else 1
            yield AlignedCell(label.first_row, col, span, across, self._text(label.pieces), label.pieces)

    def _name_column(self) -> int:
        """The first column that has a text of its own in nearly every row; labels left of it may span rows."""
        first = 1 if self.count > _PAIR and self.rooms[0] <= _NARROW else 0
        shares = [self._share(col) for col in range(self.count)]
        least = max(_FILLED, max(shares) - _FEWER)
        named = (col for col in range(first, self.count) if shares[col] >= least and self._is_centred(col))
        return next(named, max(range(first, self.count), key=lambda col: (shares[col], -col)))

    def _share(self, col: int) -> float:
        """How many of the rows have a text in the column, also one across columns; the heading and the total aside."""
        count = len(self.rows)
        numbers = range(int(count > _PAIR), count - int(count > _LEAST_ROWS))
        held = {self._row_of(one) for one in self.pieces if one.col <= col <= one.last_col}
        return sum(number in held for number in numbers) / max(1, len(numbers))

    def _is_centred(self, col: int) -> bool:
        """Whether all texts of a column stand at the middle of their rows, none being the end of one above."""
        for number, (start, stop) in enumerate(self.rows):
            held = [one for one in self.pieces if one.col == col and start <= one.line < stop]
            if not held:
                continue
            off = abs(held[0].line + held[-1].line + 1 - start - stop)
            if off > 1 or (number and held[0].text[0] in "（("):
                return False
        return True

    def _text(self, pieces: Sequence[Piece]) -> str:
        """The lines of a cell as one text; a line that was full runs on, a shorter one ends with a line break."""
        text = pieces[0].text
        for upper, lower in pairwise(pieces):
            room = self.rooms[upper.col]
            text += ("" if runs_on(upper.text, lower.text, room) else "\n") + lower.text
        return text


__all__ = ["Aligned", "AlignedCell", "Word", "is_number", "tables"]
