"""A034: a share, rate or growth that a sentence states is not what its own figures give."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Hit, check
from jixiao.checks.tolerance import percent, places, rounded, truncated
from jixiao.finding import Severity
from jixiao.numerals import clean

_FIRST = r"(\d+(?:\.\d+)?)(?![年月日])([万亿]?[\u4e00-\u9fff]{1,2}?)"
_SECOND = r"(\d+(?:\.\d+)?)\2"
_RATE = r"(\d+(?:\.\d+)?)[%％]"
_GAP = r"[^\d。；;]{0,12}?"
_ELSEWHERE = re.compile("同比|上年|去年|较|比(?!例|重)")  # the percentage then compares with a figure not named
_RISES, _FALLS = "增长|增加|提高|上升|提升", "下降|减少|降低|压缩"

STATED: tuple[tuple[re.Pattern[str], Callable[[Decimal, Decimal], Decimal]], ...] = (
    (  # 由80人增加到100人，增长25%
        re.compile(f"[由从]{_FIRST}(?:{_RISES})[到至]{_SECOND}{_GAP}(?:{_RISES}|增幅){_GAP}{_RATE}"),
        lambda a, b: (b - a) / a,
    ),
    (  # 由100件下降到80件，降幅20%
        re.compile(f"[由从]{_FIRST}(?:{_FALLS})[到至]{_SECOND}{_GAP}(?:{_FALLS}|降幅){_GAP}{_RATE}"),
        lambda a, b: (a - b) / a,
    ),
    (  # 预算100万元，支出90万元，执行率90%
        re.compile(
            f"(?:计划|目标|预算|应){_GAP}{_FIRST}{_GAP}{_SECOND}{_GAP}(?:执行|支出|到位|完成|达成)率{_GAP}{_RATE}"
        ),
        lambda a, b: b / a,
    ),
    (  # 参训80人，占总数100人的80%
        re.compile(f"{_FIRST}，?占{_GAP}{_SECOND}的?{_RATE}"),
        lambda a, b: a / b,
    ),
)
"""Sentences that name two figures of one unit and a percentage, and how the one follows from the others."""


@check(
    code="A034",
    title="文字所写的比例与所列数字不符",
    title_en="A stated percentage is not what its figures give",
    severity=Severity.NOTE,
    message="文字写“{quote}”，按所列数字应为 {expected}。",
    message_en="The text says “{quote}”; by its own figures it is {expected}.",
    since="0.1",
)
def stated_percentage_wrong(dossier: Dossier) -> Iterator[Hit]:
    """文字里写的占比、完成率、增减幅度，应与同一句所列的数字算得的相同。

    为何重要：读者多半只看百分比；它若与所列数字不符，成绩就被说大或说小了。
    如何处理：按所列数字重算百分比，或改正写错的数字。
    依据：占比、增幅按同一口径的两个数计算。

    A share, rate or growth in a sentence is what the two figures of that sentence give.

    Why: many readers look at the percentage only; where it is off, the result is told larger or smaller.
    Mend: reckon the percentage anew, or set right the figure that is wrong.
    Basis: shares and growth follow from two figures of the same scope.
    """
    for path, text in dossier.sentences:
        if "%" not in text and "％" not in text:
            continue
        for pattern, reckon in STATED:
            for found in pattern.finditer(text):
                expected = _expected(found, reckon)
                if expected is not None:
                    yield Hit(path, {"quote": clean(found[0]), "expected": percent(expected)})


def _expected(found: re.Match[str], reckon: Callable[[Decimal, Decimal], Decimal]) -> Decimal | None:
    """The percentage that the figures give, at the decimals printed, where the text states another."""
    first, second, stated = Decimal(found[1]), Decimal(found[3]), Decimal(found[4]).scaleb(-2)
    if not first or not second or _ELSEWHERE.search(found[0]):
        return None
    exact, decimals = reckon(first, second), places(stated)
    return None if stated in (rounded(exact, decimals), truncated(exact, decimals)) else rounded(exact, decimals)
