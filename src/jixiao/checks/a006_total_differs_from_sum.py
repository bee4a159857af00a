"""A006: the stated total is not the sum of the scores."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.diagnosis import Tally, diagnose, messages
from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Hit, check
from jixiao.checks.judging import agreement
from jixiao.finding import Correction, Safety, Severity
from jixiao.scoring import Award

ZH, EN = messages(
    "总分填 {stated} 分，各项得分合计 {sum} 分，相差 {difference} 分",
    "The stated total is {stated}, the scores add up to {sum}; the difference is {difference}",
)
IN_A_ROW = ("row_at_weight", "row_scaled", "row_swapped")
"""Causes that may as well mean that the row, and not the total, is wrong."""


@check(
    code="A006",
    title="总分与各项得分合计不符",
    title_en="Total differs from the sum of the scores",
    severity=Severity.MUST_FIX,
    message=ZH,
    message_en=EN,
    since="0.1",
)
def total_differs_from_sum(dossier: Dossier) -> Iterator[Hit]:
    """总分应等于各项指标得分与预算执行率得分之和。

    为何重要：总分决定自评等级；多加或漏加一项，等级就可能改变。
    如何处理：按所指的原因核对，改正总分；若是某行得分填错，改那一行。
    依据：计分办法“各项指标得分加总得出该绩效自评的总分”。

    The total is the sum of the scores of all indicators and of the execution rate.

    Why: the grade follows from the total; one row too many or too few may change it.
    Mend: look at the cause named and set right the total, or the row if that is where the slip is.
    Basis: the method's rule that the scores of all indicators add up to the total.
    """
    if dossier.score_sum == dossier.form.total_score:
        return
    tally = dossier.score_tally
    if tally is None:
        return
    variant, cause = diagnose(tally)
    facts = {"stated": tally.stated, "sum": tally.total, "difference": abs(tally.total - tally.stated)} | cause
    related = tuple(row.path for row in tally.rows) + ((tally.execution.path,) if tally.execution else ())
    yield Hit("total_score", facts, variant, _repair(dossier, tally, variant), related)


def _repair(dossier: Dossier, tally: Tally, variant: str) -> Correction | None:
    """The sum, where nothing else of the points is in doubt; else the total is not the first thing to mend."""
    if not dossier.weights_add_up or any(row.weight is None or row.amount > row.weight for row in tally.rows):
        return None
    # a row that is itself to be mended changes the sum once more
    open_rows = variant.rstrip("+") in IN_A_ROW or dossier.misjudged or _execution_open(dossier)
    safety = Safety.PERSON if open_rows else Safety.SAFE
    return Correction("total_score", f"{tally.total:f}", safety, f"{tally.stated:f}")


def _execution_open(dossier: Dossier) -> bool:
    """Whether the score of the execution rate is itself not the one due (执行率得分本身待改)."""
    award = dossier.scorecard.execution
    stated = None if dossier.execution is None else dossier.execution[1].score
    return isinstance(award, Award) and stated is not None and agreement(stated, award) != "right"
