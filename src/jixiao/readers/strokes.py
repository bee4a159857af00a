"""Strokes to ruling lines and frames (线段与线框): collinear strokes joined, touching lines put together."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from operator import itemgetter
from typing import NamedTuple

POSITION_TOLERANCE = 1.6  # pt: strokes this close stand for one ruling line
JOIN_GAP = 2.5  # pt: a dashed or patchy line is one line over gaps up to this
SHORTEST = 4.0  # pt: shorter strokes are ornaments or parts of glyphs
MOST_AWAY = 120.0  # pt: a border that touches no other line is at most this far from its table
MOST_GAP = 6.0  # pt: between a corner and the rest of its table
EDGE_COVER = 0.6  # an edge counts as drawn from this share on: merged cells often keep the border of their first part


class Segment(NamedTuple):
    """A horizontal (position = y) or vertical (position = x) stroke (线段)."""

    position: float
    start: float
    end: float


_POSITION, _SPAN = itemgetter(0), itemgetter(1, 2)  # of a Segment


def joined(segments: Iterable[Segment]) -> list[Segment]:
    """Strokes on one line as one, over gaps up to JOIN_GAP."""
    return [line for row in _in_groups(segments) for line in _joined_row(row)]


def _joined_row(row: list[Segment]) -> list[Segment]:
    if len(row) == 1:
        return row
    total = moment = 0.0
    for place, low, high in row:
        weight = high - low + 0.01
        total += weight
        moment += place * weight
    position = moment / total
    spans = sorted(map(_SPAN, row))
    start, end = spans[0]
    found = []
    for begin, stop in spans[1:]:
        if begin <= end + JOIN_GAP:
            end = max(end, stop)
        else:
            found.append(Segment(position, start, end))
            start, end = begin, stop
    found.append(Segment(position, start, end))
    return found


def connected(across: list[Segment], down: list[Segment]) -> list[tuple[list[Segment], list[Segment]]]:
    """Groups of strokes that touch each other: a table each, if both directions are there twice."""
    sets = Sets(len(across) + len(down))
    reach = POSITION_TOLERANCE + 1
    by_x = sorted(range(len(down)), key=lambda index: down[index].position)
    xs = [down[index].position for index in by_x]
    for index, line in enumerate(across):
        first, last = bisect_left(xs, line.start - reach), bisect_right(xs, line.end + reach)
        for other in by_x[first:last]:
            crossing = down[other]
            if crossing.start - reach <= line.position <= crossing.end + reach:
                sets.join(index, len(across) + other)
    parts: dict[int, tuple[list[Segment], list[Segment]]] = {}
    for index, line in enumerate(across):
        parts.setdefault(sets.find(index), ([], []))[0].append(line)
    for index, line in enumerate(down):
        parts.setdefault(sets.find(len(across) + index), ([], []))[1].append(line)
    tables = [part for part in parts.values() if len(part[0]) > 1 and (len(part[1]) > 1 or _is_open_row(*part))]
    tables = _side_by_side(tables)
    for lines, sides in parts.values():
        if lines and sides and (len(lines) == 1 or len(sides) == 1):
            _give_corner(lines, sides, tables)
    lone = [line for lines, sides in parts.values() if not lines for line in sides]
    for group in _in_groups(lone):
        _give_side(group, tables)
    return tables


def _side_by_side(tables: list[tuple[list[Segment], list[Segment]]]) -> list[tuple[list[Segment], list[Segment]]]:
    """Tables of one height that a small gap in all their lines parts are one (断线分开的表)."""
    found: list[tuple[list[Segment], list[Segment]]] = []
    for across, down in sorted(tables, key=lambda part: min(one.start for one in part[0])):
        top, bottom, left = (
            min(one.start for one in down),
            max(one.end for one in down),
            min(one.start for one in across),
        )
        for lines, sides in found:
            level = abs(min(one.start for one in sides) - top) + abs(max(one.end for one in sides) - bottom)
            apart = max(one.position for one in sides) < left
            if level < JOIN_GAP and apart and left - max(one.end for one in lines) <= MOST_GAP + JOIN_GAP:
                lines.extend(across)
                sides.extend(down)
                break
        else:
            found.append((across, down))
    return found


def _is_open_row(across: list[Segment], down: list[Segment]) -> bool:
    """Whether one upright line parts a row that is open at both sides, as a table's last row on a page of its own."""
    ends = [across[0].start - across[-1].start, across[0].end - across[-1].end]
    reach = max(abs(down[0].start - across[0].position), abs(down[0].end - across[-1].position)) if down else JOIN_GAP
    return reach < JOIN_GAP and max(map(abs, ends)) < JOIN_GAP


def _give_corner(lines: list[Segment], sides: list[Segment], tables: list[tuple[list[Segment], list[Segment]]]) -> None:
    """A corner that a gap in its border parts from the table belongs to the table (断线的角)."""
    for across, down in tables:
        left, right = min(one.start for one in across), max(one.end for one in across)
        top, bottom = min(one.start for one in down), max(one.end for one in down)
        if any(_is_near(one, (left, right), (top, bottom)) for one in sides) or any(
            _is_near(one, (top, bottom), (left, right)) for one in lines
        ):
            across.extend(lines)
            down.extend(sides)
            return


def _is_near(line: Segment, across: tuple[float, float], along: tuple[float, float]) -> bool:
    """Whether a line stands in a range and, along itself, at most a gap away from another."""
    inside = across[0] - MOST_GAP <= line.position <= across[1] + MOST_GAP
    return inside and line.start - along[1] <= MOST_GAP and along[0] - line.end <= MOST_GAP


def _give_side(sides: list[Segment], tables: list[tuple[list[Segment], list[Segment]]]) -> None:
    """Upright lines that touch nothing are the outer border of the table beside them, if they are as high.

    So stands the border of a merged cell that takes a whole page.
    """
    place = sides[0].position
    for across, down in tables:
        top, bottom = min(one.start for one in down), max(one.end for one in down)
        left, right = min(one.start for one in across), max(one.end for one in across)
        beside = 0 < max(left - place, place - right) < MOST_AWAY
        within = all(top - JOIN_GAP < one.start and one.end < bottom + JOIN_GAP for one in sides)
        if beside and within and drawn(sides, top, bottom):
            down.extend(sides)
            return


def _in_groups(lines: Iterable[Segment]) -> list[list[Segment]]:
    """Lines whose positions lie within the tolerance of each other, group by group."""
    groups: list[list[Segment]] = []
    last = float("-inf")
    for line in sorted(lines, key=_POSITION):
        if line.position - last > POSITION_TOLERANCE:
            groups.append([])
        groups[-1].append(line)
        last = line.position
    return groups


def positions(values: Iterable[float]) -> list[float]:
    """Distinct positions: values closer than the tolerance are one, at their mean."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if not groups or value - groups[-1][-1] > POSITION_TOLERANCE:
            groups.append([])
        groups[-1].append(value)
    return [sum(group) / len(group) for group in groups]


def drawn(lines: list[Segment], start: float, end: float) -> bool:
    """Whether the lines cover most of the stretch from start to end."""
    covered, wanted = 0.0, EDGE_COVER * (end - start)
    for _, low, high in lines:
        if low < end and high > start:
            covered += (high if high < end else end) - (low if low > start else start)  # noqa: FURB136 - a hot loop
            if covered >= wanted:
                return True
    return covered >= wanted


class Sets:
    """Disjoint sets of whole numbers (并查集)."""

    def __init__(self, size: int) -> None:
        self.parent = list(range(size))

    def find(self, item: int) -> int:
        """The representative of the set that `item` is in."""
        parent = self.parent
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    def join(self, one: int, other: int) -> None:
        """Make one set of the two that these are in."""
        self.parent[self.find(other)] = self.find(one)
