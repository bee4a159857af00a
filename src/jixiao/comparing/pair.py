"""The pair (对照案卷): two related forms with everything that the checks of two forms share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cached_property

from jixiao.checks.texts import bare
from jixiao.checks.tolerance import places, rounded
from jixiao.comparing.matching import Match, Matching, match_rows
from jixiao.comparing.relation import NAMES, Related, Relation
from jixiao.form import FundLine
from jixiao.units import canonical, rescale

Fund = tuple[str, FundLine]
"""A fund row with its path."""


class Pair:
    """Two forms under comparison (对照案卷): `form` is checked, `other` is what it is held against."""

    def __init__(self, related: Related) -> None:
        self.related = related
        self.form = related.form
        self.other = related.other

    @property
    def relation(self) -> Relation:
        """What the other form is (对照表的种类)."""
        return self.related.relation

    @property
    def document(self) -> dict[str, str]:
        """What to call the other form in a message, as the facts of both languages."""
        zh, en = NAMES[self.relation]
        return {"document": zh, "document_en": en}

    @cached_property
    def matching(self) -> Matching:
        """The indicator rows of both, put together (对应的指标行)."""
        return match_rows(self.form.indicators, self.other.indicators)

    @property
    def matches(self) -> tuple[Match, ...]:
        """The rows that belong together."""
        return self.matching.pairs

    @cached_property
    def funds(self) -> list[tuple[Fund, Fund]]:
        """The fund rows of the same source (对应的资金行); several of one name go together in their order."""
        theirs = _by_source(self.other.funds)
        found = []
        for source, mine in _by_source(self.form.funds).items():
            others = theirs.get(source, [])
            if len(others) == len(mine):
                found += list(zip(mine, others, strict=True))
        return sorted(found, key=lambda pair: pair[0][0])

    def in_our_unit(self, amount: Decimal | None) -> Decimal | None:
        """The other form's amount in the unit of this form; None for a blank, or where the units differ in kind.

        A unit that is not printed is taken to be the same.
        """
        ours, theirs = (canonical(form.amount_unit or "") for form in (self.form, self.other))
        return amount if amount is None or not ours or not theirs else rescale(amount, theirs, ours)


def same_amount(one: Decimal, other: Decimal) -> bool:
    """Whether two printed amounts can be the same one, printed to its own digits each (按所印位数相符).

    >>> same_amount(Decimal("1191.07"), Decimal("1191.0730")), same_amount(Decimal("1191.07"), Decimal("1191.08"))
    (True, False)
    """
    decimals = min(places(one), places(other))
    return rounded(one, decimals) == rounded(other, decimals)


def without_zeros(amount: Decimal, decimals: int) -> Decimal:
    """The amount without the zeros that a change of unit put beyond so many decimals.

    >>> without_zeros(Decimal("1190.0700"), 1), without_zeros(Decimal("1190.0000"), 2)
    (Decimal('1190.07'), Decimal('1190.00'))
    """
    shorter = range(decimals, places(amount))
    return next((short for at in shorter if (short := rounded(amount, at)) == amount), amount)


def _by_source(lines: Sequence[FundLine]) -> dict[str, list[Fund]]:
    found: dict[str, list[Fund]] = {}
    for source, fund in _named(lines):
        found.setdefault(source, []).append(fund)
    return found


def _named(lines: Sequence[FundLine]) -> Iterator[tuple[str, Fund]]:
    for index, line in enumerate(lines):
        yield "" if line.is_total else bare(line.source).removeprefix("其中"), (f"funds[{index}]", line)
