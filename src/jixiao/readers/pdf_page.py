"""One PDF page through PDFium (PDF 页面): its ruling lines and glyphs, in points, y growing downwards.

All positions are in unrotated page space, so that a page turned by /Rotate reads like any other; where the text itself
runs sideways, the page is turned until it runs across.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as c_api

from jixiao.readers.pdf_glyphs import glyphs_of
from jixiao.readers.pdf_strokes import MOST_PATHS, Strokes, TooManyPaths
from jixiao.readers.ruling import Glyph
from jixiao.readers.strokes import Segment


class Page(NamedTuple):
    """What one page shows (页面内容)."""

    glyphs: list[Glyph]
    horizontal: list[Segment]
    vertical: list[Segment]


def page_of(page: pdfium.PdfPage, *, clipped: bool) -> Page:
    """The glyphs and ruling lines of a page; with `clipped`, without the glyphs that cannot be seen.

    A spreadsheet program prints a merged cell that a page end cuts on both pages, each time whole behind a clip.
    Raises TooManyPaths for a drawing.
    """
    width, height = page.get_size()
    if c_api.FPDFPage_GetRotation(page.raw) % 2:
        width, height = height, width
    glyphs, quarter = glyphs_of(page, height, clipped=clipped)
    if not glyphs:
        if c_api.FPDFPage_CountObjects(page.raw) > MOST_PATHS:
            raise TooManyPaths  # a drawing, no scan: to draw it takes minutes
        return Page([], [], [])
    strokes = Strokes(height)
    strokes.walk(page)
    found = Page(glyphs, strokes.horizontal, strokes.vertical)
    return _turned(found, quarter, width, height) if quarter else found


def _turned(page: Page, quarter: int, width: float, height: float) -> Page:
    """The page turned so that its text runs across; `quarter` counts the quarter turns of the text (文字方向校正)."""
    place: Callable[[float, float], tuple[float, float]]
    if quarter == 1:  # the text runs upwards

        def place(x: float, y: float) -> tuple[float, float]:
            return height - y, x
    elif quarter == 2:  # noqa: PLR2004 - upside down

        def place(x: float, y: float) -> tuple[float, float]:
            return width - x, height - y
    else:

        def place(x: float, y: float) -> tuple[float, float]:
            return y, width - x

    glyphs = []
    for one in page.glyphs:
        x, baseline = place(one.x, one.baseline)
        glyphs.append(one._replace(x=x, baseline=baseline))
    ends = [(place(one.start, one.position), place(one.end, one.position)) for one in page.horizontal]
    ends += [(place(one.position, one.start), place(one.position, one.end)) for one in page.vertical]
    across = [Segment(y0, min(x0, x1), max(x0, x1)) for (x0, y0), (x1, y1) in ends if y0 == y1]
    down = [Segment(x0, min(y0, y1), max(y0, y1)) for (x0, y0), (x1, y1) in ends if y0 != y1]
    return Page(glyphs, across, down)
