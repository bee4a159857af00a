"""C075: the text is the one of last year's form."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jixiao.checks.engine import Facts, Hit, check
from jixiao.checks.texts import bare, nearly_same, short
from jixiao.comparing.limits import LIMITS
from jixiao.comparing.pair import Pair
from jixiao.comparing.relation import Relation
from jixiao.finding import Severity

_YEAR = re.compile(r"(?:19|20)\d\d")


@check(
    code="C075",
    title="文字照抄上年的表",
    title_en="The text is copied from last year's form",
    severity=Severity.EXPLAIN,
    message={
        "same": "“{text}”：{count} 字与上年一字不差。",
        "years": "“{text}”：{count} 字与上年只有年份不同。",
        "nearly": "“{text}”：{count} 字与上年几乎相同。",
    },
    message_en={
        "same": "“{text}”: {count} characters, word for word last year's.",
        "years": "“{text}”: {count} characters, last year's but for the year.",
        "nearly": "“{text}”: {count} characters, nearly last year's.",
    },
    since="0.1",
)
def text_of_last_year(pair: Pair) -> Iterator[Hit]:
    """完成情况、原因、问题、措施和结论应写本年的事，不能沿用上年的文字。年度目标可以逐年相同，不查。

    为何重要：问题和措施连年不变，说明没有整改；完成情况连年不变，说明没有重新自评。
    如何处理：按本年实际重写；问题确实仍在的，写明上年措施落实得怎样、为何没有见效。
    依据：自评内容应当真实、客观，自评结果应当用于改进管理的规定。

    Results, reasons, problems, measures and the conclusion tell of this year. Yearly goals may stay the same.

    Why: the same problems every year were never mended; the same results were never looked at again.
    Mend: write what this year was like; where a problem remains, say what became of last year's measures.
    Basis: the self-evaluation is true and objective, and its results are used to improve.
    """
    if pair.relation is not Relation.LAST_YEAR:
        return
    for path, text, other, before in _texts(pair):
        ours, theirs = bare(text or ""), bare(before or "")
        variant = _likeness(ours, theirs)
        if variant is not None and len(ours) >= LIMITS.texts.copied_characters:
            facts: Facts = {"text": short(text or ""), "count": len(ours)}
            yield Hit(path, facts, variant, other=other)


def _texts(pair: Pair) -> Iterator[tuple[str, str | None, str, str | None]]:
    """Each text of ours with the one in the same place of last year."""
    for name in ("conclusion", "problems", "measures"):
        yield name, getattr(pair.form, name), name, getattr(pair.other, name)
    for index, (goal, before) in enumerate(zip(pair.form.goals, pair.other.goals, strict=False)):
        yield f"goals[{index}].actual", goal.actual, f"goals[{index}].actual", before.actual
    for (path, line), (other, theirs) in pair.funds:
        yield f"{path}.reason", line.reason, f"{other}.reason", theirs.reason
    for match in pair.matches:
        ours, yours = match.ours, match.theirs
        yield f"{ours.path}.reason", ours.item.reason, f"{yours.path}.reason", yours.item.reason


def _likeness(ours: str, theirs: str) -> str | None:
    if ours == theirs:
        return "same"
    if _YEAR.sub("", ours) == _YEAR.sub("", theirs):
        return "years"
    return "nearly" if nearly_same(ours, theirs) else None
