r"""Make the example workbooks and web pages of examples/ out of tools/example_forms/*.grid.

Run: python tools/make_examples.py. A .grid file holds one printed form: `sheet:` and `widths:`, then one line a row.
Cells stand between " | "; "[3,2]" before a cell says three columns wide and two rows high, and a place that a higher
cell covers is left out. "\n" is a line break in a cell. A cell that is only a number is stored as a number, shown with
the same digits.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

ROOT = Path(__file__).parent.parent
SOURCES = ROOT / "tools" / "example_forms"
EXAMPLES = ROOT / "examples"

SPANS = re.compile(r"\[(\d+)(?:,(\d+))?\]")
NUMBER = re.compile(r"\d+(?:\.(\d+))?(%)?")
MADE = datetime(2024, 4, 1, tzinfo=UTC).replace(tzinfo=None)  # the same bytes at every run
THIN = Side(style="thin")


class Placed(msgspec.Struct, frozen=True):
    """One cell of a printed form, with its place and spans; rows and columns from 1."""

    row: int
    col: int
    text: str
    across: int
    down: int


class Sheet(msgspec.Struct, frozen=True):
    """One printed form (表格)."""

    name: str
    widths: list[int]
    cells: list[Placed]


def main() -> None:
    """Write every example, as a workbook and as a web page."""
    for source in sorted(SOURCES.glob("*.grid")):
        for path, data in made_from(source).items():
            path.write_bytes(data)
            print(path.relative_to(ROOT))


def made_from(source: Path) -> dict[Path, bytes]:
    """The files that one .grid file becomes."""
    sheet = parse(source.read_text(encoding="utf-8"))
    target = EXAMPLES / source.stem
    return {target.with_suffix(".xlsx"): workbook(sheet), target.with_suffix(".html"): page(sheet).encode()}


def parse(text: str) -> Sheet:
    """The form that a .grid file describes."""
    name, widths, *rows = text.splitlines()
    covered: set[tuple[int, int]] = set()
    cells = []
    for number, row in enumerate(rows, start=1):
        column = 1
        for written in (f"{row} " if row.endswith(" |") else row).split(" | "):
            while (number, column) in covered:
                column += 1
            cells.append(placed(written, number, column))
            covered |= places(cells[-1])
            column += cells[-1].across
    return Sheet(name.removeprefix("sheet: "), [int(width) for width in widths.split()[1:]], cells)


def placed(written: str, row: int, col: int) -> Placed:
    """One cell out of its notation."""
    spans = SPANS.match(written)
    text = written[spans.end() :] if spans else written
    across, down = (int(spans[1]), int(spans[2] or 1)) if spans else (1, 1)
    return Placed(row, col, text.replace("\\n", "\n"), across, down)


def places(cell: Placed) -> set[tuple[int, int]]:
    """Every position that a cell covers."""
    return {(cell.row + down, cell.col + across) for down in range(cell.down) for across in range(cell.across)}


def workbook(sheet: Sheet) -> bytes:
    """The form as XLSX: merged cells, borders, numbers with their display format."""
    book = Workbook()
    book.properties.creator = "jixiao"
    book.properties.created = MADE
    page = book.worksheets[0]
    page.title = sheet.name
    for index, width in enumerate(sheet.widths, start=1):
        page.column_dimensions[get_column_letter(index)].width = width
    for cell in sheet.cells:
        for row, col in places(cell):
            page.cell(row, col).border = Border(THIN, THIN, THIN, THIN)
        fill(page.cell(cell.row, cell.col), cell.text, title=cell.row == 1)
        if cell.across * cell.down > 1:
            page.merge_cells(None, cell.row, cell.col, cell.row + cell.down - 1, cell.col + cell.across - 1)
    page.page_setup.orientation = "landscape"
    page.page_setup.fitToHeight = 0
    packed = io.BytesIO()
    book.save(packed)
    return with_fixed_times(packed.getvalue())


def fill(cell: Cell | MergedCell, text: str, *, title: bool) -> None:
    """Put the text, or the number that it shows, into one cell of the workbook."""
    if isinstance(cell, MergedCell):
        raise TypeError(cell.coordinate)
    cell.alignment = Alignment(horizontal="center" if title else None, vertical="center", wrap_text=True)
    cell.font = Font(name="宋体", size=16 if title else 10, bold=title)
    number = NUMBER.fullmatch(text)
    if number is None:
        cell.value = text or None
        if text:
            cell.data_type = "s"  # “=8个” is a target, no formula
        return
    decimals, percent = len(number[1] or ""), number[2] or ""
    shown = f"0.{'0' * decimals}" if decimals else "0"
    cell.number_format = shown + percent if decimals or percent else "General"
    # The float is only how XLSX stores a number: it is written with these very digits.
    cell.value = round(float(text[:-1]) / 100, decimals + 2) if percent else float(text)


def with_fixed_times(packed: bytes) -> bytes:
    """The same archive with one date on every member, so that making it again gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            data = old.read(item)
            if item.filename == "docProps/core.xml":
                data = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + MADE.isoformat().encode() + b"Z", data)
            new.writestr(zipfile.ZipInfo(item.filename, MADE.timetuple()[:6]), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def page(sheet: Sheet) -> str:
    """The form as a web page with one table, as disclosure sites print it."""
    title = sheet.cells[0].text
    head = f'<head><meta charset="utf-8"><title>{title}</title></head>'
    lines = [
        "<!DOCTYPE html>",
        '<html lang="zh-CN">',
        head,
        "<body>",
        '<table border="1" cellspacing="0" cellpadding="4">',
    ]
    for row in range(1, max(cell.row for cell in sheet.cells) + 1):
        cells = "".join(tag(cell) for cell in sheet.cells if cell.row == row)
        lines.append(f"<tr>{cells}</tr>")
    return "\n".join([*lines, "</table>", "</body>", "</html>", ""])


def tag(cell: Placed) -> str:
    """One cell of the web page."""
    across = f' colspan="{cell.across}"' if cell.across > 1 else ""
    down = f' rowspan="{cell.down}"' if cell.down > 1 else ""
    return f"<td{across}{down}>{html.escape(cell.text).replace(chr(10), '<br>')}</td>"


if __name__ == "__main__":
    main()
