"""Planted errors in the set of indicators and its goal (指标设置与目标的错例): B047 to B052, B058, B059."""

from __future__ import annotations

import random
from decimal import Decimal

from bench.planted.catalogue import mutation
from bench.planted.edits import (
    ZERO,
    absorbed,
    drawn,
    is_number,
    number_of,
    replace,
    rewritten,
    rows_where,
    settled,
    value_of,
    weight_of,
    with_row,
)
from bench.planted.generator import unnumbered
from bench.planted.rows import written
from bench.planted.wording import words
from jixiao.form import Facet, Form, Group, Indicator
from jixiao.numerals import plain
from jixiao.rulebooks.model import Rulebook

CENT = Decimal("0.01")


@mutation("B047", "同一组里两行填成同一指标")
def indicator_repeated(form: Form, rng: random.Random, _rulebook: Rulebook) -> Form | None:
    fits = [at for at in range(1, len(form.indicators)) if form.indicators[at].facet is form.indicators[at - 1].facet]
    at = drawn(rng, fits)
    if at is None:
        return None
    above = form.indicators[at - 1]
    return with_row(form, at, name=above.name, target=above.target, actual=above.actual)


@mutation("B047", "产出指标又填作效益指标")
def output_repeated_as_benefit(form: Form, rng: random.Random, _rulebook: Rulebook) -> Form | None:
    output = drawn(rng, rows_where(form, lambda row: row.facet is Facet.QUANTITY))
    benefit = drawn(rng, rows_where(form, lambda row: row.group is Group.BENEFIT))
    if output is None or benefit is None:
        return None
    copied = form.indicators[output]
    return with_row(form, benefit, name=copied.name, target=copied.target, actual=copied.actual)


@mutation("B048", "“{name}”填在{facet}之下", name=("工程验收合格率", "主体工程完工时间"), facet=("数量指标",))
def filed_under_quantity(form: Form, rng: random.Random, _rulebook: Rulebook, name: str, facet: str) -> Form | None:
    at = drawn(rng, rows_where(form, lambda row: row.name == name))
    return None if at is None else with_row(form, at, level2=facet, facet=Facet.QUANTITY)


@mutation("B048", "满意度填在社会效益指标之下")
def satisfaction_filed_under_benefit(form: Form, rng: random.Random, _rulebook: Rulebook) -> Form | None:
    at = drawn(rng, rows_where(form, lambda row: (row.name or "").endswith("满意度")))
    if at is None:
        return None
    labels = {"level1": words().groups[Group.BENEFIT], "level2": words().labels[Facet.SOCIAL]}
    return with_row(form, at, group=Group.BENEFIT, facet=Facet.SOCIAL, **labels)


@mutation("B048", "金额填在数量指标之下")
def money_filed_under_quantity(form: Form, rng: random.Random, _rulebook: Rulebook) -> Form | None:
    at = drawn(rng, rows_where(form, lambda row: row.facet is Facet.QUANTITY))
    if at is None:
        return None
    target, actual = written("L1", "≥", "万元", "120", "126")
    return with_row(form, at, name="完成投资", target=target, actual=actual)


@mutation("B049", "以“{name}”作数量指标", name=("项目资金支付金额", "年度经费支出", "补助资金拨付"))
def payment_as_output(form: Form, rng: random.Random, _rulebook: Rulebook, name: str) -> Form | None:
    at = drawn(rng, rows_where(form, lambda row: row.facet is Facet.QUANTITY))
    if at is None:
        return None
    target, actual = written("L1", "≥", "%", "95", "96")
    return with_row(form, at, name=name, target=target, actual=actual)


@mutation("B050", "没有 {facet} 一类的指标", facet=("quantity", "quality", "timeliness", "cost", "satisfaction"))
def level2_missing(form: Form, _rng: random.Random, rulebook: Rulebook, facet: str) -> Form | None:
    kept = [row.name for row in form.indicators if row.facet != facet and row.group is Group.OUTPUT]
    lost = rows_where(form, lambda row: row.facet == facet)
    if not lost or not kept or facet in _optional(rulebook):
        return None
    for at in reversed(lost):
        form = absorbed(form, at, next(iter(rows_where(form, lambda row: row.name == kept[0]))))
    return settled(replace(form, headings=()), rulebook)


def _optional(rulebook: Rulebook) -> set[str]:
    """The classes that the method does without or allows to leave out; group and class go by one name."""
    weighed = {group for one in rulebook.groups for group in (one.group, *one.children)}
    spared = {str(group) for one in rulebook.variants for group in one.without}
    return spared if Group.SATISFACTION in weighed else {*spared, str(Group.SATISFACTION)}


@mutation("B051", "只设 2 项指标")
def too_few_indicators(form: Form, _rng: random.Random, rulebook: Rulebook) -> Form | None:
    if len(form.indicators) < 3:
        return None
    while len(form.indicators) > 2:
        form = absorbed(form, len(form.indicators) - 1, 0)
    return settled(replace(form, headings=()), rulebook)


@mutation("B051", "设了六十多项指标")
def too_many_indicators(form: Form, _rng: random.Random, _rulebook: Rulebook) -> Form | None:
    copies = -(-61 // len(form.indicators))
    rows = [
        replace(row, name=f"{row.name}（第{part + 1}片区）", weight=_part(row.weight, copies), score=None)
        for row in form.indicators
        for part in range(copies)
    ]
    return replace(form, indicators=tuple(rows))


def _part(points: Decimal | None, parts: int) -> Decimal | None:
    return None if points is None else (points / parts).quantize(CENT)


@mutation("B052", "一行独占本组一半以上的分值")
def weight_concentrated(form: Form, rng: random.Random, rulebook: Rulebook) -> Form | None:
    groups = [group for group in Group if len(_full(form, group)) >= 3]
    group = drawn(rng, groups)
    if group is None or len(_full(form, group)) < len(rows_where(form, lambda row: row.group is group)):
        return None
    first, *others = _full(form, group)
    total = sum((weight_of(form.indicators[at]) for at in (first, *others)), ZERO)
    if total - len(others) <= total / 2:
        return None
    for at, weight in ((first, total - len(others)), *((at, Decimal(1)) for at in others)):
        form = with_row(form, at, weight=weight, score=weight)
    return settled(form, rulebook)


def _full(form: Form, group: Group) -> list[int]:
    return rows_where(form, lambda row: row.group is group and row.weight is not None and row.score == row.weight)


@mutation("B052", "各组分值处处平均")
def weights_all_even(form: Form, _rng: random.Random, rulebook: Rulebook) -> Form | None:
    rows = form.indicators
    if len(rows) < 12 or any(row.weight is None or row.score != row.weight for row in rows):
        return None
    groups = {row.group: [weight_of(one) for one in rows if one.group is row.group] for row in rows}
    even = {group: (sum(own, ZERO) / len(own)).quantize(CENT) for group, own in groups.items()}
    exact = all(even[group] * len(own) == sum(own, ZERO) for group, own in groups.items())
    if not exact or all(len(set(own)) == 1 for own in groups.values()):
        return None
    changed = tuple(replace(row, weight=even[row.group], score=even[row.group]) for row in rows)
    return settled(replace(form, indicators=changed, headings=()), rulebook)


@mutation("B058", "年度目标里写明的任务没有指标衡量")
def goal_unmeasured(form: Form, rng: random.Random, _rulebook: Rulebook) -> Form | None:
    task = rng.choice(["储备防汛砂石360吨", "清运淤泥1200立方米", "收运垃圾137吨"])  # no row measures weight or volume
    return _with_goal(form, (form.goals[0].expected or "").removesuffix("。") + f"；{task}。")


@mutation("B059", "年度目标里的数字与指标值不一致")
def goal_number_changed(form: Form, rng: random.Random, _rulebook: Rulebook) -> Form | None:
    at = drawn(rng, rows_where(form, lambda row: _is_named(row, form)))
    if at is None:
        return None
    target, actual = (value_of(value) for value in (form.indicators[at].target, form.indicators[at].actual))
    number = next(wrong for step in (3, 4) if (wrong := number_of(target) + step) != actual.number)
    other = f"{unnumbered(form.indicators[at])}不低于{plain(number)}{target.unit}"
    return _with_goal(form, (form.goals[0].expected or "").replace(_said(form.indicators[at]), other))


def _is_named(row: Indicator, form: Form) -> bool:
    """Whether the goal names the row's number; amounts of money are for A031 to A033 to compare."""
    counted = is_number(row.target, "≥") and value_of(row.target).unit not in ("元", "万元")
    return counted and _said(row) in (form.goals[0].expected or "")


def _said(row: Indicator) -> str:
    target = value_of(row.target)
    return f"{unnumbered(row)}不低于{plain(number_of(target))}{target.unit}"


def _with_goal(form: Form, expected: str) -> Form:
    return replace(form, goals=(replace(form.goals[0], expected=expected), *form.goals[1:]))


@mutation("B059", "指标值改低，年度目标里的数字未改")
def target_lowered(form: Form, rng: random.Random, _rulebook: Rulebook) -> Form | None:
    exceeded = rows_where(form, lambda row: _is_named(row, form) and number_of(row.actual) > number_of(row.target))
    at = drawn(rng, exceeded)
    if at is None:
        return None
    row = form.indicators[at]
    lower = number_of(row.target) - max(1, int(number_of(row.target) * Decimal("0.1")))
    return with_row(form, at, target=rewritten(value_of(row.target), lower))
