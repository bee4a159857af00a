"""The report of one form: whole and harmless as a page, as PDF and as a Word document."""

from __future__ import annotations

import base64
import hashlib
import io
import re
import sys
from decimal import Decimal
from pathlib import Path

import docx as python_docx
import msgspec
import pikepdf
import pypdfium2
import pytest
from hypothesis import HealthCheck, example, given, settings
from lxml import etree, html
from PIL import Image

from jixiao import charts
from jixiao.checks import render
from jixiao.form import Form, FundLine
from jixiao.location import Box, Location
from jixiao.outcome import Audited, audited, examine
from jixiao.reports import paper_docx, paper_pdf, web
from jixiao.reports.content import content_of
from jixiao.reports.origin import Lines, Origin, Page, Sheet, origin_of
from jixiao.reports.paper import paper_of
from jixiao.writers import typst_pdf
from tests.command_line import Run
from tests.report_forms import HOSTILE, LONG, hostile
from tests.test_audit_any_form import FORMS

EXAMPLES = Path(__file__).parent.parent / "examples"
RURAL = EXAMPLES / "rural-2022.xlsx"
DEPARTMENT = EXAMPLES / "department-2022.xlsx"
NOWHERE = Path("does-not-exist.json")


def of(path: Path) -> tuple[Audited, Origin]:
    one = examine(path).forms[0]
    return one, origin_of(one.form, path)


def page_of(form: Form) -> html.HtmlElement:
    one = audited(form)
    return parsed(web.write(content_of(one, HOSTILE), origin_of(form, NOWHERE), "zh"))


def parsed(data: bytes) -> html.HtmlElement:
    return html.document_fromstring(data.decode())


def words(element: etree._Element) -> str:
    return "".join("".join(map(str, element.itertext())).split())


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    path = tmp_path / "自评表.pdf"
    path.write_bytes(typst_pdf.write(examine(DEPARTMENT).forms[0].form, "L1-GZ"))
    return path


# the page


def test_the_page_tells_every_finding_in_both_languages() -> None:
    one, origin = of(DEPARTMENT)
    page = parsed(web.write(content_of(one, "表.xlsx"), origin, "zh"))
    cards = page.xpath("//li[starts-with(@class, 'card ')]")
    assert len(cards) == len(one.findings)
    for card, finding in zip(cards, one.findings, strict=True):
        for lang in ("zh", "en"):
            assert "".join(render(finding, lang).split()) in words(card)


def test_the_page_connects_to_nothing_and_allows_its_own_scripts_alone() -> None:
    page = parsed(web.write(content_of(*pair(RURAL)), of(RURAL)[1], "zh"))
    links = page.xpath("//@src | //@href | //@data | //@action | //@srcset | //@poster")
    assert [link for link in links if not re.match(r"data:image/|#", link)] == []
    policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'")
    run = [one.text for one in page.xpath("//script") if one.get("type") is None]
    digests = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in run]
    assert re.findall(r"'sha256-([^']+)'", policy) == digests
    assert page.xpath("//@onclick | //@onload | //@onerror") == []


def pair(path: Path) -> tuple[Audited, str]:
    return of(path)[0], path.name


def test_text_of_the_form_never_becomes_a_tag() -> None:
    form = hostile()
    page = page_of(form)
    assert len(page.xpath("//script")) == 3  # the data of the charts, ECharts, our own
    assert [one for one in page.xpath("//img") if not one.get("src", "").startswith("data:image/")] == []
    assert "<script>alert(1)</script><imgsrc=xonerror=alert(2)>" in words(page)
    assert len(page.xpath("//b[text()='到此完']")) == 0


def test_the_data_of_the_charts_cannot_end_their_script() -> None:
    form = hostile()
    data = web.write(content_of(audited(form), "a"), origin_of(form, NOWHERE), "zh").decode()
    told = data.partition('id="charts-data">')[2].partition("</script>")[0]
    assert "alert(1)" in told
    assert not re.search("[<>&]", told)


def test_a_text_of_ten_thousand_characters_is_whole_and_control_characters_are_gone() -> None:
    form = hostile()
    data = web.write(content_of(audited(form), "a"), origin_of(form, NOWHERE), "en").decode()
    assert LONG in words(parsed(data.encode()))
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b\x0c\x0e-\x1f]", data)


@example(
    Form(funds=(FundLine("年度资金总额", full_budget=Decimal("0.01"), executed=Decimal(10) ** 30, rate=Decimal(9)),))
)
@given(FORMS)
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=20)
def test_any_form_becomes_a_page_in_which_every_link_leads_somewhere(form: Form) -> None:
    page = page_of(form)
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    wanted = {
        key for name in ("at", "beside", "found") for text in page.xpath(f"//@data-{name}") for key in text.split()
    }
    wanted |= {one for one in page.xpath("//@data-proof") if one}
    assert wanted <= set(ids)


def test_every_finding_points_at_the_cell_where_it_stands() -> None:
    one, origin = of(RURAL)
    page = parsed(web.write(content_of(one, "a"), origin, "zh"))
    card = page.get_element_by_id("f1")
    original, as_read = (page.get_element_by_id(key) for key in card.get("data-at").split())
    assert words(original) == words(as_read) == "101"  # ten points, and the number of the finding
    assert (original.get("data-found"), original.get("data-severity")) == ("f1", "must_fix")


def test_every_score_opens_its_proof() -> None:
    one, origin = of(RURAL)
    page = parsed(web.write(content_of(one, "a"), origin, "zh"))
    names = page.xpath("//table[@class='scores']//button/@data-proof")
    titles = {words(page.get_element_by_id(name).find("h3")) for name in names}
    assert len(names) == 30
    assert any("硬化道路长度" in title for title in titles)
    assert "算式" in words(page.get_element_by_id(names[0]))


def test_the_score_table_says_where_stated_and_recomputed_differ() -> None:
    one, origin = of(DEPARTMENT)
    page = parsed(web.write(content_of(one, "a"), origin, "zh"))
    rows = page.xpath("//table[@class='scores']/tbody/tr[starts-with(@class, 'row')]")
    for english in page.xpath("//span[@class='en']"):
        english.getparent().remove(english)
    told = {words(row[1]): [words(cell) for cell in row[2:]] for row in rows}
    assert told["运转类其他项目支出"] == ["303.03", "268.13", "10", "9.5", "8.85或10", "不符"]
    assert told["工资福利支出"] == ["1191.07", "1191.07", "10", "10", "10", ""]
    assert told["保障社会稳定"][2:] == ["5", "5", "4–5", ""]


def test_numbers_in_a_table_are_those_of_the_report_in_the_console(run: Run) -> None:
    one, origin = of(RURAL)
    page = parsed(web.write(content_of(one, "a"), origin, "zh"))
    _, told, _ = run("check", RURAL)
    for row in page.xpath("//table[@class='scores']/tbody/tr[@class='row' or @class='sum']"):
        cells = [words(cell) for cell in row.xpath("td[not(contains(@class,'name'))]")]
        assert all(cell.split("zh")[0] in "".join(told.split()) for cell in cells[3:6] if cell.isdecimal())


def test_a_form_without_points_has_neither_a_score_table_nor_empty_proofs() -> None:
    form = examine(RURAL).forms[0].form
    rows = tuple(msgspec.structs.replace(row, weight=None, score=None) for row in form.indicators)
    plain = msgspec.structs.replace(form, indicators=rows, total_weight=None, total_score=None, headings=())
    page = page_of(plain)
    assert page.xpath("//table[@class='scores'] | //*[@id='overview']//*[@class='total']") == []
    assert len(page.xpath("//article[@class='proof']")) == 4  # the rate of each fund line, and its score


# the original


def test_a_box_lies_where_the_reader_found_the_value(pdf: Path) -> None:
    one, origin = of(pdf)
    page = origin.parts[0]
    assert isinstance(page, Page)
    boxes = dict(page.boxes)
    location = one.form.locations["total_score"]
    assert boxes[origin.at(one.form, "total_score")[0]] == location.box
    drawn = parsed(web.write(content_of(one, "a"), origin, "zh")).get_element_by_id(origin.keys[location]).find("rect")
    assert location.box is not None
    assert 0 < float(drawn.get("x")) - location.box.x0 < 3
    assert 0 < float(drawn.get("y")) - location.box.y0 < 3


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_page_turned_by_its_own_mark_is_shown_as_it_was_read(pdf: Path, angle: int) -> None:
    upright = of(pdf)[1].parts[0]
    with pikepdf.open(pdf, allow_overwriting_input=True) as file:
        file.pages[0].rotate(angle, relative=False)
        file.save(pdf)
    turned = of(pdf)[1].parts[0]
    assert isinstance(upright, Page)
    assert isinstance(turned, Page)
    assert (turned.width, turned.height) == (upright.width, upright.height)
    assert difference(upright, turned) < 3


@pytest.mark.parametrize(
    ("quarter", "matrix"), [(1, "0 1 -1 0 {h} 0"), (2, "-1 0 0 -1 {w} {h}"), (3, "0 -1 1 0 0 {w}")]
)
def test_a_page_whose_text_runs_sideways_is_turned_upright(pdf: Path, quarter: int, matrix: str) -> None:
    upright = of(pdf)[1].parts[0]
    assert isinstance(upright, Page)
    with pikepdf.open(pdf, allow_overwriting_input=True) as file:
        page = file.pages[0]
        turn = matrix.format(w=upright.width, h=upright.height)
        page.contents_add(f"q {turn} cm".encode(), prepend=True)
        page.contents_add(b"Q")
        if quarter % 2:
            page.mediabox = pikepdf.Array([0, 0, upright.height, upright.width])
        file.save(pdf)
    turned = of(pdf)[1].parts[0]
    assert isinstance(turned, Page)
    assert difference(upright, turned) < 6


@pytest.mark.parametrize("colour", ["white", "#b02020"])
def test_a_scan_is_shown_in_the_points_of_its_boxes(tmp_path: Path, colour: str) -> None:
    scanned = Image.new("RGB", (1240, 1754), colour)  # A4 at 150 dots an inch
    scanned.save(tmp_path / "a.png", dpi=(150, 150))
    box = Box(100, 200, 180, 220)
    form = Form(title="表", locations={"title": Location(page=1, box=box)})
    for paper, kinds in ((False, {"image/webp"}), (True, {"image/png", "image/jpeg"})):
        origin = origin_of(form, tmp_path / "a.png", paper=paper)
        page = origin.parts[0]
        assert isinstance(page, Page)
        assert (round(page.width), round(page.height)) == (595, 842)
        assert [one for _, one in page.boxes] == [box]
        assert page.media in kinds


def difference(one: Page, other: Page) -> float:
    """How far two pictures are apart on the whole, of 255."""
    same = [Image.open(io.BytesIO(page.picture)).convert("L").resize((200, 280)) for page in (one, other)]
    away = [abs(a - b) for a, b in zip(same[0].tobytes(), same[1].tobytes(), strict=True)]
    return sum(away) / len(away)


def test_the_lines_of_a_text_keep_their_numbers() -> None:
    _, origin = of(EXAMPLES / "department-2022.txt")
    part = origin.parts[0]
    assert isinstance(part, Lines)
    source = (EXAMPLES / "department-2022.txt").read_text(encoding="utf-8").splitlines()
    for number, text, _ in part.lines:
        assert number is not None
        assert source[number - 1].split() == text.split()


def test_a_file_that_went_away_leaves_the_form_as_read() -> None:
    form = examine(RURAL).forms[0].form
    origin = origin_of(form, NOWHERE)
    assert (origin.kind, list(origin.parts)) == ("", [])
    assert "通车时间" in {cell.text for row in origin.as_read.rows for cell in row}


def test_only_the_tables_of_the_form_are_shown(tmp_path: Path) -> None:
    source = RURAL.with_suffix(".html").read_text(encoding="utf-8")
    path = tmp_path / "a.html"
    path.write_text(source.replace("<body", "<body><table><tr><td>首页</td><td>机构</td></tr></table><p", 1), "utf-8")
    _, origin = of(path)
    assert [part for part in origin.parts if isinstance(part, Sheet) and "首页" in str(part)] == []


def test_a_place_off_the_page_does_no_harm() -> None:
    form = msgspec.structs.replace(
        examine(RURAL).forms[0].form, locations={"title": Location(page=10**9, box=Box(-1e9, 0, 1e9, 5))}
    )
    assert origin_of(form, DEPARTMENT).at(form, "title") == origin_of(form, NOWHERE).at(form, "title")


# on paper


def text_of(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    return "".join("".join(page.get_textpage().get_text_range().split()) for page in document)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_pdf_holds_every_finding_and_proof(lang: str) -> None:
    one, origin = of(RURAL)
    content = content_of(one, "a.xlsx")
    told = text_of(paper_pdf.write(content, origin, lang))
    for finding in one.findings:
        assert "".join(render(finding, lang).split())[:40] in told
    for proof in content.proofs.values():
        assert "".join(proof.text[lang == "en"].split())[:25] in told


def test_the_word_document_holds_the_findings_and_the_charts() -> None:
    one, origin = of(DEPARTMENT)
    document = python_docx.Document(io.BytesIO(paper_docx.write(content_of(one, "a.xlsx"), origin, "zh")))
    told = "".join("".join(paragraph.text.split()) for paragraph in document.paragraphs)
    assert all("".join(render(finding).split()) in told for finding in one.findings)
    assert len(document.inline_shapes) == len(charts.charts_of(one, "zh")) == 4
    scores = next(table for table in document.tables if table.rows[0].cells[-1].text == "差")
    assert [cell.text for cell in scores.rows[1].cells][1:8] == [
        "预算执行率",
        "2735.89",
        "2468.99",
        "10",
        "9",
        "9.02",
        "-0.02",
    ]


def test_a_page_stands_in_the_word_document_with_its_frames(pdf: Path) -> None:
    one, origin = of(pdf)
    document = python_docx.Document(io.BytesIO(paper_docx.write(content_of(one, "a"), origin, "zh")))
    shape = document.inline_shapes[-1]
    assert 1.40 < shape.height / shape.width < 1.43  # A4
    last = document.part.package.image_parts
    sizes = sorted(len(part.blob) for part in last)
    assert sizes[-1] > 40_000


def test_hostile_texts_are_harmless_on_paper() -> None:
    form = hostile()
    content, origin = content_of(audited(form), HOSTILE), origin_of(form, NOWHERE)
    assert "alert(1)" in text_of(paper_pdf.write(content, origin, "zh"))
    document = python_docx.Document(io.BytesIO(paper_docx.write(content, origin, "zh")))
    told = "".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    assert LONG in told
    assert "</script><script>alert(1)</script>" in told
    assert "\u202e" not in told


@given(FORMS)
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=4)
def test_any_form_goes_on_paper(form: Form) -> None:
    content, origin = content_of(audited(form), "a"), origin_of(form, NOWHERE)
    assert paper_pdf.write(content, origin, "en").startswith(b"%PDF-")
    assert python_docx.Document(io.BytesIO(paper_docx.write(content, origin, "zh"))).paragraphs


def test_without_the_drawing_engine_the_paper_says_where_the_charts_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charts, "is_ready", lambda: False)
    one, origin = of(RURAL)
    assert "图表请看网页报告" in text_of(paper_pdf.write(content_of(one, "a"), origin, "zh"))


def test_paper_says_the_same_in_both_languages() -> None:
    one, origin = of(RURAL)
    kinds = [[type(block) for block in paper_of(content_of(one, "a"), origin, lang).blocks] for lang in ("zh", "en")]
    assert kinds[0] == kinds[1]


# the command


@pytest.mark.parametrize(("suffix", "start"), [("html", b"<!DOCTYPE html>"), ("pdf", b"%PDF-"), ("docx", b"PK")])
def test_the_command_writes_what_the_suffix_asks_for(run: Run, tmp_path: Path, suffix: str, start: bytes) -> None:
    target = tmp_path / f"报告.{suffix}"
    code, out, err = run("report", RURAL, "-o", target)
    assert (code, out) == (0, "")
    assert str(target) in err
    assert target.read_bytes().startswith(start)


def test_the_command_says_what_is_wrong_and_writes_nothing(run: Run, tmp_path: Path) -> None:
    damaged = tmp_path / "坏.xlsx"
    damaged.write_bytes(RURAL.read_bytes()[:2000])
    for source, target in ((RURAL, "a.odt"), (damaged, "a.html"), (tmp_path / "无.pdf", "a.html")):
        code, _, err = run("report", source, "-o", tmp_path / target)
        assert code == 2
        assert err.count("\n") == 1
        assert not (tmp_path / target).exists()


def test_without_the_extra_the_message_says_how_to_get_it(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    code, _, err = run("report", RURAL, "-o", tmp_path / "a.pdf", "--lang", "en")
    assert code == 2
    assert "pip install 'jixiao[write]'" in err
    assert run("report", RURAL, "-o", tmp_path / "a.html")[0] == 0  # the page needs none of it
