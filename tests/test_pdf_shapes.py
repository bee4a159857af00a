"""Reading without the shapes of embedded fonts: the same text at the same places, and no font is left aside wrongly."""

from __future__ import annotations

import gc
import io
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2 as pdfium
import pytest

from jixiao import readers
from jixiao.errors import FileDamaged
from jixiao.opening import open_forms
from jixiao.readers import pdf, pdf_shapes, scan
from jixiao.writers import typst_pdf

EXAMPLES = Path(__file__).parents[1] / "examples"
FILE = b"/FontFile2 9 0 R"


@pytest.fixture(scope="module")
def printed() -> bytes:
    return typst_pdf.write(open_forms(EXAMPLES / "project-clean-2023.xlsx")[0], "L1")


def _fonts(*fonts: bytes) -> bytes:
    """Font objects as they stand in a PDF, the descriptor last."""
    objects = [*fonts, b"<</Type/FontDescriptor" + FILE + b">>"]
    return b"%PDF-1.7\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % (at, one) for at, one in enumerate(objects, start=1))


def test_a_page_reads_the_same_without_the_shapes(printed: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    lean = readers.parse(printed, "表.pdf")
    assert pdf_shapes.without_shapes(printed) != printed
    monkeypatch.setattr(pdf_shapes, "without_shapes", lambda data: data)
    assert readers.parse(printed, "表.pdf") == lean


@pytest.mark.parametrize(
    "fonts",
    [
        (b"<</Type/Font/Subtype/TrueType/FontDescriptor 2 0 R/ToUnicode 8 0 R>>",),
        (
            b"<</Type/Font/Subtype/Type0/DescendantFonts[2 0 R]/ToUnicode 8 0 R>>",
            b"<</Type/Font/Subtype/CIDFontType2/FontDescriptor 3 0 R>>",
        ),
    ],
    ids=["simple", "composite"],
)
def test_the_shapes_of_a_font_that_tells_its_text_are_left_aside(fonts: tuple[bytes, ...]) -> None:
    data = _fonts(*fonts)
    lean = pdf_shapes.without_shapes(data)
    assert len(lean) == len(data)
    assert b"/FontFile" not in lean


@pytest.mark.parametrize(
    "fonts",
    [
        (b"<</Type/Font/Subtype/TrueType/FontDescriptor 2 0 R>>",),
        (
            b"<</Type/Font/Subtype/Type0/DescendantFonts[2 0 R]>>",
            b"<</Type/Font/Subtype/CIDFontType2/FontDescriptor 3 0 R>>",
        ),
        (
            b"<</Type/Font/Subtype/TrueType/FontDescriptor 3 0 R/ToUnicode 8 0 R>>",
            b"<</Type/Font/Subtype/TrueType/FontDescriptor 3 0 R>>",
        ),
        (b"<</Length 3>>stream (/FontDescriptor 2 0 R) endstream",),
    ],
    ids=["simple", "composite", "shared", "in a text"],
)
def test_a_font_whose_text_only_its_shapes_tell_stays(fonts: tuple[bytes, ...]) -> None:
    data = _fonts(*fonts)
    assert pdf_shapes.without_shapes(data) == data


def test_a_page_to_be_recognised_is_drawn_once_and_with_its_shapes(
    printed: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pikepdf.open(io.BytesIO(printed)) as whole:
        whole.add_blank_page(page_size=(595, 842))
        out = io.BytesIO()
        whole.save(out)
    drawn: list[int] = []
    draw = scan.rendered

    def noted(page: pdfium.PdfPage) -> Any:  # noqa: ANN401 - a picture, of whatever library
        drawn.append(len(page.pdf))
        return draw(page)

    monkeypatch.setattr(scan, "rendered", noted)
    document = readers.parse(out.getvalue(), "末页是扫描件.pdf")
    assert len(document.grids) == 1
    assert drawn == [2]


def test_garbage_is_collected_again_after_a_file(printed: bytes) -> None:
    with pytest.raises(FileDamaged):
        pdf.read(b"%PDF-1.7\n", "坏.pdf")
    pdf.read(printed, "表.pdf")
    assert gc.isenabled()
