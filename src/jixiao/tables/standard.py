"""Forms in the tables of the integrated budget system (一体化系统标准表), column by column as standard.toml tells.

What a form does not say is left blank: codes and keys are the system's to give, or the user's (`given`).
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import msgspec

from jixiao import readers
from jixiao.batch import ids
from jixiao.form import Form, FundLine, Goal, Indicator
from jixiao.letters.issue import Origin
from jixiao.outcome import Audited, openable
from jixiao.quantity import Quantity
from jixiao.scoring.rounding import tidy
from jixiao.tables.model import Cell, Head, Sheet
from jixiao.units import canonical, rescale

SIZE = re.compile(r"VARCHAR2\((\d+)\)|NUMBER\((\d+)(?:,(\d+))?\)")
ID_DIGITS = 32


class Field(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One column of a standard table (标准表的列)."""

    type: str
    source: str  #: where it comes from; "" where the form does not say it
    zh: str
    note: str
    note_en: str
    unit: str = ""  #: 元 where an amount is converted


class Standard(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One standard table (标准表)."""

    name: str
    rows: str  #: form, goals, indicators or funds
    zh: str
    en: str
    columns: tuple[str, ...]  #: with ! where one must not be blank
    own: dict[str, Field] = {}  #: columns that mean something else here


class Standards(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of them (标准表集)."""

    basis: str
    table: tuple[Standard, ...]
    field: dict[str, Field]

    def columns(self, one: Standard) -> list[tuple[str, Field, bool]]:
        """The columns of a table, each with what it is and whether it must not be blank."""
        named = [(column.rstrip("!"), column.endswith("!")) for column in one.columns]
        return [(name, one.own.get(name) or self.field[name], required) for name, required in named]


class Lack(NamedTuple):
    """A column that needs more than the forms say (待补的列)."""

    column: str
    zh: str
    tables: tuple[str, ...]
    blank: int  #: rows in which it must not be blank and is
    too_long: int  #: rows in which it is longer than the column


@cache
def standards() -> Standards:
    """The tables as standard.toml declares them (读取标准表)."""
    raw = tomllib.loads((Path(__file__).parent / "standard.toml").read_text(encoding="utf-8"))
    return msgspec.convert(raw, Standards)


Row = FundLine | Goal | Indicator
Made = dict[str, list[list[Cell]]]


def rows_in(one: Audited, origin: Origin) -> Made:
    """The rows of one form in every standard table, what is not on it as None (一张表的各行)."""
    form, known = one.form, standards()
    number = ids.form_id(ids.file_id(origin.path.name, _content(origin.path)), origin.number)
    made: Made = {}
    for table in known.table:
        rows: Sequence[Row | None] = [None] if table.rows == "form" else getattr(form, table.rows)
        columns = known.columns(table)
        made[table.name] = [
            [_value(_Place(form, row, at, number, table.name), field) for _, field, _ in columns]
            for at, row in enumerate(rows)
        ]
    return made


@lru_cache(maxsize=4)
def _content(path: Path) -> str:
    return ids.content_id(readers.load(openable(path)))


class _Place(NamedTuple):
    """One row on its way into a table (一行)."""

    form: Form
    row: Row | None
    at: int
    form_id: str
    table: str


def _value(place: _Place, field: Field) -> Cell:
    if not field.source:
        return None
    if field.source in _MADE:
        return _MADE[field.source](place)
    owner, _, name = field.source.partition(".")
    value = getattr(place.form if owner == "form" else place.row, name)
    if isinstance(value, Quantity):
        return value.told
    if isinstance(value, Decimal) and field.unit:
        return _in_unit(place.form, value, field.unit)
    found: Cell = str(value) if name == "year" and value is not None else value
    return found


def _in_unit(form: Form, amount: Decimal, unit: str) -> Decimal | None:
    """The amount in another unit; None where the form does not print its own: that is not guessed."""
    own = canonical(form.amount_unit or "")
    converted = rescale(amount, own, unit) if own else None
    return None if converted is None else tidy(converted)


def _adjusted(place: _Place) -> Cell:
    line = place.row
    if not isinstance(line, FundLine) or line.full_budget is None or line.initial_budget is None:
        return None
    return _in_unit(place.form, line.full_budget - line.initial_budget, "元")


def _row_id(place: _Place) -> Cell:
    told = f"{place.form_id}\n{place.table}\n{place.at}"
    return hashlib.sha256(told.encode()).hexdigest()[:ID_DIGITS]


def _deviation(place: _Place) -> Cell:
    return "\n".join(text for text in (place.form.problems, place.form.measures) if text) or None


_MADE: Mapping[str, Callable[[_Place], Cell]] = {
    "form_id": lambda place: place.form_id,
    "row_id": _row_id,
    "project": lambda place: place.form.project or place.form.title,
    "deviation": _deviation,
    "adjusted": _adjusted,
    "zero": lambda _: 0,
}


def sheets(parts: Iterable[Made], given: Mapping[str, str]) -> list[Sheet]:
    """Every standard table with the rows of all forms; `given` fills columns that no form says (汇成各表)."""
    known = standards()
    collected = list(parts)
    made = []
    for table in known.table:
        columns = known.columns(table)
        heads = tuple(
            Head(name, "number" if one.type.startswith("NUMBER") else "text", one.zh) for name, one, _ in columns
        )
        names = [name for name, _, _ in columns]
        rows = [
            [given.get(name) if cell is None else cell for name, cell in zip(names, row, strict=True)]
            for part in collected
            for row in part[table.name]
        ]
        made.append(Sheet(table.name, table.name, heads, rows))
    return made


def lacks(made: Sequence[Sheet]) -> list[Lack]:
    """The columns that are still to be filled in, or too long for the standard (待补和超长)."""
    known = standards()
    found: dict[str, Lack] = {}
    for table, sheet in zip(known.table, made, strict=True):
        for at, (name, field, required) in enumerate(known.columns(table)):
            cells = [row[at] for row in sheet.rows]
            blank = sum(cell is None or cell == "" for cell in cells) if required else 0
            too_long = sum(not fits(cell, field) for cell in cells)
            if blank or too_long:
                one = found.get(name, Lack(name, field.zh, (), 0, 0))
                found[name] = Lack(name, one.zh, (*one.tables, table.name), one.blank + blank, one.too_long + too_long)
    return list(found.values())


def fits(cell: Cell, field: Field) -> bool:
    """Whether the column can hold the value (能否存入): a text by its characters, a number by its digits."""
    size = SIZE.fullmatch(field.type)
    if cell is None or size is None:
        return True
    if size[1]:
        return len(cell if isinstance(cell, str) else str(cell)) <= int(size[1])
    if isinstance(cell, date | str):
        return False
    places = int(size[3] or 0)
    number = Decimal(cell)
    exponent = number.normalize().as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else places + 1
    return decimals <= places and (not number or number.adjusted() < int(size[2]) - places)
