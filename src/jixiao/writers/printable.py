"""Text made fit for a page (可印文字): whole, without what steers a program or turns the line around."""

from __future__ import annotations

import re
import unicodedata

BREAKS = re.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")


def printable(text: str) -> str:
    r"""The text without what no page can show: direction marks and control characters go, other breaks become one.

    >>> printable("a\u202eb\r\nc\x07")
    'ab\nc'
    """
    if text.replace("\n", "").isprintable():
        return text
    unbroken = BREAKS.sub("\n", text).replace("\t", " ")
    return "".join(map(_shown, unbroken))


def _shown(char: str) -> str:
    kind = unicodedata.category(char)
    if kind == "Cs" or char in "\ufffe\uffff":
        return "\ufffd"
    return "" if kind in ("Cc", "Cf") and char != "\n" else char
