"""What a table of many forms holds (汇总表): sheets of typed columns, in no file format yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple, TypeAlias

Cell: TypeAlias = str | int | Decimal | date | None


class Head(NamedTuple):
    """One column (列)."""

    name: str  #: heading
    kind: str  #: text, number, rate (a fraction), whole or date
    about: str = ""  #: what it is, for the sheet of explanations


class Sheet(NamedTuple):
    """One sheet (工作表)."""

    key: str  #: forms, funds, indicators, findings, problems, or a table of the standard
    title: str
    heads: tuple[Head, ...]
    rows: Sequence[Sequence[Cell]]
