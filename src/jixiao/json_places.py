"""Where the values of a form stand in its JSON (JSON 出处): told in full beside a form, in one line in a store."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

import msgspec

from jixiao.form import Form, FundLine, Goal, GroupHeading, Indicator, ManagementAspect
from jixiao.location import Location

_ROWS: Mapping[str, tuple[str, ...]] = {
    "funds": FundLine.__struct_fields__,
    "management": ManagementAspect.__struct_fields__,
    "goals": Goal.__struct_fields__,
    "headings": GroupHeading.__struct_fields__,
    "indicators": Indicator.__struct_fields__,
}
_WHOLE = ""  # the path of the form itself


def pointed(form: Form, start: str = "") -> Form:
    """The form with the place of each value in its JSON (JSON 出处), unless it keeps the places of an older source.

    `start` is the JSON Pointer of the form itself: "/2" in a list.
    """
    return form if form.locations else msgspec.structs.replace(form, locations=_places(form, start))


def kept(form: Form) -> Form:
    """The form with its own place only, where that tells all the others (省去可推知的出处), else as it is."""
    if not isinstance(form.locations, _Pointers):
        return form
    return msgspec.structs.replace(form, locations={_WHOLE: Location(pointer=form.locations.start)})


def restored(form: Form) -> Form:
    """The form that `kept` was given (还原出处)."""
    whole = form.locations.get(_WHOLE) if len(form.locations) == 1 else None
    if whole is None or whole.pointer is None:
        return form
    return msgspec.structs.replace(form, locations=_places(form, whole.pointer))


class _Pointers(dict[str, Location]):
    """The places of all values of a form, as they follow from its own (可推知的出处)."""

    start: str


def _places(form: Form, start: str) -> _Pointers:
    head = (field for field in form.__struct_fields__ if isinstance(getattr(form, field), str | int | Decimal | date))
    places = _Pointers((field, Location(pointer=f"{start}/{field}")) for field in head)
    places.start = start
    for rows in _ROWS:
        for index, row in enumerate(getattr(form, rows)):
            known = _row(rows, index, start)
            places[known.path] = known.place
            places |= {path: place for field, path, place in known.fields if getattr(row, field) is not None}
    return places


class _Row(NamedTuple):
    """The places of one row, if every field of it is filled in (一行各处)."""

    path: str
    place: Location
    fields: tuple[tuple[str, str, Location], ...]  #: field, path and place


@lru_cache(maxsize=2048)  # the same for the rows of every form that stands alone in its file
def _row(rows: str, index: int, start: str) -> _Row:
    path, at = f"{rows}[{index}]", f"{start}/{rows}/{index}"
    fields = ((field, f"{path}.{field}", Location(pointer=f"{at}/{field}")) for field in _ROWS[rows])
    return _Row(path, Location(pointer=at), tuple(fields))
