"""A012: the printed execution rate divides by another budget than the method names."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Facts, Hit, check
from jixiao.checks.tolerance import percent
from jixiao.finding import Correction, Safety, Severity


@check(
    code="A012",
    title="执行率所用的分母不是办法规定的预算数",
    title_en="Execution rate divides by another budget",
    severity=Severity.EXPLAIN,
    message={
        "initial_budget": "“{source}”执行率填 {rate}，是按年初预算数 {other} 算的；"
        "按办法应除以全年预算数，得 {expected}。",
        "full_budget": "“{source}”执行率填 {rate}，是按全年预算数 {other} 算的；"
        "按办法应除以年初预算数，得 {expected}。",
    },
    message_en={
        "initial_budget": "“{source}” prints a rate of {rate}, which divides by the initial budget {other}; "
        "the method divides by the full-year budget and gives {expected}.",
        "full_budget": "“{source}” prints a rate of {rate}, which divides by the full-year budget {other}; "
        "the method divides by the initial budget and gives {expected}.",
    },
    since="0.1",
)
def rate_of_another_budget(dossier: Dossier) -> Iterator[Hit]:
    """执行率的分母应是办法规定的预算数（多数办法为全年预算数）。

    为何重要：预算调整过的项目，换一个分母，执行率和得分可能相差很大。
    如何处理：按规定的分母重算；确需按另一口径的，说明理由。
    依据：计分办法对预算执行率的定义。

    The execution rate divides by the budget that the method names, for most of them the full-year budget.

    Why: where the budget was adjusted, another divisor can change rate and score a great deal.
    Mend: reckon anew with the right divisor, or give the reason for the other one.
    Basis: the method's definition of the execution rate.
    """
    for index, (line, reading) in enumerate(zip(dossier.form.funds, dossier.rates, strict=True)):
        if reading is None or line.rate is None or reading.verdict != "other_budget":
            continue
        path, old, new = f"funds[{index}].rate", percent(line.rate), percent(reading.expected)
        facts: Facts = {"source": line.source, "rate": old, "expected": new, "other": getattr(line, reading.budget)}
        yield Hit(path, facts, reading.budget, Correction(path, new, Safety.PERSON, old))
