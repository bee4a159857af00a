"""A013: the score of the execution rate is not what the method gives."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Facts, Hit, check
from jixiao.checks.judging import agreement
from jixiao.checks.recomputed import SOFTER, formula
from jixiao.checks.tolerance import percent, places, rounded
from jixiao.finding import Correction, Safety, Severity
from jixiao.form import FundLine
from jixiao.scoring import Award

ZH = "预算执行率得分填 {score} 分，按办法应得 {points} 分（{formula}）"
EN = "The execution rate scores {score}; by the method {points} ({formula})"


@check(
    code="A013",
    title="预算执行率得分与办法不符",
    title_en="Execution score differs from the method",
    severity=Severity.MUST_FIX,
    message={
        "differs": f"{ZH}。",
        "rounded": f"{ZH}；{{score}} 是四舍五入后少取了小数位数。",
        "truncated": f"{ZH}；{{score}} 是截去小数的结果。",
        "printed_rate": f"{ZH}；{{score}} 是按所印的执行率 {{rate}} 算的。",
    },
    message_en={
        "differs": f"{EN}.",
        "rounded": f"{EN}; {{score}} is that, rounded to fewer decimals.",
        "truncated": f"{EN}; {{score}} is that, with its decimals cut off.",
        "printed_rate": f"{EN}; {{score}} was computed from the printed rate {{rate}}.",
    },
    since="0.1",
)
def execution_score_differs(dossier: Dossier) -> Iterator[Hit]:
    """预算执行率得分，应按办法由执行率和分值算出。

    为何重要：这是全表最容易核对的一项得分，差一点也会带进总分。
    如何处理：按算式改正得分；只差舍入的，按办法的小数位数填写。
    依据：计分办法关于预算执行率计分的规定，通行为执行率×分值。

    The points for the execution rate follow from the rate and the weight by the method.

    Why: no score is easier to verify, and even a small slip goes into the total.
    Mend: set right the score by the formula; where it is rounding only, keep the decimals of the method.
    Basis: the method's rule on the execution rate, commonly rate × weight.
    """
    award = dossier.scorecard.execution
    if dossier.execution is None or not isinstance(award, Award) or award.points is None:
        return
    path, line = dossier.execution
    if line.score is None or line.weight is None or not 0 <= line.score <= line.weight:
        return
    variant = _variant(line, line.score, award)
    if variant == "right":
        return
    facts: Facts = {"score": line.score, "points": award.points, "formula": formula(award)}
    facts["rate"] = None if line.rate is None else percent(line.rate)
    repair = Correction(f"{path}.score", f"{award.points:f}", Safety.PERSON, f"{line.score:f}")
    yield Hit(f"{path}.score", facts, variant, repair, (f"{path}.executed",), SOFTER.get(variant))


def _variant(line: FundLine, printed: Decimal, award: Award) -> str:
    found = agreement(printed, award)
    if found == "differs" and line.rate is not None and award.method == "proportional":
        by_rate = rounded(line.rate * award.weight, places(printed))
        return "printed_rate" if printed == by_rate else found
    return found
