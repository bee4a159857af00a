"""B059: goal and indicator name different numbers for the same thing."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Hit, check
from jixiao.checks.goal_numbers import conflicts
from jixiao.finding import Severity


@check(
    code="B059",
    title="年度目标与指标的数字不一致",
    title_en="Goal and indicator differ in a number",
    severity=Severity.MUST_FIX,
    message="年度目标写“{named}”，指标“{row}”的指标值却是“{target}”。",
    message_en="The yearly goal says “{named}”, the target of “{row}” is “{target}”.",
    since="0.1",
)
def goal_number_conflict(dossier: Dossier) -> Iterator[Hit]:
    """年度总体目标与指标说的是同一件事时，数字应当一致。名称和计量单位都对得上的才比较。

    为何重要：两个数只能有一个是批复的；对不上，就不知道该按哪个评。
    如何处理：对照批复的绩效目标，改正写错的一处。
    依据：绩效指标应与绩效目标相应匹配的规定。

    Goal and indicator name one number for one thing. Only rows of the same name and unit are compared.

    Why: only one of the two was approved; with two numbers nobody knows which holds.
    Mend: compare with the approved target form and set right the wrong one.
    Basis: indicators match the goal.
    """
    for index, goal in enumerate(dossier.form.goals):
        for named, row in conflicts(dossier, goal.expected or ""):
            target = row.item.target.told if row.item.target else None
            facts = {"named": named.text, "row": row.label, "target": target}
            yield Hit(f"{row.path}.target", facts, related=(f"goals[{index}].expected",))
