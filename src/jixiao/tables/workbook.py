"""Tables of many forms as one workbook (写出 XLSX): numbers as printed, texts never formulas, filters on top."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from jixiao.errors import TextTooLong
from jixiao.lang import say
from jixiao.readers.xlsx import letters
from jixiao.tables.model import Cell, Head, Sheet
from jixiao.terminal import width
from jixiao.writers.printable import printable
from jixiao.writing_errors import TooManyRows

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

MOST_ROWS = 1_048_575  # below the heading
LONGEST = 32_767  # characters that a cell holds
MOST_DIGITS = 15  # significant digits that a workbook keeps; a longer number stays a text
NARROWEST, WIDEST = 8, 48  # characters of a column
LOOKED_AT = 200  # rows that a column's width follows
LINE, MOST_LINES = 13.5, 8  # points of a line; a longer text is read in its cell
MADE = datetime(2000, 1, 1, tzinfo=UTC)  # the same forms give the same bytes


def workbook(sheets: Sequence[Sheet], lang: str) -> bytes:
    """The sheets, and a last one that says what each column is (写成 XLSX)."""
    import xlsxwriter  # noqa: PLC0415 - only where a workbook is written

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        book.set_properties({"created": MADE})
        written = _Book(book)
        for sheet in (*sheets, _explained(sheets, lang)):
            written.add(sheet)
    return out.getvalue()


def _explained(sheets: Sequence[Sheet], lang: str) -> Sheet:
    heads = tuple(Head(say(f"table.{name}", lang), "text") for name in ("sheet", "column", "about"))
    rows = [(sheet.title, head.name, head.about) for sheet in sheets for head in sheet.heads if head.about]
    return Sheet("about", say("table.about_sheet", lang), heads, rows)


class _Book:
    """The workbook being written (写出中的工作簿)."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        base = {"font_name": "宋体", "font_size": 10, "valign": "top"}
        self.text: Format = book.add_format(base | {"text_wrap": True, "num_format": "@"})
        self.head: Format = book.add_format(
            base | {"bold": True, "bg_color": "#E8EEF7", "bottom": 1, "text_wrap": True}
        )
        self.day: Format = book.add_format(base | {"num_format": "yyyy-mm-dd"})
        self.numbers: dict[str, Format] = {}
        self.base = base

    def add(self, sheet: Sheet) -> None:
        """One sheet with its heading frozen and filters over it."""
        if len(sheet.rows) > MOST_ROWS:
            raise TooManyRows(sheet.title, len(sheet.rows), MOST_ROWS)
        page: Worksheet = self.book.add_worksheet(sheet.title)
        widths = [_column(sheet, col) for col in range(len(sheet.heads))]
        for col, head in enumerate(sheet.heads):
            page.write_string(0, col, printable(head.name), self.head)
            page.set_column(col, col, widths[col])
        for at, row in enumerate(sheet.rows, start=1):
            page.set_row(at, LINE * min(max(map(_lines, row, widths), default=1), MOST_LINES))
            for col, (cell, head) in enumerate(zip(row, sheet.heads, strict=True)):
                self._cell(page, at, col, cell, head)
        page.freeze_panes(1, 0)
        page.autofilter(0, 0, max(len(sheet.rows), 1), len(sheet.heads) - 1)
        page.ignore_errors({"number_stored_as_text": f"A1:{letters(len(sheet.heads) - 1)}{len(sheet.rows) + 1}"})
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)

    def _cell(self, page: Worksheet, row: int, col: int, cell: Cell, head: Head) -> None:
        if cell is None or cell == "":
            return
        if isinstance(cell, Decimal) and len(cell.as_tuple().digits) <= MOST_DIGITS:
            page.write_number(row, col, float(cell), self._number(cell, head))
        elif isinstance(cell, date):
            page.write_datetime(row, col, cell, self.day)
        elif isinstance(cell, int):
            page.write_number(row, col, cell, self._number(Decimal(cell), head))
        else:
            text = printable(cell) if isinstance(cell, str) else f"{cell:f}"
            if len(text) > LONGEST:
                raise TextTooLong(head.name, len(text), LONGEST)
            page.write_string(row, col, text, self.text)  # never as a formula, nor as a link

    def _number(self, number: Decimal, head: Head) -> Format:
        """The format that shows the decimals that were printed; of a rate, as a percentage."""
        exponent = number.as_tuple().exponent
        places = max(0, -exponent) if isinstance(exponent, int) else 0
        places -= min(places, 2) if head.kind == "rate" else 0
        shown = ("0." + "0" * places if places else "0") + ("%" if head.kind == "rate" else "")
        if shown not in self.numbers:
            self.numbers[shown] = self.book.add_format(self.base | {"num_format": shown})
        return self.numbers[shown]


def _column(sheet: Sheet, col: int) -> int:
    """How wide a column is (列宽): as its heading and its first rows need, within bounds."""
    shown = (_wide(row[col]) for row in sheet.rows[:LOOKED_AT])
    return min(max(NARROWEST, width(sheet.heads[col].name), *shown) + 2, WIDEST)


def _lines(cell: Cell, room: int) -> int:
    """How many lines a cell's text takes (行数)."""
    if not isinstance(cell, str):
        return 1
    return sum(max(1, math.ceil(width(line) / (room - 1))) for line in cell.split("\n"))


def _wide(cell: Cell) -> int:
    return max((width(line) for line in str(cell).split("\n")), default=0) if cell is not None else 0
