"""B057: a target was made easier after it was approved."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.engine import Facts, Hit, check
from jixiao.checks.texts import short
from jixiao.comparing.pair import Pair
from jixiao.comparing.relation import Relation
from jixiao.comparing.targets import change_of, stated
from jixiao.finding import Severity


@check(
    code="B057",
    title="批复后降低了指标值",
    title_en="A target was made easier after approval",
    severity=Severity.MUST_FIX,
    message={
        "lower": "“{row}”的指标值由批复的“{approved}”降为“{target}”。",
        "looser": "“{row}”的指标值由批复的“{approved}”放宽为“{target}”。",
        "later": "“{row}”的期限由批复的“{approved}”推迟为“{target}”。",
        "weaker": "“{row}”的要求由批复的“{approved}”降为“{target}”。",
    },
    message_en={
        "lower": "“{row}”: the target was lowered from the approved “{approved}” to “{target}”.",
        "looser": "“{row}”: the limit was loosened from the approved “{approved}” to “{target}”.",
        "later": "“{row}”: the date was put off from the approved “{approved}” to “{target}”.",
        "weaker": "“{row}”: the demand was lowered from the approved “{approved}” to “{target}”.",
    },
    since="0.1",
)
def target_lowered(pair: Pair) -> Iterator[Hit]:
    """批复以后不应自行降低指标值、放宽上限或推迟期限；方向按 ≥、≤、日期和档次判断，判断不了的改动由 B056 报告。

    为何重要：照着结果改目标，完成率总是百分之百，自评就失去意义。
    如何处理：改回批复的指标值，按它重新计分；确经批准调整的，附调整批复并说明。
    依据：绩效目标批复后一般不予调整，确需调整的应按程序报批的规定。

    After approval no target is lowered, no limit loosened and no date put off. Changes without a direction: B056.

    Why: a target fitted to the result is always met, and the evaluation says nothing.
    Mend: put the approved target back and score by it, or show the approval of the change.
    Basis: approved targets are changed only through the procedure of approval.
    """
    if pair.relation is not Relation.TARGET:
        return
    for match in pair.matches:
        variant = change_of(match)
        field, target = stated(match.ours.item)
        approved = match.theirs.item.target
        if variant in ("", "changed") or target is None or approved is None:
            continue
        facts: Facts = {"row": match.ours.label, "target": short(target.text), "approved": short(approved.text)}
        yield Hit(f"{match.ours.path}.{field}", facts, variant, other=f"{match.theirs.path}.target")
