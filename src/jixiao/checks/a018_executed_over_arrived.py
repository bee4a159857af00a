"""A018: executed, arrived and budgeted amounts are out of order."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Facts, Hit, check
from jixiao.finding import Severity


@check(
    code="A018",
    title="执行数、到位数、预算数大小次序颠倒",
    title_en="Executed, received and budgeted amounts out of order",
    severity=Severity.EXPLAIN,
    message={
        "executed": "“{source}”执行数 {executed} 超过到位数 {arrived}，多 {difference}。",
        "arrived": "“{source}”到位数 {arrived} 超过预算数 {budget}，多 {difference}。",
    },
    message_en={
        "executed": "“{source}” executed {executed}, {difference} more than the {arrived} received.",
        "arrived": "“{source}” received {arrived}, {difference} more than its budget of {budget}.",
    },
    since="0.1",
)
def executed_over_arrived(dossier: Dossier) -> Iterator[Hit]:
    """执行数不超过到位数，到位数不超过预算数。

    为何重要：没有到位的钱花不出去；次序颠倒多是栏目填错或口径不一。
    如何处理：核对下达文件和支付数，改正填错的一栏，或说明原因。
    依据：资金先有预算，再到位，后支出。

    The executed amount does not exceed what was received, nor that the budget.

    Why: money that never arrived cannot be spent; the reverse order mostly means a wrong column or another scope.
    Mend: compare the transfer papers with the payments and set right the column, or give the reason.
    Basis: money is budgeted first, then received, then spent.
    """
    for index, line in enumerate(dossier.form.funds):
        arrived = line.arrived
        if arrived is None:
            continue
        budget = line.initial_budget if line.full_budget is None else line.full_budget
        facts: Facts = {"source": line.source, "arrived": arrived}
        if line.executed is not None and line.executed > arrived:
            more = facts | {"executed": line.executed, "difference": line.executed - arrived}
            yield Hit(f"funds[{index}].executed", more, "executed", related=(f"funds[{index}].arrived",))
        if budget is not None and arrived > budget:
            more = facts | {"budget": budget, "difference": arrived - budget}
            yield Hit(f"funds[{index}].arrived", more, "arrived", related=(f"funds[{index}].full_budget",))
