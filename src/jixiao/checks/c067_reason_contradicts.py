"""C067: a text denies what the figures of the form show, or contradicts itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Hit, check
from jixiao.checks.reasons import denies, lost
from jixiao.checks.texts import short
from jixiao.checks.tolerance import percent, rounded
from jixiao.checks.vocabulary import CONTRADICTIONS, LIMITS
from jixiao.finding import Severity

SPENT = re.compile(
    r"(?<![未没不非])(?:预算|资金|经费)(?:已|均已|已经)?全部(?:支出|执行|支付)|执行率(?:为|达到|达|[:：])?100[%％]"
)


@check(
    code="C067",
    title="文字说明与数字矛盾",
    title_en="A text contradicts the figures",
    severity=Severity.MUST_FIX,
    message={
        "funds": "文中称“{said}”，预算执行率却是 {rate}。",
        "row": "“{row}”扣 {lost} 分，原因却写“{reason}”。",
        "purchase": "“{row}”的原因既说“{first}”，又说“{second}”，两者不能并存。",
    },
    message_en={
        "funds": "The text says “{said}”, yet the execution rate is {rate}.",
        "row": "“{row}” loses {lost} points, yet its reason says “{reason}”.",
        "purchase": "The reason of “{row}” says both “{first}” and “{second}”, which exclude each other.",
    },
    since="0.1",
)
def reason_contradicts(dossier: Dossier) -> Iterator[Hit]:
    """文字说明不能与表中数字相反：执行率不足而称全部支出，扣了分而称无偏差，单一来源采购而称招标。

    为何重要：文字与数字只能有一个是真的；矛盾说明文字是套来的。
    如何处理：以核实的数字为准，改正文字；数字错的改数字。
    依据：自评应当数据真实、客观反映完成情况的规定。

    Texts do not deny the figures: “all spent” below 100%, “no departure” with points lost, a tender without bidders.

    Why: only one of the two can be true; a contradiction shows borrowed words.
    Mend: verify the figures and set right the text, or the other way round.
    Basis: the rule that self-evaluations are true and objective.
    """
    rate = dossier.rate
    if rate is not None and rate < LIMITS.full_execution:
        for path, text in [*dossier.prose, *((f"{row.path}.reason", reason) for row, reason in dossier.reasons.given)]:
            said = None if path.endswith(("expected", "initial")) else SPENT.search(text)
            if said:
                yield Hit(path, {"said": said[0], "rate": percent(rounded(rate, 4))}, "funds")
    for row, reason in dossier.reasons.given:
        if denies(reason) and lost(row):
            yield Hit(f"{row.path}.reason", {"row": row.label, "lost": lost(row), "reason": short(reason)}, "row")
        for first, second in CONTRADICTIONS:
            if first in reason and second in reason:
                facts = {"row": row.label, "first": first, "second": second}
                yield Hit(f"{row.path}.reason", facts, "purchase", severity=Severity.LOOK)
