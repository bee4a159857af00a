"""The fund block (资金) as the checks compare it: its columns, its sums and its rates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

import msgspec

from jixiao.checks.dossier import Dossier
from jixiao.checks.tolerance import places, rounded, sum_tolerance, truncated
from jixiao.form import FundLine
from jixiao.rulebooks.model import Rulebook

COLUMNS = ("initial_budget", "full_budget", "arrived", "executed")
"""The amounts of a fund row (资金行的金额栏)."""


MYRIAD = 4
"""1 万元 is 10^4 元: the power of ten between the two units of a form."""


class FundSum(msgspec.Struct, frozen=True):
    """One column of the fund block: its printed total and the parts it should be the sum of (资金列合计)."""

    column: str
    path: str
    stated: Decimal
    total: Decimal
    count: int
    blank: bool  #: some part is blank
    holds: bool  #: equal within what rounding of the parts allows


def fund_sums(dossier: Dossier, parts: Sequence[FundLine]) -> Iterator[FundSum]:
    """Each column in which both the total row and some part print an amount."""
    if dossier.total_fund is None:
        return
    path, total_row = dossier.total_fund
    for column in COLUMNS:
        stated: Decimal | None = getattr(total_row, column)
        amounts = [amount for line in parts if (amount := getattr(line, column)) is not None]
        if stated is None or not amounts:
            continue
        total = sum(amounts, Decimal(0))
        holds = total == stated or abs(total - stated) <= sum_tolerance(amounts, stated)
        yield FundSum(column, f"{path}.{column}", stated, total, len(amounts), len(amounts) < len(parts), holds)


def spending_parts(dossier: Dossier) -> list[tuple[int, FundLine]]:
    """The rows 基本支出, 项目支出 and 其他…, with their indices; none where the block is not divided so."""
    named = [(index, line) for index, line in enumerate(dossier.form.funds) if not line.is_total]
    found = [(index, line) for index, line in named if _bare(line.source).startswith(("基本支出", "项目支出", "其他"))]
    kinds = {_bare(line.source)[:2] for _, line in found}
    return found if {"基本", "项目"} <= kinds else []


def source_parts(dossier: Dossier) -> list[FundLine]:
    """The rows of the sources of money (资金来源), where the block is divided by source and not by kind of spending."""
    if spending_parts(dossier):
        return []
    return [line for line in dossier.form.funds if not line.is_total]


def holds_nested(parts: Sequence[FundLine], column: str, stated: Decimal) -> bool:
    """Whether the total holds once some rows are read as details of the row above them (其中).

    Such rows add up to the row above, or the first of them says 其中.
    """
    amounts: list[Decimal] = [getattr(line, column) or Decimal(0) for line in parts]
    for first in range(1, len(parts)):
        for after in range(first + 1, len(parts) + 1):
            details = amounts[first:after]
            nested = sum(details) == amounts[first - 1] or parts[first].source.startswith("其中")
            rest = amounts[:first] + amounts[after:]
            if nested and abs(sum(rest) - stated) <= sum_tolerance(rest, stated):
                return True
    return False


def _bare(source: str) -> str:
    return source.removeprefix("其中").lstrip("：:（(1234567890一二三四五六、.．）)")


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
