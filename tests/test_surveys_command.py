"""`jixiao survey` on the command line: a list, a report, a workbook, CSV, JSON; each mistake in one line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("duckdb", reason="the extra batch is not installed")
pytest.importorskip("xlsxwriter", reason="the extra write is not installed")
import msgspec
import openpyxl

from jixiao import __version__
from jixiao.batch.columns import FORMAT, TABLES
from jixiao.batch.store import Card
from jixiao.surveys import all_surveys
from tests.command_line import Run
from tests.small_stores import filled, write_tables

REASON = "=因汛期连续降雨施工中断三周，拟在来年一季度补齐缺口。"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two units with one reason, and a form with a high score beside a low rate."""
    folder = tmp_path_factory.mktemp("汇总")
    given = {
        "forms": [
            {"form_id": "a", "unit": "甲县水利局", "full_budget": "100.00", "executed": "20.50", "total_score": "99"},
            {"form_id": "b", "unit": "乙县水利局"},
        ],
        "indicators": [{"form_id": "a", "reason": REASON}, {"form_id": "b", "reason": REASON}],
    }
    write_tables(folder, filled(given))
    card = Card(FORMAT, __version__, {table.name: 0 for table in TABLES})
    (folder / "store.json").write_bytes(msgspec.json.encode(card))
    return folder


def test_without_a_store_it_lists_the_questions(run: Run) -> None:
    code, out, err = run("survey", "--lang", "en")
    assert (code, err) == (0, "")
    assert [line.split()[0] for line in out.splitlines() if line[:1] == "S"] == [one.code for one in all_surveys()]
    assert "--set rate=60  rate below this percentage" in out


def test_the_report_shows_cases_with_their_members(run: Run, store: Path) -> None:
    code, out, err = run("survey", store, "S01", "S08", "S12")
    assert (code, err) == (0, "")
    assert "1 组，2 行" in out
    assert [name in out for name in ("甲县水利局", "乙县水利局")] == [True, True]
    assert "20.50" in out
    assert "20.5 " in out
    assert out.rstrip().endswith("没有发现")


def test_a_setting_decides_what_is_told(run: Run, store: Path) -> None:
    assert '"cases": 0' in run("survey", store, "S08", "--set", "rate=20", "--format", "json")[1]
    (one,) = json.loads(run("survey", store, "s08", "--set", "rate=20.6", "--format", "json")[1])
    assert (one["code"], one["settings"]["rate"], one["cases"]) == ("S08", "20.6", 1)
    assert one["rows"][0] | {"file": "", "project": ""} == {
        "case": 1,
        "unit": "甲县水利局",
        "project": "",
        "year": 2023,
        "full_budget": "100.00",
        "executed": "20.50",
        "percent": "20.5",
        "total_score": "99",
        "file": "",
    }


def test_a_workbook_has_a_sheet_each_and_no_formula(run: Run, store: Path, tmp_path: Path) -> None:
    target = tmp_path / "核查.xlsx"
    code, out, err = run("survey", store, "-o", target)
    assert (code, out) == (0, "")
    assert err == f"已写入 {target}\n"
    book = openpyxl.load_workbook(target)
    assert book.sheetnames[0] == "目录"
    assert [name.split()[0] for name in book.sheetnames[1 : 1 + len(all_surveys())]] == [
        one.code for one in all_surveys()
    ]
    cells = [cell for row in book[book.sheetnames[1]].iter_rows() for cell in row]
    assert [cell.value for cell in cells if str(cell.value).startswith("=")] == [REASON] * 2
    assert {cell.data_type for cell in cells} <= {"s", "n"}


def test_csv_is_harmless_and_of_one_survey(run: Run, store: Path, tmp_path: Path) -> None:
    target = tmp_path / "原因.csv"
    assert run("survey", store, "S01", "-o", target)[0] == 0
    assert f",'{REASON}," in target.read_text(encoding="utf-8-sig")
    code, out, err = run("survey", store, "--format", "csv")
    assert (code, out) == (2, "")
    assert err == "CSV 一次只能写一项核查。请写明是哪一项（如 S01），或改用 xlsx、json。\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("S99",), "没有“S99”这项跨表核查。相近的有："),
        (("copied_reason",), "没有“copied_reason”这项跨表核查。相近的有：s01_copied_reasons"),
        (("S08", "--set", "rate=高"), "--set rate=高：应写成 参数=数。所选核查的参数有：points、rate。"),
        (("S08", "--set", "share=3"), "--set share=3：应写成 参数=数。"),
        (("S08", "--set", "rate=NaN"), "--set rate=NaN：应写成 参数=数。"),
        (("S08", "-o", "核查.pdf"), "核查.pdf：从扩展名看不出要写成什么格式。请用 --format 指定："),
        (("S08", "--format", "xlsx"), "xlsx 不能写在终端上。请用 -o 给出文件名。"),
    ],
)
def test_mistakes_are_told_in_one_line(arguments: tuple[str, ...], told: str, run: Run, store: Path) -> None:
    code, out, err = run("survey", store, *arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(told)


def test_a_folder_that_is_no_store_is_named(run: Run, tmp_path: Path) -> None:
    code, _, err = run("survey", tmp_path)
    assert code == 2
    assert err.startswith(f"{tmp_path}：不是汇总库")
