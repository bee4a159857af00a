"""A028: a target is met but points are lost without a reason."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Hit, check
from jixiao.checks.recomputed import hits
from jixiao.finding import Severity


@check(
    code="A028",
    title="已完成指标值却没有得满分",
    title_en="Points lost although the target is met",
    severity=Severity.EXPLAIN,
    message="“{label}”指标值 {target}，实际完成 {actual}，已经完成，按办法应得 {points} 分，只填 {score} 分。",
    message_en="“{label}”: target {target}, actual {actual}: met, due {points} by the method, yet scored only {score}.",
    since="0.1",
)
def low_score_though_met(dossier: Dossier) -> Iterator[Hit]:
    """实际完成值达到年度指标值的，应得满分；确需扣分的，须说明原因。

    为何重要：完成了却扣分，要么完成值填错，要么有未写明的问题，两者都应让审核人看到。
    如何处理：核对完成值；无误的改填满分，另有扣分原因的在原因栏写明。
    依据：计分办法“完成指标值的，记该指标所赋全部分值”。

    An indicator that meets its target scores in full; where points are taken off, the reason is given.

    Why: either the actual value is wrong or there is a problem not told; a reviewer should see both.
    Mend: look at the actual value; give the full weight, or write the reason for the points taken off.
    Basis: the method gives the full weight for reaching the target.
    """
    yield from hits(dossier, "A028")
