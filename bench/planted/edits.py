"""Small changes to a form (对表的改动), of which mutations are made. Each gives a new form and keeps the rest."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, TypeVar

import msgspec

from bench.planted.generator import sum_of
from bench.planted.subject import MissingValueError, known, quantity
from jixiao.attainment import Sort, compare
from jixiao.form import Form, FundLine, Indicator
from jixiao.numerals import plain
from jixiao.quantity import Quantity, QuantityKind
from jixiao.rulebooks.model import Rulebook
from jixiao.scoring import Award, Unscored, score
from jixiao.scoring.sums import grade_of

T = TypeVar("T")

replace = msgspec.structs.replace
ZERO = Decimal(0)


def drawn(rng: random.Random, pool: Sequence[T]) -> T | None:
    """One of the pool, or None where it is empty."""
    return rng.choice(pool) if pool else None


def rows_where(form: Form, fits: Callable[[Indicator], object]) -> list[int]:
    """The places of the rows that fit."""
    return [index for index, row in enumerate(form.indicators) if fits(row)]


def with_row(form: Form, index: int, **changes: Any) -> Form:  # noqa: ANN401 - any field of the row
    """The form with one indicator row changed."""
    rows = list(form.indicators)
    rows[index] = replace(rows[index], **changes)
    return replace(form, indicators=tuple(rows))


def without_row(form: Form, index: int) -> Form:
    """The form with one indicator row lost."""
    return replace(form, indicators=form.indicators[:index] + form.indicators[index + 1 :])


def with_fund(form: Form, index: int, **changes: Any) -> Form:  # noqa: ANN401 - any field of the row
    """The form with one fund row changed; row 0 is the total."""
    lines = list(form.funds)
    lines[index] = replace(lines[index], **changes)
    return replace(form, funds=tuple(lines))


def total_line(form: Form) -> FundLine:
    """The row 年度资金总额, which every generated form has first."""
    return form.funds[0]


def summed(form: Form) -> Decimal:
    """The sum of all scores, the execution rate's among them."""
    points = [row.score for row in form.indicators] + [total_line(form).score]
    return sum((one for one in points if one is not None), ZERO)


def settled(form: Form, rulebook: Rulebook) -> Form:
    """The form with the sums that follow from its scores set right again, so that one error is not two.

    The total, what the conclusion says of it, the grade and the groups' subtotals.
    """
    old, new = form.total_score, summed(form)
    if old is None or old == new:
        return with_subtotals(form)
    grade, before = grade_of(new, rulebook), grade_of(old, rulebook)
    text = (form.conclusion or "").replace(f"{plain(old)}分", f"{plain(new)}分").replace(f"“{before}”", f"“{grade}”")
    changed = replace(form, total_score=new, grade=form.grade and grade, conclusion=text or None)
    return with_subtotals(changed)


def with_subtotals(form: Form) -> Form:
    """The printed subtotals of the groups, where there are any, as the sums of their rows."""
    headings = tuple(
        one if one.score is None else replace(one, score=sum_of(form, one.group, "score")) for one in form.headings
    )
    return replace(form, headings=headings)


def rescored(form: Form, rulebook: Rulebook, index: int, points: Decimal) -> Form:
    """The form with another score in one row, and the sums that follow from it."""
    return settled(with_row(form, index, score=points), rulebook)


def award_of(form: Form, rulebook: Rulebook, index: int) -> Award | Unscored:
    """What the method gives one row."""
    return score(form, rulebook).indicators[index]


def is_number(value: Quantity | None, *operators: str) -> bool:
    """Whether the value is one number, with one of these signs where any are named."""
    return value is not None and value.kind is QuantityKind.NUMBER and (not operators or value.operator in operators)


def meets(row: Indicator) -> bool | None:
    """Whether the row's target is met; None where that cannot be told."""
    return compare(row.target, row.actual).met


def sort_of(row: Indicator) -> Sort:
    """What sort of target the row has."""
    return compare(row.target, row.actual).kind


def rewritten(value: Quantity, number: object, *, sign: str | None = None, unit: str | None = None) -> Quantity:
    """The value with another number, sign or unit, in the same hand: in one cell, or with columns for sign and unit."""
    operator = value.operator if sign is None else sign
    measure = value.unit if unit is None else unit
    figure = plain(number) if isinstance(number, Decimal) else str(number)
    if value.number is not None and value.text == plain(value.number):
        return quantity(figure, operator, measure)
    return quantity(f"{operator}{figure}{measure}")


def value_of(value: Quantity | None) -> Quantity:
    """A value that is known to be there."""
    if value is None:
        raise MissingValueError
    return value


def number_of(value: Quantity | None) -> Decimal:
    """The number of a value that is known to have one."""
    return known(value_of(value).number)


def weight_of(row: Indicator) -> Decimal:
    """The weight of a row that is known to have one."""
    return known(row.weight)


def score_of(row: Indicator) -> Decimal:
    """The score of a row that is known to have one."""
    return known(row.score)


def digits_swapped(number: Decimal) -> Decimal | None:
    """Two neighbouring digits in the wrong order (数字颠倒): 98.5 as 89.5; None where that changes nothing."""
    text = plain(number)
    for at in range(len(text) - 1):
        pair = text[at : at + 2]
        if pair.isdigit() and pair[0] != pair[1] and not (at == 0 and pair[1] == "0"):
            return Decimal(text[:at] + pair[::-1] + text[at + 2 :])
    return None


def respent(form: Form, rulebook: Rulebook, share: Decimal) -> Form:
    """The form with another share of its budget spent, in every fund row, and the rates, points and sums to match."""
    like = total_line(form).rate or Decimal("0.0001")
    for at, line in enumerate(form.funds):
        budget: Decimal | None = getattr(line, rulebook.execution.denominator)
        if not budget:
            continue
        executed = (budget * share).quantize(Decimal("0.01"))
        rate = None if line.rate is None else (executed / budget).quantize(like, "ROUND_HALF_UP")
        form = with_fund(form, at, executed=executed, rate=rate)
    parts = [line.executed for line in form.funds[1:] if line.executed is not None]
    form = with_fund(form, 0, executed=sum(parts, ZERO))
    award = score(form, rulebook).execution
    if isinstance(award, Award):
        form = with_fund(form, 0, score=award.points)
    return settled(form, rulebook)


def fulfilled(form: Form, rulebook: Rulebook) -> Form:
    """The form with every target met to the digit, every row at full points and no reasons."""
    rows = [replace(row, actual=_met(row), score=row.weight, reason=None) for row in form.indicators]
    return settled(replace(form, indicators=tuple(rows)), rulebook)


def _met(row: Indicator) -> Quantity | None:
    if row.target is None or row.actual is None or meets(row):
        exact = row.target is not None and row.actual is not None and is_number(row.target)
        return rewritten(value_of(row.actual), number_of(row.target)) if exact else row.actual
    if is_number(row.target):
        return rewritten(row.actual, number_of(row.target))
    return quantity(row.target.text)


def absorbed(form: Form, at: int, by: int) -> Form:
    """The form without the row `at`, whose weight and points the row `by` takes over."""
    lost, kept = form.indicators[at], form.indicators[by]
    if kept.weight is not None and kept.score is not None:
        more = {"weight": kept.weight + weight_of(lost), "score": kept.score + score_of(lost)}
        form = with_row(form, by, **more)
    return without_row(form, at)
