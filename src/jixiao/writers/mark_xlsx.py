"""Remarks as comments in the person's own workbook (单元格批注), and a sheet that lists them; nothing else changes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from jixiao.lang import say
from jixiao.writers.office_parts import RELATIONSHIPS, Package
from jixiao.writers.remarks import AUTHOR, Remark, Told, remarks

SUFFIXES = (".xlsx", ".xlsm")
SHEET = ("审核疑点", "Findings")
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
WIDTHS = (6, 12, 8, 26, 30, 70, 50)

_REF = re.compile(r"([A-Z]+)(\d+)")
_SHEET = re.compile(r"<(?:\w+:)?sheet\s[^>]*>")
_AFTER = re.compile(
    r"<(?:\w+:)?(?:legacyDrawingHF|picture|oleObjects|controls|webPublishItems|tableParts|extLst)\b"
    r"|</(?:\w+:)?worksheet>"
)
_DATA_END = re.compile(r"</(?:\w+:)?sheetData>|<(?:\w+:)?sheetData\s*/>")


def write(data: bytes, findings: Sequence[Told], lang: str) -> bytes:
    """The workbook with a comment a cell and a list of all findings (加批注)."""
    package = Package(data)
    sheets = sheets_of(package)
    by_sheet: dict[str, list[Remark]] = {}
    for remark in remarks(findings, lang):
        location = remark.location
        if location is not None and location.cell is not None and location.sheet in sheets:
            by_sheet.setdefault(sheets[location.sheet], []).append(remark)
    for part, found in by_sheet.items():
        _comment(package, part, found)
    _add_list(package, findings, lang, set(sheets))
    return package.bytes()


def sheets_of(package: Package) -> dict[str, str]:
    """The part of each sheet by its name (工作表部件)."""
    links = package.links("xl/workbook.xml")
    found = {}
    for sheet in _SHEET.findall(package.read("xl/workbook.xml").decode("utf-8-sig")):
        name, link = re.search(r'\sname="([^"]*)"', sheet), re.search(r'\s\w+:id="([^"]*)"', sheet)
        if name is not None and link is not None and link[1] in links:
            found[_plain(name[1])] = links[link[1]][1]
    return found


def _plain(text: str) -> str:
    """An attribute's text with its entities resolved."""
    from html import unescape  # noqa: PLC0415 - only here

    return unescape(text)


# ---- comments ----


def _comment(package: Package, sheet: str, found: Sequence[Remark]) -> None:
    """Add comments to a sheet: to the ones it has, else as new parts."""
    links = package.links(sheet)
    comments = next((target for kind, target in links.values() if kind == "comments"), None)
    drawing = _drawing(package, sheet, links)
    taken = _taken(package, comments)
    if comments is None:
        comments = package.free("xl/comments{}.xml")
        empty = f'<comments xmlns="{MAIN}"><authors></authors><commentList></commentList></comments>'
        package.put(comments, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{empty}'.encode())
        package.typed(comments, f"{TYPE}.comments+xml")
        package.link(sheet, "comments", comments)
    _append_comments(package, comments, found)
    old = package.read(drawing).decode("utf-8-sig")
    first = max((int(one) for one in re.findall(r'id="_x0000_s(\d+)"', old)), default=1024) + 1
    places = [place for remark in found if (place := _place(remark)) not in taken]
    shapes = "".join(_shape(first + number, row, col) for number, (row, col) in enumerate(places))
    at = old.rindex("</xml>")
    package.put(drawing, f"{old[:at]}{shapes}{old[at:]}".encode())


def _drawing(package: Package, sheet: str, links: dict[str, tuple[str, str]]) -> str:
    """The drawing that shows the comments' boxes; a new one where the sheet has none."""
    text = package.read(sheet).decode("utf-8-sig")
    own = re.search(r'<(?:\w+:)?legacyDrawing\s[^>]*?:id="([^"]*)"', text)
    if own is not None and own[1] in links:
        return links[own[1]][1]
    drawing = package.free("xl/drawings/vmlDrawing{}.vml")
    package.put(
        drawing,
        b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
        b'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
        b'<o:idmap v:ext="edit" data="1"/></o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600" '
        b'o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
        b'<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>',
    )
    package.typed_suffix("vml", "application/vnd.openxmlformats-officedocument.vmlDrawing")
    link = package.link(sheet, "vmlDrawing", drawing)
    data_end = _DATA_END.search(text)
    place = _AFTER.search(text, 0 if data_end is None else data_end.end())
    if place is None:
        raise ValueError(sheet)
    prefix = re.match(r"</?(\w+:)?", text[place.start() :])
    named = (prefix[1] or "") if prefix else ""
    element = f'<{named}legacyDrawing xmlns:jx="{RELATIONSHIPS}" jx:id="{link}"/>'
    package.put(sheet, f"{text[: place.start()]}{element}{text[place.start() :]}".encode())
    return drawing


def _taken(package: Package, comments: str | None) -> set[tuple[int, int]]:
    """The cells that have a comment already, with its box."""
    if comments is None:
        return set()
    refs = re.findall(r'<(?:\w+:)?comment\s[^>]*?ref="([A-Z]+\d+)"', package.read(comments).decode("utf-8-sig"))
    return {_numbers(ref) for ref in refs}


def _append_comments(package: Package, part: str, found: Sequence[Remark]) -> None:
    """Put the remarks into the list of comments; behind the person's own text where a cell has one."""
    from lxml import etree  # noqa: PLC0415 - loads a native library

    root = etree.fromstring(package.read(part), etree.XMLParser(resolve_entities=False, no_network=True))
    authors, listed = root.find("{*}authors"), root.find("{*}commentList")
    if authors is None or listed is None:
        raise ValueError(part)
    author = etree.SubElement(authors, f"{{{MAIN}}}author")
    author.text = AUTHOR
    number = str(len(authors) - 1)
    known = {one.get("ref"): one for one in listed}
    for remark in found:
        ref = remark.location.cell if remark.location is not None else None
        own = known.get(ref)
        if own is None:
            own = etree.SubElement(listed, f"{{{MAIN}}}comment", ref=ref or "A1", authorId=number)
            etree.SubElement(own, f"{{{MAIN}}}text")
        text = own.find("{*}text")
        if text is None:
            text = etree.SubElement(own, f"{{{MAIN}}}text")
        run = etree.SubElement(etree.SubElement(text, f"{{{MAIN}}}r"), f"{{{MAIN}}}t")
        run.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.text = remark.text if len(text) == 1 else f"\n{remark.text}"
    package.put(part, etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _place(remark: Remark) -> tuple[int, int]:
    return _numbers((remark.location.cell if remark.location is not None else None) or "A1")


def _numbers(ref: str) -> tuple[int, int]:
    """Row and column from 0 of a reference such as B12."""
    found = _REF.fullmatch(ref)
    if found is None:
        return 0, 0
    col = 0
    for letter in found[1]:
        col = col * 26 + ord(letter) - ord("A") + 1
    return int(found[2]) - 1, col - 1


def _shape(number: int, row: int, col: int) -> str:
    """The box of one comment, hidden until the mouse is over its cell."""
    anchor = f"{col + 1}, 15, {max(row - 1, 0)}, 10, {col + 5}, 15, {row + 7}, 4"
    return (
        f'<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;width:260pt;height:110pt;'
        'z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
        '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        f'<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>'
        f"<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{col}</x:Column></x:ClientData></v:shape>"
    )


# ---- the list ----


def _add_list(package: Package, findings: Sequence[Told], lang: str, names: set[str]) -> None:
    """A last sheet with every finding (疑点清单), also those that belong to no cell."""
    title = SHEET[lang == "en"]
    name = next(one for one in (title, *(f"{title}{number}" for number in range(2, 1000))) if one not in names)
    part = package.free("xl/worksheets/jixiao{}.xml")
    package.put(part, _list_of(findings, lang, _wrapping(package)).encode())
    package.typed(part, f"{TYPE}.worksheet+xml")
    link = package.link("xl/workbook.xml", "worksheet", part)
    index = "xl/workbook.xml"
    book = package.read(index).decode("utf-8-sig")
    number = max((int(one) for one in re.findall(r'\ssheetId="(\d+)"', book)), default=0) + 1
    end = re.search(r"</(\w+:)?sheets>", book)
    if end is None:
        raise ValueError(index)
    entry = (
        f'<{end[1] or ""}sheet xmlns:jx="{RELATIONSHIPS}" name={quoteattr(name)} sheetId="{number}" jx:id="{link}"/>'
    )
    package.put(index, f"{book[: end.start()]}{entry}{book[end.start() :]}".encode())


def _wrapping(package: Package) -> int:
    """The number of a cell style that wraps long texts, added to the workbook's styles; 0 where it has none."""
    links = package.links("xl/workbook.xml")
    part = next((target for kind, target in links.values() if kind == "styles"), None)
    if part is None or not package.has(part):
        return 0
    text = package.read(part).decode("utf-8-sig")
    block = re.search(r"<((?:\w+:)?)cellXfs\b[^>]*>.*?(?=</(?:\w+:)?cellXfs>)", text, re.DOTALL)
    if block is None:
        return 0
    count = len(re.findall(r"<(?:\w+:)?xf\b", block[0]))
    style = (
        f'<{block[1]}xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1">'
        f'<{block[1]}alignment vertical="top" wrapText="1"/></{block[1]}xf>'
    )
    grown = re.sub(r'(cellXfs\b[^>]*?\scount=")\d+', rf"\g<1>{count + 1}", block[0], count=1)
    package.put(part, f"{text[: block.start()]}{grown}{style}{text[block.end() :]}".encode())
    return count


def _list_of(findings: Sequence[Told], lang: str, style: int) -> str:
    heads = ("scores.row", "explain.severity", "explain.code", "mark.place", "explain.title", "mark.message")
    rows = [[*(say(key, lang) for key in heads), say("finding.repairs", lang)]]
    for number, one in enumerate(findings, start=1):
        spot = one.location.describe(lang) if one.location is not None else ""
        place = " · ".join(part for part in (one.place, spot) if part)
        severity = say(f"severity.{one.severity}", lang)
        rows.append([str(number), severity, one.code, place, one.title, one.message, one.repair])
    lines = "".join(_line(at, row, style) for at, row in enumerate(rows, start=1))
    cols = "".join(
        f'<col min="{at}" max="{at}" width="{width}" customWidth="1"/>' for at, width in enumerate(WIDTHS, start=1)
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{MAIN}"><cols>{cols}</cols>'
        f"<sheetData>{lines}</sheetData></worksheet>"
    )


def _line(number: int, texts: Sequence[str], style: int) -> str:
    cells = "".join(
        f'<c r="{chr(ord("A") + at)}{number}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t>'
        "</is></c>"
        for at, text in enumerate(texts)
    )
    return f'<row r="{number}">{cells}</row>'
