"""Sensitivity of the total (总分敏感性): the range of every defensible reading, and what would flip the grade.

A band, a row that the method leaves open and readings side by side each give a row some room. The rows add up, so the
room of the total is the sum of theirs, and the fewest rows that carry it over a limit are those with the most room.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal, localcontext
from itertools import pairwise

import msgspec

from jixiao.form import Form
from jixiao.rulebooks import library
from jixiao.rulebooks.methods import EXACT
from jixiao.rulebooks.model import Grade, GradesRule, Rulebook
from jixiao.scoring import Award, Scorecard, Unscored
from jixiao.scoring.sums import grade_among, taken_points

MOST_PIECES = 20_000  # of totals to 0.01, up to 100 points, there are 10 000
_ZERO = Decimal(0)


class Points(msgspec.Struct, frozen=True, order=True):
    """Points from `low` to `high` (一段得分); one number where both are the same."""

    low: Decimal
    high: Decimal
    open: bool = False  #: `high` itself is not reached


class Room(msgspec.Struct, frozen=True):
    """The room of one row (一行的变动余地)."""

    path: str
    options: tuple[Points, ...]  #: what the row may earn, each for its own reason
    taken: Decimal | None  #: the points reckoned with now; None where the method leaves it open and nothing is printed
    why: str  #: band 定性分档, readings 几种读法, silent 办法未定

    @property
    def low(self) -> Decimal:
        """The least that the row may earn."""
        return min(one.low for one in self.options)

    @property
    def high(self) -> Decimal:
        """The most that it may earn, or come as near to as one likes."""
        return max(one.high for one in self.options)

    @property
    def open(self) -> bool:
        """Whether the most is only come near to."""
        return all(one.open for one in self.options if one.high == self.high)

    @property
    def width(self) -> Decimal:
        """How far the row moves the total (可动分数)."""
        return self.high - self.low

    @property
    def movable(self) -> bool:
        """Whether some reading gives other points than those reckoned with."""
        return bool(self.width) or self.taken not in (None, self.low)


class Move(msgspec.Struct, frozen=True):
    """One row read otherwise (一行改变读法)."""

    path: str
    old: Decimal
    new: Decimal


class Flip(msgspec.Struct, frozen=True):
    """What carries the total into another grade (等级翻转): the fewest rows, or all of them where none is enough."""

    upward: bool
    moves: tuple[Move, ...]
    total: Points  #: after the moves; open where a moved row only comes near its most
    grade: str | None  #: of that total
    possible: bool  #: whether the grade changes


class Sensitivity(msgspec.Struct, frozen=True):
    """How much of a total follows from the method, and how much from the reading (敏感性)."""

    rulebook: Rulebook
    total: Points
    taken: Decimal | None  #: with the stated score where the method leaves the points open
    grade: str | None  #: of `taken`
    stated: Decimal | None  #: 表上总分
    stated_grade: str | None  #: of `stated`, by the same bands
    rooms: tuple[Room, ...]  #: the rows with room, the widest first
    blanks: tuple[str, ...]  #: rows without a stated score that the method leaves open
    bands: GradesRule | None
    borrowed: str | None  #: title of the method whose bands these are, where its own has none
    grades: tuple[str, ...]  #: that some reading reaches, best first
    flips: tuple[Flip, ...]  #: downward and upward; none without bands or `taken`


def sensitivity(form: Form, rulebook: Rulebook, card: Scorecard) -> Sensitivity:
    """The range of a form's total and what would flip its grade (敏感性分析)."""
    with localcontext(EXACT):  # no sum of points is rounded, however long the numbers of a damaged form
        return _sensitivity(form, rulebook, card)


def _sensitivity(form: Form, rulebook: Rulebook, card: Scorecard) -> Sensitivity:
    rooms = [_room(scored, printed) for scored, printed in _rows(form, card)]
    bands, borrowed = _bands(form, rulebook)
    spans = totals_of(rooms, max(_edges(bands), default=_ZERO) if bands is not None else _ZERO)
    total = Points(spans[0].low, spans[-1].high, spans[-1].open)
    wide = sorted((room for room in rooms if room.movable), key=lambda room: -room.width)
    return Sensitivity(
        rulebook=rulebook,
        total=total,
        taken=card.taken,
        grade=_grade(card.taken, bands),
        stated=form.total_score,
        stated_grade=_grade(form.total_score, bands),
        rooms=tuple(wide),
        blanks=tuple(room.path for room in rooms if room.taken is None),
        bands=bands,
        borrowed=borrowed,
        grades=() if bands is None else tuple(_reached(bands, spans)),
        flips=() if bands is None or card.taken is None else tuple(_flips(card.taken, wide, bands)),
    )


def _rows(form: Form, card: Scorecard) -> Iterator[tuple[Award | Unscored, Decimal | None]]:
    """Every row that earns points, with the score printed."""
    if card.execution is not None:
        line = form.total_fund
        yield card.execution, None if line is None else line.score
    yield from zip(card.indicators, (item.score for item in form.indicators), strict=True)


def _room(scored: Award | Unscored, printed: Decimal | None) -> Room:
    taken = taken_points(scored, printed)
    if isinstance(scored, Award):
        return Room(scored.path, (_points(scored),), taken, "band")
    if scored.readings:
        return Room(scored.path, tuple(map(_points, scored.readings)), taken, "readings")
    most = max(scored.weight or _ZERO, _ZERO)
    return Room(scored.path, (Points(_ZERO, most),), taken, "silent")


def _points(award: Award) -> Points:
    return Points(award.low, award.high, award.high_open and award.low < award.high)


def _bands(form: Form, rulebook: Rulebook) -> tuple[GradesRule | None, str | None]:
    """The method's bands of grades, else those of the national method for this kind of form, with its title."""
    if rulebook.grades is not None:
        return rulebook.grades, None
    for name, head in library.headers().items():
        national = library.load(name) if form.kind in head.default_for and head.region is None else None
        if national is not None and national.grades is not None:
            return national.grades, national.title
    return None, None


# ---- the totals that can come about ----


def totals_of(rooms: Iterable[Room], top: Decimal) -> list[Points]:
    """Every total that some choice of readings gives (可能的总分), as pieces from the least to the most.

    Points are never negative: what has passed `top`, the highest limit that matters, stays above it and is one piece.
    """
    totals = [Points(_ZERO, _ZERO)]
    for room in sorted(rooms, key=_widest, reverse=True):  # wide pieces first: narrow ones then vanish in them
        sums = (
            Points(total.low + one.low, total.high + one.high, total.open or one.open)
            for total in totals
            for one in room.options
        )
        totals = _merged(sums, top)
    return totals


def _widest(room: Room) -> Decimal:
    return max(one.high - one.low for one in room.options)


def _merged(pieces: Iterable[Points], top: Decimal) -> list[Points]:
    """Pieces that touch, or lie above the top, become one."""
    merged: list[Points] = []
    for one in sorted(pieces):
        last = merged[-1] if merged else None
        if last is None or (one.low > last.high and last.low <= top):
            merged.append(one)
        elif (one.high, not one.open) > (last.high, not last.open):
            merged[-1] = Points(last.low, one.high, one.open)
    return merged if len(merged) <= MOST_PIECES else _halved(merged)


def _halved(pieces: Sequence[Points]) -> list[Points]:
    """Each piece joined with the next (两段并为一段).

    Only a form made to be hard comes here. What lies between two of so many pieces is then taken as reached, which can
    add a grade to those within reach, and never hides one.
    """
    pairs = [pieces[at : at + 2] for at in range(0, len(pieces), 2)]
    return [Points(pair[0].low, pair[-1].high, pair[-1].open) for pair in pairs]


def _reached(bands: GradesRule, spans: Sequence[Points]) -> Iterator[str]:
    """The grades of those totals: between two limits the grade is the same, so that one sample of each will do."""
    found = {grade_among(total, bands) for span in spans for total in _samples(span, bands)}
    yield from (one.name for one in bands.bands if one.name in found)


def _samples(span: Points, bands: GradesRule) -> list[Decimal]:
    marks = sorted({span.low, span.high, *(edge for edge in _edges(bands) if span.low < edge < span.high)})
    between = [(one + after) / 2 for one, after in pairwise(marks)]
    return (marks[:-1] if span.open else marks) + between


def _edges(bands: GradesRule) -> set[Decimal]:
    below = {one.below for one in bands.bands if one.below is not None}
    return below | {one.from_ for one in bands.bands}


def _grade(total: Decimal | None, bands: GradesRule | None) -> str | None:
    return None if total is None or bands is None else grade_among(total, bands)


# ---- what flips the grade ----


def _flips(base: Decimal, rooms: Sequence[Room], bands: GradesRule) -> Iterator[Flip]:
    grade = grade_among(base, bands)
    lower = sorted(
        (room for room in rooms if room.taken is not None and room.low < room.taken),
        key=lambda room: -((room.taken or _ZERO) - room.low),
    )
    yield _fewest(base, grade, lower, bands, upward=False)
    upper = sorted(
        (room for room in rooms if room.taken is not None and room.high > room.taken),
        key=lambda room: (
            -(room.high - (room.taken or _ZERO)),
            room.open,
        ),  # of equal room, what is reached comes first
    )
    yield _fewest(base, grade, upper, bands, upward=True)


def _fewest(base: Decimal, grade: str | None, rooms: Sequence[Room], bands: GradesRule, *, upward: bool) -> Flip:
    """Move the rows with the most room one by one until the grade changes: no other choice needs fewer."""
    goes: Callable[[Points], bool] = _leaves_upward(base, bands) if upward else _leaves_downward(base, bands)
    moves: list[Move] = []
    total = Points(base, base)
    for room in rooms:
        old, new = room.taken or _ZERO, room.high if upward else room.low
        moves.append(Move(room.path, old, new))
        reached = total.high + new - old
        total = Points(reached, reached, total.open or (upward and room.open))
        if goes(total):
            return Flip(upward, tuple(moves), total, _grade_at(total, bands), possible=True)
    return Flip(upward, tuple(moves), total, grade, possible=False)


def _leaves_upward(base: Decimal, bands: GradesRule) -> Callable[[Points], bool]:
    """Whether a total lies beyond the nearest limit above `base`."""
    limits = [(one.from_, not one.from_inclusive) for one in bands.bands if not _entered(base, one)]
    limits += [(one.below, False) for one in bands.bands if one.below is not None and one.below > base]
    if not limits:
        return lambda _: False
    limit, strict = min(limits)
    return lambda total: total.high > limit or (total.high == limit and not strict and not total.open)


def _leaves_downward(base: Decimal, bands: GradesRule) -> Callable[[Points], bool]:
    """Whether a total lies beyond the nearest limit below `base`."""
    limits = [(one.from_, one.from_inclusive) for one in bands.bands if _entered(base, one)]
    limits += [(one.below, True) for one in bands.bands if one.below is not None and one.below <= base]
    if not limits:
        return lambda _: False
    limit, strict = max(limits, key=lambda one: (one[0], not one[1]))
    return lambda total: total.low < limit or (total.low == limit and not strict)


def _entered(total: Decimal, grade: Grade) -> bool:
    return total > grade.from_ or (grade.from_inclusive and total == grade.from_)


def _grade_at(total: Points, bands: GradesRule) -> str | None:
    """The grade of a total; where it is only come near to, that of the totals just below it."""
    if not total.open:
        return grade_among(total.high, bands)
    edge = max((one for one in _edges(bands) if one < total.high), default=_ZERO)
    return grade_among((edge + total.high) / 2, bands)
