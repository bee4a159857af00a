"""The execution rate worked out in words (执行率的算式)."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

import msgspec

from jixiao.form import FundLine
from jixiao.places import FIELDS
from jixiao.proving.model import NOTHING, Text
from jixiao.rule_words import METHODS
from jixiao.rulebooks.methods import EXACT
from jixiao.rulebooks.model import Rulebook
from jixiao.scoring.rounding import decimals, rounded, shown

_PERCENT_PLACES = 2  # a fraction as a percentage: the point moves two places


class Rate(NamedTuple):
    """A rate by the method (执行率)."""

    due: Decimal  #: a fraction, rounded by the method
    formula: str  #: 2468.99 ÷ 2735.89 = 90.2444…%
    rounding: Text  #: 四舍五入到 0.01% 为 90.24%; nothing where it needed none


def rate_by_method(line: FundLine, rulebook: Rulebook) -> Rate | None:
    """The rate of a fund row with its formula; None where a number is blank or the budget is none."""
    budget: Decimal | None = getattr(line, rulebook.execution.denominator)
    executed, rule = line.executed, rulebook.rounding
    if budget is None or executed is None or budget <= 0 or executed < 0:
        return None
    step = rule.rate_step
    due = rounded(executed, budget, msgspec.structs.replace(rule, score_step=step)).quantize(step, context=EXACT)
    value = shown(executed.scaleb(_PERCENT_PLACES), budget, step.scaleb(_PERCENT_PLACES))
    short = decimals(Decimal(value)) <= decimals(step.scaleb(_PERCENT_PLACES)) if not value.endswith("…") else False
    mode = METHODS[rule.mode]
    size, given = percent(step), percent(due)
    rounding = NOTHING if short else (f"{mode[0]}到 {size} 为 {given}", f"rounded ({mode[1]}) to {size}: {given}")
    return Rate(due, f"{executed:f} ÷ {budget:f} = {value}%", rounding)


def percent(rate: Decimal) -> str:
    """A fraction as a percentage with the digits it has: 0.9024 is 90.24%."""
    return f"{rate.scaleb(_PERCENT_PLACES):f}%"


def worked_rate(line: FundLine, rulebook: Rulebook) -> Text:
    """执行率 = 全年执行数 ÷ 全年预算数 = 2468.99 ÷ 2735.89 = 90.2444…%，四舍五入到 0.01% 为 90.24%"""
    rate = rate_by_method(line, rulebook)
    if rate is None:
        return NOTHING
    zh, en = formula_of(rate, rulebook)
    if rate.rounding == NOTHING:
        return zh, en
    return f"{zh}，{rate.rounding[0]}", f"{en}, {rate.rounding[1]}"


def formula_of(rate: Rate, rulebook: Rulebook) -> Text:
    """The formula in words and in numbers, before rounding."""
    column, executed = FIELDS[rulebook.execution.denominator], FIELDS["executed"]
    zh = f"执行率 = {executed[0]} ÷ {column[0]} = {rate.formula}"
    return zh, f"execution rate = {executed[1]} ÷ {column[1]} = {rate.formula}"
