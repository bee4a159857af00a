"""Labels beside several rows (纵向合并的标签): which rows each label of a column spans.

A merged label stands at the middle of its rows. Of all ways to part the column's lines into labels and to give each
label rows, the one is taken whose labels stand nearest to the middle of their rows.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

from jixiao.readers.alignment_rows import Piece, is_open, runs_on

_JOIN = 0.15  # what it costs to join two lines at all
_LABEL = 0.4  # what a label costs in a column of labels of whole blocks
_PART = 1.0  # what a label costs that is one character, or nothing but brackets: a part of one
_AGAIN = 1.0  # what it costs that a label goes on after its brackets
_NEAR = 2.2  # lines: labels further apart are two
_SLACK = 2.0  # half squares that a full line may lack
_BARE = 0.7  # what a row without a label costs
_LOOSE = 1.5  # what it costs to join lines though the next word had room in the first
_CUT = 2.0  # what it costs to part lines inside brackets
_OFF = 0.5  # what a line costs that the label is off the middle


class Label(NamedTuple):
    """A cell of a label column (标签单元格): its lines and its rows, the last one past the end."""

    pieces: tuple[Piece, ...]
    first_row: int
    end_row: int


def labels_in(  # noqa: PLR0913 - what a column is beside
    pieces: Sequence[Piece],
    rows: Sequence[tuple[int, int]],
    taken: frozenset[int],
    heights: Sequence[float],
    room: float,
    *,
    alone: bool,
) -> list[Label]:
    """The labels of one column (一列标签), given its lines, the rows with their heights, and the rows that are taken.

    `alone` tells that the column has labels of whole blocks, so that one label is likelier than several.
    """
    tops = [0.0, *itertools.accumulate(heights)]
    places = [_place(one.line, rows, tops) for one in pieces]
    best: dict[tuple[int, int], tuple[float, Label | None, tuple[int, int]]] = {(0, 0): (0.0, None, (0, 0))}
    for held, row in itertools.product(range(len(pieces) + 1), range(len(rows) + 1)):
        here = best.get((held, row))
        if here is None or row == len(rows):
            continue
        stop = rows[row][1]
        if held == len(pieces) or pieces[held].line >= stop:
            _offer(best, (held, row + 1), here[0] + (0.0 if row in taken else _BARE), None, (held, row))
        for end_row in range(row + 1, len(rows) + 1):
            if end_row - 1 in taken:
                break
            for end in range(held + 1, len(pieces) + 1):
                if pieces[end - 1].line >= rows[end_row - 1][1]:
                    break
                off = abs(places[held] + places[end - 1] - tops[row] - tops[end_row]) / 2
                cost = here[0] + _OFF * off + (_LABEL if alone else 0.0) + _cost(pieces, places, held, end, room)
                if not alone:
                    cost += _AGAIN * sum(_ends(one.text) for one in pieces[held : end - 1])
                label = Label(tuple(pieces[held:end]), row, end_row)
                _offer(best, (end, end_row), cost, label, (held, row))
    return _traced(best, (len(pieces), len(rows)))


def _offer(
    best: dict[tuple[int, int], tuple[float, Label | None, tuple[int, int]]],
    at: tuple[int, int],
    cost: float,
    label: Label | None,
    before: tuple[int, int],
) -> None:
    if at not in best or cost < best[at][0]:
        best[at] = (cost, label, before)


def _traced(
    best: dict[tuple[int, int], tuple[float, Label | None, tuple[int, int]]], at: tuple[int, int]
) -> list[Label]:
    found = []
    while at in best and at != (0, 0):
        _, label, at = best[at]
        if label is not None:
            found.append(label)
    return found[::-1]


def _ends(text: str) -> bool:
    """Whether a label is likely to end with this line, which closes brackets: 产出指标（50分）."""
    return text[-1] in "）)"


def _place(line: int, rows: Sequence[tuple[int, int]], tops: Sequence[float]) -> float:
    """How far down the middle of a line is."""
    row = next(number for number, (_, stop) in enumerate(rows) if line < stop)
    start, stop = rows[row]
    return tops[row] + (line - start + 0.5) / (stop - start) * (tops[row + 1] - tops[row])


def _cost(pieces: Sequence[Piece], places: Sequence[float], held: int, end: int, room: float) -> float:
    """What it costs to take these lines as one label."""
    text = "".join(one.text for one in pieces[held:end])
    cost = _PART if len(text) == 1 or text[0] in "（(" else 0.0
    for at in range(held, end - 1):
        cost += _JOIN if runs_on(pieces[at].text, pieces[at + 1].text, room, _SLACK) else _LOOSE
        cost += max(0.0, places[at + 1] - places[at] - _NEAR)
    return cost + _CUT if end < len(pieces) and is_open(text) else cost
