"""E094: every number reached is exactly the number planned."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Hit, check
from jixiao.checks.vocabulary import LIMITS
from jixiao.finding import Severity


@check(
    code="E094",
    title="完成值个个正好等于指标值",
    title_en="Every actual is exactly its target",
    severity=Severity.NOTE,
    message="{count} 项数值指标的完成值个个正好等于指标值，建议抽查几项的佐证。",
    message_en="All {count} numeric actuals are exactly their targets: look at the evidence of some.",
    since="0.1",
)
def actuals_equal_targets(dossier: Dossier) -> Iterator[Hit]:
    """数值指标较多而完成值个个正好等于指标值的，建议抽查。这只是提示，不表示有错。

    为何重要：实际工作很少处处不多不少；完成值可能是照指标值填的，或者指标值是事后照完成值定的。
    如何处理：抽查原始记录；属实即可。
    依据：同类表的统计规律，不是规定。

    Where many actuals all equal their targets, look at some. This is a hint, not a fault.

    Why: work seldom comes out even everywhere; actuals were copied from targets, or targets set afterwards.
    Mend: look at the records. If they hold, nothing is to be done.
    Basis: experience with such forms, no rule.
    """
    pairs = [(row.attainment.a, row.attainment.b) for row in dossier.rows]
    numbers = [(target, actual) for target, actual in pairs if target is not None and actual is not None]
    if len(numbers) >= LIMITS.exact_rows and all(target == actual for target, actual in numbers):
        yield Hit("indicators", {"count": len(numbers)})
