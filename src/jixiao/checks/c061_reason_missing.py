"""C061: points are lost or a target is missed, and no reason is given."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Hit, check
from jixiao.checks.reasons import lost, reason_of
from jixiao.finding import Severity
from jixiao.form import FormKind


@check(
    code="C061",
    title="扣分或未完成而未说明原因",
    title_en="Points lost or target missed without a reason",
    severity=Severity.MUST_FIX,
    message={
        "lost": "“{row}”扣 {lost} 分，没有说明原因。",
        "missed": "“{row}”指标值“{target}”，完成“{actual}”，没有完成，也没有说明原因。",
        "elsewhere": "“{row}”扣 {lost} 分，没有说明原因；表中的原因写在没有扣分的“{other}”一行。",
    },
    message_en={
        "lost": "“{row}” loses {lost} points without a reason.",
        "missed": "“{row}”: target “{target}”, actual “{actual}”: missed, without a reason.",
        "elsewhere": "“{row}” loses {lost} points without a reason; the reason stands beside “{other}”, full score.",
    },
    since="0.1",
)
def reason_missing(dossier: Dossier) -> Iterator[Hit]:
    """得分低于分值或没有完成指标值的，应在本行说明原因；表末另有一栏统一说明的，以那一栏为准。

    为何重要：原因是自评的主要内容；没有原因，扣分无从判断，问题也无从改进。
    如何处理：在该行的未完成原因分析栏写明原因和拟采取的措施；原因写错行的，移到扣分的行。
    依据：未完成原因分析应说明偏离目标、不能完成目标的原因的规定。

    A row that loses points or misses its target says why, in its own reason cell or in a block for all rows below them.

    Why: the reason is what a self-evaluation is for; without it nobody can judge or mend.
    Mend: write reason and measures beside the row; move a reason that stands beside another row.
    Basis: the rule that departures from targets are explained.
    """
    if dossier.reasons.below is not None or dossier.form.kind is FormKind.MONITORING:
        return  # what is not done by July is not yet missed
    needy = dossier.reasons.needy
    explained = [row for row, _ in dossier.reasons.given]
    misplaced = explained[0] if explained and not any(row in needy for row in explained) else None
    for row in needy:
        if reason_of(row) is not None:
            continue
        target, actual, points = row.item.target, row.item.actual, lost(row)
        if points is None and target is not None and actual is not None:
            yield Hit(f"{row.path}.reason", {"row": row.label, "target": target.told, "actual": actual.text}, "missed")
        elif misplaced is not None:
            facts = {"row": row.label, "lost": points, "other": misplaced.label}
            yield Hit(f"{row.path}.reason", facts, "elsewhere", related=(f"{misplaced.path}.reason",))
        else:
            yield Hit(f"{row.path}.reason", {"row": row.label, "lost": points}, "lost")
