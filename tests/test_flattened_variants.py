"""The department form in other words, figures, orders and line breaks is read as well."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from jixiao.errors import UnknownLayout
from jixiao.form import Form, FormKind
from jixiao.layouts import flattened
from jixiao.readers import text

DEPARTMENT = (Path(__file__).parent / "golden" / "text" / "department.txt").read_text(encoding="utf-8")


def read(content: str) -> Form:
    forms = flattened.recognise(text.read(content.encode(), "form.txt"))
    assert len(forms) == 1
    return forms[0]


def changed(*pairs: tuple[str, str]) -> Form:
    content = DEPARTMENT
    for old, new in pairs:
        assert old in content, old
        content = content.replace(old, new)
    return read(content)


def test_other_figures() -> None:
    form = changed(
        ("2735.89 2735.89 2468.99 10 90.24% 9", "912.00 905.5 880.123 20 97.2% 19.4"),
        ("工资福利支出 1191.07 1191.07 10 10", "工资福利支出 ≤1191.07万元 1,180.5万元 12.5 12"),
    )
    total = form.funds[0]
    assert (total.initial_budget, total.full_budget, total.executed) == (
        Decimal("912.00"),
        Decimal("905.5"),
        Decimal("880.123"),
    )
    assert (total.weight, total.rate, total.score) == (Decimal(20), Decimal("0.972"), Decimal("19.4"))
    row = form.indicators[3]
    assert (row.name, row.weight, row.score) == ("工资福利支出", Decimal("12.5"), Decimal(12))
    assert row.target is not None
    assert row.actual is not None
    assert (row.target.text, row.actual.number) == ("≤1191.07万元", Decimal("1180.5"))


def test_the_fund_columns_in_another_order() -> None:
    form = changed(
        (
            "资 金 来 源 年初预算数 全年预算数（A） 全年执行数（B） 分值 执行率 得分",
            "资金来源 全年预算数（A） 年初预算数 全年执行数（B） 执行率 分值 得分",
        ),
        ("2735.89 2735.89 2468.99 10 90.24% 9", "2735.89 2700.00 2468.99 90.24% 10 9"),
    )
    total = form.funds[0]
    assert (total.full_budget, total.initial_budget) == (Decimal("2735.89"), Decimal("2700.00"))
    assert (total.rate, total.weight, total.score) == (Decimal("0.9024"), Decimal(10), Decimal(9))


def test_the_indicator_header_broken_over_lines() -> None:
    form = changed(
        (
            "一级指标 二级指标 三级指标 年度指标值(A) 实际完成值(B) 分值 得分 未完成原因分析",
            "一级指\n标\n二级指\n标\n三级指标\n年度指标值\n(A)\n实际完成值\n(B)\n分\n值\n得\n分\n未完成原因分析",
        )
    )
    assert len(form.indicators) == 12
    assert form.indicators[0].level1 == "产出指标"


def test_no_notes_no_contact_no_conclusion() -> None:
    form = read(DEPARTMENT[: DEPARTMENT.index("自评\n结论")])
    assert (form.total_weight, form.total_score) == (Decimal(100), Decimal(99))
    assert (form.conclusion, form.contact, form.notes) == (None, None, ())


def test_no_total_row() -> None:
    form = changed(("总         分 100 99\n", ""))
    assert (form.total_weight, form.total_score) == (None, None)
    assert len(form.indicators) == 12
    assert form.indicators[11].reason is None
    assert form.conclusion is not None
    assert form.conclusion.startswith("1.按年度预算")


def test_more_rows_under_the_last_group() -> None:
    form = changed(("总         分", "受益群众满意度 ≥90% 93% 5 4\n样本偏少，明年扩大调查。\n\n总         分"))
    assert [row.name for row in form.indicators[11:]] == ["局领导及各股室、中心对服务均满意", "受益群众满意度"]
    assert form.indicators[12].reason == "样本偏少，明年扩大调查。"


def test_the_lost_label_is_inferred_and_a_printed_one_is_not() -> None:
    lost = read(DEPARTMENT)
    assert [one.path for one in lost.inferences if one.path.endswith(".group")] == [
        "indicators[8].group",
        "indicators[9].group",
    ]
    printed = changed(("社会效益\n", "效益指\n标\n（10分）\n社会效益\n"))
    assert not [one for one in printed.inferences if one.path.endswith(".group")]
    assert [(one.label, one.weight) for one in printed.headings] == [
        ("产出指标", Decimal(50)),
        ("效益指标", Decimal(10)),
        ("满意度指标", Decimal(10)),
    ]


def test_a_page_number_inside_a_row_is_dropped() -> None:
    form = changed(("— — —\n\n年度总", "— — —\n\n— 1 —\n\n年度总"), ("12 10 10", "12 10 10\n- 2 -"))
    assert form.indicators[0].score == Decimal(10)
    assert form.goals[0].expected is not None
    assert not form.unread


def test_the_kind_follows_from_the_fund_rows_where_the_title_is_lost() -> None:
    form = changed(("部门整体支出绩效目标自评表\n", ""))
    assert (form.title, form.kind) == (None, FormKind.DEPARTMENT)


def test_tabs_instead_of_spaces() -> None:
    lines = ["\t".join(line.split()) if line.count(" ") > 2 else line for line in DEPARTMENT.split("\n")]
    assert read("\n".join(lines)).indicators == read(DEPARTMENT).indicators


def test_a_text_about_something_else_is_refused() -> None:
    with pytest.raises(UnknownLayout) as refused:
        read("关于做好年度工作的通知\n各单位：\n现将有关事项通知如下。\n合计 100 98")
    assert refused.value.zh == (
        "form.txt：不是预算绩效自评表。找到：总分；没有找到：表名、资金表头（预算数、执行数）、年度资金总额、年度总体目标、"
        "指标表头（三级指标、年度指标值、实际完成值）。请确认文件，或附文件反馈新表样。"
    )
