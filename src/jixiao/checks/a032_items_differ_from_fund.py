"""A032: amounts in the indicator rows do not agree with the fund row that they itemise."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import accumulate
from typing import NamedTuple

from jixiao.checks.dossier import Dossier, Row
from jixiao.checks.engine import Facts, Hit, check
from jixiao.checks.tolerance import last_place, sum_tolerance
from jixiao.finding import Severity
from jixiao.form import FundLine, Group

INCOME = (Group.BENEFIT, Group.SATISFACTION)  # 销售收入58万元 is earned, not spent


class Itemised(NamedTuple):
    """A row with both of its amounts (有预算有实际的一行)."""

    row: Row
    target: Decimal
    actual: Decimal


@check(
    code="A032",
    title="成本指标的完成值与所对应的资金执行数不符",
    title_en="Itemised amounts differ from the fund row",
    severity=Severity.MUST_FIX,
    message={
        "": "{rows}（共 {count} 行）的指标值合计与“{source}”预算数 {budget} 相符，"
        "实际完成值合计 {actual}，全年执行数却是 {executed}，相差 {difference}。",
        "budget": "{rows}（共 {count} 行）的指标值合计与“{source}”预算数 {budget} 相符，"
        "实际完成值照填预算，合计 {actual}，全年执行数却是 {executed}，相差 {difference}。",
    },
    message_en={
        "": "The targets of {rows} ({count} rows) add up to the budget {budget} of “{source}”, their actual values "
        "to {actual}, but {executed} was executed; the difference is {difference}.",
        "budget": "The targets of {rows} ({count} rows) add up to the budget {budget} of “{source}”; their actual "
        "values repeat the budget, {actual} in all, but {executed} was executed; the difference is {difference}.",
    },
    since="0.1",
)
def items_differ_from_fund(dossier: Dossier) -> Iterator[Hit]:
    """成本指标逐项列出资金时，指标值合计对应预算数，实际完成值合计就应对应执行数。

    为何重要：把预算数照抄为完成数，这几行便得满分，执行不足在表中就看不见了。
    如何处理：按决算的分项支出数填写实际完成值，再重算这几行的得分。
    依据：表内成本指标与资金栏反映的是同一笔资金。

    Where cost indicators itemise a fund row, their targets make up its budget, their actuals what was executed.

    Why: with the budget copied as the result these rows score in full and the shortfall disappears from view.
    Mend: fill in the actual values from the final accounts, then reckon the scores of these rows anew.
    Basis: the cost indicators and the fund block of a form speak of the same money.
    """
    items = [
        Itemised(row, target, actual)
        for row, target, actual in dossier.amounts
        if target is not None and actual is not None and target > 0 and row.item.group not in INCOME
    ]
    lines = [(f"funds[{index}]", line) for index, line in enumerate(dossier.form.funds)]
    found = [(path, line, _runs(items, line)) for path, line in lines if not line.is_total]
    if not any(runs for _, _, runs in found):  # only then may the rows itemise the total itself
        found = [(path, line, _runs(items, line)) for path, line in lines if line.is_total]
    for path, line, runs in found:
        if runs and line.executed is not None and not any(_agrees(run, line.executed) for run in runs):
            yield _hit(path, line, max(runs, key=len))


def _runs(items: Sequence[Itemised], line: FundLine) -> list[Sequence[Itemised]]:
    """The neighbouring items whose targets add up to the budget of the fund row."""
    budget = line.initial_budget if line.full_budget is None else line.full_budget
    found: list[Sequence[Itemised]] = []
    if not budget:
        return found
    coarsest = max((last_place(item.target) for item in items), default=Decimal(0))
    widest = (len(items) * coarsest + last_place(budget)) / 2  # no run of items has a greater tolerance
    sums = list(accumulate((item.target for item in items), initial=Decimal(0)))  # rising: every target is above zero
    for first, before in enumerate(sums):
        for after in range(bisect_left(sums, before + budget - widest, first + 1), len(sums)):
            off = abs(sums[after] - before - budget)
            if off > widest:
                break
            run = items[first:after]
            if off <= sum_tolerance([item.target for item in run], budget):
                found.append(run)
    return found


def _agrees(run: Sequence[Itemised], executed: Decimal) -> bool:
    actuals = [item.actual for item in run]
    return abs(sum(actuals) - executed) <= sum_tolerance(actuals, executed)


def _hit(path: str, line: FundLine, run: Sequence[Itemised]) -> Hit:
    actual = sum((item.actual for item in run), Decimal(0))
    column = "initial_budget" if line.full_budget is None else "full_budget"
    facts: Facts = {"rows": "、".join(item.row.label for item in run), "count": len(run), "source": line.source}
    facts |= {"budget": getattr(line, column), "actual": actual, "executed": line.executed}
    facts["difference"] = abs(actual - (line.executed or 0))
    variant = "budget" if all(item.actual == item.target for item in run) else ""
    related = (*(f"{item.row.path}.actual" for item in run), f"{path}.{column}", f"{path}.executed")
    return Hit(f"{run[0].row.path}.actual", facts, variant, related=related)
