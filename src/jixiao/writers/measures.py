"""How much room texts take (版面尺寸): column widths that long numbers fit into, and the lines that a text needs."""

from __future__ import annotations

import math
import re

from jixiao.terminal import width
from jixiao.writers.official import Plan

RUN = re.compile(r"[!-~]+")  # what no program breaks: digits, Latin letters, signs
MARGIN = 6.0  # points between a text and the two rulings beside it
WIDEST = 0.25  # of the page: a longer run of letters is broken instead
WORD = 4  # characters: 绩效指标, 一级指标 and the like stay on one line
SLACK = 1.12  # digits are a little wider than half the height in most fonts


def column_points(planned: Plan, total: float, size: float) -> list[float]:
    """The width of each grid column in points: as the layout says, but no number is cut (列宽)."""
    share = total / sum(planned.widths)
    wanted = [share * width for width in planned.widths]
    needed = _needed(planned, size, WIDEST * total)
    short = {col for col, least in enumerate(needed) if least > wanted[col]}
    if not short:
        return wanted
    missing = sum(needed[col] - wanted[col] for col in short)
    spare = [0.0 if col in short else max(wanted[col] - needed[col] - size, 0.0) for col in range(planned.cols)]
    taken = min(1.0, missing / sum(spare)) if sum(spare) else 0.0
    return [needed[col] if col in short else wanted[col] - taken * spare[col] for col in range(planned.cols)]


def _needed(planned: Plan, size: float, most: float) -> list[float]:
    """The least width of each column: that of the longest number in its own cells, and of a word in its headings."""
    needed = [0.0] * planned.cols
    for cell in planned.cells:
        if cell.colspan == 1:
            longest = max((len(run) for run in RUN.findall(cell.text)), default=0)
            least = min(longest * size / 2 * SLACK + MARGIN, most)
            if cell.role in ("head", "label"):
                least = max(least, min(width(cell.text) / 2, WORD) * size + MARGIN + 1)
            needed[cell.col] = max(needed[cell.col], least)
    return needed


def lines_of(text: str, points: float, size: float) -> int:
    """How many lines the text takes in a column of that many points (行数)."""
    room = max(int((points - MARGIN) / (size / 2) / SLACK) - 1, 2)  # a wide character may not fit the last half place
    return sum(max(1, math.ceil(width(line) / room)) for line in text.split("\n"))
