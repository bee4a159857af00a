"""The execution rate (预算执行率) and the points it earns."""

from __future__ import annotations

from decimal import Decimal

from jixiao.form import Form, FundLine, Group, Indicator
from jixiao.rulebooks.methods import EXACT, percent, step_at
from jixiao.rulebooks.model import ExecutionRule, Rulebook, Step
from jixiao.scoring.model import Award, Input, Unscored
from jixiao.scoring.rounding import quotient
from jixiao.scoring.working import awarded, full

_NONE = Decimal(0)
_ONE = Decimal(1)


def rate_of(line: FundLine, rulebook: Rulebook) -> Decimal | None:
    """Executed ÷ budget as a fraction of up to 28 digits (执行率); None where a number is blank or the budget zero."""
    budget = _denominator(line, rulebook.execution)
    if budget is None or line.executed is None or budget <= 0:
        return None
    return quotient(line.executed, budget)


def score_execution(form: Form, rulebook: Rulebook) -> Award | Unscored | None:
    """The points for the execution rate (预算执行率得分).

    None without a fund block, where the method gives none, or where an indicator row already carries those points.
    """
    rule = rulebook.execution
    index = next((index for index, line in enumerate(form.funds) if line.is_total), None)
    if index is None or rule.method == "none" or any(map(_carries_execution, form.indicators)):
        return None
    line = form.funds[index]
    at = f"funds[{index}]"
    weight = line.weight if line.weight is not None else rule.weight
    budget, executed = _denominator(line, rule), line.executed
    silent = _why_not(weight, budget, executed)
    if weight is None or budget is None or executed is None or silent:
        return Unscored(f"{at}.score", weight, silent, {"weight": weight, "a": budget, "b": executed})
    inputs = (
        Input("分值", weight, f"{at}.weight" if line.weight is not None else None),
        Input("A", budget, f"{at}.{rule.denominator}"),
        Input("B", executed, f"{at}.executed"),
    )
    return _scored(f"{at}.score", inputs, rulebook)


def _carries_execution(item: Indicator) -> bool:
    """Whether a row of the table of indicators stands for the execution rate: it must not be counted twice."""
    return item.group is Group.EXECUTION and (item.weight is not None or item.score is not None)


def _why_not(weight: Decimal | None, budget: Decimal | None, executed: Decimal | None) -> str:
    """Why no rate can be scored (不能计分的原因), "" where it can."""
    if weight is None:
        return "weight_blank"
    if budget is None:
        return "budget_blank"
    if executed is None:
        return "executed_blank"
    if weight < 0:
        return "weight_negative"
    return "amount_negative" if budget < 0 or executed < 0 else ""


def _scored(path: str, inputs: tuple[Input, ...], rulebook: Rulebook) -> Award | Unscored:
    rule = rulebook.execution
    weight, budget, executed = (one.value for one in inputs)
    if budget == 0:
        return _of_zero_budget(path, inputs, rulebook)
    if executed > budget and rule.over_budget == "unscored":
        return Unscored(path, weight, "over_budget", {"a": budget, "b": executed})
    if rule.method == "steps":
        return _stepped(path, inputs, rulebook)
    return _proportional(path, inputs, rulebook)


def _denominator(line: FundLine, rule: ExecutionRule) -> Decimal | None:
    return line.initial_budget if rule.denominator == "initial_budget" else line.full_budget


def _of_zero_budget(path: str, inputs: tuple[Input, ...], rulebook: Rulebook) -> Award | Unscored:
    rule = rulebook.execution
    weight, _, executed = inputs
    if rule.zero_budget == "unscored":
        return Unscored(path, weight.value, "zero_budget", {"b": executed.value})
    if rule.zero_budget == "as_one":
        return _proportional(path, (weight, Input("A", _ONE, None), executed), rulebook)
    points = weight.value if rule.zero_budget == "full" else _NONE
    words = (f"预算数为 0，按办法得 {points:f} 分", f"The budget is 0: {points:f} points by the rulebook")
    return full(path, weight.value, rule, inputs, words, points=points)


def _proportional(path: str, inputs: tuple[Input, ...], rulebook: Rulebook) -> Award:
    rule = rulebook.execution
    weight, budget, executed = (one.value for one in inputs)
    if executed >= budget:
        zh = f"{executed:f} ÷ {budget:f} ≥ 100%，得满分 {weight:f}"
        en = f"{executed:f} ÷ {budget:f} ≥ 100%: full {weight:f}"
        return full(path, weight, rule, inputs, (zh, en))
    top = EXACT.multiply(weight, executed)
    points = (top, budget, f"{weight:f} × {executed:f} ÷ {budget:f}")
    return awarded(path, weight, rule, inputs, points, rounding=rulebook.rounding)


def _stepped(path: str, inputs: tuple[Input, ...], rulebook: Rulebook) -> Award | Unscored:
    """By steps; where the steps ask whether the project is finished, which no form says, both readings."""
    rule = rulebook.execution
    weight, budget, executed = (one.value for one in inputs)
    unfinished = step_at(rule.steps, executed, budget, finished=False)
    finished = step_at(rule.steps, executed, budget, finished=True)
    readings = [_at_step(path, inputs, rulebook, step) for step in (finished, unfinished)]
    if readings[0].points == readings[1].points:
        return readings[1]
    return Unscored(path, weight, "finished_unknown", {"a": budget, "b": executed}, tuple(readings))


def _at_step(path: str, inputs: tuple[Input, ...], rulebook: Rulebook, step: Step | None) -> Award:
    weight, budget, executed = (one.value for one in inputs)
    share = step.share if step else _NONE
    floor = f" ≥ {percent(step.from_)}" if step else ""
    formula = f"{executed:f} ÷ {budget:f}{floor}: {weight:f} × {percent(share)}"
    level = None
    if step is not None and step.finished is not None:
        level = "finished" if step.finished else "unfinished"
    points = (EXACT.multiply(weight, share), _ONE, formula)
    return awarded(path, weight, rulebook.execution, inputs, points, rounding=rulebook.rounding, level=level)
