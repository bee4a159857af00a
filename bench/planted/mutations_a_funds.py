"""Planted errors in the fund block (资金的错例): A010 to A019."""

from __future__ import annotations

import random
from decimal import Decimal

from bench.planted.catalogue import mutation
from bench.planted.edits import digits_swapped, drawn, replace, settled, total_line, with_fund
from bench.planted.subject import known
from jixiao.form import Form, FundLine
from jixiao.numerals import plain
from jixiao.rulebooks.model import Rulebook
from jixiao.scoring import Award, score

CENT = Decimal("0.01")
HUNDREDTH = Decimal("0.0001")


def _budget(line: FundLine, rulebook: Rulebook) -> Decimal:
    amount: Decimal | None = getattr(line, rulebook.execution.denominator)
    return amount or Decimal(0)


def _rated(form: Form, rulebook: Rulebook) -> list[int]:
    """The rows with a rate, an executed amount and a budget."""
    return [
        at for at, line in enumerate(form.funds) if line.rate is not None and line.executed and _budget(line, rulebook)
    ]


def _rounded(rate: Decimal, like: Decimal) -> Decimal:
    return rate.quantize(like, "ROUND_HALF_UP")


@mutation("A010", "执行率{slip}", slip=("加一个百分点", "减半个百分点", "数字颠倒", "错一位"))
def rate_changed(form: Form, rng: random.Random, rulebook: Rulebook, slip: str) -> Form | None:
    at = drawn(rng, _rated(form, rulebook))
    if at is None:
        return None
    rate = known(form.funds[at].rate)
    swapped = digits_swapped(rate.scaleb(2))
    wrong = {
        "加一个百分点": rate + CENT,
        "减半个百分点": rate - Decimal("0.005"),
        "数字颠倒": swapped and _rounded(swapped.scaleb(-2), rate),
        "错一位": rate.scaleb(1),
    }[slip]
    budgets = {form.funds[at].initial_budget, form.funds[at].full_budget} - {None}
    if wrong is None or any(
        _rounded(known(form.funds[at].executed) / known(one), wrong) == wrong for one in budgets if one
    ):
        return None
    return with_fund(form, at, rate=wrong)


@mutation("A010", "改了总额执行数和各项之一，执行率和得分未改")
def executed_changed_rate_kept(form: Form, _rng: random.Random, rulebook: Rulebook) -> Form | None:
    if not {0, 1} <= set(_rated(form, rulebook)):
        return None
    less = (known(form.funds[0].executed) * Decimal("0.05")).quantize(CENT)
    if known(form.funds[1].executed) <= less:
        return None
    form = with_fund(form, 0, executed=known(form.funds[0].executed) - less)
    return with_fund(form, 1, executed=known(form.funds[1].executed) - less)


@mutation("A011", "执行率截尾而未四舍五入")
def rate_truncated(form: Form, rng: random.Random, rulebook: Rulebook) -> Form | None:
    if rulebook.rounding.mode == "truncate":
        return None
    cut = {}
    for at in _rated(form, rulebook):
        line = form.funds[at]
        truncated = (known(line.executed) / _budget(line, rulebook)).quantize(known(line.rate), "ROUND_DOWN")
        if truncated != line.rate:
            cut[at] = truncated
    place = drawn(rng, sorted(cut))
    return None if place is None else with_fund(form, place, rate=cut[place])


@mutation("A012", "执行率按另一栏预算数计算")
def rate_of_another_budget(form: Form, rng: random.Random, rulebook: Rulebook) -> Form | None:
    column = "initial_budget" if rulebook.execution.denominator == "full_budget" else "full_budget"
    wrong = {}
    for at in _rated(form, rulebook):
        line = form.funds[at]
        other: Decimal | None = getattr(line, column)
        if other and _rounded(known(line.executed) / other, known(line.rate)) not in _near(line, rulebook):
            wrong[at] = _rounded(known(line.executed) / other, known(line.rate))
    place = drawn(rng, sorted(wrong))
    return None if place is None else with_fund(form, place, rate=wrong[place])


def _near(line: FundLine, rulebook: Rulebook) -> tuple[Decimal, Decimal]:
    """The right rate, rounded and cut off."""
    exact, like = known(line.executed) / _budget(line, rulebook), known(line.rate)
    return exact.quantize(like, "ROUND_HALF_UP"), exact.quantize(like, "ROUND_DOWN")


@mutation("A013", "执行率得分少填 {less} 分，总分照算", less=("1", "0.5", "0.05"))
def execution_score_lowered(form: Form, _rng: random.Random, rulebook: Rulebook, less: str) -> Form | None:
    award, printed = score(form, rulebook).execution, total_line(form).score
    if printed is None or not isinstance(award, Award) or award.points is None or printed <= Decimal(less):
        return None
    return settled(with_fund(form, 0, score=printed - Decimal(less)), rulebook)


@mutation("A013", "执行率不足却填满分")
def execution_score_full(form: Form, _rng: random.Random, rulebook: Rulebook) -> Form | None:
    award, line = score(form, rulebook).execution, total_line(form)
    if line.score is None or line.weight is None or not isinstance(award, Award) or award.points is None:
        return None
    if line.weight - line.score < Decimal("0.1"):
        return None
    return settled(with_fund(form, 0, score=line.weight), rulebook)


@mutation("A014", "执行数与预算数两栏填反")
def budget_and_executed_swapped(form: Form, _rng: random.Random, _rulebook: Rulebook) -> Form | None:
    line = total_line(form)
    if line.executed is None or line.full_budget is None or line.executed >= line.full_budget:
        return None
    return with_fund(form, 0, executed=line.full_budget, full_budget=line.executed)


@mutation("A014", "一项来源的执行数超过其预算数，另一项相应减少")
def source_over_budget(form: Form, _rng: random.Random, _rulebook: Rulebook) -> Form | None:
    first, second = form.funds[1], form.funds[2]
    if first.executed is None or first.full_budget is None or not second.executed:
        return None
    more = first.full_budget - first.executed + 1
    if more >= second.executed:
        return None
    form = with_fund(form, 1, executed=first.executed + more, rate=None)
    return with_fund(form, 2, executed=second.executed - more, rate=None)


@mutation("A015", "预算数{as_what}，却有执行率得分", as_what=("填 0", "空白"))
def scored_without_budget(form: Form, _rng: random.Random, rulebook: Rulebook, as_what: str) -> Form | None:
    if not total_line(form).score or rulebook.execution.zero_budget == "full":
        return None
    amount = Decimal(0) if as_what == "填 0" else None
    for at in range(len(form.funds)):
        form = with_fund(form, at, initial_budget=amount, full_budget=amount, rate=None)
    return form


def _part(form: Form, rng: random.Random, column: str) -> int | None:
    fits = [at for at, line in enumerate(form.funds) if not line.is_total and (getattr(line, column) or 0) > 1]
    return drawn(rng, fits)


def _wrong_part(form: Form, rng: random.Random, column: str, slip: str) -> Form | None:
    at = _part(form, rng, column)
    if at is None:
        return None
    amount: Decimal = getattr(form.funds[at], column)
    wrong = {
        "少一位": amount.scaleb(-1),
        "多十万": amount + 10,
        "数字颠倒": digits_swapped(amount),
        "以元填报": amount.scaleb(4),
    }[slip]
    return None if wrong is None else with_fund(form, at, **{column: wrong, "rate": None})


def _is_department(form: Form) -> bool:
    return any(line.source == "基本支出" for line in form.funds)


SLIPS = ("少一位", "多十万", "数字颠倒", "以元填报")
COLUMNS = ("full_budget", "executed")


@mutation("A016", "一项资金来源的 {column} {slip}，总额未改", column=COLUMNS, slip=SLIPS)
def source_changed(form: Form, rng: random.Random, _rulebook: Rulebook, column: str, slip: str) -> Form | None:
    return None if _is_department(form) else _wrong_part(form, rng, column, slip)


@mutation("A016", "漏填一项资金来源")
def source_lost(form: Form, rng: random.Random, _rulebook: Rulebook) -> Form | None:
    at = _part(form, rng, "full_budget")
    if at is None or _is_department(form):
        return None
    return replace(form, funds=form.funds[:at] + form.funds[at + 1 :])


@mutation("A017", "基本支出或项目支出的 {column} {slip}，总额未改", column=COLUMNS, slip=SLIPS)
def spending_changed(form: Form, rng: random.Random, _rulebook: Rulebook, column: str, slip: str) -> Form | None:
    return _wrong_part(form, rng, column, slip) if _is_department(form) else None


@mutation("A018", "执行数超过到位数")
def executed_over_arrived(form: Form, _rng: random.Random, _rulebook: Rulebook) -> Form | None:
    line = total_line(form)
    if line.arrived is None or not line.executed:
        return None
    return with_fund(form, 0, arrived=line.executed - 1)


@mutation("A018", "到位数超过预算数")
def arrived_over_budget(form: Form, _rng: random.Random, _rulebook: Rulebook) -> Form | None:
    line = total_line(form)
    if line.arrived is None or line.full_budget is None:
        return None
    return with_fund(form, 0, arrived=line.full_budget + 5)


@mutation("A019", "说明里的结余与预算数减执行数不符")
def balance_changed(form: Form, rng: random.Random, _rulebook: Rulebook) -> Form | None:
    line = total_line(form)
    if form.amount_unit != "万元" or line.full_budget is None or line.executed is None or not line.reason:
        return None
    left = line.full_budget - line.executed
    said, wrong = f"结余{plain(left)}万元", f"结余{plain(left + rng.choice([1, 10, 100]))}万元"
    return with_fund(form, 0, reason=line.reason.replace(said, wrong)) if said in line.reason else None
