"""Golden documents as PDF (标准样例的 PDF): drawn so that the box of every cell and line is known beforehand.

The type is not embedded, as many offices' printers leave it; a table longer than the page goes on at the next row,
and a cell that a page end cuts has its borders closed on both pages.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name

from tools.golden_source import Golden, Part, Spot
from tools.make_examples import Placed

LONG, SHORT = 841.89, 595.28  # A4
MARGIN, PADDING, LEADING, SIZE = 40.0, 4.0, 13.0, 9.5
Boxes = dict[Spot, tuple[int, float, float, float, float]]


def pdf(golden: Golden) -> tuple[bytes, Boxes]:
    """The document, and for each cell and line its page and its box from the top left corner."""
    page = _Pages(golden)
    for number, part in enumerate(golden.parts):
        if part.kind == "page":
            page.begin()
        elif part.kind == "text":
            for cell in part.cells:
                page.line(cell.text, Spot(number, cell.row, cell.col))
        else:
            page.table(part, number)
    return page.saved(), page.boxes


class _Pages:
    """The pages being drawn (逐页绘制)."""

    def __init__(self, golden: Golden) -> None:
        self.wide = golden.settings.get("paper") == "wide"
        self.width, self.height = (LONG, SHORT) if self.wide else (SHORT, LONG)
        inner = self.width - 2 * MARGIN
        whole = sum(golden.widths)
        self.xs = [MARGIN + inner * sum(golden.widths[:count]) / whole for count in range(len(golden.widths) + 1)]
        self.streams: list[list[str]] = []
        self.boxes: Boxes = {}
        self.y = 0.0
        self.begin()

    def begin(self) -> None:
        """A new page."""
        self.streams.append(["0.5 w"])
        self.y = MARGIN

    def line(self, text: str, spot: Spot) -> None:
        """A line outside of tables, wrapped at the margin; its box is that of its first line."""
        wrapped = list(_wrapped(text, self.width - 2 * MARGIN))
        for number, one in enumerate(wrapped):
            if self.y + LEADING > self.height - MARGIN:
                self.begin()
            baseline = self.y + SIZE
            if number == 0:
                right = MARGIN + _width(one[:-1]) + SIZE
                self.boxes[spot] = (len(self.streams), MARGIN, baseline - SIZE, right, baseline + SIZE * 0.2)
            self._text(one, MARGIN, baseline)
            self.y += LEADING
        self.y += PADDING

    def table(self, part: Part, number: int) -> None:
        """A table from where the page stands, over as many pages as it takes."""
        heights = self._heights(part)
        first = 1
        while first <= part.rows:
            last = first
            while last < part.rows and self.y + sum(heights[first - 1 : last + 1]) <= self.height - MARGIN:
                last += 1
            self._rows(part, number, heights, first, last)
            first = last + 1
            if first <= part.rows:
                self.begin()
        self.y += 2 * PADDING

    def _rows(self, part: Part, number: int, heights: Sequence[float], first: int, last: int) -> None:
        tops = [self.y + sum(heights[first - 1 : row]) for row in range(first - 1, last + 1)]
        for cell in part.cells:
            end = cell.row + cell.down - 1
            if cell.row > last or end < first:
                continue
            top, bottom = tops[max(cell.row, first) - first], tops[min(end, last) - first + 1]
            left, right = self.xs[cell.col - 1], self.xs[cell.col - 1 + cell.across]
            self.streams[-1].append(f"{left:.2f} {self.height - bottom:.2f} {right - left:.2f} {bottom - top:.2f} re S")
            if cell.row >= first:
                box = (len(self.streams), left, top, right, bottom)
                self.boxes[Spot(number, cell.row, cell.col)] = box
                self._inside(cell, box)
        self.y = tops[-1]

    def _inside(self, cell: Placed, box: tuple[int, float, float, float, float]) -> None:
        _, left, top, right, bottom = box
        lines = list(_wrapped(cell.text, right - left - 2 * PADDING))
        first = top + (bottom - top - LEADING * len(lines)) / 2 + SIZE
        for number, line in enumerate(lines):
            self._text(line, left + PADDING, first + number * LEADING)

    def _text(self, text: str, left: float, baseline: float) -> None:
        code = text.encode("utf-16-be").hex()
        self.streams[-1].append(f"BT /F1 {SIZE} Tf {left:.2f} {self.height - baseline:.2f} Td <{code}> Tj ET")

    def _heights(self, part: Part) -> list[float]:
        """The height of each row; what a merged cell needs beyond its rows goes to the last one."""
        heights = [LEADING + 2 * PADDING] * part.rows
        for cell in sorted(part.cells, key=lambda one: one.down):
            width = self.xs[cell.col - 1 + cell.across] - self.xs[cell.col - 1] - 2 * PADDING
            needed = LEADING * len(list(_wrapped(cell.text, width))) + 2 * PADDING
            rows = slice(cell.row - 1, cell.row - 1 + cell.down)
            heights[rows.stop - 1] += max(0.0, needed - sum(heights[rows]))
        return heights

    def saved(self) -> bytes:
        """The file."""
        with pikepdf.new() as whole:
            font = whole.make_indirect(_font(whole))
            for stream in self.streams:
                page = Dictionary(
                    Type=Name.Page,
                    MediaBox=Array([0, 0, round(self.width, 2), round(self.height, 2)]),
                    Resources=Dictionary(Font=Dictionary(F1=font)),
                    Contents=whole.make_stream("\n".join(stream).encode()),
                )
                whole.pages.append(pikepdf.Page(whole.make_indirect(page)))
            out = io.BytesIO()
            whole.save(out, deterministic_id=True)
        return out.getvalue()


def _font(whole: pikepdf.Pdf) -> Dictionary:
    """STSong with the Chinese encoding that every PDF reader knows, half-width signs half as wide."""
    descriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=Name("/STSong-Light"), Flags=6, FontBBox=Array([-25, -254, 1000, 880]),
        ItalicAngle=0, Ascent=880, Descent=-120, CapHeight=880, StemV=93,
    )  # fmt: skip
    descendant = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType0, BaseFont=Name("/STSong-Light"), DW=1000,
        CIDSystemInfo=Dictionary(Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("GB1"), Supplement=2),
        FontDescriptor=whole.make_indirect(descriptor), W=Array([1, 95, 500]),
    )  # fmt: skip
    return Dictionary(
        Type=Name.Font, Subtype=Name.Type0, BaseFont=Name("/STSong-Light"), Encoding=Name("/UniGB-UCS2-H"),
        DescendantFonts=Array([whole.make_indirect(descendant)]),
    )  # fmt: skip


def _width(text: str) -> float:
    return SIZE * sum(0.5 if character < "\x7f" else 1.0 for character in text)


def _wrapped(text: str, width: float) -> Iterable[str]:
    """The text in lines of at most this width; a line takes as many characters as fit."""
    for paragraph in text.split("\n"):
        line = ""
        for character in paragraph:
            if line and _width(line + character) > max(width, math.ceil(SIZE)):
                yield line
                line = ""
            line += character
        yield line
