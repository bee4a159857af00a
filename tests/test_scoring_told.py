"""Everything that the scoring says of one row (计分结果全文): points, both workings, clause, basis, inputs, reasons.

tests/cases/scoring.toml holds the cases. `rules` changes single values of the rulebook, for what no published one does.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from jixiao.scoring import Award, Unscored, describe, score
from tests.check_forms import form_of, rulebook_of

CASES = tomllib.loads((Path(__file__).parent / "cases" / "scoring.toml").read_text(encoding="utf-8"))["case"]


def told(result: Award | Unscored | None) -> list[str]:
    """The result line by line; readings follow what they are readings of."""
    if result is None:
        return ["nothing"]
    if isinstance(result, Unscored):
        lines = [f"{result.path}: ? of {result.weight} {result.reason} {_listed(dict(result.facts))}".rstrip()]
        if not result.readings:
            lines += [describe(result), describe(result, "en")]
        return lines + [f"  {line}" for one in result.readings for line in told(one)]
    points = f"{result.low:f}" if result.low == result.high else f"{result.low:f}–{result.high:f}"
    inputs = _listed({f"{one.name} {one.path}": one.value for one in result.inputs})
    return [
        f"{result.path}: {points}{')' * result.high_open} of {result.weight} {result.method} {result.basis}",
        result.working,
        result.working_en,
        f"{result.clause} | {inputs} | {result.exact} {result.level or ''}".rstrip(),
    ]


def _listed(facts: dict[str, Any]) -> str:
    return ", ".join(f"{name}={value}" for name, value in facts.items())


@pytest.mark.parametrize("case", CASES, ids=map(str, range(len(CASES))))  # mutmut finds no long ids
def test_a_row_is_told_whole(case: dict[str, Any]) -> None:
    card = score(form_of(case["form"]), rulebook_of(case["rulebook"], case.get("rules")))
    result = card.indicators[-1] if case["form"].get("indicators") else card.execution
    assert told(result) == case["told"]
