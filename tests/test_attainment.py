"""An actual against its target is judged as the case says; what cannot be told always has its reason."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.attainment import REASONS, Level, Sort, compare
from jixiao.quantity import Day, Quantity, QuantityKind, parse

Table = dict[str, Any]

GROUPS: list[Table] = tomllib.loads(
    Path(__file__).with_name("cases").joinpath("attainment.toml").read_text(encoding="utf-8")
)["group"]
CASES = [pytest.param(case, id=f"{case['target']} | {case['actual']}") for group in GROUPS for case in group["cases"]]
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=0, max_value=10**9)
VALUES = st.sampled_from(
    [text for group in GROUPS for case in group["cases"] for text in (case["target"], case["actual"])]
).map(parse)


@pytest.mark.parametrize("case", CASES)
def test_attainment(case: Table) -> None:
    told = msgspec.to_builtins(compare(parse(case["target"]), parse(case["actual"])))
    assert {name: value for name, value in told.items() if value is not None} == case["is"]


def test_every_reason_of_the_cases_is_explained() -> None:
    used = {case["is"]["reason"] for group in GROUPS for case in group["cases"] if "reason" in case["is"]}
    assert used == set(REASONS)


def test_a_qualitative_sign_makes_a_number_words() -> None:
    target = parse("100", sign="定性")
    assert compare(target, parse("100")).kind is Sort.WORDS
    assert compare(target, parse("100")).level is Level.REACHED


def test_a_month_in_columns_of_its_own_is_compared_with_a_printed_month() -> None:
    target = parse("12", sign="≤", unit="月")
    assert compare(target, parse("11月")).met is True
    assert compare(target, parse("11")).met is True


@pytest.mark.parametrize(
    "odd",
    [
        Quantity("x", QuantityKind.NUMBER, operator="?", number=Decimal(1)),
        Quantity("x", QuantityKind.NUMBER),
        Quantity("x", QuantityKind.DATE),
        Quantity("x", QuantityKind.DATE, end=Day(2023, 2, 31)),
        Quantity("x", QuantityKind.RANGE, number=Decimal(1)),
        Quantity("x", QuantityKind.PERIOD, end=Day()),
    ],
)
def test_a_value_that_a_program_made_up_does_not_raise(odd: Quantity) -> None:
    for other in (parse("≥50个"), parse("2022年12月"), parse("1-3"), odd):
        assert compare(odd, other).kind in Sort
        assert compare(other, odd).kind in Sort


@given(VALUES, VALUES)
def test_what_cannot_be_told_has_a_reason(target: Quantity | None, actual: Quantity | None) -> None:
    told = compare(target, actual)
    assert (told.met is not None) or told.reason in REASONS
    assert told.reason == "" or told.reason in REASONS
    if told.b is not None:
        assert told.a is not None


@given(NUMBERS, NUMBERS)
def test_more_is_met_exactly_where_less_is_not(a: Decimal, b: Decimal) -> None:
    def met(operator: str) -> bool | None:
        target = Quantity("", QuantityKind.NUMBER, operator=operator, number=a)
        return compare(target, Quantity("", QuantityKind.NUMBER, number=b)).met

    assert met("≥") is not met("<")
    assert met("≤") is not met(">")
    assert met("=") is (met("≥") and met("≤"))
    assert met("") is (True if met("=") else None)


@given(NUMBERS.filter(bool), NUMBERS)
def test_the_degree_times_the_target_is_the_actual(a: Decimal, b: Decimal) -> None:
    target = Quantity("", QuantityKind.NUMBER, operator="≥", number=a, unit="万元")
    told = compare(target, Quantity("", QuantityKind.NUMBER, number=b * 10_000, unit="元"))
    assert told.over is not None
    assert told.b == b
    assert abs(told.over * a - b) <= b * Decimal("1e-26")
    assert (told.over >= 1) is told.met
