"""The deduction column (扣分栏), where the method has one: taken off, unless it only tells the points lost already."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from jixiao.scoring.model import Award
from jixiao.scoring.rounding import tidy

_ZERO = Decimal(0)
_ONE = Decimal(1)


def deducted(award: Award, deduction: Decimal, printed: Decimal | None) -> Award:
    """The award with the deduction column put in (扣分); `printed` is the score on the form, if any."""
    if _tells_the_loss(award, deduction, printed):
        return msgspec.structs.replace(
            award,
            working=f"{award.working}；扣分栏的 {deduction:f} 分是按此算出的失分，不再扣减",
            working_en=f"{award.working_en}; the deduction column, {deduction:f}, tells the points lost: not taken off",
        )
    low, high = (tidy(max(points - deduction, _ZERO)) for points in (award.low, award.high))
    left = f"{low:f}" if low == high else f"{low:f}–{high:f}"
    return msgspec.structs.replace(
        award,
        low=low,
        high=high,
        working=f"{award.working}；扣 {deduction:f} 分，得 {left} 分",
        working_en=f"{award.working_en}; less {deduction:f}: {left}",
    )


def _tells_the_loss(award: Award, deduction: Decimal, printed: Decimal | None) -> bool:
    """Whether the column repeats what the row has lost already: weight less score (扣分栏填的是失分).

    A full award has lost nothing, so a deduction beside it is one of its own; and a score that is the award less the
    deduction says that it was meant to be taken off.
    """
    left = award.weight - deduction
    if award.points is None:
        return printed == left and award.low <= left <= award.high and not (award.high_open and left == award.high)
    if award.points >= award.weight or printed == max(award.points - deduction, _ZERO):
        return False
    return printed == left or abs(left - award.points) * 2 <= _last_place(deduction)


def _last_place(number: Decimal) -> Decimal:
    """One unit of the last place printed (末位单位)."""
    exponent = number.as_tuple().exponent
    return _ONE.scaleb(min(exponent, 0)) if isinstance(exponent, int) else _ONE
