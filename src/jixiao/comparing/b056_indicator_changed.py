"""B056: an indicator is not the one of the approved target form."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.engine import Facts, Hit, check
from jixiao.checks.texts import short
from jixiao.checks.tolerance import percent, rounded
from jixiao.comparing.matching import How, Match
from jixiao.comparing.pair import Pair
from jixiao.comparing.relation import Relation
from jixiao.comparing.targets import change_of, stated
from jixiao.finding import Severity


@check(
    code="B056",
    title="指标与批复的绩效目标表不一致",
    title_en="An indicator differs from the approved target form",
    severity=Severity.MUST_FIX,
    message={
        "dropped": "目标表的指标“{row}”（指标值 {target}）在本表中没有。",
        "added": "指标“{row}”在目标表中没有。",
        "name": "指标“{row}”在目标表中名为“{other}”（名称相近度 {similarity}，据此对应，请核对）。",
        "target": "“{row}”的指标值填“{target}”，目标表为“{approved}”。",
        "weight": "“{row}”的分值填 {weight} 分，目标表为 {approved} 分。",
    },
    message_en={
        "dropped": "The target form's indicator “{row}” (target {target}) is not on this form.",
        "added": "Indicator “{row}” is not on the target form.",
        "name": "Indicator “{row}” is called “{other}” on the target form (matched by {similarity} likeness).",
        "target": "“{row}”: the target reads “{target}”; on the target form it is “{approved}”.",
        "weight": "“{row}”: the weight is {weight}; on the target form it is {approved}.",
    },
    since="0.1",
)
def indicator_changed(pair: Pair) -> Iterator[Hit]:
    """自评所用的指标、指标值、分值应与批复的绩效目标表一致。指标值降低或放宽的由 B057 报告，此处不重复。

    为何重要：删去难完成的指标、改动分值，总分就不再说明当初承诺的事做成没有。
    如何处理：恢复批复的指标；确经批准调整的，附调整批复并说明。表上另印年初指标值的，以年初指标值核对。
    依据：自评的指标是随预算批复的绩效指标，指标权重在批复时确定、原则上不再调整的规定。

    The self-evaluation uses the indicators, targets and weights that were approved. B057 reports lowered targets.

    Why: without the hard indicators, or with other weights, the total no longer tells whether the promise was kept.
    Mend: put the approved indicator back, or show the approval of the change. A year-start target is compared first.
    Basis: the indicators and weights of the self-evaluation are those approved with the budget.
    """
    if pair.relation is not Relation.TARGET:
        return
    for gone in pair.matching.only_theirs if pair.form.indicators else ():
        wanted = gone.item.target
        facts: Facts = {"row": gone.label, "target": short(wanted.text) if wanted else None}
        yield Hit("", facts, "dropped", other=gone.path)
    for new in pair.matching.only_ours if pair.other.indicators else ():
        yield Hit(new.path, {"row": new.label}, "added")
    for match in pair.matches:
        yield from _changed(match)


def _changed(match: Match) -> Iterator[Hit]:
    ours, theirs = match.ours, match.theirs
    facts: Facts = {"row": ours.label}
    if match.how is How.SIMILAR and match.similarity is not None:
        seen: Facts = {"other": theirs.label, "similarity": percent(rounded(match.similarity, 3))}
        yield Hit(f"{ours.path}.name", facts | seen, "name", None, (), Severity.EXPLAIN, f"{theirs.path}.name")
    field, target = stated(ours.item)
    if target is not None and theirs.item.target is not None and change_of(match) == "changed":
        seen = {"target": short(target.text), "approved": short(theirs.item.target.text)}
        yield Hit(f"{ours.path}.{field}", facts | seen, "target", other=f"{theirs.path}.target")
    weight, approved = ours.item.weight, theirs.item.weight
    if weight is not None and approved is not None and weight != approved:
        seen = {"weight": weight, "approved": approved}
        yield Hit(f"{ours.path}.weight", facts | seen, "weight", other=f"{theirs.path}.weight")
