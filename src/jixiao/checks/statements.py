"""Figures about the funds that the texts of a form state (文字中的资金数字), held against the table of funds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from jixiao.checks.dossier import Dossier
from jixiao.checks.tolerance import percent, places, rounded
from jixiao.form import FundLine
from jixiao.numerals import fold
from jixiao.units import rescale

_PLACES = ("conclusion", "problems", ".actual", "funds")
_NUMBER = r"([0-9]+(?:\.[0-9]+)?)"
_ROUGHLY = r"(?!以上|以下|以内|左右|多|余|[0-9])"
_RATE = re.compile(rf"(?:预算|资金)执行率(?:为|达到|达|是|:)?{_NUMBER}%{_ROUGHLY}")
_AMOUNT = re.compile(
    rf"(全年预算|年初预算|全年执行)(?:数|金额|总额|资金)?(?:为|共|达|是|:)?{_NUMBER}(亿元|万元|元){_ROUGHLY}"
)
_COLUMNS = {"全年预算": "full_budget", "年初预算": "initial_budget", "全年执行": "executed"}
_WHOLE = Decimal(100)


def misstated(dossier: Dossier) -> Iterator[tuple[str, str, str]]:
    """Path, words and the figure they should give (与资金表不符的说法)."""
    if dossier.total_fund is None:
        return
    total = dossier.total_fund[1]
    for path, text in dossier.prose:
        if any(place in path for place in _PLACES) and ("执行" in text or "预算" in text):
            folded = fold(text)
            yield from ((path, *found) for found in _rates(folded, dossier))
            yield from ((path, *found) for found in _amounts(folded, dossier, total))


def _rates(text: str, dossier: Dossier) -> Iterator[tuple[str, str]]:
    """Rates of which none is that of any row. 100% is left to C067."""
    found = list(_RATE.finditer(text))
    stated = [Decimal(one[1]) for one in found]
    known = [rate for line in dossier.form.funds for rate in (line.rate, _rate(line)) if rate is not None]
    rate = dossier.rate
    if not found or rate is None or any(_agrees(number, one * _WHOLE) for number in stated for one in known):
        return
    if stated[0] != _WHOLE:
        yield found[0][0], percent(rounded(rate, places(stated[0]) + 2))


def _amounts(text: str, dossier: Dossier, total: FundLine) -> Iterator[tuple[str, str]]:
    unit = dossier.form.amount_unit
    for found in _AMOUNT.finditer(text):
        column = _COLUMNS[found[1]]
        expected: Decimal | None = getattr(total, column)
        stated = rescale(Decimal(found[2]), found[3], unit) if unit else None
        known = [amount for line in dossier.form.funds if (amount := getattr(line, column)) is not None]
        if expected is not None and stated is not None and not any(_agrees(stated, amount) for amount in known):
            yield found[0], f"{expected:f}{unit}"


def _rate(line: FundLine) -> Decimal | None:
    return line.executed / line.full_budget if line.executed is not None and line.full_budget else None


def _agrees(stated: Decimal, exact: Decimal) -> bool:
    """Whether the two are one number at the digits of the coarser."""
    decimals = min(places(stated), places(exact))
    return rounded(stated, decimals) == rounded(exact, decimals)
