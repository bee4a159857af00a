"""What the checks on numbers find in many forms (列式审核), and of which forms that can be told by columns.

The commonest faults are told exactly (`SETTLED`). Of every other check there is a sufficient condition that it is
silent; a form that does not meet it goes to the checks themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

import numpy as np

from jixiao.attainment import Sort
from jixiao.batch.columns import PLACES
from jixiao.checks.a029_score_digits_drift import MOST
from jixiao.checks.a030_grade_differs_from_total import named_grade
from jixiao.columnar.points import Due, carried, counted, digits_of, same_scale, total_lines
from jixiao.columnar.sheet import POWERS, UNIT, Block, Numbers, Sheet, Truth, Whole
from jixiao.rulebooks.model import Rulebook
from jixiao.scoring.sums import grade_among

ELSEWHERE = frozenset({"A002", "A003", "A007", "A009", "A017", "A019", "A031", "A032", "A033", "A034"})
"""The A checks that look into texts, headings, names or units: whether they fire does not hang on the method."""
SETTLED = ("A004", "A005", "A006", "A008", "A027", "A028")
"""The checks whose findings the columns themselves tell."""
_MOST = float(2**61)
_AMOUNTS = ("initial_budget", "full_budget", "arrived", "executed")


class Found(NamedTuple):
    """What the checks on numbers find (列式疑点), those of `ELSEWHERE` aside."""

    answered: Truth  #: of every form, whether all of it can be told here
    fired: Mapping[str, Truth]  #: of each check of `SETTLED`, where it fires; only of forms that are answered


def arithmetic(sheet: Sheet, rulebook: Rulebook, rows: Due, execution: Due) -> Found:
    """The findings of the checks on numbers (数字勾稽), form by form, where they can be told."""
    scores, wrong = _Scores(sheet), _misjudged(sheet.rows, rows)
    full, low = _missed_in_full(sheet.rows, rows, rulebook) & wrong, _low_though_met(sheet.rows, rows) & wrong
    told = ~sheet.rows.any(~rows.sure | (wrong & ~full & ~low)) & execution.sure & _held(sheet, scores)
    told &= _weights(sheet, rulebook, scores)
    told &= _execution(rulebook, scores, execution)
    told &= ~sheet.funds.any(~(_rate_holds(sheet, rulebook) & _in_order(sheet.funds)))
    told &= _sources(sheet.funds) & _digits_alike(sheet.rows) & _grade(sheet, rulebook)
    fired = (
        _above_weight(sheet, rulebook, scores),
        _negative(sheet, scores),
        _total_differs(sheet, scores),
        _total_outside(sheet, rulebook),
        sheet.rows.any(full),
        sheet.rows.any(low),
    )
    return Found(told, {code: told & one for code, one in zip(SETTLED, fired, strict=True)})


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
    exact = due.exact
    # A028 is told only without a reason
    explained = (due.low == weight.value) & ~rows.truth("reason_blank") & ~_in_words(rows)
    band = due.given & ~exact
    outside = (score.value < due.low) | (score.value > due.high) | (due.open & (score.value == due.high))
    part = due.unknown_level & (score.value > 0) & (score.value < weight.value)  # A024
    wrong = (exact & (score.value != due.low) & ~explained) | (band & outside) | (~due.given & part)
    doubtful: Truth = (looked_at & wrong) | (exact & due.open)
    return doubtful


def _missed_in_full(rows: Block, due: Due, rulebook: Rulebook) -> Truth:
    """Rows with the full weight for a target that is missed (A027), where no rounding can explain it."""
    digits = digits_of(rulebook.rounding.score_step)
    score, weight = rows.number("score"), rows.number("weight")
    if digits is None or rulebook.rounding.mode == "truncate":
        return np.zeros_like(score.known)
    told: Truth = (
        due.sure
        & due.exact
        & ~_in_words(rows)
        & (due.low < weight.value)
        & (score.value == weight.value)
        & (weight.places <= digits)
    )
    return told


def _low_though_met(rows: Block, due: Due) -> Truth:
    """Rows that meet their target, score less than their weight and give no reason (A028)."""
    score, weight = rows.number("score"), rows.number("weight")
    met = due.sure & due.exact & (due.low == weight.value)
    told: Truth = met & (score.value != weight.value) & rows.truth("reason_blank") & ~_in_words(rows)
    return told


def _in_words(rows: Block) -> Truth:
    return rows.words("sort").among(Sort.WORDS)


def _held(sheet: Sheet, scores: _Scores) -> Truth:
    """No number of the points is too large to be here (数字都存得下)."""
    lost = [sheet.rows.number(name).lost for name in ("score", "weight", "review_score")]
    held: Truth = ~(sheet.rows.any(np.logical_or.reduce(lost)) | scores.score.lost | scores.weight.lost)
    return held & ~sheet.forms.number("total_score").lost


def _above_weight(sheet: Sheet, rulebook: Rulebook, scores: _Scores) -> Truth:
    """A score, or a review score, above its weight (A004)."""
    if not rulebook.total.cap_at_weight:
        return np.zeros(sheet.size, np.bool_)
    score, weight, review = (sheet.rows.number(name) for name in ("score", "weight", "review_score"))
    rows: Truth = _above(score, weight) | _above(review, weight)
    return sheet.rows.any(rows) | (scores.execution & _above(scores.score, scores.weight))


def _negative(sheet: Sheet, scores: _Scores) -> Truth:
    """A score below zero (A005)."""
    score = sheet.rows.number("score")
    return sheet.rows.any(score.known & (score.value < 0)) | (
        scores.execution & scores.score.known & (scores.score.value < 0)
    )


def _total_outside(sheet: Sheet, rulebook: Rulebook) -> Truth:
    """A total below zero or above the full score (A008)."""
    total, full = sheet.forms.number("total_score"), int(rulebook.total.points * UNIT)
    outside: Truth = total.known & ((total.value < 0) | (total.value > full))
    return outside


def _total_differs(sheet: Sheet, scores: _Scores) -> Truth:
    """A total that is not the sum of the scores (A006)."""
    total = sheet.forms.number("total_score")
    points, scored = scores.total(sheet.rows, "score", scores.score)
    differs: Truth = scored & total.known & (points != total.value)
    return differs


def _weights(sheet: Sheet, rulebook: Rulebook, scores: _Scores) -> Truth:
    """Weights that make up the full score (A001)."""
    full, total = int(rulebook.total.points * UNIT), sheet.forms.number("total_weight")
    weights, weighed = scores.total(sheet.rows, "weight", scores.weight)
    printed = total.known & (total.lost | (total.value != full))
    holds: Truth = ~(weighed & ((weights != full) | printed))
    return holds


def _execution(rulebook: Rulebook, scores: _Scores, due: Due) -> Truth:
    """The points of the execution rate (A013), none without a budget (A015)."""
    score, weight = scores.score, scores.weight
    given = due.exact & ~due.absent
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
