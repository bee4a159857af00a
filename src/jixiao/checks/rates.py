"""How a printed execution rate comes about (执行率复算): from which amounts, rounded or cut off, or by which slip."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from jixiao.checks.tolerance import places, rounded, truncated
from jixiao.form import FundLine
from jixiao.rulebooks.model import Rulebook

MYRIAD = 4
"""1 万元 is 10^4 元: the power of ten between the two units of a form."""


class RateReading(msgspec.Struct, frozen=True):
    """A printed execution rate against the amounts beside it (执行率复算)."""

    verdict: str  #: right, truncated, other_budget, other_unit, scaled, amounts_rounded or wrong
    budget: str  #: the column the method divides by, or the one that fits where that is another
    expected: Decimal  #: by the method, with the digits printed


def read_rate(line: FundLine, rulebook: Rulebook) -> RateReading | None:
    """How the printed rate of a fund row comes about; None where something to compare is blank or zero."""
    column = rulebook.execution.denominator
    if getattr(line, column) is None:
        column = _other(column)
    budget: Decimal | None = getattr(line, column)
    if line.rate is None or line.executed is None or not budget:
        return None
    decimals = places(line.rate)
    exact = line.executed / budget
    expected = rounded(exact, decimals)
    verdict = _verdict(line.rate, exact, truncating=rulebook.rounding.mode == "truncate")
    other: Decimal | None = getattr(line, _other(column))
    if verdict == "wrong" and other and line.rate == rounded(line.executed / other, decimals):
        return RateReading("other_budget", _other(column), expected)
    if verdict == "wrong" and _within_rounded_amounts(line.rate, line.executed, budget):
        verdict = "amounts_rounded"
    return RateReading(verdict, column, expected)


def _other(column: str) -> str:
    return "initial_budget" if column == "full_budget" else "full_budget"


def _verdict(rate: Decimal, exact: Decimal, *, truncating: bool) -> str:
    decimals = places(rate)
    if rate == rounded(exact, decimals):
        return "right"
    if rate == truncated(exact, decimals):
        return "right" if truncating else "truncated"
    if any(rate == rounded(exact.scaleb(shift), decimals) for shift in (MYRIAD, -MYRIAD)):
        return "other_unit"
    for shift in (1, 2, -1, -2):
        if decimals + shift >= 0 and rate.scaleb(-shift) == rounded(exact, decimals + shift):
            return "scaled"
    return "wrong"


def _within_rounded_amounts(rate: Decimal, executed: Decimal, budget: Decimal) -> bool:
    """Whether amounts that print as these could have that rate. Whole amounts are taken as exact."""
    decimals = max(places(executed), places(budget))
    if decimals == 0:
        return False
    half = Decimal(5).scaleb(-decimals - 1)
    low, high = (executed - half) / (budget + half), (executed + half) / (budget - half)
    return rounded(low, places(rate)) <= rate <= rounded(high, places(rate))
