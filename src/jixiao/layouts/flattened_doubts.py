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
    """The indicators, each doubt decided by the printed sums or left unread."""
    rows = list(table.indicators)
    open_doubts = [doubt for doubt in table.doubts if _differ(doubt) - _TEXTS]
    chosen, evidence = _chosen(rows, open_doubts, sums)
    for doubt in table.doubts:
        path = f"indicators[{doubt.row}]"
        fields = _differ(doubt)
        if doubt not in open_doubts:
            _note_texts(path, doubt, fields, marks)
        elif doubt.row in chosen:
            rows[doubt.row] = chosen[doubt.row]
            for field in sorted(fields):
                marks.inferred(f"{path}.{field}", f"“{doubt.printed}”有几种读法，{evidence}")
        else:
            rows[doubt.row] = msgspec.structs.replace(rows[doubt.row], **dict.fromkeys(fields))
            _leave(path, doubt, fields, marks)
    return tuple(rows)


def _differ(doubt: Doubt) -> set[str]:
    """The fields in which the readings differ."""
    return {field for field in _COMPARED if len({repr(getattr(one, field)) for one in doubt.readings}) > 1}


def _note_texts(path: str, doubt: Doubt, fields: set[str], marks: Marks) -> None:
    """Doubts about words only: the likeliest reading stays, with what speaks for it."""
    if doubt.cut and not fields:
        first = doubt.readings[0]
        shown = "、".join(f"{_NAMES[key]} {_shown(first, key)}" for key in _NAMES if getattr(first, key) is not None)
        for field in ("target", "actual", "weight", "score"):
            if getattr(first, field) is not None:
                marks.inferred(f"{path}.{field}", f"“{doubt.printed}”粘连，各列类型只允许拆为{shown}")
    for field in sorted(fields):
        marks.inferred(f"{path}.{field}", f"“{doubt.printed}”有几种读法，按断行、空格和各列的样子取最可能的一种")


def _shown(row: Indicator, field: str) -> str:
    value = getattr(row, field)
    return str(getattr(value, "text", value))


def _leave(path: str, doubt: Doubt, fields: set[str], marks: Marks) -> None:
    named = [field for field in _NAMES if field in fields]
    ways = "；".join(
        "、".join(f"{_NAMES[field]} {_shown(one, field)}" for field in named if getattr(one, field) is not None)
        for one in doubt.readings[:3]
    )
    for field in sorted(fields):
        marks.left(f"{path}.{field}", doubt.printed, f"有几种读法，合计也无法确定：{ways}", doubt.place)


def _chosen(rows: Sequence[Indicator], doubts: Sequence[Doubt], sums: Sums) -> tuple[dict[int, Indicator], str]:
    """The one combination of readings that the printed sums allow, by the index of the row."""
    if not doubts or prod(len(doubt.readings) for doubt in doubts) > _MOST_COMBINATIONS:
        return {}, ""
    combinations = [
        {doubt.row: reading for doubt, reading in zip(doubts, readings, strict=True)}
        for readings in product(*(doubt.readings for doubt in doubts))
    ]
    for evidence, holds in (
        ("只有这一种使各项合计与总分行相符", _fits_total),
        ("只有这一种使各组合计与标题所印分值相符", _fits_groups),
    ):
        left = [one for one in combinations if holds([one.get(at, row) for at, row in enumerate(rows)], sums)]
        if len(left) == 1:
            return left[0], evidence
        combinations = left or combinations
    return {}, ""


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
