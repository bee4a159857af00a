"""B044: the actual is a multiple of the target, even though explained: the target was set low."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Hit, check
from jixiao.checks.reasons import explained, over_fulfilment
from jixiao.checks.tolerance import percent, rounded
from jixiao.checks.vocabulary import LIMITS
from jixiao.finding import Severity


@check(
    code="B044",
    title="指标值定得过低",
    title_en="A target was set too low",
    severity=Severity.LOOK,
    message="“{row}”完成“{actual}”，是指标值“{target}”的 {degree}；虽有说明，仍可能定低了。",
    message_en="“{row}”: the actual “{actual}” is {degree} of the target “{target}”, which was low.",
    since="0.1",
)
def target_too_low(dossier: Dossier) -> Iterator[Hit]:
    """实际完成达到指标值两倍以上的，指标值多半定低了。没有说明的由 B043、C064 报告。

    为何重要：把指标值定低，完成就没有悬念，得分不能反映绩效；审计常列此问题。
    如何处理：下年按近年实际水平确定指标值；办法规定调减得分的，按办法调减。
    依据：因指标值设定明显偏低造成的偏离，应当按偏离度调减分值的规定。

    An actual of twice the target or more shows a target that was set low. Without a reason: B043, C064.

    Why: a low target is always met, so its score tells nothing; audits list this.
    Mend: set next year's target by what was reached; reduce the score where the method says so.
    Basis: the rule that scores are reduced where the target was set obviously low.
    """
    for row in dossier.rows:
        degree = over_fulfilment(row, dossier.rulebook) if explained(row) else None
        target, actual = row.item.target, row.item.actual
        if degree is None or degree < LIMITS.low_target or target is None or actual is None:
            continue
        facts = {"row": row.label, "target": target.told, "actual": actual.text}
        yield Hit(
            f"{row.path}.target", facts | {"degree": percent(rounded(degree, 3))}, related=(f"{row.path}.actual",)
        )
