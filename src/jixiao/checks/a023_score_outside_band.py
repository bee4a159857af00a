"""A023: the score of a qualitative indicator lies outside the band of its level."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Facts, Hit, check
from jixiao.finding import Severity


@check(
    code="A023",
    title="定性指标得分超出所属档次的区间",
    title_en="Score outside the band of its level",
    severity=Severity.MUST_FIX,
    message={
        "closed": "“{label}”实际完成情况“{actual}”属于“{band}”，应得 {low} 至 {high} 分，却填 {score} 分。",
        "open": "“{label}”实际完成情况“{actual}”属于“{band}”，应得 {low} 分以上、不到 {high} 分，却填 {score} 分。",
    },
    message_en={
        "closed": "“{label}”: “{actual}” is “{band}”, which earns {low} to {high}, but it scores {score}.",
        "open": "“{label}”: “{actual}” is “{band}”, due {low} or more but less than {high}, but it scores {score}.",
    },
    since="0.1",
)
def score_outside_band(dossier: Dossier) -> Iterator[Hit]:
    """定性指标的得分，应在所属档次对应的区间之内。

    为何重要：档次和得分对不上，说明两者至少有一个填错，评价就失去依据。
    如何处理：先核实属于哪一档，再在该档区间内给分，或改正实际完成情况。
    依据：计分办法关于定性指标三档及其分值区间的规定。

    The score of a qualitative indicator lies within the band of the level it reached.

    Why: where level and score disagree, one of them is wrong and the evaluation has no ground.
    Mend: make sure of the level, then give points within its band, or set right the actual value.
    Basis: the method's three bands of qualitative indicators.
    """
    names = {band.level: band.name for band in dossier.rulebook.qualitative.bands}
    for judged in dossier.misjudged.get("A023", ()):
        item, award = judged.row.item, judged.award
        if award is None or item.actual is None:
            continue
        facts: Facts = {"label": judged.row.label, "actual": item.actual.text, "score": item.score}
        facts |= {"band": names.get(award.level or ""), "low": award.low, "high": award.high}
        yield Hit(f"{judged.row.path}.score", facts, judged.variant, related=(f"{judged.row.path}.actual",))
