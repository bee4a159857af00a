"""Ruling lines and glyphs to tables (线框识表): cells with spans and text. Knows no file format; y grows downwards.

The way: collinear strokes are joined, touching strokes make one frame, its distinct positions are rows and columns,
and two neighbouring elementary cells are one where the edge between them is not drawn for most of its length.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from jixiao.location import Box

POSITION_TOLERANCE = 1.6  # pt: strokes this close stand for one ruling line
JOIN_GAP = 2.5  # pt: a dashed or patchy line is one line over gaps up to this
SHORTEST = 4.0  # pt: shorter strokes are ornaments or parts of glyphs
PADDING = 10.0  # pt: what a cell keeps free at both sides together
LAST_NARROW = "\u2e7f"  # characters above it fill a whole square
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
    left = width - (last.x - upper[0].x) - (0.5 if last.text <= LAST_NARROW else 1.0) * last.size
    if left > needed + PADDING:
        return "\n"
    return (
        " "
        if last.text.isascii() and last.text.isalpha() and lower[0].text.isascii() and lower[0].text.isalpha()
        else ""
    )


def _joined(segments: Iterable[Segment]) -> list[Segment]:
    """Strokes on one line as one, over gaps up to JOIN_GAP."""
    rows: list[list[Segment]] = []
    for segment in sorted(segments):
        if not rows or segment.position - rows[-1][-1].position > POSITION_TOLERANCE:
            rows.append([])
        rows[-1].append(segment)
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
    return [part for part in parts.values() if len(part[0]) > 1 and len(part[1]) > 1]


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

    def __init__(self, xs: list[float], ys: list[float], owner: list[int]) -> None:
        self.xs = xs
        self.ys = ys
        self.owner = owner  # elementary cell -> representative of its merged cell
        self.glyphs: dict[int, list[Glyph]] = {}

    @classmethod
    def build(cls, across: list[Segment], down: list[Segment]) -> _Frame | None:
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
        return cls(xs, ys, [sets.find(index) for index in range(rows * cols)])

    def table(self) -> Table:
        cols = len(self.xs) - 1
        boxes: dict[int, list[int]] = {}
        for index, owner in enumerate(self.owner):
            row, col = divmod(index, cols)
            box = boxes.setdefault(owner, [row, col, row, col])
            box[0], box[1] = min(box[0], row), min(box[1], col)
            box[2], box[3] = max(box[2], row), max(box[3], col)
        cells = [
            TableCell(
                top,
                left,
                bottom - top + 1,
                right - left + 1,
                Box(self.xs[left], self.ys[top], self.xs[right + 1], self.ys[bottom + 1]),
                text_of(self.glyphs.get(owner, ()), self.xs[right + 1] - self.xs[left]),
            )
            for owner, (top, left, bottom, right) in boxes.items()
        ]
        return Table(self.xs, self.ys, sorted(cells, key=lambda cell: (cell.row, cell.col)))


def _distribute(frames: list[_Frame], glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Each glyph into the cell it stands in; those outside all tables are returned."""
    rest: list[Glyph] = []
    for glyph in glyphs:
        # 字身中点：基线之上约三分之一字高，横向约半字
        x, y = glyph.x + glyph.size * 0.25, glyph.baseline - glyph.size * 0.35
        for frame in frames:
            xs, ys = frame.xs, frame.ys
            if xs[0] <= x <= xs[-1] and ys[0] <= y <= ys[-1]:
                row = min(bisect_right(ys, y) - 1, len(ys) - 2)
                col = min(bisect_right(xs, x) - 1, len(xs) - 2)
                owner = frame.owner[row * (len(xs) - 1) + col]
                frame.glyphs.setdefault(owner, []).append(glyph)
                break
        else:
            rest.append(glyph)
    return rest
