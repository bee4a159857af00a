"""Reports in prose (文字自评报告): what their sentences state becomes a form, and what they leave open stays blank."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest

from jixiao.errors import UnknownLayout
from jixiao.form import FormKind
from jixiao.opening import forms_in

TITLE = "青禾县水利局2022年度泵站维修项目绩效自评报告\n"
FUNDS = "全年预算数80万元，全年执行数76万元，预算执行率95%。\n"
TABLE = (
    "<table><tr><td>项目资金（万元）</td><td>全年预算数</td><td>全年执行数</td><td>执行率</td></tr>"
    "<tr><td>年度资金总额</td><td>80</td><td>76</td><td>95%</td></tr>"
    "<tr><td>一级指标</td><td>三级指标</td><td>年度指标值</td><td>实际完成值</td><td>得分</td></tr>"
    "<tr><td>产出指标</td><td>维修泵站</td><td>6座</td><td>6座</td><td>60</td></tr></table>"
)


def test_figures_become_a_report() -> None:
    (form,) = forms_in((TITLE + FUNDS + "自评总分97.5分，等级为优。").encode(), "报告.txt")
    assert (form.kind, form.layout, form.unit, form.year) == (FormKind.REPORT, "L11", "青禾县水利局", 2022)
    assert (form.funds[0].full_budget, form.funds[0].executed, form.funds[0].rate) == (
        Decimal(80),
        Decimal(76),
        Decimal("0.95"),
    )
    assert (form.total_score, form.grade, form.project) == (Decimal("97.5"), "优", "泵站维修")
    assert form.locations["total_score"].line == 3


def test_a_total_that_the_text_gives_twice_is_doubtful() -> None:
    (form,) = forms_in((TITLE + FUNDS + "自评总分97.5分。\n综上，自评得分95分。").encode(), "报告.txt")
    assert form.total_score == Decimal("97.5")
    marks = [(mark.path, mark.evidence) for mark in form.inferences if mark.status == "doubtful"]
    assert marks == [("total_score", "正文前后不一：先写 97.5，后写 95，取先写的")]


def test_the_score_of_one_group_is_not_the_total() -> None:
    (form,) = forms_in((TITLE + FUNDS + "产出指标满分50分，得48分。").encode(), "报告.txt")
    assert form.total_score is None
    assert [(one.label, one.weight, one.score) for one in form.headings] == [("产出指标", Decimal(50), Decimal(48))]


def test_a_report_before_its_form_is_read_beside_it() -> None:
    text = "".join(f"<p>{line}</p>" for line in (TITLE + FUNDS + "自评得分97.5分。").splitlines())
    report, form = forms_in((text + "<p>项目支出绩效自评表</p>" + TABLE).encode(), "报告.html")
    assert (report.kind, report.total_score) == (FormKind.REPORT, Decimal("97.5"))
    assert (form.kind, form.title, len(form.indicators)) == (FormKind.PROJECT, "项目支出绩效自评表", 1)


@pytest.mark.parametrize(
    "text",
    [
        TITLE + "本项目已全部完成，成效显著。",  # a report without figures
        "关于开展绩效自评工作的通知\n" + FUNDS,  # figures without a report
    ],
)
def test_what_states_too_little_is_refused(text: str) -> None:
    with pytest.raises(UnknownLayout):
        forms_in(text.encode(), "文件.txt")


def test_a_long_text_does_not_keep_the_patterns_busy() -> None:
    text = TITLE + FUNDS + "自评得分97分。" + "目标值实际指标值甲" * 10_000
    before = time.process_time()
    forms_in(text.encode(), "报告.txt")
    assert time.process_time() - before < 5
