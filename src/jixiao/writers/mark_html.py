"""Remarks in the person's own web page (网页批注): a frame and a number at each cell, and a list that prints with it.

What is added is no part of the page's text: the numbers are buttons, whose titles tell the remark, and the list stands
in an object. Whoever reads the table anew gets it as it was. The page is written as UTF-8, and nothing new in it runs.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import TYPE_CHECKING

from jixiao.finding import Severity
from jixiao.lang import say
from jixiao.location import Location
from jixiao.readers import html as reader
from jixiao.writers.remarks import Remark, Told, remarks

if TYPE_CHECKING:
    from lxml.html import HtmlElement

SUFFIXES = (".html", ".htm")
COLOURS = {
    Severity.MUST_FIX: "#c62828",
    Severity.EXPLAIN: "#b26a00",
    Severity.LOOK: "#00695c",
    Severity.NOTE: "#546e7a",
}
BUTTON = (
    "all:revert;display:inline-block;margin:0 0 0 .3em;padding:0 .35em;border:0;border-radius:.7em;background:{colour};"
    "color:#fff;font:bold 11px/1.5 sans-serif;cursor:pointer;vertical-align:super"
)
STYLE = (
    "#jixiao-findings{all:revert;display:block;margin:2em 0;font:14px/1.6 sans-serif;color:#222;text-align:left}"
    "#jixiao-findings table{border-collapse:collapse;width:100%;background:#fff}"
    "#jixiao-findings :is(td,th){border:1px solid #999;padding:.3em .5em;vertical-align:top;text-align:left}"
    "#jixiao-findings th{background:#eee}#jixiao-findings tr{break-inside:avoid}"
)


def write(data: bytes, findings: Sequence[Told], lang: str) -> bytes:
    """The page with a mark at each cell that has a finding, and the list of all at its end (加批注)."""
    root = reader.parsed(data, "", [], whole=True)
    cells = reader.places(root)
    numbers: dict[Location | None, int] = {}
    for number, remark in enumerate(remarks(findings, lang), start=1):
        numbers[remark.location] = number
        cell = cells.get(remark.location) if remark.location is not None else None
        if cell is not None:
            _mark(cell, remark, number)
    body = root.find("body")
    _list(root if body is None else body, findings, numbers, lang)
    return written(root)


def written(root: HtmlElement) -> bytes:
    """The page as UTF-8, as it says itself (写出网页)."""
    from lxml import etree  # noqa: PLC0415 - as above

    _declare(root)
    made = etree.tostring(root.getroottree(), method="html", encoding="utf-8")
    return made if made[:9].lower() == b"<!doctype" else b"<!DOCTYPE html>\n" + made


def _mark(cell: HtmlElement, remark: Remark, number: int) -> None:
    """A frame around the cell, and behind its text a button that opens the remark."""
    colour = COLOURS[remark.severity]
    own = (cell.get("style") or "").rstrip("; ")
    cell.set("style", f"{own};outline:2px solid {colour};outline-offset:-2px".lstrip(";"))
    button = cell.makeelement("button", {"type": "button", "title": remark.text, "style": BUTTON.format(colour=colour)})
    button.text = str(number)
    cell.append(button)


def _list(body: HtmlElement, findings: Sequence[Told], numbers: dict[Location | None, int], lang: str) -> None:
    """All findings at the end of the page, in an object without data: browsers show what it holds instead."""
    from lxml.html import fragment_fromstring  # noqa: PLC0415 - loads a native library

    heads = ("scores.row", "explain.severity", "explain.code", "mark.place", "mark.message", "finding.repairs")
    rows = [
        (
            str(numbers[one.location]),
            say(f"severity.{one.severity}", lang),
            f"{one.code} {one.title}",
            " · ".join(part for part in (one.place, one.location.describe(lang) if one.location else "") if part),
            one.message,
            one.repair,
        )
        for one in findings
    ]
    lines = "".join(f"<tr>{''.join(f'<td>{html.escape(text)}</td>' for text in row)}</tr>" for row in rows)
    titles = "".join(f"<th>{say(key, lang)}</th>" for key in heads)
    table = f"<table><thead><tr>{titles}</tr></thead><tbody>{lines}</tbody></table>"
    body.append(fragment_fromstring(f'<object id="jixiao-findings"><style>{STYLE}</style>{table}</object>'))


def _declare(root: HtmlElement) -> None:
    """The page says that it is UTF-8, as it is now."""
    for meta in root.iter("meta"):
        if meta.get("charset"):
            meta.set("charset", "utf-8")
        if (meta.get("http-equiv") or "").lower() == "content-type":
            meta.set("content", "text/html; charset=utf-8")
    head = root.find("head")
    if head is None:
        head = root.makeelement("head")
        root.insert(0, head)
    if not any(meta.get("charset") or meta.get("http-equiv") for meta in head.iter("meta")):
        head.insert(0, root.makeelement("meta", {"charset": "utf-8"}))
