"""B054: the date reached is later than the date set, and no point is taken off."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.attainment import Sort
from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Hit, check
from jixiao.checks.reasons import lost
from jixiao.finding import Severity


@check(
    code="B054",
    title="逾期完成而未扣分",
    title_en="Late, yet no point taken off",
    severity=Severity.MUST_FIX,
    message={
        "full": "“{row}”应于“{target}”完成，实际“{actual}”，晚 {days} 天，仍得满分 {score} 分。",
        "unscored": "“{row}”应于“{target}”完成，实际“{actual}”，晚 {days} 天。",
    },
    message_en={
        "full": "“{row}” was due “{target}” and done “{actual}”, {days} days late, yet has the full {score} points.",
        "unscored": "“{row}” was due “{target}” and done “{actual}”, {days} days late.",
    },
    since="0.1",
)
def date_late(dossier: Dossier) -> Iterator[Hit]:
    """实际完成时间晚于指标值的，不应得满分。

    为何重要：时效指标逾期就是没有完成；仍给满分，总分就虚高。
    如何处理：按办法扣分并说明逾期原因；日期填错的，改正日期。
    依据：未完成指标值的不得记满分；各三级指标按完成情况计分的规定。

    A date that is missed does not earn the full score.

    Why: a late row is a missed row; with full score the total is too high.
    Mend: take points off by the method and give the reason; or set right the date.
    Basis: only a target that is met earns its full weight.
    """
    for row in dossier.rows:
        found, item = row.attainment, row.item
        late = found.kind is Sort.DATE and found.met is False and (found.days or 0) > 0
        if not late or lost(row) or item.target is None or item.actual is None:
            continue
        facts = {"row": row.label, "target": item.target.told, "actual": item.actual.text, "days": found.days}
        if item.score is not None and item.weight is not None:
            yield Hit(f"{row.path}.score", facts | {"score": item.score}, "full", related=(f"{row.path}.actual",))
        else:
            yield Hit(f"{row.path}.actual", facts, "unscored", severity=Severity.EXPLAIN)
