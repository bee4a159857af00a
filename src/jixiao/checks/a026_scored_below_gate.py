"""A026: points are given below the pass gate."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Hit, check
from jixiao.checks.recomputed import hits
from jixiao.finding import Severity


@check(
    code="A026",
    title="完成率低于及格门槛却计了得分",
    title_en="Points below the pass gate",
    severity=Severity.MUST_FIX,
    message="“{label}”指标值 {target}，实际完成 {actual}，低于及格门槛应得 {points} 分，却填 {score} 分。",
    message_en="“{label}”: target {target}, actual {actual}, below the pass gate, due {points}, but scored {score}.",
    since="0.1",
)
def scored_below_gate(dossier: Dossier) -> Iterator[Hit]:
    """完成率低于办法规定的门槛时，该指标不得分。

    为何重要：设门槛就是要让严重未完成的指标得零分，仍按比例给分会抬高总分。
    如何处理：得分改为零分，并说明未完成原因。
    依据：计分办法对完成率下限的规定。

    An indicator below the pass gate of the method earns nothing.

    Why: the gate is there to give zero for a serious miss; points in proportion inflate the total.
    Mend: set the score to zero and give the reason of the miss.
    Basis: the method's lower limit of the degree of completion.
    """
    yield from hits(dossier, "A026")
