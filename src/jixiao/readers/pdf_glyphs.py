"""The characters of a PDF page (PDF 字符) through PDFium, with their places, without those that a clip hides."""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Sequence
from functools import partial
from itertools import repeat
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as c_api

from jixiao.readers import pdfium_calls
from jixiao.readers.pdfium_calls import Room
from jixiao.readers.ruling import Glyph

MOST_GLYPHS = 100_000  # a form has about two thousand on a page
MOST_CLIPS = 64  # paths of a clip, and points of each, that are looked at
A_SIZE = 8  # characters between two questions for the size of the type, close enough for the distance of lines
BLANKS = frozenset(" \t\r\n\u3000\xa0\u200b\ufeff")
VOID = frozenset("\x00\x02\ufffe\uffff")

_run_all = deque[object](maxlen=0).extend  # lets an iterator run to its end, and keeps nothing

_Area = tuple[float, float, float, float]  # left, bottom, right, top


def glyphs_of(page: pdfium.PdfPage, height: float, *, clipped: bool) -> tuple[list[Glyph], int]:
    """The characters of the page in PDFium's order, and by how many quarter turns most of them are turned.

    Raises TooManyGlyphs.
    """
    text_page = c_api.FPDFText_LoadPage(page.raw)
    try:
        count = c_api.FPDFText_CountChars(text_page)
        if count <= 0:
            return [], 0
        if count > MOST_GLYPHS:
            raise TooManyGlyphs
        address = pdfium_calls.address_of(text_page)
        text = _characters(text_page, count)
        places, spaced = _printed(text)
        sizes, quarter = _sizes(address, places)
        xs, ys = _origins(address, places)
        rows = zip(map(text.__getitem__, places), xs, [height - y for y in ys], sizes, spaced, strict=True)
        glyphs = list(map(partial(tuple.__new__, Glyph), rows))  # half the time of Glyph(*row)
        if clipped and not quarter and (clips := _Clips(address, page)).matter(places):
            glyphs = clips.shown(glyphs, places, height)
        return glyphs, quarter
    finally:
        c_api.FPDFText_ClosePage(text_page)


def _characters(text_page: Any, count: int) -> Sequence[str]:  # noqa: ANN401 - a C handle
    """The text of the page, one item a PDFium character: in one call where it is one code unit each."""
    buffer = (ctypes.c_ushort * (2 * count + 2))()
    units = c_api.FPDFText_GetText(text_page, 0, count, buffer)
    text = bytes(buffer)[: 2 * count].decode("utf-16-le", "replace")
    if units - 1 == count == len(text):
        return text
    unicode_of = c_api.FPDFText_GetUnicode
    return [chr(code) if (code := unicode_of(text_page, index)) else "\x00" for index in range(count)]


def _printed(text: Sequence[str]) -> tuple[list[int], list[bool]]:
    """The numbers of the characters that leave ink, and whether white space came before each."""
    places: list[int] = []
    spaced: list[bool] = []
    blank = False
    for index, one in enumerate(text):
        if one in BLANKS:
            blank = True
        elif one not in VOID:
            places.append(index)
            spaced.append(blank)
            blank = False
    return places, spaced


def _sizes(text_page: int, places: list[int]) -> tuple[list[float], int]:
    """The size of the type at each printed character (字号), and the quarter turns of most of them."""
    matrix = c_api.FS_MATRIX()
    out = ctypes.addressof(matrix)
    sizes: list[float] = []
    turns = [0, 0, 0, 0]
    for index in places[::A_SIZE]:
        pdfium_calls.char_matrix(text_page, index, out)
        size = (pdfium_calls.char_size(text_page, index) or 10.0) * (abs(matrix.d) or abs(matrix.b) or 1.0)
        sizes += [size] * A_SIZE
        turns[_quarter(matrix.a, matrix.b)] += 1
    return sizes[: len(places)], turns.index(max(turns))


def _quarter(a: float, b: float) -> int:
    if abs(b) > abs(a):
        return 1 if b > 0 else 3
    return 0 if a >= 0 else 2


def _origins(text_page: int, places: list[int]) -> tuple[list[float], list[float]]:
    """Where the printed characters stand, x and y, all asked for in one sweep."""
    count = len(places)
    xs, ys = (ctypes.c_double * count)(), (ctypes.c_double * count)()
    at_x, at_y = ctypes.addressof(xs), ctypes.addressof(ys)
    step, room = ctypes.sizeof(ctypes.c_double), ctypes.sizeof(xs)
    to_x, to_y = range(at_x, at_x + room, step), range(at_y, at_y + room, step)
    _run_all(map(pdfium_calls.char_origin, repeat(text_page), places, to_x, to_y))
    return xs[:], ys[:]


class TooManyGlyphs(Exception):
    """The page holds more characters than any form does."""


class _Clips:
    """Which glyphs lie outside the area that their text may show in (裁剪区)."""

    def __init__(self, text_page: int, page: pdfium.PdfPage) -> None:
        self.text_page = text_page
        self.sheet: _Area = page.get_mediabox()
        self._areas: dict[int, _Area | None] = {}

    def matter(self, places: Sequence[int]) -> bool:
        """Whether the page clips its texts one by one, seen from a few of them."""
        width = 0.9 * (self.sheet[2] - self.sheet[0])
        some = places[:: max(1, len(places) // 100)]
        return any(area is not None and area[2] - area[0] < width for area in map(self._area, some))

    def shown(self, glyphs: list[Glyph], places: Sequence[int], height: float) -> list[Glyph]:
        """The glyphs whose middle is inside the clip and the sheet (可见字符)."""
        found = []
        left, bottom, right, top = self.sheet
        for glyph, index in zip(glyphs, places, strict=True):
            _, x, baseline, size, _ = glyph
            x, y = x + size * 0.25, height - baseline + size * 0.35
            if left <= x <= right and bottom <= y <= top:
                area = self._area(index)
                if area is None or (area[0] <= x <= area[2] and area[1] <= y <= area[3]):
                    found.append(glyph)
        return found

    def _area(self, index: int) -> _Area | None:
        item = pdfium_calls.char_object(self.text_page, index)
        if item not in self._areas:
            self._areas[item] = _clip_area(item)
        return self._areas[item]


def _clip_area(item: int) -> _Area | None:
    """The area that all clip paths of an object leave, by their bounds; None where it has none."""
    clip = pdfium_calls.clip_of(item)
    count = pdfium_calls.clip_paths(clip)
    if count <= 0:
        return None
    left = bottom = float("-inf")
    right = top = float("inf")
    point = Room(ctypes.c_float, 2)
    for path in range(min(count, MOST_CLIPS)):
        xs, ys = [], []
        for index in range(min(pdfium_calls.clip_segments(clip, path), MOST_CLIPS)):
            segment = pdfium_calls.clip_segment(clip, path, index)
            pdfium_calls.segment_point(segment, *point.places)
            x, y = point.values
            xs.append(x)
            ys.append(y)
        if xs:
            left, right = max(left, min(xs)), min(right, max(xs))
            bottom, top = max(bottom, min(ys)), min(top, max(ys))
    return (left, bottom, right, top)
