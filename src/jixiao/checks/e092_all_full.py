"""E092: every row has its full score."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Hit, check
from jixiao.checks.vocabulary import LIMITS
from jixiao.finding import Severity


@check(
    code="E092",
    title="各项全部满分",
    title_en="Every score is full",
    severity=Severity.NOTE,
    message="本表 {count} 项指标全部满分，总分 {total} 分，建议优先复核。",
    message_en="All {count} indicators have their full score, {total} points in total: worth reviewing first.",
    since="0.1",
)
def all_full(dossier: Dossier) -> Iterator[Hit]:
    """各项指标和总分都是满分的，建议优先复核。这只是提示，不表示有错。

    为何重要：样样满分在实际工作中少见，往往是指标值定低了，或者没有认真评。
    如何处理：抽查几项指标的佐证材料；属实即可。
    依据：同类表的统计规律，不是规定。

    A form with nothing but full scores is reviewed first. This is a hint, not a fault.

    Why: full marks everywhere are rare; targets were low or nobody looked closely.
    Mend: look at the evidence of a few rows. If it holds, nothing is to be done.
    Basis: experience with such forms, no rule.
    """
    scored = [row.item for row in dossier.counted]
    total = dossier.form.total_score
    full = all(item.score is not None and item.score == item.weight for item in scored)
    if full and len(scored) >= LIMITS.full_rows and total == dossier.rulebook.total.points:
        yield Hit("total_score", {"count": len(scored), "total": total})
