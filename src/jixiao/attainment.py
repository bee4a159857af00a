"""Attainment (完成情况): whether an actual value meets its target, how far, and why that cannot be told.

Used by the scoring (which formula applies, and with which two numbers) and by the checks (missed, exceeded, late,
answered with words). It knows no points and no rule of any method: only what the two printed values say of each other.
"""

from __future__ import annotations

import operator
import tomllib
from calendar import monthrange
from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

import msgspec

from jixiao.numerals import PERCENT_ABOVE, fold, parse_date
from jixiao.quantity import Day, Quantity, QuantityKind
from jixiao.units import rescale


class Sort(StrEnum):
    """What sort of target it is (指标类型): each is scored by its own method."""

    POSITIVE = "positive"  #: 正向 ≥ >
    REVERSE = "reverse"  #: 反向 ≤ <
    EQUAL = "equal"  #: 等于 =
    RANGE = "range"  #: 区间
    DATE = "date"  #: 日期、期间
    WORDS = "words"  #: 文字（定性）
    BARE = "bare"  #: 未注明 ≥ ≤ = 的数值
    NONE = "none"  #: 没有指标值


class Level(StrEnum):
    """How far a qualitative indicator is reached (定性指标的档次); the names of `Band.level`."""

    REACHED = "reached"  #: 达成预期指标
    PARTLY = "partly"  #: 部分达成预期指标并具有一定效果
    MISSED = "missed"  #: 未达成预期指标且效果较差


class Attainment(msgspec.Struct, frozen=True, omit_defaults=True):
    """How an actual value stands to its target (完成情况)."""

    kind: Sort
    met: bool | None = None  #: whether the target is met; None where it cannot be told
    over: Decimal | None = None  #: degree, actual ÷ target, to 28 digits; None where undefined (no number, target zero)
    reason: str = ""  #: why `met` or `over` is None: see REASONS; "" where both are known or the kind has no degree
    a: Decimal | None = None  #: the target's number (A), exact, in `unit`
    b: Decimal | None = None  #: the actual's number (B), exact, in `unit`
    unit: str = ""  #: the unit of both, as the target prints it
    level: Level | None = None  #: for answers in words, by the vocabulary
    guessed: bool = False  #: the actual's "0.98" was read as 98%, or the like: not printed so
    days: int | None = None  #: for dates: days from the target's last day to the actual's; above 0 is late


#: Why it cannot be told whether, or how far, a target is met (不能判断的原因): Chinese, English.
REASONS = {
    "target_blank": ("指标值空白", "the target is blank"),
    "target_empty": ("指标值为空值标记（/、无、不涉及等）", "the target is an empty marker"),
    "target_words": ("指标值是文字，完成值是数值", "the target is in words, the actual is a number"),
    "target_number": ("指标值是数值，完成值是日期", "the target is a number, the actual is a date"),
    "target_date": ("指标值是日期，完成值是数值", "the target is a date, the actual is a number"),
    "target_negative": ("指标值为负数，比率没有意义", "the target is negative: a ratio means nothing"),
    "target_zero": ("指标值为零，不能求比率", "the target is zero: there is no ratio"),
    "actual_blank": ("完成值空白", "the actual is blank"),
    "actual_empty": ("完成值为空值标记（/、无、不涉及等）", "the actual is an empty marker"),
    "actual_words": ("指标值是数值或日期，完成值是文字", "the target is a number or date, the actual is in words"),
    "actual_range": ("完成值是区间，不能定为一个数", "the actual is a range, not one number"),
    "words_unknown": ("完成值的文字不能判断是否达成", "the words of the actual do not say whether it is reached"),
    "no_operator": ("指标值未注明 ≥、≤ 或 =", "the target prints no ≥, ≤ or ="),
    "unit_mismatch": ("指标值与完成值的单位不一致", "the units of target and actual differ"),
    "date_imprecise": ("完成日期不够具体，不能判断是否逾期", "the actual date is too coarse to compare"),
}

_FACTS = tomllib.loads(Path(__file__).with_name("attainment.toml").read_text(encoding="utf-8"))
_EXACT = {fold(word): level for level in Level for word in _FACTS[level]["exact"]}
_PREFIX = [
    (fold(word), level)
    for level in (Level.PARTLY, Level.MISSED, Level.REACHED)  # 未全部完成 before 未…
    for word in _FACTS[level]["prefix"]
]
_ON_TIME = frozenset(_FACTS["on_time"]["exact"])
_SCALES = [{word: rank for rank, words in enumerate(scale["steps"]) for word in words} for scale in _FACTS["scale"]]
_SORTS_OF_KINDS = {
    QuantityKind.RANGE: Sort.RANGE,
    QuantityKind.DATE: Sort.DATE,
    QuantityKind.PERIOD: Sort.DATE,
    QuantityKind.WORDS: Sort.WORDS,
    QuantityKind.EMPTY: Sort.NONE,
}
_FRACTION_FROM = Decimal(_FACTS["fraction"]["from_target"])

_DEGREE = Context(prec=28, rounding=ROUND_HALF_UP)
_SORTS = {"≥": Sort.POSITIVE, ">": Sort.POSITIVE, "≤": Sort.REVERSE, "<": Sort.REVERSE, "=": Sort.EQUAL, "": Sort.BARE}
_HUNDRED = Decimal(100)
_HOLDS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "≥": operator.ge,
    ">": operator.gt,
    "≤": operator.le,
    "<": operator.lt,
    "=": operator.eq,
}
_ANY_YEAR = 2000  # where neither prints a year; a leap year, so that 29 February stands


def compare(target: Quantity | None, actual: Quantity | None) -> Attainment:
    """How the actual value stands to the target (比较指标值与完成值). Never raises; what cannot be told says why.

    The actual's own operator ("≥266米") is passed over. An actual without a unit has the target's. Where the target is
    a percentage of 10 or more, an actual without a unit that is not above 1 is a fraction: `guessed` says so.
    """
    sort = _sort(target)
    if target is None or sort is Sort.NONE:
        return Attainment(sort, reason="target_blank" if target is None else "target_empty")
    if actual is None or actual.kind is QuantityKind.EMPTY:
        return Attainment(sort, reason="actual_blank" if actual is None else "actual_empty")
    if sort is Sort.WORDS:
        return _compare_words(target.text, actual)
    if actual.kind is QuantityKind.WORDS:
        return _answered_in_words(sort, actual.text)
    if sort is Sort.DATE:
        return _compare_days(target, actual)
    return _compare_numbers(sort, target, actual)


def _sort(target: Quantity | None) -> Sort:
    if target is None:
        return Sort.NONE
    if target.qualitative and not target.operator:
        return Sort.WORDS if target.kind is not QuantityKind.EMPTY else Sort.NONE
    if target.kind is QuantityKind.NUMBER:
        return _SORTS.get(target.operator, Sort.BARE)
    return _SORTS_OF_KINDS[target.kind]


# ---- numbers ----

#: Two numbers in one unit: A, B, the unit, and whether that was guessed.
_Aligned = tuple[Decimal, Decimal, str, bool]


def _compare_numbers(sort: Sort, target: Quantity, actual: Quantity) -> Attainment:
    if actual.kind is QuantityKind.DATE and target.unit in ("月", "年"):
        actual = _day_as_number(actual, target.unit)
    if actual.number is None or target.number is None:
        return Attainment(sort, reason="target_number")
    aligned = _aligned(target.number, target.unit, actual.number, actual.unit)
    if aligned is None:
        return Attainment(sort, reason="unit_mismatch")
    if target.upper is not None or actual.upper is not None:
        return _compare_ranges(sort, target, actual, aligned)
    a, b, unit, guessed = aligned
    met = _meets(target.operator, a, b)
    if a <= 0:
        over, reason = None, "target_negative" if a else "target_zero"
    else:
        over, reason = _DEGREE.divide(b, a), ""
    return Attainment(sort, met, over, "no_operator" if met is None else reason, a, b, unit, guessed=guessed)


def _meets(operator_: str, a: Decimal, b: Decimal) -> bool | None:
    holds = _HOLDS.get(operator_)
    if holds is None:  # no direction is printed: only the very number is surely right
        return True if a == b else None
    return holds(b, a)


def _compare_ranges(sort: Sort, target: Quantity, actual: Quantity, aligned: _Aligned) -> Attainment:
    """A range on either side. Both ends of the actual must agree, or it cannot be told."""
    low, b, unit, guessed = aligned
    high_end = _aligned(_upper(target), target.unit, _upper(actual), actual.unit)
    if high_end is None or high_end[2:] != aligned[2:]:
        return Attainment(sort, reason="unit_mismatch")
    high, b_high = high_end[:2]
    if sort is Sort.RANGE:
        met: bool | None = low <= b and b_high <= high
        if not met and b_high >= low and b <= high and b != b_high:
            met = None  # the two ranges overlap
        a = high if b > high else low
    else:
        at_low, at_high, a = _meets(target.operator, low, b), _meets(target.operator, low, b_high), low
        met = at_low if at_low == at_high else None
    if actual.upper is not None:
        return Attainment(sort, met, reason="actual_range", a=a, unit=unit, guessed=guessed)
    return Attainment(sort, met, a=a, b=b, unit=unit, guessed=guessed)


def _upper(quantity: Quantity) -> Decimal:
    end = quantity.number if quantity.upper is None else quantity.upper
    return Decimal(0) if end is None else end


def _aligned(a: Decimal, unit: str, b: Decimal, other: str) -> _Aligned | None:
    """Both in the target's unit, or in the actual's where only that is exact (7 days are 1 week, 10 days no weeks)."""
    if unit == other:
        return a, b, unit, False
    if not unit or not other:
        return _aligned_without_unit(a, b, unit or other, actual_has=bool(other))
    if (scaled := rescale(b, other, unit)) is not None:
        return a, scaled, unit, False
    if (scaled := rescale(a, unit, other)) is not None:
        return scaled, b, other, False
    return None


def _aligned_without_unit(a: Decimal, b: Decimal, unit: str, *, actual_has: bool) -> _Aligned:
    """One of the two prints no unit: the other's holds. A fraction against a percentage is a guess, and marked."""
    if unit == "%" and not actual_has and a >= _FRACTION_FROM and 0 < b <= 1:
        return a, b * _HUNDRED, unit, True
    if unit == "%" and actual_has and 0 < a <= PERCENT_ABOVE:
        return a * _HUNDRED, b, unit, True
    return a, b, unit, False


def _day_as_number(actual: Quantity, unit: str) -> Quantity:
    """An actual of 12月 against a target of ≤12 with the unit 月 in a column of its own."""
    end = actual.end or Day()
    part = end.month if unit == "月" else end.year
    return msgspec.structs.replace(actual, number=None if part is None else Decimal(part), unit=unit)


# ---- dates ----


def _compare_days(target: Quantity, actual: Quantity) -> Attainment:
    wanted, reached = target.end, actual.end or _whole_date(actual.text)
    if wanted is None or reached is None:
        return Attainment(Sort.DATE, reason="target_date")
    year = wanted.year or reached.year or _ANY_YEAR
    same_year = wanted.year is None or reached.year is None
    first, last = _span(reached, year if same_year else reached.year)
    opens, due = _span(wanted, year if same_year else wanted.year)
    if target.operator in ("≥", ">"):
        met = True if first >= opens else (False if last < opens else None)
    else:
        met = True if last <= due else (False if first > due else None)
    reason = "date_imprecise" if met is None else ""
    return Attainment(Sort.DATE, met, reason=reason, days=(last - due).days)


def _whole_date(text: str) -> Day | None:
    """A text such as 20221231, which is a number by itself, but a date where a date was asked for."""
    day = parse_date(text)
    return Day(day.year, day.month, day.day) if day else None


def _span(day: Day, year: int | None) -> tuple[date, date]:
    """The first and the last day that the printed date may mean (2022年12月: the 1st to the 31st)."""
    shown = day.year or year or _ANY_YEAR
    first_month, last_month = (day.month, day.month) if day.month else (1, 12)
    length = monthrange(shown, last_month)[1]
    first_day, last_day = (min(day.day, length),) * 2 if day.day else (1, length)
    return date(shown, first_month, first_day), date(shown, last_month, last_day)


# ---- words ----


def _compare_words(wanted: str, actual: Quantity) -> Attainment:
    level = _level_against(wanted, actual.text)
    if level is not None:
        return Attainment(Sort.WORDS, level is Level.REACHED, level=level)
    return Attainment(Sort.WORDS, reason="words_unknown" if actual.kind is QuantityKind.WORDS else "target_words")


def _answered_in_words(sort: Sort, actual: str) -> Attainment:
    """A number or a date was asked for: words may admit a miss, but prove no number (要求数值而以文字作答)."""
    level = _level(actual)
    if sort is Sort.DATE and _core(actual) in _ON_TIME:
        return Attainment(sort, met=True, level=Level.REACHED, reason="actual_words")
    return Attainment(sort, False if level is Level.MISSED else None, level=level, reason="actual_words")


@lru_cache(maxsize=4096)
def _level_against(wanted: str, actual: str) -> Level | None:
    """The level that an answer in words claims (定性指标的达成程度), against what was asked."""
    asked, said = _core(wanted), _core(actual)
    if asked == said:
        return Level.REACHED
    for scale in _SCALES:
        if asked in scale and said in scale:
            return _step(scale, asked, said)
    return _level(actual)


def _step(scale: dict[str, int], asked: str, said: str) -> Level:
    if scale[said] <= scale[asked]:
        return Level.REACHED
    return Level.MISSED if scale[said] == max(scale.values()) else Level.PARTLY


@lru_cache(maxsize=4096)
def _level(actual: str) -> Level | None:
    said = _core(actual)
    if (level := _EXACT.get(said)) is not None:
        return level
    return next((level for prefix, level in _PREFIX if said.startswith(prefix)), None)


def _core(text: str) -> str:
    """The words without white space and closing marks."""
    return fold(text).rstrip("。.;,、!")
