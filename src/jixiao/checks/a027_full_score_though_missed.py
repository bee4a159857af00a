"""A027: a missed target scores in full."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Hit, check
from jixiao.checks.recomputed import hits
from jixiao.finding import Severity


@check(
    code="A027",
    title="未完成指标值却填满分",
    title_en="Full score although the target is missed",
    severity=Severity.MUST_FIX,
    message={
        "scored": "“{label}”指标值 {target}，实际完成 {actual}，未完成却填满分 {score} 分；"
        "按办法应得 {points} 分（{formula}）。",
        "unstated": "“{label}”指标值 {target}，实际完成 {actual}，未完成却填满分 {score} 分；"
        "办法未规定如何扣分，各种合理的读法为 {readings} 分。",
        "silent": "“{label}”指标值 {target}，实际完成 {actual}，未完成却填满分 {score} 分；办法未规定如何扣分。",
    },
    message_en={
        "scored": "“{label}”: target {target}, actual {actual}: missed, yet scored in full with {score}; "
        "by the method {points} ({formula}).",
        "unstated": "“{label}”: target {target}, actual {actual}: missed, yet scored in full with {score}; "
        "the method does not say how much is lost, sensible readings give {readings}.",
        "silent": "“{label}”: target {target}, actual {actual}: missed, yet scored in full with {score}; "
        "the method does not say how much is lost.",
    },
    since="0.1",
)
def full_score_though_missed(dossier: Dossier) -> Iterator[Hit]:
    """实际完成值没有达到年度指标值的，不得填满分。

    为何重要：这是自评虚高最常见的一种，审核时首先会查。
    如何处理：按办法改正得分，并说明未完成的原因和拟采取的措施。
    依据：计分办法“完成指标值的，记该指标所赋全部分值”，未完成的按比例计分。

    An indicator whose actual value falls short of its target does not score in full.

    Why: this is the commonest inflation and the first thing that reviewers look for.
    Mend: set right the score by the method, and give the reason of the miss and the measures.
    Basis: the method gives the full weight for reaching the target, a share for less.
    """
    yield from hits(dossier, "A027")
