"""B036: an indicator that does not apply carries weight."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Hit, check
from jixiao.checks.values import is_inapplicable
from jixiao.finding import Severity


@check(
    code="B036",
    title="不适用的指标占有分值",
    title_en="An indicator that does not apply carries weight",
    severity=Severity.MUST_FIX,
    message="“{row}”注明“{said}”，即不适用，却占 {weight} 分。",
    message_en="“{row}” says “{said}”, that it does not apply, yet weighs {weight} points.",
    since="0.1",
)
def inapplicable_weighted(dossier: Dossier) -> Iterator[Hit]:
    """不涉及、不适用的指标不应占分值。

    为何重要：无事可评的指标得了满分，总分就虚高；这是审计和人大检查常列的问题。
    如何处理：删去该指标，把分值调给同组其他指标，分值合计仍为满分。
    依据：指标应与预算批复的绩效目标一致、分值设置合理的规定。

    An indicator that does not apply carries no weight.

    Why: points for nothing raise the total; audits list this fault often.
    Mend: drop the row and give its weight to other rows of the group.
    Basis: the rule that indicators and weights fit the approved target.
    """
    for row in dossier.rows:
        weight = row.item.weight
        if weight is not None and weight > 0 and is_inapplicable(row.item):
            said = row.item.target.text if row.item.target else row.label
            yield Hit(f"{row.path}.weight", {"row": row.label, "said": said, "weight": weight})
