"""Sums over the rows (合计): by first-level group, the total and the grade."""

from __future__ import annotations

from decimal import Decimal

from jixiao.form import Form, Group
from jixiao.rulebooks.model import GradesRule, Rulebook
from jixiao.scoring.model import Award, GroupScore, Range, Unscored

_ZERO = Decimal(0)


def limits(row: Award | Unscored) -> tuple[Decimal, Decimal]:
    """The least and the most that a row may earn (得分区间): its award, its readings, or anything up to its weight.

    A row without a weight may earn nothing that is known.
    """
    if isinstance(row, Award):
        return row.low, row.high
    if row.readings:
        return min(one.low for one in row.readings), max(one.high for one in row.readings)
    return _ZERO, max(row.weight or _ZERO, _ZERO)


def total_of(groups: tuple[GroupScore, ...], execution: Award | Unscored | None) -> Range:
    """The sum of the groups and the execution rate (总分区间)."""
    low, high = (_ZERO, _ZERO) if execution is None else limits(execution)
    for group in groups:
        low += group.recomputed.low
        high += group.recomputed.high
    return Range(low, high)


def taken_points(row: Award | Unscored, printed: Decimal | None) -> Decimal | None:
    """The points to reckon with (采用得分): the award; within a band, or where the method is silent, what was printed.

    A printed score outside its band counts as the nearest limit of the band. None where nothing was printed.
    """
    if isinstance(row, Award):
        low, high = row.low, row.high
        if low == high:
            return low
    else:
        low, high = _ZERO, row.weight or _ZERO
    return None if printed is None else min(max(printed, low), high)


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
    members: dict[Group | None, list[int]] = {}
    for index, item in enumerate(form.indicators):
        members.setdefault(item.group, []).append(index)
    return tuple(_group_score(group, form, rows, indexes) for group, indexes in members.items())


def _group_score(group: Group | None, form: Form, rows: tuple[Award | Unscored, ...], indexes: list[int]) -> GroupScore:
    weights = _sum_of([form.indicators[index].weight for index in indexes])
    stated = _sum_of([form.indicators[index].score for index in indexes])
    low = high = _ZERO
    for index in indexes:
        least, most = limits(rows[index])
        low += least
        high += most
    return GroupScore(group, weights, stated, Range(low, high))


def _sum_of(values: list[Decimal | None]) -> Decimal | None:
    """The sum of what was printed; None where one is blank."""
    total = _ZERO
    for value in values:
        if value is None:
            return None
        total += value
    return total


def grade_of(total: Decimal, rulebook: Rulebook) -> str | None:
    """The grade of a total (等级); None where the method has none, or leaves this total without one."""
    return None if rulebook.grades is None else grade_among(total, rulebook.grades)


def grade_among(total: Decimal, grades: GradesRule) -> str | None:
    """The grade of a total by these bands (等级); None where they leave it without one."""
    for grade in grades.bands:
        reached = total > grade.from_ or (grade.from_inclusive and total == grade.from_)
        if reached and (grade.below is None or total < grade.below):
            return grade.name
    return None
