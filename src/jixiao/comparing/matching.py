"""Which indicator rows of two forms are the same indicator (指标对应): by name, else by the most alike name."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from jixiao.checks.texts import bare, short, unnumbered
from jixiao.comparing.limits import LIMITS
from jixiao.form import Indicator
from jixiao.numerals import fold

_YEAR = re.compile(r"(?:19|20)\d\d年?度?")


class How(StrEnum):
    """What put two rows together (对应的依据)."""

    NAME = "name"  #: 名称相同
    ORDER = "order"  #: 同名多行，按先后
    SIMILAR = "similar"  #: 名称相近


class Side(NamedTuple):
    """One indicator row of one of the two forms (一侧的指标行)."""

    at: int  #: from 0
    item: Indicator

    @property
    def path(self) -> str:
        """Where the row is: indicators[3]."""
        return f"indicators[{self.at}]"

    @property
    def label(self) -> str:
        """What to call the row in a message."""
        return short(self.item.label) or f"第 {self.at + 1} 行指标"


class Match(NamedTuple):
    """Two rows of the same indicator (对应的两行)."""

    ours: Side
    theirs: Side
    how: How
    similarity: Decimal | None = None  #: of the names, where they are only similar


class Matching(NamedTuple):
    """All rows of both forms: those that belong together, and those left over on either side."""

    pairs: tuple[Match, ...]
    only_ours: tuple[Side, ...]
    only_theirs: tuple[Side, ...]


def match_rows(ours: Sequence[Indicator], theirs: Sequence[Indicator]) -> Matching:
    """The rows of both forms put together (对应指标行), in our order.

    Equal names in the same second level go first, then equal names; of several equal names the first goes with the
    first. What is left goes with the one name most like it, if that is far enough ahead of the next.
    """
    left, right = _sides(ours), _sides(theirs)
    pairs: list[Match] = []
    for key in (_name_and_level, _name):
        _take(left, right, key, pairs, several=False)
    _take(left, right, _name, pairs, several=True)
    _take_similar(left, right, pairs)
    return Matching(tuple(sorted(pairs, key=lambda pair: pair.ours.at)), tuple(left), tuple(right))


def _sides(items: Sequence[Indicator]) -> list[Side]:
    return [Side(index, item) for index, item in enumerate(items)]


def _name(side: Side) -> str:
    """The name as far as it says which indicator this is: no list number, no year, no punctuation."""
    label = side.item.label
    return bare(_YEAR.sub("", unnumbered(fold(label)))) or bare(label)


def _name_and_level(side: Side) -> Hashable:
    return _name(side), side.item.facet or bare(side.item.level2 or "")


def _take(
    left: list[Side], right: list[Side], key: Callable[[Side], Hashable], pairs: list[Match], *, several: bool
) -> None:
    """Move the rows with equal keys into `pairs`; where `several` have the same, the first goes with the first."""
    theirs = _by_key(right, key)
    for value, mine in _by_key(left, key).items():
        others = theirs.get(value, [])
        if not _name(mine[0]) or not others or (not several and (len(mine), len(others)) != (1, 1)):
            continue
        how = How.ORDER if several else How.NAME
        for one, other in zip(mine, others, strict=False):
            pairs.append(Match(one, other, how))
            left.remove(one)
            right.remove(other)


def _by_key(sides: Sequence[Side], key: Callable[[Side], Hashable]) -> dict[Hashable, list[Side]]:
    found: dict[Hashable, list[Side]] = {}
    for side in sides:
        found.setdefault(key(side), []).append(side)
    return found


def _take_similar(left: list[Side], right: list[Side], pairs: list[Match]) -> None:
    """Move the rows whose names are most like each other into `pairs`."""
    ours, theirs = {side.at: side for side in left}, {side.at: side for side in right}
    of_ours, of_theirs = _likenesses(left, right)
    likely = [
        (degree, one, other)
        for one, row in of_ours.items()
        for other, degree in row.items()
        if degree >= LIMITS.matching.similarity
    ]
    for degree, one, other in sorted(likely, key=lambda entry: -entry[0]):
        if one not in ours or other not in theirs:
            continue
        rivals = [rival for at, rival in of_ours[one].items() if at in theirs and at != other]
        rivals += [rival for at, rival in of_theirs[other].items() if at in ours and at != one]
        if degree - max(rivals, default=Decimal(0)) >= LIMITS.matching.margin:
            pairs.append(Match(ours.pop(one), theirs.pop(other), How.SIMILAR, degree))
    left[:], right[:] = ours.values(), theirs.values()


Likenesses = dict[int, dict[int, Decimal]]
"""How alike the rows are (相近度), by the row of one side, then of the other; those not alike at all are left out."""


def _likenesses(left: Sequence[Side], right: Sequence[Side]) -> tuple[Likenesses, Likenesses]:
    """How alike every two rows are, from our side and from theirs; rows of different groups are never alike."""
    of_ours: Likenesses = {side.at: {} for side in left}
    of_theirs: Likenesses = {side.at: {} for side in right}
    theirs = [(other, _neighbours(_name(other))) for other in right]
    for one in left:
        mine = _neighbours(_name(one))
        for other, yours in theirs:
            common = len(mine & yours)
            groups = one.item.group, other.item.group
            if common and (None in groups or groups[0] is groups[1]):
                degree = Decimal(2 * common) / (len(mine) + len(yours))
                of_ours[one.at][other.at] = of_theirs[other.at][one.at] = degree
    return of_ours, of_theirs


def _neighbours(name: str) -> set[str]:
    """The pairs of neighbouring characters of a name (相邻两字组)."""
    return {name[at : at + 2] for at in range(len(name) - 1)}
