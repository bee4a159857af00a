"""Which printed scores are not the ones due (得分复算), and which one check reports each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec

from jixiao.checks.texts import is_blank
from jixiao.checks.tolerance import places, rounded, truncated
from jixiao.quantity import QuantityKind
from jixiao.scoring import Award, Unscored

if TYPE_CHECKING:
    from jixiao.checks.dossier import Row


class Judgement(msgspec.Struct, frozen=True):
    """One printed score that is not the one due (得分不符), and the check that reports it."""

    row: Row
    code: str
    variant: str
    award: Award | None = None  #: None where the method does not say
    readings: tuple[Award, ...] = ()


_STEPPED = frozenset({"steps", "satisfaction_steps"})
_BY_OPERATOR = {"≤": "A021", "<": "A021", "=": "A022"}
_OPEN_READINGS = frozenset({"no_operator", "method_unstated", "zero_target", "zero_actual", "between_steps"})
_DATED = frozenset({QuantityKind.DATE, QuantityKind.PERIOD})


def judge(rows: Sequence[Row]) -> Mapping[str, list[Judgement]]:
    """The rows whose printed score is not due, under the code of the one check that reports each."""
    found: dict[str, list[Judgement]] = {}
    for row in rows:
        judged = _judge(row)
        if judged is not None:
            found.setdefault(judged.code, []).append(judged)
    return found


def nothing_taken_off(award: Award) -> bool:
    """Whether the points are the unrounded value, rounded: no deduction came after it (未另扣分)."""
    exact, decimals = award.exact, places(award.low)
    return exact is not None and award.low in (rounded(exact, decimals), truncated(exact, decimals))


def agreement(printed: Decimal, award: Award) -> str:
    """How a printed score stands to the points due: right, rounded, truncated or differs.

    More decimals than the method asks for are right when they continue the same number; fewer are a rounding.
    """
    due = award.low
    if printed == due:
        return "right"
    exact = award.exact if award.exact is not None and nothing_taken_off(award) else due
    decimals = places(printed)
    if printed == rounded(exact, decimals):
        return "right" if decimals >= places(due) else "rounded"
    if printed == truncated(exact, decimals):
        return "truncated"
    return "differs"


def _judge(row: Row) -> Judgement | None:
    printed, weight, award = row.item.score, row.item.weight, row.award
    if printed is None or weight is None or not 0 <= printed <= weight:
        return None  # blank, above the weight or negative: other checks tell
    if isinstance(award, Unscored):
        return _where_unscored(row, award, printed)
    if award.method == "band":
        outside = printed < award.low or printed > award.high or (award.high_open and printed == award.high)
        return Judgement(row, "A023", "open" if award.high_open else "closed", award) if outside else None
    if award.points is None:
        return None
    return _where_scored(row, award, printed)


def _where_scored(row: Row, award: Award, printed: Decimal) -> Judgement | None:
    variant = agreement(printed, award)
    if variant == "right":
        return None
    if award.low == award.weight:
        return Judgement(row, "A028", "", award) if is_blank(row.item.reason) else None
    if printed == award.weight:
        return Judgement(row, "A027", "scored", award)
    if award.method in _STEPPED:
        return Judgement(row, "A025", variant, award)
    if award.method == "gate" and award.low == 0:
        return Judgement(row, "A026", "", award)
    operator = row.item.target.operator if row.item.target else ""
    return Judgement(row, _BY_OPERATOR.get(operator, "A020"), variant, award)


def _where_unscored(row: Row, unscored: Unscored, printed: Decimal) -> Judgement | None:
    """The method does not say: only a score that no defensible reading gives is told."""
    target, weight, readings = row.item.target, unscored.weight, unscored.readings
    if unscored.reason == "level_unknown":
        part = weight is not None and 0 < printed < weight
        return Judgement(row, "A024", "", readings=readings) if part else None
    if unscored.reason not in _OPEN_READINGS or target is None or target.kind in _DATED:
        return None
    if printed == weight and unscored.reason == "method_unstated":
        return Judgement(row, "A027", "unstated" if readings else "silent", readings=readings)
    if printed == weight or not readings or any(agreement(printed, one) != "differs" for one in readings):
        return None
    if unscored.reason == "no_operator" and len(readings) > 1:
        return Judgement(row, "A020", "no_sign", readings=readings)
    return Judgement(row, _BY_OPERATOR.get(target.operator, "A020"), "readings", readings=readings)
