"""Ruling lines and glyphs to tables (线框识表): cells with spans and text. Knows no file format; y grows downwards.

The way: collinear strokes are joined, touching strokes make one frame, its distinct positions are rows and columns,
and two neighbouring elementary cells are one where the edge between them is not drawn for most of its length.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from jixiao.location import Box

POSITION_TOLERANCE = 1.6  # pt: strokes this close stand for one ruling line
JOIN_GAP = 2.5  # pt: a dashed or patchy line is one line over gaps up to this
SHORTEST = 4.0  # pt: shorter strokes are ornaments or parts of glyphs
PADDING = 10.0  # pt: what a cell keeps free at both sides together
LAST_NARROW = "\u2e7f"  # characters above it fill a whole square
MOST_AWAY = 120.0  # pt: a border that touches no other line is at most this far from its table
MOST_GAP = 6.0  # pt: between a corner and the rest of its table
EDGE_COVER = 0.6  # an edge counts as drawn from this share on: merged cells often keep the border of their first part


class Segment(NamedTuple):
    """A horizontal (position = y) or vertical (position = x) stroke (线段)."""

    position: float
    start: float
    end: float


class Glyph(NamedTuple):
    """One character with its place (字符). `spaced` tells that white space came before it."""

    text: str
    x: float
    baseline: float
    size: float
    spaced: bool


class TableCell(NamedTuple):
    """One cell of a ruled table (单元格)."""

    row: int
    col: int
    rowspan: int
    colspan: int
    box: Box
    text: str
    room: float = 1e9  #: pt left on its last line
    open_top: bool = False  #: nobody drew its upper edge: a page end cut the cell, or its row, in two
    open_bottom: bool = False


class Table(NamedTuple):
    """A ruled table (线框表) with the positions of its lines."""

    xs: list[float]
    ys: list[float]
    cells: list[TableCell]


def tables(
    horizontal: Iterable[Segment], vertical: Iterable[Segment], glyphs: Sequence[Glyph]
) -> tuple[list[Table], list[Glyph]]:
    """The tables of a page, from top to bottom, and the glyphs outside all of them."""
    across = [line for line in _joined(horizontal) if line.end - line.start >= SHORTEST]
    down = [line for line in _joined(vertical) if line.end - line.start >= SHORTEST]
    frames = [frame for part in _connected(across, down) if (frame := _Frame.build(*part)) is not None]
    frames.sort(key=lambda frame: (frame.ys[0], frame.xs[0]))
    rest = _distribute(frames, glyphs)
    return [frame.table() for frame in frames], rest


def lines_of(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Glyphs as lines in reading order. Ordered by baseline: a full stop out of another font stays in its line."""
    lines: list[list[Glyph]] = []
    last = None
    for glyph in sorted(glyphs, key=lambda one: one.baseline):
        if last is None or glyph.baseline - last > 0.35 * max(glyph.size, 3.0):
            lines.append([])
        lines[-1].append(glyph)
        last = glyph.baseline
    for line in lines:
        line.sort(key=lambda one: one.x)
    return lines


def text_of(glyphs: Sequence[Glyph], width: float) -> str:
    """The text of one cell of that width: a line that was full runs on, a shorter one ends with a line break."""
    if not glyphs:
        return ""
    lines = lines_of(glyphs)
    text = line_text(lines[0])
    for upper, lower in itertools.pairwise(lines):
        text += _break(upper, lower, width) + line_text(lower)
    return text


def line_text(line: Sequence[Glyph]) -> str:
    """The text of one printed line; spaces where the gap is as wide as one, none at its start."""
    text = line[0].text
    for left, right in itertools.pairwise(line):
        text += f" {right.text}" if right.spaced and right.x - left.x > _pitch(left) else right.text
    return text


def _pitch(glyph: Glyph) -> float:
    """The widest step to a glyph that follows without a space; producers report spaces that are not there."""
    if glyph.text > LAST_NARROW:
        return 1.2 * glyph.size
    return (0.7 if glyph.text.isdigit() else 0.9) * glyph.size


def _break(upper: list[Glyph], lower: list[Glyph], width: float) -> str:
    """What stands between two lines: nothing, or a space between words, where the next word did not fit any more."""
    word = next(
        (index for index, one in enumerate(lower) if one.text > LAST_NARROW or (index and one.spaced)), len(lower)
    )
    needed = (1 + 0.6 * max(word - 1, 0)) * lower[0].size
    last = upper[-1]
    if _room(upper, width) > needed + PADDING:
        return "\n"
    return (
        " "
        if last.text.isascii() and last.text.isalpha() and lower[0].text.isascii() and lower[0].text.isalpha()
        else ""
    )


def _room(line: Sequence[Glyph], width: float) -> float:
    """What a printed line leaves free of a cell's width."""
    last = line[-1]
    return width - (last.x - line[0].x) - (0.5 if last.text <= LAST_NARROW else 1.0) * last.size


def _last_room(glyphs: Sequence[Glyph], width: float) -> float:
    """What the last line of a cell leaves free, measured against the cell and against its longest line."""
    if not glyphs:
        return width
    rooms = [_room(line, width) for line in lines_of(glyphs)]
    return min(rooms[-1], PADDING + rooms[-1] - min(rooms)) if len(rooms) > 1 else rooms[-1]


def _joined(segments: Iterable[Segment]) -> list[Segment]:
    """Strokes on one line as one, over gaps up to JOIN_GAP."""
    rows = _in_groups(segments, key=lambda line: line.position)
    return [line for row in rows for line in _joined_row(row)]


def _joined_row(row: list[Segment]) -> list[Segment]:
    total = sum(one.end - one.start + 0.01 for one in row)
    position = sum(one.position * (one.end - one.start + 0.01) for one in row) / total
    spans = sorted((one.start, one.end) for one in row)
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


class _Sets:
    """Disjoint sets of whole numbers (并查集)."""

    def __init__(self, size: int) -> None:
        self.parent = list(range(size))

    def find(self, item: int) -> int:
        parent = self.parent
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    def join(self, one: int, other: int) -> None:
        self.parent[self.find(other)] = self.find(one)


def _connected(across: list[Segment], down: list[Segment]) -> list[tuple[list[Segment], list[Segment]]]:
    """Groups of strokes that touch each other: a table each, if both directions are there twice."""
    sets = _Sets(len(across) + len(down))
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
    tables = [part for part in parts.values() if len(part[0]) > 1 and len(part[1]) > 1]
    for lines, sides in parts.values():
        if lines and sides and (len(lines) == 1 or len(sides) == 1):
            _give_corner(lines, sides, tables)
    lone = [line for lines, sides in parts.values() if not lines for line in sides]
    for group in _in_groups(lone, key=lambda line: line.position):
        _give_side(group, tables)
    return tables


def _give_corner(lines: list[Segment], sides: list[Segment], tables: list[tuple[list[Segment], list[Segment]]]) -> None:
    """A corner that a gap in its border parts from the table belongs to the table (断线的角)."""
    for across, down in tables:
        low = min(one.start for one in across) - MOST_GAP, min(one.start for one in down) - MOST_GAP
        high = max(one.end for one in across) + MOST_GAP, max(one.end for one in down) + MOST_GAP
        if all(low[1] <= one.position <= high[1] and one.end >= low[0] and one.start <= high[0] for one in lines):
            across.extend(lines)
            down.extend(sides)
            return


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
        if beside and within and _drawn(sides, top, bottom):
            down.extend(sides)
            return


def _in_groups(lines: Iterable[Segment], key: Callable[[Segment], float]) -> list[list[Segment]]:
    """Lines whose keys lie within the tolerance of each other, group by group."""
    groups: list[list[Segment]] = []
    for line in sorted(lines, key=key):
        if not groups or key(line) - key(groups[-1][-1]) > POSITION_TOLERANCE:
            groups.append([])
        groups[-1].append(line)
    return groups


def _positions(values: Iterable[float]) -> list[float]:
    """Distinct positions: values closer than the tolerance are one, at their mean."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if not groups or value - groups[-1][-1] > POSITION_TOLERANCE:
            groups.append([])
        groups[-1].append(value)
    return [sum(group) / len(group) for group in groups]


def _nearest(positions: list[float], value: float) -> int:
    index = bisect_left(positions, value)
    if index == 0:
        return 0
    if index == len(positions) or value - positions[index - 1] <= positions[index] - value:
        return index - 1
    return index


def _closing(lines: list[Segment], crossing: list[Segment]) -> list[Segment]:
    """The outer edges that nobody drew: where several lines run on past the last one that crosses them.

    A page break leaves the cut row open, and many tables have no left and right border.
    """
    first, last = min(line.position for line in crossing), max(line.position for line in crossing)
    found = []
    low, high = min(line.start for line in lines), max(line.end for line in lines)
    if first - low >= SHORTEST:
        ends = [line.position for line in lines if line.start - low <= POSITION_TOLERANCE]
        found += [Segment(low, min(ends), max(ends))] if len(ends) > 1 else []
    if high - last >= SHORTEST:
        ends = [line.position for line in lines if high - line.end <= POSITION_TOLERANCE]
        found += [Segment(high, min(ends), max(ends))] if len(ends) > 1 else []
    return found


def _by_position(lines: list[Segment], positions: list[float]) -> list[list[Segment]]:
    rows: list[list[Segment]] = [[] for _ in positions]
    for line in lines:
        rows[_nearest(positions, line.position)].append(line)
    return rows


def _drawn(lines: list[Segment], start: float, end: float) -> bool:
    """Whether the lines cover most of the stretch from start to end."""
    covered = 0.0
    for line in lines:
        overlap = min(line.end, end) - max(line.start, start)
        if overlap > 0:
            covered += overlap
    return covered >= EDGE_COVER * (end - start)


class _Frame:
    """One table while it is being filled: its lines, its cells, and the glyphs of each cell."""

    def __init__(
        self, xs: list[float], ys: list[float], owner: list[int], outer: tuple[list[Segment], list[Segment]]
    ) -> None:
        self.xs = xs
        self.ys = ys
        self.outer = outer  #: what is drawn of the upper and of the lower edge
        self.owner = owner  # elementary cell -> representative of its merged cell
        self.glyphs: dict[int, list[Glyph]] = {}

    @classmethod
    def build(cls, across: list[Segment], down: list[Segment]) -> _Frame | None:
        printed = across
        across, down = [*across, *_closing(down, across)], [*down, *_closing(across, down)]
        ys = _positions(line.position for line in across)
        xs = _positions(line.position for line in down)
        rows, cols = len(ys) - 1, len(xs) - 1
        if rows < 1 or cols < 1:
            return None
        row_lines, col_lines = _by_position(across, ys), _by_position(down, xs)
        sets = _Sets(rows * cols)
        for col in range(cols - 1):
            lines = col_lines[col + 1]
            for row in range(rows):
                if not _drawn(lines, ys[row], ys[row + 1]):
                    sets.join(row * cols + col, row * cols + col + 1)
        for row in range(rows - 1):
            lines = row_lines[row + 1]
            for col in range(cols):
                if not _drawn(lines, xs[col], xs[col + 1]):
                    sets.join(row * cols + col, (row + 1) * cols + col)
        outer = tuple(
            [line for line in printed if abs(line.position - y) <= POSITION_TOLERANCE] for y in (ys[0], ys[-1])
        )
        return cls(xs, ys, [sets.find(index) for index in range(rows * cols)], outer)

    def owner_at(self, x: float, y: float) -> int | None:
        """The merged cell at a place; None outside the table."""
        xs, ys = self.xs, self.ys
        if not (xs[0] <= x <= xs[-1] and ys[0] <= y <= ys[-1]):
            return None
        row = min(bisect_right(ys, y) - 1, len(ys) - 2)
        col = min(bisect_right(xs, x) - 1, len(xs) - 2)
        return self.owner[row * (len(xs) - 1) + col]

    def table(self) -> Table:
        cols = len(self.xs) - 1
        boxes: dict[int, list[int]] = {}
        for index, owner in enumerate(self.owner):
            row, col = divmod(index, cols)
            box = boxes.setdefault(owner, [row, col, row, col])
            box[0], box[1] = min(box[0], row), min(box[1], col)
            box[2], box[3] = max(box[2], row), max(box[3], col)
        cells = [self._cell(owner, *box) for owner, box in boxes.items()]
        return Table(self.xs, self.ys, sorted(cells, key=lambda cell: (cell.row, cell.col)))

    def _cell(self, owner: int, top: int, left: int, bottom: int, right: int) -> TableCell:
        start, end = self.xs[left], self.xs[right + 1]
        glyphs = self.glyphs.get(owner, ())
        return TableCell(
            top,
            left,
            bottom - top + 1,
            right - left + 1,
            Box(start, self.ys[top], end, self.ys[bottom + 1]),
            text_of(glyphs, end - start),
            _last_room(glyphs, end - start),
            open_top=top == 0 and not _drawn(self.outer[0], start, end),
            open_bottom=bottom == len(self.ys) - 2 and not _drawn(self.outer[1], start, end),
        )


def _distribute(frames: list[_Frame], glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Each run of glyphs into the cell it stands in; those outside all tables are returned."""
    rest: list[Glyph] = []
    for run in _runs(glyphs):
        first, last = _spot(run[0]), _spot(run[-1])
        for frame in frames:
            owner = frame.owner_at(*first)
            if owner is None:
                continue
            if len(run) > 1 and owner != frame.owner_at(*last):  # a text wider than its cell belongs to the middle one
                owner = frame.owner_at((first[0] + last[0]) / 2, first[1])
            frame.glyphs.setdefault(owner if owner is not None else 0, []).extend(run)
            break
        else:
            rest.extend(run)
    return rest


def _spot(glyph: Glyph) -> tuple[float, float]:
    """The middle of a glyph: a third of its height above the baseline, about half a character to the right (字身中点)."""
    return glyph.x + glyph.size * 0.25, glyph.baseline - glyph.size * 0.35


def _runs(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """Glyphs that follow each other closely on one line: no cell border can stand between them (连续字串)."""
    run: list[Glyph] = []
    start = reach = baseline = 0.0
    for glyph in glyphs:
        x = glyph.x
        if run and not glyph.spaced and glyph.baseline == baseline and start < x <= reach:
            run.append(glyph)
        else:
            if run:
                yield run
            run, baseline = [glyph], glyph.baseline
        start = x
        reach = x + glyph.size * (1.05 if glyph.text > LAST_NARROW else 0.62)
    if run:
        yield run
