"""A024: a qualitative indicator scores in part without a level."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Hit, check
from jixiao.checks.recomputed import hits
from jixiao.finding import Severity


@check(
    code="A024",
    title="定性指标给了部分分，却没有写明属于哪一档",
    title_en="Part of the points without a level",
    severity=Severity.EXPLAIN,
    message="“{label}”实际完成情况“{actual}”看不出属于哪一档，却填 {score} 分（分值 {weight} 分）。",
    message_en="“{label}”: “{actual}” does not tell which level was reached, yet it scores {score} of {weight}.",
    since="0.1",
)
def partial_score_without_level(dossier: Dossier) -> Iterator[Hit]:
    """定性指标扣分的，实际完成情况应写明属于达成、部分达成还是未达成。

    为何重要：定性指标先定档后定分；不写档次，给多少分都无从核对。
    如何处理：在实际完成值中写明档次和具体表现，再在该档区间内给分。
    依据：计分办法关于定性指标分三档计分的规定。

    A qualitative indicator that loses points says which level it reached: reached, partly or missed.

    Why: the level comes first and the points follow; without a level no score can be checked.
    Mend: write the level and what shows it, then give points within that band.
    Basis: the method's three bands of qualitative indicators.
    """
    yield from hits(dossier, "A024")
