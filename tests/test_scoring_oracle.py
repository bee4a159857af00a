"""The scoring against the clauses computed once more in fractions, over random rows full of blanks, zeros and ties.

The full run: JIXIAO_ORACLE_ROWS=100000 make test PYTEST_ARGS=tests/test_scoring_oracle.py
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from random import Random

import msgspec
import pytest

from jixiao.form import Form, FundLine, Group, Indicator
from jixiao.quantity import parse
from jixiao.rulebooks import load
from jixiao.scoring import Award, Unscored, score
from tests.oracle import clauses

ROWS = int(os.environ.get("JIXIAO_ORACLE_ROWS", "2000"))
BATCH = 60

#: rulebook, operators, the clause it should follow
METHODS = [
    ("guizhou-department-2022", "≥>", clauses.actual_over_target),
    ("guizhou-department-2022", "≤<", clauses.target_over_actual),
    ("mof-2020-10", "≥>", clauses.actual_over_target),
    ("mof-2020-10", "≤<", clauses.target_over_actual),
    ("fiscal-system-linear", "≤<", clauses.line_to_twice_the_target),
    ("fiscal-system-linear", "=", clauses.equal_of_the_systems),
    ("mof-2021-101", "≥>", clauses.pass_gate_of_sixty),
    ("mof-2021-101", "=", clauses.yes_or_no),
    ("guizhou-department-2022", " ", clauses.without_a_sign),
    ("guizhou-department-2022", "=", clauses.equal_unstated),
    ("mof-2020-10", "=", clauses.actual_over_target),
    ("mof-2021-101", "≤<", clauses.reverse_unstated),
    ("hebei-tianjin", "<", clauses.strictly_less_unstated),
]


class Sample:
    """One random row as printed, and as the clauses see it."""

    def __init__(self, dice: Random, operators: str, *, unit: str = "") -> None:
        self.weight = _weight(dice)
        self.operator = dice.choice(operators).strip()
        self.a = "" if dice.random() < 0.04 else _number(dice)
        self.b = "" if dice.random() < 0.04 else _actual(dice, self.a)
        self.unit = unit

    @property
    def indicator(self) -> Indicator:
        return Indicator(
            name="随机指标",
            group=Group.SATISFACTION if self.unit else Group.OUTPUT,
            target=parse(f"{self.operator}{self.a}{self.unit}") if self.a else None,
            actual=parse(f"{self.b}{self.unit}") if self.b else None,
            weight=Decimal(self.weight) if self.weight else None,
        )

    @property
    def fund_line(self) -> FundLine:
        numbers = [Decimal(text) if text else None for text in (self.a, self.b, self.weight)]
        return FundLine(
            "合计",
            is_total=True,
            initial_budget=numbers[0],
            full_budget=numbers[0],
            executed=numbers[1],
            weight=numbers[2],
        )

    @property
    def row(self) -> clauses.Row:
        numbers = [Fraction(text) if text else None for text in (self.weight, self.a, self.b)]
        return clauses.Row(numbers[0], self.operator, numbers[1], numbers[2])

    def __repr__(self) -> str:
        return f"{self.weight or '空'}: {self.operator}{self.a or '空'} / {self.b or '空'}"


def _weight(dice: Random) -> str:
    if dice.random() < 0.03:
        return ""
    return dice.choice(["10", "5", "8", "2.5", "3.33", "12", "22.5", "1", "0", f"{dice.randrange(1, 9999) / 100}"])


def _number(dice: Random) -> str:
    """Zeros, negatives, round numbers, amounts with cents, long fractions."""
    kind = dice.random()
    if kind < 0.06:
        return dice.choice(["0", "0.00"])
    sign = "-" if kind < 0.12 else ""
    places = dice.choice([0, 0, 1, 2, 2, 3, 6])
    digits = str(dice.randrange(1, 10 ** dice.choice([1, 2, 3, 6, 9]))).rjust(places + 1, "0")
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def _actual(dice: Random, target: str) -> str:
    """Often near the target, often exactly at a half of a cent or a band's limit."""
    kind = dice.random()
    if not target or kind < 0.35:
        return _number(dice)
    if kind < 0.45:
        return target
    wanted = Decimal(target)
    if kind < 0.75:  # 与目标成短小数之比：常落在半分位和档次界限上
        return f"{wanted * Decimal(dice.randrange(0, 4001)) / 2000:f}"
    nudge = Decimal(dice.choice([-1, 1])).scaleb(-dice.choice([1, 2, 6, 12]))
    return f"{wanted * Decimal(dice.randrange(0, 201)) / 100 + nudge:f}"


def _samples(seed: str, operators: str, *, unit: str = "") -> Iterator[list[Sample]]:
    dice = Random(seed)  # noqa: S311 - the same rows in every run
    for start in range(0, ROWS, BATCH):
        yield [Sample(dice, operators, unit=unit) for _ in range(min(BATCH, ROWS - start))]


def _told(result: Award | Unscored | None) -> object:
    """A result of the product in the terms of the clauses."""
    assert result is not None
    if isinstance(result, Award):
        low, high = Fraction(result.low), Fraction(result.high)
        return low if low == high else (low, high)
    readings = tuple(Fraction(one.low) for one in result.readings)
    return (result.reason, *readings) if readings else result.reason


@pytest.mark.parametrize(("name", "operators", "clause"), METHODS)
def test_rows_earn_what_the_clause_gives(name: str, operators: str, clause: Callable[[clauses.Row], object]) -> None:
    rulebook = load(name)
    for samples in _samples(f"{name} {operators}", operators):
        card = score(Form(indicators=tuple(sample.indicator for sample in samples)), rulebook)
        for sample, result in zip(samples, card.indicators, strict=True):
            expected = clause(sample.row)
            told = _told(result)
            if expected == "no_operator":  # 有一种读法本身无法计算：只核对原因
                told = told[0] if isinstance(told, tuple) else told
            assert told == expected, sample
            assert not isinstance(result, Award) or 0 <= result.low <= result.high <= result.weight, sample


def test_the_words_beside_a_row_take_off_step_by_step() -> None:
    rulebook, dice = load("mof-2020-10"), Random("ladders")  # noqa: S311
    for samples in _samples("ladders", "≥>≤<"):
        ladders = [(dice.choice(["1", "5", "0.5", "10"]), dice.choice(["1", "0.5", "0.1", "2"])) for _ in samples]
        rows = [
            msgspec.structs.replace(
                sample.indicator, standard=f"每{'低' if sample.operator in '≥>' else '超'}{step}扣{off}分，扣完为止"
            )
            for sample, (step, off) in zip(samples, ladders, strict=True)
        ]
        card = score(Form(indicators=tuple(rows)), rulebook)
        for sample, (step, off), result in zip(samples, ladders, card.indicators, strict=True):
            expected = clauses.by_steps_of_the_row(sample.row, Fraction(step), Fraction(off))
            assert _told(result) == expected, (sample, step, off)


def test_a_deduction_is_taken_off_once() -> None:
    rulebook, dice = load("guangxi"), Random("deductions")  # noqa: S311
    for samples in _samples("deductions", "≥>"):
        rows = []
        for sample in samples:
            weight = Decimal(sample.weight or 0)
            taken = Decimal(dice.choice(["0", "1", "0.5", "0.50", f"{dice.randrange(0, 1200) / 100}"]))
            award = score(Form(indicators=(sample.indicator,)), rulebook).indicators[0]
            due = award.low if isinstance(award, Award) else Decimal(0)
            taken = dice.choice([taken, taken, weight - due, (weight - due).quantize(Decimal("0.1"))])
            printed = dice.choice([None, weight - taken, due, due - taken, max(due - taken, Decimal(0)), Decimal(5)])
            rows.append(msgspec.structs.replace(sample.indicator, deduction=taken, score=printed))
        card = score(Form(indicators=tuple(rows)), rulebook)
        for sample, row, result in zip(samples, rows, card.indicators, strict=True):
            column, stated = str(row.deduction), None if row.score is None else Fraction(row.score)
            last_place = Fraction(1, 10 ** len(column.partition(".")[2]))
            expected = clauses.less_deduction(sample.row, Fraction(column), last_place, stated)
            assert _told(result) == expected, (sample, row.deduction, row.score)


def test_satisfaction_earns_its_steps() -> None:
    rulebook = load("mof-2021-101")
    for samples in _samples("satisfaction", "≥", unit="%"):
        card = score(Form(indicators=tuple(sample.indicator for sample in samples)), rulebook)
        for sample, result in zip(samples, card.indicators, strict=True):
            assert _told(result) == clauses.satisfaction(sample.row), sample


@pytest.mark.parametrize(
    ("name", "clause"),
    [
        ("guizhou-department-2022", clauses.execution_by_rate),
        ("sichuan", clauses.execution_by_rate),
        ("beijing", clauses.execution_by_rate),
        ("fiscal-system-linear", clauses.execution_by_rate_or_one),
        ("mof-2021-101", clauses.execution_by_steps),
    ],
)
def test_execution_earns_what_the_clause_gives(name: str, clause: Callable[[clauses.Row], object]) -> None:
    rulebook = load(name)
    standard = Fraction(rulebook.execution.weight or 0)
    for samples in _samples(f"execution {name}", "≥"):
        for sample in samples:
            row = sample.row
            if row.weight is None:  # 表中未印分值，用办法的分值
                row = row._replace(weight=standard)
            card = score(Form(funds=(sample.fund_line,)), rulebook)
            assert _told(card.execution) == clause(row), sample
            if card.rate is not None and row.a and row.b is not None:
                assert abs(Fraction(card.rate) - row.b / row.a) <= abs(row.b / row.a) / 10**27, sample


@pytest.mark.parametrize(
    ("name", "floor"), [("guizhou-department-2022", 50), ("mof-2020-10", 60), ("hubei-project", 50)]
)
def test_levels_earn_their_bands(name: str, floor: int) -> None:
    rulebook = load(name)
    answers = {
        "reached": "达成预期指标",
        "partly": "部分达成预期指标并具有一定效果",
        "missed": "未达成预期指标且效果较差",
    }
    dice = Random(name)  # noqa: S311
    for _ in range(ROWS):
        weight, level = _weight(dice), dice.choice(list(answers))
        row = Indicator(
            name="随机指标",
            target=parse("运转正常"),
            actual=parse(answers[level]),
            weight=Decimal(weight) if weight else None,
        )
        result = score(Form(indicators=(row,)), rulebook).indicators[0]
        assert _told(result) == clauses.band(Fraction(weight) if weight else None, level, floor), (weight, level)


def test_totals_are_the_sums_of_what_the_rows_may_earn() -> None:
    rulebook = load("guizhou-department-2022")
    for samples in _samples("totals", "≥≤= "):
        card = score(Form(indicators=tuple(sample.indicator for sample in samples)), rulebook)
        low = high = Fraction(0)
        for sample, result in zip(samples, card.indicators, strict=True):
            if isinstance(result, Award):
                limits = [Fraction(result.low), Fraction(result.high)]
            else:
                readings = [Fraction(one.low) for one in result.readings]
                limits = readings or [Fraction(0), sample.row.weight or Fraction(0)]
            low += min(limits)
            high += max(limits)
        assert (Fraction(card.total.low), Fraction(card.total.high)) == (low, high)
