"""C062: little of the budget was spent, and no reason is given."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Hit, check
from jixiao.checks.texts import is_blank
from jixiao.checks.tolerance import percent, rounded
from jixiao.finding import Severity


@check(
    code="C062",
    title="预算执行率偏低而未说明原因",
    title_en="A low execution rate without a reason",
    severity=Severity.MUST_FIX,
    message="预算执行率 {rate}，低于 {limit}，没有说明原因。",
    message_en="The execution rate is {rate}, below {limit}, without a reason.",
    since="0.1",
)
def execution_reason_missing(dossier: Dossier) -> Iterator[Hit]:
    """预算执行率低于办法规定的界限的，应说明原因。办法没有规定界限的不报告。

    为何重要：钱没有花出去，要么预算编多了，要么事情没有做；不说明就分不清。
    如何处理：在资金部分的原因栏写明未执行的原因和后续安排。
    依据：计分办法规定的执行率界限（例如四川为 90%）。

    A rate of execution below the method's limit is explained. Where the method sets none, nothing is reported.

    Why: either the budget was too high or the work was not done; only the reason tells which.
    Mend: give the reason and what follows in the reason cell of the funds.
    Basis: the limit that the method sets (90% in Sichuan).
    """
    limit, rate = dossier.rulebook.execution.reason_below, dossier.rate
    if limit is None or rate is None or rate >= limit or dossier.total_fund is None:
        return
    if all(is_blank(line.reason) for line in dossier.form.funds):
        path, _ = dossier.total_fund
        yield Hit(f"{path}.reason", {"rate": percent(rounded(rate, 4)), "limit": percent(limit)})
