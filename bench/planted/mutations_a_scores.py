"""Planted errors in the scores of single rows (各行得分的错例): A020 to A028."""

from __future__ import annotations

import random
from decimal import Decimal

from bench.planted.catalogue import mutation
from bench.planted.edits import (
    award_of,
    drawn,
    is_number,
    number_of,
    rescored,
    rewritten,
    rows_where,
    score_of,
    sort_of,
    value_of,
    weight_of,
    with_row,
)
from bench.planted.subject import known, quantity
from jixiao.attainment import Sort
from jixiao.form import Form
from jixiao.rulebooks.model import MethodRule, Rulebook
from jixiao.scoring import Award
from jixiao.scoring.rounding import rounded

STEPPED = frozenset({"steps", "satisfaction_steps"})
CAUSE = "主要是备料偏晚影响进度；拟提前备料，按月调度。"


def _awarded(form: Form, rulebook: Rulebook, sort: Sort) -> list[tuple[int, Award]]:
    """The rows of this sort whose points the method gives exactly, by a formula that gives part of the weight."""
    found = []
    for at in rows_where(form, lambda row: row.score is not None and sort_of(row) is sort):
        award = award_of(form, rulebook, at)
        partial = isinstance(award, Award) and award.method not in STEPPED and award.points is not None
        if (
            partial
            and isinstance(award, Award)
            and 0 < award.low < award.weight
            and award.low == form.indicators[at].score
        ):
            found.append((at, award))
    return found


def _slipped(form: Form, rng: random.Random, rulebook: Rulebook, sort: Sort, step: str) -> Form | None:
    chosen = drawn(rng, _awarded(form, rulebook, sort))
    if chosen is None:
        return None
    at, award = chosen
    wrong = award.low + Decimal(step)
    if not 0 < wrong < award.weight:
        return None
    return rescored(form, rulebook, at, wrong)


@mutation("A020", "正向指标未完成，得分按比例应得数 {step} 分", step=("0.3", "-0.3", "-0.5"))
def positive_score_changed(form: Form, rng: random.Random, rulebook: Rulebook, step: str) -> Form | None:
    return _slipped(form, rng, rulebook, Sort.POSITIVE, step)


@mutation("A020", "正向指标的实际值改低，得分未改")
def positive_actual_lowered(form: Form, rng: random.Random, rulebook: Rulebook) -> Form | None:
    chosen = drawn(rng, _awarded(form, rulebook, Sort.POSITIVE))
    if chosen is None:
        return None
    row = form.indicators[chosen[0]]
    lower = int(number_of(row.actual) * Decimal("0.93"))
    changed = with_row(form, chosen[0], actual=rewritten(value_of(row.actual), lower))
    award = award_of(changed, rulebook, chosen[0])
    partial = isinstance(award, Award) and 0 < award.low < score_of(row) - Decimal("0.2")
    return changed if partial else None


@mutation("A021", "反向指标超过限额，得分按比例应得数 {step} 分", step=("0.3", "-0.3"))
def reverse_score_changed(form: Form, rng: random.Random, rulebook: Rulebook, step: str) -> Form | None:
    return _slipped(form, rng, rulebook, Sort.REVERSE, step)


@mutation("A021", "反向指标套用了另一种算式")
def reverse_by_other_formula(form: Form, rng: random.Random, rulebook: Rulebook) -> Form | None:
    chosen = drawn(rng, _awarded(form, rulebook, Sort.REVERSE))
    if chosen is None:
        return None
    at, award = chosen
    a, b = (number_of(value) for value in (form.indicators[at].target, form.indicators[at].actual))
    linear = rulebook.quantity.reverse.method == "linear_to_k"
    top, bottom = (award.weight * a, b) if linear else (award.weight * (2 * a - b), a)
    wrong = rounded(top, bottom, rulebook.rounding)
    return rescored(form, rulebook, at, wrong) if 0 < wrong != award.low else None


@mutation("A022", "“＝”指标未达到，得分按应得数 {step} 分", step=("0.3", "-0.3"))
def equal_score_changed(form: Form, rng: random.Random, rulebook: Rulebook, step: str) -> Form | None:
    return _slipped(form, rng, rulebook, Sort.EQUAL, step)


def _worded(form: Form, rulebook: Rulebook, *levels: str) -> list[tuple[int, Award]]:
    found = ((at, award_of(form, rulebook, at)) for at in rows_where(form, lambda row: sort_of(row) is Sort.WORDS))
    return [(at, one) for at, one in found if isinstance(one, Award) and one.method == "band" and one.level in levels]


@mutation("A023", "定性指标的得分{side}所属档次", side=("高于", "低于"))
def band_broken(form: Form, rng: random.Random, rulebook: Rulebook, side: str) -> Form | None:
    chosen = drawn(rng, _worded(form, rulebook, "partly" if side == "高于" else "reached", "partly"))
    if chosen is None or form.indicators[chosen[0]].score is None:
        return None
    at, award = chosen
    wrong = award.weight if side == "高于" else (award.low * Decimal("0.8")).quantize(Decimal("0.1"))
    if award.low <= wrong <= award.high:
        return None
    changed = rescored(form, rulebook, at, wrong)
    return with_row(changed, at, reason=form.indicators[at].reason or CAUSE)


@mutation("A024", "定性指标扣了分，却没有写明达成的档次")
def level_unnamed(form: Form, rng: random.Random, rulebook: Rulebook) -> Form | None:
    chosen = drawn(rng, _worded(form, rulebook, "partly"))
    if chosen is None or not form.indicators[chosen[0]].score:
        return None
    text = rng.choice(["年内开展了相关工作", "按有关安排推进", "工作台账在建"])
    return with_row(form, chosen[0], actual=quantity(text))


@mutation("A025", "按档计分的指标，得分不在任何一档")
def step_score_changed(form: Form, rng: random.Random, rulebook: Rulebook) -> Form | None:
    fits = []
    for at in rows_where(form, lambda row: row.score is not None):
        award = award_of(form, rulebook, at)
        if isinstance(award, Award) and award.method in STEPPED and 0 < award.low < award.weight:
            fits.append((at, award))
    chosen = drawn(rng, fits)
    return None if chosen is None else rescored(form, rulebook, chosen[0], chosen[1].low - Decimal("0.3"))


def _gated(rulebook: Rulebook) -> MethodRule | None:
    rule = rulebook.quantity.positive
    return rule if rule.method == "gate" and rule.gate is not None else None


@mutation("A026", "完成率低于及格门槛，仍按比例得分")
def scored_below_gate(form: Form, rng: random.Random, rulebook: Rulebook) -> Form | None:
    rule = _gated(rulebook)
    fits = rows_where(form, lambda row: is_number(row.target, "≥") and number_of(row.target) > 20 and row.score)
    at = drawn(rng, fits)
    if rule is None or at is None:
        return None
    row = form.indicators[at]
    low = int(number_of(row.target) * known(rule.gate) * Decimal("0.9"))
    changed = with_row(form, at, actual=rewritten(value_of(row.actual), low), reason=CAUSE)
    award = award_of(changed, rulebook, at)
    if not isinstance(award, Award) or award.method != "gate":
        return None
    return rescored(changed, rulebook, at, (weight_of(row) / 2).quantize(Decimal("0.1")))


@mutation("A027", "{sort}指标未完成，却填满分", sort=("正向", "反向"))
def full_score_though_missed(form: Form, rng: random.Random, rulebook: Rulebook, sort: str) -> Form | None:
    wanted = Sort.POSITIVE if sort == "正向" else Sort.REVERSE
    chosen = drawn(rng, _awarded(form, rulebook, wanted))
    return None if chosen is None else rescored(form, rulebook, chosen[0], chosen[1].weight)


@mutation("A027", "指标值调高，实际值和满分未改")
def target_raised(form: Form, rng: random.Random, rulebook: Rulebook) -> Form | None:
    fits = rows_where(
        form, lambda row: is_number(row.target, "≥") and row.score is not None and row.score == row.weight
    )
    at = drawn(rng, [at for at in fits if value_of(form.indicators[at].target).unit != "%"])
    if at is None:
        return None
    row = form.indicators[at]
    raised = int(number_of(row.actual) * Decimal("1.2")) + 1
    changed = with_row(form, at, target=rewritten(value_of(row.target), raised), reason=CAUSE)
    award = award_of(changed, rulebook, at)
    return changed if isinstance(award, Award) and award.high < award.weight else None


@mutation("A028", "指标已完成，却无故扣 {less} 分", less=("0.5", "1"))
def low_score_though_met(form: Form, rng: random.Random, rulebook: Rulebook, less: str) -> Form | None:
    awards = {
        at: award_of(form, rulebook, at)
        for at in rows_where(form, lambda row: row.reason is None and row.score is not None)
    }
    full = [at for at, one in awards.items() if isinstance(one, Award) and one.low == one.weight == one.high > 1]
    at = drawn(rng, full)
    return None if at is None else rescored(form, rulebook, at, score_of(form.indicators[at]) - Decimal(less))


@mutation("A028", "扣了分的行完成值改为达到指标值，原因删去，得分未改")
def reason_removed_from_met_row(form: Form, rng: random.Random, rulebook: Rulebook) -> Form | None:
    chosen = drawn(rng, _awarded(form, rulebook, Sort.POSITIVE))
    if chosen is None:
        return None
    row = form.indicators[chosen[0]]
    met = rewritten(value_of(row.actual), number_of(row.target))
    return with_row(form, chosen[0], actual=met, reason=None)
