"""A029: scores carry three or more decimals, or are printed to different places."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.diagnosis import Addend
from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Facts, Hit, check
from jixiao.checks.tolerance import places
from jixiao.finding import Severity

MOST = 2  # a hundredth of a point is the finest step that any method seen gives


@check(
    code="A029",
    title="得分的小数位数不一",
    title_en="Scores printed to differing decimals",
    severity=Severity.NOTE,
    message={
        "long": "有 {count} 个得分超过两位小数，如“{label}”{score} 分。",
        "mixed": "得分的小数位数不一：“{label}”印作 {score}，“{other}”印作 {other_score}。",
    },
    message_en={
        "long": "{count} scores have more than two decimals, such as {score} of “{label}”.",
        "mixed": "Scores are printed to differing decimals: {score} for “{label}”, {other_score} for “{other}”.",
    },
    since="0.1",
)
def score_digits_drift(dossier: Dossier) -> Iterator[Hit]:
    """各行得分应取同样的小数位数，最多两位。

    为何重要：位数不一，合计时各取各的舍入，总分就对不齐；多余的位数多是公式结果未舍入。
    如何处理：按办法的位数统一舍入后再合计。
    依据：计分办法的舍入规定；未规定的，通行两位小数。

    All scores are printed to the same number of decimals, two at most.

    Why: with mixed digits the rounding of rows and total no longer ties; more digits are unrounded formula results.
    Mend: round all scores as the method says, then add them up.
    Basis: the method's rounding; where it is silent, two decimals are usual.
    """
    addends = dossier.scores or ()
    quanta: list[Addend] = []  # one score for each number of decimals; to count them row by row would be slow
    for one in addends:
        if not any(one.amount.same_quantum(other.amount) for other in quanta):
            quanta.append(one)
    if any(places(one.amount) > MOST for one in quanta):
        long = [one for one in addends if places(one.amount) > MOST]
        yield Hit(long[0].path, {"count": len(long), "label": long[0].label, "score": long[0].amount}, "long")
        return
    # 10.00 says that this form prints two decimals; 9.5 beside it is then another hand's writing. 10 and 9.5 is not.
    padded = next((one for one in addends if one.amount == one.amount.to_integral_value() and places(one.amount)), None)
    other = next((one for one in quanta if padded and not one.amount.same_quantum(padded.amount)), None)
    if padded is not None and other is not None:
        facts: Facts = {
            "label": other.label,
            "score": other.amount,
            "other": padded.label,
            "other_score": padded.amount,
        }
        yield Hit(other.path, facts, "mixed", related=(padded.path,))
