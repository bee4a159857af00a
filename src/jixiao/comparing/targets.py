"""How a target stands to the one that was approved (指标值与批复值)."""

from __future__ import annotations

from jixiao.attainment import Attainment, Sort, compare
from jixiao.checks.directions import direction_of
from jixiao.checks.texts import bare
from jixiao.comparing.matching import Match
from jixiao.form import Indicator
from jixiao.numerals import fold
from jixiao.quantity import Quantity, QuantityKind

WORSE = {Sort.POSITIVE: "lower", Sort.REVERSE: "looser", Sort.DATE: "later", Sort.WORDS: "weaker"}
"""What a target is called that misses the approved one, by the approved one's sort."""


def stated(item: Indicator) -> tuple[str, Quantity | None]:
    """The field and the target that the approved one is compared with: the year-start one, where it is printed apart.

    A form that prints both shows its adjustment openly.
    """
    if item.initial_target is not None:
        return "initial_target", item.initial_target
    return "target", item.target


def change_of(match: Match) -> str:
    """How our target departs from the approved one (改动的性质).

    "" not at all or blank on a side, lower, looser, later, weaker, else "changed": no direction can be told.
    """
    approved, ours = match.theirs.item.target, stated(match.ours.item)[1]
    if approved is None or ours is None or QuantityKind.EMPTY in (approved.kind, ours.kind):
        return ""
    held = compare(approved, ours)
    if _same(approved, ours, held):
        return ""
    if held.met is False and held.kind in WORSE:
        return WORSE[held.kind]
    return _by_name(match.theirs.item, held) or "changed"


def _same(approved: Quantity, ours: Quantity, held: Attainment) -> bool:
    if bare(approved.text) == bare(ours.text) and fold(approved.text) == fold(ours.text):
        return True
    if approved.kind is not ours.kind or approved.operator != ours.operator:
        return False
    if approved.kind is QuantityKind.NUMBER:
        return held.a is not None and held.a == held.b
    if approved.kind is QuantityKind.RANGE:
        return (approved.number, approved.upper, approved.unit) == (ours.number, ours.upper, ours.unit)
    if approved.kind is QuantityKind.WORDS:
        return bare(approved.text) == bare(ours.text)
    return (approved.start, approved.end) == (ours.start, ours.end)


def _by_name(item: Indicator, held: Attainment) -> str:
    """For a number without ≥ or ≤, what the name tells of the direction."""
    if held.kind not in (Sort.BARE, Sort.EQUAL) or held.a is None or held.b is None:
        return ""
    direction = direction_of(item)
    if direction == "more" and held.b < held.a:
        return "lower"
    return "looser" if direction == "less" and held.b > held.a else ""
