"""What printed digits can say (按印出位数定容差).

Nothing here is a chosen epsilon: a tolerance follows from the digits printed and from how many numbers were added.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from jixiao.rulebooks.methods import EXACT

_HALF = Decimal("0.5")
_UNITS = tuple(Decimal(1).scaleb(-places) for places in range(29))


def places(number: Decimal) -> int:
    """How many decimal places were printed (小数位数).

    >>> places(Decimal("1191.07")), places(Decimal("12"))
    (2, 0)
    """
    for decimals, unit in enumerate(_UNITS):  # far quicker than as_tuple(), and most numbers have few places
        if number.same_quantum(unit):
            return decimals
    return 0


def last_place(number: Decimal) -> Decimal:
    """One unit of the last printed place (末位单位).

    >>> last_place(Decimal("1191.07"))
    Decimal('0.01')
    """
    return _UNITS[places(number)]


def sum_tolerance(addends: Sequence[Decimal], stated: Decimal) -> Decimal:
    """How far a printed sum of rounded amounts may lie from the sum of what was printed (合计容差).

    Half a unit for each addend and half a unit for the sum. The addends share the finest place printed among them,
    because spreadsheets drop trailing zeros.

    >>> sum_tolerance([Decimal("1191.07"), Decimal("244.04"), Decimal("123.55")], Decimal("1558.67"))
    Decimal('0.020')
    """
    finest = min((last_place(amount) for amount in addends), default=_UNITS[0])
    return _HALF * (len(addends) * finest + last_place(stated))


def rounded(number: Decimal, decimals: int) -> Decimal:
    """`number` to so many decimals, halves up (四舍五入).

    >>> rounded(Decimal("9.005"), 2)
    Decimal('9.01')
    """
    return number.quantize(_UNITS[decimals], ROUND_HALF_UP, EXACT)


def truncated(number: Decimal, decimals: int) -> Decimal:
    """`number` cut off after so many decimals (截断).

    >>> truncated(Decimal("9.029"), 2)
    Decimal('9.02')
    """
    return number.quantize(_UNITS[decimals], ROUND_DOWN, EXACT)


def percent(rate: Decimal) -> str:
    """A rate as people print it, with the digits it has (百分比).

    >>> percent(Decimal("0.9024")), percent(Decimal("1.00"))
    ('90.24%', '100%')
    """
    return f"{rate.scaleb(2):f}%"
