"""Lines of text on a scanned page (扫描页的文字行): where they stand in a cell, and outside all tables."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np

from jixiao.readers.ocr import Pixels
from jixiao.readers.scan_sheet import EM

DASH, EQUALS = "—", "="
MARGIN = 3  # dots: a cell's own border and its grey edge
PAPER_ROW = 0.1  # of the ink in the fullest row: no more stands between two lines
SLIVER = 3  # dots: what is left of a rule at the edge of its cell
BLANK_ROW = 0.15  # dots of ink on the average of neighbouring rows
LEAST_SPECK = 5  # dots of ink; smaller is dust
POINT = 0.25  # of a character: nothing larger is a point
DUST, ROUND = 0.36, 0.5  # of a character: what is no larger, and as high as wide by this share, may be dust still
BESIDE = 0.35  # of a character: so near to a figure a point belongs to it
LEAST_HEIGHT, MOST_HEIGHT = 10, 70  # dots of a character
FEWEST_HEIGHTS = 8  # to know the usual height of the page's characters
LINE_STEP = 1.22  # lines that touch are this many characters apart
TALLEST_LINE = 1.75
DASH_HEIGHT, DASH_SHAPE, DASH_WIDTH, DASH_FILL = 0.3, 1.5, 3.2, 0.45
BAR_WIDTH, SAME_BARS = 0.35, 0.15  # of a character: the strokes of = are alike, those of 二 are not


class Strip(NamedTuple):
    """One line of text (文字行) on the page, in dots; `sign` for a lone — or =, told by its shape."""

    x0: int
    y0: int
    x1: int
    y1: int
    sign: str = ""


def usual_height(ink: Pixels, boxes: list[tuple[int, int, int, int]]) -> float:
    """How high a full-width character of the page is, in dots (字高)."""
    heights: list[int] = []
    for x0, y0, x1, y1 in boxes:
        part = ink[y0 + MARGIN : y1 - MARGIN, x0 + MARGIN : x1 - MARGIN]
        if min(part.shape) < EM / 4:
            continue
        joined = cv2.dilate(part, np.ones((5, 3), np.uint8))  # the strokes of one character count as one
        _, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
        heights += [
            int(high) - 4 for _, _, wide, high, _ in stats[1:] if LEAST_HEIGHT < high < MOST_HEIGHT and wide > high / 2
        ]
    if len(heights) < FEWEST_HEIGHTS:
        return EM
    counts = np.convolve(np.bincount(heights, minlength=MOST_HEIGHT + 10).astype(float), [0.5, 1, 0.5], "same")
    return float(counts.argmax())


def strips(ink: Pixels, box: tuple[int, int, int, int], em: float) -> list[Strip]:
    """The lines of text in a cell, from top to bottom (单元格内的行)."""
    height, width = ink.shape
    x0, y0 = max(box[0] + MARGIN, 0), max(box[1] + MARGIN, 0)  # ink at the edge of the picture has no margin
    x1, y1 = min(box[2] - MARGIN, width), min(box[3] - MARGIN, height)
    if min(x1 - x0, y1 - y0) < EM / 4:
        return []  # OpenCV dies of an empty picture
    part = _cleaned(ink[y0:y1, x0:x1], em)
    if np.count_nonzero(part) < max(12, 0.02 * em * em):
        return []
    sign = _sign(part, em)
    if sign:
        left, top, right, bottom = _extent(part)
        return [Strip(x0 + left, y0 + top, x0 + right, y0 + bottom, sign)]
    found = []
    for top, bottom in _bands(part, em):
        columns = np.flatnonzero(part[top:bottom].any(0))
        if not len(columns):
            continue
        air = max(2, int(0.1 * em), int(em - (bottom - top)) // 2)
        found.append(
            Strip(
                max(x0 + int(columns[0]) - 5, x0 - 1, 0),
                max(y0 + top - air, y0 - 1, 0),
                min(x0 + int(columns[-1]) + 6, x1 + 1),
                min(y0 + bottom + air, y1 + 1),
            )
        )
    return [strip for strip in found if strip.y1 - strip.y0 > LEAST_SPECK and strip.x1 - strip.x0 > SLIVER]


def outside(ink: Pixels, em: float) -> list[Strip]:
    """The lines of a page whose tables were wiped out (表外文字行): in one line, characters are less than two apart."""
    near = cv2.dilate(ink, np.ones((1, int(1.6 * em)), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(near, connectivity=8)
    found: list[Strip] = []
    for left, top, width, height, _area in sorted(stats[1:].tolist(), key=lambda one: (one[1], one[0])):
        if height < 0.4 * em or width < 1.5 * em or height > 4 * em or width < height:
            continue
        size = height if _is_one_line(ink[top : top + height, left : left + width]) else em
        inner = strips(ink, (left, top - MARGIN - 3, left + width, top + height + MARGIN + 3), max(size, em))
        found += [strip for strip in inner if not strip.sign and strip.y1 - strip.y0 > 0.5 * em]
    return found


def _is_one_line(part: Pixels) -> bool:
    """Whether no row of paper runs through the middle: a title is as high as two lines of the table."""
    rows = np.count_nonzero(part, axis=1)
    middle = rows[int(0.3 * len(rows)) : int(0.7 * len(rows)) + 1]
    return bool(middle.min() > PAPER_ROW * rows.max())


def _cleaned(part: Pixels, em: float) -> Pixels:
    """Without dust, and without what is left of a rule along the edge."""
    count, parts, stats, _ = cv2.connectedComponentsWithStats(part, connectivity=8)
    height, width = part.shape
    keep = stats[:, cv2.CC_STAT_AREA] >= max(LEAST_SPECK, 0.012 * em * em)
    left, top = stats[:, cv2.CC_STAT_LEFT], stats[:, cv2.CC_STAT_TOP]
    wide, high = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    keep &= ~((high <= SLIVER) & ((top < SLIVER) | (top + high > height - SLIVER)))
    keep &= ~((wide <= SLIVER) & ((left < SLIVER) | (left + wide > width - SLIVER)))
    keep[0] = False
    longer, shorter = np.maximum(wide, high), np.minimum(wide, high)
    small = keep & ((longer < POINT * em) | ((longer < DUST * em) & (shorter > ROUND * longer)))
    if count > 1 and small.any():  # a decimal point stands beside a figure; alone it is dust
        near = cv2.dilate((keep & ~small)[parts].astype(np.uint8), _block(2 * BESIDE * em + 1, BESIDE * em + 1))
        keep &= ~small | (np.bincount(parts[near > 0], minlength=count) > 0)
    return keep[parts] if count > 1 else np.zeros(part.shape, bool)


def _block(width: float, height: float) -> Pixels:
    return np.ones((int(height) | 1, int(width) | 1), np.uint8)


def _extent(part: Pixels) -> tuple[int, int, int, int]:
    rows, columns = np.flatnonzero(part.any(1)), np.flatnonzero(part.any(0))
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def _sign(part: Pixels, em: float) -> str:
    """A lone dash, which the recogniser reads as 一, 1 or _, and a lone =, which it reads as 二 or 三; else nothing."""
    left, top, right, bottom = _extent(part)
    if _is_bar(part[top:bottom, left:right], em):
        return DASH
    count, _, stats, _ = cv2.connectedComponentsWithStats(part.astype(np.uint8), connectivity=8)
    if count != 1 + 2:
        return ""
    bars = stats[1:, : cv2.CC_STAT_HEIGHT + 1].tolist()
    alike = all(abs(one - other) <= SAME_BARS * em for one, other in zip(bars[0][::2], bars[1][::2], strict=True))
    flat = all(high < DASH_HEIGHT * em and BAR_WIDTH * em < wide < TALLEST_LINE * em for _, _, wide, high in bars)
    return EQUALS if alike and flat else ""


def _is_bar(part: Pixels, em: float) -> bool:
    """Whether the ink is one flat stroke."""
    high, wide = part.shape
    flat = high < DASH_HEIGHT * em and DASH_SHAPE * high < wide < DASH_WIDTH * em
    return flat and bool(np.count_nonzero(part) >= DASH_FILL * high * wide)


def _bands(part: Pixels, em: float) -> list[tuple[int, int]]:
    """Rows with ink, as lines: parts of one character are joined, lines that touch are cut."""
    reach = max(1, round(0.08 * em))
    profile = np.convolve(part.sum(1).astype(float), np.ones(2 * reach + 1) / (2 * reach + 1), "same")
    filled = np.r_[False, profile > BLANK_ROW, False]
    edges = np.flatnonzero(filled[1:] != filled[:-1])
    merged: list[list[int]] = []
    for top, bottom in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if merged and _belongs(merged[-1], top, bottom, em):
            merged[-1][1] = bottom
        else:
            merged.append([top, bottom])
    return [cut for top, bottom in merged if bottom - top >= 0.1 * em for cut in _cuts(profile, top, bottom, em)]


def _belongs(above: list[int], top: int, bottom: int, em: float) -> bool:
    """Whether a band is a part of the line above it: an accent, a lower stroke, the dots of a colon."""
    small = above[1] - above[0] < 0.5 * em or bottom - top < 0.5 * em
    return bottom - above[0] <= 1.3 * em and (small or top - above[1] < 0.1 * em)


def _cuts(profile: Pixels, top: int, bottom: int, em: float) -> list[tuple[int, int]]:
    """Lines that touch, cut at the thinnest rows near an even split."""
    count = round((bottom - top) / (LINE_STEP * em))
    if bottom - top <= TALLEST_LINE * em or count <= 1:
        return [(top, bottom)]
    cuts = [top]
    for number in range(1, count):
        middle = top + (bottom - top) * number / count
        low, high = int(max(middle - 0.3 * em, cuts[-1] + 0.5 * em)), int(min(middle + 0.3 * em, bottom - 0.4 * em))
        if high > low:
            cuts.append(low + int(profile[low:high].argmin()))
    return list(zip(cuts, [*cuts[1:], bottom], strict=True))
