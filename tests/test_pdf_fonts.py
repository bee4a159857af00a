"""Fonts that a PDF names and does not hold, as old office programs leave them: it reads alike on every machine."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2 as pdfium
import pytest
from pypdfium2 import raw

from jixiao import readers
from jixiao.document import Document

ENCODINGS = {"UniGB-UCS2-H": "utf-16-be", "GBK-EUC-H": "gbk"}
CELLS = ("优", "满意度指标", "≥99%")


def _pdf(encoding: str, pages: int = 1, *, texts: tuple[str, ...] = CELLS, step: float = 0.0) -> bytes:
    """A table of one row of three cells, set in a font that only the reader's machine may have.

    With a `step`, each character is placed by itself, so far from the one before.
    """
    pdf = pikepdf.new()
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type0, BaseFont=pikepdf.Name("/STSong-Light"),
        Encoding=pikepdf.Name(f"/{encoding}"),
        DescendantFonts=pikepdf.Array([pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.CIDFontType0, BaseFont=pikepdf.Name("/STSong-Light"),
            CIDSystemInfo=pikepdf.Dictionary(Registry="Adobe", Ordering="GB1", Supplement=4), DW=1000,
        )]),
    )  # fmt: skip
    drawn = b"".join(b"%d 700 m %d 740 l S " % (x, x) for x in (50, 150, 250, 350))
    drawn += b"50 700 m 350 700 l S 50 740 m 350 740 l S "
    for x, text in zip((55, 155, 255), texts, strict=True):
        for number, part in enumerate(text if step else [text]):
            code = part.encode(ENCODINGS[encoding]).hex().encode()
            drawn += b"BT /F1 12 Tf %.2f 715 Td <%s> Tj ET " % (x + number * step, code)
    for _ in range(pages):
        page = pdf.add_blank_page(page_size=(400, 800))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.Contents = pdf.make_stream(drawn)
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def _texts(document: Document) -> tuple[str, ...]:
    return tuple(cell.text for grid in document.grids for cell in grid.cells)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_character_is_read_without_the_font(encoding: str) -> None:
    assert _texts(readers.parse(_pdf(encoding), "旧软件导出.pdf")) == CELLS


@pytest.mark.parametrize("step", [2.4, 3.3, 6.0])
def test_equal_characters_that_stand_alone_are_all_read(step: float) -> None:
    """PDFium drops one of two equal ones whose shapes overlap, as if it were printed twice to look bold."""
    texts = ("110000", "http://", "1111.11")
    read = _texts(readers.parse(_pdf("UniGB-UCS2-H", texts=texts, step=step), "逐字定位.pdf"))
    assert tuple("".join(text.split()) for text in read) == texts


def test_a_machine_without_any_font_reads_the_same() -> None:
    raw.FPDF_SetSystemFontInfo(None)
    try:
        assert _texts(readers.parse(_pdf("UniGB-UCS2-H"), "旧软件导出.pdf")) == CELLS
    finally:
        raw.FPDF_SetSystemFontInfo(raw.FPDF_GetDefaultSystemFontInfo())


def test_reading_leaves_the_drawing_of_pages_as_it_was() -> None:
    data = _pdf("UniGB-UCS2-H")

    def picture() -> bytes:
        with pdfium.PdfDocument(data) as pdf:
            pixels: bytes = pdf[0].render().to_numpy().tobytes()
            return pixels

    before = picture()
    readers.parse(data, "旧软件导出.pdf")
    assert picture() == before
