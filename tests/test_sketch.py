"""`jixiao read --debug`: what was recognised, drawn over the page."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from PIL import Image

from jixiao.opening import open_forms
from jixiao.sketch import sheets, svg, web
from jixiao.writers import typst_pdf
from tests.command_line import Run

EXAMPLES = Path(__file__).parent.parent / "examples"
KINDS = ("department-2022.xlsx", "department-2022.html", "department-2022.txt")


def pdf() -> bytes:
    return typst_pdf.write(open_forms(EXAMPLES / "department-2022.xlsx")[0], "L1")


@pytest.mark.parametrize("name", KINDS)
def test_every_value_points_at_a_place_that_is_drawn(name: str) -> None:
    found = sheets.sketch((EXAMPLES / name).read_bytes(), name)
    drawn = {value.key for sheet in found.sheets for place in sheet.places for value in place.values}
    assert {value.key for value in found.values} == drawn
    assert len(drawn) > 60


def test_the_places_of_a_pdf_are_those_of_the_form() -> None:
    found = sheets.sketch(pdf(), "form.pdf")
    (form,) = found.forms
    box = form.locations["total_score"].box
    (place,) = [
        place for sheet in found.sheets for place in sheet.places if "total_score" in {one.path for one in place.values}
    ]
    assert place.box == box
    assert place.text == "99"
    assert all(sheet.picture is not None for sheet in found.sheets)


def test_known_labels_are_told_from_values() -> None:
    found = sheets.sketch(pdf(), "form.pdf")
    labels = {"".join(place.text.split()): place.label for place in found.sheets[0].places if place.label}
    assert "fund.executed" in labels["全年执行数（B）"]
    assert "2468.99" not in labels


def test_cells_of_a_drawn_table_do_not_overlap() -> None:
    found = sheets.sketch((EXAMPLES / "department-2022.xlsx").read_bytes(), "form.xlsx")
    boxes = [place.box for place in found.sheets[0].places]
    for at, one in enumerate(boxes):
        for other in boxes[at + 1 :]:
            apart = one.x1 <= other.x0 or other.x1 <= one.x0 or one.y1 <= other.y0 or other.y1 <= one.y0
            assert apart, (one, other)


def test_a_file_that_is_no_form_is_drawn_and_says_why(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "通讯录.html"
    page.write_text(
        "<table><tr><td>姓名</td><td>电话</td></tr><tr><td>某某某</td><td>8000000</td></tr></table>", "utf-8"
    )
    code, _, err = run("read", "--debug", page, "-o", tmp_path / "图.html")
    assert code == 2
    assert "没有找到：表名、资金部分" in err
    assert "某某某" in (tmp_path / "图.html").read_text("utf-8")


def test_text_of_a_file_cannot_run_in_the_page(tmp_path: Path) -> None:
    source = tmp_path / "x.html"
    source.write_text(
        "<table><tr><td>&lt;script&gt;alert(1)&lt;/script&gt;\x07\u202e</td><td>b</td></tr></table>", "utf-8"
    )
    page = web.write(sheets.sketch(source.read_bytes(), '<img src=x onerror="1">.html'), "zh").decode()
    assert page.count("<script>") == 1
    assert "<img" not in page
    assert "\u202e" not in page
    assert "default-src 'none'" in page
    assert not re.search(r"(?:src|href)=[\"']?https?:", page)


def test_a_far_cell_makes_no_endless_drawing() -> None:
    from openpyxl import Workbook  # noqa: PLC0415 - beside its one use

    book = Workbook()
    book.worksheets[0]["A1"], book.worksheets[0]["XFD1048576"] = "年度", "99"
    packed = io.BytesIO()
    book.save(packed)
    found = sheets.sketch(packed.getvalue(), "far.xlsx")
    assert found.sheets[0].width < 2000
    assert svg.drawn(found.sheets[0]).count("<g>") <= 4


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_picture_shows_the_page(run: Run, tmp_path: Path, lang: str) -> None:
    target = tmp_path / "sketch.png"
    code, _, err = run("--lang", lang, "read", "--debug", EXAMPLES / "department-2022.xlsx", "-o", target)
    assert (code, "sketch.png" in err) == (0, True)
    with Image.open(target) as picture:
        assert picture.width > 800
        assert picture.height > 800
        colours = picture.convert("RGB").getcolors(1 << 24) or []
    assert len(colours) > 200, "nothing but paper"


def test_archives_and_json_have_nothing_to_draw(run: Run, tmp_path: Path) -> None:
    form = tmp_path / "form.json"
    form.write_text("{}", "utf-8")
    code, _, err = run("read", "--debug", form, "-o", tmp_path / "a.html")
    assert code == 2
    assert "画不出识别图" in err
    assert not (tmp_path / "a.html").exists()


@pytest.mark.parametrize("arguments", [(), ("-o", "a.txt"), ("b.xlsx", "-o", "a.html")])
def test_one_file_and_a_known_suffix_are_needed(run: Run, arguments: tuple[str, ...]) -> None:
    code, _, err = run("read", "--debug", EXAMPLES / "department-2022.xlsx", *arguments)
    assert code == 2
    assert ".html 或 .png" in err


def test_without_pillow_the_texts_are_drawn_where_they_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    (sheet, *_) = sheets.sketch(pdf(), "form.pdf").sheets
    assert sheet.picture is None
    assert "2468.99" in svg.drawn(sheet)
