"""A slip planted in a correct form is named; nothing is named that does not explain the difference exactly."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from jixiao.checks.diagnosis import CAUSES, Addend, Tally, diagnose, explanations
from jixiao.checks.tolerance import places

Plant = Callable[[Tally, Addend], Decimal]
ORDER = list(CAUSES)


def swapped(number: Decimal) -> Decimal:
    """The number with its first and second digit swapped."""
    digits = list(f"{number:f}".replace(".", ""))
    digits[0], digits[1] = digits[1], digits[0]
    return Decimal("".join(digits)).scaleb(-places(number))


def whole(number: Decimal) -> Decimal:
    return number.quantize(Decimal(1), ROUND_HALF_UP)


def execution_of(tally: Tally) -> Decimal:
    assert tally.execution is not None
    return tally.execution.amount


PLANTS: dict[str, Plant] = {
    "execution_left_out": lambda tally, _: tally.total - execution_of(tally),
    "row_left_out": lambda tally, row: tally.total - row.amount,
    "group_left_out": lambda tally, _: tally.total - tally.groups[0].amount,
    "row_at_weight": lambda tally, row: tally.total - row.amount + (row.weight or Decimal(0)),
    "rows_rounded": lambda tally, _: sum(
        map(whole, [row.amount for row in tally.rows] + [execution_of(tally)]), Decimal(0)
    ),
    "sum_rounded": lambda tally, _: whole(tally.total),
    "row_twice": lambda tally, row: tally.total + row.amount,
    "subtotal_twice": lambda tally, _: tally.total + tally.groups[0].amount,
    "sum_scaled": lambda tally, _: tally.total * 10,
    "sum_swapped": lambda tally, _: swapped(tally.total),
    "row_scaled": lambda tally, row: tally.total - row.amount + row.amount * 100,
    "row_swapped": lambda tally, row: tally.total - row.amount + swapped(row.amount),
}


@st.composite
def tallies(draw: st.DrawFn) -> Tally:
    """A correct sum of 4 to 12 rows in two groups, with an execution row. Each score is at most its weight."""
    scores = draw(st.lists(st.integers(101, 2000), min_size=4, max_size=12))
    rows = [
        Addend(f"第{index}行", f"indicators[{index}].score", Decimal(score).scaleb(-2), Decimal(score // 100 + 1))
        for index, score in enumerate(scores)
    ]
    half = len(rows) // 2
    groups = [
        Addend(label, part[0].path, sum((row.amount for row in part), Decimal(0)))
        for label, part in (("产出指标", rows[:half]), ("效益指标", rows[half:]))
    ]
    execution = Addend("预算执行率", "funds[0].score", Decimal(draw(st.integers(101, 1000))).scaleb(-2), Decimal(10))
    correct = Tally(Decimal(0), rows, execution, groups)
    return Tally(correct.total, rows, execution, groups)


def stating(tally: Tally, stated: Decimal) -> Tally:
    return Tally(stated, tally.rows, tally.execution, tally.groups)


def test_every_cause_is_planted() -> None:
    assert PLANTS.keys() == CAUSES.keys()


@pytest.mark.parametrize("cause", PLANTS)
@given(data=st.data(), tally=tallies())
def test_planted_slip_is_named(cause: str, data: st.DataObject, tally: Tally) -> None:
    row = data.draw(st.sampled_from(tally.rows))
    number = row.amount if cause == "row_swapped" else tally.total
    assume(not cause.endswith("swapped") or ("0" not in f"{number:f}" and number.adjusted() + places(number) > 0))
    wrong = stating(tally, PLANTS[cause](tally, row))
    assume(wrong.stated != tally.total)
    fitting = explanations(wrong)
    kinds = {one.cause for one in fitting}
    assert cause in kinds
    named = diagnose(wrong)[0].rstrip("+")
    assert named == min(kinds, key=ORDER.index)


@given(tally=tallies(), stated=st.decimals(0, 300, places=2))
def test_every_row_named_explains_the_difference(tally: Tally, stated: Decimal) -> None:
    rows = {row.path: row for row in tally.rows}
    for one in explanations(stating(tally, stated)):
        if one.cause in ("row_left_out", "row_twice", "row_at_weight") and one.path is not None:
            assert stated == PLANTS[one.cause](tally, rows[one.path])


@given(tally=tallies())
def test_correct_sum_needs_no_explanation(tally: Tally) -> None:
    assert explanations(tally) == []
    assert diagnose(tally) == ("", {})


def test_two_rows_that_fit_are_told() -> None:
    rows = [Addend("甲", "indicators[0].score", Decimal(4)), Addend("乙", "indicators[1].score", Decimal(4))]
    rows.append(Addend("丙", "indicators[2].score", Decimal("80.5")))
    assert diagnose(Tally(Decimal("84.5"), rows)) == (
        "row_left_out+",
        {"label": "甲", "amount": Decimal(4), "others": 1},
    )
