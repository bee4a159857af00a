"""D085: targets and actuals are the ones of last year."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.engine import Facts, Hit, check
from jixiao.checks.texts import short
from jixiao.comparing.limits import LIMITS
from jixiao.comparing.matching import Match
from jixiao.comparing.pair import Pair
from jixiao.comparing.relation import Relation
from jixiao.finding import Severity
from jixiao.numerals import fold
from jixiao.quantity import Quantity, QuantityKind


@check(
    code="D085",
    title="指标值、完成值与上年雷同",
    title_en="Targets and actuals repeat last year's",
    severity=Severity.EXPLAIN,
    message={
        "row": "“{row}”的完成值“{actual}”与上年一字不差，这样精确的数两年相同，多半是照抄。",
        "form": "{count} 项数值指标中有 {same} 项的指标值和完成值都与上年相同。",
    },
    message_en={
        "row": "“{row}”: the actual “{actual}” is last year's to the last digit, and most likely copied.",
        "form": "Of {count} indicators in numbers, {same} have both target and actual of last year.",
    },
    since="0.1",
)
def same_as_last_year(pair: Pair) -> Iterator[Hit]:
    """两年的指标值和完成值不应大面积相同；位数多的完成值两年相同的，逐项报告。日期、文字和个别指标相同不查。

    为何重要：原样照搬上年的表，本年做了什么就无从知道；指标值年年不变，也说明目标没有随实际调整。
    如何处理：逐项核对本年台账和凭证，改正照抄的数；确实相同的，说明数据来源。
    依据：自评数据应当真实、准确的规定；相同项数的尺度为经验判断，不是法规。

    Targets and actuals are not last year's on a large scale; an actual of many digits is never so by chance.

    Why: a form carried over from last year tells nothing about this one, and its targets were never thought of again.
    Mend: check each row against this year's records, or say where the equal figures come from.
    Basis: figures are true and exact. How many may be equal is house judgement, not law.
    """
    if pair.relation is not Relation.LAST_YEAR:
        return
    numeric = [match for match in pair.matches if _is_number(match.ours.item.actual)]
    same = [match for match in numeric if _repeats(match)]
    for match in same:
        actual = match.ours.item.actual
        if actual is not None and _digits(actual) >= LIMITS.last_year.telling_digits:
            facts: Facts = {"row": match.ours.label, "actual": short(actual.text)}
            yield Hit(f"{match.ours.path}.actual", facts, "row", other=f"{match.theirs.path}.actual")
    if len(same) >= LIMITS.last_year.same_rows and len(same) >= LIMITS.last_year.same_share * len(numeric):
        related = tuple(f"{match.ours.path}.actual" for match in same)
        yield Hit("", {"count": len(numeric), "same": len(same)}, "form", related=related, other="")


def _is_number(value: Quantity | None) -> bool:
    return value is not None and value.kind in (QuantityKind.NUMBER, QuantityKind.RANGE)


def _repeats(match: Match) -> bool:
    """Whether target and actual are both printed as they were last year; blanks repeat nothing."""
    ours, theirs = match.ours.item, match.theirs.item
    pairs = ((ours.target, theirs.target), (ours.actual, theirs.actual))
    return all(mine and yours and fold(mine.text) == fold(yours.text) for mine, yours in pairs)


def _digits(value: Quantity) -> int:
    """How many significant digits it has: 1191.07 has six, 1200 two."""
    number = value.number
    return 0 if not number else len("".join(map(str, number.normalize().as_tuple().digits)))
