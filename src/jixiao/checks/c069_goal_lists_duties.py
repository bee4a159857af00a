"""C069: the yearly goal is the list of what the office is there for."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Hit, check
from jixiao.checks.goal_numbers import named_in
from jixiao.checks.vocabulary import LIMITS, WORDS
from jixiao.finding import Severity


@check(
    code="C069",
    title="年度目标照抄部门职责",
    title_en="The yearly goal is a list of duties",
    severity=Severity.LOOK,
    message="年度总体目标用了 {count} 处“{word}”一类的话，没有一项数量，写的是部门职责，不是本年要达到的目标。",
    message_en="The yearly goal says “{word}” and the like {count} times and names no quantity: duties, not a goal.",
    since="0.1",
)
def goal_lists_duties(dossier: Dossier) -> Iterator[Hit]:
    """年度总体目标应写本年要做到什么程度，不是把部门职责抄一遍。

    为何重要：职责年年一样，无所谓完成与否，也就无从评价。
    如何处理：改写为本年的任务、数量、时间和预期效果。
    依据：绩效目标应当指向明确、细化量化的规定。

    The yearly goal says what is to be reached this year; it is not the list of the office's duties.

    Why: duties are the same every year and are never done, so nothing can be evaluated.
    Mend: write this year's tasks, quantities, dates and effects.
    Basis: the rule that goals are clear and quantified.
    """
    for index, goal in enumerate(dossier.form.goals):
        duties = WORDS.duty.all_in(goal.expected) if goal.expected else []
        if len(duties) >= LIMITS.duty_words and not named_in(goal.expected or ""):
            yield Hit(f"goals[{index}].expected", {"count": len(duties), "word": max(duties, key=duties.count)})
