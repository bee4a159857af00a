"""PDF (PDF 文件): tables from ruling lines, text outside them as lines, each with page and box.

Pages without a text layer are read as scans.
"""

from __future__ import annotations

import gc
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from jixiao.document import Document, Grid, Line
from jixiao.errors import FileDamaged, FileEncrypted, FileTooLarge, NeedsOcr
from jixiao.readers.pages import Pages
from jixiao.readers.ruling import Glyph, tables

if TYPE_CHECKING:
    import pypdfium2 as pdfium

SUFFIXES = (".pdf",)
MOST_PAGES = 300
EXTRA = "jixiao[ocr]"
HEAD = 1024  # the mark may stand anywhere in the first kilobyte, as PDF readers accept


def fits(head: bytes) -> bool:
    """Whether the file says that it is a PDF."""
    return b"%PDF-" in head[:HEAD]


def read(data: bytes, name: str) -> Document:
    """The tables and lines of a PDF.

    Raises FileEncrypted, FileDamaged (after one repair, or no page opens), FileTooLarge, NeedsOcr (no page has text).
    """
    from jixiao.readers.pdf_fonts import stand_in  # noqa: PLC0415 - loads a native library
    from jixiao.readers.pdf_shapes import without_shapes  # noqa: PLC0415 - few files are PDFs

    lean = without_shapes(data)
    with stand_in(), _uncollected():
        try:
            reading = _pages(lean, name, is_whole=lean is data)
        except _ShapesNeededError:
            reading = _pages(data, name, is_whole=True)
        return _document(reading, name)


class _ShapesNeededError(Exception):
    """A page is to be drawn for recognition (须绘制页面), which takes the shapes that were left aside."""


@contextmanager
def _uncollected() -> Iterator[None]:
    """No search for dead cycles (暂停垃圾回收) while a file is read: it makes none, and many small tuples that stay."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _pages(data: bytes, name: str, *, is_whole: bool) -> _Reading:
    """All pages of the file, read. Raises _ShapesNeededError for a scanned page of a file that is not whole."""
    problems: list[str] = []
    pdf = _opened(data, name, problems)
    try:
        count = len(pdf)
        if count > MOST_PAGES:
            raise FileTooLarge(name, f"{count} 页，最多 {MOST_PAGES} 页", f"{count} pages, {MOST_PAGES} at most")
        reading = _Reading(problems, is_whole=is_whole)
        for number in range(1, count + 1):
            reading.add(pdf, number)
    finally:
        pdf.close()
    return reading


def _document(reading: _Reading, name: str) -> Document:
    """What the pages make together."""
    if reading.readable:
        parts = tuple(reading.parts())  # may add a problem
        return Document(name, "pdf", parts, tuple(reading.problems))
    if reading.scanned:
        raise NeedsOcr(name)
    if reading.overfull:
        raise FileTooLarge(
            name, "一页的图形或文字数以十万计", "hundreds of thousands of strokes or characters on a page"
        )
    raise FileDamaged(name, "每一页都无法打开", "none of its pages can be opened")


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


class _Reading:
    """One file while its pages are read (读取过程)."""

    def __init__(self, problems: list[str], *, is_whole: bool) -> None:
        self.problems = problems
        self.is_whole = is_whole  #: whether its fonts have their shapes
        self.pages = Pages()
        self.readable = False
        self.ruled = False  #: some page has a table whose columns are parted by rules
        self.plain: list[tuple[int, list[Glyph]]] = []  #: of each page, what stands outside such tables
        self.overfull = False  #: a page holds more than any form does
        self.scanned = 0  #: pages without text

    def add(self, pdf: pdfium.PdfDocument, number: int) -> None:
        """Read page `number`; a page that fails is a problem, the others survive."""
        import pypdfium2 as pdfium  # noqa: PLC0415 - already loaded

        from jixiao.readers import pdf_glyphs, pdf_page, pdf_strokes  # noqa: PLC0415 - as above

        try:
            page = pdf[number - 1]
        except pdfium.PdfiumError:
            self.problems.append(f"第 {number} 页无法打开，已跳过。")
            return
        try:
            shown = pdf_page.page_of(page, clipped=len(pdf) > 1)
            if not shown.glyphs:
                self._add_scan(page, number)
                return
        except (pdf_strokes.TooManyPaths, pdf_glyphs.TooManyGlyphs):
            self.problems.append(f"第 {number} 页图形或文字过多，不像表格，未读取。")
            self.overfull = True
            return
        finally:
            page.close()
        self.readable = True
        found, rest = tables(shown.horizontal, shown.vertical, shown.glyphs)
        parted = any(len(table.xs) > 2 for table in found)  # noqa: PLR2004 - lines across alone part no columns
        self.ruled = self.ruled or parted
        self.plain.append((number, rest if parted else shown.glyphs))
        self.pages.place(number, found, rest)

    def parts(self) -> list[Grid | Line]:
        """The parts of the file; where no page has a frame, its tables are looked for by alignment (无框线)."""
        if self.ruled or self.scanned or not self.plain:
            return self.pages.parts()
        from jixiao.readers import alignment_pdf  # noqa: PLC0415 - few files need it

        found = alignment_pdf.parts_of(self.plain)
        if any(isinstance(part, Grid) for part in found):
            self.problems.append("表格没有框线或没有竖线，行列是按文字对齐推断的，请与原件核对。")
        return found or self._lines()

    def _lines(self) -> list[Grid | Line]:
        """The printed lines alone: what lines across part, without any upright, is no table (只有横线)."""
        pages = Pages()
        for number, glyphs in self.plain:
            pages.place(number, [], glyphs)
        return pages.parts()

    def _add_scan(self, page: pdfium.PdfPage, number: int) -> None:
        """A page without text is a picture, which the extra `ocr` reads."""
        from jixiao.readers import scan  # noqa: PLC0415 - few files need it

        if not self.is_whole:
            raise _ShapesNeededError
        self.scanned += 1
        if not scan.is_ready():
            self.problems.append(f"第 {number} 页没有文字层（可能是扫描件），未读取；安装 {EXTRA} 后可读。")
            return
        if self.scanned > scan.MOST_PAGES:
            self.problems.append(f"第 {number} 页是扫描件；一个文件最多识别 {scan.MOST_PAGES} 页，未读取。")
            return
        scan.add(self.pages, number, scan.rendered(page))
        self.readable = True
