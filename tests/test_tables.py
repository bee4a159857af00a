"""Tables of many forms: every number as printed, every text whole and no formula, and the tables of fiscal systems."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import msgspec
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao import form_json, opening
from jixiao.errors import TextTooLong
from jixiao.form import Form
from jixiao.outcome import examine
from jixiao.tables import gathered, standard
from jixiao.tables.delimited import MARK, STARTS, delimited, harmless
from jixiao.tables.model import Cell, Head, Sheet
from jixiao.tables.workbook import MOST_ROWS, workbook
from jixiao.writers.printable import printable
from jixiao.writing_errors import TooManyRows
from tests.command_line import Run

EXAMPLES = Path(__file__).parent.parent / "examples"
RURAL = EXAMPLES / "rural-2022.xlsx"


def _book(path: Path) -> dict[str, list[list[object]]]:
    book = openpyxl.load_workbook(path)
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets}


def _csv(path: Path) -> list[list[str]]:
    data = path.read_bytes()
    assert data.startswith(MARK.encode())
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_a_folder_becomes_one_workbook_of_four_sheets(tmp_path: Path, run: Run) -> None:
    target = tmp_path / "汇总.xlsx"
    code, out, _ = run("table", RURAL, EXAMPLES / "sichuan-2023.xlsx", "-o", target)
    forms = [examine(path).forms[0] for path in (RURAL, EXAMPLES / "sichuan-2023.xlsx")]
    sheets = _book(target)
    assert (code, list(sheets)) == (0, ["自评表", "资金", "绩效指标", "审核疑点", "说明"])
    assert out.startswith("2 个文件，2 张表，")
    assert [len(sheets[name]) - 1 for name in ("自评表", "资金", "绩效指标", "审核疑点")] == [
        2,
        sum(len(one.form.funds) for one in forms),
        sum(len(one.form.indicators) for one in forms),
        sum(len(one.findings) for one in forms),
    ]
    heads, first = sheets["自评表"][:2]
    row = dict(zip(heads, first, strict=True))
    assert (row["路径"], row["填报单位"], row["年度"]) == ("rural-2022.xlsx", "某某县示例镇人民政府", 2022)
    assert (row["表种"], row["总分"], row["填报日期"]) == ("项目支出", 99.2, _midnight(date(2023, 2, 20)))
    assert sheets["审核疑点"][1][:3] == ["rural-2022.xlsx", 1, "某某县示例镇人民政府"]


def _midnight(day: date) -> object:
    from datetime import datetime  # noqa: PLC0415 - openpyxl reads days as moments

    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 - as openpyxl gives it


def test_numbers_show_the_digits_that_were_printed() -> None:
    heads = (Head("数", "number"), Head("率", "rate"), Head("整", "whole"))
    rows: list[list[Cell]] = [
        [Decimal("9.40"), Decimal("0.9024"), 3],
        [Decimal(-12), Decimal(1), None],
        [Decimal("12345678901234567.89"), Decimal("0.5"), 0],
    ]
    sheet = openpyxl.load_workbook(io.BytesIO(workbook([Sheet("a", "a", heads, rows)], "zh")))["a"]
    assert [[(cell.value, cell.number_format) for cell in row] for row in sheet.iter_rows(min_row=2)] == [
        [(9.4, "0.00"), (0.9024, "0.00%"), (3, "0")],
        [(-12, "0"), (1, "0%"), (None, "General")],
        [("12345678901234567.89", "@"), (0.5, "0%"), (0, "0")],
    ]
    assert delimited(Sheet("a", "a", heads, rows)).decode("utf-8-sig").splitlines()[1:] == [
        "9.40,0.9024,3",
        "-12,1,",
        "12345678901234567.89,0.5,0",
    ]


def test_one_table_as_csv(tmp_path: Path, run: Run) -> None:
    target = tmp_path / "指标.csv"
    assert run("table", RURAL, "--sheet", "indicators", "-o", target)[0] == 0
    heads, *rows = _csv(target)
    form = opening.open_forms(RURAL)[0]
    told = [dict(zip(heads, row, strict=True)) for row in rows]
    assert [one["三级指标"] for one in told] == [row.name for row in form.indicators]
    assert [one["年度指标值"] for one in told] == [row.target.text for row in form.indicators if row.target]
    assert [Decimal(one["分值"]) for one in told] == [row.weight for row in form.indicators]


def test_in_english_the_headings_are_the_names_that_the_store_has(tmp_path: Path, run: Run) -> None:
    target = tmp_path / "a.csv"
    assert run("table", RURAL, "--sheet", "findings", "--lang", "en", "-o", target)[0] == 0
    heads, first, *_ = _csv(target)
    row = dict(zip(heads, first, strict=True))
    assert (row["form_file"], row["code"], row["severity"]) == ("rural-2022.xlsx", "B054", "must_fix")
    assert "message_en" in row
    assert "message" not in row


@given(st.text())
def test_no_text_begins_like_a_formula_and_each_comes_back(text: str) -> None:
    made = harmless(text)
    assert made.lstrip()[:1] not in set("=+-@＝＋－＠\t\r|")
    assert made.removeprefix("'") == printable(text) or made == printable(text)
    if made.startswith("'"):
        assert printable(text).lstrip()[0] in STARTS


def test_a_text_too_long_for_a_cell_is_refused_and_whole_in_csv() -> None:
    sheet = Sheet("a", "a", (Head("文", "text"),), [["长" * 40_000]])
    with pytest.raises(TextTooLong):
        workbook([sheet], "zh")
    assert delimited(sheet).decode("utf-8-sig").count("长") == 40_000


def test_too_many_rows_for_a_sheet_are_refused() -> None:
    class Many(list[list[str]]):
        def __len__(self) -> int:
            return MOST_ROWS + 1

    with pytest.raises(TooManyRows):
        workbook([Sheet("a", "a", (Head("文", "text"),), Many())], "zh")


def test_a_file_that_cannot_be_read_is_a_row_of_its_own(tmp_path: Path, run: Run) -> None:
    bad, target = tmp_path / "坏.xlsx", tmp_path / "a.xlsx"
    bad.write_bytes(b"PK\x03\x04 no workbook")
    code, _, err = run("table", RURAL, bad, "-o", target)
    assert code == 2
    assert "坏.xlsx" in err
    assert _book(target)["不能读取"][1][0] == "坏.xlsx"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["-o", "a.pdf"], ".xlsx"),
        (["-o", "a.csv", "--sheet", "nothing"], "没有“nothing”。可用：forms、funds、indicators、findings。"),
        (["-o", "a.xlsx", "--standard", "--set", "PRO_NAME=x"], "没有“PRO_NAME”。可用：MOF_DIV_CODE、"),
        ([], "-o"),
    ],
)
def test_a_wrong_call_says_what_is_known(options: list[str], said: str, tmp_path: Path, run: Run) -> None:
    options = [str(tmp_path / one) if one.startswith("a.") else one for one in options]
    code, _, err = run("table", RURAL, *options)
    assert code == 2
    assert said in err
    assert list(tmp_path.iterdir()) == []


# ---- the tables of fiscal systems ----


def _standard(form: Form, tmp_path: Path, run: Run, *options: str) -> tuple[dict[str, list[dict[str, object]]], str]:
    source, target = tmp_path / "表.json", tmp_path / "标准表.xlsx"
    source.write_bytes(form_json.encode(form))
    code, _, err = run("table", source, "--standard", *options, "-o", target)
    assert code == 0
    sheets = _book(target)
    told = {name: [dict(zip(map(str, rows[0]), row, strict=True)) for row in rows[1:]] for name, rows in sheets.items()}
    return told, err


def test_every_field_of_a_form_stands_in_its_column(tmp_path: Path, run: Run) -> None:
    form = opening.open_forms(EXAMPLES / "project-clean-2023.xlsx")[0]
    told, _ = _standard(form, tmp_path, run, "--set", "MOF_DIV_CODE=520000000")
    (head,), (goal,) = told["PM_PERF_SELF_EVAL"], told["PM_SELF_EVAL_GOAL"]
    assert (head["AGENCY_NAME"], head["PRO_NAME"], head["FISCAL_YEAR"]) == (form.unit, form.project, "2023")
    assert head["TOTAL_EVAL_VALUE"] == float(form.total_score or 0)
    assert {row["MOF_DIV_CODE"] for rows in list(told.values())[:4] for row in rows} == {"520000000"}
    assert (goal["KPI_TARGET"], goal["GOAL_COMP"]) == (form.goals[0].expected, form.goals[0].actual)
    assert goal["EVAL_ID"] == head["EVAL_ID"]
    rows = told["PM_SELF_EVAL_INDICATOR"]
    assert [row["LV3_PERF_IND_NAME"] for row in rows] == [one.name for one in form.indicators]
    assert [row["KPI_VAL"] for row in rows] == [one.target.told for one in form.indicators if one.target]
    assert len({row["EVAL_IND_ID"] for row in rows}) == len(form.indicators)
    funds = told["PM_PERF_SELF_BGT"]
    assert form.amount_unit == "万元"
    assert [row["CUR_AMT"] for row in funds] == [
        None if line.full_budget is None else float(line.full_budget * 10_000) for line in form.funds
    ]
    assert funds[0]["EXE_AMT_RATE"] == float(form.funds[0].rate or 0)


def test_an_amount_without_its_unit_is_not_converted(tmp_path: Path, run: Run) -> None:
    form = opening.open_forms(EXAMPLES / "project-clean-2023.xlsx")[0]
    told, _ = _standard(msgspec.structs.replace(form, amount_unit=None), tmp_path, run)
    assert {row["CUR_AMT"] for row in told["PM_PERF_SELF_BGT"]} == {None}


def test_what_is_blank_or_too_long_is_told_and_kept_whole(tmp_path: Path, run: Run) -> None:
    form = opening.open_forms(EXAMPLES / "project-clean-2023.xlsx")[0]
    row = msgspec.structs.replace(form.indicators[0], reason="长" * 2001)
    long = msgspec.structs.replace(form, indicators=(row, *form.indicators[1:]), year=None)
    told, err = _standard(long, tmp_path, run)
    assert told["PM_SELF_EVAL_INDICATOR"][0]["DEVI_ANALY"] == "长" * 2001
    assert "DEVI_ANALY 偏差分析及整改措施：1 张表 1 行超长，照写" in err
    assert f"FISCAL_YEAR 评价年度：4 张表 {2 + len(form.indicators) + len(form.funds)} 行为空" in err
    assert "KPI_PER_ID" in err


def test_ids_are_the_same_at_every_export(tmp_path: Path, run: Run) -> None:
    form = opening.open_forms(RURAL)[0]
    first, _ = _standard(form, tmp_path, run)
    second, _ = _standard(form, tmp_path, run)
    assert first == second


def test_every_column_of_the_standard_says_what_it_is() -> None:
    known = standard.standards()
    used = set()
    for table in known.table:
        for name, field, _ in known.columns(table):
            used.add(name)
            assert standard.SIZE.fullmatch(field.type), name
            assert all((field.zh, field.note, field.note_en)), name
            owner = field.source.partition(".")[0]
            assert owner in {"", "form", "row", *standard._MADE}, name
    assert used == set(known.field)


@pytest.mark.parametrize(
    ("cell", "size", "held"),
    [
        ("x" * 10, "VARCHAR2(10)", True),
        ("x" * 11, "VARCHAR2(10)", False),
        (Decimal("1.25"), "NUMBER(4,2)", True),
        (Decimal("1.250"), "NUMBER(4,2)", True),
        (Decimal("1.255"), "NUMBER(4,2)", False),
        (Decimal(100), "NUMBER(4,2)", False),
        (Decimal(99), "NUMBER(4,2)", True),
        (0, "NUMBER(1)", True),
        (None, "NUMBER(1)", True),
    ],
)
def test_what_a_column_can_hold(cell: Decimal | str | int | None, size: str, *, held: bool) -> None:
    assert standard.fits(cell, standard.Field(size, "", "", "", "")) is held


def test_the_sheets_are_those_of_the_store() -> None:
    assert gathered.KEYS == ("forms", "funds", "indicators", "findings")
