"""The fund block (资金) as the checks compare it: its columns and its sums."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

import msgspec

from jixiao.checks.dossier import Dossier
from jixiao.checks.tolerance import sum_tolerance
from jixiao.form import FundLine

COLUMNS = ("initial_budget", "full_budget", "arrived", "executed")
"""The amounts of a fund row (资金行的金额栏)."""


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
