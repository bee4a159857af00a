"""The overview counts exactly, ranks fairly, says what is missing, and no text of a form does harm on its page."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("duckdb", reason="the extra batch is not installed")
pytest.importorskip("xlsxwriter", reason="the extra write is not installed")
import lxml.html
import msgspec
import openpyxl
import pypdfium2

from jixiao import __version__
from jixiao.batch.columns import FORMAT, TABLES
from jixiao.batch.store import Card
from jixiao.overview import PARTS, overview
from tests.command_line import Run
from tests.small_stores import filled, write_tables

EVIL = "<script>alert(1)</script>=1+1"


def scored(form_id: str, stated: str | None, low: str | None, high: str | None, **more: object) -> dict[str, Any]:
    told = {"total_score": stated, "recomputed_low": low, "recomputed_high": high, "recomputed_score": high}
    return {"form_id": form_id, "must_fix": 0, **told, **more}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("总览") / "汇总"
    folder.mkdir()
    forms = [
        scored(
            "a", "98", "95.00", "95.00", unit="甲校", department="教育局", project="维修", region="贵州", must_fix=2
        ),
        scored("b", "90.5", "90.01", "90.01", unit="乙校", department="教育局", project="食堂", region="贵州"),
        scored("c", "100", "80", "99", unit="水利局", project="清淤", region="四川", must_fix=1),
        scored("d", None, None, None, unit="林业局", project="防火"),
        scored("e", "92.50", "92.505", "92.505", unit=EVIL, project="甲"),
        scored("f", "92", "92", "92", unit="甲校", department="教育局", project="维修", year=2022),
        scored("g", "50", "50", "50", unit="丙校", department="教育局", project="操场", year=2022),
    ]
    tables = filled({"forms": forms})
    tables["findings"] = [
        {"form_id": "a", "number": 1, "code": "A006", "severity": "must_fix"},
        {"form_id": "a", "number": 2, "code": "A006", "severity": "must_fix"},
        {"form_id": "c", "number": 1, "code": "A006", "severity": "must_fix"},
        {"form_id": "c", "number": 2, "code": "Z999", "severity": "look"},
    ]
    tables["problems"] = [
        {"file": "坏.pdf", "number": 1, "kind": "unreadable", "message": EVIL, "message_en": "broken"}
    ]
    write_tables(folder, tables)
    card = Card(FORMAT, __version__, {table.name: 0 for table in TABLES})
    (folder / "store.json").write_bytes(msgspec.json.encode(card))
    return folder


@pytest.fixture(scope="module")
def told(store: Path) -> dict[str, list[list[Any]]]:
    return {one.part.name: [list(row) for row in one.rows] for one in overview(store, "zh").tables}


def test_the_summary_counts(told: dict[str, list[list[Any]]]) -> None:
    assert told["summary"] == [
        ["自评表", 7],
        ["填报单位", 6],
        ["有必改疑点的表", 2],
        ["疑点", 4],
        ["没有总分的表", 1],
        ["没有读出的文件", 1],
    ]


def test_departments_rank_by_what_is_due_for_certain(told: dict[str, list[list[Any]]]) -> None:
    mean = (Decimal("95.00") + Decimal("90.01") + 92 + 50) / 4
    assert told["ranking"] == [
        [1, EVIL, 1, Decimal("92.51"), Decimal("92.50"), 0],
        [2, "教育局", 4, mean.quantize(Decimal("0.01")), Decimal("82.63"), 1],
        [None, "林业局", 1, None, None, 0],
        [None, "水利局", 1, None, Decimal("100.00"), 1],
    ]


def test_every_total_falls_into_one_band(told: dict[str, list[list[Any]]]) -> None:
    assert told["distribution"] == [
        ["> 100", 0, 0],
        ["95–100", 2, 2],
        ["90–95", 3, 3],
        ["80–90", 0, 0],
        ["60–80", 0, 0],
        ["< 60", 1, 1],
    ]


def test_findings_are_counted_by_kind_and_region(told: dict[str, list[list[Any]]]) -> None:
    assert told["findings"] == [["A006 总分与各项得分合计不符", "必须修改", 3, 2], ["Z999", "请予关注", 1, 1]]
    assert told["regions"] == [
        ["四川", 1, 1, Decimal("100.00")],
        ["贵州", 2, 2, Decimal("100.00")],
        ["—", 4, 0, Decimal("0.00")],
    ]


def test_only_what_exceeds_the_upper_end_is_inflation(told: dict[str, list[list[Any]]]) -> None:
    assert told["inflation"] == [
        ["水利局", 1, 1, Decimal("1.00"), Decimal(1)],
        ["教育局", 4, 2, Decimal("0.87"), Decimal(3)],
    ]


def test_what_was_filed_last_year_alone_is_missing(told: dict[str, list[list[Any]]]) -> None:
    assert told["missing"] == [["丙校", "操场", 2022, "g.xlsx"]]
    assert told["unread"] == [["坏.pdf", EVIL]]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_is_harmless_and_whole(lang: str, run: Run, store: Path, tmp_path: Path) -> None:
    target = tmp_path / "总览.html"
    code, out, _ = run("overview", store, "-o", target, "--lang", lang)
    assert (code, out) == (0, "")
    page: Any = lxml.html.document_fromstring(target.read_bytes())
    assert page.xpath("//script|//iframe|//@onclick|//@onload|//link") == []
    assert [one.get("id") for one in page.xpath("//section[@id]")] == [part.name for part in PARTS[1:]]
    assert [one.text_content() for one in page.xpath("//h2")] == [part.title[lang == "en"] for part in PARTS[1:]]
    assert EVIL in page.xpath("//section[@id='ranking']")[0].text_content()
    assert len(page.xpath("//figure")) in (0, 5)  # none where the drawing engine is not installed


def test_the_workbook_has_a_sheet_each(run: Run, store: Path, tmp_path: Path) -> None:
    target = tmp_path / "总览.xlsx"
    assert run("overview", store, "-o", target)[0] == 0
    book = openpyxl.load_workbook(target)
    assert book.sheetnames[: len(PARTS)] == [part.title.zh for part in PARTS]
    assert [cell.value for cell in book["部门排名"][2]] == [1, EVIL, 1, 92.51, 92.5, 0]
    code, _, err = run("overview", store, "-o", tmp_path / "总览.docx")
    assert (code, err.count("\n")) == (2, 1)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_paper_tells_what_the_page_tells(lang: str, run: Run, store: Path, tmp_path: Path) -> None:
    pytest.importorskip("typst", reason="the extra write is not installed")
    target = tmp_path / "总览.pdf"
    assert run("overview", store, "-o", target, "--lang", lang)[:2] == (0, "")
    document = pypdfium2.PdfDocument(target)
    text = "".join(page.get_textpage().get_text_bounded() for page in document).replace("\r\n", "")
    document.close()
    for one in overview(store, lang).tables:
        assert one.part.name == "summary" or one.part.title[lang == "en"] in text
    assert "教育局" in text
    assert "82.63" in text
    assert "alert" in text  # told as any other name


def test_an_empty_store_has_an_overview(tmp_path: Path, run: Run) -> None:
    write_tables(tmp_path, {})
    (tmp_path / "store.json").write_bytes(msgspec.json.encode(Card(FORMAT, __version__, {})))
    assert run("overview", tmp_path, "-o", tmp_path / "总览.html")[0] == 0
    assert "没有发现" in (tmp_path / "总览.html").read_text(encoding="utf-8")
