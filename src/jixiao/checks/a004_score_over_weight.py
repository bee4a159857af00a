"""A004: a score is higher than its weight."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Facts, Hit, check
from jixiao.finding import Correction, Safety, Severity
from jixiao.rulebooks.model import TotalRule

_BONUS = re.compile(r"(?<!不)(?<!不予)(?<!不再)(?:加[0-9.一二两三四五]*分|奖励分)")


@check(
    code="A004",
    title="得分高于分值",
    title_en="Score above its weight",
    severity=Severity.MUST_FIX,
    message={
        "": "“{label}”得分 {score} 分，高于分值 {weight} 分。",
        "review": "“{label}”复核分 {score} 分，高于分值 {weight} 分。",
        "bonus": "“{label}”得分 {score} 分，高于分值 {weight} 分；本办法允许加分，请核对加分依据。",
    },
    message_en={
        "": "“{label}” scores {score}, above its weight of {weight}.",
        "review": "“{label}” has a review score of {score}, above its weight of {weight}.",
        "bonus": "“{label}” scores {score}, above its weight of {weight}; this method allows a bonus: see its grounds.",
    },
    since="0.1",
)
def score_over_weight(dossier: Dossier) -> Iterator[Hit]:
    """任何一行的得分不得高于该行分值。

    为何重要：一行多得的分会掩盖别处的失分，总分因此虚高。
    如何处理：得分最多填到分值；超额完成的，在原因栏说明。
    依据：计分办法“各三级指标得分最高不能超过该指标分值上限”。

    No row scores more than its weight.

    Why: points above the weight hide points lost elsewhere and inflate the total.
    Mend: fill in the weight at most; tell of over-fulfilment in the reason column.
    Basis: the method's rule that a score may not exceed the weight of its indicator.
    """
    if not dossier.rulebook.total.cap_at_weight:
        return
    for path, label, weight, score, column, words in _over(dossier):
        facts: Facts = {"label": label, "score": score, "weight": weight}
        at = f"{path}.{column}"
        if column == "review_score":
            yield Hit(at, facts, "review")
        elif _is_bonus(score - weight, words, dossier.rulebook.total):
            yield Hit(at, facts, "bonus", severity=Severity.NOTE)
        else:
            yield Hit(at, facts, "", Correction(at, f"{weight:f}", Safety.PERSON, f"{score:f}"))


def _is_bonus(more: Decimal, words: str, rule: TotalRule) -> bool:
    """Whether the method lets such a row have so many points over its weight (办法允许的加分)."""
    return (rule.bonus_cap is not None and more <= rule.bonus_cap) or (
        rule.bonus_in_words and _BONUS.search(words) is not None
    )


def _over(dossier: Dossier) -> Iterator[tuple[str, str, Decimal, Decimal, str, str]]:
    """Each line whose score, or review score, is above its weight, with its own words (得分高于分值的行)."""
    if dossier.execution is not None:
        path, line = dossier.execution
        if line.weight is not None and line.score is not None and line.score > line.weight:
            yield path, line.source, line.weight, line.score, "score", ""
    for row in dossier.counted:
        item = row.item
        if item.weight is None:
            continue
        for column, score in (("score", item.score), ("review_score", item.review_score)):
            if score is not None and score > item.weight:
                words = "；".join(filter(None, (item.level1, item.level2, item.name, item.standard)))
                yield row.path, row.label, item.weight, score, column, words
