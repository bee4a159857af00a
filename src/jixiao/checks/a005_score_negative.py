"""A005: a score is below zero."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Hit, check
from jixiao.finding import Severity


@check(
    code="A005",
    title="得分为负数",
    title_en="Score below zero",
    severity=Severity.MUST_FIX,
    message="“{label}”得分 {score} 分，得分不能为负。",
    message_en="“{label}” scores {score}; a score cannot be negative.",
    since="0.1",
)
def score_negative(dossier: Dossier) -> Iterator[Hit]:
    """得分最低为零，扣分扣完为止。

    为何重要：负分会侵蚀其他指标的得分，使总分低于应有的数。
    如何处理：改填零分或应得的分；扣分填在扣分栏。
    依据：计分办法各档得分区间均以零为下限。

    A score is zero at the least, whatever is deducted.

    Why: a negative score eats into the points of other indicators.
    Mend: fill in zero or the points due; a deduction belongs in its own column.
    Basis: every band of the method ends at zero.
    """
    for row in dossier.counted:
        if row.item.score is not None and row.item.score < 0:
            yield Hit(f"{row.path}.score", {"label": row.label, "score": row.item.score})
    if dossier.execution is not None:
        path, line = dossier.execution
        if line.score is not None and line.score < 0:
            yield Hit(f"{path}.score", {"label": line.source, "score": line.score})
