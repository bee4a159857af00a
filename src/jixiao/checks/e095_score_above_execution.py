"""E095: little of the budget was spent, yet nearly everything was achieved."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Hit, check
from jixiao.checks.tolerance import percent, rounded
from jixiao.checks.vocabulary import LIMITS
from jixiao.finding import Severity


@check(
    code="E095",
    title="执行率低而指标得分高",
    title_en="Little spent, nearly all achieved",
    severity=Severity.LOOK,
    message="预算只执行了 {rate}，指标却得了 {score} 分（共 {weight} 分，得分率 {share}），请核对。",
    message_en="Only {rate} of the budget was spent, yet the indicators score {score} of {weight} ({share}).",
    since="0.1",
)
def score_above_execution(dossier: Dossier) -> Iterator[Hit]:
    """预算执行率低于 80% 而指标接近满分的，应当核对。这是同类表的规律，不表示有错。

    为何重要：钱少花了两成以上，事情却几乎全部完成，要么预算编多了，要么完成值偏高。
    如何处理：核对完成值和佐证；确属节约的，在自评结论中说明。
    依据：财政业务系统以结余超过两成预警的做法，不是法规。

    Where less than 80% was spent and the indicators are nearly full, look again. A hint, not a fault.

    Why: either the budget was too high, or the results are.
    Mend: verify the actuals; if money was saved, say so in the conclusion.
    Basis: systems warn where more than a fifth is left unspent; that is practice, no law.
    """
    rate, weight, score = dossier.rate, dossier.leaf_weight, dossier.leaf_score
    if rate is None or rate >= LIMITS.low_execution or not weight or score is None:
        return
    if score >= LIMITS.near_full * weight:
        facts = {"rate": percent(rounded(rate, 4)), "share": percent(rounded(score / weight, 3))}
        path = dossier.total_fund[0] if dossier.total_fund else "funds[0]"
        yield Hit(f"{path}.rate", facts | {"score": score, "weight": weight})
