"""Every notation of a value is read as its case says; no text raises; digits and text are kept."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.numerals import plain, tidy
from jixiao.quantity import Quantity, QuantityKind, convert, parse
from jixiao.units import canonical, comparable

Table = dict[str, Any]

GROUPS: list[Table] = tomllib.loads(
    Path(__file__).with_name("cases").joinpath("quantities.toml").read_text(encoding="utf-8")
)["group"]
CASES = [pytest.param(case, id=case["text"]) for group in GROUPS for case in group["cases"]]

FRAGMENTS = st.sampled_from(
    [
        *"≥≤=><01年月日底前-—~至万元个次%三十点两零每()*×优亿千负，,. \n\u3000",
        *("2022", "12", "/人", "百分之", "以上", "以内", "不超过", "不少于", "全年", "季度", "半年", "上旬", "天", "‰"),
        *("满意度", "完成", "名", "0.98", "20221231", "Infinity"),
    ]
)
TEXTS = st.one_of(st.text(max_size=20), st.lists(FRAGMENTS, max_size=8).map("".join))


@pytest.mark.parametrize("case", CASES)
def test_notation(case: Table) -> None:
    quantity = parse(case["text"], sign=case.get("sign", ""), unit=case.get("column", ""))
    assert msgspec.to_builtins(quantity) == {"text": tidy(case["text"]), **case["reads"]}


@pytest.mark.parametrize("text", [None, "", "  ", "\u3000\u200b\ufeff\n"])
def test_a_blank_cell_is_none(text: str | None) -> None:
    assert parse(text) is None
    assert parse(text, sign="≥", unit="个") is None


@given(TEXTS)
def test_no_text_raises_and_reading_again_changes_nothing(text: str) -> None:
    quantity = parse(text)
    assert quantity is None or parse(quantity.text) == quantity


@given(TEXTS, TEXTS, TEXTS)
def test_columns_only_fill_in_what_the_value_does_not_print(text: str, sign: str, unit: str) -> None:
    alone, together = parse(text), parse(text, sign=sign, unit=unit)
    if alone is None or together is None:
        assert alone is together
        return
    assert together.operator == (alone.operator or together.operator)
    assert together.unit == (alone.unit or canonical(unit))
    kept = {"operator": alone.operator, "unit": alone.unit, "qualitative": False}
    assert msgspec.structs.replace(together, **kept) == alone


@given(TEXTS)
def test_a_number_is_present_exactly_where_the_kind_says(text: str) -> None:
    quantity = parse(text)
    if quantity is None:
        return
    assert (quantity.number is not None) == (quantity.kind in (QuantityKind.NUMBER, QuantityKind.RANGE))
    assert (quantity.upper is not None) == (quantity.kind is QuantityKind.RANGE)
    assert (quantity.end is not None) == (quantity.kind in (QuantityKind.DATE, QuantityKind.PERIOD))
    assert (quantity.start is not None) == (quantity.kind is QuantityKind.PERIOD)
    assert quantity.operator in ("", "≥", "≤", "=", ">", "<")


@given(
    st.sampled_from(["≥", "≤", "=", ">", "<", ""]),
    st.integers(0, 10**12),
    st.integers(0, 6),
    st.sampled_from(["", "%", "‰", "个", "万元", "元/人", "次/月", "人次", "公里", "mg/l"]),
)
def test_digits_operator_and_unit_are_kept(operator: str, digits: int, places: int, unit: str) -> None:
    printed = plain(Decimal(digits).scaleb(-places))
    quantity = parse(f"{operator}{printed}{unit}")
    assert quantity is not None
    assert (quantity.operator, quantity.unit, quantity.decimals) == (operator, unit, places)
    assert quantity.number is not None
    assert plain(quantity.number) == printed


CONVERSIONS = [
    ("90万元", "元", "900000"),
    ("2468.99万元", "元", "24689900.00"),
    ("387464.62元", "万元", "38.746462"),
    ("1.5亿元", "万元", "15000.0"),
    ("98%", "‰", "980"),
    ("5‰", "%", "0.5"),
    ("9成", "%", "90"),
    ("3万人", "人", "30000"),
    ("50名", "人", "50"),
    ("5万个", "个", "50000"),
    ("3年", "月", "36"),
    ("620万/月", "元/月", "6200000"),
    ("854万", "万元", "854"),
    ("10公里", "米", "10000"),
    ("50", "个", "50"),
]


@pytest.mark.parametrize(("text", "unit", "expected"), CONVERSIONS)
def test_convert_is_exact(text: str, unit: str, expected: str) -> None:
    quantity = parse(text)
    assert quantity is not None
    assert convert(quantity, unit) == Decimal(expected)


@pytest.mark.parametrize(
    ("text", "unit"),
    [("50人", "元"), ("优秀", "元"), ("10天", "周"), ("3月", "天"), ("12月", "年"), ("5元/人", "元/月"), ("/", "元")],
)
def test_what_cannot_be_converted_is_none(text: str, unit: str) -> None:
    quantity = parse(text)
    assert quantity is not None
    assert convert(quantity, unit) is None


@given(
    st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=0, max_value=10**15),
    st.sampled_from([("元", "万元"), ("万元", "亿元"), ("%", "‰"), ("人", "万人"), ("米", "公里"), ("个", "百万个")]),
)
def test_conversion_and_back_is_the_same_number(number: Decimal, units: tuple[str, str]) -> None:
    there = convert(Quantity("", QuantityKind.NUMBER, number=number, unit=units[0]), units[1])
    assert there is not None
    assert convert(Quantity("", QuantityKind.NUMBER, number=there, unit=units[1]), units[0]) == number


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("百分比", "%"),
        ("%(百分比)", "%"),
        ("（万元）", "万元"),
        ("名", "人"),
        ("个月", "月"),
        ("元/人、天", "元/人/天"),
        ("KM", "公里"),
        ("台/套", "台(套)"),
        ("/", ""),
        ("优良中低差", ""),
        ("某种单位", "某种单位"),
    ],
)
def test_canonical_unit(printed: str, expected: str) -> None:
    assert canonical(printed) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("元", "万元", True),
        ("个", "家", True),
        ("人", "户", False),
        ("", "人", True),
        ("万", "万元", True),
        ("次/月", "次/年", False),
        ("次/月", "次", True),
        ("%", "个", False),
    ],
)
def test_units_are_comparable_both_ways_or_not_at_all(one: str, other: str, expected: bool) -> None:  # noqa: FBT001
    assert comparable(one, other) is expected
    assert comparable(other, one) is expected


@pytest.mark.parametrize(
    ("text", "sign", "unit", "told"),
    [
        ("98", "≥", "%", "≥98%"),
        ("98%", "≥", "%", "≥98%"),
        ("1,191.07", "≤", "万元", "≤1,191.07万元"),
        ("-5", "≥", "度", "≥-5度"),
        ("12", "", "", "12"),
        ("12", "＝", "个", "=12个"),
        ("≥98%", "≥", "%", "≥98%"),
        ("12个", "≥", "个", "12个"),
        ("优秀", "定性", "", "优秀"),
        ("2022年12月", "≤", "", "2022年12月"),
    ],
)
def test_a_value_is_told_with_the_sign_and_unit_of_their_own_columns(
    text: str, sign: str, unit: str, told: str
) -> None:
    quantity = parse(text, sign=sign, unit=unit)
    assert quantity is not None
    assert quantity.told == told


@pytest.mark.parametrize(
    ("text", "places"), [("1191.070", 3), ("12", 0), ("优秀", 0), ("2022年12月", 0), ("1,234.5", 1)]
)
def test_decimal_places_are_those_printed(text: str, places: int) -> None:
    quantity = parse(text)
    assert quantity is not None
    assert quantity.decimals == places
