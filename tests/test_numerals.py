"""Numbers, amounts, rates and dates are read exactly as printed, or not at all."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.numerals import (
    BLANKS,
    clean,
    fold,
    parse_amount,
    parse_chinese_number,
    parse_date,
    parse_number,
    parse_rate,
    plain,
    tidy,
)


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("12", "12"),
        ("1191.070", "1191.070"),
        ("１，２３４．５０", "1234.50"),
        ("1,234,567.8", "1234567.8"),
        ("1，234", "1234"),
        ("\u3000 12\u00a0\ufeff", "12"),
        ("-5", "-5"),
        ("−5.0", "-5.0"),
        ("－5", "-5"),
        ("负5", "-5"),
        ("+5", "5"),
        (".50", "0.50"),
        ("2735.\n89", "2735.89"),
    ],
)
def test_number_keeps_its_digits(text: str, digits: str) -> None:
    number = parse_number(text)
    assert number is not None
    assert plain(number) == digits


NO_NUMBERS = [
    "",
    " ",
    "7,00.0,77",
    "1,00",
    "12元",
    "95%",
    "1e5",
    "1_000",
    "NaN",
    "Infinity",
    "-",
    "/",
    "10 10",
    "10\n10",
]


@pytest.mark.parametrize("text", [None, *NO_NUMBERS, "1.2.3", "٣", "5.", "9" * 40])
def test_what_is_no_number_is_none(text: str | None) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("text", "digits", "unit"),
    [
        ("620.82万元", "620.82", "万元"),
        ("1,234.56 元", "1234.56", "元"),
        ("90万", "90", "万元"),
        ("1.20亿元", "1.20", "亿元"),
        ("￥100", "100", "元"),
        ("100元整", "100", "元"),
        ("3.5亿", "3.5", "亿元"),
        ("-5万元", "-5", "万元"),
        ("负5元", "-5", "元"),
    ],
)
def test_amount_has_number_and_money_unit(text: str, digits: str, unit: str) -> None:
    amount = parse_amount(text)
    assert amount is not None
    assert (plain(amount[0]), amount[1]) == (digits, unit)


@pytest.mark.parametrize("text", [None, "", "100", "854万854万", "100人", "元", "1 2元"])
def test_what_is_no_amount_is_none(text: str | None) -> None:
    assert parse_amount(text) is None


@pytest.mark.parametrize(
    ("text", "fraction"),
    [
        ("90.24%", "0.9024"),
        ("99%", "0.99"),
        ("100%", "1.00"),
        ("100.00%", "1.0000"),
        ("９９．５％", "0.995"),
        ("95百分比", "0.95"),
        ("95%(百分比)", "0.95"),
        ("百分之九十五", "0.95"),
        ("百分之95", "0.95"),
        ("3‰", "0.003"),
        ("千分之五", "0.005"),
        ("千分之3.2", "0.0032"),
        ("百分之5", "0.05"),
        ("百分之五", "0.05"),
        ("百分之九十五点五", "0.955"),
        ("0.958", "0.958"),
        ("1", "1"),
        ("1.2", "1.2"),
        ("1.5", "1.5"),
        ("100", "1.00"),
        ("90.24", "0.9024"),
        ("1.6", "0.016"),
        ("0", "0"),
        ("0%", "0.00"),
        ("-5%", "-0.05"),
    ],
)
def test_rate_is_a_fraction_with_its_digits(text: str, fraction: str) -> None:
    rate = parse_rate(text)
    assert rate is not None
    assert plain(rate) == fraction


@pytest.mark.parametrize("text", [None, "", "%", "—", "90.24%9", "优", "90 24", "百分之十十"])
def test_what_is_no_rate_is_none(text: str | None) -> None:
    assert parse_rate(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "2023.7.10",
        "2023年7月10日",
        "2023 年 07 月 10 日",
        "2023-07-10",
        "2023/7/10",
        "20230710",
        "２０２３．７．１０",
        "二〇二三年七月十日",
        "2023-07-10 00:00:00",
        "2023年7月10号",
        " 2023.7.10\u3000",
    ],
)
def test_every_notation_of_a_day_is_read(text: str) -> None:
    assert parse_date(text) == date(2023, 7, 10)


@pytest.mark.parametrize(
    "text", [None, "", "2023.7", "2023年7月", "2023.2.30", "2023-7.10", "7月10日", "12345678", "2023"]
)
def test_what_is_no_whole_day_is_none(text: str | None) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("零", "0"),
        ("十", "10"),
        ("十五", "15"),
        ("二十", "20"),
        ("两百", "200"),
        ("一百零五", "105"),
        ("两千零三十", "2030"),
        ("一万二千", "12000"),
        ("一亿三千万", "130000000"),
        ("二〇二二", "2022"),
        ("九十五点五", "95.5"),
        ("叁佰", "300"),
        ("三点一四一", "3.141"),
        ("五", "5"),
        ("一百一十", "110"),
        ("一千零一十", "1010"),
        ("一万零二", "10002"),
        ("二〇", "20"),
        ("九千九百九十九亿九千九百九十九万零一", "999999990001"),
        ("九千九百九十九亿九千九百九十九万九千零一点五", "999999999001.5"),
    ],
)
def test_chinese_numerals(text: str, digits: str) -> None:
    number = parse_chinese_number(text)
    assert number is not None
    assert plain(number) == digits


@pytest.mark.parametrize(
    "text",
    [
        "",
        "一百二",
        "三五",
        "十十",
        "百千",
        "点五",
        "五点",
        "两个",
        "万",
        "一二",
        "一万二",
        "一亿二",
        "一千五",
        "一二三四五",
        "十零十",
        "五五百",
    ],
)
def test_what_is_no_chinese_number_is_none(text: str) -> None:
    assert parse_chinese_number(text) is None


def test_clean_removes_every_blank_and_nothing_else() -> None:
    assert clean(" 社会\u3000效\u00a0益\u200b指\ufeff标\n\t") == "社会效益指标"
    assert "\\s" not in BLANKS


def test_fold_brings_look_alikes_together() -> None:
    assert fold("﹦ ９５ ％") == fold("═95%") == "=95%"


@pytest.mark.parametrize(
    ("text", "tidied"),
    [
        (" a\nb ", "ab"),
        ("10\n10", "10 10"),
        ("≥\r\n95%", "≥95%"),
        ("\u3000\ufeff", ""),
        ("a b", "a b"),
        ("1 2\nb", "1 2b"),
        ("1  2 3\nb", "1  2 3b"),
        ("\u200b1", "1"),
    ],
)
def test_tidy_joins_lines_but_not_numbers(text: str, tidied: str) -> None:
    assert tidy(text) == tidied


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**12), max_value=10**12))
def test_a_plain_number_comes_back_digit_for_digit(number: Decimal) -> None:
    read = parse_number(plain(number))
    assert read is not None
    assert read.as_tuple()[1:] == number.as_tuple()[1:]
    assert read == number


@given(st.integers(0, 99_999), st.integers(0, 4))
def test_a_printed_percentage_keeps_its_decimals(digits: int, places: int) -> None:
    printed = plain(Decimal(digits).scaleb(-places))
    rate = parse_rate(printed + "%")
    assert rate is not None
    assert rate.as_tuple().exponent == -places - 2
    assert rate * 100 == Decimal(printed)


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.sampled_from(["%Y.%m.%d", "%Y-%m-%d", "%Y/%m/%d", "%Y%m%d"]))
def test_a_printed_date_comes_back(day: date, notation: str) -> None:
    assert parse_date(day.strftime(notation)) == day


@given(st.text())
def test_no_text_raises(text: str) -> None:
    for read in (parse_number, parse_amount, parse_rate, parse_date, parse_chinese_number, clean, fold):
        read(text)
    assert tidy(tidy(text)) == tidy(text)
