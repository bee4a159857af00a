"""Scans and photographs: the examples printed, degraded as scanners do, and read again."""

from __future__ import annotations

import io
import itertools
import subprocess
import sys
from decimal import Decimal
from functools import cache
from pathlib import Path

import cv2
import msgspec
import numpy as np
import pytest
from PIL import Image

from bench.reading import degraded
from jixiao import layouts, readers
from jixiao.document import Document
from jixiao.errors import FileDamaged, FileTooLarge, NeedsOcr
from jixiao.form import Form
from jixiao.layouts import scanned
from jixiao.location import Box
from jixiao.opening import open_forms
from jixiao.readers import scan, scan_pages
from jixiao.readers.pages import Seen
from jixiao.readers.ruling import Table, TableCell
from jixiao.readers.scan_page import Reading
from jixiao.worker import Worker
from jixiao.writers import typst_pdf

EXAMPLES = Path(__file__).parent.parent / "examples"
EXIF_TURN = 0x112
LAYOUTS = {"project-clean-2023": "L1", "yunnan-2023": "L1-YN"}


@cache
def printed(name: str) -> bytes:
    return typst_pdf.write(open_forms(EXAMPLES / f"{name}.xlsx")[0], LAYOUTS[name])


@cache
def scanned_page(name: str, kind: str) -> bytes:
    (page,) = degraded.rendered(printed(name))
    made = degraded.KINDS[kind](page, np.random.default_rng(7))
    return degraded.png(made, None if kind == "photo" else degraded.DPI)


@cache
def read(name: str, kind: str) -> tuple[Document, Form]:
    document = readers.parse(scanned_page(name, kind), f"{name}.png")
    (form,) = layouts.recognise(document)
    return document, form


def expected(name: str) -> Form:
    (form,) = layouts.recognise(readers.parse(printed(name), f"{name}.pdf"))
    return form


def figures(form: Form) -> dict[str, object]:
    """Every number of the form, by path."""
    found: dict[str, object] = {"total_score": form.total_score, "total_weight": form.total_weight, "year": form.year}
    for index, line in enumerate(form.funds):
        for field in ("initial_budget", "full_budget", "executed", "weight", "rate", "score"):
            found[f"funds[{index}].{field}"] = getattr(line, field)
    for index, row in enumerate(form.indicators):
        found[f"indicators[{index}].weight"] = row.weight
        found[f"indicators[{index}].score"] = row.score
        for field in ("target", "actual"):
            value = getattr(row, field)
            found[f"indicators[{index}].{field}"] = value and (value.operator, value.number, value.unit)
    return found


@pytest.mark.parametrize("kind", ["clean", "typical", "photo"])
@pytest.mark.parametrize("name", LAYOUTS)
def test_every_number_is_read(name: str, kind: str) -> None:
    assert figures(read(name, kind)[1]) == figures(expected(name))


@pytest.mark.parametrize("kind", ["poor", "fax"])
def test_a_wrong_number_is_marked_or_reported(kind: str) -> None:
    form = read("project-clean-2023", kind)[1]
    wrong = {path for path, value in figures(expected("project-clean-2023")).items() if figures(form)[path] != value}
    told = {mark.path for mark in form.inferences} | {place.path for place in form.unread}
    assert wrong <= told


def test_a_value_is_found_again_on_the_page_as_scanned() -> None:
    form = read("project-clean-2023", "typical")[1]
    box = form.locations["total_score"].box
    assert box is not None
    page = cv2.imdecode(np.frombuffer(scanned_page("project-clean-2023", "typical"), np.uint8), cv2.IMREAD_GRAYSCALE)
    assert page is not None
    dots = [round(one * degraded.DPI / 72) for one in (box.x0, box.y0, box.x1, box.y1)]
    part = page[dots[1] : dots[3], dots[0] : dots[2]]
    assert (part < 128).any(), "no ink where the total is said to stand"


@pytest.mark.parametrize(
    ("kind", "quarters", "mark"),
    [("typical", 1, None), ("photo", 2, None), ("clean", 3, None), ("photo", 1, 6)],
)
def test_a_page_laid_wrongly_is_turned(kind: str, quarters: int, mark: int | None) -> None:
    """JPEG, turned to the left; a camera may have marked the turn instead."""
    with Image.open(io.BytesIO(scanned_page("project-clean-2023", kind))) as page:
        turned = page.convert("RGB").rotate(90 * quarters, expand=True)
    tags = Image.Exif()
    if mark is not None:
        tags[EXIF_TURN] = mark
    out = io.BytesIO()
    turned.save(out, "JPEG", quality=90, exif=tags)
    (form,) = layouts.recognise(readers.parse(out.getvalue(), "turned.jpg"))
    assert figures(form) == figures(expected("project-clean-2023"))


def _table(xs: list[float]) -> Table:
    boxes = [Box(left, 10, right, 30) for left, right in itertools.pairwise(xs)]
    return Table(xs, [10, 30], [TableCell(0, col, 1, 1, box, str(col)) for col, box in enumerate(boxes)])


@pytest.mark.parametrize(
    ("scale", "shift"),
    [(1, 20), (0.9, -12), (1.15, 0)],  # 放歪了；拍远了；拍近了
)
def test_a_later_page_is_laid_under_the_columns_of_the_one_before(scale: float, shift: float) -> None:
    columns = [50.0, 100, 180, 300, 420, 550]
    own = [scale * one + shift + wrong for one, wrong in zip(columns, (0, 1, -1, 0.5, 1, 0), strict=True)]
    del own[2]
    table = _table(own)
    seen = {cell.box: Seen(Box(0, 0, 1, 1), 0.5 + cell.col / 10) for cell in table.cells}
    found = scan_pages.aligned(Reading([table], [], seen), columns)
    assert found.tables[0].xs == [50.0, 100, 300, 420, 550]
    assert [found.seen[cell.box].confidence for cell in found.tables[0].cells] == [0.5, 0.6, 0.7, 0.8]


@pytest.mark.parametrize("own", [[50.0, 130, 260, 350, 500, 550], [50.0, 300, 550], [50.0, 60, 75, 100, 120, 130]])
def test_a_table_of_other_columns_stays_where_it_is(own: list[float]) -> None:
    reading = Reading([_table(own)], [], {})
    assert scan_pages.aligned(reading, [50.0, 100, 180, 300, 420, 550]) is reading
    assert scan_pages.aligned(reading, []) is reading
    assert scan_pages.aligned(Reading([], [], {}), [50.0, 100, 180, 300]).tables == []


@pytest.mark.parametrize("format_", ["JPEG", "TIFF", "BMP", "WEBP"])
def test_every_kind_of_picture_is_read(format_: str) -> None:
    with Image.open(io.BytesIO(scanned_page("project-clean-2023", "clean"))) as page:
        out = io.BytesIO()
        page.convert("L").save(out, format_, dpi=(200, 200), quality=90)
    document = readers.parse(out.getvalue(), f"form.{format_.lower()}")
    assert document.format == format_.lower()
    (form,) = layouts.recognise(document)
    assert form.total_score == Decimal("98.95")


def test_a_pdf_of_pictures_is_read_like_the_picture() -> None:
    with Image.open(io.BytesIO(scanned_page("project-clean-2023", "clean"))) as page:
        out = io.BytesIO()
        page.convert("L").save(out, "PDF", resolution=200)
    (form,) = layouts.recognise(readers.parse(out.getvalue(), "form.pdf"))
    assert figures(form) == figures(expected("project-clean-2023"))


def test_the_worker_has_room_for_a_scan(tmp_path: Path) -> None:
    path = tmp_path / "form.png"
    path.write_bytes(scanned_page("project-clean-2023", "clean"))
    with Worker() as worker:
        (form,) = worker.open(path)
    assert form.total_score == Decimal("98.95")


def test_without_the_extra_the_message_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "is_ready", lambda: False)
    with pytest.raises(NeedsOcr) as caught:
        readers.parse(scanned_page("project-clean-2023", "clean"), "扫描.png")
    assert caught.value.zh == (
        "扫描.png：是扫描件或照片（没有文字层）。安装识别组件后即可读取：pip install 'jixiao[ocr]'；"
        "有原始电子文件（Excel、Word 等）的，请优先使用。"
    )


def test_asking_whether_scans_can_be_read_loads_nothing_heavy() -> None:
    code = "import sys, jixiao.worker; sys.exit(any(name in sys.modules for name in ('cv2', 'numpy', 'onnxruntime')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_broken_picture_is_damaged_and_a_huge_one_too_large() -> None:
    with pytest.raises(FileDamaged):
        readers.parse(scanned_page("project-clean-2023", "clean")[:2000], "half.png")
    out = io.BytesIO()
    Image.new("1", (9000, 9000)).save(out, "PNG")
    with pytest.raises(FileTooLarge, match="9000 × 9000 像素，最多 40 百万"):
        readers.parse(out.getvalue(), "huge.png")


def test_an_empty_page_is_no_form() -> None:
    blank = np.full((2339, 1654, 3), 255, np.uint8)
    assert readers.parse(degraded.png(blank), "blank.png").parts == ()


def _misread(document: Document, was: str, text: str, rivals: tuple[str, ...], confidence: float) -> Document:
    """The document with one cell read otherwise, as by a poor scan."""
    grids = []
    done = False
    for grid in document.grids:
        cells = []
        for cell in grid.cells:
            if cell.text == was and not done:
                cells.append(msgspec.structs.replace(cell, text=text, rivals=rivals, confidence=confidence))
                done = True
            else:
                cells.append(cell)
        grids.append(msgspec.structs.replace(grid, cells=tuple(cells)))
    assert done
    return msgspec.structs.replace(document, parts=tuple(grids))


def test_a_misread_digit_is_mended_where_one_reading_makes_the_sums_agree() -> None:
    document = _misread(read("project-clean-2023", "clean")[0], "9.11", "9.77", ("9.11", "9.17"), 0.7)
    (form,) = layouts.recognise(document)
    path = next(path for path, value in figures(form).items() if value == Decimal("9.11"))
    (mark,) = (mark for mark in form.inferences if mark.path == path)
    assert mark.status == "corrected"
    assert mark.printed == "9.77"
    assert mark.evidence == "扫描件识别为 9.77，与总分不符；读作 9.11 则相符"


def test_where_no_reading_fits_the_figure_is_doubtful_and_stays() -> None:
    document = _misread(read("project-clean-2023", "clean")[0], "9.11", "9.77", ("9.71", "9.17"), 0.99)
    (form,) = layouts.recognise(document)
    path = next(path for path, value in figures(form).items() if value == Decimal("9.77"))
    assert form.status(path) == "doubtful"


def test_a_sum_that_a_person_got_wrong_is_left_for_the_checks() -> None:
    document = _misread(read("project-clean-2023", "clean")[0], "9.11", "8", (), 1.0)
    (form,) = layouts.recognise(document)
    assert form.status("total_score") == "read"
    assert {form.status(f"indicators[{index}].score") for index in range(len(form.indicators))} == {"read"}


def test_documents_with_text_are_left_alone() -> None:
    document = readers.parse(printed("project-clean-2023"), "form.pdf")
    (form,) = layouts.recognise(document)
    assert scanned.marked(form, document) is form
