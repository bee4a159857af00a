"""Dates and periods as printed in a cell (日期与期间的写法): 2022年12月31日前, 12月底到位, 2022年3月-2023年11月."""

from __future__ import annotations

import re
import tomllib
from calendar import monthrange
from pathlib import Path

from jixiao.numerals import any_of, parse_chinese_number
from jixiao.quantity import Day

_SPELT = tomllib.loads(Path(__file__).with_name("day_notation.toml").read_text(encoding="utf-8"))
_HEADS = any_of(_SPELT["head"])
_DONE = any_of(_SPELT["done"])
_NOT_BEFORE = frozenset(_SPELT["not_before"])
_BOUND = any_of([*_SPELT["not_before"], *_SPELT["not_after"]])

_FRAME = re.compile(
    rf"(?P<op>{_BOUND}|=|)(?:{_HEADS})?(?P<days>.+?)"
    rf"(?P<by>(?:之|以)?前|以内|之内|内|止|)(?P<done>(?:已|均|全部)?(?:{_DONE})(?:[\u4e00-\u9fff]{{0,10}})|)[。;,]?"
)
_NUMERIC = re.compile(r"((?:19|20)[0-9]{2})([./-])(1[0-2]|0?[1-9])(?:\2(3[01]|[12][0-9]|0?[1-9]))?(日|底|末|)")
_SPELT_OUT = re.compile(
    r"(?:(?P<year>(?:19|20)[0-9]{2})年?(?:度)?|当年|本年度?|今年)?"
    r"(?:(?P<month>1[0-2]|0?[1-9])月份?(?:(?P<day>3[01]|[12][0-9]|0?[1-9])[日号]?)?"
    r"|第?(?P<quarter>[一二三四1-4])季度|(?P<half>[上下])半年)?"
    r"(?P<part>年?[底末终初]|上旬|中旬|下旬|月[底末初]|全年|)"
)
_SEPARATOR = re.compile(r"-{1,2}|—{1,2}|~|至|到")
_CHINESE_PART = re.compile(r"[零一二三四五六七八九]{4}(?=年)|(?<!个)[一二三四五六七八九十]{1,3}(?=[月日号])")
_WHOLE_YEAR = re.compile(r"(?:((?:19|20)[0-9]{2})年?)?全年度?")
_QUARTERS = "一二三四"


def read_days(folded: str) -> tuple[str, Day | None, Day] | None:
    """The operator, the start (of a period only) and the end that a folded text holds, or None.

    "前" and "内" are ≤. A month or a year stays as printed: whoever compares decides on its last day.
    """
    frame = _FRAME.fullmatch(_arabic(folded))
    if frame is None:
        return None
    days = frame["days"]
    if days == "年" and frame["by"]:
        return "≤", None, Day(month=12)  # 年内, 年前
    if whole := _WHOLE_YEAR.fullmatch(days):
        year = int(whole[1]) if whole[1] else None
        return _operator(frame), Day(year, 1), Day(year, 12)
    bounded = bool(frame["by"] or frame["done"] or frame["op"].endswith("于"))  # ≥2022.12 is an amount
    if (day := _day(days, bounded=bounded)) is not None:
        return _operator(frame), None, day
    for separator in _SEPARATOR.finditer(days):
        period = _period(days[: separator.start()], days[separator.end() :])
        if period is not None:
            return _operator(frame), *period
    return None


def _arabic(folded: str) -> str:
    """The Chinese numerals of dates as digits: 二零二二年十二月 is 2022年12月; 三个月 stays."""
    return _CHINESE_PART.sub(lambda match: str(parse_chinese_number(match[0]) or match[0]), folded)


def _operator(frame: re.Match[str]) -> str:
    if frame["by"] not in ("", "止"):
        return "≤"
    if not frame["op"] or frame["op"] == "=":
        return frame["op"]
    return "≥" if frame["op"] in _NOT_BEFORE else "≤"


def _day(text: str, *, bounded: bool) -> Day | None:
    """One date. "2022.12" and "2022" are numbers unless words around them make them dates."""
    if match := _NUMERIC.fullmatch(text):
        if match[2] == "." and not match[4] and not (bounded or match[5]):
            return None
        return _valid(Day(int(match[1]), int(match[3]), int(match[4]) if match[4] else None))
    match = _SPELT_OUT.fullmatch(text)
    if match is None or (text.isdigit() and not bounded) or not text:
        return None
    return _valid(_spelt_day(match))


def _spelt_day(match: re.Match[str]) -> Day:
    year, month, day = (int(match[name]) if match[name] else None for name in ("year", "month", "day"))
    part = match["part"]
    if match["quarter"]:
        quarter = match["quarter"]
        month = 3 * (int(quarter) if quarter.isascii() else _QUARTERS.index(quarter) + 1)
    elif match["half"]:
        month = 6 if match["half"] == "上" else 12
    elif month is None and part:
        month = 1 if part.endswith("初") else 12
    elif month is None and not match["year"]:
        month = 12  # 当年, 本年度
    if day is None and part in ("上旬", "中旬"):
        day = 10 if part == "上旬" else 20
    return Day(year, month, day)


def _period(first: str, second: str) -> tuple[Day, Day] | None:
    """Start and end. The start may leave its month or year sign to the end: 2022年1-12月, 2021-2023年."""
    end = _day(second, bounded=True)
    if end is None:
        return None
    candidates = (first, first + "月", first + "年")
    start = next((day for one in candidates if (day := _day(one, bounded=True)) is not None), None)
    if start is None or (first.isdigit() and not second.endswith(("月", "年", "日", "度", "底", "末"))):
        return None
    if end.year is None and start.year is not None:
        end = Day(start.year, end.month, end.day)
    if end.month is None and start.month is not None and not second.startswith(("19", "20")):
        return None
    return (start, end) if _ordered(start, end) else None


def _ordered(start: Day, end: Day) -> bool:
    if start.year is None and end.year is not None:
        return True
    first = (start.year or 0, start.month or 1, start.day or 1)
    return first <= (end.year or 0, end.month or 12, end.day or 31)


def _valid(day: Day) -> Day | None:
    if day.month and day.day and day.day > monthrange(day.year or 2000, day.month)[1]:
        return None
    return day if (day.year or day.month) else None
