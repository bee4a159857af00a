"""A scanned page made straight (摆正扫描页): light evened, skew and perspective undone, strokes told from paper.

The working picture has 200 dots an inch whatever the scanner gave, so that every size below is in points of paper.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import cv2
import numpy as np

from jixiao.location import Box
from jixiao.readers.ocr import Pixels

DPI = 200
DOT = 72 / DPI  # points
LONG_SIDE = 11.69  # inches: a picture that does not tell its resolution is taken for a sheet of A4
KNOWN_DPI = (72, 1200)
SHEET_INCHES = (4, 24)  # a sheet's long side; a telephone's stated 72 dpi would make it a poster
EM = 25  # dots: a usual character of 9 points
DARK, LIGHT, FEW_SHADES = 40, 215, 0.0005  # grey levels, and the share of dots between them in a fax
RAGGED = 0.9  # dots by which the edges of a fax are smoothed
GRAINY = 12  # grey levels below the surroundings from which a dot counts as ink
STRICT = 15  # the same for text, after it was smoothed
SMOOTH = 0.8  # dots: enough against grain, and thin strokes of = and 三 stay
PAPER = 245  # grey level of paper once the light is evened
LEAST_TURN = 0.03  # degrees
LEAST_SHIFT = 2  # dots that a corner must be off before the frame is pulled straight
LEAST_FRAME = 0.3  # share of the page's width that a frame takes, to be trusted for the perspective
LEAST_RULE = 1 / 6  # share of the width of a line that tells the skew


class Sheet(NamedTuple):
    """A page as it is worked on (工作页面)."""

    grey: Pixels
    ink: Pixels  #: 255 where a stroke is, text as well as lines
    back: Pixels  #: 3 x 3, dots of this picture to points of the picture as given

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """A rectangle of this picture as a box on the page as given (原页坐标框)."""
        corners = np.array([[[x0, y0], [x1, y0], [x1, y1], [x0, y1]]], np.float64)
        there = cv2.perspectiveTransform(corners, self.back)[0]
        (left, top), (right, bottom) = there.min(0), there.max(0)
        return Box(*(round(float(value), 1) for value in (left, top, right, bottom)))


def resolution(stated: float | None, width: int, height: int) -> float:
    """Dots an inch (分辨率): as stated where that makes a sheet of paper, else as of a sheet of A4."""
    long_side = max(width, height)
    if stated is not None and KNOWN_DPI[0] <= stated <= KNOWN_DPI[1]:
        low, high = SHEET_INCHES
        if low <= long_side / stated <= high:
            return stated
    return long_side / LONG_SIDE


def straight(picture: Pixels, dpi: float, quarters: int = 0) -> Sheet:
    """The page of a picture, grey or BGR, turned to the left by so many quarters before (摆正)."""
    scale = DPI / dpi
    unturn = _unturned(picture, 72 / dpi, quarters)
    picture = np.ascontiguousarray(np.rot90(picture, quarters))
    small = np.diag([scale, scale, 1.0])
    grey = _without_seal(picture)
    if _is_black_or_white(grey):
        grey = cv2.GaussianBlur(grey, (0, 0), RAGGED * dpi / DPI)
    grey = _evened(_warped(grey, small, _size(picture, scale)))
    turn = _turn(grey)
    turned = cv2.warpPerspective(grey, turn, _extent(grey), borderMode=cv2.BORDER_REPLICATE)
    square, extent = _square(ink_of(turned, GRAINY))
    whole = square @ turn
    if not np.allclose(whole, np.eye(3)):
        grey = cv2.warpPerspective(grey, whole, extent, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    back = unturn @ np.diag([72 / dpi, 72 / dpi, 1.0]) @ np.linalg.inv(whole @ small)
    return Sheet(grey, ink_of(grey, GRAINY), back)


def ink_of(grey: Pixels, depth: int) -> Pixels:
    """Where the picture is darker than its surroundings by `depth` (二值化)."""
    window = max(31, min(grey.shape) // 40 | 1)
    return cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, window, depth)


def text_ink(grey: Pixels, strokes: Pixels) -> Pixels:
    """The ink of the text alone (文字笔画): grain smoothed away, the lines of tables wiped out."""
    ink = ink_of(cv2.GaussianBlur(grey, (0, 0), SMOOTH), STRICT)
    ink[cv2.dilate(strokes, np.ones((3, 3), np.uint8)) > 0] = 0
    return ink


def rules_of(ink: Pixels, across: float, down: float) -> tuple[Pixels, Pixels]:
    """The straight strokes of at least so many dots, across and down (横线、竖线)."""
    flat = cv2.dilate(ink, np.ones((3, 1), np.uint8))
    tall = cv2.dilate(ink, np.ones((1, 3), np.uint8))
    return (
        cv2.morphologyEx(flat, cv2.MORPH_OPEN, np.ones((1, int(across)), np.uint8)),
        cv2.morphologyEx(tall, cv2.MORPH_OPEN, np.ones((int(down), 1), np.uint8)),
    )


def _unturned(picture: Pixels, points: float, quarters: int) -> Pixels:
    """What leads from the turned page back to the page as given, in points."""
    width, height = picture.shape[1] * points, picture.shape[0] * points
    rows = {
        0: [[1, 0, 0], [0, 1, 0]],
        1: [[0, -1, width], [1, 0, 0]],
        2: [[-1, 0, width], [0, -1, height]],
        3: [[0, 1, 0], [-1, 0, height]],
    }
    return np.array([*rows[quarters], [0, 0, 1]], np.float64)


def _size(picture: Pixels, scale: float) -> tuple[int, int]:
    return max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale))


def _extent(grey: Pixels) -> tuple[int, int]:
    return grey.shape[1], grey.shape[0]


def _warped(grey: Pixels, small: Pixels, size: tuple[int, int]) -> Pixels:
    if size == _extent(grey):
        return grey
    return cv2.resize(grey, size, interpolation=cv2.INTER_AREA if small[0, 0] < 1 else cv2.INTER_CUBIC)


def _without_seal(picture: Pixels) -> Pixels:
    """The red channel, lifted where red prevails: a red seal vanishes in it, and what it covers stays black."""
    if picture.ndim == 2:  # noqa: PLR2004 - a grey picture has rows and columns only
        return picture
    blue, green, red = cv2.split(picture)
    excess = cv2.subtract(red, cv2.max(blue, green))
    return cv2.add(red, cv2.multiply(excess, red, scale=0.5 / 255))


def _is_black_or_white(grey: Pixels) -> bool:
    """Whether the picture knows no shades, as a fax."""
    shades = np.count_nonzero((grey > DARK) & (grey < LIGHT))
    return bool(shades < FEW_SHADES * grey.size)


def _evened(grey: Pixels) -> Pixels:
    """Paper white everywhere: the shadow of a hand or of a spine is divided out."""
    small = cv2.resize(grey, None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA)
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    paper = cv2.GaussianBlur(paper, (0, 0), 8)
    paper = cv2.resize(paper, _extent(grey), interpolation=cv2.INTER_LINEAR)
    return cv2.divide(grey, np.maximum(paper, 40), scale=PAPER)


def _turn(grey: Pixels) -> Pixels:
    """The rotation that lays the long lines level (纠斜): the median of their slopes, weighted by length."""
    across, _ = rules_of(ink_of(grey, GRAINY), EM * 1.1, EM)
    slopes = sorted(_slopes(across, grey.shape[1] * LEAST_RULE))
    if not slopes:
        return np.eye(3)
    lengths = np.cumsum([length for _, length in slopes])
    slope = slopes[int(np.searchsorted(lengths, lengths[-1] / 2))][0]
    angle = math.degrees(math.atan(slope))
    if abs(angle) < LEAST_TURN:
        return np.eye(3)
    middle = (grey.shape[1] / 2, grey.shape[0] / 2)
    return np.vstack([cv2.getRotationMatrix2D(middle, angle, 1), [0, 0, 1]])


def _slopes(across: Pixels, shortest: float) -> list[tuple[float, int]]:
    count, parts, stats, _ = cv2.connectedComponentsWithStats(across, connectivity=8)
    found = []
    for part in range(1, count):
        x, y, width, height, _area = (int(value) for value in stats[part])
        if width < shortest or height > width / 4:
            continue
        mask = parts[y : y + height, x : x + width] == part
        columns = np.flatnonzero(mask.any(0))
        top, bottom = mask.argmax(0)[columns], height - 1 - mask[::-1].argmax(0)[columns]
        found.append((float(np.polyfit(columns, (top + bottom) / 2, 1)[0]), width))
    return found


def _square(ink: Pixels) -> tuple[Pixels, tuple[int, int]]:
    """What pulls the outer frame of the largest table to a rectangle (纠正透视), and the size of the result."""
    height, width = ink.shape
    as_is = (np.eye(3), (width, height))
    corners = _corners(ink)
    if corners is None:
        return as_is
    top_left, top_right, bottom_right, bottom_left = corners
    wide = (np.linalg.norm(top_right - top_left) + np.linalg.norm(bottom_right - bottom_left)) / 2
    high = (np.linalg.norm(bottom_left - top_left) + np.linalg.norm(bottom_right - top_right)) / 2
    x, y = (float(value) for value in top_left)
    wanted = np.array([[x, y], [x + wide, y], [x + wide, y + high], [x, y + high]], np.float32)
    if wide < width * LEAST_FRAME or np.abs(wanted - corners).max() < LEAST_SHIFT:
        return as_is
    matrix = cv2.getPerspectiveTransform(corners, wanted)
    return matrix, (int(max(width, x + wide + 20)), int(max(height, y + high + 20)))


def _corners(ink: Pixels) -> Pixels | None:
    """The corners of the frame with the most crossings in it, clockwise from the top left."""
    across, down = rules_of(ink, EM * 1.6, EM)
    wide = np.ones((5, 5), np.uint8)
    crossings = cv2.bitwise_and(cv2.dilate(across, wide), cv2.dilate(down, wide))
    frames, _ = cv2.findContours(
        cv2.dilate(cv2.bitwise_or(across, down), wide), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE
    )
    worth = [_worth(frame, crossings) for frame in frames]
    if not any(worth):
        return None
    points = frames[int(np.argmax(worth))].reshape(-1, 2).astype(np.float32)
    sums, differences = points.sum(1), points[:, 0] - points[:, 1]
    order = (sums.argmin(), differences.argmax(), sums.argmax(), differences.argmin())
    return np.array([points[index] for index in order], np.float32)


def _worth(frame: Pixels, crossings: Pixels) -> int:
    x, y, width, height = cv2.boundingRect(frame)
    edge = LEAST_SHIFT
    if min(x, y) <= edge or x + width >= crossings.shape[1] - edge or y + height >= crossings.shape[0] - edge:
        return 0  # the edge of the sheet, and no table
    return cv2.countNonZero(crossings[y : y + height, x : x + width])
