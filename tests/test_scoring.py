"""What people read of the scoring: the working, the reasons, the sums and the grade of whole forms."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.attainment import REASONS as REASONS_OF_ATTAINMENT
from jixiao.attainment import compare
from jixiao.finding import Fact
from jixiao.form import Form, FormKind, FundLine, Group, Indicator
from jixiao.quantity import parse
from jixiao.rulebooks import load, names
from jixiao.rulebooks.methods import names as method_names
from jixiao.rulebooks.model import Basis, RoundingRule, Rulebook
from jixiao.scoring import Award, Input, Range, Unscored, describe, score
from jixiao.scoring.indicators import rule_field
from jixiao.scoring.messages import METHODS, REASONS
from jixiao.scoring.rounding import rounded, shown, tidy

GUIZHOU = "guizhou-department-2022"


def _row(target: str, actual: str, weight: str = "10", printed: str = "", group: Group = Group.OUTPUT) -> Indicator:
    return Indicator(
        name="案例指标",
        group=group,
        target=parse(target),
        actual=parse(actual),
        weight=Decimal(weight) if weight else None,
        score=Decimal(printed) if printed else None,
    )


def _award(row: Indicator, rulebook: str | Rulebook = GUIZHOU) -> Award:
    method = load(rulebook) if isinstance(rulebook, str) else rulebook
    result = score(Form(indicators=(row,)), method).indicators[0]
    assert isinstance(result, Award)
    return result


def _unscored(row: Indicator, rulebook: str = GUIZHOU) -> Unscored:
    result = score(Form(indicators=(row,)), load(rulebook)).indicators[0]
    assert isinstance(result, Unscored)
    return result


@pytest.mark.parametrize(
    ("target", "actual", "rulebook", "zh", "en"),
    [
        (
            "≥2735.89",
            "2468.99",
            GUIZHOU,
            "10 × 2468.99 ÷ 2735.89 = 9.0244… → 9.02（四舍五入到 0.01）",
            "10 × 2468.99 ÷ 2735.89 = 9.0244… → 9.02 (rounded half up to 0.01)",
        ),
        ("≥100", "95", GUIZHOU, "10 × 95 ÷ 100 = 9.5", "10 × 95 ÷ 100 = 9.5"),
        (
            "≥1000",
            "900.5",
            GUIZHOU,
            "10 × 900.5 ÷ 1000 = 9.005 → 9.01（四舍五入到 0.01）",
            "10 × 900.5 ÷ 1000 = 9.005 → 9.01 (rounded half up to 0.01)",
        ),
        (
            "≤100",
            "150",
            GUIZHOU,
            "10 × 100 ÷ 150 = 6.6666… → 6.67（四舍五入到 0.01）",
            "10 × 100 ÷ 150 = 6.6666… → 6.67 (rounded half up to 0.01)",
        ),
        (
            "≤100",
            "125",
            "fiscal-system-linear",
            "10 × [1 − (125 − 100) ÷ 100] = 7.5",
            "10 × [1 − (125 − 100) ÷ 100] = 7.5",
        ),
        ("≤100", "200", "fiscal-system-linear", "200 ≥ 2 × 100: 10 × 0% = 0", "200 ≥ 2 × 100: 10 × 0% = 0"),
        (
            "≥100",
            "85",
            "mof-2021-101",
            "10 × (85 ÷ 100 − 60%) ÷ (1 − 60%) = 6.25",
            "10 × (85 ÷ 100 − 60%) ÷ (1 − 60%) = 6.25",
        ),
        (
            "=8个",
            "10个",
            "fiscal-system-linear",
            "10 × 10 ÷ 8 > 10，得分以分值为限，得满分 10",
            "10 × 10 ÷ 8 > 10: at most the weight, full 10",
        ),
        ("≥100", "59", "mof-2021-101", "59 ÷ 100 < 60%: 10 × 0% = 0", "59 ÷ 100 < 60%: 10 × 0% = 0"),
        ("≥95%", "98%", GUIZHOU, "实际完成 98%，达到指标值 ≥95%，得满分 10", "98% meets the target ≥95%: full 10"),
        (
            "12",
            "12",
            GUIZHOU,
            "实际完成 12，与指标值 12 相等，无论按正向还是反向均得满分 10",
            "12 equals the target 12: full 10 in either direction",
        ),
        ("≥5", "-3", GUIZHOU, "实际完成值 -3 为负，得 0 分", "The actual value -3 is negative: 0 points"),
        (
            "达成预期指标",
            "部分达成预期指标并具有一定效果",
            GUIZHOU,
            "部分达成预期指标并具有一定效果：10 × 50%–80% = 5–8（不含）",
            "partly: 10 × 50%–80% = 5–8 (excluded)",
        ),
    ],
)
def test_working_can_be_pasted_into_an_answer(target: str, actual: str, rulebook: str, zh: str, en: str) -> None:
    award = _award(_row(target, actual), rulebook)
    assert (award.working, award.working_en) == (zh, en)


def test_an_award_carries_its_clause_and_the_numbers_put_in() -> None:
    award = _award(_row("≥2735.89", "2468.99"))
    assert award.clause == "表注3：正向指标得分＝B/A×分值"
    assert award.inputs == (
        Input("分值", Decimal(10), "indicators[0].weight"),
        Input("A", Decimal("2735.89"), "indicators[0].target"),
        Input("B", Decimal("2468.99"), "indicators[0].actual"),
    )
    assert award.exact == Decimal("9.024449082382698134793431022")


def test_satisfaction_steps_say_which_step_was_reached() -> None:
    award = _award(_row("≥95%", "85%", "5", group=Group.SATISFACTION), "mof-2021-101")
    assert award.working == "85% ≥ 80%: 5 × 80% = 4"


def test_a_fraction_read_as_a_percentage_stands_on_an_assumption() -> None:
    assert _award(_row("≥95%", "0.98")).basis is Basis.ASSUMED


@pytest.mark.parametrize(
    ("row", "zh", "en"),
    [
        (
            _row("303.03", "268.13"),
            "指标值 303.03 未注明 ≥、≤ 或 ＝，办法未规定按哪个方向计分。各种读法：正向 B/A 8.85 分；反向 A/B 10 分。",
            (
                "The target 303.03 has no ≥, ≤ or =: the rulebook does not say in which direction to score it. "
                "Readings: B/A (more is better) 8.85; A/B (less is better) 10."
            ),
        ),
        (
            _row("≥99%", "满意", "5"),
            "指标值为 ≥99%，实际完成值却是文字“满意”，无法代入算式。",
            "The target is ≥99%, the actual value is in words (满意): no formula can take it.",
        ),
        (
            _row("正常运转", "12"),
            (
                "指标值为文字“正常运转”，实际完成值却是 12，二者无从比较。"
                "各种读法：达成 8–10 分；部分达成 5–8 分；未达成 0–5 分。"
            ),
            (
                "The target is in words (正常运转), the actual value is 12: they cannot be compared. "
                "Readings: reached 8–10; partly reached 5–8; missed 0–5."
            ),
        ),
        (_row("≥5", ""), "实际完成值为空，无法计分。", "The actual value is blank: nothing can be scored."),
        (_row("≥5", "5", ""), "分值为空，无法计分。", "The weight is blank: nothing can be scored."),
    ],
)
def test_a_row_without_points_says_why_and_what_each_reading_gives(row: Indicator, zh: str, en: str) -> None:
    result = _unscored(row)
    assert (describe(result), describe(result, "en")) == (zh, en)


def test_every_reason_and_method_has_its_words() -> None:
    ours = {"words_unknown": "level_unknown"}
    without_us = {"target_zero", "target_negative"}  # 有两个数，由计分自己判断
    assert {ours.get(key, key) for key in REASONS_OF_ATTAINMENT} - without_us <= set(REASONS)
    assert set(method_names()) <= set(METHODS)


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_reads_as_a_sentence_in_both_languages(reason: str) -> None:
    facts: dict[str, Fact] = {"target": "≥1", "actual": "2", "weight": Decimal(-1), "a": Decimal(3), "b": Decimal(4)}
    unscored = Unscored("indicators[0].score", Decimal(10), reason, facts)
    assert describe(unscored).endswith("。")
    assert describe(unscored, "en").endswith(".")
    assert "{" not in describe(unscored) + describe(unscored, "en")


@pytest.mark.parametrize(
    ("top", "bottom", "mode", "points"),
    [
        ("1.005", "1", "half_up", "1.01"),
        ("1.00499999999999999999999999999999999999", "1", "half_up", "1"),
        ("1", "3", "half_up", "0.33"),
        ("2", "3", "half_up", "0.67"),
        ("0.005", "1", "half_up", "0.01"),
        # 商为 0.00499…（28 位之后才不足半分）：先舍入到 28 位就会误进
        ("5000000000000000000000000000000000", "1000000000000000000000000000000000001", "half_up", "0"),
        ("9.999", "1", "half_up", "10"),
        ("9.999", "1", "truncate", "9.99"),
        ("0", "7", "half_up", "0"),
        ("9.50", "1", "half_up", "9.5"),
    ],
)
def test_rounding_decides_on_the_true_value(top: str, bottom: str, mode: str, points: str) -> None:
    rule = RoundingRule(
        score_step=Decimal("0.01"), rate_step=Decimal("0.0001"), mode=mode, basis=Basis.TEXT, clause="案例"
    )
    assert f"{rounded(Decimal(top), Decimal(bottom), rule):f}" == points


def test_rounding_to_whole_points_and_to_halves() -> None:
    rounding = load(GUIZHOU).rounding
    for step, points in (("1", "9"), ("0.5", "9"), ("0.1", "9"), ("0.001", "9.024")):
        rule = msgspec.structs.replace(rounding, score_step=Decimal(step))
        assert f"{rounded(Decimal('24689.90'), Decimal('2735.89'), rule):f}" == points


def test_truncation_is_told_as_such() -> None:
    rulebook = load(GUIZHOU)
    cut = msgspec.structs.replace(rulebook, rounding=msgspec.structs.replace(rulebook.rounding, mode="truncate"))
    assert _award(_row("≤100", "150"), cut).working == "10 × 100 ÷ 150 = 6.6666… → 6.66（截尾到 0.01）"


def test_numbers_are_shown_without_idle_zeros_or_exponents() -> None:
    assert [f"{tidy(Decimal(text))}" for text in ("9.50", "10.00", "1E+1", "0.00", "100")] == [
        "9.5",
        "10",
        "10",
        "0",
        "100",
    ]
    assert shown(Decimal(1), Decimal(8), Decimal("0.01")) == "0.125"
    assert shown(Decimal(1), Decimal(80000), Decimal("0.01")) == "0.0000…"


FUNDS = (
    FundLine(
        source="年度资金总额",
        is_total=True,
        full_budget=Decimal("2735.89"),
        executed=Decimal("2468.99"),
        weight=Decimal(10),
        score=Decimal(9),
    ),
    FundLine(source="基本支出", full_budget=Decimal("1558.67"), executed=Decimal("1402.48"), weight=Decimal(10)),
)

#: The rows of the published form (names shortened).
REAL = Form(
    kind=FormKind.DEPARTMENT,
    funds=FUNDS,
    indicators=(
        _row("确保正常运转，按时保质完成各项工作任务", "12", "10", "10"),
        _row("优秀", "优秀", "10", "10"),
        _row("2022年12月", "2022年12月", "10", "10"),
        _row("1191.07", "1191.07", "10", "10"),
        _row("244.04", "244.04", "10", "10"),
        _row("123.55", "123.55", "10", "10"),
        _row("303.03", "268.13", "10", "9.5"),
        _row("874.19", "798.38", "10", "9.5"),
        _row("促进社会经发展", "促进社会经发展", "5", "5", Group.BENEFIT),
        _row("促进社会经发展", "促进社会经发展", "5", "5", Group.BENEFIT),
        _row("≥99%", "满意", "5", "5", Group.SATISFACTION),
        _row("≥99%", "满意", "5", "5", Group.SATISFACTION),
    ),
)


def test_scorecard_of_the_real_form() -> None:
    card = score(REAL, load(GUIZHOU))
    assert card.rulebook == GUIZHOU
    assert isinstance(card.execution, Award)
    assert (card.execution.path, card.execution.low) == ("funds[0].score", Decimal("9.02"))
    assert card.rate == Decimal("0.9024449082382698134793431022")
    assert [row.reason if isinstance(row, Unscored) else row.points for row in card.indicators] == [
        "target_words",
        None,
        Decimal(10),
        Decimal(10),
        Decimal(10),
        Decimal(10),
        "no_operator",
        "no_operator",
        None,
        None,
        "actual_words",
        "actual_words",
    ]
    # 产出：文字 0–10，优秀 8–10，四行各 10，两行按读法 8.85–10、9.13–10
    assert [(group.group, group.weight, group.stated, group.recomputed) for group in card.groups] == [
        (Group.OUTPUT, Decimal(80), Decimal(79), Range(Decimal("65.98"), Decimal(80))),
        (Group.BENEFIT, Decimal(10), Decimal(10), Range(Decimal(8), Decimal(10))),
        (Group.SATISFACTION, Decimal(10), Decimal(10), Range(Decimal(0), Decimal(10))),
    ]
    assert card.total == Range(Decimal(83), Decimal("109.02"))
    assert card.taken == Decimal("108.02")  # 执行率 9.02，其余为所印的 99
    assert card.grade is None  # 表注没有等级


def test_without_funds_there_is_no_execution_award() -> None:
    card = score(Form(indicators=(_row("≥100", "100", "90", "90"),)), load("mof-2020-10"))
    assert (card.execution, card.rate) == (None, None)
    assert (card.total.exact, card.taken, card.grade) == (Decimal(90), Decimal(90), "优")


def test_sub_rows_of_the_funds_earn_nothing() -> None:
    card = score(Form(funds=FUNDS[1:]), load(GUIZHOU))
    assert (card.execution, card.rate, card.total.exact, card.taken) == (None, None, Decimal(0), None)


def test_steps_that_ask_whether_the_project_is_finished_give_both_readings() -> None:
    execution = score(REAL, load("mof-2021-101")).execution
    assert isinstance(execution, Unscored)
    assert describe(execution) == (
        "办法按项目是否完成分档计分，表中未写明项目是否完成。各种读法：项目已完成 10 分；项目未完成 7 分。"
    )


def test_beijing_divides_by_the_initial_budget() -> None:
    line = msgspec.structs.replace(FUNDS[0], initial_budget=Decimal(5000))
    card = score(Form(funds=(line,)), load("beijing"))
    assert isinstance(card.execution, Award)
    assert card.execution.working == "10 × 2468.99 ÷ 5000 = 4.9379… → 4.94（四舍五入到 0.01）"
    assert card.execution.inputs[1] == Input("A", Decimal(5000), "funds[0].initial_budget")


@pytest.mark.parametrize(
    ("printed", "taken"),
    [("9", "9"), ("7", "8"), ("11", "10"), ("", None)],
)
def test_within_a_band_the_printed_score_is_taken_and_outside_it_the_nearest_limit(
    printed: str, taken: str | None
) -> None:
    card = score(Form(indicators=(_row("优秀", "优秀", "10", printed),)), load(GUIZHOU))
    assert card.taken == (None if taken is None else Decimal(taken))


@pytest.mark.parametrize(("printed", "taken"), [("9.5", "9.5"), ("12", "10"), ("-1", "0"), ("", None)])
def test_where_the_method_is_silent_the_printed_score_is_taken_within_its_weight(
    printed: str, taken: str | None
) -> None:
    card = score(Form(indicators=(_row("303.03", "268.13", "10", printed),)), load(GUIZHOU))
    assert card.taken == (None if taken is None else Decimal(taken))


def test_guangxi_takes_the_deduction_off_but_never_below_zero() -> None:
    row = msgspec.structs.replace(_row("≥100", "95"), deduction=Decimal("1.5"))
    award = _award(row, "guangxi")
    assert (award.points, award.working) == (Decimal("8.0"), "10 × 95 ÷ 100 = 9.5；扣 1.5 分，得 8 分")
    assert _award(msgspec.structs.replace(row, deduction=Decimal(20)), "guangxi").points == 0
    assert _award(row, "fiscal-system-linear").points == Decimal("9.5")


def test_blank_weights_and_scores_leave_the_group_sums_blank() -> None:
    rows = (_row("≥100", "100", "10", "10"), _row("≥100", "100", "", ""))
    group = score(Form(indicators=rows), load(GUIZHOU)).groups[0]
    assert (group.weight, group.stated, group.recomputed) == (None, None, Range(Decimal(10), Decimal(10)))


def test_an_empty_form_is_scored_as_nothing() -> None:
    card = score(Form(), load(GUIZHOU))
    assert (card.indicators, card.groups, card.total.exact, card.taken, card.grade) == ((), (), Decimal(0), None, None)


def test_a_negative_weight_is_told() -> None:
    assert describe(_unscored(_row("≥100", "100", "-5"))) == "分值 -5 为负，无法计分。"


_NUMBERS = "100 0 -5 3.14 999999999999999999999999999999 0.00000000000000000001"
_WORDS = "优秀 满意 未完成 / —— 不涉及 达成预期指标 2022年12月 12月底前 1-3次 90%～95%"
PIECES = st.sampled_from(
    ["≥", "≤", "=", "＞", "<", "%", "‰", "万元", "个", "次/月", *_NUMBERS.split(), *_WORDS.split()]
)
CELLS = st.lists(PIECES, max_size=4).map("".join) | st.text(max_size=12)
WEIGHTS = st.none() | st.decimals(min_value=-5, max_value=200, places=2)


@given(cells=st.tuples(CELLS, CELLS), weight=WEIGHTS, group=st.sampled_from(Group), name=st.sampled_from(names()))
def test_any_text_is_scored_within_its_weight_or_told_why_not(
    cells: tuple[str, str], weight: Decimal | None, group: Group, name: str
) -> None:
    row = Indicator(target=parse(cells[0]), actual=parse(cells[1]), weight=weight, group=group)
    result = score(Form(indicators=(row,)), load(name)).indicators[0]
    if isinstance(result, Award):
        assert 0 <= result.low <= result.high <= result.weight
        assert result.clause
        assert result.working
        assert result.working_en
    else:
        assert describe(result).endswith("。")
        assert describe(result, "en").endswith(".")


@pytest.mark.parametrize(
    ("target", "actual", "standard", "points", "working"),
    [
        ("≥95%", "90%", "达标得满分，每低5个百分点扣1分，扣完为止。", "9", "10 − 1 × 1 = 9"),
        ("≥95%", "80%", "每低于目标值五个百分点，扣一分", "7", "10 − 3 × 1 = 7"),
        ("≥95%", "20%", "每低1%扣0.5分", "0", "75 × 0.5 > 10，扣完 10 分为止，得 0 分"),
        ("≥95%", "0.9", "每低5个百分点扣1分", "9", "10 − 1 × 1 = 9"),
        ("≥95%", "96%", "每低5个百分点扣1分", "10", "实际完成 96%，达到指标值 ≥95%，得满分 10"),
        ("≥200人", "190人", "完成得10分，每少5人扣0.5分", "9", "10 − 2 × 0.5 = 9"),
        ("≥200人", "190人", "每减少1%扣0.5分", "7.5", "10 − 5 × 0.5 = 7.5"),
        ("≥200人", "190", "每少1个扣0.5分；每低1个百分点扣0.1分，", "9.5", "10 − 5 × 0.1 = 9.5"),
        ("≤5起", "7起", "每超1起扣2分，最多扣3分", "7", "2 × 2 > 3，扣完 3 分为止，得 7 分"),
        ("≤0起", "5起", "每发生1起扣2分", "0", "10 − 5 × 2 = 0"),
        ("=0起", "2起", "每发生一起扣2分", "6", "10 − 2 × 2 = 6"),
        ("=100%", "98%", "每差1个百分点扣1分", "8", "10 − 2 × 1 = 8"),
        ("=100%", "98%", "每低1个百分点扣1分，每高1个百分点扣2分", "8", "10 − 2 × 1 = 8"),
        ("=100%", "103%", "每低1个百分点扣1分，每高1个百分点扣2分", "4", "10 − 3 × 2 = 4"),
        ("2022年6月底前", "2022年7月10日", "每延迟1天扣0.5分", "5", "10 − 10 × 0.5 = 5"),
    ],
)
def test_the_words_beside_a_row_score_it_by_steps(
    target: str, actual: str, standard: str, points: str, working: str
) -> None:
    row = msgspec.structs.replace(_row(target, actual), standard=standard)
    award = _award(row, GUIZHOU)
    assert (award.points, award.working) == (Decimal(points), working)
    if award.method == "ladder":
        assert award.clause.startswith("本行评分标准：每")
    assert award.basis is (Basis.ASSUMED if actual == "0.9" else Basis.TEXT)


@pytest.mark.parametrize(
    ("target", "actual", "standard"),
    [
        ("≥95%", "90%", "每低5个百分点扣1分，低于80%不得分"),  # 还写了何时全失，不是一把尺子
        ("≥95%", "90%", "每高5个百分点扣1分"),  # 方向不同
        ("≥95%", "90%", "每低5个百分点扣1分；每降低1%扣0.5分"),  # 两把尺子
        ("≥200人", "190人", "每少1户扣0.5分"),  # 单位不同
        ("≥200人", "190人", "完成得10分"),
        ("≥200人", "190人", "每少0人扣1分"),
    ],
)
def test_other_words_beside_a_row_leave_the_methods_formula(target: str, actual: str, standard: str) -> None:
    row = _row(target, actual)
    assert _award(msgspec.structs.replace(row, standard=standard), GUIZHOU) == _award(row, GUIZHOU)


def test_between_two_steps_each_way_to_count_is_a_reading() -> None:
    row = msgspec.structs.replace(_row("≥95%", "92%"), standard="每低5个百分点扣1分")
    result = score(Form(indicators=(row,)), load(GUIZHOU)).indicators[0]
    assert isinstance(result, Unscored)
    assert describe(result) == (
        "指标值 ≥95%，实际完成 92%，相差不是整级；评分标准未写明不足一级怎样扣分。"
        "各种读法：不足一级不扣 10 分；不足一级按比例扣 9.4 分；不足一级按一级扣 9 分。"
    )
    assert {one.basis for one in result.readings} == {Basis.ASSUMED}


def test_a_blank_beside_steps_is_a_blank() -> None:
    row = msgspec.structs.replace(_row("≥95%", ""), standard="每低5个百分点扣1分")
    result = score(Form(indicators=(row,)), load(GUIZHOU)).indicators[0]
    assert isinstance(result, Unscored)
    assert result.reason == "actual_blank"


@pytest.mark.parametrize(
    ("name", "target", "actual", "field"),
    [
        (GUIZHOU, "≥95%", "90%", "quantity.positive"),
        (GUIZHOU, "优秀", "优秀", "qualitative"),
        (GUIZHOU, "", "90%", ""),
        ("hebei-tianjin", "<5起", "6起", "quantity.strict"),
        ("hebei-tianjin", "≤5起", "6起", "quantity.reverse"),
        (GUIZHOU, "<5起", "6起", "quantity.reverse"),
    ],
)
def test_each_row_names_the_rule_that_scores_it(name: str, target: str, actual: str, field: str) -> None:
    row = _row(target, actual)
    assert rule_field(compare(row.target, row.actual), row, load(name)) == field


def test_satisfaction_and_a_rows_own_standard_are_rules_of_their_own() -> None:
    satisfied = msgspec.structs.replace(_row("≥95%", "90%"), group=Group.SATISFACTION)
    found = compare(satisfied.target, satisfied.actual)
    assert rule_field(found, satisfied, load("mof-2021-101")) == "quantity.satisfaction"
    assert rule_field(found, satisfied, load(GUIZHOU)) == "quantity.positive"
    own = msgspec.structs.replace(satisfied, standard="每低5个百分点扣1分")
    assert rule_field(found, own, load("mof-2021-101")) == "standard"
