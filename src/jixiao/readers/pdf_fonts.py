"""One stand-in for every font that a PDF names and does not hold (代用字体), so that reading needs no fonts installed.

PDFium drops characters for which it finds no shape at all, and looking for shapes among the fonts of the system takes
longer than the rest of a page. Text and positions come from the file alone, so any shape will do: a narrow bar, for of
two equal characters whose shapes overlap PDFium drops one, as it takes them for bold type.
"""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import pypdfium2.raw as c_api

_EM, _BELOW, _ABOVE = 1000, -120, 880
_WIDE = 60  # narrower than any character is apart from the next one
_GLYPHS = 2  # nothing, and the bar
_PARTS = 256  # of the character map, all of them pointing to one row of bars


@contextmanager
def stand_in() -> Iterator[None]:
    """Let PDFium take the bar for all missing fonts while a file is read; drawing needs the fonts of the system."""
    c_api.FPDF_SetSystemFontInfo(_lookup()[0])
    _free_defaults()
    try:
        yield
    finally:
        _defaults.append(c_api.FPDF_GetDefaultSystemFontInfo())
        c_api.FPDF_SetSystemFontInfo(_defaults[-1])


_defaults: list[Any] = []  # the system's own lookup as put back last, ours to free once PDFium has let go of it


def _free_defaults() -> None:
    while _defaults:
        c_api.FPDF_FreeDefaultSystemFontInfo(_defaults.pop())


@cache
def _lookup() -> tuple[Any, list[Any]]:
    """The lookup that PDFium asks for fonts, and its functions, which must live as long."""
    font = bar_font()

    def data(_self: object, _font: object, table: int, buffer: int | None, room: int) -> int:
        if table:
            return 0
        if buffer and room >= len(font):
            ctypes.memmove(buffer, font, len(font))
        return len(font)

    answers: dict[str, Callable[..., object]] = {
        "Release": lambda *_: None,
        "EnumFonts": lambda *_: None,
        "MapFont": lambda *_: 1,
        "GetFont": lambda *_: 1,
        "GetFontData": data,
        "GetFaceName": lambda *_: 0,
        "GetFontCharset": lambda *_: 0,
        "DeleteFont": lambda *_: None,
    }
    kinds = dict(c_api.FPDF_SYSFONTINFO._fields_)
    info = c_api.FPDF_SYSFONTINFO()
    info.version = 1
    kept = []
    for name, answer in answers.items():
        kept.append(kinds[name](answer))
        setattr(info, name, kept[-1])
    return ctypes.pointer(info), kept


def bar_font() -> bytes:
    """A TrueType font that shows a bar for every character (代用字体)."""
    bar = struct.pack(
        ">5h 2H 4B 8h",
        1,
        0,
        _BELOW,
        _WIDE,
        _ABOVE,
        3,
        0,
        1,
        1,
        1,
        1,
        *(0, _WIDE, 0, -_WIDE),
        *(_BELOW, 0, _ABOVE - _BELOW, 0),
    )
    tables = {
        b"cmap": struct.pack(">2H 2H L", 0, 1, 3, 1, 12) + _character_map(),
        b"glyf": bar,
        b"head": struct.pack(
            ">2L 2L 2H 2Q 4h 2H 3h",
            *(0x10000, 0x10000, 0, 0x5F0F3CF5, 0, _EM, 0, 0),
            *(0, _BELOW, _EM, _ABOVE, 0, 8, 2, 1, 0),
        ),
        b"hhea": struct.pack(">L 3h H 11h H", 0x10000, _ABOVE, _BELOW, 0, _EM, *(0,) * 11, _GLYPHS),
        b"hmtx": struct.pack(">HhHh", _EM, 0, _EM, 0),
        b"loca": struct.pack(">3L", 0, 0, len(bar)),
        b"maxp": struct.pack(">L 14H", 0x10000, _GLYPHS, 4, 1, 0, 0, 1, *(0,) * 8),
    }
    start = 12 + 16 * len(tables)
    directory = struct.pack(">L 4H", 0x10000, len(tables), 64, 2, 16 * len(tables) - 64)
    body = b""
    for tag, data in tables.items():
        directory += struct.pack(">4s 3L", tag, 0, start + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    return directory + body


def _character_map() -> bytes:
    """The map of characters to shapes, of format 4: each part of 256 characters takes the one row of bars."""
    ends = [256 * part + 255 for part in range(_PARTS - 1)] + [0xFFFE, 0xFFFF]
    starts = [256 * part for part in range(_PARTS)] + [0xFFFF]
    count = len(ends)
    offsets = [2 * (count - part) for part in range(count - 1)] + [0]
    deltas = [0] * (count - 1) + [1]
    body = struct.pack(
        f">{count}H H {count}H {count}H {count}H 256H", *ends, 0, *starts, *deltas, *offsets, *(1,) * 256
    )
    search = 2 ** (count.bit_length() - 1)
    head = struct.pack(
        ">3H 4H", 4, 14 + len(body), 0, 2 * count, 2 * search, search.bit_length() - 1, 2 * (count - search)
    )
    return head + body
