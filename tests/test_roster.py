"""The list of missing, double and late units: what the register and the forms say, and nothing guessed."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from jixiao.letters.register import Entry, load, parse
from jixiao.letters.roster import Came, compare, letter
from jixiao.writing_errors import InvalidRegister
from tests.command_line import Run

EXAMPLES = Path(__file__).parent.parent / "examples"
HEAD = ["序号", "单位名称", "项目名称", "报送日期"]
DEADLINE = date(2024, 3, 31)


def _came(unit: str | None, project: str | None = None, file: str = "a.xlsx") -> Came:
    return Came(unit, project, 2023, "《自评表》", file)


def test_missing_double_late_and_unknown_units() -> None:
    register = parse(
        [[HEAD, ["1", "甲局", "", "2024-03-31"], ["2", "乙局", "", "2024年4月2日"], ["3", "丙局", "", ""]]], "a"
    )
    forms = [_came("甲局"), _came("甲 局", file="b.xlsx"), _came("乙局"), _came("丙局本级"), _came(None)]
    found = compare(register, forms, DEADLINE)
    assert [entry.unit for entry in found.missing] == ["丙局"]
    assert [[form.file for form in same] for same in found.double] == [["a.xlsx", "b.xlsx"]]
    assert [(one.entry.unit, one.days) for one in found.late] == [("乙局", 2)]
    assert [(form.unit, near) for form, near in found.strangers] == [("丙局本级", "丙局"), (None, "—")]


def test_a_register_of_projects_asks_for_each_project() -> None:
    register = parse([[HEAD, ["1", "甲局", "修路", ""], ["2", "甲局", "架桥", ""], ["3", "甲局", "", ""]]], "a")
    found = compare(register, [_came("甲局", "修 路")], None)
    assert [(entry.unit, entry.project) for entry in found.missing] == [("甲局", "架桥")]


def test_two_projects_of_a_unit_are_no_double() -> None:
    register = parse([[["单位"], ["甲局"]]], "a")
    assert compare(register, [_came("甲局", "修路"), _came("甲局", "架桥")], None).double == ()


@pytest.mark.parametrize(
    ("head", "rows", "deadline", "said"),
    [
        (["单位"], [["甲局"]], DEADLINE, "名册没有“报送日期”一栏，未判断是否逾期（文件的修改时间不作为报送时间）。"),
        (["单位", "报送日期"], [["甲局", "2024-04-01"]], None, "没有给出截止日期，未判断是否逾期。"),
        (["单位", "报送日期"], [["甲局", "2024-03-01"]], DEADLINE, "无。"),
        (["单位", "报送日期"], [["甲局", "三月底"]], DEADLINE, "无。另有1个单位没有报送日期或日期读不出，未判断。"),
    ],
)
def test_where_lateness_cannot_be_told_the_list_says_so(
    head: list[str], rows: list[list[str]], deadline: date | None, said: str
) -> None:
    register = parse([[head, *rows]], "a")
    found = compare(register, [_came("甲局")], deadline)
    assert found.late == ()
    assert letter(found, register, deadline, [])["逾期说明"] == said


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030"])
def test_a_register_is_read_from_csv_in_any_usual_encoding(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "名册.csv"
    path.write_bytes("单位名称（全称）,报送日期\r\n甲局,2024/3/1\r\n,\r\n乙局,\r\n".encode(encoding))
    assert load(path).entries == (
        Entry(2, "甲局", sent=date(2024, 3, 1), sent_as="2024/3/1"),
        Entry(4, "乙局"),
    )


def test_a_register_is_read_from_a_workbook_below_its_title(tmp_path: Path) -> None:
    path = tmp_path / "名册.xlsx"
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["2023年度应报单位名册"], ["序号", "预算单位", "报送日期"], [1, "甲局", date(2024, 4, 1)], [2, "乙局"]):
        sheet.append(row)
    book.save(path)
    register = load(path)
    assert [(one.row, one.unit, one.sent) for one in register.entries] == [
        (3, "甲局", date(2024, 4, 1)),
        (4, "乙局", None),
    ]
    assert (register.has_dates, register.has_projects) == (True, False)


def test_a_register_without_units_is_refused() -> None:
    with pytest.raises(InvalidRegister, match="没有找到单位一列"):
        parse([[["编号", "金额"], ["1", "2"]]], "名册.csv")
    with pytest.raises(InvalidRegister):
        parse([[["单位名称"]]], "名册.csv")


def test_the_command_writes_the_list(tmp_path: Path, run: Run) -> None:
    source, register, target = tmp_path / "收件", tmp_path / "名册.csv", tmp_path / "报送情况.docx"
    source.mkdir()
    for name in ("rural-2022.xlsx", "rural-2022.html", "sichuan-2023.xlsx"):
        shutil.copy(EXAMPLES / name, source)
    (source / "坏.pdf").write_bytes(b"%PDF-1.4 broken")
    register.write_text("单位名称,报送日期\n某某县示例镇人民政府,2023-03-02\n某某县教育局,\n", encoding="utf-8")
    code, out, err = run(
        "roster", register, source, "--deadline", "2023-02-28", "--office", "某某县财政局", "-o", target
    )
    assert code == 2
    assert "坏.pdf" in err
    assert out == "名册 2 行：未报 1，重复 1，逾期 1；不在名册中的表 1 张。\n"
    document = Document(str(target))
    rows = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    assert ["1", "某某县教育局", "—", "3"] in rows
    assert ["1", "某某县示例镇人民政府", "2023-03-02", "2", "2"] in rows
    assert any(
        row[2].startswith("《财政衔接") and row[3] == "rural-2022.html\nrural-2022.xlsx" for row in rows if len(row) > 3
    )
    assert any(row[1] == "坏.pdf" for row in rows)
    assert "一、未报送的单位（1个）" in [one.text for one in document.paragraphs]


def test_without_dates_the_command_says_that_nobody_is_called_late(tmp_path: Path, run: Run) -> None:
    register = tmp_path / "名册.csv"
    register.write_text("单位名称\n某某县示例镇人民政府\n", encoding="utf-8")
    target = tmp_path / "a.docx"
    code, out, _ = run("roster", register, EXAMPLES / "rural-2022.xlsx", "--deadline", "2023-01-01", "-o", target)
    assert code == 0
    assert out.splitlines()[1].startswith("名册没有“报送日期”一栏，未判断是否逾期")
