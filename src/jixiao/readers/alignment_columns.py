"""Stretches of lines with the same columns (分段定列), by geometry alone: blank gutters that many lines keep.

Each stretch pays for its gutters, for each word that crosses one and for each wide gap that no gutter explains; of all
ways to cut the lines into stretches the cheapest is taken.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

MOST_LINES = 90  # of one stretch; a longer one is cut, and nothing of a form is so long without another block
_STRETCH = 1.0  # what a stretch costs
_GUTTER = 1.1  # what a gutter costs: two lines must keep it
_CROSSING = 2.5  # what a word across a gutter costs
_SPACE = 1.2  # what a gutter costs where a space stands that may be one inside a cell
_WIDEST_LABEL = 16
_FEW = 2  # gutters of a stretch in which labels beside texts are looked for
_EMPTY = 0.06  # what an empty cell costs, so that a line goes with the stretch of fewer columns
_GAP = 1.0  # what a wide gap costs that no gutter explains


class Word(NamedTuple):
    """A run of characters without white space (词), in whole units across and counted lines down."""

    text: str
    x0: int
    x1: int  #: past its end
    line: int  #: index of its line
    parted: bool = False  #: the gap before it is too wide, or where it stands too odd, for a space inside a cell
    down: float | None = None  #: how far down its page, in lines of its size, where known


class Stretch(NamedTuple):
    """Lines with the same columns (同列段): their indexes, and where the gutters are."""

    first: int
    end: int
    gutters: tuple[int, ...]


def stretches(lines: Sequence[Sequence[Word]]) -> list[Stretch]:
    """The lines cut into stretches (分段), each with its gutters."""
    best: list[tuple[float, Stretch | None]] = [(0.0, None)]
    costs: list[list[tuple[float, tuple[int, ...]]]] = [list(_growing(lines, first)) for first in range(len(lines))]
    for end in range(1, len(lines) + 1):
        found = []
        for first in range(max(0, end - MOST_LINES), end):
            cost, gutters = costs[first][end - first - 1]
            found.append((best[first][0] + cost, Stretch(first, end, gutters)))
        best.append(min(found, key=lambda one: one[0]))
    cut: list[Stretch] = []
    end = len(lines)
    while end:
        stretch = best[end][1]
        assert stretch is not None  # noqa: S101 - only best[0] has none
        cut.append(stretch)
        end = stretch.first
    return [part for stretch in cut[::-1] for part in _with_labels(lines, stretch)]


def _with_labels(lines: Sequence[Sequence[Word]], stretch: Stretch) -> Iterator[Stretch]:
    """The stretch, or its parts where lines without gaps are labels beside texts, never in one line with them."""
    first = stretch.first
    while len(stretch.gutters) <= _FEW and first < stretch.end:
        found = _labelled(lines, first, stretch.end)
        if found is None or any(_parts(lines[first : found[1]], gutter) for gutter in stretch.gutters):
            first += 1
            continue
        x, end = found
        if first > stretch.first:
            yield stretch._replace(end=first)
        yield Stretch(first, end, (x,))
        stretch = stretch._replace(first=end)
        first = end
    if stretch.first < stretch.end:
        yield stretch


def _parts(lines: Sequence[Sequence[Word]], gutter: int) -> bool:
    """Whether lines have texts on both sides of a gutter."""
    return any(line[0].x1 <= gutter for line in lines) and any(line[-1].x0 > gutter for line in lines)


def _labelled(lines: Sequence[Sequence[Word]], first: int, end: int) -> tuple[int, int] | None:
    """Where labels end that begin with line `first`, and the first line past them with their texts."""
    x = lines[first][0].x1
    if x > _WIDEST_LABEL:
        return None
    last = first
    while last < end and not any(word.x0 <= x < word.x1 or (word.parted and word.x0 > x + 1) for word in lines[last]):
        last += 1
    labels = sum(line[0].x1 <= x for line in lines[first:last])
    texts = sum(line[-1].x0 > x for line in lines[first:last])
    return (x, last) if labels > 1 and texts and last - first > 1 else None


def completed(lines: Sequence[Sequence[Word]], stretch: Stretch) -> tuple[int, ...]:
    """The gutters of a stretch (栏间), with those that stay blank in all its lines though no line shows a gap there.

    Words across a gutter that the stretch already has are merged cells and cover nothing.
    """
    covered: set[int] = set()
    doubtful: set[int] = set()
    for line in lines[stretch.first : stretch.end]:
        for word in line:
            if not any(word.x0 <= gutter < word.x1 for gutter in stretch.gutters):
                covered.update(range(word.x0, word.x1))
        for left, right in itertools.pairwise(line):
            if not right.parted:
                doubtful.update(range(left.x1, right.x0))
    gutters = set(stretch.gutters)
    blank = [x for x in range(min(covered, default=0), max(covered, default=0)) if x not in covered]
    for start, stop in _runs(blank):
        has_one = any(start <= gutter < stop for gutter in gutters)
        sure = not all(x in doubtful for x in range(start, stop))
        if not has_one and (sure or _beside(lines[stretch.first : stretch.end], start, stop)):
            gutters.add((start + stop - 1) // 2)
    return tuple(sorted(gutters))


def _beside(lines: Sequence[Sequence[Word]], start: int, stop: int) -> bool:
    """Whether a line begins after a blank, and another one ends at it or goes on only further right: two columns."""
    after = any(line and line[0].x0 == stop for line in lines)
    before = any(
        left.x1 == start and (right is None or right.x0 > stop + 1)
        for line in lines
        for left, right in zip(line, [*line[1:], None], strict=True)
    )
    return after and before


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Whole numbers in a row, as first and past the last."""
    for _, group in itertools.groupby(enumerate(numbers), key=lambda item: item[1] - item[0]):
        run = [number for _, number in group]
        yield run[0], run[-1] + 1


def _growing(lines: Sequence[Sequence[Word]], first: int) -> Iterator[tuple[float, tuple[int, ...]]]:
    """Cost and gutters of the stretches that begin at line `first`, the shortest first."""
    width = max((line[-1].x1 for line in lines[first : first + MOST_LINES] if line), default=0) + 1
    covered = [0.0] * width
    gaps: list[tuple[int, int]] = []
    held = 0
    for count, line in enumerate(lines[first : first + MOST_LINES], start=1):
        for word in line:
            for x in range(word.x0, word.x1):
                covered[x] += _CROSSING
        for left, right in itertools.pairwise(line):
            if not right.parted:
                for x in range(left.x1, right.x0):
                    covered[x] += _SPACE
        gaps += [(left.x1, right.x0) for left, right in itertools.pairwise(line) if right.parted]
        held += 1 + sum(right.parted for right in line[1:])
        cost, gutters = _priced(gaps, covered)
        yield cost + _EMPTY * max(0, (len(gutters) + 1) * count - held), gutters


def _priced(gaps: list[tuple[int, int]], covered: list[float]) -> tuple[float, tuple[int, ...]]:
    """The cheapest gutters, one after another as long as one pays, and what the stretch costs with them."""
    left = gaps
    cost = _STRETCH
    gutters: list[int] = []
    while len(left) > _GUTTER:
        gains = [-one for one in covered]
        steps = [0] * (len(covered) + 1)
        for start, stop in left:
            steps[start] += 1
            steps[stop] -= 1
        depth = 0
        for x, step in enumerate(steps[:-1]):
            depth += step
            gains[x] += depth
        gain = max(gains)
        if gain <= _GUTTER:
            break
        at = gains.index(gain)
        stop = at
        while gains[stop + 1] == gain:
            stop += 1
        at = (at + stop) // 2
        gutters.append(at)
        cost += _GUTTER + covered[at]
        left = [one for one in left if not one[0] <= at < one[1]]
    return cost + _GAP * len(left), tuple(sorted(gutters))
