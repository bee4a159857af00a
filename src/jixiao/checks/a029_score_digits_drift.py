"""A029: scores carry three or more decimals, or are printed to different places."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from jixiao.checks.dossier import Dossier, Row
from jixiao.checks.engine import Facts, Hit, check
from jixiao.checks.tolerance import places
from jixiao.finding import Severity

Scored = tuple[Row, Decimal]
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
    scored = [(row, row.item.score) for row in dossier.counted if row.item.score is not None]
    by_places = _by_places(scored)
    long = [pair for decimals, pairs in by_places.items() if decimals > MOST for pair in pairs]
    if long:
        row, score = min(long, key=lambda pair: pair[0].index)
        yield Hit(f"{row.path}.score", {"count": len(long), "label": row.label, "score": score}, "long")
        return
    # 10.00 says that this form prints two decimals; 9.5 beside it is then another hand's writing. 10 and 9.5 is not.
    for decimals in sorted(by_places, reverse=True) if len(by_places) > 1 else ():
        whole = (pair for pair in by_places[decimals] if pair[1] == pair[1].to_integral_value())
        padded = next(whole, None) if decimals else None
        if padded is None:
            continue
        (row, score), (other, digits) = next(pairs[0] for key, pairs in by_places.items() if key != decimals), padded
        facts: Facts = {"label": row.label, "score": score, "other": other.label, "other_score": digits}
        yield Hit(f"{row.path}.score", facts, "mixed", related=(f"{other.path}.score",))
        return


def _by_places(scored: list[Scored]) -> dict[int, list[Scored]]:
    """The scores by their number of decimals; sieved, because counting the decimals one by one is slow."""
    found: dict[int, list[Scored]] = {}
    while scored:
        sample = scored[0][1]
        found[places(sample)] = [pair for pair in scored if pair[1].same_quantum(sample)]
        scored = [pair for pair in scored if not pair[1].same_quantum(sample)]
    return found
