"""`jixiao score --under`: one form under several methods, and why they differ, read off the rules themselves."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jixiao import opening, rulebooks
from jixiao.form import Form, FundLine
from jixiao.scoring import Award
from jixiao.side_by_side import CASES, SideBySide, side_by_side
from jixiao.side_by_side_words import differences, reason_told, reasons_told
from tests.check_forms import form_of
from tests.command_line import Run

EXAMPLES = Path(__file__).parent.parent / "examples"
DEPARTMENT = EXAMPLES / "department-2022.xlsx"
YUNNAN = EXAMPLES / "yunnan-2023.xlsx"
RATIO, LINEAR = "guizhou-department-2022", "fiscal-system-linear"


def row(target: str, actual: str, weight: str = "10", **more: str) -> dict[str, str]:
    return {"name": "指标", "target": target, "actual": actual, "weight": weight, "score": weight} | more


def under(*names: str, rows: list[dict[str, str]]) -> SideBySide:
    return side_by_side(form_of({"indicators": rows}), names)


def points(compared: SideBySide, line: int = 0) -> list[Decimal | None]:
    return [one.points if isinstance(one, Award) else None for one in compared.lines[line].scored]


@pytest.mark.parametrize(
    ("actual", "linear", "ratio"),
    [("100", "10", "10"), ("110", "9", "9.09"), ("120", "8", "8.33"), ("150", "5", "6.67"), ("200", "0", "5")],
)
def test_a_reverse_indicator_loses_more_by_the_linear_formula(actual: str, linear: str, ratio: str) -> None:
    compared = under(LINEAR, RATIO, rows=[row("≤100", actual)])
    assert points(compared) == [Decimal(linear), Decimal(ratio)]
    line = compared.lines[0]
    assert line.differs == (linear != ratio)
    if line.differs:
        zh, en = reasons_told(line.reasons)
        assert zh == (
            "反向指标（≤ <）不同：fiscal-system-linear 为“超出指标值后线性递减，到 2 倍得零分”；"
            "guizhou-department-2022 为“指标值 ÷ 实际完成值 × 分值，以分值为上限”。"
        )
        assert en == (
            "reverse indicators (≤ <): fiscal-system-linear says “falls in a line from the target to zero at 2 times "
            "it”; guizhou-department-2022 says “target ÷ actual × weight, at most the weight”."
        )


def test_bands_of_80_50_and_80_60_differ_below_the_first() -> None:
    rows = [row("优秀", "优秀"), row("优秀", "部分达成"), row("优秀", "未达成")]
    compared = under(RATIO, LINEAR, rows=rows)
    assert [line.differs for line in compared.lines] == [False, True, True]
    spans = [[f"{one.low:f}-{one.high:f}" for one in line.scored if isinstance(one, Award)] for line in compared.lines]
    assert spans[1:] == [["5-8", "6-8"], ["0-5", "0-6"]]
    assert [why[0] for _, why in differences(compared)] == [
        (
            "定性指标“部分达成”一档不同：guizhou-department-2022 为“分值的 50%–80%”；"
            "fiscal-system-linear 为“分值的 60%–80%”。"
        ),
        "定性指标“未达成”一档不同：guizhou-department-2022 为“分值的 0%–50%”；fiscal-system-linear 为“分值的 0%–60%”。",
    ]


def test_steps_and_proportion_differ_in_the_execution_score() -> None:
    compared = side_by_side(opening.open_forms(YUNNAN)[0], ["mof-2020-10", "mof-2021-101"])
    execution = compared.lines[0]
    assert (execution.path, execution.differs) == ("funds[0].score", True)
    assert reason_told(execution.reasons[0])[0].startswith(
        "预算执行率不同：mof-2020-10 为“执行率 × 分值；分母为全年（调整后）预算数”；mof-2021-101 为“100% 起"
    )


def test_rows_that_agree_have_no_reason() -> None:
    compared = under(RATIO, "mof-2020-10", rows=[row("≥100", "90"), row("≤100", "120")])
    assert not any(line.differs or line.reasons for line in compared.lines)
    assert differences(compared) == []


def test_one_method_stands_beside_the_form_s_own() -> None:
    compared = side_by_side(opening.open_forms(DEPARTMENT)[0], [LINEAR])
    assert [(method.name, method.own) for method in compared.methods] == [(RATIO, True), (LINEAR, False)]


def test_a_method_named_twice_stands_once() -> None:
    form = opening.open_forms(DEPARTMENT)[0]
    assert [method.name for method in side_by_side(form, [LINEAR, RATIO, LINEAR]).methods] == [LINEAR, RATIO]


def test_grades_differ_by_their_bands() -> None:
    compared = under(
        LINEAR, "fiscal-system-grades-80", "fiscal-system-grades-above-90", rows=[row("≥100", "85", weight="100")]
    )
    assert [method.card.grade for method in compared.methods] == ["良", "优", "良"]
    told = reasons_told(compared.grades)[0]
    assert "fiscal-system-linear 为“优 ≥90、良 ≥80、中 ≥60、差 ≥0”" in told
    assert "fiscal-system-grades-80 为“优 ≥80、良 ≥70、中 ≥60、差 ≥0”" in told


def test_rounding_is_the_reason_where_the_formula_is_the_same(tmp_path: Path) -> None:
    own = tmp_path / "一位小数.toml"
    own.write_text(
        'title = "一位小数"\ntitle_en = "One decimal"\nissuer = "某局"\nsource = "测试"\nkinds = ["project"]\n'
        'based_on = "mof-2020-10"\n[rounding]\nscore_step = "0.1"\nrate_step = "0.0001"\nmode = "truncate"\n'
        'basis = "text"\nclause = "第三条"\n',
        encoding="utf-8",
    )
    compared = under("mof-2020-10", str(own), rows=[row("≥3", "2")])
    assert points(compared) == [Decimal("6.67"), Decimal("6.6")]
    assert reasons_told(compared.lines[0].reasons)[0] == (
        "小数位数不同：mof-2020-10 为“得分到 0.01，四舍五入”；一位小数 为“得分到 0.1，截尾”。"
    )


def test_what_differs_but_is_not_felt_is_told_apart() -> None:
    compared = under(RATIO, LINEAR, rows=[row("≥100", "90")])
    assert [reason.rule[0] for reason in compared.unfelt] == [
        "反向指标（≤ <）",
        "等于指标（=）",
        "定性指标“部分达成”一档",
        "定性指标“未达成”一档",
    ]


VALUES = st.sampled_from(
    [
        ("≥100", "90"),
        ("≥100", "40"),
        ("≤100", "130"),
        ("=100", "90"),
        ("=0", "5"),
        ("≥0", "0"),
        ("≤0", "5"),
        ("100", "90"),
        ("≤5", "0"),
        ("10-20", "25"),
        ("2022年6月", "2022年8月"),
        ("优秀", "部分达成"),
        ("优秀", "未达成"),
        ("优秀", "12"),
        ("≥90%", "85%"),
        ("≥90%", "满意"),
    ]
)
GROUPS = st.sampled_from(["产出指标", "效益指标", "满意度指标"])
ROWS = st.lists(st.tuples(VALUES, GROUPS, st.sampled_from([None, "1"])), min_size=1, max_size=4)
FUNDS = st.sampled_from(
    [
        (budget, executed, weight)
        for budget, executed in (("0", "0"), ("0", "5"), ("100", "93"), ("100", "120"), ("100", "40"))
        for weight in (None, "10")
    ]
)


@given(ROWS, FUNDS, st.sampled_from(rulebooks.names()), st.sampled_from(rulebooks.names()))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_difference_has_a_rule_that_explains_it(
    rows: list[tuple[tuple[str, str], str, str | None]], funds: tuple[str, str, str | None], one: str, other: str
) -> None:
    """No pair of the library's methods differs on a row without a rule that says otherwise."""
    indicators = [
        row(target, actual, level1=group, level2=group) | ({} if taken is None else {"deduction": taken})
        for (target, actual), group, taken in rows
    ]
    budget, executed, weight = (None if amount is None else Decimal(amount) for amount in funds)
    fund = FundLine(
        "年度资金总额",
        is_total=True,
        initial_budget=budget,
        full_budget=budget,
        executed=executed,
        weight=weight,
    )
    form = Form(funds=(fund,), indicators=form_of({"indicators": indicators}).indicators)
    for line in side_by_side(form, [one, other]).lines:
        assert line.differs == bool(line.reasons)
        assert CASES["clause"] not in [reason.rule for reason in line.reasons]


def test_the_page_shows_rows_totals_grades_and_reasons(run: Run) -> None:
    code, out, _ = run("score", DEPARTMENT, "--under", RATIO, "--under", LINEAR)
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert code == 0
    assert "guizhou-department-2022 贵州省部门整体支出绩效自评计分办法（表注）（本表自选的办法）" in lines
    assert "7 运转类其他项目支出 9.5 8.85或10 8.85或10" in lines
    assert "合计 83–109.02 83–109.02" in lines
    assert "表上总分及其等级 99 未规定 优" in lines
    assert "第 1 行“按年度工作安排开展调研、督查督办和…”" in lines


def test_methods_that_agree_say_so_in_english(run: Run) -> None:
    _, out, _ = run("score", DEPARTMENT, "--under", "mof-2020-10", "--under", LINEAR, "--lang", "en")
    assert "The methods give every row of this form the same points." in out
    assert "Other differences, not felt by this form" in out


def test_a_method_asked_for_stands_first(run: Run) -> None:
    _, out, _ = run("score", DEPARTMENT, "--rulebook", "mof-2020-10", "--under", LINEAR, "--format", "json")
    methods = json.loads(out)["files"][0]["forms"][0]["under"]["methods"]
    assert [one["name"] for one in methods] == ["mof-2020-10", LINEAR]


def test_an_unknown_method_is_said_before_any_file(run: Run) -> None:
    code, out, err = run("score", DEPARTMENT, "--under", "mof-2020-1")
    assert (code, out) == (2, "")
    assert "没有名为“mof-2020-1”的计分办法" in err


def test_json_holds_methods_rows_and_reasons(run: Run) -> None:
    _, out, _ = run("score", DEPARTMENT, "--under", LINEAR, "--sensitivity", "--format", "json")
    form = json.loads(out)["files"][0]["forms"][0]
    assert [one["name"] for one in form["under"]["methods"]] == [RATIO, LINEAR]
    differing = [one for one in form["under"]["rows"] if one["differs"]]
    assert [one["path"] for one in differing] == ["indicators[0].score"]
    assert differing[0]["reasons"][0]["says"][0] == {
        "methods": [RATIO],
        "zh": "分值的 50%–80%",
        "en": "50%–80% of the weight",
    }
    assert [one["rulebook"] for one in form["sensitivity"]] == [RATIO, LINEAR]
    assert form["sensitivity"][0]["flips"][0]["rows"][0] == {"path": "indicators[0].score", "old": "10", "new": "0"}
    assert form["proofs"][0]["due"]["zh"] == "9.02 分"


def test_sensitivity_is_told_with_the_rows_that_have_room(run: Run) -> None:
    code, out, _ = run("score", DEPARTMENT, "--sensitivity", "--lang", "en")
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert code == 0
    assert "The room of the total" in lines
    assert 'row 7 "运转类其他项目支出" 8.85 or 10 9.5 1.15 readings' in lines
