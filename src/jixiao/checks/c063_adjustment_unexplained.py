"""C063: the budget was adjusted during the year, and nobody says why."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Hit, check
from jixiao.checks.texts import is_blank
from jixiao.finding import Severity


@check(
    code="C063",
    title="预算调整而未说明原因",
    title_en="An adjusted budget without a reason",
    severity=Severity.EXPLAIN,
    message="年初预算 {initial}，调整后 {full}，没有说明调整原因。",
    message_en="The budget was {initial} at the start and {full} after adjustment, without a reason.",
    since="0.1",
)
def adjustment_unexplained(dossier: Dossier) -> Iterator[Hit]:
    """办法要求说明预算调整的，全年预算数与年初预算数不同时应说明原因。办法没有要求的不报告。

    为何重要：年中追加或调减说明年初预算编得不准，也影响执行率的高低。
    如何处理：在资金部分的原因栏写明追加或调减的原因、文号和金额。
    依据：年中调整预算须单独说明的规定（例如四川）。

    Where the method asks for it, a full-year budget other than the initial one is explained.

    Why: adjustments show how well the budget was made, and move the rate of execution.
    Mend: give reason, document and amount in the reason cell of the funds.
    Basis: the rule that adjustments are explained (Sichuan, for one).
    """
    if not dossier.rulebook.reason.adjustment or dossier.total_fund is None:
        return
    path, line = dossier.total_fund
    adjusted = line.initial_budget is not None and line.full_budget is not None
    if adjusted and line.initial_budget != line.full_budget and all(is_blank(one.reason) for one in dossier.form.funds):
        yield Hit(f"{path}.reason", {"initial": line.initial_budget, "full": line.full_budget})
