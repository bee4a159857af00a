"""The rows of a stretch of aligned lines (分行): which lines make up one row of the table.

A cell over several lines stands with its middle at the middle of its row; its lines are full, but for the last. Of all
ways to cut the lines into rows the one that breaks these habits least is taken.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

_ROW = 0.5  # what a row costs, so that lines that may be one cell are
_LOOSE = 2.0  # what it costs to join lines though the next word had room in the first
_NUMBERS = 5.0  # what it costs to join a number with what stands above or below
_CUT = 1.5  # what it costs to part lines inside brackets
_FAR = 1.2  # of the step between the lines of a cell: a wider one is between two cells
_LEAST_STEP = 0.9  # of the size: lines nearer than this are one, printed uneven
_MOST = 12.0  # no row is worth more
_SPLIT = 0.4  # what it costs to part lines that may be one cell
_RUN_ON = 1.5  # what a row costs in which every line may belong to the cell above it
_SLACK = 1.5  # half squares that a full line may lack: punctuation does not begin a line
_LABEL = 0.3  # how much a column counts whose cells may be merged over rows
_LEAST_ANCHORS = 2
_LEAST_COLUMNS = 3  # of a block whose first column is a label beside all its rows

_NUMBER = re.compile(r"[-+]?[\d,，]*\d(?:\.\d+)?[%％]?")
_OPEN, _CLOSE = "（(【[《“「", "）)】]》”」"
_LAST_NARROW = "\u2e7f"  # characters above it fill a whole square


class Piece(NamedTuple):
    """What one line holds of a cell (单元格的一行)."""

    text: str
    line: int
    col: int
    last_col: int  #: the same, but for a cell merged across columns
    x0: int
    x1: int
    down: float | None = None  #: how far down its page, in lines of its size, where known


def width_of(text: str) -> float:
    """How wide a text is printed (字宽), in half squares."""
    return sum(2.0 if character > _LAST_NARROW or character in "“”‘’—…≥≤×" else 1.0 for character in text)


def is_number(text: str) -> bool:
    """Whether a text is a number or a rate and nothing else."""
    return _NUMBER.fullmatch(text) is not None


def runs_on(upper: str, lower: str, room: float, slack: float = _SLACK) -> bool:
    """Whether `lower` may be the next line of the cell that `upper` stands in (续行): what begins it had no room."""
    if is_open(upper) or lower[0] in _OPEN or lower[0] in _CLOSE + "，。；、：":
        return True
    first = re.match(r"[\x21-\x7e]+|.[，。；、：）)]*", lower)
    needed = width_of(first[0]) if first else 1.0
    return width_of(upper) + needed > room - slack


def is_open(text: str) -> bool:
    """Whether brackets in a text are not closed."""
    return sum(map(text.count, _OPEN)) > sum(map(text.count, _CLOSE))


def rows_in(pieces: Sequence[Piece], lines: int, rooms: Sequence[float]) -> tuple[list[tuple[int, int]], float]:
    """The rows as first line and past the last (各行所占的文本行), and how much the habits are broken a row."""
    columns = [sorted((one for one in pieces if one.col == col), key=lambda one: one.line) for col in range(len(rooms))]
    weights = _weights(columns)
    pitch = _pitch(columns)
    best: list[tuple[float, int]] = [(0.0, 0)] + [(float("inf"), 0)] * lines
    for first in range(lines):
        for end in range(first + 1, lines + 1):
            cost = _cost(columns, weights, rooms, (first, end), pitch)
            if cost is None:
                break
            if best[first][0] + cost < best[end][0] - 1e-9:
                best[end] = (best[first][0] + cost, first)
    rows: list[tuple[int, int]] = []
    end = lines
    while end:
        rows.append((best[end][1], end))
        end = best[end][1]
    return rows[::-1], best[lines][0]


def _weights(columns: Sequence[Sequence[Piece]]) -> list[float]:
    """How much each column tells about rows: labels that may be merged over several rows less."""
    anchors = max((sum(is_number(one.text) for one in column) for column in columns), default=0)
    weights = [1.0] * len(columns)
    if len(columns) >= _LEAST_COLUMNS:
        weights[0] = _LABEL
    if anchors >= _LEAST_ANCHORS:
        for col, column in enumerate(columns):
            if len(column) >= anchors and col:
                break
            weights[col] = _LABEL
    return weights


def _cost(
    columns: Sequence[Sequence[Piece]],
    weights: Sequence[float],
    rooms: Sequence[float],
    extent: tuple[int, int],
    pitch: float | None,
) -> float | None:
    """What some lines cost as one row; None where they cannot be one."""
    first, end = extent
    joins = 0.0
    follows = True
    inside: list[tuple[float, list[int]]] = []
    for column, weight, room in zip(columns, weights, rooms, strict=True):
        start = bisect_left(column, first, key=_line)
        stop = bisect_left(column, end, start, key=_line)
        if start == stop:
            continue
        for upper, lower in itertools.pairwise(column[start:stop]):
            joins += weight * _joined(upper, lower, room, pitch)
        if joins > _MOST:
            return None
        if stop < len(column):
            joins += weight * _parting(column[stop - 1], column[stop], room, pitch)
        follows = follows and start > 0 and _joined(column[start - 1], column[start], room, pitch) == 0
        inside.append((weight, [one.line for one in column[start:stop]]))
    cost = _ROW + joins + _uneven(inside, first, end)
    return cost + _RUN_ON if inside and follows else cost


def _line(piece: Piece) -> int:
    return piece.line


def _uneven(inside: Sequence[tuple[float, list[int]]], first: int, end: int) -> float:
    """How far the cells of a row are from having one middle."""
    middles = (half / 2 for half in range(2 * first, 2 * end - 1))
    return min(
        sum(weight * abs(sum((line > middle) - (line < middle) for line in held)) for weight, held in inside)
        for middle in middles
    )


def _joined(upper: Piece, lower: Piece, room: float, pitch: float | None) -> float:
    """What it costs that two lines are of one cell."""
    far = pitch is not None and _step(upper, lower) > _FAR * pitch
    return max(_LOOSE if far else 0.0, _join(upper.text, lower.text, room))


@lru_cache(maxsize=8192)
def _join(upper: str, lower: str, room: float) -> float:
    if is_number(upper) or is_number(lower):
        return _NUMBERS
    return 0.0 if runs_on(upper, lower, room) else _LOOSE


def _parting(upper: Piece, lower: Piece, room: float, pitch: float | None) -> float:
    """What it costs that a cell ends between two lines."""
    if is_open(upper.text):
        return _CUT
    return _SPLIT if _joined(upper, lower, room, pitch) == 0 else 0.0


def _step(upper: Piece, lower: Piece) -> float:
    """How far below the one line the other stands; 0 where that is not known, or on another page."""
    return 0.0 if upper.down is None or lower.down is None else max(0.0, lower.down - upper.down)


def _pitch(columns: Sequence[Sequence[Piece]]) -> float | None:
    """How far the lines of one cell are apart: the least step between lines in one column."""
    steps = (_step(upper, lower) for column in columns for upper, lower in itertools.pairwise(column))
    return min((step for step in steps if step > _LEAST_STEP), default=None)
