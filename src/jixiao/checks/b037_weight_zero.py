"""B037: an indicator weighs nothing."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Hit, check
from jixiao.checks.values import is_inapplicable
from jixiao.finding import Severity


@check(
    code="B037",
    title="指标分值为零",
    title_en="An indicator weighs nothing",
    severity=Severity.EXPLAIN,
    message="“{row}”分值为 {weight}，完成与否都不影响总分。",
    message_en="“{row}” weighs {weight} points: done or not, the total stays the same.",
    since="0.1",
)
def weight_zero(dossier: Dossier) -> Iterator[Hit]:
    """适用的指标都应有分值。

    为何重要：分值为零的指标不参加评价，等于没有设置；有时是把不理想的指标调成零分以保总分。
    如何处理：按重要程度给定分值；确不考核的，删去并说明。
    依据：各单位根据指标重要程度确定三级指标分值的规定。

    Every indicator that applies carries weight.

    Why: a row without weight is not evaluated; now and then a poor row is set to zero to save the total.
    Mend: give it the weight it deserves, or drop it and say why.
    Basis: the rule that third-level weights follow from importance.
    """
    for row in dossier.rows:
        if row.item.weight == 0 and not is_inapplicable(row.item):
            yield Hit(f"{row.path}.weight", {"row": row.label, "weight": row.item.weight})
