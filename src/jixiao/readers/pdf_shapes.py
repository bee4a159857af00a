"""The shapes of embedded fonts left aside (略过字形): the text of such a font is told by the file without them.

PDFium measures the drawn shape of every character while it opens a page, which takes longer than all else about the
page. Text comes from the font's /ToUnicode, places from its /Widths, and for the shape the bar of `pdf_fonts` does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_FILE = re.compile(rb"/FontFile(?=[23]?\s+\d+\s+\d+\s+R)")
_UNKNOWN = b"/FontVoid"  # of the same length, so that every place in the file stays
_DESCRIBED = re.compile(rb"/FontDescriptor\s+(\d+)\s+\d+\s+R")
_DESCENDS = re.compile(rb"/DescendantFonts\s*\[?\s*(\d+)\s+\d+\s+R")
_NUMBER = re.compile(rb"(\d+)\s+\d+\s+$")
_LONGEST_NUMBER = 24
_TOLD = b"/ToUnicode"


def without_shapes(data: bytes) -> bytes:
    """The PDF without the shapes of all fonts that say themselves which text their codes mean; else `data` itself.

    Only fonts that stand open in the file are looked at; a font kept in a compressed object stays as it is.
    """
    if b"/FontFile" not in data:
        return data
    parents = [font for _, font in _objects(data, b"/DescendantFonts") if _TOLD in font]
    descending = {found[1] for font in parents for found in _DESCENDS.finditer(font)}
    told: dict[bytes, bool] = {}
    for number, font in _objects(data, b"/FontDescriptor"):
        for descriptor in _DESCRIBED.finditer(font):
            told[descriptor[1]] = told.get(descriptor[1], True) and (_TOLD in font or number in descending)
    if not any(told.values()):
        return data
    out = bytearray(data)
    for found in _FILE.finditer(data):
        if told.get(_number_before(data, found.start()), False):
            out[found.start() : found.end()] = _UNKNOWN
    return bytes(out)


def _objects(data: bytes, mark: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The objects that the mark stands in, each with its number (对象)."""
    at = data.find(mark)
    while at >= 0:
        end = data.find(b"endobj", at)
        begin = data.rfind(b"obj", 0, at)
        end = len(data) if end < 0 else end
        yield _number_before(data, at), data[max(begin, 0) : end]
        at = data.find(mark, end)


def _number_before(data: bytes, at: int) -> bytes:
    """The number of the object that a place stands in; b"" for none."""
    begin = data.rfind(b"obj", 0, at)
    found = _NUMBER.search(data, max(0, begin - _LONGEST_NUMBER), max(begin, 0))
    return b"" if found is None else found[1]
