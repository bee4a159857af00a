"""C065: a reason that says nothing, or one text for many rows."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.dossier import Dossier, Row
from jixiao.checks.engine import Hit, check
from jixiao.checks.reasons import denies, is_hollow
from jixiao.checks.texts import bare, short
from jixiao.checks.vocabulary import WORDS
from jixiao.finding import Fact, Severity


@check(
    code="C065",
    title="原因空洞或多行照抄",
    title_en="A hollow reason, or one reason for many rows",
    severity=Severity.EXPLAIN,
    message={
        "hollow": "“{row}”的原因只写“{reason}”，等于没有说明。",
        "below": "扣了分或未完成的有 {count} 行，表末的原因只写“{reason}”，等于没有说明。",
        "copied": "“{row}”等 {count} 行的原因一字不差：“{reason}”。",
    },
    message_en={
        "hollow": "The reason of “{row}” only says “{reason}”, which explains nothing.",
        "below": "Reasons are due for rows: {count}; the block below them only says “{reason}”: nothing explained.",
        "copied": "“{row}” and others, {count} rows in all, give the same reason word for word: “{reason}”.",
    },
    since="0.1",
)
def reason_hollow(dossier: Dossier) -> Iterator[Hit]:
    """扣分或未完成的行，原因应具体到这一项指标，不能只写“无”“受疫情影响”，也不能一段话抄给多行。

    为何重要：空话和套话看不出问题出在哪里，也就谈不上改进。
    如何处理：写明哪一环节、何时、差多少、为什么；各行分别说明。
    依据：未完成原因分析应说明偏离目标、不能完成目标的原因的规定。

    The reason of a row that lost points is particular to it: not “none”, not “the epidemic”, not one text for all.

    Why: empty phrases do not show what went wrong, so nothing can be mended.
    Mend: say what, when, by how much and why; row by row.
    Basis: the rule that departures from targets are explained.
    """
    for row, reason in dossier.reasons.given:
        if row in dossier.reasons.needy and is_hollow(reason) and not denies(reason) and not _refers(dossier, row):
            yield Hit(f"{row.path}.reason", {"row": row.label, "reason": short(reason)}, "hollow")
    below, needy = dossier.reasons.below, dossier.reasons.needy
    if below is not None and needy and is_hollow(below[1]):
        related = tuple(f"{row.path}.score" for row in needy)
        yield Hit(below[0], {"count": len(needy), "reason": short(below[1])}, "below", related=related)
    for rows in dossier.reasons.copied():
        first, *others = rows
        facts: dict[str, Fact] = {"row": first.label, "count": len(rows), "reason": short(first.item.reason or "")}
        related = tuple(f"{row.path}.reason" for row in others)
        yield Hit(f"{first.path}.reason", facts, "copied", related=related, severity=Severity.LOOK)


def _refers(dossier: Dossier, row: Row) -> bool:
    """Whether the cell says 同上 below a reason that says something."""
    above = [reason for other, reason in dossier.reasons.given if other.index < row.index and not is_hollow(reason)]
    return bool(above) and bare(row.item.reason or "") in WORDS.as_above
