"""Ruling lines and glyphs to tables (线框识表): cells with spans and text. Knows no file format; y grows downwards.

The way: collinear strokes are joined, touching strokes make one frame, its distinct positions are rows and columns,
and two neighbouring elementary cells are one where the edge between them is not drawn for most of its length.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple

from jixiao.location import Box
from jixiao.readers.strokes import POSITION_TOLERANCE, SHORTEST, Segment, Sets, connected, drawn, joined, positions

PADDING = 11.0  # pt: what a cell keeps free at both sides together, 5.4 pt each in Word
CLOSING = frozenset(")）】》，。；、：！？%")  # what begins no line, but takes the character before it along
LAST_NARROW = "\u2e7f"  # characters above it fill a whole square


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
    room: float = 1e9  #: pt left on its last line, of a cell at the lower edge
    open_top: bool = False  #: nobody drew its upper edge: a page end cut the cell, or its row, in two
    open_bottom: bool = False


_TEXT, _X, _BASELINE, _, _SPACED = map(itemgetter, range(5))  # of a Glyph


class Table(NamedTuple):
    """A ruled table (线框表) with the positions of its lines."""

    xs: list[float]
    ys: list[float]
    cells: list[TableCell]


def tables(
    horizontal: Iterable[Segment], vertical: Iterable[Segment], glyphs: Sequence[Glyph]
) -> tuple[list[Table], list[Glyph]]:
    """The tables of a page, from top to bottom, and the glyphs outside all of them."""
    across = [line for line in joined(horizontal) if line.end - line.start >= SHORTEST]
    down = [line for line in joined(vertical) if line.end - line.start >= SHORTEST]
    frames = [frame for part in connected(across, down) if (frame := _Frame.build(*part)) is not None]
    frames.sort(key=lambda frame: (frame.ys[0], frame.xs[0]))
    rest = _distribute(frames, glyphs)
    return [frame.table() for frame in frames], rest


def lines_of(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Glyphs as lines in reading order. Ordered by baseline: a full stop out of another font stays in its line."""
    lines: list[list[Glyph]] = []
    line: list[Glyph] = []
    last = None
    for glyph in sorted(glyphs, key=_BASELINE):
        baseline = glyph.baseline
        if baseline != last and (last is None or baseline - last > 0.35 * max(glyph.size, 3.0)):
            line = []
            lines.append(line)
        line.append(glyph)
        last = baseline
    for line in lines:
        line.sort(key=_X)
    return lines


def _lines_of_runs(runs: list[list[Glyph]]) -> list[list[Glyph]]:
    """The same of runs, whose glyphs stand in order on one baseline."""
    if len(runs) < 2:  # noqa: PLR2004 - most cells
        return runs
    lines: list[list[Glyph]] = []
    last = float("-inf")
    for run in sorted(runs, key=_first_baseline):
        first = run[0]
        if first.baseline - last > 0.35 * max(first.size, 3.0):
            lines.append(run)
        else:
            lines[-1] = [*lines[-1], *run]
        last = first.baseline
    for line in lines:
        line.sort(key=_X)
    return lines


def _first_baseline(run: list[Glyph]) -> float:
    return run[0].baseline


def text_of(glyphs: Sequence[Glyph], width: float) -> str:
    """The text of one cell of that width: a line that was full runs on, a shorter one ends with a line break."""
    return _text(lines_of(glyphs), width)


def _text(lines: list[list[Glyph]], width: float) -> str:
    if not lines:
        return ""
    text = line_text(lines[0])
    for upper, lower in itertools.pairwise(lines):
        text += _break(upper, lower, width) + line_text(lower)
    return text


def line_text(line: Sequence[Glyph]) -> str:
    """The text of one printed line; spaces where the gap is as wide as one, none at its start."""
    texts = list(map(_TEXT, line))
    if not any(map(_SPACED, line)):
        return "".join(texts)
    for index in range(1, len(line)):
        if line[index].spaced and line[index].x - line[index - 1].x > _pitch(line[index - 1]):
            texts[index] = f" {texts[index]}"
    return "".join(texts)


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
    held = word < 2 and len(lower) > 1 and lower[1].text in CLOSING  # noqa: PLR2004 - one Chinese character
    needed = (2 if held else 1 + 0.6 * max(word - 1, 0)) * lower[0].size
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


def _last_room(lines: list[list[Glyph]], width: float) -> float:
    """What the last line of a cell leaves free, measured against the cell and against its longest line."""
    if not lines:
        return width
    rooms = [_room(line, width) for line in lines]
    return min(rooms[-1], PADDING + rooms[-1] - min(rooms)) if len(rooms) > 1 else rooms[-1]


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


class _Frame:
    """One table while it is being filled: its lines, its cells, and the glyphs of each cell, run by run."""

    def __init__(
        self, xs: list[float], ys: list[float], owner: list[int], outer: tuple[list[Segment], list[Segment]]
    ) -> None:
        self.xs = xs
        self.ys = ys
        self.outer = outer  #: what is drawn of the upper and of the lower edge
        self.owner = owner  # elementary cell -> representative of its merged cell
        self.runs: dict[int, list[list[Glyph]]] = {}  #: what stands in each merged cell

    @classmethod
    def build(cls, across: list[Segment], down: list[Segment]) -> _Frame | None:
        printed = across
        across, down = [*across, *_closing(down, across)], [*down, *_closing(across, down)]
        ys = positions(line.position for line in across)
        xs = positions(line.position for line in down)
        rows, cols = len(ys) - 1, len(xs) - 1
        if rows < 1 or cols < 1:
            return None
        row_lines, col_lines = _by_position(across, ys), _by_position(down, xs)
        sets = Sets(rows * cols)
        for col in range(cols - 1):
            lines = col_lines[col + 1]
            for row in range(rows):
                if not drawn(lines, ys[row], ys[row + 1]):
                    sets.join(row * cols + col, row * cols + col + 1)
        for row in range(rows - 1):
            lines = row_lines[row + 1]
            for col in range(cols):
                if not drawn(lines, xs[col], xs[col + 1]):
                    sets.join(row * cols + col, (row + 1) * cols + col)
        top, bottom = (
            [line for line in printed if abs(line.position - y) <= POSITION_TOLERANCE] for y in (ys[0], ys[-1])
        )
        return cls(xs, ys, [sets.find(index) for index in range(rows * cols)], (top, bottom))

    def owner_at(self, x: float, y: float) -> int | None:
        """The merged cell at a place; None outside the table."""
        xs, ys = self.xs, self.ys
        if not (xs[0] <= x <= xs[-1] and ys[0] <= y <= ys[-1]):
            return None
        row = bisect_right(ys, y, 0, len(ys) - 1) - 1
        col = bisect_right(xs, x, 0, len(xs) - 1) - 1
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
        lines = _lines_of_runs(self.runs.get(owner, []))
        return TableCell(
            top,
            left,
            bottom - top + 1,
            right - left + 1,
            Box(start, self.ys[top], end, self.ys[bottom + 1]),
            _text(lines, end - start),
            _last_room(lines, end - start) if bottom == len(self.ys) - 2 else end - start,
            open_top=top == 0 and not drawn(self.outer[0], start, end),
            open_bottom=bottom == len(self.ys) - 2 and not drawn(self.outer[1], start, end),
        )


def _distribute(frames: list[_Frame], glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Each run of glyphs into the cell it stands in; those outside all tables are returned."""
    rest: list[Glyph] = []
    for run in _runs(glyphs):
        x, y = _spot(run[0])
        for frame in frames:
            owner = frame.owner_at(x, y)
            if owner is None:
                continue
            if len(run) > 1 and owner != frame.owner_at(*(last := _spot(run[-1]))):
                owner = frame.owner_at((x + last[0]) / 2, y)  # a text wider than its cell belongs to the middle one
            frame.runs.setdefault(owner if owner is not None else 0, []).append(run)
            break
        else:
            rest.extend(run)
    return rest


def _spot(glyph: Glyph) -> tuple[float, float]:
    """The middle of a glyph (字身中点): a third of its height above the baseline, half a character to the right."""
    return glyph.x + glyph.size * 0.25, glyph.baseline - glyph.size * 0.35


def _runs(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """Glyphs that follow each other closely on one line: no cell border can stand between them (连续字串)."""
    run: list[Glyph] = []
    start = reach = line = 0.0
    for glyph in glyphs:
        text, x, baseline, size, spaced = glyph
        if spaced or baseline != line or not start < x <= reach:
            if run:
                yield run
            run, line = [], baseline
        run.append(glyph)
        start = x
        reach = x + size * (1.05 if text > LAST_NARROW else 0.62)
    if run:
        yield run
