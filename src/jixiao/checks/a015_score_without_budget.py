"""A015: points for execution although there is no budget to execute."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Facts, Hit, check
from jixiao.finding import Severity


@check(
    code="A015",
    title="没有预算数却计了执行率得分",
    title_en="Execution points without a budget",
    severity=Severity.MUST_FIX,
    message={
        "zero": "“{source}”预算数为 0，执行率无从计算，却填了得分 {score} 分。",
        "blank": "“{source}”预算数空白，执行率无从计算，却填了得分 {score} 分。",
    },
    message_en={
        "zero": "“{source}” has a budget of 0, so there is no rate, yet it scores {score}.",
        "blank": "“{source}” has a blank budget, so there is no rate, yet it scores {score}.",
    },
    since="0.1",
)
def score_without_budget(dossier: Dossier) -> Iterator[Hit]:
    """预算数为零或空白时，执行率无从计算，不应计得分。

    为何重要：没有分母的得分没有依据，总分因此虚高。
    如何处理：补填预算数；当年确无预算的，按办法对零预算的规定处理并说明。
    依据：执行率＝执行数÷预算数，除数不能为零。

    Where the budget is zero or blank there is no execution rate and nothing to score.

    Why: points without a divisor have no ground and inflate the total.
    Mend: fill in the budget; where there was none, follow the method's rule for that case and say so.
    Basis: the rate is executed ÷ budget, and nothing divides by zero.
    """
    if dossier.execution is None or dossier.rulebook.execution.zero_budget == "full":
        return
    path, line = dossier.execution
    if line.score is None or line.score <= 0:
        return
    budgets = [budget for budget in (line.full_budget, line.initial_budget) if budget is not None]
    facts: Facts = {"source": line.source, "score": line.score}
    if not budgets:
        yield Hit(f"{path}.score", facts, "blank", related=(f"{path}.full_budget",))
    elif not any(budgets):
        yield Hit(f"{path}.score", facts, "zero", related=(f"{path}.full_budget",))
