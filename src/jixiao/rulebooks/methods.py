"""The scoring methods (计分方法) of indicators whose target is not met: one function a method.

Each gives its points as a quotient of exact decimals, so that rounding decides on the true value and not on a rounded
quotient. `a` is the target (年度指标值 A) and `b` the actual (实际完成值 B), in one unit and neither of them negative.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Context, Decimal
from typing import NamedTuple

from jixiao.rulebooks.model import MethodRule, Step

EXACT = Context(prec=1000)
"""Sums and products of printed numbers never need so many digits: nothing is rounded here."""

_ONE = Decimal(1)
_HUNDRED = Decimal(100)


class Points(NamedTuple):
    """Points before rounding (未舍入得分): `top` ÷ `bottom`, with the formula as people write it."""

    top: Decimal
    bottom: Decimal
    formula: str  #: 10 × 2468.99 ÷ 2735.89


Method = Callable[[Decimal, Decimal, Decimal, MethodRule], Points]

_METHODS: dict[str, tuple[Method | None, tuple[str, ...]]] = {"unstated": (None, ())}


def _method(*needs: str) -> Callable[[Method], Method]:
    """Declare a method under its function's name, with the figures that its rule must state."""

    def declare(function: Method) -> Method:
        _METHODS[function.__name__] = (function, needs)
        return function

    return declare


def names() -> list[str]:
    """Every method that a rulebook may name (计分方法名称); `unstated` is the one without a formula."""
    return list(_METHODS)


def needs(name: str) -> tuple[str, ...]:
    """The figures that a rule of this method must state (所需数值)."""
    return _METHODS[name][1]


def function_of(name: str) -> Method | None:
    """The function of a method; None for `unstated`."""
    return _METHODS[name][0]


def plain(number: Decimal) -> str:
    """A number without idle zeros or exponent: 9.50 is 9.5, 1E+1 is 10."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(share: Decimal) -> str:
    """A fraction as a percentage: 0.6 is 60%."""
    return f"{plain(EXACT.multiply(share, _HUNDRED))}%"


@_method()
def ratio(weight: Decimal, a: Decimal, b: Decimal, _rule: MethodRule) -> Points:
    """Weight times actual ÷ target (正向比率法 B/A)."""
    return Points(EXACT.multiply(weight, b), a, f"{weight:f} × {b:f} ÷ {a:f}")


@_method()
def inverse_ratio(weight: Decimal, a: Decimal, b: Decimal, _rule: MethodRule) -> Points:
    """Weight times target ÷ actual (反向比率法 A/B)."""
    return Points(EXACT.multiply(weight, a), b, f"{weight:f} × {a:f} ÷ {b:f}")


@_method("factor")
def linear_to_k(weight: Decimal, a: Decimal, b: Decimal, rule: MethodRule) -> Points:
    """Full at the target, nothing at `factor` times the target, a straight line between (反向线性法)."""
    factor = rule.factor or _ONE
    span = EXACT.multiply(a, EXACT.subtract(factor, _ONE))
    left = EXACT.subtract(EXACT.multiply(a, factor), b)
    if left <= 0:
        return Points(Decimal(0), _ONE, f"{b:f} ≥ {plain(factor)} × {a:f}: {weight:f} × 0%")
    divisor = f"{a:f}" if factor - 1 == 1 else f"({a:f} × {plain(factor - 1)})"
    return Points(EXACT.multiply(weight, left), span, f"{weight:f} × [1 − ({b:f} − {a:f}) ÷ {divisor}]")


@_method("gate")
def gate(weight: Decimal, a: Decimal, b: Decimal, rule: MethodRule) -> Points:
    """Nothing below the pass gate, then in proportion to what lies above it (设及格门槛的比例法)."""
    door = rule.gate or Decimal(0)
    above = EXACT.subtract(b, EXACT.multiply(a, door))
    if above < 0:
        return Points(Decimal(0), _ONE, f"{b:f} ÷ {a:f} < {percent(door)}: {weight:f} × 0%")
    span = EXACT.multiply(a, EXACT.subtract(_ONE, door))
    formula = f"{weight:f} × ({b:f} ÷ {a:f} − {percent(door)}) ÷ (1 − {percent(door)})"
    return Points(EXACT.multiply(weight, above), span, formula)


@_method()
def direct(weight: Decimal, a: Decimal, b: Decimal, _rule: MethodRule) -> Points:
    """All or nothing (直接赋分): here the target is missed."""
    return Points(Decimal(0), _ONE, f"{b:f} ≠ {a:f}: {weight:f} × 0%")


@_method("steps")
def steps(weight: Decimal, a: Decimal, b: Decimal, rule: MethodRule) -> Points:
    """A share of the weight for each step of actual ÷ target (按完成率分档)."""
    step = step_at(rule.steps, b, a)
    return _stepped(weight, step, f"{b:f} ÷ {a:f}")


@_method("steps")
def satisfaction_steps(weight: Decimal, _a: Decimal, b: Decimal, rule: MethodRule) -> Points:
    """A share of the weight for each step of the satisfaction itself, a percentage (按满意度分档); target put aside."""
    step = step_at(rule.steps, b, _HUNDRED)
    return _stepped(weight, step, f"{b:f}%")


def step_at(ladder: tuple[Step, ...], top: Decimal, bottom: Decimal, *, finished: bool | None = None) -> Step | None:
    """The highest step that `top` ÷ `bottom` reaches (所达档次), of those for a finished or unfinished project."""
    best: Step | None = None
    for step in ladder:
        fits = step.finished is None or finished is None or step.finished == finished
        reached = fits and EXACT.multiply(step.from_, bottom) <= top
        if reached and (best is None or step.from_ > best.from_):
            best = step
    return best


def _stepped(weight: Decimal, step: Step | None, degree: str) -> Points:
    if step is None:
        return Points(Decimal(0), _ONE, f"{degree}: {weight:f} × 0%")
    formula = f"{degree} ≥ {percent(step.from_)}: {weight:f} × {percent(step.share)}"
    return Points(EXACT.multiply(weight, step.share), _ONE, formula)
