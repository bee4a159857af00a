"""Text for a page (网页文字): escaped always, in both languages, of which the page shows one."""

from __future__ import annotations

import html
from collections.abc import Iterable

from jixiao.proving.model import Text
from jixiao.reports.words import word
from jixiao.writers.printable import printable


def plain(text: str) -> str:
    """Text of a form, harmless in a page (转义): no tag, no direction mark, no control character."""
    return html.escape(printable(text)).replace("\n", "<br>")


def told(text: Text) -> str:
    """Text in both languages; once where they are the same (双语)."""
    zh, en = plain(text[0]), plain(text[1])
    if zh == en:
        return zh
    return f'<span class="zh" lang="zh-CN">{zh}</span><span class="en" lang="en">{en}</span>'


def said(key: str, **facts: object) -> str:
    """A word of the report in both languages."""
    return told(word(key, **facts))


def attribute(text: str) -> str:
    """Text as the value of an attribute, in double quotes."""
    return html.escape(printable(text), quote=True)


def keys(several: Iterable[str]) -> str:
    """Keys as the value of an attribute; they are made here and hold letters and digits alone."""
    return " ".join(dict.fromkeys(several))
