"""Lone ≥ and ≤ by their shape (单独的比较符): a wedge over a bar, level or slanting, which no letter or figure has.

The recogniser of text is unsure of a sign without a word beside it. Where its reading and the shape agree, it is sure.
"""

from __future__ import annotations

import numpy as np

from jixiao.readers.ocr import Character, Pixels

AT_LEAST, AT_MOST, EQUAL, TWO = "≥", "≤", "=", "二"
HALF = 0.75  # of a character: 二 is wider than this, = is not, though its bars may run together
LOOK_LIKE = frozenset("VvXxZzSs∨∧") | {AT_LEAST, AT_MOST}  # what they are read as; > and < may be meant
SURE, DOUBTFUL = 0.9, 0.5  # a character read more surely is what it was read as; and how sure a sign by shape alone is
LOWEST, HIGHEST = 0.5, 1.1  # of a character
NARROWEST, WIDEST = 0.75, 1.4  # of the height: 6 is narrower
BEGIN, END = 0.1, 0.85  # of the width: where the upper edge of the wedge is followed, from its open end
LEAST_FALL, MOST_FALL = 0.2, 0.46  # of the height, over the whole width: > falls to the middle
EVEN = 0.06  # of the height: how far the edge may leave the straight line
FOOT = 0.85  # of the height: the open end reaches down so far
LEAST_ENDS = 0.5  # of the height: and the other end


def read_twice(line: list[Character], ink: Pixels, em: float) -> list[Character]:
    """The sign that a lone character is by its shape (两法互证): sure where the reading allows for it.

    Where the reading is another and no sure one, the sign stands with the reading's doubt.
    """
    if len(line) == 1 and line[0].text == TWO and 0 < _width(ink) < HALF * em:
        return [Character(EQUAL, line[0].place, min(line[0].probability, DOUBTFUL))]
    if len(line) != 1 or (line[0].text not in LOOK_LIKE and line[0].probability >= SURE):
        return line
    (one,) = line
    sign = by_shape(ink, em)
    allowed = {one.text, *(text for text, _ in one.rivals)} if one.text in LOOK_LIKE else ()
    if sign in allowed:
        return [Character(sign, one.place, 1.0)]
    return [Character(sign, one.place, min(one.probability, DOUBTFUL))] if sign and one.probability < SURE else line


def _width(ink: Pixels) -> int:
    columns = np.flatnonzero(ink.any(0))
    return int(columns[-1] - columns[0] + 1) if len(columns) else 0


def by_shape(ink: Pixels, em: float) -> str:
    """≥ or ≤ where the ink has that shape (按形辨认), else nothing."""
    rows, columns = np.flatnonzero(ink.any(1)), np.flatnonzero(ink.any(0))
    if not len(rows):
        return ""
    part = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1] > 0
    high, wide = part.shape
    if not (LOWEST * em < high < HIGHEST * em and NARROWEST * high < wide < WIDEST * high):
        return ""
    if _opens_left(part):
        return AT_LEAST
    return AT_MOST if _opens_left(part[:, ::-1]) else ""


def _opens_left(part: Pixels) -> bool:
    """Whether the upper edge falls evenly from the left to a point on the right, and a bar stands below."""
    high, wide = part.shape
    columns = np.arange(int(BEGIN * wide), int(END * wide) + 1)
    if not part.any(0).all():
        return False
    upper = part.argmax(0) / high
    lower = 1 - part[::-1].argmax(0) / high
    slope, start = np.polyfit(columns, upper[columns], 1)
    is_even = np.abs(upper[columns] - slope * columns - start).max() < EVEN
    falls = LEAST_FALL < slope * wide < MOST_FALL
    return bool(is_even and falls and lower[: len(columns) // 3].max() > FOOT and lower[columns].min() > LEAST_ENDS)
