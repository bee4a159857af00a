"""Old Excel workbooks (.xls): every sheet as a grid of the values shown, with merges."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import TYPE_CHECKING

from jixiao.document import Cell, Document, Grid
from jixiao.errors import FileDamaged, FileEmpty, FileEncrypted, FileTooLarge
from jixiao.location import Location
from jixiao.readers import sniff
from jixiao.readers.xlsx import letters
from jixiao.readers.xlsx_styles import shown

if TYPE_CHECKING:
    import xlrd

SUFFIXES = (".xls", ".et")
MOST_CELLS = 200_000
_TEXT, _BOOLEAN = 1, 4  # cell types of xlrd
_NUMBERS = (2, 3)  # numbers and dates


def fits(head: bytes) -> bool:
    """Whether the content is an old Excel workbook."""
    return sniff.kind_of(head).name == "xls"


def read(data: bytes, name: str) -> Document:
    """The sheets of an old workbook (工作表), hidden ones too.

    Raises FileDamaged, FileEmpty (no cell has text), FileEncrypted, FileTooLarge.
    """
    book = _opened(data, name)
    problems = [f"工作表“{sheet.name}”是隐藏的，其内容也已读取。" for sheet in book.sheets() if sheet.visibility]
    if sum(map(_places, book.sheets())) > MOST_CELLS:
        raise FileTooLarge(name, f"{MOST_CELLS} 个单元格", f"{MOST_CELLS} cells")
    grids = tuple(_grid(book, sheet) for sheet in book.sheets())
    if not any(cell.text.strip() for grid in grids for cell in grid.cells):
        raise FileEmpty(name, has_bytes=True)
    return Document(name, "xls", grids, tuple(problems))


def _opened(data: bytes, name: str) -> xlrd.book.Book:
    import xlrd.biffh  # noqa: PLC0415 - rarely needed

    try:
        return xlrd.open_workbook(file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO())
    except xlrd.biffh.XLRDError as error:
        if "encrypt" in str(error).lower():
            raise FileEncrypted(name) from error
        raise FileDamaged(name, "不是完整的 .xls 工作簿", "it is no complete .xls workbook") from error
    except Exception as error:  # xlrd 遇到残缺文件会抛出 IndexError、struct.error、AssertionError 等多种异常
        raise FileDamaged(name, "不是完整的 .xls 工作簿", "it is no complete .xls workbook") from error


def _places(sheet: xlrd.sheet.Sheet) -> int:
    """How many places the cells and the merges of a sheet take; xlrd itself fills no row up (ragged_rows)."""
    merged = sum(
        max(0, min(bottom, sheet.nrows) - top) * max(0, min(right, sheet.ncols) - left)
        for top, bottom, left, right in sheet.merged_cells
    )
    return max(sheet.nrows * sheet.ncols, merged)


def _grid(book: xlrd.book.Book, sheet: xlrd.sheet.Sheet) -> Grid:
    spans = {(top, left): (bottom - top, right - left) for top, bottom, left, right in sheet.merged_cells}
    covered = {
        (row, col)
        for (top, left), (height, width) in spans.items()
        for row in range(top, min(top + height, sheet.nrows))
        for col in range(left, min(left + width, sheet.ncols))
        if (row, col) != (top, left)
    }
    cells = []
    for row in range(sheet.nrows):
        for col in range(sheet.ncols):
            if (row, col) in covered:
                continue
            height, width = spans.get((row, col), (1, 1))
            where = Location(sheet=sheet.name, cell=f"{letters(col)}{row + 1}")
            height, width = min(height, sheet.nrows - row), min(width, max(sheet.ncols - col, 1))
            cells.append(Cell(row, col, _text(book, sheet, row, col), where, height, width))
    return Grid(
        tuple(cells),
        sheet.nrows,
        sheet.ncols,
        sheet.name,
        frozenset(row for row, info in sheet.rowinfo_map.items() if info.hidden),
        frozenset(col for col, info in sheet.colinfo_map.items() if info.hidden),
        bool(sheet.visibility),
    )


def _text(book: xlrd.book.Book, sheet: xlrd.sheet.Sheet, row: int, col: int) -> str:
    if col >= sheet.row_len(row):
        return ""
    cell = sheet.cell(row, col)
    if cell.ctype in _NUMBERS:  # 数值、日期：按单元格的数字格式显示
        style = book.xf_list[cell.xf_index or 0]
        code = book.format_map[style.format_key].format_str
        # 二进制双精度存储，取其最短十进制写法，与 XLSX 文件中所存文字一致
        return shown(str(Decimal(repr(cell.value))), code, from_1904=bool(book.datemode))
    if cell.ctype == _BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    return str(cell.value) if cell.ctype == _TEXT else ""
