"""Letters of return and working papers: what they say, to whom, and what they leave to be filled in."""

from __future__ import annotations

import io
import os
import shutil
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from docx import Document
from docx.document import Document as Opened

from bench.office_values import DOCUMENT, convert
from bench.planted.generator import make, recipes
from jixiao import form_json
from jixiao.checks import render
from jixiao.finding import Severity
from jixiao.letters import issue, kinds, paper, returned, told
from jixiao.letters.values import Gap
from jixiao.outcome import examine
from tests.command_line import Run

EXAMPLES = Path(__file__).parent.parent / "examples"
DEPARTMENT = EXAMPLES / "department-2022.xlsx"
RURAL = EXAMPLES / "rural-2022.xlsx"
OFFICE = shutil.which("soffice")


def _texts(document: Opened) -> list[str]:
    """Every line of the document, its tables row by row."""
    lines = []
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            lines += [" | ".join(cell.text for cell in row.cells) for row in block.rows]
        else:
            lines.append(block.text)
    return lines


def _opened(path: Path) -> Opened:
    return Document(str(path))


def test_a_letter_names_each_finding_with_its_cell_and_what_to_do(tmp_path: Path, run: Run) -> None:
    target = tmp_path / "退回意见.docx"
    code, out, _ = run(
        "letter", RURAL, "--office", "某某县财政局", "--date", "2024-06-01", "--deadline", "2024-06-30", "-o", target
    )
    assert (code, out) == (0, "退回意见 1 份（1 张表）；另有 0 张表没有须退回的问题。\n")
    lines = _texts(_opened(target))
    assert lines[0] == "关于退回2022年度绩效自评材料的意见"
    assert "某某县示例镇人民政府：" in lines
    asked = "你单位报送的《财政衔接推进乡村振兴补助资金项目绩效自评表》（示例村产业道路硬化）收悉。"
    assert any(line.startswith(asked) and "请于2024年6月30日前" in line for line in lines)
    assert "一、必须修改（2项）" in lines
    assert (
        "1 | 第 3 行指标“通车时间”得分（自评表!H15） | “通车时间”应于“2022年11月底前”完成，实际“2022年12月18日”，"
        "晚 18 天，仍得满分 10 分。 | 按办法扣分并说明逾期原因；日期填错的，改正日期。"
    ) in lines
    assert lines.index("某某县财政局") + 1 == lines.index("2024年6月1日")


def test_what_was_not_given_is_a_gap_set_off_in_colour(tmp_path: Path, run: Run) -> None:
    target = tmp_path / "a.docx"
    assert run("letter", RURAL, "-o", target)[0] == 0
    gaps = [run.text for one in _opened(target).paragraphs for run in one.runs if run.font.highlight_color is not None]
    assert gaps == [
        "〔待填：文号〕",
        "〔待填：退回期限〕",
        "〔待填：发文机关〕",
        "〔待填：成文日期〕",
        "〔待填：联系人〕",
        "〔待填：联系电话〕",
    ]


def test_every_finding_stands_in_the_letter_once_the_gravest_first(tmp_path: Path, run: Run) -> None:
    target = tmp_path / "a.docx"
    assert run("letter", DEPARTMENT, "--min-severity", "note", "-o", target)[0] == 0
    one = examine(DEPARTMENT).forms[0]
    cells = [row.cells for table in _opened(target).tables[1:] for row in table.rows[1:]]
    assert [row[2].text for row in cells] == [render(found) for found in one.findings]
    assert [row[1].text for row in cells] == [told.place(one.form, found.path) for found in one.findings]
    assert all(row[3].text for row in cells)
    headings = [line for line in _texts(_opened(target)) if line[1:2] == "、"]
    assert headings == ["一、必须修改（7项）", "二、应当说明（15项）", "三、请予关注（5项）", "四、提示（1项）"]


def test_a_folder_gives_one_letter_a_unit_with_all_its_forms(tmp_path: Path, run: Run) -> None:
    source, target = tmp_path / "收件", tmp_path / "退回"
    source.mkdir()
    shutil.copy(RURAL, source / "一.xlsx")
    shutil.copy(RURAL.with_suffix(".html"), source / "二.html")
    shutil.copy(DEPARTMENT, source)
    shutil.copy(EXAMPLES / "project-clean-2023.xlsx", source)
    (source / "坏.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    code, out, err = run("letter", source, "-o", target)
    assert code == 2
    assert "坏.xlsx" in err
    assert out == "退回意见 2 份（3 张表）；另有 1 张表没有须退回的问题。\n"
    assert sorted(path.name for path in target.iterdir()) == [
        "退回意见-某某县示例镇人民政府.docx",
        "退回意见-某某县示范局办公室.docx",
    ]
    lines = _texts(_opened(target / "退回意见-某某县示例镇人民政府.docx"))
    assert [line for line in lines if line.startswith("附件")] == [
        "附件1：财政衔接推进乡村振兴补助资金项目绩效自评表审核意见表",
        "附件2：财政衔接推进乡村振兴补助资金项目绩效自评表审核意见表",
        "附件1",
        "附件2",
    ]


def test_several_letters_need_a_folder(tmp_path: Path, run: Run) -> None:
    target = tmp_path / "a.docx"
    code, _, err = run("letter", RURAL, DEPARTMENT, "-o", target)
    assert (code, target.exists()) == (2, False)
    assert err == f"{target}：要写出 2 份，一个文件名放不下。请用 -o 给出文件夹。\n"


@pytest.mark.parametrize("command", ["letter", "paper", "roster"])
def test_a_call_without_files_or_output_is_refused(command: str, run: Run) -> None:
    assert run(command)[0] == 2
    assert run(command, RURAL, RURAL)[0] == 2


def test_side_by_side_or_one_after_the_other_the_letters_are_the_same(tmp_path: Path, run: Run) -> None:
    source = tmp_path / "收件"
    source.mkdir()
    for number in range(issue.FEWEST + 1):
        form = make(f"letters {number}", recipes()[0]).form
        wrong = msgspec.structs.replace(form, unit=f"某某局{number}", total_weight=Decimal(90))
        (source / f"{number}.json").write_bytes(form_json.encode(wrong))
    made = {}
    for jobs in (1, 2):
        assert run("letter", source, "-j", jobs, "--min-severity", "note", "-o", tmp_path / str(jobs))[0] == 0
        made[jobs] = {path.name: path.read_bytes() for path in (tmp_path / str(jobs)).iterdir()}
    assert len(made[1]) == issue.FEWEST + 1
    assert made[1] == made[2]


def test_a_paper_holds_stated_recomputed_working_proof_and_clause() -> None:
    one = examine(DEPARTMENT).forms[0]
    values = paper.paper(one, issue.Origin(DEPARTMENT, 1, 1), Severity.NOTE).values
    evidence = [item for item in values["发现"] if isinstance(item, dict)]
    assert len(evidence) == len(one.findings)
    total = next(item for item in evidence if item["编号"] == "A006")
    assert (total["填报数"], total["复算数"]) == ("99", "108 分")
    assert total["计算过程"] == "9 + 10 + 10 + 10 + 10 + 10 + 10 + 9.5 + 9.5 + 5 + 5 + 5 + 5 = 108"
    assert "各数依次见自评表!I6" in str(total["佐证"])
    execution = next(item for item in evidence if item["编号"] == "A013")
    assert execution["复算数"] == "9.02 分"
    assert str(execution["依据"]).startswith("表注1只定分值10分；")
    phone = next(item for item in evidence if item["编号"] == "D091")
    assert phone["填报数"] == "80****0"  # the paper must not print once more what it objects to
    assert all(item["依据"] and item["处理意见"] for item in evidence)


def test_a_paper_of_a_correct_form_says_that_nothing_was_found(tmp_path: Path, run: Run) -> None:
    target = tmp_path / "底稿.docx"
    source = EXAMPLES / "project-clean-2023.xlsx"
    code, out, _ = run("paper", source, "--auditor", "某某某", "--date", "2024-06-01", "-o", target)
    assert (code, out) == (0, "审计底稿 1 份，发现 0 项。\n")
    lines = _texts(_opened(target))
    assert "按所选办法和审核规则未发现问题。" in lines
    assert "审计人员 | 某某某 | 编制日期 | 2024年6月1日" in lines
    assert "审计结论 | 〔待填：审计结论〕" in lines


@pytest.mark.parametrize("kind", ["returned", "paper", "roster"])
def test_our_templates_open_and_use_every_name_that_they_declare(kind: str) -> None:
    declared = kinds.kind(kind)
    document = Document(io.BytesIO(declared.document()))
    assert document.paragraphs
    unused = {"标题", "编号", "改法"} if kind == "returned" else {"改法"}
    assert {name for name in declared.known if f"{name}}}}}" not in declared.lines} <= unused


def test_a_template_changed_by_a_bureau_is_used(tmp_path: Path, run: Run) -> None:
    ours, own, target = (tmp_path / name for name in ("模板.docx", "自改.docx", "a.docx"))
    assert run("letter", "--save-template", ours)[0] == 0
    document = _opened(ours)
    document.paragraphs[0].runs[0].text = "某某县财政局绩效管理科"
    document.add_paragraph("经办：{{联系")
    document.paragraphs[-1].add_run("人}}").bold = True
    document.save(str(own))
    assert run("letter", RURAL, "--contact", "某某某", "--template", own, "-o", target)[0] == 0
    lines = _texts(_opened(target))
    assert (lines[0], lines[-1]) == ("某某县财政局绩效管理科", "经办：某某某")


def test_units_are_the_same_whatever_the_width_and_blanks_of_their_names() -> None:
    one = returned.sheet(examine(RURAL).forms[0], issue.Origin(RURAL, 1, 1), Severity.NOTE)
    names = ("某某局（本级）", "某某局(本级)", "某某 局(本级)", None, None)
    parts = [one._replace(unit=name, file=f"{number}.xlsx") for number, name in enumerate(names)]
    found = {unit: len(own) for unit, own in issue.by_unit(parts).items()}
    assert found == {"某某局（本级）": 3, "3.xlsx": 1, "4.xlsx": 1}


def test_a_form_without_a_unit_gets_a_letter_that_leaves_the_unit_open() -> None:
    one = returned.sheet(examine(RURAL).forms[0], issue.Origin(RURAL, 1, 1), Severity.NOTE)
    values = returned.letter([one._replace(unit=None)], {})
    assert values["单位"] == "〔待填：主送单位〕"
    assert isinstance(values["单位"], Gap)


def test_the_files_of_an_archive_are_named(tmp_path: Path, run: Run) -> None:
    source, target = tmp_path / "收件.zip", tmp_path / "退回"
    with zipfile.ZipFile(source, "w") as archive:
        archive.write(RURAL, "镇政府.xlsx")
        archive.write(DEPARTMENT, "办公室.xlsx")
    assert run("letter", source, "-o", target)[0] == 0
    lines = _texts(_opened(target / "退回意见-某某县示范局办公室.docx"))
    assert any("收件.zip/办公室.xlsx" in line for line in lines)
    assert len(list(target.iterdir())) == 2


@pytest.mark.parametrize(
    ("unit", "name"),
    [
        ("某某局", "退回意见-某某局.docx"),
        ("../../etc/passwd", "退回意见-__.._etc_passwd.docx"),
        ("甲\u202e乙\x00丙\n丁", "退回意见-甲_乙_丙_丁.docx"),
        ("CON", "退回意见-_CON.docx"),
        ("长" * 500, f"退回意见-{'长' * 60}.docx"),
        ("...", "退回意见-_.docx"),
    ],
)
def test_file_names_are_harmless(unit: str, name: str) -> None:
    made = issue.file_name("退回意见", unit, set())
    assert made == name
    assert Path(made).name == made


def test_gaps_are_texts_that_know_what_they_are() -> None:
    known = paper.known(None, "某某某", None, date(2024, 6, 1))
    assert [name for name, value in known.items() if isinstance(value, Gap)] == ["索引号", "复核人员"]


@pytest.mark.skipif(OFFICE is None and not os.environ.get("JIXIAO_CI"), reason="LibreOffice (soffice) is not installed")
def test_libreoffice_opens_letter_and_paper_and_finds_every_word(tmp_path: Path, run: Run) -> None:
    made = [tmp_path / "退回意见.docx", tmp_path / "底稿.docx"]
    assert run("letter", DEPARTMENT, "-o", made[0])[0] == 0
    assert run("paper", DEPARTMENT, "-o", made[1])[0] == 0
    convert(str(OFFICE), tmp_path, made, DOCUMENT)
    for path in made:
        assert _texts(_opened(tmp_path / "out" / path.name)) == _texts(_opened(path))
