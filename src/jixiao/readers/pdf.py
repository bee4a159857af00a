"""PDF with a text layer (PDF 文本层): tables from ruling lines, text outside them as lines, each with page and box."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from jixiao.document import Cell, Document, Grid, Line
from jixiao.errors import FileDamaged, FileEncrypted, FileTooLarge, NeedsOcr
from jixiao.location import Box, Location
from jixiao.readers import page_breaks
from jixiao.readers.page_breaks import Joined
from jixiao.readers.ruling import Glyph, Table, line_text, lines_of, tables

if TYPE_CHECKING:
    import pypdfium2 as pdfium

SUFFIXES = (".pdf",)
MOST_PAGES = 300
HEAD = 1024  # the mark may stand anywhere in the first kilobyte, as PDF readers accept


def fits(head: bytes) -> bool:
    """Whether the file says that it is a PDF."""
    return b"%PDF-" in head[:HEAD]


def read(data: bytes, name: str) -> Document:
    """The tables and lines of a born-digital PDF.

    Raises FileEncrypted, FileDamaged (after one repair), FileTooLarge, NeedsOcr (no page has text).
    """
    problems: list[str] = []
    pdf = _opened(data, name, problems)
    try:
        count = len(pdf)
        if count > MOST_PAGES:
            raise FileTooLarge(name, f"{count} 页，最多 {MOST_PAGES} 页")
        pages = _Pages(problems)
        for number in range(1, count + 1):
            pages.add(pdf, number)
    finally:
        pdf.close()
    if not pages.readable:
        raise NeedsOcr(name)
    return Document(name, "pdf", tuple(pages.parts()), tuple(problems))


def _opened(data: bytes, name: str, problems: list[str]) -> pdfium.PdfDocument:
    import pypdfium2 as pdfium  # noqa: PLC0415 - loads a native library

    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise FileEncrypted(name) from error
    repaired = _repaired(data, name)
    problems.append("文件有损坏，已修复后读取；请核对是否完整。")
    try:
        return pdfium.PdfDocument(repaired)
    except pdfium.PdfiumError as error:
        raise FileDamaged(name, "PDF 结构无法解析", "the PDF structure cannot be parsed") from error


def _repaired(data: bytes, name: str) -> bytes:
    """The file rewritten by qpdf, which finds its objects again when the index at its end is lost."""
    import pikepdf  # noqa: PLC0415 - loads a native library, rarely needed

    out = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            pdf.save(out)
    except pikepdf.PasswordError as error:
        raise FileEncrypted(name) from error
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        raise FileDamaged(name, "PDF 结构无法解析", "the PDF structure cannot be parsed") from error
    return out.getvalue()


class _Pages:
    """The pages as they come: tables joined over page ends, lines outside them (逐页累积)."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        self.joined: list[Joined] = []
        self.lines: list[tuple[int, float, Line]] = []
        self.readable = False
        self._open = False  # the last table ended the page before, so it may go on

    def add(self, pdf: pdfium.PdfDocument, number: int) -> None:
        """Read page `number`; a page that fails is a problem, the others survive."""
        import pypdfium2 as pdfium  # noqa: PLC0415 - already loaded

        from jixiao.readers import pdf_page  # noqa: PLC0415 - loads a native library

        try:
            page = pdf[number - 1]
        except pdfium.PdfiumError:
            self.problems.append(f"第 {number} 页无法打开，已跳过。")
            return
        try:
            height = pdf_page.height_of(page)
            glyphs = pdf_page.glyphs_of(page, height)
            if not glyphs:
                self.problems.append(f"第 {number} 页没有文字层（可能是扫描件），未读取。")
                return
            strokes = pdf_page.strokes_of(page, height)
        except pdf_page.TooManyPaths:
            self.problems.append(f"第 {number} 页图形过多，按图片处理，未读取。")
            return
        finally:
            page.close()
        self.readable = True
        self._place(number, *tables(strokes.horizontal, strokes.vertical, glyphs))

    def _place(self, number: int, found: list[Table], rest: list[Glyph]) -> None:
        before = len(self.joined)
        for index, table in enumerate(found):
            last = self.joined[-1] if self.joined else None
            if index == 0 and self._open and last is not None and page_breaks.continues(last, table):
                self.joined[-1] = page_breaks.join(last, table, number)
            else:
                self.joined.append(page_breaks.single(table, number))
        self._open = bool(found) or (self._open and before > 0 and not rest)
        for row in lines_of(rest):
            box = _box(row)
            self.lines.append((number, box.y0, Line(line_text(row), Location(page=number, box=box))))

    def parts(self) -> list[Grid | Line]:
        """Grids and lines in reading order."""
        placed: list[tuple[int, float, Grid | Line]] = [(one.page, one.top, _grid(one)) for one in self.joined]
        placed += self.lines
        placed.sort(key=lambda item: item[:2])
        return [part for _, _, part in placed]


def _box(row: list[Glyph]) -> Box:
    size = max(glyph.size for glyph in row)
    baseline = max(glyph.baseline for glyph in row)
    return Box(row[0].x, baseline - size, row[-1].x + row[-1].size, baseline + size * 0.2)


def _grid(table: Joined) -> Grid:
    cells = tuple(
        Cell(
            piece.cell.row,
            piece.cell.col,
            piece.cell.text,
            Location(page=piece.page, box=piece.cell.box),
            piece.cell.rowspan,
            piece.cell.colspan,
        )
        for piece in sorted(table.pieces, key=lambda piece: (piece.cell.row, piece.cell.col))
    )
    return Grid(cells, table.rows, len(table.xs) - 1)
