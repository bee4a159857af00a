"""A008: the stated total lies outside the scale."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Hit, check
from jixiao.finding import Severity


@check(
    code="A008",
    title="总分超出零分至满分的范围",
    title_en="Total outside the scale",
    severity=Severity.MUST_FIX,
    message="总分填 {stated} 分，应在 0 至 {full} 分之间。",
    message_en="The stated total is {stated}; it must lie between 0 and {full}.",
    since="0.1",
)
def total_out_of_range(dossier: Dossier) -> Iterator[Hit]:
    """总分不得低于零分，也不得高于满分。

    为何重要：超出范围的总分无法对应任何等级，汇总和排名都会失真。
    如何处理：先核对有没有得分高于分值或重复计入的行，再改正总分。
    依据：计分办法“满分为 100 分”。

    The total is neither below zero nor above the full score.

    Why: such a total has no grade and distorts every sum and ranking.
    Mend: look for rows above their weight or counted twice, then set right the total.
    Basis: the method's full score of 100 points.
    """
    stated, full = dossier.form.total_score, dossier.rulebook.total.points
    if stated is not None and not 0 <= stated <= full:
        yield Hit("total_score", {"stated": stated, "full": full})
