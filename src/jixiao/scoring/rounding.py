"""Rounding of points (得分舍入) on exact quotients, and how an unrounded value is shown."""

from __future__ import annotations

from decimal import Context, Decimal
from functools import lru_cache

from jixiao.rulebooks.methods import EXACT, plain
from jixiao.rulebooks.model import RoundingRule

_KEPT = Context(prec=28)
_TWO = Decimal(2)
_ONE = Decimal(1)
_SHOWN_AFTER_STEP = 2  # 9.0244… → 9.02: two digits more than the step show on which side of the half it lies


def rounded(top: Decimal, bottom: Decimal, rule: RoundingRule) -> Decimal:
    """`top` ÷ `bottom`, neither negative, to the rule's step; halves up or cut off as it says (舍入).

    The decision is made on whole numbers: a quotient just below the half is never rounded first and then up.
    """
    step = rule.score_step
    divisor = EXACT.multiply(bottom, step)
    if rule.mode == "truncate":
        count = EXACT.divide_int(top, divisor)
    else:
        doubled = EXACT.multiply(divisor, _TWO)
        count = EXACT.divide_int(EXACT.fma(top, _TWO, divisor), doubled)
    return tidy(EXACT.multiply(count, step))


def tidy(number: Decimal) -> Decimal:
    """The number without idle zeros: 9.50 is 9.5, 10.00 is 10 (never 1E+1)."""
    whole = number.quantize(_ONE, context=EXACT)
    return whole if whole == number else number.normalize(EXACT)


def quotient(top: Decimal, bottom: Decimal) -> Decimal:
    """`top` ÷ `bottom` to 28 digits; exact where it ends before (商). A whole number has no exponent: 20, not 2E+1."""
    result = _KEPT.divide(top, bottom)
    exponent = result.as_tuple().exponent
    return result.quantize(_ONE, context=EXACT) if isinstance(exponent, int) and exponent > 0 else result


@lru_cache(maxsize=32)
def decimals(step: Decimal) -> int:
    """How many decimals a step has (小数位数): 2 for 0.01."""
    exponent = step.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def shown(top: Decimal, bottom: Decimal, step: Decimal) -> str:
    """`top` ÷ `bottom` as people write it: whole where it is short, else cut off with an ellipsis (9.0244…)."""
    places = decimals(step) + _SHOWN_AFTER_STEP
    scaled = EXACT.divide_int(top.scaleb(places, EXACT), bottom)
    cut = scaled.scaleb(-places, EXACT)
    ends = EXACT.multiply(cut, bottom) == top
    return plain(cut) if ends else f"{cut:f}…"
