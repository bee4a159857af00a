"""The parts of cells in a stretch of aligned lines (列与词): which column each word of a line belongs to.

Straight gutters do not suffice: text laid out by spaces shifts a cell where one left of it is long, and a heading may
stand beside the column that it heads. So a column that holds two parts in one line is parted, and a heading goes to
the data that it stands next to.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from jixiao.readers.alignment_columns import Stretch, Word, completed
from jixiao.readers.alignment_rows import Piece

_WIDE = 3  # units: a gap that parts cells even if only one line has it
_LEAST_PARTED = 2
_LAST_NARROW = "\u2e7f"


def pieces_of(lines: Sequence[Sequence[Word]], stretch: Stretch) -> tuple[list[Piece], int]:
    """The parts of cells of a stretch (各行的词), by line and column, and how many columns there are."""
    gutters = completed(lines, stretch)
    pieces = [
        Piece(_text(words), number, col, last, words[0].x0, words[-1].x1, words[0].down)
        for number, line in enumerate(lines[stretch.first : stretch.end])
        for words, col, last in _groups(line, gutters)
    ]
    count = len(gutters) + 1
    col = 0
    while col < count:
        if _is_double(pieces, col, known=bool(gutters)):
            pieces = _parted(pieces, col)
            count += 1
        else:
            col += 1
    pieces, count = _headed(pieces, count)
    return _joined(pieces), count


def _groups(line: Sequence[Word], gutters: Sequence[int]) -> Iterator[tuple[list[Word], int, int]]:
    """The words of a line that belong together, with the columns they stand in."""
    group: list[Word] = []
    col = last = 0
    for word in line:
        left, right = bisect_right(gutters, word.x0), bisect_right(gutters, word.x1 - 1)
        if group and not word.parted and left <= last:
            group.append(word)
            last = max(last, right)
            continue
        if group:
            yield group, col, last
        group, col, last = [word], left, right
    if group:
        yield group, col, last


def _text(words: Sequence[Word]) -> str:
    """The words as one text; a space that only parts Chinese from digits is left out."""
    text = words[0].text
    for word in words[1:]:
        between = "" if text[-1] > _LAST_NARROW or word.text[0] > _LAST_NARROW else " "
        text += between + word.text
    return text


def _by_line(pieces: Sequence[Piece], col: int) -> list[list[Piece]]:
    """The parts that stand in one column and in no other, by line."""
    here = [one for one in pieces if one.col == one.last_col == col]
    return [list(group) for _, group in itertools.groupby(here, key=lambda one: one.line)]


def _is_double(pieces: Sequence[Piece], col: int, *, known: bool) -> bool:
    """Whether the column is two: lines hold two parts in it, or one line widely apart in what is known for a table."""
    double = [line for line in _by_line(pieces, col) if len(line) > 1 and any(len(one.text) > 1 for one in line)]
    wide = known and any(right.x0 - left.x1 >= _WIDE for line in double for left, right in itertools.pairwise(line))
    return len(double) >= (1 if wide else _LEAST_PARTED)


def _widest_gap(line: Sequence[Piece]) -> int:
    """The place in a line before which the widest gap stands."""
    return max(range(1, len(line)), key=lambda at: line[at].x0 - line[at - 1].x1)


def _parted(pieces: Sequence[Piece], col: int) -> list[Piece]:
    """The column parted in two: parts alone in their line go where the middle of another one is nearest."""
    lines = _by_line(pieces, col)
    double = [line for line in lines if len(line) > 1]
    cuts = [_widest_gap(line) for line in double]
    left = {one for line, cut in zip(double, cuts, strict=True) for one in line[:cut]}
    right = {one for line, cut in zip(double, cuts, strict=True) for one in line[cut:]}
    for line in lines:
        if len(line) == 1:
            distances = [min(abs(_middle(line[0]) - _middle(one)) for one in side) for side in (left, right)]
            (left if distances[0] <= distances[1] else right).add(line[0])
    found = []
    for one in pieces:
        first, last = one.col, one.last_col
        if first > col or one in right:
            first += 1
        if last > col or one in right or (first < last == col):
            last += 1
        found.append(one._replace(col=first, last_col=last))
    return found


def _middle(piece: Piece) -> float:
    return (piece.x0 + piece.x1) / 2


def _headed(pieces: list[Piece], count: int) -> tuple[list[Piece], int]:
    """Columns that are one put together: a heading above, the data below, never in one line."""
    col = 0
    while col + 1 < count:
        upper, lower = (sorted({one.line for one in pieces if one.col <= at <= one.last_col}) for at in (col, col + 1))
        if upper and lower and (upper[-1] < lower[0] or lower[-1] < upper[0]):
            pieces = [
                one._replace(col=one.col - (one.col > col), last_col=one.last_col - (one.last_col > col))
                for one in pieces
            ]
            count -= 1
        col += 1
    return pieces, count


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Parts of one line in one column put together."""
    found: list[Piece] = []
    for one in pieces:
        if found and found[-1].line == one.line and one.col <= found[-1].last_col:
            before = found[-1]
            between = "" if before.text[-1] > _LAST_NARROW or one.text[0] > _LAST_NARROW else " "
            last = max(before.last_col, one.last_col)
            found[-1] = before._replace(text=before.text + between + one.text, last_col=last, x1=one.x1)
        else:
            found.append(one)
    return found
