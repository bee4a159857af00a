"""Excel workbooks (.xlsx): every sheet as a grid of the values shown, with merges. Sparse: a far cell costs nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from jixiao.document import Cell, Document, Grid
from jixiao.errors import FileDamaged, FileEmpty, FileTooLarge
from jixiao.location import Location
from jixiao.readers import office_package, sniff
from jixiao.readers.office_package import Package
from jixiao.readers.xlsx_styles import BUILT_IN, shown

if TYPE_CHECKING:
    from lxml.etree import _Element

SUFFIXES = (".xlsx", ".xlsm")
MOST_CELLS = 200_000
MOST_MERGED = 200_000  # places that one merge may cover
LAST_ROW, LAST_COL = 1_048_576, 16_384

_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_REL = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_REF = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?")

Place = tuple[int, int]


def fits(head: bytes) -> bool:
    """Whether the content is an Excel workbook."""
    return sniff.kind_of(head).name == "xlsx"


def read(data: bytes, name: str) -> Document:
    """The sheets of a workbook (工作表), hidden ones too, in the order of the tabs.

    Raises FileDamaged, FileEmpty (no cell has text), FileEncrypted, FileTooLarge.
    """
    with office_package.opened(data, name) as package:
        return _Book(package).document()


class _Sheet(NamedTuple):
    """A sheet as the workbook lists it (工作表)."""

    name: str
    part: str
    hidden: bool


class _Book:
    """An open workbook: what its sheets share, and what is left of the limits (工作簿)."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.name = package.name
        self.cells_left = MOST_CELLS
        self.problems: list[str] = []
        self.strings = self._strings()
        self.formats = self._formats()
        self.from_1904 = False

    def document(self) -> Document:
        """All sheets (文档); one that cannot be read is a problem, the others survive."""
        grids = []
        for sheet in self._sheets():
            root = self.package.part(sheet.part)
            if root is None:
                self.problems.append(f"工作表“{sheet.name}”在文件中缺失，未读取。")
                continue
            if sheet.hidden:
                self.problems.append(f"工作表“{sheet.name}”是隐藏的，其内容也已读取。")
            grids.append(_Page(self, sheet, root).grid())
        if not any(cell.text.strip() for grid in grids for cell in grid.cells):
            raise FileEmpty(self.name, has_bytes=True)
        return Document(self.name, "xlsx", tuple(grids), tuple(self.problems))

    def text_of_string(self, index: str) -> str:
        """A shared string by its number (共享字符串)."""
        if index.isdecimal() and int(index) < len(self.strings):
            return self.strings[int(index)]
        raise FileDamaged(self.name, f"缺少共享字符串 {index}", f"shared string {index} is missing")

    def format_of(self, style: str | None) -> str:
        """The number format of a cell style (数字格式)."""
        index = int(style) if style and style.isdecimal() else 0
        return self.formats[index] if index < len(self.formats) else "General"

    def count_cell(self) -> None:
        """Keep the number of cells within the limit."""
        self.cells_left -= 1
        if self.cells_left < 0:
            raise FileTooLarge(self.name, f"{MOST_CELLS} 个单元格", f"{MOST_CELLS} cells")

    def _sheets(self) -> Iterator[_Sheet]:
        book = self.package.part("xl/workbook.xml")
        links = self.package.part("xl/_rels/workbook.xml.rels")
        if book is None or links is None:
            raise FileDamaged(self.name, "缺少工作簿目录", "the workbook's index is missing")
        self.from_1904 = any(pr.get("date1904") in ("1", "true") for pr in book.iter("{*}workbookPr"))
        parts = {link.get("Id"): link.get("Target", "") for link in links}
        for sheet in book.iter("{*}sheet"):
            part = parts.get(sheet.get(_REL) or sheet.get(_STRICT_REL), "")
            full = part.removeprefix("/") if part.startswith("/") else f"xl/{part}"
            yield _Sheet(sheet.get("name", ""), full, sheet.get("state", "visible") != "visible")

    def _strings(self) -> list[str]:
        root = self.package.part("xl/sharedStrings.xml")
        return [] if root is None else [_rich_text(item) for item in root.iterchildren("{*}si")]

    def _formats(self) -> list[str]:
        root = self.package.part("xl/styles.xml")
        if root is None:
            return []
        codes = dict(BUILT_IN)
        codes |= {_whole(one.get("numFmtId")): one.get("formatCode", "") for one in root.iter("{*}numFmt")}
        styles = root.find("{*}cellXfs")
        return [] if styles is None else [codes.get(_whole(one.get("numFmtId")), "General") for one in styles]


class _Page:
    """One sheet being read (工作表)."""

    def __init__(self, book: _Book, sheet: _Sheet, root: _Element) -> None:
        self.book = book
        self.sheet = sheet
        self.root = root
        self.hidden_rows: set[int] = set()

    def grid(self) -> Grid:
        """The sheet's cells, blank bordered ones too, within the range that holds text."""
        texts = dict(self._texts())
        filled = [place for place, text in texts.items() if text.strip()]
        rows = max((row for row, _ in filled), default=-1) + 1
        cols = max((col for _, col in filled), default=-1) + 1
        spans = self._spans(rows, cols)
        covered = {
            (row + down, col + right)
            for (row, col), (height, width) in spans.items()
            for down in range(height)
            for right in range(width)
            if down or right
        }
        cells = [
            Cell(row, col, text, self._location(row, col), *spans.get((row, col), (1, 1)))
            for (row, col), text in sorted(texts.items())
            if row < rows and col < cols and (row, col) not in covered
        ]
        return Grid(
            tuple(cells),
            rows,
            cols,
            self.sheet.name,
            frozenset(self.hidden_rows),
            self._hidden_cols(),
            self.sheet.hidden,
        )

    def _texts(self) -> Iterator[tuple[Place, str]]:
        data = self.root.find("{*}sheetData")
        row_number = -1
        for row in () if data is None else data:
            stated = _whole(row.get("r"))
            row_number = stated - 1 if 0 < stated <= LAST_ROW else row_number + 1
            if row.get("hidden") in ("1", "true"):
                self.hidden_rows.add(row_number)
            col_number = -1
            for cell in row:
                self.book.count_cell()
                place = _place(cell.get("r") or "") or (row_number, col_number + 1)
                col_number = place[1]
                yield place, self._text(cell, place)

    def _text(self, cell: _Element, place: Place) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return _rich_text(cell)
        value = cell.find("{*}v")
        stored = (value.text or "") if value is not None else ""
        if not stored and kind != "str":  # a formula whose result is no text at all is saved as a string
            return self._unsaved_formula(cell, place)
        if kind == "s":
            return self.book.text_of_string(stored)
        if kind == "b":
            return "TRUE" if stored == "1" else "FALSE"
        if kind == "n" and _NUMBER.fullmatch(stored.strip()):
            return shown(stored.strip(), self.book.format_of(cell.get("s")), from_1904=self.book.from_1904)
        return _unescaped(stored)

    def _unsaved_formula(self, cell: _Element, place: Place) -> str:
        """Blank; where the file keeps a formula but no value for it, a problem: formulas are never worked out here."""
        if cell.find("{*}f") is not None:
            where = self._location(*place).describe()
            self.book.problems.append(f"{where}：公式没有保存计算结果，请用 Excel 或 WPS 打开后保存再读取。")
        return ""

    def _spans(self, rows: int, cols: int) -> dict[Place, Place]:
        """Height and width of each merge, cut to the range in use."""
        spans: dict[Place, Place] = {}
        left = MOST_MERGED
        for merge in self.root.iter("{*}mergeCell"):
            first, _, last = merge.get("ref", "").partition(":")
            start, end = _place(first), _place(last or first)
            if start is None or end is None or start[0] >= rows or start[1] >= cols:
                continue
            span = min(end[0], rows - 1) - start[0] + 1, min(end[1], cols - 1) - start[1] + 1
            left -= max(span[0] * span[1], 0)
            if left < 0:
                self.book.problems.append(
                    f"工作表“{self.sheet.name}”的合并区域过大，{merge.get('ref')} 起未按合并处理。"
                )
                break
            if min(span) > 0:
                spans[start] = span
        return spans

    def _hidden_cols(self) -> frozenset[int]:
        hidden: set[int] = set()
        for col in self.root.iter("{*}col"):
            if col.get("hidden") in ("1", "true"):
                hidden |= set(range(_whole(col.get("min")) - 1, min(_whole(col.get("max")), LAST_COL)))
        return frozenset(hidden)

    def _location(self, row: int, col: int) -> Location:
        return Location(sheet=self.sheet.name, cell=f"{letters(col)}{row + 1}")


def letters(col: int) -> str:
    """The letters of a column counted from 0 (列号).

    >>> letters(0), letters(27)
    ('A', 'AB')
    """
    out = ""
    col += 1
    while col:
        col, rest = divmod(col - 1, 26)
        out = chr(ord("A") + rest) + out
    return out


def _place(ref: str) -> Place | None:
    """Row and column from 0 of a reference such as B12; None where it is none."""
    found = _REF.fullmatch(ref)
    if found is None:
        return None
    col = 0
    for letter in found[1].upper():
        col = col * 26 + ord(letter) - ord("A") + 1
    row = int(found[2])
    return (row - 1, col - 1) if 0 < row <= LAST_ROW and col <= LAST_COL else None


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0


def _rich_text(item: _Element) -> str:
    """The runs of a rich text joined; reading aids (拼音) left out."""
    parts = [run.text or "" for run in item.iter("{*}t") if not _is_reading_aid(run)]
    return _unescaped("".join(parts))


def _is_reading_aid(run: _Element) -> bool:
    parent = run.getparent()
    return parent is not None and str(parent.tag).endswith("}rPh")


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text).replace("\r\n", "\n").replace("\r", "\n")
