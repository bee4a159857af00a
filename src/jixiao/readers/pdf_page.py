"""One PDF page through PDFium (PDF 页面): its ruling lines and glyphs, in points, y growing downwards.

All positions are in unrotated page space, so that a page turned by /Rotate reads like any other.
"""

from __future__ import annotations

import ctypes
import itertools
from collections.abc import Callable, Iterator
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as c_api

from jixiao.readers.ruling import Glyph, Segment

THIN = 2.6  # pt: a filled area thinner than this is drawn as a border, as Word and WPS do
PALE = 245  # a fill lighter than this in all colours cannot be seen on paper
MOST_PATHS = 50_000  # a page of more drawn objects is a picture, not a form
BLANKS = frozenset(" \t\r\n\u3000\xa0\u200b\ufeff")
VOID = frozenset("\x00\x02\ufffe\uffff")

Matrix = tuple[float, float, float, float, float, float]


class TooManyPaths(Exception):
    """The page draws more objects than any form does."""


def height_of(page: pdfium.PdfPage) -> float:
    """The height of the unrotated page in points."""
    width, height = page.get_size()
    return float(width if c_api.FPDFPage_GetRotation(page.raw) % 2 else height)


def glyphs_of(page: pdfium.PdfPage, height: float) -> list[Glyph]:
    """The characters of the page in PDFium's order."""
    text_page = c_api.FPDFText_LoadPage(page.raw)
    try:
        return _glyphs(text_page, height)
    finally:
        c_api.FPDFText_ClosePage(text_page)


def _glyphs(text_page: Any, height: float) -> list[Glyph]:  # noqa: ANN401 - a C handle
    count = c_api.FPDFText_CountChars(text_page)
    if count <= 0:
        return []
    x, y = ctypes.c_double(), ctypes.c_double()
    x_out, y_out = ctypes.byref(x), ctypes.byref(y)
    origin, font_size = c_api.FPDFText_GetCharOrigin, c_api.FPDFText_GetFontSize
    matrix = c_api.FS_MATRIX()
    matrix_out = ctypes.byref(matrix)
    found: list[Glyph] = []
    spaced = False
    size, size_left = 10.0, 0
    for index, text in enumerate(_characters(text_page, count)):
        if text in BLANKS:
            spaced = True
            continue
        if text in VOID:
            continue
        if not size_left:  # 字号逐段取：每 8 字问一次 PDFium，足够定行距
            c_api.FPDFText_GetMatrix(text_page, index, matrix_out)
            size = (font_size(text_page, index) or 10.0) * (abs(matrix.d) or abs(matrix.b) or 1.0)
            size_left = 8
        size_left -= 1
        origin(text_page, index, x_out, y_out)
        found.append(Glyph(text, x.value, height - y.value, size, spaced))
        spaced = False
    return found


def _characters(text_page: Any, count: int) -> Iterator[str] | str:  # noqa: ANN401 - a C handle
    """The text of the page, one item a PDFium character: in one call where it is one code unit each."""
    buffer = (ctypes.c_ushort * (2 * count + 2))()
    units = c_api.FPDFText_GetText(text_page, 0, count, buffer)
    text = bytes(buffer)[: 2 * count].decode("utf-16-le", "replace")
    if units - 1 == count == len(text):
        return text
    unicode_of = c_api.FPDFText_GetUnicode
    return (chr(code) if (code := unicode_of(text_page, index)) else "\x00" for index in range(count))


class Strokes:
    """Collects the ruling lines of one page (线段收集)."""

    def __init__(self, height: float) -> None:
        self.height = height
        self.horizontal: list[Segment] = []
        self.vertical: list[Segment] = []
        self.objects = 0
        self._matrix = c_api.FS_MATRIX()

    def walk(self, count: int, get: Callable[[int], Any], outer: Matrix | None) -> None:
        """All path objects of a page or of a form object inside it."""
        self.objects += count
        if self.objects > MOST_PATHS:
            raise TooManyPaths
        kind_of = c_api.FPDFPageObj_GetType
        for index in range(count):
            item = get(index)
            kind = kind_of(item)
            if kind == c_api.FPDF_PAGEOBJ_PATH:
                self._path(item, outer)
            elif kind == c_api.FPDF_PAGEOBJ_FORM:
                inner = _times(self._matrix_of(item), outer)
                self.walk(c_api.FPDFFormObj_CountObjects(item), _getter(item), inner)

    def _matrix_of(self, item: Any) -> Matrix:  # noqa: ANN401 - a C handle
        found = self._matrix
        c_api.FPDFPageObj_GetMatrix(item, found)
        return (found.a, found.b, found.c, found.d, found.e, found.f)

    def _path(self, item: Any, outer: Matrix | None) -> None:  # noqa: ANN401 - a C handle
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        c_api.FPDFPath_GetDrawMode(item, fill, stroke)
        if not stroke.value and not (fill.value and _visible_fill(item)):
            return
        if outer is None and self._thin_bounds(item):
            return
        place = _times(self._matrix_of(item), outer)
        for points in _subpaths(item, place):
            xs, ys = [point[0] for point in points], [point[1] for point in points]
            if self._add(min(xs), min(ys), max(xs), max(ys)) or not stroke.value:
                continue
            for (x0, y0), (x1, y1) in itertools.pairwise(points):
                self._add(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    def _thin_bounds(self, item: Any) -> bool:  # noqa: ANN401 - a C handle
        """The quick way for the usual path: its bounds alone make it a line."""
        left, bottom, right, top = ctypes.c_float(), ctypes.c_float(), ctypes.c_float(), ctypes.c_float()
        if not c_api.FPDFPageObj_GetBounds(item, left, bottom, right, top):
            return False
        return self._add(left.value, bottom.value, right.value, top.value)

    def _add(self, left: float, bottom: float, right: float, top: float) -> bool:
        width, height = right - left, top - bottom
        if height <= THIN and width > height:
            self.horizontal.append(Segment(self.height - (bottom + top) / 2, left, right))
        elif width <= THIN and height > width:
            self.vertical.append(Segment((left + right) / 2, self.height - top, self.height - bottom))
        else:
            return False
        return True


def strokes_of(page: pdfium.PdfPage, height: float) -> Strokes:
    """The ruling lines of a page. Raises TooManyPaths for a drawing."""
    found = Strokes(height)
    raw = page.raw
    found.walk(c_api.FPDFPage_CountObjects(raw), lambda index: c_api.FPDFPage_GetObject(raw, index), None)
    return found


def _getter(item: Any) -> Callable[[int], Any]:  # noqa: ANN401 - a C handle
    return lambda index: c_api.FPDFFormObj_GetObject(item, index)


def _visible_fill(item: Any) -> bool:  # noqa: ANN401 - a C handle
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not c_api.FPDFPageObj_GetFillColor(item, red, green, blue, alpha):
        return True
    return bool(alpha.value) and min(red.value, green.value, blue.value) <= PALE


def _times(inner: Matrix, outer: Matrix | None) -> Matrix:
    if outer is None:
        return inner
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _subpaths(item: Any, place: Matrix) -> Iterator[list[tuple[float, float]]]:  # noqa: ANN401 - a C handle
    """The straight runs of a path, closed where the path closes them. A curve is no ruling line and ends a run."""
    a, b, c, d, e, f = place
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    for index in range(c_api.FPDFPath_CountSegments(item)):
        segment = c_api.FPDFPath_GetPathSegment(item, index)
        c_api.FPDFPathSegment_GetPoint(segment, x, y)
        point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        kind = c_api.FPDFPathSegment_GetType(segment)
        if kind == c_api.FPDF_SEGMENT_LINETO:
            points.append(point)
        else:
            if len(points) > 1:
                yield points
            points = [point]
        if c_api.FPDFPathSegment_GetClose(segment) and len(points) > 1:
            yield [*points, points[0]]
            points = [points[0]]
    if len(points) > 1:
        yield points
