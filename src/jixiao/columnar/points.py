"""What the method gives (列式计分): the rows and the execution rate of many forms under one rulebook, in whole numbers.

Every rule here is the vector form of one in `jixiao.scoring`; where that has a special case (a target of zero, a number
below zero, steps beside the row, …) this one is not sure and says so.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

import numpy as np

from jixiao.attainment import Sort
from jixiao.batch.columns import PLACES
from jixiao.columnar.sheet import POWERS, UNIT, Block, Numbers, Sheet, Truth, Whole
from jixiao.form import Group
from jixiao.rulebooks.model import Band, ExecutionRule, MethodRule, RoundingRule, Rulebook, Step

_MOST = float(2**61)
_HUNDRED = 100 * UNIT
_READABLE = ("words_unknown", "target_words")  # 定性指标，看不出档次：各档次都可能
_NUMERIC = (Sort.POSITIVE, Sort.REVERSE, Sort.EQUAL, Sort.BARE)


class Due(NamedTuple):
    """Points by the method (应得分), in units of 10^-10, one of each row or of each form."""

    low: Whole
    high: Whole
    given: Truth  #: the method gives points; False where it does not say, and anything from `low` to `high` may be due
    open: Truth  #: the upper end belongs to the band above
    unknown_level: Truth  #: words that tell no level
    sure: Truth  #: False where only the plain functions know
    absent: Truth  #: there is nothing to score

    @property
    def exact(self) -> Truth:
        """Where the method gives one number (得分唯一)."""
        one: Truth = self.given & (self.low == self.high)
        return one


class Totals(NamedTuple):
    """The total of each form (应得总分), in units of 10^-10."""

    low: Whole
    high: Whole
    taken: Whole
    known: Truth  #: whether there is a total as taken


class Quotient(NamedTuple):
    """A share of the weight as top ÷ bottom (得分率), whole numbers; `sure` where both could be formed."""

    top: Whole
    bottom: Whole
    sure: Truth


def rows_due(sheet: Sheet, rulebook: Rulebook) -> Due:
    """The points of every indicator row (指标应得分)."""
    rows, weight = sheet.rows, sheet.rows.number("weight")
    size = len(weight.value)
    zero = np.zeros(size, np.int64)
    none = np.zeros(size, np.bool_)
    # nothing said: anything from nothing to the weight
    due = Due(zero.copy(), weight.value.copy(), none.copy(), none.copy(), none.copy(), ~none, none)
    _in_words(rows, weight, rulebook, due)
    _met_or_not(rows, weight, rulebook, due)
    for sort in _NUMERIC:
        _in_numbers(rows, weight, rulebook, sort, due)
    odd = weight.lost | (weight.value < 0) | rows.number("a").lost | rows.number("b").lost | rows.truth("standard")
    if rulebook.total.deduction:
        odd |= rows.number("deduction").known
    due.sure[odd] = False
    _give(due, ~weight.known, zero, zero, given=False)
    return due


def execution_due(sheet: Sheet, rulebook: Rulebook) -> Due:
    """The points of the execution rate of every form (预算执行率应得分)."""
    rule, lines = rulebook.execution, total_lines(sheet)
    weight = _weight_of(lines, rule)
    budget, executed = lines.number(rule.denominator), lines.number("executed")
    size = sheet.size
    none = np.zeros(size, np.bool_)
    absent = ~lines.truth("present") | carried(sheet) | (rule.method == "none")
    due = Due(np.zeros(size, np.int64), np.maximum(weight.value, 0), none.copy(), none.copy(), none, ~none, absent)
    told = weight.known & budget.known & executed.known
    odd = told & ((weight.value < 0) | (budget.value <= 0) | (executed.value < 0))
    odd |= weight.lost | budget.lost | executed.lost
    share = _execution_share(budget, executed, rule)
    points, sure = rounded(weight, share, rulebook.rounding)
    full = (executed.value >= budget.value) & (rule.method == "proportional")
    points = np.where(full | (share.top > share.bottom), weight.value, points)
    if rule.over_budget == "unscored":
        odd |= told & (executed.value > budget.value)
    _give(due, told, points, points)
    due.sure[odd | (told & ~full & ~(sure & share.sure))] = False
    due.low[absent], due.high[absent], due.given[absent], due.sure[absent] = 0, 0, False, True
    return due


def totals(sheet: Sheet, rulebook: Rulebook, rows: Due, execution: Due) -> Totals:
    """The totals by the method and as taken (应得总分)."""
    block, score = sheet.rows, sheet.rows.number("score")
    lines = total_lines(sheet)
    taken, known = _taken(rows, score, block.number("weight"))
    more, told = _taken(execution, lines.number("score"), _weight_of(lines, rulebook.execution))
    told |= execution.absent
    size = np.diff(block.starts)
    some = (size > 0) | ~execution.absent
    return Totals(
        block.sum(rows.low) + execution.low,
        block.sum(rows.high) + execution.high,
        block.sum(taken) + np.where(execution.absent, 0, more),
        (block.sum(~known) == 0) & told & some,
    )


def total_lines(sheet: Sheet) -> Block:
    """The total row of each form's funds (年度资金总额), one row a form; `present` where there is one."""
    funds = sheet.funds
    total = np.flatnonzero(funds.truth("is_total"))
    form = np.repeat(np.arange(sheet.size), np.diff(funds.starts))[total]
    present = np.zeros(sheet.size, np.bool_)
    present[form] = True
    at = np.zeros(sheet.size, np.int64)
    at[form[::-1]] = total[::-1]  # the first of several
    if not len(total):
        return Block({name: _blank(sheet.size) for name in _LINE} | {"present": present}, sheet.forms.starts)
    found = {}
    for name in _LINE:
        told = funds.number(name).take(at)
        found[name] = Numbers(np.where(present, told.value, 0), told.known & present, told.places, told.fits)
    return Block(found | {"present": present}, sheet.forms.starts)


_LINE = ("initial_budget", "full_budget", "executed", "weight", "score", "rate")


def carried(sheet: Sheet) -> Truth:
    """Whether an indicator row stands for the execution rate (指标行已计执行率)."""
    rows = sheet.rows
    return rows.any(rows.words("group").among(Group.EXECUTION) & counted(rows))


def counted(rows: Block) -> Truth:
    """The rows with a weight or a score (计分的指标行)."""
    return rows.number("weight").known | rows.number("score").known


def same_scale(*numbers: Numbers) -> tuple[list[Whole], Truth]:
    """The numbers as whole ones of one scale, the finest printed among them; and where they fit (化为整数)."""
    places = np.minimum(np.maximum.reduce([one.places for one in numbers]), PLACES)
    divisor = POWERS[PLACES - places]
    return [one.value // divisor for one in numbers], np.logical_and.reduce([one.fits for one in numbers])


def rounded(weight: Numbers, share: Quotient, rule: RoundingRule) -> tuple[Whole, Truth]:
    """Weight × share, rounded to the rule's step (舍入), and where that is sure."""
    digits = digits_of(rule.score_step)
    if digits is None:
        return np.zeros_like(weight.value), np.zeros(len(weight.value), np.bool_)
    places = np.minimum(weight.places, PLACES)
    whole = weight.value // POWERS[PLACES - places]
    scale = POWERS[places]
    top_fits = np.abs(whole).astype(float) * np.abs(share.top).astype(float) * float(POWERS[digits]) < _MOST
    bottom_fits = np.abs(share.bottom).astype(float) * scale.astype(float) < _MOST
    sure = top_fits & bottom_fits & (share.bottom > 0) & share.sure & weight.fits
    top = np.where(sure, whole * np.where(sure, share.top, 0) * POWERS[digits], 0)
    bottom = np.where(sure, share.bottom * scale, 1)
    count = top // bottom if rule.mode == "truncate" else (2 * top + bottom) // (2 * bottom)
    return count * POWERS[PLACES - digits], sure


def digits_of(step: Decimal) -> int | None:
    """How many digits the step keeps, where it is 1 or a tenth, a hundredth, …; else None."""
    top, bottom = _fraction(step)
    return len(str(bottom)) - 1 if top == 1 else None


# ---- rows ----


def _give(due: Due, where: Truth, low: Whole, high: Whole, *, given: bool = True) -> None:
    np.copyto(due.low, low, where=where)
    np.copyto(due.high, high, where=where)
    due.given[where] = given


def _give_at(due: Due, at: Whole, points: Whole, sure: Truth) -> None:
    """The points of those rows, one number each (给出得分)."""
    due.low[at], due.high[at], due.given[at] = points, points, True
    due.sure[at] &= sure


def _in_words(rows: Block, weight: Numbers, rulebook: Rulebook, due: Due) -> None:
    """Qualitative rows: the band of their level; where no level is told, any of them."""
    words = rows.words("sort").among(Sort.WORDS)
    if not words.any():
        return
    level = rows.words("level")
    limits = [(band, *_band(weight, band, rulebook.rounding)) for band in rulebook.qualitative.bands]
    untold = words & rows.words("undecided").among(*_READABLE)
    if limits:
        _give(
            due,
            untold,
            np.minimum.reduce([low for _, low, _, _ in limits]),
            np.maximum.reduce([high for _, _, high, _ in limits]),
            given=False,
        )
    due.unknown_level[:] = words & rows.words("undecided").among("words_unknown")
    found = np.zeros_like(words)
    for band, low, high, sure in limits:
        here = words & level.among(band.level)
        _give(due, here, low, high)
        due.open[here] = not band.high_inclusive
        due.sure[(here | untold) & ~sure] = False
        found |= here
    due.sure[words & ~level.blank & ~found] = False


def _band(weight: Numbers, band: Band, rule: RoundingRule) -> tuple[Whole, Whole, Truth]:
    low, sure = rounded(weight, _constant(band.low, len(weight.value)), rule)
    high, also = rounded(weight, _constant(band.high, len(weight.value)), rule)
    return low, high, sure & also


def _met_or_not(rows: Block, weight: Numbers, rulebook: Rulebook, due: Due) -> None:
    """Ranges and dates: met or not, without a degree."""
    sort, met = rows.words("sort"), rows.array("met")
    satisfaction = rows.words("group").among(Group.SATISFACTION)
    zero = np.zeros_like(weight.value)
    for kind, rule in ((Sort.RANGE, rulebook.quantity.range), (Sort.DATE, rulebook.quantity.date)):
        here = sort.among(kind)
        told = here & (rows.words("level").blank | ((met == 1) & (kind is Sort.DATE)))  # 文字作答，只有“按时完成”算数
        _give(due, told & (met == 1), weight.value, weight.value)
        if rule.method == "direct":
            _give(due, told & (met == 0), zero, zero)
        else:
            due.sure[told & (met == 0)] = False
        if kind is Sort.RANGE and rulebook.quantity.satisfaction is not None:
            due.sure[here & satisfaction] = False
        due.sure[told & (met == -1) & rows.words("undecided").blank] = False


def _in_numbers(rows: Block, weight: Numbers, rulebook: Rulebook, sort: Sort, due: Due) -> None:
    """Rows of one sort with two numbers, each by the rule of its kind."""
    a, b = rows.number("a"), rows.number("b")
    whole = rows.words("sort").among(sort)
    here = whole & a.known & b.known & rows.words("level").blank
    if not here.any():
        return
    for rule, which in _ruled(rows, rulebook, sort, here):
        if rule.method == "satisfaction_steps":
            _by_satisfaction(rows, weight, rulebook, rule, which, due)
        else:
            _measured(rows, weight, rulebook, rule, sort, which, due)


def _ruled(rows: Block, rulebook: Rulebook, sort: Sort, here: Truth) -> list[tuple[MethodRule, Truth]]:
    """The rules that may hold for rows of this sort, each with its rows (适用规则)."""
    rules = rulebook.quantity
    found: list[tuple[MethodRule, Truth]] = []
    if rules.satisfaction is not None:
        apart = here & rows.words("group").among(Group.SATISFACTION)
        found.append((rules.satisfaction, apart))
        here = here & ~apart
    if rules.strict is not None and sort is Sort.REVERSE:
        apart = here & rows.words("target_operator").among("<")
        found.append((rules.strict, apart))
        here = here & ~apart
    rule: MethodRule = getattr(rules, sort)
    return [*found, (rule, here)]


def _by_satisfaction(  # noqa: PLR0913, PLR0917 - what one rule needs of the block
    rows: Block, weight: Numbers, rulebook: Rulebook, rule: MethodRule, here: Truth, due: Due
) -> None:
    """Steps of the satisfaction itself (满意度分档)."""
    at = np.flatnonzero(here)
    b, unit = rows.number("b").take(at), rows.words("compared_unit").take(at)
    fits = unit.among("%") | (unit.blank & (b.value > UNIT) & (b.value <= _HUNDRED))
    share = _at_step(rule.steps, b.value, np.full_like(b.value, _HUNDRED), b.fits)
    points, sure = rounded(weight.take(at), share, rulebook.rounding)
    _give_at(due, at, points, sure & fits & (b.value >= 0))


def _measured(  # noqa: PLR0913, PLR0917 - as above
    rows: Block, weight: Numbers, rulebook: Rulebook, rule: MethodRule, sort: Sort, here: Truth, due: Due
) -> None:
    """Two numbers in one unit: full where the target is met, else by the formula (定量指标)."""
    a, b = rows.number("a"), rows.number("b")
    if sort is Sort.BARE and rule.method == "unstated":
        equal = here & (a.value == b.value)
        _give(due, equal, weight.value, weight.value)
        due.sure[here & ~equal] = False
        return
    reverse = sort is Sort.REVERSE or (sort is Sort.BARE and rule.method in ("inverse_ratio", "linear_to_k"))
    met = rows.truth("met")
    if sort is Sort.BARE:
        met = b.value <= a.value if reverse else b.value >= a.value
    _give(due, here & met, weight.value, weight.value)
    if rule.method == "inverse_ratio" and rule.zero_actual != "full":
        due.sure[here & met & (b.value == 0)] = False
    short = np.flatnonzero(here & ~met)  # few rows: only they are divided
    wanted, done, most = a.take(short), b.take(short), weight.take(short)
    share = _share(wanted, done, rule)
    points, sure = rounded(most, share, rulebook.rounding)
    points = np.where(share.top > share.bottom, most.value, points)
    _give_at(due, short, points, sure & share.sure & (wanted.value > 0) & (done.value >= 0))


def _share(a: Numbers, b: Numbers, rule: MethodRule) -> Quotient:
    """The share of the weight that a missed target earns, by the rule's formula (未完成时的得分率)."""
    (wanted, done), fits = same_scale(a, b)
    if rule.method == "ratio":
        return Quotient(done, wanted, fits)
    if rule.method == "inverse_ratio":
        return Quotient(wanted, done, fits & (done > 0))
    if rule.method == "linear_to_k" and rule.factor is not None:
        times, one = _fraction(rule.factor)
        fits &= (wanted < 2**61 // max(times, one)) & (done < 2**61 // one)
        return Quotient(np.maximum(wanted * times - done * one, 0), wanted * (times - one), fits)
    if rule.method == "gate" and rule.gate is not None:
        part, one = _fraction(rule.gate)
        fits &= (wanted < 2**61 // one) & (done < 2**61 // one)
        return Quotient(np.maximum(done * one - wanted * part, 0), wanted * (one - part), fits)
    if rule.method == "steps":
        return _at_step(rule.steps, done, wanted, fits)
    return Quotient(np.zeros_like(done), np.ones_like(done), fits & (rule.method == "direct"))


def _at_step(steps: tuple[Step, ...], top: Whole, bottom: Whole, fits: Truth) -> Quotient:
    """The share of the highest step that top ÷ bottom reaches (所达档次)."""
    one = max((_fraction(step.share)[1] for step in steps), default=1)
    share, sure = np.zeros_like(top), fits.copy()
    for step in sorted(steps, key=lambda step: step.from_):
        part, whole = _fraction(step.from_)
        sure &= (bottom < 2**61 // max(part, 1)) & (top < 2**61 // whole)
        numerator, denominator = _fraction(step.share)
        share[part * bottom <= top * whole] = numerator * (one // denominator)
    if any(step.finished is not None for step in steps):
        sure[:] = False
    return Quotient(share, np.full_like(top, one), sure)


def _fraction(number: Decimal) -> tuple[int, int]:
    """The number as a fraction of whole numbers, over a power of ten (分数)."""
    digits = max(0, -int(number.as_tuple().exponent))
    return int(number.scaleb(digits)), 10**digits


def _constant(number: Decimal, size: int) -> Quotient:
    top, bottom = _fraction(number)
    return Quotient(np.full(size, top), np.full(size, bottom), np.ones(size, np.bool_))


# ---- the execution rate ----


def _weight_of(lines: Block, rule: ExecutionRule) -> Numbers:
    """The weight printed, else the method's (执行率分值)."""
    printed = lines.number("weight")
    if rule.weight is None:
        return printed
    number, scale = _fraction(rule.weight)
    digits = len(str(scale)) - 1
    blank = ~printed.known
    value = np.where(blank, number * int(POWERS[PLACES - digits]), printed.value)
    return Numbers(value, np.ones_like(printed.known), np.where(blank, digits, printed.places), printed.fits | blank)


def _execution_share(budget: Numbers, executed: Numbers, rule: ExecutionRule) -> Quotient:
    (wanted, done), fits = same_scale(budget, executed)
    if rule.method == "steps":
        return _at_step(rule.steps, done, wanted, fits)
    return Quotient(done, wanted, fits)


def _taken(due: Due, printed: Numbers, weight: Numbers) -> tuple[Whole, Truth]:
    """The points to reckon with (采用得分), and where they are known."""
    low = np.where(due.given, due.low, 0)
    high = np.where(due.given, due.high, weight.value)
    clipped = np.minimum(np.maximum(printed.value, low), high)
    return np.where(due.exact, due.low, clipped), due.exact | printed.known


def _blank(size: int) -> Numbers:
    zero = np.zeros(size, np.int64)
    return Numbers(zero, np.zeros(size, np.bool_), zero, np.ones(size, np.bool_))
