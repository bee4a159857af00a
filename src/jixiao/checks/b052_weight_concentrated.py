"""B052: one row weighs more than half its group, or every group is split evenly."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from jixiao.checks.dossier import Dossier, Row
from jixiao.checks.engine import Facts, Hit, check
from jixiao.checks.vocabulary import LIMITS
from jixiao.finding import Severity
from jixiao.form import Group


@check(
    code="B052",
    title="分值过于集中或平均分配",
    title_en="Weight in one row, or evenly spread",
    severity=Severity.EXPLAIN,
    message={
        "concentrated": "“{row}”占 {weight} 分，超过本组 {count} 项指标合计 {sum} 分的一半。",
        "even": "本表 {count} 项指标在每个一级指标内都是平均分配分值，没有体现轻重。",
    },
    message_en={
        "concentrated": "“{row}” weighs {weight} points, more than half of the {sum} of its group of {count}.",
        "even": "The {count} indicators share the weight of each group evenly: none counts more than another.",
    },
    since="0.1",
)
def weight_concentrated(dossier: Dossier) -> Iterator[Hit]:
    """三级指标的分值应按重要程度确定：不宜一项独占一半以上，也不宜处处平均。

    为何重要：一项独大，其他指标形同虚设；处处平均，说明没有考虑轻重。
    如何处理：按对年度目标的重要程度调整；确有理由的，说明即可。
    依据：各单位可根据指标的重要程度确定三级指标分值的规定。

    Weights follow from importance: no row above half of its group, and not everything even.

    Why: one heavy row makes the others idle; an even split shows that nobody weighed them.
    Mend: set weights by importance to the yearly goal, or say why they are so.
    Basis: the rule that third-level weights follow from importance.
    """
    groups: dict[Group, list[tuple[Row, Decimal]]] = {}
    for row in dossier.rows:
        if row.item.group is not None and row.item.weight is not None:
            groups.setdefault(row.item.group, []).append((row, row.item.weight))
    for rows in groups.values():
        total = sum((weight for _, weight in rows), Decimal(0))
        for row, weight in rows if len(rows) >= LIMITS.concentration_rows else ():
            if weight > LIMITS.concentration * total:
                facts: Facts = {"row": row.label, "weight": weight, "count": len(rows), "sum": total}
                yield Hit(f"{row.path}.weight", facts, "concentrated")
    even = all(len({weight for _, weight in rows}) == 1 for rows in groups.values())
    if even and len(dossier.rows) >= LIMITS.equal_rows and len(groups) > 1:
        yield Hit("indicators", {"count": len(dossier.rows)}, "even", severity=Severity.NOTE)
