"""The command mark: every finding at its very place in the person's own file, and nothing else changed."""

from __future__ import annotations

import ctypes
import io
import os
import re
import shutil
import warnings
import zipfile
from pathlib import Path

import lxml.etree
import lxml.html
import msgspec
import openpyxl
import pikepdf
import pytest
from lxml.html import HtmlElement
from openpyxl.comments import Comment

from bench.office_values import DOCUMENT, WORKBOOK, convert
from jixiao import form_json, opening
from jixiao.cli import main
from jixiao.form import Form
from jixiao.outcome import Audited, examine
from jixiao.writers import docx, typst_pdf, web_page, xlsx
from jixiao.writing_errors import CannotMark

EXAMPLES = Path(__file__).parent.parent / "examples"
SOURCE = EXAMPLES / "department-2022.html"


WRITERS = {".xlsx": xlsx, ".docx": docx, ".pdf": typst_pdf, ".html": web_page}
OFFICE = shutil.which("soffice")
needs_office = pytest.mark.skipif(
    OFFICE is None and not os.environ.get("JIXIAO_CI"), reason="LibreOffice (soffice) is not installed"
)


def _written(folder: Path, suffix: str) -> Path:
    form = opening.open_forms(SOURCE)[0]
    path = folder / f"自评表{suffix}"
    writer = WRITERS[suffix]
    path.write_bytes(writer.write(form, "L1-GZ"))
    return path


def _marked(path: Path, *options: str) -> Path:
    target = path.with_name(f"批注-{path.name}")
    assert main(["mark", str(path), "-o", str(target), "--lang", "zh", *options]) == 1
    return target


def _only(path: Path) -> Audited:
    return examine(path).forms[0]


def _told(form: Form) -> Form:
    """What the form says, without the names of files."""
    return msgspec.structs.replace(form, source=None)


def _parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("suffix", WRITERS)
def test_a_marked_file_reads_and_audits_as_before(suffix: str, tmp_path: Path) -> None:
    path = _written(tmp_path, suffix)
    before, after = _only(path), _only(_marked(path))
    assert _told(after.form) == _told(before.form)
    assert after.findings == before.findings


def test_a_workbook_gets_a_comment_at_the_cell_and_a_list_of_all(tmp_path: Path) -> None:
    path = _written(tmp_path, ".xlsx")
    findings = _only(path).findings
    place = _only(path).form.locations["total_score"].cell
    book = openpyxl.load_workbook(_marked(path))
    assert book.sheetnames == ["自评表", "审核疑点"]
    comment = book["自评表"][place or ""].comment
    assert comment is not None
    assert "A006" in comment.text
    rows = list(book["审核疑点"].iter_rows(values_only=True))
    assert [row[2] for row in rows[1:]] == [one.code for one in findings]
    assert rows[0] == ("行", "严重程度", "编号", "位置", "问题", "疑点", "改法")


def test_the_sheet_itself_keeps_every_byte_but_the_link_to_its_comments(tmp_path: Path) -> None:
    path = EXAMPLES / "department-2022.xlsx"
    target = tmp_path / "a.xlsx"
    assert main(["mark", str(path), "-o", str(target)]) == 1
    old, new = _parts(path), _parts(target)
    changed = {name for name, content in old.items() if new[name] != content}
    assert changed <= {
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        "xl/worksheets/sheet1.xml",
    }
    sheet = "xl/worksheets/sheet1.xml"
    at = new[sheet].index(b"<legacyDrawing")
    end = new[sheet].index(b"/>", at) + 2
    assert new[sheet][:at] + new[sheet][end:] == old[sheet]


def test_comments_of_the_person_stay(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = openpyxl.load_workbook(EXAMPLES / "department-2022.xlsx")
    sheet = book.worksheets[0]
    place = str(_only(EXAMPLES / "department-2022.xlsx").form.locations["total_score"].cell)
    for ref in ("A1", place):
        sheet[ref].comment = Comment("请财务复核", "某某某")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book.save(path)
    marked = openpyxl.load_workbook(_marked(path)).worksheets[0]
    first, total = marked["A1"].comment, marked[place].comment
    assert first is not None
    assert total is not None
    assert first.text == "请财务复核"
    assert total.text.startswith("请财务复核\n【必须修改】A006")


def test_a_pdf_gets_a_frame_and_a_note_at_the_very_cell(tmp_path: Path) -> None:
    path = _written(tmp_path, ".pdf")
    box = _only(path).form.locations["total_score"].box
    assert box is not None
    with pikepdf.open(_marked(path)) as pdf:
        page = pdf.pages[0]
        height = float(page.mediabox[3])
        squares = [one for one in page["/Annots"] if one["/Subtype"] == "/Square"]
        notes = {str(one["/Contents"]): [float(edge) for edge in one["/Rect"]] for one in squares}
        popups = [one for one in page["/Annots"] if one["/Subtype"] == "/Popup"]
        assert all("/N" in one["/AP"] for one in squares)
    rect = next(rect for text, rect in notes.items() if "A006" in text)
    assert rect == pytest.approx([box.x0 + 1.5, height - box.y1 + 1.5, box.x1 - 1.5, height - box.y0 - 1.5], abs=0.01)
    assert len(popups) == len(squares) + 1  # what concerns the whole form is a note on the first page


def test_the_text_of_a_pdf_page_does_not_change(tmp_path: Path) -> None:
    path = _written(tmp_path, ".pdf")
    with pikepdf.open(path) as old, pikepdf.open(_marked(path)) as new:
        assert [page.Contents.read_bytes() for page in new.pages] == [page.Contents.read_bytes() for page in old.pages]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_frames_lie_on_the_cells_of_a_turned_page(turn: int, tmp_path: Path) -> None:
    path = _written(tmp_path, ".pdf")
    upright = _only(path).form.locations["total_score"].box
    assert upright is not None
    turned = tmp_path / "turned.pdf"
    with pikepdf.open(path) as pdf:
        page = pdf.pages[0]
        width, height = float(page.mediabox[2]), float(page.mediabox[3])
        matrix = {
            90: (0, 1, -1, 0, height, 0),
            180: (-1, 0, 0, -1, width, height),
            270: (0, -1, 1, 0, 0, width),
        }[turn]
        page.contents_add(b"q " + " ".join(f"{one:.3f}" for one in matrix).encode() + b" cm", prepend=True)
        page.contents_add(b"Q")
        if turn != 180:
            page.mediabox = pikepdf.Array([0, 0, height, width])
        pdf.save(turned)
    with pikepdf.open(_marked(turned)) as pdf:
        annots = pdf.pages[0]["/Annots"]
        rect = next([float(edge) for edge in one["/Rect"]] for one in annots if "A006" in str(one.get("/Contents", "")))
    corners = [(upright.x0, height - upright.y0), (upright.x1, height - upright.y1)]
    a, b, c, d, e, f = matrix
    placed = [(a * x + c * y + e, b * x + d * y + f) for x, y in corners]
    expected = [min(x for x, _ in placed), min(y for _, y in placed), max(x for x, _ in placed)]
    assert rect[:3] == pytest.approx([expected[0] + 1.5, expected[1] + 1.5, expected[2] - 1.5], abs=0.5)


def test_a_document_gets_a_comment_in_the_cell(tmp_path: Path) -> None:
    from docx import Document  # noqa: PLC0415 - only here

    path = _written(tmp_path, ".docx")
    location = _only(path).form.locations["total_score"]
    document = Document(str(_marked(path)))
    comments = {one.comment_id: one.text for one in document.comments}
    number = next(key for key, text in comments.items() if "A006" in text)
    table = document.tables[(location.table or 1) - 1]
    row = table.rows[(location.row or 1) - 1]
    cells = [cell for cell in row._tr.tc_lst if f'w:commentReference w:id="{number}"' in cell.xml]
    assert ["".join(text.text or "" for text in cell.iter(f"{{{cell.nsmap['w']}}}t")) for cell in cells] == ["99"]


def test_only_what_is_grave_enough_is_marked(tmp_path: Path) -> None:
    path = _written(tmp_path, ".xlsx")
    book = openpyxl.load_workbook(_marked(path, "--min-severity", "must_fix"))
    severities = {row[1] for row in book["审核疑点"].iter_rows(min_row=2, values_only=True)}
    assert severities == {"必须修改"}


def test_a_file_that_takes_no_comments_is_refused_with_a_way_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = tmp_path / "表.json", tmp_path / "a.json"
    source.write_bytes(form_json.encode(opening.open_forms(SOURCE)[0]))
    assert main(["mark", str(source), "-o", str(target), "--lang", "zh"]) == 2
    said = capsys.readouterr().err
    assert "只能在 PDF、Excel（.xlsx）、Word（.docx）和网页上批注。" in said
    assert "请先用 jixiao write 写成 .xlsx 或 .pdf 再批注。" in said
    assert not target.exists()
    assert "另存为 .xlsx" in str(CannotMark("a.xls", "xls"))


def test_a_marked_file_keeps_its_format(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "a.pdf"
    assert main(["mark", str(SOURCE), "-o", str(target), "--lang", "zh"]) == 2
    assert "扩展名应为 .html、.htm" in capsys.readouterr().err
    assert not target.exists()


def _elements(path: Path) -> list[HtmlElement]:
    return list(lxml.html.fromstring(path.read_bytes().decode()).iter("td", "th"))


def test_a_page_gets_a_number_at_the_cell_and_a_list_of_all(tmp_path: Path) -> None:
    path = _written(tmp_path, ".html")
    marked = _marked(path)
    one = _only(path)
    at = next(i for i, cell in enumerate(_elements(path)) if cell.text_content() == "99")
    cell = _elements(marked)[at]
    (button,) = cell.findall("button")
    assert "A006" in (button.get("title") or "")
    assert "outline:2px solid" in (cell.get("style") or "")
    rows = list(lxml.html.fromstring(marked.read_bytes().decode()).iter("tr"))[-len(one.findings) :]
    assert [str(row[2].text)[:4] for row in rows] == [found.code for found in one.findings]
    assert rows[2][0].text == button.text


@pytest.mark.parametrize("charset", ["gb2312", "gb18030", "utf-8"])
def test_a_page_in_an_old_encoding_is_marked(charset: str, tmp_path: Path) -> None:
    text = SOURCE.read_text(encoding="utf-8")
    path = tmp_path / "a.html"
    stated = re.sub(r"charset=[\"']?[\w-]+[\"']?", f'charset="{charset}"', text)
    path.write_bytes(stated.encode("gb18030" if charset != "utf-8" else "utf-8"))
    before, after = _only(path), _only(_marked(path))
    assert _told(after.form) == _told(before.form)


def test_what_a_page_holds_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    text = SOURCE.read_text(encoding="utf-8")
    path.write_text(
        text.replace("<body>", "<body><!-- 页首 --><script>let a = 1 < 2;</script><p>某某县 &amp; 局</p>"), "utf-8"
    )
    marked = _marked(path).read_bytes().decode()
    for part in ("<!-- 页首 -->", "<script>let a = 1 < 2;</script>", "<p>某某县 &amp; 局</p>"):
        assert part in marked


HOSTILE = "</title><script>alert(1)</script>\x00\u202e=1+1]]>\ud800" + "长" * 10_000


@pytest.mark.parametrize("suffix", WRITERS)
def test_a_hostile_text_in_a_finding_is_whole_and_harmless(suffix: str, tmp_path: Path) -> None:
    form = opening.open_forms(SOURCE)[0]
    rows = (msgspec.structs.replace(form.indicators[3], name=HOSTILE), *form.indicators[4:])
    path = tmp_path / f"a{suffix}"
    path.write_bytes(WRITERS[suffix].write(msgspec.structs.replace(form, indicators=rows), "L1-GZ"))
    before, after = _only(path), _only(_marked(path, "--min-severity", "note"))
    assert _told(after.form) == _told(before.form)
    data = path.with_name(f"批注-a{suffix}").read_bytes()
    assert b"<script" not in data
    assert b"\xe2\x80\xae" not in data


@needs_office
@pytest.mark.parametrize(("suffix", "to"), [(".xlsx", WORKBOOK), (".docx", DOCUMENT)])
def test_libreoffice_opens_a_marked_file_and_keeps_each_comment_at_its_place(
    suffix: str, to: str, tmp_path: Path
) -> None:
    marked = _marked(_written(tmp_path, suffix))
    convert(str(OFFICE), tmp_path, [marked], to)
    saved = tmp_path / "out" / marked.name
    comments = _comments_of_workbook if suffix == ".xlsx" else _comments_of_document
    ours, theirs = comments(marked), comments(saved)
    assert len(ours) > 10
    assert theirs == ours


def _comments_of_workbook(path: Path) -> list[tuple[str, str]]:
    """Each comment with its cell."""
    sheet = openpyxl.load_workbook(path).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.comment is not None]
    return sorted((cell.coordinate, "".join(cell.comment.text.split())) for cell in cells if cell.comment)


def _comments_of_document(path: Path) -> list[tuple[str, str]]:
    """Each comment with the text that it is about."""
    from docx import Document  # noqa: PLC0415 - only here

    document = Document(str(path))
    said = {str(one.comment_id): "".join(one.text.split()) for one in document.comments}
    space = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
    name = f"{{{space['w']}}}"
    found = []
    for paragraph in document.element.body.iter(f"{name}p"):
        text = "".join(one.text or "" for one in paragraph.iter(f"{name}t"))
        found += [(text, said[str(one.get(f"{name}id"))]) for one in paragraph.iter(f"{name}commentReference")]
    return sorted(found)


def test_a_pdf_viewer_finds_each_note_on_its_cell(tmp_path: Path) -> None:
    """PDFium, which Chromium shows PDFs with, is asked for the annotations and for the text below them."""
    import pypdfium2 as pdfium  # noqa: PLC0415 - only here
    from pypdfium2 import raw  # noqa: PLC0415 - as above

    path = _written(tmp_path, ".pdf")
    document = pdfium.PdfDocument(_marked(path))
    page = document[0]
    below = {}
    for index in range(raw.FPDFPage_GetAnnotCount(page.raw)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, index)
        rect = raw.FS_RECTF()
        if raw.FPDFAnnot_GetSubtype(annotation) == raw.FPDF_ANNOT_SQUARE and raw.FPDFAnnot_GetRect(annotation, rect):
            size = raw.FPDFAnnot_GetStringValue(annotation, b"Contents", None, 0)
            held = ctypes.create_string_buffer(size)
            raw.FPDFAnnot_GetStringValue(
                annotation, b"Contents", ctypes.cast(held, ctypes.POINTER(ctypes.c_ushort)), size
            )
            text = page.get_textpage().get_text_bounded(rect.left, rect.bottom, rect.right, rect.top)
            below["".join(text.split())] = held.raw.decode("utf-16-le").rstrip("\0")
        raw.FPDFPage_CloseAnnot(annotation)
    page.close()
    document.close()
    assert "A006" in below["99"]
    assert "A013" in below["9"]
    assert any("B041" in told for text, told in below.items() if text == "1191.07")


def test_a_marked_workbook_can_be_marked_again(tmp_path: Path) -> None:
    twice = _marked(_marked(_written(tmp_path, ".xlsx")))
    names = openpyxl.load_workbook(io.BytesIO(twice.read_bytes())).sheetnames
    assert names == ["自评表", "审核疑点", "审核疑点2"]


def test_a_marked_document_keeps_all_its_other_parts_and_its_text(tmp_path: Path) -> None:
    path = _written(tmp_path, ".docx")
    old, new = _parts(path), _parts(_marked(path))
    changed = {name for name, content in old.items() if new[name] != content}
    assert changed <= {"[Content_Types].xml", "word/_rels/document.xml.rels", "word/document.xml"}
    assert set(new) - set(old) == {"word/comments1.xml"}
    root = lxml.etree.fromstring(new["word/document.xml"])
    for one in list(root.iter("{*}commentRangeStart", "{*}commentRangeEnd", "{*}commentReference")):
        holder = one.getparent()
        assert holder is not None
        gone = holder if str(one.tag).endswith("commentReference") else one
        above = gone.getparent()
        assert above is not None
        above.remove(gone)
    assert lxml.etree.tostring(root, method="c14n") == lxml.etree.tostring(
        lxml.etree.fromstring(old["word/document.xml"]), method="c14n"
    )
