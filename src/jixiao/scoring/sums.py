"""Sums over the rows (合计): by first-level group, the total and the grade."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from jixiao.form import Form, Group, Indicator
from jixiao.rulebooks.model import Rulebook
from jixiao.scoring.model import Award, GroupScore, Range, Unscored

_ZERO = Decimal(0)


def span(row: Award | Unscored) -> Range | None:
    """What a row may earn (得分区间); None where even its weight is unknown."""
    if isinstance(row, Award):
        return Range(row.low, row.high)
    if row.readings:
        return Range(min(one.low for one in row.readings), max(one.high for one in row.readings))
    return None if row.weight is None else Range(_ZERO, max(row.weight, _ZERO))


def summed(rows: Iterable[Award | Unscored]) -> Range:
    """The sum of what the rows may earn (合计区间); a row without a weight adds nothing."""
    spans = [one for one in map(span, rows) if one is not None]
    return Range(sum((one.low for one in spans), _ZERO), sum((one.high for one in spans), _ZERO))


def taken_points(row: Award | Unscored, printed: Decimal | None) -> Decimal | None:
    """The points to reckon with (采用得分): the award; within a band, or where the method is silent, what was printed.

    A printed score outside its band counts as the nearest limit of the band. None where nothing was printed.
    """
    points = row.points if isinstance(row, Award) else None
    if points is not None or printed is None:
        return points
    limits = Range(row.low, row.high) if isinstance(row, Award) else Range(_ZERO, row.weight or _ZERO)
    return min(max(printed, limits.low), limits.high)


def taken_total(form: Form, execution: Award | Unscored | None, rows: tuple[Award | Unscored, ...]) -> Decimal | None:
    """The sum of the points to reckon with (采用总分); None where one of them is unknown, or nothing is scored."""
    each = [taken_points(row, item.score) for row, item in zip(rows, form.indicators, strict=True)]
    if execution is not None:
        line = form.total_fund
        each.append(taken_points(execution, line.score if line else None))
    known = [points for points in each if points is not None]
    return sum(known, _ZERO) if known and len(known) == len(each) else None


def group_scores(form: Form, rows: tuple[Award | Unscored, ...]) -> tuple[GroupScore, ...]:
    """The sums of each first-level group (一级指标合计), in the order of the form."""
    members: dict[Group | None, list[tuple[Indicator, Award | Unscored]]] = {}
    for item, row in zip(form.indicators, rows, strict=True):
        members.setdefault(item.group, []).append((item, row))
    return tuple(
        GroupScore(
            group=group,
            weight=_sum_of([item.weight for item, _ in pairs]),
            stated=_sum_of([item.score for item, _ in pairs]),
            recomputed=summed(row for _, row in pairs),
        )
        for group, pairs in members.items()
    )


def _sum_of(values: list[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, _ZERO) if len(known) == len(values) else None


def grade_of(total: Decimal, rulebook: Rulebook) -> str | None:
    """The grade of a total (等级); None where the method has none, or leaves this total without one."""
    if rulebook.grades is None:
        return None
    for grade in rulebook.grades.bands:
        if total >= grade.from_ and (grade.below is None or total < grade.below):
            return grade.name
    return None
