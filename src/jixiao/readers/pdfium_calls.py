"""PDFium for hot loops (PDFium 快速调用): its C functions by plain addresses.

pypdfium2's own prototypes check and convert every pointer, which takes three times as long as the call itself.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import pypdfium2.raw as c_api

_ADDRESS, _WHOLE, _REAL = ctypes.c_void_p, ctypes.c_int, ctypes.c_double


def address_of(handle: Any) -> int:  # noqa: ANN401 - a C handle
    """The address that a handle of pypdfium2 holds (句柄地址)."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def _plain(function: Any, result: Any, *kinds: Any) -> Callable[..., Any]:  # noqa: ANN401 - C types
    return ctypes.CFUNCTYPE(result, *kinds)(address_of(function))


char_origin = _plain(c_api.FPDFText_GetCharOrigin, _WHOLE, _ADDRESS, _WHOLE, _ADDRESS, _ADDRESS)
char_matrix = _plain(c_api.FPDFText_GetMatrix, _WHOLE, _ADDRESS, _WHOLE, _ADDRESS)
char_size = _plain(c_api.FPDFText_GetFontSize, _REAL, _ADDRESS, _WHOLE)
char_object = _plain(c_api.FPDFText_GetTextObject, _ADDRESS, _ADDRESS, _WHOLE)

page_object = _plain(c_api.FPDFPage_GetObject, _ADDRESS, _ADDRESS, _WHOLE)
form_object = _plain(c_api.FPDFFormObj_GetObject, _ADDRESS, _ADDRESS, ctypes.c_ulong)
form_objects = _plain(c_api.FPDFFormObj_CountObjects, _WHOLE, _ADDRESS)
object_kind = _plain(c_api.FPDFPageObj_GetType, _WHOLE, _ADDRESS)
object_bounds = _plain(c_api.FPDFPageObj_GetBounds, _WHOLE, _ADDRESS, *[_ADDRESS] * 4)
object_matrix = _plain(c_api.FPDFPageObj_GetMatrix, _WHOLE, _ADDRESS, _ADDRESS)
fill_colour = _plain(c_api.FPDFPageObj_GetFillColor, _WHOLE, _ADDRESS, *[_ADDRESS] * 4)
draw_mode = _plain(c_api.FPDFPath_GetDrawMode, _WHOLE, _ADDRESS, _ADDRESS, _ADDRESS)

clip_of = _plain(c_api.FPDFPageObj_GetClipPath, _ADDRESS, _ADDRESS)
clip_paths = _plain(c_api.FPDFClipPath_CountPaths, _WHOLE, _ADDRESS)
clip_segments = _plain(c_api.FPDFClipPath_CountPathSegments, _WHOLE, _ADDRESS, _WHOLE)
clip_segment = _plain(c_api.FPDFClipPath_GetPathSegment, _ADDRESS, _ADDRESS, _WHOLE, _WHOLE)
path_segments = _plain(c_api.FPDFPath_CountSegments, _WHOLE, _ADDRESS)
path_segment = _plain(c_api.FPDFPath_GetPathSegment, _ADDRESS, _ADDRESS, _WHOLE)
segment_point = _plain(c_api.FPDFPathSegment_GetPoint, _WHOLE, _ADDRESS, _ADDRESS, _ADDRESS)
segment_kind = _plain(c_api.FPDFPathSegment_GetType, _WHOLE, _ADDRESS)
segment_closes = _plain(c_api.FPDFPathSegment_GetClose, _WHOLE, _ADDRESS)


class Room:
    """Where PDFium writes some values of one C type (取值缓冲)."""

    def __init__(self, kind: Any, count: int) -> None:  # noqa: ANN401 - a C type
        self._cells: ctypes.Array[Any] = (kind * count)()
        start, step = ctypes.addressof(self._cells), ctypes.sizeof(kind)
        self.places = tuple(range(start, start + count * step, step))

    @property
    def values(self) -> list[Any]:
        """What was written last."""
        return self._cells[:]
