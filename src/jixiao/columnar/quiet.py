"""Which forms no check on numbers has anything to say of (列式审核): a sufficient condition, never a finding.

A form that is not proved quiet goes to the checks themselves. What follows each condition is the check that it answers.
"""

from __future__ import annotations

from decimal import Decimal

import numpy as np

from jixiao.attainment import Sort
from jixiao.batch.columns import PLACES
from jixiao.checks.a029_score_digits_drift import MOST
from jixiao.checks.a030_grade_differs_from_total import named_grade
from jixiao.columnar.points import Due, carried, counted, same_scale, total_lines
from jixiao.columnar.sheet import POWERS, UNIT, Block, Numbers, Sheet, Truth, Whole
from jixiao.rulebooks.model import Rulebook
from jixiao.scoring.sums import grade_among

ELSEWHERE = frozenset({"A002", "A003", "A007", "A009", "A017", "A019", "A031", "A032", "A033", "A034"})
"""The A checks that look into texts, headings, names or units: whether they fire does not hang on the method."""
_MOST = float(2**61)
_AMOUNTS = ("initial_budget", "full_budget", "arrived", "executed")


def arithmetic(sheet: Sheet, rulebook: Rulebook, rows: Due, execution: Due) -> Truth:
    """The forms of which every check on numbers is silent (数字勾稽全部相符的表).

    Those of `ELSEWHERE` are left out.
    """
    scores = _Scores(sheet)
    found = ~sheet.rows.any(~rows.sure | _misjudged(sheet.rows, rows)) & execution.sure
    found &= _in_range(sheet, rulebook, scores)
    found &= _sums(sheet, rulebook, scores)
    found &= _execution(rulebook, scores, execution)
    found &= ~sheet.funds.any(~(_rate_holds(sheet, rulebook) & _in_order(sheet.funds)))
    found &= _sources(sheet.funds) & _digits_alike(sheet.rows) & _grade(sheet, rulebook)
    return found


class _Scores:
    """The rows that count and the line of the execution rate (计分的行)."""

    def __init__(self, sheet: Sheet) -> None:
        self.lines = total_lines(sheet)
        self.weight, self.score = self.lines.number("weight"), self.lines.number("score")
        #: 执行率计分行 stands by itself
        self.execution = self.lines.truth("present") & ~carried(sheet) & (self.weight.known | self.score.known)
        self.counted = counted(sheet.rows)

    def total(self, rows: Block, name: str, more: Numbers) -> tuple[Whole, Truth]:
        """The sum over the rows and the execution rate, and where nothing of it is blank (合计)."""
        amounts = rows.number(name)
        blank = rows.any(self.counted & ~amounts.known) | (self.execution & ~more.known) | ~rows.any(self.counted)
        return rows.sum(amounts.value * self.counted) + np.where(self.execution, more.value, 0), ~blank


def _misjudged(rows: Block, due: Due) -> Truth:
    """Rows whose printed score may not be the one due (A020 to A028)."""
    score, weight = rows.number("score"), rows.number("weight")
    looked_at = score.known & weight.known & (score.value >= 0) & (score.value <= weight.value)
    exact = due.given & (due.low == due.high)
    words = rows.words("sort").among(Sort.WORDS)
    # A028 is told only without a reason
    explained = (due.low == weight.value) & ~rows.truth("reason_blank") & ~words
    band = due.given & ~exact
    outside = (score.value < due.low) | (score.value > due.high) | (due.open & (score.value == due.high))
    part = due.unknown_level & (score.value > 0) & (score.value < weight.value)  # A024
    wrong = (exact & (score.value != due.low) & ~explained) | (band & outside) | (~due.given & part)
    doubtful: Truth = (looked_at & wrong) | (exact & due.open)
    return doubtful


def _in_range(sheet: Sheet, rulebook: Rulebook, scores: _Scores) -> Truth:
    """No score above its weight or below zero (A004, A005), no total outside its range (A008)."""
    rows, total = sheet.rows, sheet.forms.number("total_score")
    score, weight, review = rows.number("score"), rows.number("weight"), rows.number("review_score")
    odd = score.lost | weight.lost | review.lost | (score.known & (score.value < 0))
    for column in (score, review):
        odd |= column.known & weight.known & (column.value > weight.value)
    mine, most = scores.score, scores.weight
    of_rate = mine.lost | most.lost | (mine.known & ((mine.value < 0) | (most.known & (mine.value > most.value))))
    full = int(rulebook.total.points * UNIT)
    within: Truth = ~total.lost & ~(total.known & ((total.value < 0) | (total.value > full)))
    return within & ~rows.any(odd) & ~of_rate


def _sums(sheet: Sheet, rulebook: Rulebook, scores: _Scores) -> Truth:
    """Weights that make up the full score (A001), a total that is the sum of the scores (A006)."""
    rows, forms, full = sheet.rows, sheet.forms, int(rulebook.total.points * UNIT)
    weights, weighed = scores.total(rows, "weight", scores.weight)
    total_weight, total = forms.number("total_weight"), forms.number("total_score")
    printed = total_weight.known & (total_weight.lost | (total_weight.value != full))
    points, scored = scores.total(rows, "score", scores.score)
    holds: Truth = ~(weighed & ((weights != full) | printed)) & ~(scored & total.known & (points != total.value))
    return holds


def _execution(rulebook: Rulebook, scores: _Scores, due: Due) -> Truth:
    """The points of the execution rate (A013), none without a budget (A015)."""
    score, weight = scores.score, scores.weight
    given = due.given & (due.low == due.high) & ~due.absent
    told = score.known & weight.known & (score.value >= 0) & (score.value <= weight.value)
    wrong = scores.execution & given & told & (score.value != due.low)
    budgets = [scores.lines.number(name) for name in ("full_budget", "initial_budget")]
    nothing = np.logical_and.reduce([~one.known | (one.value == 0) for one in budgets])
    if rulebook.execution.zero_budget == "full":
        nothing = np.zeros_like(nothing)
    holds: Truth = ~wrong & ~(scores.execution & score.known & (score.value > 0) & nothing)
    return holds


def _rate_holds(sheet: Sheet, rulebook: Rulebook) -> Truth:
    """Fund lines whose printed rate is that of their amounts, or where nothing can be compared (A010, A011, A012)."""
    funds, column = sheet.funds, rulebook.execution.denominator
    other = "initial_budget" if column == "full_budget" else "full_budget"
    first, second = funds.number(column), funds.number(other)
    budget = Numbers(*(np.where(first.known, a, b) for a, b in zip(first, second, strict=True)))
    executed, rate = funds.number("executed"), funds.number("rate")
    compared = rate.known & executed.known & budget.known & (budget.value != 0)
    (done, wanted), fits = same_scale(executed, budget)
    digits = np.minimum(rate.places, PLACES)
    scale = POWERS[digits]
    fits &= (done >= 0) & (wanted >= 0) & rate.fits & (done.astype(float) * scale.astype(float) < _MOST / 2)
    top, bottom = np.where(fits, done * scale, 0), np.where(wanted > 0, wanted, 1)
    printed = rate.value // POWERS[PLACES - digits]
    holds = (2 * top + bottom) // (2 * bottom) == printed
    sound: Truth = ~compared | (fits & (wanted < _MOST / 2) & holds)
    return sound


def _in_order(funds: Block) -> Truth:
    """Executed within the budget and what arrived, what arrived within the budget (A014, A018)."""
    initial, full = funds.number("initial_budget"), funds.number("full_budget")
    budget = Numbers(*(np.where(full.known, a, b) for a, b in zip(full, initial, strict=True)))
    executed, arrived = funds.number("executed"), funds.number("arrived")
    lost = initial.lost | full.lost | executed.lost | arrived.lost | funds.number("rate").lost
    return ~(lost | _above(executed, budget) | _above(executed, arrived) | _above(arrived, budget))


def _above(more: Numbers, less: Numbers) -> Truth:
    return more.known & less.known & (more.value > less.value)


def _sources(funds: Block) -> Truth:
    """The parts make up the total in each column that both print (A016)."""
    total = funds.truth("is_total")
    alone = funds.sum(total) <= 1
    holds = alone.copy()
    for name in _AMOUNTS:
        amounts = funds.number(name)
        stated, parts = amounts.value * total, amounts.value * ~total
        compared = funds.any(total & amounts.known) & funds.any(~total & amounts.known)
        holds &= ~compared | (funds.sum(stated) == funds.sum(parts))
    return holds


def _digits_alike(rows: Block) -> Truth:
    """Scores of one number of decimals, or none that tells of more (A029)."""
    score = rows.number("score")
    printed = counted(rows) & score.known
    long = rows.any(printed & (score.places > MOST))
    padded = rows.any(printed & (score.places > 0) & (score.value % UNIT == 0))
    several = sum(rows.any(printed & (score.places == places)).astype(int) for places in range(MOST + 1)) > 1
    return ~long & ~(padded & several)


def _grade(sheet: Sheet, rulebook: Rulebook) -> Truth:
    """A grade that is that of the total (A030)."""
    forms = sheet.forms
    total, grade = forms.number("total_score"), forms.words("grade")
    holds = np.ones(sheet.size, np.bool_)
    if rulebook.grades is None:
        return holds
    texts = forms.array("conclusion")
    spoken = np.array([text is not None for text in texts], np.bool_) & (grade.blank | grade.among(""))
    for at in np.flatnonzero(total.known & (~grade.blank | spoken)):
        named = grade.names[grade.code[at]] if not spoken[at] else named_grade(texts[at])
        stated = _decimal(total, int(at))
        expected = grade_among(stated, rulebook.grades)
        holds[at] = not named or expected is None or named[0] == expected[0]
    return holds & ~total.lost


def _decimal(numbers: Numbers, at: int) -> Decimal:
    return Decimal(int(numbers.value[at])).scaleb(-PLACES)
