"""C064: the target is far exceeded, and the reason given explains nothing."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Hit, check
from jixiao.checks.reasons import explained, over_fulfilment, reason_of
from jixiao.checks.texts import short
from jixiao.checks.tolerance import percent, rounded
from jixiao.finding import Severity


@check(
    code="C064",
    title="大幅超额而原因空洞",
    title_en="A far exceeded target with a hollow reason",
    severity=Severity.EXPLAIN,
    message="“{row}”完成值是指标值的 {degree}，原因只写“{reason}”。",
    message_en="“{row}” reached {degree} of its target; the reason only says “{reason}”.",
    since="0.1",
)
def over_reason_hollow(dossier: Dossier) -> Iterator[Hit]:
    """完成值明显高于指标值的，原因要说到超额上，不能只写“无偏差”“已完成”。原因空白的由 B043 报告。

    为何重要：超额就是偏差；写“无偏差”，说明没有看数字。
    如何处理：写明为什么超出，是任务增加、口径变化，还是指标值定低了。
    依据：完成值明显高于指标值的应当分析原因的规定。

    The reason of a far exceeded target speaks of the excess. A blank reason is reported by B043.

    Why: an excess is a departure; “no departure” shows that nobody looked at the figures.
    Mend: say why: more tasks, another way of counting, or a target set low.
    Basis: the rule that marked over-fulfilment is analysed.
    """
    for row in dossier.rows:
        reason = reason_of(row)
        degree = None if reason is None or explained(row) else over_fulfilment(row, dossier.rulebook)
        if degree is not None and reason is not None:
            facts = {"row": row.label, "degree": percent(rounded(degree, 3)), "reason": short(reason)}
            yield Hit(f"{row.path}.reason", facts)
