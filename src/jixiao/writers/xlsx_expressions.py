"""The scoring methods as expressions of a spreadsheet (计分公式): what rulebooks/methods.py works out, in cells."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from jixiao.quantity import Quantity
from jixiao.rulebooks.methods import plain
from jixiao.rulebooks.model import MethodRule, RoundingRule, Step
from jixiao.scoring.rounding import decimals

NEAR = Decimal("0.00000001")  # of a step: a value so near to the half is not left to binary numbers
Rounding = Callable[[str], str]
"""Puts an expression into the rounding of the method."""


class Operands(NamedTuple):
    """The cells of one row (代入单元格): A and B as expressions of one scale, the weight, and the bare references."""

    a: str
    b: str
    weight: str
    refs: tuple[str, str, str]
    is_percentage: bool  #: B is stored as a fraction

    def guarded(self, inner: str) -> str:
        """Blank until all three cells hold numbers (未填全时为空)."""
        return f'IF(COUNT({",".join(self.refs)})<3,"",{inner})'


def rounding_of(rule: RoundingRule, exact: Decimal | None) -> Rounding | None:
    """How to round in cells (舍入); None where no spreadsheet can be trusted to round this value as the method does."""
    digits = decimals(rule.score_step)
    if rule.score_step != Decimal(1).scaleb(-digits):
        return None
    steps = None if exact is None else exact / rule.score_step
    edge = None if steps is None else abs((steps % 1) - (Decimal(0) if rule.mode == "truncate" else Decimal("0.5")))
    if edge is not None and 0 < edge < NEAR:
        return None
    if rule.mode == "truncate":
        return lambda inner: f"ROUNDDOWN(ROUND({inner},9),{digits})"
    if edge == 0:  # a half: binary fractions may lie a hair below it
        return lambda inner: f"ROUND(ROUND({inner},9),{digits})"
    return lambda inner: f"ROUND({inner},{digits})"


def expression(rule: MethodRule, target: Quantity, cells: Operands, rounding: Rounding) -> str | None:
    """The points of a row whose target prints its direction; None where the method states no formula."""
    a, b, weight = cells.a, cells.b, cells.weight
    if rule.method == "satisfaction_steps":
        if target.unit != "%":
            return None
        degree = b if cells.is_percentage and a == cells.refs[0] else f"{b}/100"
        return _ladder(rule.steps, degree, weight, rounding)
    made = _METHODS.get(rule.method)
    if made is None or target.operator == "" or (target.operator == "=" and rule.method == "inverse_ratio"):
        return None
    sign = {"≥": ">=", ">": ">", "≤": "<=", "<": "<", "=": "="}[target.operator]
    return f"IF({b}{sign}{a},{weight},{made(rule, a, b, weight, rounding)})"


def _ratio(_rule: MethodRule, a: str, b: str, weight: str, rounding: Rounding) -> str:
    return f"MAX(0,MIN({weight},{rounding(f'{weight}*{b}/{a}')}))"


def _inverse_ratio(_rule: MethodRule, a: str, b: str, weight: str, rounding: Rounding) -> str:
    return f"MAX(0,MIN({weight},{rounding(f'{weight}*{a}/{b}')}))"


def _direct(_rule: MethodRule, _a: str, _b: str, _weight: str, _rounding: Rounding) -> str:
    return "0"


def _linear_to_k(rule: MethodRule, a: str, b: str, weight: str, rounding: Rounding) -> str:
    k = rule.factor or Decimal(1)
    inner = f"{weight}*({a}*{plain(k)}-{b})/({a}*{plain(k - 1)})"
    return f"MAX(0,MIN({weight},{rounding(inner)}))"


def _gate(rule: MethodRule, a: str, b: str, weight: str, rounding: Rounding) -> str:
    door = rule.gate or Decimal(0)
    inner = f"{weight}*({b}-{a}*{plain(door)})/({a}*{plain(1 - door)})"
    return f"MAX(0,MIN({weight},{rounding(inner)}))"


def _steps(rule: MethodRule, a: str, b: str, weight: str, rounding: Rounding) -> str:
    return _ladder(rule.steps, f"ROUND({b}/{a},12)", weight, rounding)


def _ladder(steps: tuple[Step, ...], degree: str, weight: str, rounding: Rounding) -> str:
    """The share of the highest step that is reached (分档)."""
    out = "0"
    for step in sorted(steps, key=lambda one: one.from_):
        out = f"IF({degree}>={plain(step.from_)},{rounding(f'{weight}*{plain(step.share)}')},{out})"
    return out


_METHODS: dict[str, Callable[[MethodRule, str, str, str, Rounding], str]] = {
    "ratio": _ratio,
    "inverse_ratio": _inverse_ratio,
    "linear_to_k": _linear_to_k,
    "gate": _gate,
    "direct": _direct,
    "steps": _steps,
}
