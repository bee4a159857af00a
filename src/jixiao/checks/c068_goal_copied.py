"""C068: what was done is the yearly goal written again."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Hit, check
from jixiao.checks.texts import bare, nearly_same
from jixiao.checks.vocabulary import LIMITS
from jixiao.finding import Severity


@check(
    code="C068",
    title="实际完成情况照抄年度目标",
    title_en="The result is a copy of the yearly goal",
    severity=Severity.EXPLAIN,
    message={
        "same": "年度总体目标的实际完成情况（{count} 字）与预期目标一字不差，没有说明做到了什么。",
        "nearly": "年度总体目标的实际完成情况（{count} 字）与预期目标几乎相同，没有说明做到了什么。",
    },
    message_en={
        "same": "The result of the yearly goal ({count} characters) repeats the goal word for word.",
        "nearly": "The result of the yearly goal ({count} characters) is nearly the same as the goal.",
    },
    since="0.1",
)
def goal_copied(dossier: Dossier) -> Iterator[Hit]:
    """实际完成情况应写一年做成了什么，不能把预期目标抄一遍。

    为何重要：目标是打算，结果是事实；两段相同，说明没有对照目标检查过。
    如何处理：逐条对照目标，写实际完成的数量、时间和效果；没有完成的如实写。
    依据：自评内容包括年度总体目标的完成情况，数据应当真实、客观的规定。

    The result tells what was done in the year; it does not repeat the goal.

    Why: a goal is an intention, a result a fact; equal texts show that nobody compared them.
    Mend: go through the goal point by point: quantities, dates, effects, and what was not done.
    Basis: the self-evaluation covers how far the goal was reached, truly and objectively.
    """
    for index, goal in enumerate(dossier.form.goals):
        expected, actual = bare(goal.expected or ""), bare(goal.actual or "")
        if len(actual) < LIMITS.goal_characters:
            continue
        variant = "same" if expected == actual else "nearly" if nearly_same(expected, actual) else None
        if variant:
            facts = {"count": len(actual)}
            yield Hit(f"goals[{index}].actual", facts, variant, related=(f"goals[{index}].expected",))
