"""The fund block of a generated form (生成表的资金): amounts that add up, rates as printed."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from bench.planted.subject import Subject
from bench.planted.wording import words
from jixiao.form import FundLine

CENT = Decimal("0.01")
RATE_STEPS = (*(Decimal("0.0001"),) * 4, Decimal("0.001"), Decimal("0.01"))
"""Rates are mostly printed to two decimals of a percent."""


def fund_lines(subject: Subject) -> tuple[FundLine, ...]:
    """The total with its parts (年度资金总额及其各项)."""
    rng, rule = subject.rng, subject.rulebook.execution
    budget = Decimal(rng.randint(80_00, 2_400_00)) * CENT
    if subject.amount_unit == "元":
        budget = budget * 10_000 + Decimal(rng.randint(0, 9_999)) * CENT
    initial = _initial(subject, budget)
    executed = (min(budget, initial or budget) * rng.choice(words().shares)).quantize(CENT)
    step = rng.choice(RATE_STEPS)
    total = FundLine(
        "年度资金总额",
        is_total=True,
        initial_budget=initial,
        full_budget=budget,
        executed=executed,
        arrived=budget if rng.random() < 0.2 else None,
        weight=rule.weight if rule.method != "none" else None,
        reason=rng.choice(words().adjustment_causes) if initial not in (None, budget) else None,
    )
    total = _with_rate(subject, total, step)
    parts = _parts(subject, total)
    if rng.random() < 0.5:
        parts = [_with_rate(subject, line, step) if line.full_budget else line for line in parts]
    return (total, *parts)


def _initial(subject: Subject, budget: Decimal) -> Decimal | None:
    if subject.layout == "L1-rural":
        return None  # this layout prints no 年初预算数
    if subject.rng.random() < (0.6 if subject.rulebook.reason.adjustment else 0.25):
        return (budget * Decimal(subject.rng.choice(["0.92", "0.95", "1.04"]))).quantize(CENT)
    return budget


def _with_rate(subject: Subject, line: FundLine, step: Decimal) -> FundLine:
    budget: Decimal | None = getattr(line, subject.rulebook.execution.denominator)
    if not budget or line.executed is None:
        return line
    rounding = "ROUND_DOWN" if subject.rulebook.rounding.mode == "truncate" else "ROUND_HALF_UP"
    return msgspec.structs.replace(line, rate=(line.executed / budget).quantize(step, rounding))


def _parts(subject: Subject, total: FundLine) -> list[FundLine]:
    """Two sources that make up the total in every column, and one without money."""
    names = words().funds_department if subject.is_department else words().funds_project
    share = Decimal(subject.rng.randint(55, 90)) / 100
    columns = ("initial_budget", "full_budget", "arrived", "executed")
    amounts = {column: amount for column in columns if (amount := getattr(total, column)) is not None}
    first = {column: (amount * share).quantize(CENT) for column, amount in amounts.items()}
    second = {column: amount - first[column] for column, amount in amounts.items()}
    empty = dict.fromkeys(amounts, Decimal("0.00")) if subject.rng.random() < 0.5 else {}
    return [FundLine(name, **row) for name, row in zip(names, (first, second, empty), strict=True)]
