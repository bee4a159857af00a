"""Planted errors in single values of the indicators (指标值、完成值、单位、符号的错例): B035 to B046, B053 to B055."""

from __future__ import annotations

import random
from decimal import Decimal

from bench.planted.catalogue import mutation
from bench.planted.edits import (
    drawn,
    is_number,
    meets,
    number_of,
    replace,
    rewritten,
    rows_where,
    settled,
    sort_of,
    value_of,
    weight_of,
    with_fund,
    with_row,
)
from bench.planted.subject import quantity
from bench.planted.wording import words
from jixiao.attainment import Sort
from jixiao.form import Facet, Form, Group, Indicator
from jixiao.numerals import plain
from jixiao.rulebooks.model import Rulebook

HIGHER_IS_BETTER = ("合格率", "覆盖率", "满意度", "通过率", "利用率", "按时完成率")
LOWER_IS_BETTER = ("成本", "差错率")


def _numeric(row: Indicator) -> bool:
    return is_number(row.target) and is_number(row.actual)


def _satisfying(row: Indicator) -> bool:
    return row.group is Group.SATISFACTION


@mutation("B035", "一行的 {field} 漏填", field=("target", "actual", "weight", "score"))
def value_blanked(form: Form, rng: random.Random, _rulebook: Rulebook, field: str) -> Form | None:
    at = drawn(rng, rows_where(form, lambda row: getattr(row, field) is not None))
    return None if at is None else with_row(form, at, **{field: None})


@mutation("B035", "各行得分全部漏填")
def scores_blanked(form: Form, _rng: random.Random, _rulebook: Rulebook) -> Form | None:
    if not any(row.score is not None for row in form.indicators):
        return None
    return replace(form, indicators=tuple(replace(row, score=None) for row in form.indicators))


@mutation("B035", "年度资金总额的 {field} 漏填", field=("full_budget", "executed"))
def fund_blanked(form: Form, _rng: random.Random, _rulebook: Rulebook, field: str) -> Form | None:
    return with_fund(form, 0, **{field: None, "rate": None})


@mutation("B036", "一行填为不适用（{how}），仍占分值", how=("指标值和完成值填“/”", "名称写不涉及"))
def inapplicable_weighted(form: Form, rng: random.Random, _rulebook: Rulebook, how: str) -> Form | None:
    at = drawn(rng, rows_where(form, lambda row: row.weight))
    if at is None:
        return None
    if how == "名称写不涉及":
        return with_row(form, at, name=f"{form.indicators[at].name}（本项目不涉及）")
    return with_row(form, at, target=quantity("/"), actual=quantity("/"))


@mutation("B037", "一行分值改为零，分值加到同组另一行")
def weight_moved_away(form: Form, rng: random.Random, rulebook: Rulebook) -> Form | None:
    at = drawn(rng, rows_where(form, lambda row: row.weight and row.score == row.weight))
    if at is None:
        return None
    row = form.indicators[at]
    same = rows_where(form, lambda one: one is not row and one.level2 == row.level2 and one.score == one.weight)
    other = drawn(rng, same)
    if other is None:
        return None
    more = weight_of(row) + weight_of(form.indicators[other])
    form = with_row(form, at, weight=Decimal(0), score=Decimal(0))
    return settled(with_row(form, other, weight=more, score=more), rulebook)


@mutation("B038", "指标值改成空泛的话", how=("逐步提高", "有效改善", "不断完善", "持续增强"))
def target_made_vague(form: Form, rng: random.Random, _rulebook: Rulebook, how: str) -> Form | None:
    at = drawn(rng, rows_where(form, lambda row: row.group is Group.BENEFIT and row.standard is None))
    return None if at is None else with_row(form, at, target=quantity(how), actual=quantity(how))


@mutation("B039", "指标值是数字，完成值只填“{answer}”", answer=("已完成", "达成", "建设中"))
def number_answered_in_words(form: Form, rng: random.Random, _rulebook: Rulebook, answer: str) -> Form | None:
    at = drawn(rng, rows_where(form, lambda row: _numeric(row) and not _satisfying(row)))
    return None if at is None else with_row(form, at, actual=quantity(answer))


@mutation("B039", "指标值是一句话，完成值只填一个数")
def sentence_answered_by_number(form: Form, rng: random.Random, _rulebook: Rulebook) -> Form | None:
    at = drawn(rng, rows_where(form, lambda row: row.facet is Facet.QUANTITY))
    if at is None:
        return None
    sentence = quantity("围绕年度重点安排做好各项日常保障和服务工作")
    return with_row(form, at, target=sentence, actual=quantity(str(rng.randint(5, 40))))


@mutation("B040", "完成值连符号照抄指标值")
def target_copied_with_sign(form: Form, rng: random.Random, _rulebook: Rulebook) -> Form | None:
    at = drawn(rng, rows_where(form, lambda row: is_number(row.target, "≥", "≤")))
    if at is None:
        return None
    row = form.indicators[at]
    target = value_of(row.target)
    return with_row(form, at, actual=quantity(f"{target.operator}{plain(number_of(target))}{target.unit}"))


@mutation("B040", "完成值一字不差照抄文字指标值")
def target_copied_in_words(form: Form, rng: random.Random, _rulebook: Rulebook) -> Form | None:
    at = drawn(rng, rows_where(form, lambda row: sort_of(row) is Sort.WORDS))
    if at is None:
        return None
    text = quantity("建立部门会商和信息共享机制")
    return with_row(form, at, target=text, actual=text)


@mutation("B041", "指标值漏写符号")
def sign_dropped(form: Form, rng: random.Random, rulebook: Rulebook) -> Form | None:
    at = drawn(rng, rows_where(form, lambda row: is_number(row.target, "≥", "≤", "=")))
    if at is None or rulebook.quantity.bare.method != "unstated":
        return None
    target = value_of(form.indicators[at].target)
    return with_row(form, at, target=rewritten(target, number_of(target), sign=""))


@mutation("B041", "全部指标值漏写符号")
def all_signs_dropped(form: Form, _rng: random.Random, rulebook: Rulebook) -> Form | None:
    places = rows_where(form, lambda row: is_number(row.target, "≥", "≤", "="))
    if len(places) < 6 or rulebook.quantity.bare.method != "unstated":
        return None
    for at in places:
        target = value_of(form.indicators[at].target)
        form = with_row(form, at, target=rewritten(target, number_of(target), sign=""))
    return form


@mutation("B042", "指标值的符号写反（{better}）", better=("越大越好", "越小越好"))
def sign_reversed(form: Form, rng: random.Random, _rulebook: Rulebook, better: str) -> Form | None:
    names, sign = (HIGHER_IS_BETTER, "≤") if better == "越大越好" else (LOWER_IS_BETTER, "≥")
    at = drawn(rng, rows_where(form, lambda row: is_number(row.target, "≥", "≤") and (row.name or "").endswith(names)))
    if at is None:
        return None
    target = value_of(form.indicators[at].target)
    return with_row(form, at, target=rewritten(target, number_of(target), sign=sign))


def _exceedable(row: Indicator) -> bool:
    return is_number(row.target, "≥") and value_of(row.target).unit != "%" and number_of(row.target) >= 8


@mutation("B043", "完成值为指标值的 {times} 倍，未说明原因", times=("1.4", "1.8", "3"))
def over_fulfilled(form: Form, rng: random.Random, rulebook: Rulebook, times: str) -> Form | None:
    return _exceeded(form, rng, rulebook, times, None)


@mutation("B044", "完成值为指标值的 {times} 倍，原因只说完成情况好", times=("2.2", "4"))
def target_too_low(form: Form, rng: random.Random, rulebook: Rulebook, times: str) -> Form | None:
    return _exceeded(form, rng, rulebook, times, rng.choice(words().over_causes))


def _exceeded(form: Form, rng: random.Random, rulebook: Rulebook, times: str, cause: str | None) -> Form | None:
    at = drawn(rng, rows_where(form, _exceedable))
    if at is None:
        return None
    row = form.indicators[at]
    actual = rewritten(value_of(row.actual), int(number_of(row.target) * Decimal(times)) + 1)
    reason = cause and cause.format(name=row.name)
    changed = with_row(form, at, actual=actual, reason=reason, score=row.weight)
    return settled(changed, rulebook)


@mutation("B045", "比率的 {field} 超过 100%", field=("target", "actual"))
def rate_impossible(form: Form, rng: random.Random, _rulebook: Rulebook, field: str) -> Form | None:
    return _rated(form, rng, field, rng.choice([101, 105, 112, 120]))


@mutation("B045", "比率的指标值填“≥100%”")
def rate_at_least_whole(form: Form, rng: random.Random, _rulebook: Rulebook) -> Form | None:
    return _rated(form, rng, "target", 100)


def _rated(form: Form, rng: random.Random, field: str, number: int) -> Form | None:
    names = ("合格率", "覆盖率", "满意度", "通过率")
    fits = rows_where(form, lambda row: is_number(row.target, "≥") and (row.name or "").endswith(names))
    at = drawn(rng, fits)
    if at is None:
        return None
    return with_row(form, at, **{field: rewritten(getattr(form.indicators[at], field), number)})


@mutation("B046", "完成值的单位改成另一种（{unit}）", unit=("吨", "公里", "%"))
def unit_changed(form: Form, rng: random.Random, _rulebook: Rulebook, unit: str) -> Form | None:
    at = drawn(rng, rows_where(form, lambda row: _numeric(row) and value_of(row.target).unit not in ("", unit)))
    if at is None:
        return None
    actual = value_of(form.indicators[at].actual)
    return with_row(form, at, actual=rewritten(actual, number_of(actual), unit=unit))


@mutation("B053", "满意度的完成值只填“{answer}”", answer=("满意", "非常满意", "基本满意"))
def satisfaction_in_words(form: Form, rng: random.Random, _rulebook: Rulebook, answer: str) -> Form | None:
    at = drawn(rng, rows_where(form, _satisfying))
    return None if at is None else with_row(form, at, actual=quantity(answer))


@mutation("B053", "满意度的指标值和完成值都只填“满意”")
def satisfaction_all_in_words(form: Form, rng: random.Random, _rulebook: Rulebook) -> Form | None:
    at = drawn(rng, rows_where(form, _satisfying))
    return None if at is None else with_row(form, at, target=quantity("满意"), actual=quantity("满意"))


@mutation("B054", "完成时间晚于指标值，仍得满分", late=("next_year", "next_month"))
def date_late(form: Form, rng: random.Random, _rulebook: Rulebook, late: str) -> Form | None:
    at = drawn(rng, rows_where(form, lambda row: sort_of(row) is Sort.DATE and row.score == row.weight and meets(row)))
    if at is None:
        return None
    due = value_of(form.indicators[at].target).end
    if due is None or due.year is None or due.month is None or (late == "next_month" and due.month == 12):
        return None
    text = f"{due.year + 1}年3月15日" if late == "next_year" else f"{due.year}年{due.month + 1}月8日"
    return with_row(form, at, actual=quantity(text))


@mutation("B055", "要求填完成日期，却填“{answer}”", answer=("按进度安排", "详见台账", "95"))
def date_unreadable(form: Form, rng: random.Random, _rulebook: Rulebook, answer: str) -> Form | None:
    at = drawn(rng, rows_where(form, lambda row: sort_of(row) is Sort.DATE))
    return None if at is None else with_row(form, at, actual=quantity(answer))


@mutation("B039", "完成值与上一行的文字完成值错位一行")
def actuals_shifted(form: Form, rng: random.Random, _rulebook: Rulebook) -> Form | None:
    fits = [
        at
        for at in rows_where(form, lambda row: _numeric(row) and not _satisfying(row))
        if at and sort_of(form.indicators[at - 1]) is Sort.WORDS
    ]
    at = drawn(rng, fits)
    if at is None:
        return None
    above, below = form.indicators[at - 1].actual, form.indicators[at].actual
    return with_row(with_row(form, at, actual=above), at - 1, actual=below)
