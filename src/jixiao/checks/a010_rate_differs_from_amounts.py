"""A010: the printed execution rate is not the executed amount divided by the budget."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Facts, Hit, check
from jixiao.checks.rates import RateReading
from jixiao.checks.tolerance import percent
from jixiao.finding import Correction, Safety, Severity
from jixiao.form import FundLine
from jixiao.places import FIELDS
from jixiao.scoring import Award

ZH = "“{source}”执行率填 {rate}，按全年执行数 {executed} ÷ {column} {budget} 应为 {expected}"
EN = "“{source}” prints a rate of {rate}; executed {executed} ÷ {column_en} {budget} is {expected}"
TAILS = {
    "wrong": ("。", "."),
    "scaled": ("，是小数点错位。", ": the decimal point has moved."),
    "amounts_rounded": (
        "；金额四舍五入可以解释这一差别，请核对未舍入的金额。",
        "; rounding of the amounts can explain it: look at the amounts before rounding.",
    ),
}


@check(
    code="A010",
    title="执行率与金额不符",
    title_en="Execution rate differs from the amounts",
    severity=Severity.MUST_FIX,
    message={key: ZH + tail for key, (tail, _) in TAILS.items()},
    message_en={key: EN + tail for key, (_, tail) in TAILS.items()},
    since="0.1",
)
def rate_differs_from_amounts(dossier: Dossier) -> Iterator[Hit]:
    """执行率应等于全年执行数除以办法规定的预算数，按所印的小数位数比较。

    为何重要：执行率直接决定预算执行率得分，也是判断资金是否用出去的依据。
    如何处理：核对执行数和预算数；金额无误的，改正执行率。
    依据：表头“全年预算数（A）、全年执行数（B）、执行率（B/A）”。

    The execution rate is the executed amount divided by the budget that the method names, at the decimals printed.

    Why: the points for execution follow from it, and readers judge by it whether the money was spent.
    Mend: look at both amounts; where they are right, set right the rate.
    Basis: the columns of the form, A for the full-year budget, B for the executed amount, B/A for the rate.
    """
    for index, (line, reading) in enumerate(zip(dossier.form.funds, dossier.rates, strict=True)):
        if reading is None or line.rate is None or reading.verdict not in TAILS:
            continue
        path = f"funds[{index}].rate"
        facts: Facts = {
            "source": line.source,
            "rate": percent(line.rate),
            "executed": line.executed,
            "budget": getattr(line, reading.budget),
            "expected": percent(reading.expected),
        }
        facts["column"], facts["column_en"] = FIELDS[reading.budget]
        repair = Correction(path, percent(reading.expected), _safety(dossier, line, reading), percent(line.rate))
        softer = Severity.LOOK if reading.verdict == "amounts_rounded" else None
        related = (f"funds[{index}].executed", f"funds[{index}].{reading.budget}")
        yield Hit(path, facts, reading.verdict, repair, related, softer)


def _safety(dossier: Dossier, line: FundLine, reading: RateReading) -> Safety:
    """Safe where the score agrees with the amounts: then the rate alone is the odd one out."""
    award = dossier.scorecard.execution
    agrees = isinstance(award, Award) and line.is_total and line.score is not None and line.score == award.points
    return Safety.SAFE if agrees and reading.verdict != "amounts_rounded" else Safety.PERSON
