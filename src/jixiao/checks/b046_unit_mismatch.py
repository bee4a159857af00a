"""B046: target and actual are in units that cannot be compared."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Hit, check
from jixiao.finding import Severity


@check(
    code="B046",
    title="指标值与完成值单位不一致",
    title_en="Target and actual are in different units",
    severity=Severity.MUST_FIX,
    message="“{row}”的指标值“{target}”与完成值“{actual}”单位不同（{unit}、{other}），不能相比。",
    message_en="“{row}”: target “{target}” and actual “{actual}” are in different units ({unit}, {other}).",
    since="0.1",
)
def unit_mismatch(dossier: Dossier) -> Iterator[Hit]:
    """指标值与完成值应当用同一单位。元与万元、公里与米可以换算，不算不一致；家、个一类量词混用也不算。

    为何重要：单位不同就不能相除，得分没有依据。
    如何处理：按指标值的单位填写完成值；指标值的单位写错的，说明后更正。
    依据：得分计算方法以实际完成值与年度指标值相比。

    Target and actual are in one unit. Units that convert (元, 万元) and loose measure words (家, 个) are no fault.

    Why: what cannot be divided cannot be scored.
    Mend: give the actual in the unit of the target, or mend the target's unit and say so.
    Basis: scores compare the actual with the target.
    """
    for row in dossier.rows:
        target, actual = row.item.target, row.item.actual
        if target is None or actual is None or row.attainment.reason != "unit_mismatch":
            continue
        facts = {"row": row.label, "target": target.told, "actual": actual.text}
        units = {"unit": target.unit, "other": actual.unit}
        yield Hit(f"{row.path}.actual", facts | units, related=(f"{row.path}.target",))
