"""Corrections put into the person's own workbook (改正 XLSX): the cells themselves, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from xml.sax.saxutils import escape

from jixiao.location import Location
from jixiao.readers.xlsx import read
from jixiao.readers.xlsx_styles import BUILT_IN, shown
from jixiao.writers.corrections import Change, stands
from jixiao.writers.mark_xlsx import sheets_of
from jixiao.writers.office_parts import Package

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?%?")


def write(data: bytes, changes: Mapping[Location, Change]) -> tuple[bytes, list[Location]]:
    """The workbook with the changes that could be made, and the places where none could (改正)."""
    package = Package(data)
    texts = {
        (cell.location.sheet, cell.location.cell): cell.text for grid in read(data, "").grids for cell in grid.cells
    }
    sheets, formats = sheets_of(package), _formats(package)
    left = []
    for location, change in changes.items():
        part = sheets.get(location.sheet or "")
        fits = stands(texts.get((location.sheet, location.cell), ""), change.old)
        if part is None or not fits or not _put(package, part, location.cell or "", change.new, formats):
            left.append(location)
    _recalculate(package)
    return package.bytes(), left


def _recalculate(package: Package) -> None:
    """Let the spreadsheet program work its formulas out anew: some may use a corrected cell."""
    index = "xl/workbook.xml"
    book = package.read(index).decode("utf-8-sig")
    found = re.search(r"<(?:\w+:)?calcPr\b", book)
    if found is not None and "fullCalcOnLoad" not in book:
        package.put(index, f'{book[: found.end()]} fullCalcOnLoad="1"{book[found.end() :]}'.encode())


def _formats(package: Package) -> list[str]:
    """The number format of each cell style."""
    part = next((target for kind, target in package.links("xl/workbook.xml").values() if kind == "styles"), None)
    if part is None or not package.has(part):
        return []
    from lxml import etree  # noqa: PLC0415 - loads a native library

    root = etree.fromstring(package.read(part), etree.XMLParser(resolve_entities=False, no_network=True))
    codes = {str(number): code for number, code in BUILT_IN.items()}
    codes |= {one.get("numFmtId", ""): one.get("formatCode", "") for one in root.iter("{*}numFmt")}
    styles = root.find("{*}cellXfs")
    return [] if styles is None else [codes.get(one.get("numFmtId", ""), "General") for one in styles]


def _put(package: Package, part: str, cell: str, new: str, formats: list[str]) -> bool:
    """Write one cell; False where it is not there or holds a formula, which a person must look at."""
    text = package.read(part).decode("utf-8-sig")
    found = re.search(rf'<((?:\w+:)?)c\b([^>]*?\br="{cell}"[^>]*?)(/>|>(.*?)</\1c>)', text, re.DOTALL)
    if found is None or re.search(r"<(?:\w+:)?f\b", found[4] or ""):
        return False
    prefix = found[1]
    attributes = re.sub(r'\st="[^"]*"', "", found[2])
    style = re.search(r'\ss="(\d+)"', attributes)
    index = int(style[1]) if style else 0
    stored = _stored(new, formats[index] if index < len(formats) else "General")
    if stored is not None:
        body = f"<{prefix}c{attributes}><{prefix}v>{stored}</{prefix}v></{prefix}c>"
    else:
        inner = f"<{prefix}is><{prefix}t>{escape(new)}</{prefix}t></{prefix}is>"
        body = f'<{prefix}c{attributes} t="inlineStr">{inner}</{prefix}c>'
    package.put(part, f"{text[: found.start()]}{body}{text[found.end() :]}".encode())
    return True


def _stored(new: str, form: str) -> str | None:
    """The number to store, if the cell's own format shows it as it is meant; None where only a text does."""
    if not _NUMBER.fullmatch(new):
        return None
    try:
        number = Decimal(new[:-1]).scaleb(-2) if new.endswith("%") else Decimal(new)
    except InvalidOperation:
        return None
    stored = f"{number:f}"
    return stored if stands(shown(stored, form), new) else None
