"""Rows that can be read in more than one way (存疑行的取舍): printed sums choose, or nobody does.

A choice is made only where exactly one combination of readings gives the printed total or the printed weights of the
groups; it is noted as an inference. Otherwise what the readings differ in is left blank and reported as unread.
"""

from __future__ import annotations

from itertools import product
from math import prod
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from jixiao.layouts.flattened_rows import COLUMN_NAMES, FIELDS, Doubt, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from jixiao.form import FundLine, Group, GroupHeading, Indicator
    from jixiao.layouts.flattened_marks import Marks
    from jixiao.layouts.flattened_tail import Total

_MOST_COMBINATIONS = 5000
_MOST_SHOWN = 3  # readings that a message lists
_COMPARED = ("name", "target", "actual", "weight", "score", "review_score", "deduction")
_TEXTS = frozenset({"name", "target", "actual"})
_NAMES = {FIELDS.get(column, column): name for column, name in COLUMN_NAMES.items()}


class Sums(NamedTuple):
    """The sums that the form prints (印出的合计)."""

    total_weight: Decimal | None
    total_score: Decimal | None
    execution_weight: Decimal | None
    execution_score: Decimal | None
    groups: dict[Group, Decimal]

    @classmethod
    def of(cls, headings: Sequence[GroupHeading], funds: Sequence[FundLine], total: Total | None) -> Sums:
        """The sums in the headings, the total row and the fund row of all funds."""
        fund = next((line for line in funds if line.is_total), None)
        groups = {one.group: one.weight for one in headings if one.group is not None and one.weight is not None}
        return cls(
            total.weight if total else None,
            total.score if total else None,
            fund.weight if fund else None,
            fund.score if fund else None,
            groups,
        )


def settle(table: Table, sums: Sums, marks: Marks) -> tuple[Indicator, ...]:
    """The indicators, each doubt decided by the printed sums as far as they decide it, the rest left unread."""
    rows = list(table.indicators)
    open_doubts = [doubt for doubt in table.doubts if _is_open(doubt)]
    remaining, evidence = _remaining(rows, open_doubts, sums)
    for doubt in table.doubts:
        path = f"indicators[{doubt.row}]"
        if doubt.row not in remaining:
            _note_texts(path, doubt, marks)
            continue
        readings = remaining[doubt.row]
        undecided = _differ(readings)
        rows[doubt.row] = msgspec.structs.replace(readings[0], **dict.fromkeys(undecided))
        for field in sorted((_differ(doubt.readings) | _cut_fields(doubt)) - undecided):
            marks.inferred(f"{path}.{field}", f"“{doubt.printed}”有几种读法，{evidence or '各种读法在此相同'}")
        _leave(path, doubt, readings, undecided, marks)
    return tuple(rows)


def _is_open(doubt: Doubt) -> bool:
    """Whether the doubt is about numbers: words are read by the shape of the lines, numbers are never guessed."""
    fields = _differ(doubt.readings)
    numbers = any(
        getattr(getattr(one, field), "number", None) is not None for one in doubt.readings for field in fields
    )
    return bool(fields - _TEXTS) or (doubt.tie and numbers)


def _differ(readings: Sequence[Indicator]) -> set[str]:
    """The fields in which the readings differ."""
    return {field for field in _COMPARED if len({repr(getattr(one, field)) for one in readings}) > 1}


def _note_texts(path: str, doubt: Doubt, marks: Marks) -> None:
    """Doubts about words only: the likeliest reading stays, with what speaks for it."""
    fields = _differ(doubt.readings)
    if doubt.cut and not fields:
        first = doubt.readings[0]
        shown = "、".join(f"{_NAMES[key]} {_shown(first, key)}" for key in _NAMES if getattr(first, key) is not None)
        for field in sorted(_cut_fields(doubt)):
            marks.inferred(f"{path}.{field}", f"“{doubt.printed}”粘连，各列类型只允许拆为{shown}")
    for field in sorted(fields):
        marks.inferred(f"{path}.{field}", f"“{doubt.printed}”有几种读法，按断行、空格和各列的样子取最可能的一种")


def _cut_fields(doubt: Doubt) -> set[str]:
    """The values of a row whose cells ran together: each of them was parted from another one."""
    first = doubt.readings[0]
    return {key for key in ("target", "actual", "weight", "score") if doubt.cut and getattr(first, key) is not None}


def _shown(row: Indicator, field: str) -> str:
    value = getattr(row, field)
    return str(getattr(value, "text", value))


def _leave(path: str, doubt: Doubt, readings: Sequence[Indicator], fields: set[str], marks: Marks) -> None:
    named = [field for field in _NAMES if field in fields]
    ways = "；".join(
        "、".join(f"{_NAMES[field]} {_shown(one, field)}" for field in named if getattr(one, field) is not None)
        for one in readings[:_MOST_SHOWN]
    )
    for field in sorted(fields):
        marks.left(f"{path}.{field}", doubt.printed, f"有几种读法，合计也无法确定：{ways}", doubt.place)


def _remaining(
    rows: Sequence[Indicator], doubts: Sequence[Doubt], sums: Sums
) -> tuple[dict[int, list[Indicator]], str]:
    """The readings of each doubtful row that the printed sums allow, and which sum it was, "" for none."""
    everything = {doubt.row: doubt.readings for doubt in doubts}
    if not doubts or prod(len(doubt.readings) for doubt in doubts) > _MOST_COMBINATIONS:
        return everything, ""
    combinations = [
        {doubt.row: reading for doubt, reading in zip(doubts, readings, strict=True)}
        for readings in product(*(doubt.readings for doubt in doubts))
    ]
    for evidence, holds in (
        ("只有这一种使各项合计与总分行相符", _fits_total),
        ("只有这一种使各组合计与标题所印分值相符", _fits_groups),
    ):
        left = [one for one in combinations if holds([one.get(at, row) for at, row in enumerate(rows)], sums)]
        if left:
            return {doubt.row: _each_once([one[doubt.row] for one in left]) for doubt in doubts}, evidence
    return everything, ""


def _each_once(readings: Sequence[Indicator]) -> list[Indicator]:
    return [one for at, one in enumerate(readings) if one not in readings[:at]]


def _fits_total(rows: Sequence[Indicator], sums: Sums) -> bool:
    weights = _sum(row.weight for row in rows)
    scores = _sum(row.score for row in rows)
    return _is_total(weights, sums.total_weight, sums.execution_weight) and _is_total(
        scores, sums.total_score, sums.execution_score
    )


def _is_total(found: Decimal | None, printed: Decimal | None, execution: Decimal | None) -> bool:
    """Whether the rows make up the printed total, with the execution row or, as some add up, without it."""
    if found is None or printed is None:
        return False
    return found == printed or (execution is not None and found + execution == printed)


def _fits_groups(rows: Sequence[Indicator], sums: Sums) -> bool:
    return bool(sums.groups) and all(
        _sum(row.weight for row in rows if row.group is group) == weight for group, weight in sums.groups.items()
    )


def _sum(numbers: Iterable[Decimal | None]) -> Decimal | None:
    """The sum, or None where one of the numbers is blank."""
    found = list(numbers)
    known = [number for number in found if number is not None]
    return sum(known[1:], known[0]) if known and len(known) == len(found) else None
