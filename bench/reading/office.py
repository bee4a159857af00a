"""Forms as XLSX and DOCX, and what LibreOffice and Chromium make of them (办公软件产出的文件)."""

from __future__ import annotations

import io
import itertools
import math
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.styles import Border, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from jixiao.writers.official import Plan, Planned
from tools import bare_word
from tools.make_examples import fill

WIDE = 10  # columns from which the page is laid across
THIN = Side(style="thin")
POINTS_A_CHARACTER = 5.25  # of a column's width in a workbook
LINE, PADDING, SIZE = 15, 8, 10  # points
SECONDS = 600


def column_points(plan: Plan, total: float) -> list[float]:
    """The width of each column, in points."""
    return [total * width / sum(plan.widths) for width in plan.widths]


def row_points(plan: Plan, widths: Sequence[float]) -> list[float]:
    """The height that each row needs for its texts; a merged cell's need goes to its last row (行高)."""
    heights = [float(LINE + PADDING)] * plan.rows
    for cell in sorted(plan.cells, key=lambda one: one.rowspan):
        rows = slice(cell.row, cell.row + cell.rowspan)
        heights[rows.stop - 1] += max(0.0, needed_points(cell, widths) - sum(heights[rows]))
    return heights


def needed_points(cell: Planned, widths: Sequence[float]) -> float:
    """The height that the text of a cell needs (所需高度)."""
    width = sum(widths[cell.col : cell.col + cell.colspan]) - PADDING
    a_line = max(1, math.floor(width / SIZE / 1.05))
    lines = sum(max(1, math.ceil(_ems(line) / a_line)) for line in cell.text.split("\n"))
    return lines * LINE * (1.7 if cell.role == "title" else 1) + PADDING


def _ems(text: str) -> float:
    return sum(1.0 if ord(character) > 0x2000 else 0.6 for character in text)


def xlsx(plan: Plan) -> bytes:
    """The form as a workbook: merged cells, numbers as numbers, rows high enough, the header printed on every page."""
    book = Workbook()
    page = book.worksheets[0]
    page.title = "自评表"
    widths = column_points(plan, 770 if plan.cols > WIDE else 520)
    for cell in plan.cells:
        if cell.role == "number" and cell.colspan == 1:  # a number that does not fit is printed as ###
            widths[cell.col] = max(widths[cell.col], 0.6 * SIZE * len(cell.text) + PADDING)
    for index, width in enumerate(widths, start=1):
        page.column_dimensions[get_column_letter(index)].width = width / POINTS_A_CHARACTER
    for index, height in enumerate(row_points(plan, widths), start=1):
        page.row_dimensions[index].height = height
    for cell in plan.cells:
        _put(page, plan, cell)
    page.page_setup.orientation = "landscape" if plan.cols > WIDE else "portrait"
    page.page_setup.paperSize = 9
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_setup.fitToHeight = 0
    if plan.repeat[0]:
        page.print_title_rows = f"{plan.repeat[0] + 1}:{plan.repeat[1] + 1}"
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def _put(page: Worksheet, plan: Plan, cell: Planned) -> None:
    row, col = cell.row + 1, cell.col + 1
    if plan.table[0] <= cell.row <= plan.table[1]:
        for down, across in itertools.product(range(cell.rowspan), range(cell.colspan)):
            page.cell(row + down, col + across).border = Border(THIN, THIN, THIN, THIN)
    fill(page.cell(row, col), cell.text, title=cell.role == "title")
    if cell.rowspan * cell.colspan > 1:
        page.merge_cells(None, row, col, row + cell.rowspan - 1, col + cell.colspan - 1)


def docx(plan: Plan) -> bytes:
    """The form as a Word document: its lines as paragraphs, its ruled part as one table."""
    wide = plan.cols > WIDE
    page, turn = ((16838, 11906), "landscape") if wide else ((11906, 16838), "portrait")
    widths = [round(20 * width) for width in column_points(plan, 740 if wide else 500)]
    first, last = plan.table
    above = "".join(_paragraph(cell.text) for cell in plan.cells if cell.row < first and cell.text)
    below = "".join(_paragraph(cell.text) for cell in plan.cells if cell.row > last and cell.text)
    rows = "".join(_row(plan, row, widths) for row in range(first, last + 1))
    section = (
        f'<w:sectPr><w:pgSz w:w="{page[0]}" w:h="{page[1]}" w:orient="{turn}"/>'
        '<w:pgMar w:top="720" w:right="720" w:bottom="720" w:left="720" w:header="300" w:footer="300" w:gutter="0"/>'
        "</w:sectPr>"
    )
    body = (
        f'{above}<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>{bare_word.BORDERS}'
        f'<w:tblLayout w:type="fixed"/></w:tblPr>{bare_word.grid(widths)}{rows}</w:tbl>'
        f"{below or _paragraph('')}{section}"
    )
    return bare_word.document(body)


def _row(plan: Plan, row: int, widths: list[int]) -> str:
    """One row of the Word table; a cell merged from above stands in it again, marked as its continuation."""
    touching = [cell for cell in plan.cells if cell.row <= row < cell.row + cell.rowspan]
    parts = []
    for cell in sorted(touching, key=lambda one: one.col):
        own = widths[cell.col : cell.col + cell.colspan]
        marks = bare_word.marks(own, cell.rowspan, begins=cell.row == row)
        text = cell.text if cell.row == row else ""
        parts.append(f'<w:tc><w:tcPr>{marks}<w:vAlign w:val="center"/></w:tcPr>{_paragraph(text)}</w:tc>')
    return f"<w:tr>{''.join(parts)}</w:tr>"


def _paragraph(text: str) -> str:
    style = f'<w:rPr><w:rFonts w:eastAsia="宋体"/><w:sz w:val="{2 * SIZE}"/></w:rPr>'
    runs = "<w:r><w:br/></w:r>".join(
        f'<w:r>{style}<w:t xml:space="preserve">{escape(line)}</w:t></w:r>' for line in text.split("\n")
    )
    return f'<w:p><w:pPr><w:spacing w:before="0" w:after="0"/></w:pPr>{runs}</w:p>'


def converted(files: list[bytes], suffix: str, target: str) -> list[bytes]:
    """The files as LibreOffice writes them in another format, all in one run of it (LibreOffice 转换)."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        names = [place / f"{index:04}.{suffix}" for index in range(len(files))]
        for name, data in zip(names, files, strict=True):
            name.write_bytes(data)
        command = [found("soffice"), f"-env:UserInstallation={(place / 'profile').as_uri()}", "--headless"]
        _run([*command, "--convert-to", target, "--outdir", folder, *map(str, names)])
        return [name.with_suffix(f".{target}").read_bytes() for name in names]


def printed(pages: list[str]) -> list[bytes]:
    """The web pages as Chromium prints them to PDF (浏览器打印)."""
    quiet = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
    made = []
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        source, out = place / "form.html", place / "form.pdf"
        for page in pages:
            source.write_text(page, encoding="utf-8")
            _run([
                found("chromium"), "--headless", *quiet, "--disable-component-update", "--disable-sync",
                f"--user-data-dir={place / 'profile'}", "--no-pdf-header-footer", f"--print-to-pdf={out}",
                source.as_uri(),
            ])  # fmt: skip
            made.append(out.read_bytes())
    return made


def found(program: str) -> str:
    """Where a program of the system stands; says what is missing."""
    path = shutil.which(program)
    if path is None:
        sys.exit(f"bench.reading needs {program} (Debian: apt install libreoffice-writer libreoffice-calc chromium)")
    return path


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, check=False, timeout=SECONDS)  # noqa: S603 - our own commands
    if done.returncode:
        sys.exit(f"{command[0]}: exit {done.returncode}\n{done.stderr.decode(errors='replace')}")
