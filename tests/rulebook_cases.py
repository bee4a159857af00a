"""The notation of tests/cases/rulebooks/*.toml (计分办法案例): one line a row, its outcome as short as can be read.

    rows       [name, target, actual, weight, outcome], with "满意度" as a sixth for a satisfaction indicator
    execution  [name, initial budget, full budget, executed, weight, outcome]
    grades     [total, grade], "" for a total that has none

A blank cell is "". Outcomes: "9.02" points; "8–10" a band; "5–8)" a band whose upper end belongs to the next;
"? no_operator 8.85 | 10" not scored, with the reason and the readings; "-" the method gives no points at all.
An outcome ends in " *" where it stands on an assumption, not on the text.
"""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

from jixiao.form import Form, FundLine, Group, Indicator
from jixiao.quantity import parse
from jixiao.rulebooks.model import Basis, Rulebook
from jixiao.scoring import Award, Unscored, score

FOLDER = Path(__file__).parent / "cases" / "rulebooks"
SATISFACTION = "满意度"


def case_file(name: str) -> dict[str, Any]:
    """The cases of one rulebook."""
    values: dict[str, Any] = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    return values


def indicator_of(target: str, actual: str, weight: str, kind: str = "") -> Indicator:
    """The row that a line writes down."""
    return Indicator(
        name="案例指标",
        group=Group.SATISFACTION if kind == SATISFACTION else Group.OUTPUT,
        target=parse(target),
        actual=parse(actual),
        weight=_number(weight),
    )


def outcome_of_row(rulebook: Rulebook, *cells: str) -> str:
    """What the rulebook gives the row, in the notation above."""
    return outcome(score(Form(indicators=(indicator_of(*cells),)), rulebook).indicators[0])


def outcome_of_execution(rulebook: Rulebook, initial: str, full: str, executed: str, weight: str) -> str:
    """What the rulebook gives for the execution rate, in the notation above."""
    numbers = [_number(text) for text in (initial, full, executed, weight)]
    line = FundLine(
        source="年度资金总额",
        is_total=True,
        initial_budget=numbers[0],
        full_budget=numbers[1],
        executed=numbers[2],
        weight=numbers[3],
    )
    result = score(Form(funds=(line,)), rulebook).execution
    return "-" if result is None else outcome(result)


def outcome(result: Award | Unscored) -> str:
    """An award or its absence in the notation above."""
    if isinstance(result, Unscored):
        readings = " | ".join(_points(one) for one in result.readings)
        return f"? {result.reason} {readings}".strip()
    return _points(result) + (" *" if result.basis is Basis.ASSUMED else "")


def _points(award: Award) -> str:
    if award.low == award.high:
        return f"{award.low:f}"
    return f"{award.low:f}–{award.high:f}{')' if award.high_open else ''}"


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None
