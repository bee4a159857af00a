"""A009: a group prints another score than its rows add up to."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.diagnosis import messages
from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Hit, check
from jixiao.checks.sums import differing_headings
from jixiao.finding import Severity

ZH, EN = messages(
    "“{group}”小计填 {stated} 分，其下 {count} 行得分合计 {sum} 分，相差 {difference} 分",
    "The subtotal of “{group}” is stated as {stated}, its {count} rows score {sum}; the difference is {difference}",
)


@check(
    code="A009",
    title="分组小计与其下各行得分合计不符",
    title_en="A group's subtotal differs from its rows",
    severity=Severity.MUST_FIX,
    message=ZH,
    message_en=EN,
    since="0.1",
)
def group_score_differs_from_rows(dossier: Dossier) -> Iterator[Hit]:
    """一级、二级指标的小计得分，应等于其下各行得分之和。

    为何重要：小计是总分的中间一步，错在此处会一路带进总分。
    如何处理：按所指的原因核对，改正小计或有误的那一行。
    依据：计分办法关于各项指标得分加总的规定。

    The subtotal of a group is the sum of the scores of its rows.

    Why: the total is built on the subtotals; a slip here is carried into it.
    Mend: look at the cause named and set right the subtotal, or the row that is wrong.
    Basis: the method's rule that scores are added up.
    """
    yield from differing_headings(dossier, "score")
