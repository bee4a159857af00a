"""One PDF page through PDFium (PDF 页面): its ruling lines and glyphs, in points, y growing downwards.

All positions are in unrotated page space, so that a page turned by /Rotate reads like any other; where the text itself
runs sideways, the page is turned until it runs across.
"""

from __future__ import annotations

import ctypes
import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as c_api

from jixiao.readers.ruling import Glyph
from jixiao.readers.strokes import Segment

THIN = 2.6  # pt: a filled area thinner than this is drawn as a border, as Word and WPS do
PALE = 245  # a fill lighter than this in all colours cannot be seen on paper
MOST_CLIPS = 64  # paths of a clip, and points of each, that are looked at
MOST_PATHS = 50_000  # a page of more drawn objects is a picture, not a form
BLANKS = frozenset(" \t\r\n\u3000\xa0\u200b\ufeff")
VOID = frozenset("\x00\x02\ufffe\uffff")

Matrix = tuple[float, float, float, float, float, float]


class TooManyPaths(Exception):
    """The page draws more objects than any form does."""


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
    glyphs, quarter = _glyphs_of(page, height, clipped=clipped)
    if not glyphs:
        return Page([], [], [])
    strokes = Strokes(height)
    raw = page.raw
    strokes.walk(c_api.FPDFPage_CountObjects(raw), lambda index: c_api.FPDFPage_GetObject(raw, index), None)
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


def _glyphs_of(page: pdfium.PdfPage, height: float, *, clipped: bool) -> tuple[list[Glyph], int]:
    """The characters of the page in PDFium's order, and by how many quarter turns most of them are turned."""
    text_page = c_api.FPDFText_LoadPage(page.raw)
    try:
        count = c_api.FPDFText_CountChars(text_page)
        if count <= 0:
            return [], 0
        glyphs, places, quarter = _glyphs(text_page, count, height)
        if clipped and not quarter and (clips := _Clips(text_page, page)).matter(places):
            pairs = zip(glyphs, places, strict=True)
            glyphs = [glyph for glyph, index in pairs if clips.shows(index, glyph, height)]
        return glyphs, quarter
    finally:
        c_api.FPDFText_ClosePage(text_page)


def _glyphs(
    text_page: Any,  # noqa: ANN401 - a C handle
    count: int,
    height: float,
) -> tuple[list[Glyph], list[int], int]:
    """The glyphs with their numbers in PDFium, and the quarter turns of most of them."""
    x, y = ctypes.c_double(), ctypes.c_double()
    x_out, y_out = ctypes.byref(x), ctypes.byref(y)
    origin, font_size = c_api.FPDFText_GetCharOrigin, c_api.FPDFText_GetFontSize
    matrix = c_api.FS_MATRIX()
    matrix_out = ctypes.byref(matrix)
    found: list[Glyph] = []
    places: list[int] = []
    turns = [0, 0, 0, 0]
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
            turns[_quarter(matrix.a, matrix.b)] += 1
            size_left = 8
        size_left -= 1
        origin(text_page, index, x_out, y_out)
        found.append(Glyph(text, x.value, height - y.value, size, spaced))
        places.append(index)
        spaced = False
    return found, places, turns.index(max(turns))


def _quarter(a: float, b: float) -> int:
    if abs(b) > abs(a):
        return 1 if b > 0 else 3
    return 0 if a >= 0 else 2


class _Clips:
    """Which glyphs lie outside the area that their text may show in (裁剪区)."""

    def __init__(self, text_page: Any, page: pdfium.PdfPage) -> None:  # noqa: ANN401 - a C handle
        self.text_page = text_page
        self.sheet = page.get_mediabox()
        self._boxes: dict[int | None, tuple[float, float, float, float] | None] = {}

    def matter(self, places: Sequence[int]) -> bool:
        """Whether the page clips its texts one by one, seen from a few of them."""
        some = places[:: max(1, len(places) // 100)]
        return any(
            box is not None and box[2] - box[0] < 0.9 * (self.sheet[2] - self.sheet[0]) for box in map(self._box, some)
        )

    def shows(self, index: int, glyph: Glyph, height: float) -> bool:
        """Whether the middle of the glyph is inside the clip and the sheet."""
        x, y = glyph.x + glyph.size * 0.25, height - glyph.baseline + glyph.size * 0.35
        boxes = (self.sheet, self._box(index))
        return all(box is None or (box[0] <= x <= box[2] and box[1] <= y <= box[3]) for box in boxes)

    def _box(self, index: int) -> tuple[float, float, float, float] | None:
        item = c_api.FPDFText_GetTextObject(self.text_page, index)
        key = ctypes.cast(item, ctypes.c_void_p).value
        if key not in self._boxes:
            self._boxes[key] = _clip_box(item)
        return self._boxes[key]


def _clip_box(item: Any) -> tuple[float, float, float, float] | None:  # noqa: ANN401 - a C handle
    """The area that all clip paths of an object leave, by their bounds; None where it has none."""
    clip = c_api.FPDFPageObj_GetClipPath(item)
    left = bottom = float("-inf")
    right = top = float("inf")
    count = c_api.FPDFClipPath_CountPaths(clip)
    x, y = ctypes.c_float(), ctypes.c_float()
    for path in range(min(count, MOST_CLIPS)):
        xs, ys = [], []
        for index in range(min(c_api.FPDFClipPath_CountPathSegments(clip, path), MOST_CLIPS)):
            segment = c_api.FPDFClipPath_GetPathSegment(clip, path, index)
            c_api.FPDFPathSegment_GetPoint(segment, x, y)
            xs.append(x.value)
            ys.append(y.value)
        if xs:
            left, right = max(left, min(xs)), min(right, max(xs))
            bottom, top = max(bottom, min(ys)), min(top, max(ys))
    return None if count <= 0 else (left, bottom, right, top)


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
