"""Word documents (.docx): tables as grids with merges, paragraphs as lines, in the order of the text."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING

from jixiao.document import Cell, Document, Grid, Line
from jixiao.errors import FileDamaged, FileEmpty, FileTooLarge
from jixiao.location import Location
from jixiao.readers import office_package, sniff

if TYPE_CHECKING:
    from lxml.etree import _Element

SUFFIXES = (".docx",)
MOST_CELLS = 200_000
MOST_COLS = 1_000  # columns that one cell or gap may span

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
#: deleted text, field codes, and the older of two drawings that say the same (修订删除、域代码、兼容副本)
_SKIPPED = frozenset({"del", "moveFrom", "delText", "instrText", "Fallback"})

_SYMBOLS = {"F052": "☑", "F0FE": "☑", "F0A3": "□", "F0A8": "□", "F06F": "□"}  # Wingdings 2 and Wingdings


def fits(head: bytes) -> bool:
    """Whether the content is a Word document."""
    return sniff.kind_of(head).name == "docx"


def read(data: bytes, name: str) -> Document:
    """The tables and paragraphs of the main text (正文); headers, footers and comments are not the form.

    Raises FileDamaged, FileEmpty (no text at all), FileEncrypted, FileTooLarge.
    """
    with office_package.opened(data, name) as package:
        root = package.part("word/document.xml")
    body = None if root is None else root.find("{*}body")
    if body is None:
        raise FileDamaged(name, "缺少正文部分", "the main text is missing")
    parts = _Body(name).parts(body)
    if not any(_has_text(part) for part in parts):
        raise FileEmpty(name, has_bytes=True)
    return Document(name, "docx", tuple(parts))


def _has_text(part: Grid | Line) -> bool:
    return bool(part.text.strip()) if isinstance(part, Line) else any(cell.text.strip() for cell in part.cells)


class _Body:
    """The main text while it is being read: counts tables, paragraphs and cells (正文)."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.tables = 0
        self.paragraphs = 0
        self.cells_left = MOST_CELLS

    def parts(self, body: _Element) -> list[Grid | Line]:
        """Grids and lines in the order of the text; a table inside a cell follows its table."""
        found: list[Grid | Line] = []
        for block in _blocks(body):
            if _name(block) == "p":
                self.paragraphs += 1
                text = _text(block)
                found += [Line(line, Location(line=self.paragraphs)) for line in text.split("\n") if line.strip()]
            else:
                found += self._table(block)
        return found

    def _table(self, table: _Element) -> list[Grid | Line]:
        self.tables += 1
        number = self.tables
        cells: dict[tuple[int, int], Cell] = {}
        running: dict[int, tuple[int, int]] = {}  # column -> the cell that a vertical merge goes on from
        inner: list[_Element] = []
        rows = cols = 0
        for rows, row in enumerate(_children(table, "tr"), start=1):
            col = _grid_before(row)
            for item in _children(row, "tc"):
                self._count()
                width = min(max(_value(item, "gridSpan"), 1), MOST_COLS)
                top = running.get(col)
                if top is not None and _goes_on(item):
                    cells[top] = _taller(cells[top], rows - top[0])
                else:
                    place = (rows - 1, col)
                    where = Location(table=number, row=rows, col=col + 1)
                    cells[place] = Cell(rows - 1, col, _cell_text(item), where, 1, width)
                    running[col] = place
                inner += [block for block in _blocks(item) if _name(block) == "tbl"]
                col += width
            cols = max(cols, col)
        grid = Grid(tuple(cells[place] for place in sorted(cells)), rows, cols)
        return [grid, *(part for one in inner for part in self._table(one))]

    def _count(self) -> None:
        self.cells_left -= 1
        if self.cells_left < 0:
            raise FileTooLarge(self.name, f"{MOST_CELLS} 个单元格", f"{MOST_CELLS} cells")


def places(body: _Element) -> Iterator[tuple[Location, _Element]]:
    """Every paragraph outside tables and every cell, with the location that `read` gives it (反查出处)."""
    tables = itertools.count(1)
    paragraph = 0
    for block in _blocks(body):
        if _name(block) == "p":
            paragraph += 1
            yield Location(line=paragraph), block
        else:
            yield from _places_of(block, tables)


def _places_of(table: _Element, tables: Iterator[int]) -> Iterator[tuple[Location, _Element]]:
    number = next(tables)
    inner: list[_Element] = []
    for row_number, row in enumerate(_children(table, "tr"), start=1):
        col = _grid_before(row)
        for item in _children(row, "tc"):
            yield Location(table=number, row=row_number, col=col + 1), item
            inner += [block for block in _blocks(item) if _name(block) == "tbl"]
            col += min(max(_value(item, "gridSpan"), 1), MOST_COLS)
    for one in inner:
        yield from _places_of(one, tables)


def _name(element: _Element) -> str:
    return str(element.tag).rpartition("}")[2]  # a comment's tag is a function, whose text is no element's name


def _blocks(parent: _Element) -> Iterator[_Element]:
    """Paragraphs and tables, also those inside content controls and accepted insertions (内容控件、修订插入)."""
    for child in parent:
        name = _name(child)
        if name in ("p", "tbl"):
            yield child
        elif name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"):
            yield from _blocks(child)


def _children(parent: _Element, name: str) -> Iterator[_Element]:
    """Rows or cells, also those inside content controls (内容控件)."""
    for child in parent:
        own = _name(child)
        if own == name:
            yield child
        elif own in ("sdt", "sdtContent", "ins", "customXml"):
            yield from _children(child, name)


def _property(element: _Element, name: str) -> _Element | None:
    """A property of a row or cell such as gridSpan (属性)."""
    for child in element:
        if _name(child) in ("tcPr", "trPr"):
            return next((one for one in child if _name(one) == name), None)
    return None


def _attribute(element: _Element, name: str) -> str:
    return element.get(f"{_W}{name}") or element.get(f"{_STRICT}{name}") or ""


def _value(element: _Element, name: str) -> int:
    found = _property(element, name)
    text = "" if found is None else _attribute(found, "val")
    return int(text) if text.isdecimal() else 0


def _grid_before(row: _Element) -> int:
    return min(_value(row, "gridBefore"), MOST_COLS)


def _goes_on(item: _Element) -> bool:
    """Whether a vertical merge that began above goes on in this cell."""
    merge = _property(item, "vMerge")
    return merge is not None and _attribute(merge, "val") in ("", "continue")


def _taller(cell: Cell, rowspan: int) -> Cell:
    return Cell(cell.row, cell.col, cell.text, cell.location, rowspan, cell.colspan)


def _cell_text(item: _Element) -> str:
    return "\n".join(_text(block) for block in _blocks(item) if _name(block) == "p").strip("\n")


def _text(paragraph: _Element) -> str:
    """The text of a paragraph as shown: deleted text and field codes left out, breaks and tabs kept."""
    return "".join(_pieces(paragraph))


def _pieces(parent: _Element) -> Iterator[str]:
    for child in parent:
        name = _name(child)
        if name == "t":
            yield child.text or ""
        elif name in ("br", "cr"):
            yield "\n"
        elif name == "tab":
            yield "\t"
        elif name == "sym":
            yield _symbol(child)
        elif name not in _SKIPPED:
            yield from _pieces(child)


def _symbol(element: _Element) -> str:
    """A check box or other mark out of a symbol font (符号): ☑ and □ tell which kind of project is ticked."""
    return {"F052": "☑", "F0FE": "☑", "F0A3": "□", "F0A8": "□", "F06F": "□"}.get(
        _attribute(element, "char").upper(), ""
    )
