"""Ruling lines of a scanned page (扫描页的表格线): strokes in dots, bent and broken as they are, to segments."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import partial

import cv2
import numpy as np

from jixiao.readers.ocr import Pixels
from jixiao.readers.scan_sheet import DOT, rules_of
from jixiao.readers.strokes import Segment

UNIT = 10 / DOT  # dots in ten points, the measure of what follows
ACROSS, DOWN = 1.5 * UNIT, 1.25 * UNIT  # shorter strokes are parts of characters
PIECE = int(6 * UNIT)  # a long line is taken in pieces, so that a bent one keeps its height at each place
LEAST = 0.5 * UNIT
THIN = 0.3 * UNIT
SAME = 0.22 * UNIT  # strokes this close are one line
GAP = 0.8 * UNIT  # a patchy line is one line over gaps up to this
BRIDGE = 4 * UNIT  # so much of a line may be lost where what is left shows that it went on
SPLIT = 2  # dots of paper between two lines that a stroke joins
SOLID = 0.5  # share of a line that must be drawn: characters below each other leave more open
REACH = 0.5 * UNIT  # an end that comes so near to a crossing line meets it


def segments(ink: Pixels) -> tuple[list[Segment], list[Segment], Pixels]:
    """The lines across and down that make tables, in dots, and the mask of all straight strokes (表格线)."""
    across, down = rules_of(ink, ACROSS, DOWN)
    level = joined(_strokes(across))
    plumb = joined(_strokes(np.ascontiguousarray(down.T)))
    level, plumb = _anchored(_bridged(level, plumb), _bridged(plumb, level))
    return level, plumb, cv2.bitwise_or(across, down)


def in_points(lines: Sequence[Segment]) -> list[Segment]:
    """The same lines in points, as `ruling` measures."""
    return [Segment(line.position * DOT, line.start * DOT, line.end * DOT) for line in lines]


def joined(strokes: list[Segment]) -> list[Segment]:
    """Collinear strokes as one line over gaps (合并共线)."""
    rows: list[list[Segment]] = []
    for stroke in sorted(strokes):
        if not rows or stroke.position - rows[-1][-1].position > SAME:
            rows.append([])
        rows[-1].append(stroke)
    return [line for row in rows for line in _row(row)]


def _row(row: list[Segment]) -> list[Segment]:
    lengths = [line.end - line.start for line in row]
    position = sum(line.position * length for line, length in zip(row, lengths, strict=True)) / sum(lengths)
    found: list[Segment] = []
    inked: list[float] = []
    for line in sorted(row, key=lambda one: one.start):
        if found and line.start <= found[-1].end + GAP:
            inked[-1] += max(line.end - max(line.start, found[-1].end), 0)
            found[-1] = Segment(position, found[-1].start, max(found[-1].end, line.end))
        else:
            found.append(Segment(position, line.start, line.end))
            inked.append(line.end - line.start)
    return [line for line, ink in zip(found, inked, strict=True) if ink >= SOLID * (line.end - line.start)]


def _strokes(mask: Pixels) -> list[Segment]:
    """The horizontal strokes of a mask, long ones in pieces."""
    count, parts, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    found: list[Segment] = []
    for part in range(1, count):
        x, y, width, height, _area = (int(value) for value in stats[part])
        if width < LEAST:
            continue
        if height < THIN and width < 2 * PIECE:
            found.append(Segment(y + (height - 1) / 2, x, x + width))
            continue
        piece = parts[y : y + height, x : x + width] == part
        cuts = [*range(0, max(width - PIECE // 3, 1), PIECE), width]
        for start, end in itertools.pairwise(cuts):
            found += [
                Segment(y + line.position, x + start + line.start, x + start + line.end)
                for line in _pieces(piece[:, start:end])
            ]
    return found


def _pieces(piece: Pixels) -> list[Segment]:
    """The strokes in one piece of a component; two lines joined by a stroke of text are told apart by their rows."""
    filled = piece.sum(1)
    rows = np.flatnonzero(filled > 0.5 * piece.shape[1]) if len(filled) > THIN / 2 else np.arange(len(filled))
    if not len(rows):
        rows = np.flatnonzero(filled >= 0.8 * filled.max())
    found = []
    for group in np.split(rows, np.flatnonzero(np.diff(rows) > SPLIT) + 1):
        columns = np.flatnonzero(piece[group[0] : group[-1] + 1].any(0))
        if len(columns) > LEAST:
            found.append(Segment(float(group.mean()), int(columns[0]), int(columns[-1]) + 1))
    return found


def _bridged(lines: list[Segment], crossing: list[Segment]) -> list[Segment]:
    """The lines with their gaps closed where one end hangs between two crossing lines: a seal or a fold broke it."""
    found: list[Segment] = []
    for line in sorted(lines):
        near = itertools.takewhile(partial(_is_level, line), reversed(found))
        other = next((one for one in near if _go_on(one, line, crossing)), None)
        if other is None:
            found.append(line)
        else:
            whole = Segment(other.position, min(other.start, line.start), max(other.end, line.end))
            found[found.index(other)] = whole
    return found


def _is_level(line: Segment, other: Segment) -> bool:
    return line.position - other.position <= SAME


def _go_on(one: Segment, other: Segment, crossing: list[Segment]) -> bool:
    """Whether two lines are one with a gap that does not lie between two crossing lines."""
    left, right = (one, other) if one.start < other.start else (other, one)
    if not 0 < right.start - left.end <= BRIDGE:
        return False
    there = _crossings(left.position, crossing)
    return not (_is_near(left.end, there) and _is_near(right.start, there))


def _anchored(level: list[Segment], plumb: list[Segment]) -> tuple[list[Segment], list[Segment]]:
    """The lines from the first to the last that they cross; strokes of text and underlines cross none."""
    while True:
        kept_level = [kept for line in level if (kept := _trimmed(line, plumb)) is not None]
        kept_plumb = [kept for line in plumb if (kept := _trimmed(line, kept_level)) is not None]
        if kept_level == level and kept_plumb == plumb:
            return level, plumb
        level, plumb = kept_level, kept_plumb


def _trimmed(line: Segment, crossing: list[Segment]) -> Segment | None:
    """The line without the ends that meet nothing, or None where it does not lead from one line to another."""
    there = [place for place in _crossings(line.position, crossing) if line.start - REACH < place < line.end + REACH]
    if not there or max(there) - min(there) < REACH:
        return None
    start = line.start if _is_near(line.start, there) else min(there)
    return Segment(line.position, start, line.end if _is_near(line.end, there) else max(there))


def _crossings(position: float, crossing: list[Segment]) -> list[float]:
    """Where lines of the other direction pass."""
    return [one.position for one in crossing if one.start - REACH <= position <= one.end + REACH]


def _is_near(end: float, places: list[float]) -> bool:
    return any(abs(place - end) < REACH for place in places)
