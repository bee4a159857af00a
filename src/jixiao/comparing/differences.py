"""Every value that differs between two versions of one form (改动清单), fault or not."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import zip_longest
from typing import NamedTuple

import msgspec

from jixiao.comparing.pair import Pair
from jixiao.form import Form, FundLine, Goal, GroupHeading, Indicator
from jixiao.numerals import clean
from jixiao.quantity import Quantity

_HEAD = (
    *("kind", "title", "unit", "department", "project", "project_code", "region", "year", "filed_on", "amount_unit"),
    *("total_weight", "total_score", "grade", "conclusion", "problems", "measures"),
)
_FUND = ("initial_budget", "full_budget", "arrived", "executed", "weight", "rate", "score", "reason")
_GOAL = ("expected", "actual", "initial")
_HEADING = ("weight", "score")
_ROW = (
    *("name", "level1", "level2", "initial_target", "target", "actual", "weight", "score", "review_score"),
    *("deduction", "reason", "standard", "likelihood"),
)


class Change(NamedTuple):
    """One value that differs (一处改动); the path on a side is None where that side has no such row."""

    path: str | None
    other: str | None
    ours: str | None  #: as printed; None for a blank
    theirs: str | None


def changes(pair: Pair) -> Iterator[Change]:
    """Every changed value, from the head of the form to its end (列出改动)."""
    form, other = pair.form, pair.other
    yield from _fields(form, other, "", "", _HEAD)
    yield from _funds(pair)
    for index, (ours, theirs) in enumerate(zip_longest(form.goals, other.goals, fillvalue=Goal())):
        yield from _fields(ours, theirs, f"goals[{index}].", f"goals[{index}].", _GOAL)
    yield from _headings(form, other)
    for match in pair.matches:
        mine, yours = match.ours, match.theirs
        yield from _fields(mine.item, yours.item, f"{mine.path}.", f"{yours.path}.", _ROW)
    yield from (Change(side.path, None, side.label, None) for side in pair.matching.only_ours)
    yield from (Change(None, side.path, None, side.label) for side in pair.matching.only_theirs)


Holder = Form | FundLine | Goal | GroupHeading | Indicator


def _fields(ours: Holder, theirs: Holder, at: str, other: str, names: tuple[str, ...]) -> Iterator[Change]:
    for name in names:
        mine, yours = getattr(ours, name), getattr(theirs, name)
        if not _same(mine, yours):
            yield Change(f"{at}{name}", f"{other}{name}", _shown(mine, name), _shown(yours, name))


def _funds(pair: Pair) -> Iterator[Change]:
    known, known_there = {fund[0] for fund, _ in pair.funds}, {fund[0] for _, fund in pair.funds}
    for (path, line), (other_path, other) in pair.funds:
        yield from _fields(line, other, f"{path}.", f"{other_path}.", _FUND)
    for index, line in enumerate(pair.form.funds):
        if f"funds[{index}]" not in known:
            yield Change(f"funds[{index}]", None, line.source, None)
    for index, line in enumerate(pair.other.funds):
        if f"funds[{index}]" not in known_there:
            yield Change(None, f"funds[{index}]", None, line.source)


def _headings(form: Form, other: Form) -> Iterator[Change]:
    theirs = {(clean(one.label), one.level): (index, one) for index, one in enumerate(other.headings)}
    for index, heading in enumerate(form.headings):
        found = theirs.get((clean(heading.label), heading.level))
        if found is not None:
            yield from _fields(heading, found[1], f"headings[{index}].", f"headings[{found[0]}].", _HEADING)


def _same(mine: object, yours: object) -> bool:
    """Whether nobody would call it a change: white space and trailing zeros do not count."""
    if isinstance(mine, Quantity) and isinstance(yours, Quantity):
        return clean(mine.text) == clean(yours.text) or msgspec.structs.replace(mine, text=yours.text) == yours
    if isinstance(mine, str) and isinstance(yours, str):
        return clean(mine) == clean(yours)
    return mine == yours


def _shown(value: object, name: str) -> str | None:
    if value is None:
        return None
    if isinstance(value, Quantity):
        return value.text
    if isinstance(value, Decimal):
        return f"{value.scaleb(2):f}%" if name == "rate" else f"{value:f}"
    return str(value)
