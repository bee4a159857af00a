"""The drafted self-evaluation report: what the form says, gaps for the rest, and nothing invented."""

from __future__ import annotations

import io
import re
from decimal import Decimal
from pathlib import Path

import docx as python_docx
import msgspec
import pytest
from docx.enum.text import WD_COLOR_INDEX
from hypothesis import HealthCheck, given, settings

from jixiao import form_json
from jixiao.form import Form, FormKind, ManagementAspect
from jixiao.outcome import audited, examine
from jixiao.reports import draft_text, paper_pdf, word
from jixiao.reports.draft import draft_of
from jixiao.reports.wording import CHECK, GAP, OURS
from tests.command_line import Run
from tests.report_forms import HOSTILE, LONG, hostile
from tests.test_audit_any_form import FORMS

EXAMPLES = Path(__file__).parent.parent / "examples"
RURAL = EXAMPLES / "rural-2022.xlsx"
DEPARTMENT = EXAMPLES / "department-2022.xlsx"
SECTIONS = ["一、基本情况", "二、绩效目标完成情况", "三、偏差原因分析", "四、存在的问题", "五、下一步改进措施"]
CLOSING = "起草说明"


def text_of(form: Form) -> str:
    return draft_text.text(draft_of(audited(form), "表.xlsx")).decode("utf-8-sig")


def body_of(form: Form) -> str:
    return text_of(form).partition(CLOSING)[0]


def test_the_usual_sections_stand_in_their_order() -> None:
    lines = text_of(examine(RURAL).forms[0].form).splitlines()
    assert [line for line in lines if line in SECTIONS] == SECTIONS


@pytest.mark.parametrize("name", ["rural-2022", "department-2022", "sichuan-2023", "yunnan-2023", "project-clean-2023"])
def test_every_number_is_on_the_form_or_follows_from_it(name: str) -> None:
    form = examine(EXAMPLES / f"{name}.xlsx").forms[0].form
    one = audited(form)
    known = set(re.findall(r"\d+(?:\.\d+)?", form_json.encode(form).decode()))
    known |= {f"{line.rate.scaleb(2):f}" for line in form.funds if line.rate is not None}
    known |= {f"{one.rulebook.total.points:f}"}
    rows = len(form.indicators)
    sums = [part.weight for part in one.scorecard.groups] + [part.stated for part in one.scorecard.groups]
    fund = form.total_fund
    for field in ("weight", "score"):
        rows_sum = sum((getattr(row, field) or Decimal(0) for row in form.indicators), Decimal(0))
        sums += [rows_sum, rows_sum + ((fund and getattr(fund, field)) or Decimal(0))]
    if fund is not None and fund.initial_budget is not None and fund.full_budget is not None:
        sums.append(abs(fund.full_budget - fund.initial_budget))
    values = {Decimal(number) for number in known} | {Decimal(one) for one in sums if one is not None}
    values |= {Decimal(count) for count in range(rows + 1)}  # 项数、序号
    told = {Decimal(number) for number in re.findall(r"\d+(?:\.\d+)?", body_of(form))}
    assert told - values == set()


def test_an_empty_form_gives_gaps_alone() -> None:
    for kind in (FormKind.DEPARTMENT, FormKind.PROJECT, FormKind.TRANSFER):
        told = body_of(Form(kind=kind))
        assert set(re.findall(r"\d+", told)) <= {"100"}  # 满分
        assert told.count(GAP) >= 12
        for section in SECTIONS:
            after = told.partition(section)[2].lstrip("\n").splitlines()
            assert GAP in "".join(after[:6])


def test_what_is_on_the_form_leaves_no_gap() -> None:
    form = examine(RURAL).forms[0].form
    filled = msgspec.structs.replace(form, problems="开工晚了一个月。", measures="提前招标，由项目办负责。", grade="优")
    told = body_of(filled)
    assert "开工晚了一个月。" in told
    assert "提前招标，由项目办负责。" in told
    assert "自评等级为“优”" in told
    before, after = body_of(form).count(GAP), told.count(GAP)
    assert before - after == 3


def test_a_missed_target_without_a_reason_is_asked_for() -> None:
    form = examine(RURAL).forms[0].form
    assert f"{GAP}“通车时间”未达到指标值的原因】" in body_of(form)
    rows = list(form.indicators)
    rows[2] = msgspec.structs.replace(rows[2], reason="雨季提前，停工二十天，已调整工序。")
    told = body_of(msgspec.structs.replace(form, indicators=tuple(rows)))
    assert "原因：雨季提前，停工二十天，已调整工序。" in told
    assert "“通车时间”未达到指标值的原因" not in told


def test_what_the_form_contradicts_is_marked() -> None:
    told = body_of(examine(DEPARTMENT).forms[0].form)
    assert f"{CHECK}表上总分 99 分，各项得分合计 108 分】" in told
    assert f"{CHECK}各项分值合计 110 分，不是 100 分】" in told


def test_an_adjusted_budget_is_told_with_its_difference_and_an_equal_one_is_not() -> None:
    form = examine(DEPARTMENT).forms[0].form
    assert "比年初预算" not in body_of(form)
    cut = msgspec.structs.replace(form.funds[0], initial_budget=Decimal("2800.00"))
    told = body_of(msgspec.structs.replace(form, funds=(cut, *form.funds[1:])))
    assert f"全年预算比年初预算减少 64.11 万元。{GAP}年中调整预算的原因和批准文件】" in told


def test_a_form_without_faults_needs_no_reasons() -> None:
    form = examine(EXAMPLES / "project-clean-2023.xlsx").forms[0].form
    section = body_of(form).partition("三、偏差原因分析")[2].partition("四、")[0]
    assert CHECK not in section


def test_the_closing_page_counts_the_marks() -> None:
    text = text_of(examine(DEPARTMENT).forms[0].form)
    body, _, closing = text.partition(CLOSING)
    gaps, checks = re.findall(r"待补充 (\d+) 处，请核对 (\d+) 处", closing)[0]
    assert (int(gaps), int(checks)) == (body.count(GAP), body.count(CHECK))
    assert "A006" in closing


def test_the_marks_are_highlighted_in_word() -> None:
    one = examine(DEPARTMENT).forms[0]
    document = python_docx.Document(io.BytesIO(word.docx(draft_of(one, "表.xlsx"))))
    runs = [run for paragraph in document.paragraphs for run in paragraph.runs]
    marked = [run.text for run in runs if run.font.highlight_color == WD_COLOR_INDEX.YELLOW]
    assert marked == re.findall(f"(?:{GAP}|{CHECK})[^】]*】", "".join(run.text for run in runs))
    assert document.paragraphs[0].style is not None
    assert document.paragraphs[0].style.name == "Heading 1"


def test_a_form_without_points_is_drafted_without_them() -> None:
    form = examine(RURAL).forms[0].form
    rows = tuple(msgspec.structs.replace(row, weight=None, score=None) for row in form.indicators)
    funds = tuple(msgspec.structs.replace(line, weight=None, score=None) for line in form.funds)
    told = body_of(
        msgspec.structs.replace(form, indicators=rows, funds=funds, total_weight=None, total_score=None, headings=())
    )
    assert "产出指标：共 4 项，达到指标值 3 项。" in told
    assert "（三）自评得分" not in told
    assert "分值" not in told


def test_the_fund_management_of_a_transfer_is_told_row_by_row() -> None:
    rows = (ManagementAspect("使用规范性", "专账核算。", "凭证附件不全，已补齐"), ManagementAspect("下达及时性"))
    told = body_of(Form(kind=FormKind.TRANSFER, management=rows))
    assert "使用规范性：专账核算。存在问题和改进措施：凭证附件不全，已补齐。" in told
    assert f"下达及时性：{GAP}下达及时性的情况】。" in told
    assert f"{GAP}资金管理和使用的合规情况】" not in told


def test_hostile_texts_come_out_as_text() -> None:
    one = audited(hostile())
    told = body_of(hostile())
    assert LONG in told
    assert "<script>alert(1)</script>" in told
    assert "{number}{{x}}" in told
    assert "\u202e" not in told
    assert python_docx.Document(io.BytesIO(word.docx(draft_of(one, HOSTILE)))).paragraphs
    assert paper_pdf.pdf(draft_of(one, HOSTILE)).startswith(b"%PDF-")


@given(FORMS)
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=30)
def test_any_form_can_be_drafted(form: Form) -> None:
    one = audited(form)
    paper = draft_of(one, "a")
    document = python_docx.Document(io.BytesIO(word.docx(paper)))
    assert document.paragraphs[0].text.endswith("绩效自评报告")
    assert draft_text.text(paper)


@pytest.mark.parametrize(("suffix", "start"), [("docx", b"PK"), ("pdf", b"%PDF-"), ("txt", b"\xef\xbb\xbf")])
def test_the_command_writes_the_draft(run: Run, tmp_path: Path, suffix: str, start: bytes) -> None:
    target = tmp_path / f"自评报告.{suffix}"
    code, out, err = run("draft", RURAL, "-o", target)
    assert (code, out) == (0, "")
    assert str(target) in err
    assert target.read_bytes().startswith(start)


def test_the_command_refuses_what_it_cannot_write(run: Run, tmp_path: Path) -> None:
    code, _, err = run("draft", RURAL, "-o", tmp_path / "a.xls", "--lang", "en")
    assert (code, err.count("\n")) == (2, 1)
    assert "docx" in err


def test_a_bureau_uses_its_own_words(run: Run, tmp_path: Path) -> None:
    saved, target = tmp_path / "用语.toml", tmp_path / "a.txt"
    assert run("draft", "--save-template", saved)[0] == 0
    assert saved.read_bytes() == OURS.read_bytes()
    saved.write_text('[heading]\nproblems = "四、问题和不足"\n[gap]\nproblems = "问题（不少于两条）"\n', "utf-8")
    assert run("draft", RURAL, "-o", target, "--template", saved)[0] == 0
    told = target.read_text("utf-8-sig")
    assert "四、问题和不足\n　　【待单位补充：问题（不少于两条）】" in told
    assert "五、下一步改进措施" in told  # what was left out is said as ours


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[heading]\nproblem = "四"', "heading.problem"),
        ("[heading]\nproblems = 4", "heading.problems"),
        ('[headings]\nproblems = "四"', "headings"),
        ('problems = "四"', "problems"),
        ('[sentence]\nfunds = "{budget} {secret}"', "{secret}"),
        ('[sentence]\nfunds = "{budget.__class__}"', "sentence.funds"),
        ('[sentence]\nfunds = "{budget!r:>9999999}"', "sentence.funds"),
        ('[sentence]\nfunds = "{budget"', "sentence.funds"),
        ("[sentence", "TOML"),
    ],
)
def test_words_that_no_draft_could_use_are_refused(run: Run, tmp_path: Path, text: str, told: str) -> None:
    words = tmp_path / "用语.toml"
    words.write_text(text, "utf-8")
    code, _, err = run("draft", RURAL, "-o", tmp_path / "a.txt", "--template", words)
    assert (code, err.count("\n")) == (2, 1)
    assert told in err
    assert not (tmp_path / "a.txt").exists()


def test_the_command_asks_for_what_is_missing(run: Run, tmp_path: Path) -> None:
    assert run("draft")[0] == run("draft", RURAL)[0] == 2
    assert run("draft", RURAL, "-o", tmp_path / "a.txt", "--template", tmp_path / "无.toml")[0] == 2
