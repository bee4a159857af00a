"""B039: a number was asked for and words were given, or the other way round."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Hit, check
from jixiao.checks.texts import short
from jixiao.checks.values import (
    NUMERIC,
    asks_in_sentence,
    has_actual,
    is_plain_number,
    is_satisfaction,
    is_words,
    says_zero,
)
from jixiao.finding import Severity
from jixiao.form import Indicator
from jixiao.quantity import Quantity, QuantityKind

# 244.04≤244.04, 95%95%: figures and signs alone that are no number
_GARBLED = re.compile(r"[≥≤<>=＝]?\d[\d.]*[%％]?(?:[≥≤<>=＝]{1,2}\d[\d.]*[%％]?|(?<=[%％])\d[\d.]*[%％]?)+")


@check(
    code="B039",
    title="完成值与指标值答非所问",
    title_en="The actual does not answer the target",
    severity=Severity.MUST_FIX,
    message={
        "words": "“{row}”的指标值是“{target}”，完成值只填“{actual}”，没有数字，无法核对是否完成。",
        "number": "“{row}”的指标值是一句话“{target}”，完成值却填数字“{actual}”，两者无法比较。",
        "garbled": "“{row}”所填的“{said}”里有不止一个数，看不出是哪一个，无法核对是否完成。",
    },
    message_en={
        "words": "The target of “{row}” is “{target}”, the actual only “{actual}”: no number to compare.",
        "number": "The target of “{row}” is a sentence, “{target}”, the actual the number “{actual}”: no comparison.",
        "garbled": "“{row}”: “{said}” holds more than one number; nobody can tell which is meant.",
    },
    since="0.1",
)
def answered_otherwise(dossier: Dossier) -> Iterator[Hit]:
    """指标值要求数字的，完成值应填数字；指标值是文字的，完成值应说明做到了什么。

    为何重要：两者不能比较，得分就没有依据。
    如何处理：按指标值的口径填写实际数；指标值写成一句话的，改为可以衡量的指标。满意度另见 B053。
    依据：得分计算方法以实际完成值与年度指标值相比。

    A number asked for is answered by a number; a target in words by what was done.

    Why: the two cannot be compared, so the score has no ground.
    Mend: fill in the actual figure, or turn the sentence into a target that can be measured. Satisfaction: see B053.
    Basis: scores compare the actual with the target.
    """
    for row in dossier.rows:
        target, actual = row.item.target, row.item.actual
        for column, value in (("target", target), ("actual", actual)):
            if value is not None and value.kind is QuantityKind.WORDS and _GARBLED.fullmatch(value.text):
                yield Hit(f"{row.path}.{column}", {"row": row.label, "said": short(value.text)}, "garbled")
        if target is None or actual is None or not has_actual(row.item):
            continue
        variant = _variant(row.item, target, actual)
        if variant is not None:
            facts = {"row": row.label, "target": short(target.told), "actual": short(actual.text)}
            yield Hit(f"{row.path}.actual", facts, variant)


def _variant(item: Indicator, target: Quantity, actual: Quantity) -> str | None:
    if target.kind in NUMERIC:
        zero = target.number == 0 and says_zero(actual)
        return "words" if is_words(actual) and not zero and not is_satisfaction(item) else None
    return "number" if is_plain_number(actual) and asks_in_sentence(target) else None
