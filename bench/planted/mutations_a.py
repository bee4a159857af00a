"""Planted errors in weights, sums, totals and grades (分值、合计、总分、等级的错例): A001 to A009, A029, A030."""

from __future__ import annotations

import random
from decimal import Decimal

from bench.planted.catalogue import mutation
from bench.planted.edits import (
    ZERO,
    digits_swapped,
    drawn,
    replace,
    rescored,
    rows_where,
    score_of,
    settled,
    summed,
    total_line,
    weight_of,
    with_fund,
    with_row,
    without_row,
)
from jixiao.form import Form, Indicator
from jixiao.numerals import plain
from jixiao.rulebooks.model import Rulebook

ONE = Decimal(1)


def _scored(row: Indicator) -> bool:
    return row.weight is not None and row.score is not None


@mutation("A001", "一行分值{step}分，其余不动", step=(1, 2, -1))
def weight_changed(form: Form, rng: random.Random, _rulebook: Rulebook, step: int) -> Form | None:
    fits = [
        at for at in rows_where(form, _scored) if weight_of(form.indicators[at]) + step > score_of(form.indicators[at])
    ]
    at = drawn(rng, fits)
    return None if at is None else with_row(form, at, weight=weight_of(form.indicators[at]) + step)


@mutation("A001", "漏填一行指标，总分照旧")
def row_lost(form: Form, rng: random.Random, _rulebook: Rulebook) -> Form | None:
    at = drawn(rng, rows_where(form, _scored))
    return None if at is None else without_row(form, at)


@mutation("A001", "执行率的分值加给一行指标，各行分值已满 100 分")
def execution_forgotten(form: Form, rng: random.Random, rulebook: Rulebook) -> Form | None:
    at, weight = drawn(rng, rows_where(form, _scored)), total_line(form).weight
    if at is None or weight is None:
        return None
    row = form.indicators[at]
    return settled(with_row(form, at, weight=weight_of(row) + weight, score=score_of(row) + weight), rulebook)


@mutation("A001", "总分行的分值误印")
def total_weight_misprinted(form: Form, rng: random.Random, _rulebook: Rulebook) -> Form | None:
    if form.total_weight is None:
        return None
    return replace(form, total_weight=form.total_weight + rng.choice([-10, -1, 10]))


@mutation("A002", "一级指标标题所印分值改为{step}分", step=(5, -5, 1))
def group_weight_changed(form: Form, rng: random.Random, _rulebook: Rulebook, step: int) -> Form | None:
    return _with_heading(form, rng, 1, step)


@mutation("A002", "一行的分值挪了 1 分给另一组")
def weight_moved_to_another_group(form: Form, rng: random.Random, rulebook: Rulebook) -> Form | None:
    fits = rows_where(form, lambda row: _scored(row) and row.score == row.weight and weight_of(row) > ONE)
    giver = drawn(rng, fits)
    if giver is None or not any(one.level == 1 and one.weight for one in form.headings):
        return None
    taker = drawn(rng, [at for at in fits if form.indicators[at].group is not form.indicators[giver].group])
    if taker is None:
        return None
    for at, step in ((giver, -ONE), (taker, ONE)):
        weight = weight_of(form.indicators[at]) + step
        form = with_row(form, at, weight=weight, score=weight)
    return settled(form, rulebook)


@mutation("A003", "二级指标所印分值改为{step}分", step=(2, -1))
def level2_weight_changed(form: Form, rng: random.Random, _rulebook: Rulebook, step: int) -> Form | None:
    return _with_heading(form, rng, 2, step)


def _with_heading(form: Form, rng: random.Random, level: int, step: int) -> Form | None:
    fits = [at for at, one in enumerate(form.headings) if one.level == level and one.weight is not None]
    at = drawn(rng, fits)
    if at is None:
        return None
    headings = list(form.headings)
    headings[at] = replace(headings[at], weight=(headings[at].weight or ZERO) + step)
    return replace(form, headings=tuple(headings))


@mutation("A004", "一行得分高出分值 {over} 分，总分照加", over=("0.5", "1", "2"))
def score_over_weight(form: Form, rng: random.Random, rulebook: Rulebook, over: str) -> Form | None:
    at = drawn(rng, rows_where(form, _scored))
    bonus = rulebook.total.bonus_cap
    if at is None or not rulebook.total.cap_at_weight or (bonus is not None and Decimal(over) <= bonus):
        return None
    return rescored(form, rulebook, at, weight_of(form.indicators[at]) + Decimal(over))


@mutation("A004", "执行率得分高出分值 1 分")
def execution_score_over_weight(form: Form, _rng: random.Random, rulebook: Rulebook) -> Form | None:
    weight = total_line(form).weight
    if weight is None or not rulebook.total.cap_at_weight:
        return None
    return settled(with_fund(form, 0, score=weight + ONE), rulebook)


@mutation("A004", "一行的分值和得分两栏填反")
def weight_and_score_swapped(form: Form, rng: random.Random, _rulebook: Rulebook) -> Form | None:
    at = drawn(rng, rows_where(form, lambda row: _scored(row) and score_of(row) < weight_of(row)))
    if at is None:
        return None
    row = form.indicators[at]
    return with_row(form, at, weight=row.score, score=row.weight)


@mutation("A004", "复核分高于分值")
def review_score_over_weight(form: Form, rng: random.Random, rulebook: Rulebook) -> Form | None:
    at = drawn(rng, rows_where(form, _scored))
    if at is None or not rulebook.total.cap_at_weight:
        return None
    return with_row(form, at, review_score=weight_of(form.indicators[at]) + ONE)


@mutation("A005", "一行得分填成负数")
def score_negative(form: Form, rng: random.Random, rulebook: Rulebook) -> Form | None:
    at = drawn(rng, rows_where(form, lambda row: _scored(row) and score_of(row) > 0))
    return None if at is None else rescored(form, rulebook, at, -score_of(form.indicators[at]))


@mutation("A005", "执行率得分填成负数")
def execution_score_negative(form: Form, _rng: random.Random, rulebook: Rulebook) -> Form | None:
    score = total_line(form).score
    return settled(with_fund(form, 0, score=-score), rulebook) if score else None


def _retotalled(form: Form, total: Decimal | None) -> Form | None:
    """The form with another total, which the conclusion repeats."""
    old = form.total_score
    if old is None or total is None or total == old or not 0 <= total <= (form.total_weight or total):
        return None
    text = (form.conclusion or "").replace(f"{plain(old)}分", f"{plain(total)}分")
    return replace(form, total_score=total, conclusion=text or None)


@mutation("A006", "总分 {step} 分", step=("1", "-1", "0.5", "-0.01"))
def total_changed(form: Form, _rng: random.Random, _rulebook: Rulebook, step: str) -> Form | None:
    return None if form.total_score is None else _retotalled(form, form.total_score + Decimal(step))


@mutation("A006", "总分漏加执行率得分")
def execution_left_out(form: Form, _rng: random.Random, _rulebook: Rulebook) -> Form | None:
    score = total_line(form).score
    return _retotalled(form, summed(form) - score) if score else None


@mutation("A006", "总分漏加一行得分")
def row_left_out(form: Form, rng: random.Random, _rulebook: Rulebook) -> Form | None:
    at = drawn(rng, rows_where(form, lambda row: row.score))
    return None if at is None else _retotalled(form, summed(form) - score_of(form.indicators[at]))


@mutation("A006", "总分相邻两位数字颠倒")
def total_digits_swapped(form: Form, _rng: random.Random, _rulebook: Rulebook) -> Form | None:
    return None if form.total_score is None else _retotalled(form, digits_swapped(form.total_score))


@mutation("A006", "总分按整数取舍，与各行合计不符")
def total_rounded_away(form: Form, _rng: random.Random, _rulebook: Rulebook) -> Form | None:
    return None if form.total_score is None else _retotalled(form, form.total_score.quantize(ONE, "ROUND_HALF_UP"))


@mutation("A006", "改了一行得分，总分未改")
def row_changed_total_kept(form: Form, rng: random.Random, _rulebook: Rulebook) -> Form | None:
    at = drawn(rng, rows_where(form, lambda row: _scored(row) and score_of(row) > ONE))
    return None if at is None else with_row(form, at, score=score_of(form.indicators[at]) - ONE)


@mutation("A007", "自评结论里的得分与总分差 {step} 分", step=("1", "-2", "0.1"))
def conclusion_names_another_total(form: Form, _rng: random.Random, _rulebook: Rulebook, step: str) -> Form | None:
    if form.total_score is None or not form.conclusion:
        return None
    said, stated = form.total_score + Decimal(step), f"{plain(form.total_score)}分"
    if stated not in form.conclusion:
        return None
    return replace(form, conclusion=form.conclusion.replace(stated, f"{plain(said)}分"))


@mutation("A007", "自评结论里的得分两位数字颠倒")
def conclusion_digits_swapped(form: Form, _rng: random.Random, _rulebook: Rulebook) -> Form | None:
    said = None if form.total_score is None else digits_swapped(form.total_score)
    if said is None or form.total_score is None or not form.conclusion:
        return None
    return replace(form, conclusion=form.conclusion.replace(f"{plain(form.total_score)}分", f"{plain(said)}分"))


@mutation("A008", "总分超出满分（{slip}）", slip=("加10分", "错一位"))
def total_above_full_score(form: Form, _rng: random.Random, rulebook: Rulebook, slip: str) -> Form | None:
    if not form.total_score:
        return None
    wrong = form.total_score.scaleb(1) if slip == "错一位" else form.total_score + 10
    return replace(form, total_score=wrong) if wrong > rulebook.total.points else None


@mutation("A008", "总分填成负数")
def total_negative(form: Form, _rng: random.Random, _rulebook: Rulebook) -> Form | None:
    return replace(form, total_score=-form.total_score) if form.total_score else None


@mutation("A009", "一组的小计得分改为{step}分", step=(1, -1, 10))
def subtotal_changed(form: Form, rng: random.Random, _rulebook: Rulebook, step: int) -> Form | None:
    at = drawn(rng, [at for at, one in enumerate(form.headings) if one.score is not None])
    if at is None:
        return None
    headings = list(form.headings)
    headings[at] = replace(headings[at], score=(headings[at].score or ZERO) + step)
    return replace(form, headings=tuple(headings))


@mutation("A029", "一行得分印成{kind}", kind=("三位小数", "另一种位数"))
def score_digits_drift(form: Form, rng: random.Random, _rulebook: Rulebook, kind: str) -> Form | None:
    at = drawn(rng, rows_where(form, _scored))
    if at is None:
        return None
    score = score_of(form.indicators[at])
    if kind == "三位小数":
        return with_row(form, at, score=score.quantize(Decimal("0.001")))
    whole = score == score.to_integral_value()
    return with_row(form, at, score=score.quantize(Decimal("0.00"))) if whole else None


@mutation("A030", "等级栏填成另一等级")
def grade_changed(form: Form, rng: random.Random, rulebook: Rulebook) -> Form | None:
    if not form.grade or rulebook.grades is None:
        return None
    others = [band.name for band in rulebook.grades.bands if band.name[0] != form.grade[0]]
    return replace(form, grade=rng.choice(others))


@mutation("A030", "结论里的等级写成另一等级")
def grade_in_conclusion_changed(form: Form, rng: random.Random, rulebook: Rulebook) -> Form | None:
    if form.grade or not form.conclusion or rulebook.grades is None:
        return None
    said = next((band.name for band in rulebook.grades.bands if f"“{band.name}”" in form.conclusion), None)
    if said is None:
        return None
    other = rng.choice([band.name for band in rulebook.grades.bands if band.name != said])
    return replace(form, conclusion=form.conclusion.replace(f"“{said}”", f"“{other}”"))
