"""A014: more was executed than budgeted."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Facts, Hit, check
from jixiao.finding import Severity
from jixiao.places import FIELDS


@check(
    code="A014",
    title="执行数超过预算数",
    title_en="Executed amount above the budget",
    severity=Severity.EXPLAIN,
    message="“{source}”全年执行数 {executed} 超过{column} {budget}，多 {difference}。",
    message_en="“{source}” executed {executed}, {difference} more than its {column_en} of {budget}.",
    since="0.1",
)
def executed_over_budget(dossier: Dossier) -> Iterator[Hit]:
    """全年执行数一般不应超过全年预算数。

    为何重要：没有预算不得支出；超出的部分要么是预算调整漏填，要么是两栏口径不一。
    如何处理：核对调整预算文件和决算数；确有追加的补填全年预算数，否则说明。
    依据：预算法“未列入预算的不得支出”。

    What was executed in a year does not as a rule exceed the full-year budget.

    Why: nothing is spent without a budget; the excess is an adjustment left out or two columns of different scope.
    Mend: compare adjustment papers and final accounts; fill in the adjusted budget or give the reason.
    Basis: the Budget Law, nothing outside the budget may be spent.
    """
    for index, line in enumerate(dossier.form.funds):
        column = "full_budget" if line.full_budget is not None else "initial_budget"
        budget = line.initial_budget if line.full_budget is None else line.full_budget
        if budget is None or line.executed is None or line.executed <= budget:
            continue
        reading = dossier.rates[index]
        if reading is not None and reading.verdict == "other_unit":
            continue  # A033 tells that one of them is in 元
        facts: Facts = {"source": line.source, "executed": line.executed, "budget": budget}
        facts["difference"] = line.executed - budget
        facts["column"], facts["column_en"] = FIELDS[column]
        yield Hit(f"funds[{index}].executed", facts, related=(f"funds[{index}].{column}",))
