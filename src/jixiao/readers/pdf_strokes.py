"""The ruling lines of a PDF page (PDF 线条) through PDFium: strokes, thin areas and the sides of frames."""

from __future__ import annotations

import ctypes
import itertools
from collections.abc import Callable, Iterator
from functools import partial

import pypdfium2 as pdfium
import pypdfium2.raw as c_api

from jixiao.readers import pdfium_calls
from jixiao.readers.pdfium_calls import Room
from jixiao.readers.strokes import Segment

THIN = 2.6  # pt: a filled area thinner than this is drawn as a border, as Word and WPS do
PALE = 245  # a fill lighter than this in all colours cannot be seen on paper
MOST_PATHS = 50_000  # a page of more drawn objects is a picture, not a form
MOST_SEGMENTS = 100_000  # of its paths that are no plain line

Matrix = tuple[float, float, float, float, float, float]


class TooManyPaths(Exception):
    """The page draws more objects than any form does."""


class Strokes:
    """Collects the ruling lines of one page (线段收集), y growing downwards from `height`."""

    def __init__(self, height: float) -> None:
        self.height = height
        self.horizontal: list[Segment] = []
        self.vertical: list[Segment] = []
        self._objects = self._segments = 0
        self._matrix = c_api.FS_MATRIX()
        self._modes = Room(ctypes.c_int, 2)
        self._bounds = Room(ctypes.c_float, 4)
        self._colour = Room(ctypes.c_uint, 4)

    def walk(self, page: pdfium.PdfPage) -> None:
        """All path objects of a page and of the form objects on it (逐个图形). Raises TooManyPaths."""
        address = pdfium_calls.address_of(page.raw)
        self._walk(c_api.FPDFPage_CountObjects(page.raw), partial(pdfium_calls.page_object, address), None)

    def _walk(self, count: int, get: Callable[[int], int], outer: Matrix | None) -> None:
        self._objects += count
        if self._objects > MOST_PATHS:
            raise TooManyPaths
        kind_of = pdfium_calls.object_kind
        for item in map(get, range(count)):
            kind = kind_of(item)
            if kind == c_api.FPDF_PAGEOBJ_PATH:
                self._path(item, outer)
            elif kind == c_api.FPDF_PAGEOBJ_FORM:
                inner = _times(self._matrix_of(item), outer)
                self._walk(pdfium_calls.form_objects(item), partial(pdfium_calls.form_object, item), inner)

    def _matrix_of(self, item: int) -> Matrix:
        found = self._matrix
        pdfium_calls.object_matrix(item, ctypes.addressof(found))
        return (found.a, found.b, found.c, found.d, found.e, found.f)

    def _path(self, item: int, outer: Matrix | None) -> None:
        pdfium_calls.draw_mode(item, *self._modes.places)
        filled, stroked = self._modes.values
        if not stroked and not (filled and self._is_seen(item)):
            return
        if outer is None and self._thin_bounds(item):
            return
        self._segments += pdfium_calls.path_segments(item)
        if self._segments > MOST_SEGMENTS:
            raise TooManyPaths
        place = _times(self._matrix_of(item), outer)
        for points in _subpaths(item, place):
            xs, ys = [point[0] for point in points], [point[1] for point in points]
            if self._add(min(xs), min(ys), max(xs), max(ys)) or not stroked:
                continue
            for (x0, y0), (x1, y1) in itertools.pairwise(points):
                self._add(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    def _is_seen(self, item: int) -> bool:
        """Whether the fill of a path can be seen on paper."""
        if not pdfium_calls.fill_colour(item, *self._colour.places):
            return True
        red, green, blue, alpha = self._colour.values
        return bool(alpha) and min(red, green, blue) <= PALE

    def _thin_bounds(self, item: int) -> bool:
        """The quick way for the usual path: its bounds alone make it a line."""
        return bool(pdfium_calls.object_bounds(item, *self._bounds.places)) and self._add(*self._bounds.values)

    def _add(self, left: float, bottom: float, right: float, top: float) -> bool:
        width, height = right - left, top - bottom
        if height <= THIN and width > height:
            self.horizontal.append(Segment(self.height - (bottom + top) / 2, left, right))
        elif width <= THIN and height > width:
            self.vertical.append(Segment((left + right) / 2, self.height - top, self.height - bottom))
        else:
            return False
        return True


def _times(inner: Matrix, outer: Matrix | None) -> Matrix:
    if outer is None:
        return inner
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _subpaths(item: int, place: Matrix) -> Iterator[list[tuple[float, float]]]:
    """The straight runs of a path, closed where the path closes them. A curve is no ruling line and ends a run."""
    a, b, c, d, e, f = place
    room = Room(ctypes.c_float, 2)
    points: list[tuple[float, float]] = []
    for index in range(pdfium_calls.path_segments(item)):
        segment = pdfium_calls.path_segment(item, index)
        pdfium_calls.segment_point(segment, *room.places)
        x, y = room.values
        point = (a * x + c * y + e, b * x + d * y + f)
        if pdfium_calls.segment_kind(segment) == c_api.FPDF_SEGMENT_LINETO:
            points.append(point)
        else:
            if len(points) > 1:
                yield points
            points = [point]
        if pdfium_calls.segment_closes(segment) and len(points) > 1:
            yield [*points, points[0]]
            points = [points[0]]
    if len(points) > 1:
        yield points
