"""B058: the yearly goal names quantities that no indicator measures."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Hit, check
from jixiao.checks.goal_numbers import unmeasured
from jixiao.finding import Severity


@check(
    code="B058",
    title="年度目标中的任务没有指标衡量",
    title_en="A quantity of the goal is not measured",
    severity=Severity.LOOK,
    message="年度目标提到{quantities}，没有指标衡量。",
    message_en="The yearly goal names {quantities}; no indicator measures this.",
    since="0.1",
)
def goal_unmeasured(dossier: Dossier) -> Iterator[Hit]:
    """年度总体目标写明的数量任务，应有相应的指标。只看写明数量和计量单位的任务；同单位已有指标的不报告。

    为何重要：目标写了而指标不考核，做没做都不影响得分。
    如何处理：为该项任务补设指标；不属于本年任务的，从目标中删去。
    依据：绩效指标是绩效目标的细化和量化。

    What the goal counts is measured by an indicator. Only quantities with a unit that no indicator has are reported.

    Why: what no indicator measures can be left undone without loss.
    Mend: add an indicator for it, or take it out of the goal.
    Basis: indicators make the goal specific.
    """
    if not any(row.item.target is not None and row.item.target.number is not None for row in dossier.rows):
        return
    for index, goal in enumerate(dossier.form.goals):
        found = unmeasured(dossier, goal.expected or "")
        if found:
            yield Hit(f"goals[{index}].expected", {"quantities": "、".join(named.text for named in found)})
