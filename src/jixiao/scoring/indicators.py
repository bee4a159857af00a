"""The points of one indicator row (指标得分) by the rulebook, or why the rulebook does not say."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

import msgspec

from jixiao.attainment import Attainment, Sort, compare
from jixiao.form import Group, Indicator
from jixiao.rulebooks.methods import EXACT, function_of
from jixiao.rulebooks.model import Basis, MethodRule, Rulebook
from jixiao.scoring.bands import band_award, band_readings
from jixiao.scoring.deductions import deducted
from jixiao.scoring.ladders import ladder_award, ladder_rule
from jixiao.scoring.model import Award, Input, Unscored
from jixiao.scoring.working import awarded, full

_ZERO = Decimal(0)
_HUNDRED = Decimal(100)
_BY_TARGET = frozenset({"ratio", "gate", "steps", "linear_to_k"})  # 以指标值作除数的方法
_NO_NUMBERS = frozenset({Sort.RANGE, Sort.DATE})  # 只有达到与否，没有完成程度
_WITHOUT_LEVEL = frozenset({"words_unknown", "target_words"})  # 定性指标，但看不出档次
_OUR_REASON = {"words_unknown": "level_unknown"}


class Paths(NamedTuple):
    """Where the values of one row stand in the form (各值的路径)."""

    score: str
    weight: str
    target: str
    actual: str


@lru_cache(maxsize=512)  # 计分是审核的内环：路径只拼一次
def _paths(index: int) -> Paths:
    at = f"indicators[{index}]"
    return Paths(f"{at}.score", f"{at}.weight", f"{at}.target", f"{at}.actual")


class Row:
    """One row on its way to its points (计分行): what every step needs of it."""

    __slots__ = ("found", "item", "path", "paths", "rule", "rulebook", "weight")

    def __init__(self, paths: Paths, item: Indicator, weight: Decimal, rulebook: Rulebook, found: Attainment) -> None:
        self.paths = paths
        self.path = paths.score
        self.item = item
        self.weight = weight
        self.rulebook = rulebook
        self.found = found
        self.rule = rule_for(found, item, rulebook)

    def inputs(self) -> tuple[Input, ...]:
        """What goes into the formula (代入数): the weight, and the two numbers where there are two."""
        weight = Input("分值", self.weight, self.paths.weight)
        a, b = self.found.a, self.found.b
        if a is None or b is None:
            return (weight,)
        return weight, Input("A", a, self.paths.target), Input("B", b, self.paths.actual)

    def unscored(self, reason: str, readings: tuple[Award, ...] = ()) -> Unscored:
        """No points, and why, with the two values as printed."""
        target, actual = self.item.target, self.item.actual
        facts = {"target": target.text if target else None, "actual": actual.text if actual else None}
        return Unscored(self.path, self.weight, reason, facts, readings)


def score_indicator(
    index: int, item: Indicator, rulebook: Rulebook, found: Attainment | None = None
) -> Award | Unscored:
    """The points of one row (指标得分), at the weight printed on the form; `found` is its attainment, if known."""
    paths = _paths(index)
    weight = item.weight
    if weight is None:
        return Unscored(paths.score, None, "weight_blank")
    if weight < 0:
        return Unscored(paths.score, weight, "weight_negative", {"weight": weight})
    result = _score(Row(paths, item, weight, rulebook, found or compare(item.target, item.actual)))
    if rulebook.total.deduction and item.deduction and isinstance(result, Award):
        return deducted(result, item.deduction, item.score)
    return result


def rule_for(found: Attainment, item: Indicator, rulebook: Rulebook) -> MethodRule | None:
    """The rule of this sort of indicator; None for words and where there is no target."""
    kind = found.kind
    if kind is Sort.WORDS or kind is Sort.NONE:
        return None
    own = None if item.standard is None else ladder_rule(item, found)
    if own is not None:
        return own
    rules = rulebook.quantity
    if rules.satisfaction is not None and item.group is Group.SATISFACTION and kind is not Sort.DATE:
        return rules.satisfaction
    if rules.strict is not None and kind is Sort.REVERSE and item.target is not None and item.target.operator == "<":
        return rules.strict
    rule: MethodRule = getattr(rules, kind)
    return rule


def rule_field(found: Attainment, item: Indicator, rulebook: Rulebook) -> str:
    """The field of the rulebook that such a row is scored by (所用规定): quantity.positive; "" without a target."""
    if found.kind is Sort.WORDS:
        return "qualitative"
    rule = rule_for(found, item, rulebook)
    if rule is None:
        return ""
    if rule.method == "ladder":
        return "standard"
    apart = next((name for name in ("satisfaction", "strict") if rule is getattr(rulebook.quantity, name)), None)
    return f"quantity.{apart or found.kind}"


def _score(row: Row) -> Award | Unscored:
    found, rule = row.found, row.rule
    if found.level is not None:
        return _in_words(row)
    if rule is None:
        readings = band_readings(row) if found.reason in _WITHOUT_LEVEL else ()
        return row.unscored(_OUR_REASON.get(found.reason, found.reason), readings)
    if found.kind in _NO_NUMBERS:
        return _met_or_not(row, rule)
    if found.a is None or found.b is None:
        return row.unscored(found.reason)
    return _in_numbers(row, rule, found.a, found.b)


def _in_numbers(row: Row, rule: MethodRule, a: Decimal, b: Decimal) -> Award | Unscored:
    if rule.method == "ladder":
        return _reached(row, rule) if row.found.met else ladder_award(row, rule)
    if rule.method == "satisfaction_steps":
        return _by_satisfaction(row, rule, a, b)
    if row.found.kind is Sort.BARE and rule.method == "unstated":
        return _bare(row, rule, a, b)
    return _measured(row, rule, a, b)


def _in_words(row: Row) -> Award | Unscored:
    """An answer in words: a band for a qualitative target, no formula for a number or a date."""
    if row.found.kind is Sort.WORDS:
        return band_award(row)
    if row.found.met and row.rule is not None and row.found.kind is Sort.DATE:
        return _reached(row, row.rule)
    return row.unscored("actual_words")


def _met_or_not(row: Row, rule: MethodRule) -> Award | Unscored:
    """Ranges and dates: met or not, without a degree (区间、时间)."""
    if row.found.met is None:
        return row.unscored(row.found.reason)
    if row.found.met:
        return _reached(row, rule)
    if rule.method == "ladder":
        return ladder_award(row, rule)
    if rule.method == "direct":
        return _missed(row, rule)
    return row.unscored("method_unstated")


def _reached(row: Row, rule: MethodRule, *, assumed: bool = False) -> Award:
    """The target is met: the full weight (达到指标值，得满分)."""
    target, actual = row.item.target, row.item.actual
    wanted, done = (target.text if target else ""), (actual.text if actual else "")
    zh = f"实际完成 {done}，达到指标值 {wanted}，得满分 {row.weight:f}"
    en = f"{done} meets the target {wanted}: full {row.weight:f}"
    basis = Basis.ASSUMED if rule.basis is Basis.TEXT and (assumed or row.found.guessed) else rule.basis
    return full(row.path, row.weight, rule, row.inputs(), (zh, en), basis=basis)


def _missed(row: Row, rule: MethodRule, basis: Basis | None = None) -> Award:
    """The target is missed and the method gives nothing in part (未达到，不得分)."""
    target, actual = row.item.target, row.item.actual
    wanted, done = (target.text if target else ""), (actual.text if actual else "")
    words = (f"实际完成 {done}，未达到指标值 {wanted}，得 0 分", f"{done} misses the target {wanted}: 0 points")
    return full(row.path, row.weight, rule, row.inputs(), words, points=_ZERO, basis=basis)


def _by_satisfaction(row: Row, rule: MethodRule, a: Decimal, b: Decimal) -> Award | Unscored:
    """Steps of the satisfaction itself (满意度分档): it must be a percentage, or a bare number that can only be one."""
    assumed = row.found.unit == "" and 1 < b <= _HUNDRED
    if not (row.found.unit == "%" or assumed) or b < 0:
        return row.unscored("satisfaction_scale")
    basis = Basis.ASSUMED if assumed or row.found.guessed else rule.basis
    return _by_formula(row, rule, a, b, basis)


def _bare(row: Row, rule: MethodRule, a: Decimal, b: Decimal) -> Award | Unscored:
    """A number without ≥, ≤ or =: where both are equal every reading gives full; else the two readings (未注明方向)."""
    if a == b:
        zh = f"实际完成 {b:f}，与指标值 {a:f} 相等，无论按正向还是反向均得满分 {row.weight:f}"
        en = f"{b:f} equals the target {a:f}: full {row.weight:f} in either direction"
        return full(row.path, row.weight, rule, row.inputs(), (zh, en), method="bare_equal", basis=Basis.ASSUMED)
    rules = row.rulebook.quantity
    readings = (_measured(row, rules.positive, a, b), _measured(row, rules.reverse, a, b, reverse=True))
    return row.unscored("no_operator", tuple(one for one in readings if isinstance(one, Award)))


def _measured(row: Row, rule: MethodRule, a: Decimal, b: Decimal, *, reverse: bool | None = None) -> Award | Unscored:
    """Two numbers in one unit (定量指标): full where the target is met, else by the method's formula."""
    sort = row.found.kind
    if reverse is None:
        reverse = sort is Sort.REVERSE or (sort is Sort.BARE and rule.method in ("inverse_ratio", "linear_to_k"))
    met = row.found.met if sort is not Sort.BARE else (b <= a if reverse else b >= a)
    if met:
        return _reached_by_number(row, rule, b, divisor=b if reverse else a)
    if a < 0 or (b < 0 and reverse):
        return row.unscored("negative_target")
    if a == 0 and (rule.method in _BY_TARGET or b == 0):
        return _zero_target(row, rule, b)
    if b < 0:
        return _negative(row, rule)
    if rule.method == "unstated":
        return row.unscored("method_unstated", _partial_readings(row, rule, a, b, reverse=reverse))
    return _by_formula(row, rule, a, b, Basis.ASSUMED if row.found.guessed else rule.basis)


def _reached_by_number(row: Row, rule: MethodRule, b: Decimal, divisor: Decimal) -> Award | Unscored:
    """A number that meets its target; where the formula would divide by zero, full points are an assumption."""
    award = _reached(row, rule, assumed=divisor == 0)
    if b == 0 and rule.method == "inverse_ratio" and rule.zero_actual != "full":
        return row.unscored("zero_actual", (award,))
    return award


def _zero_target(row: Row, rule: MethodRule, b: Decimal) -> Award | Unscored:
    """A target of zero that is missed: there is no ratio (指标值为零)."""
    basis = Basis.ASSUMED if rule.basis is Basis.TEXT else rule.basis
    if rule.zero_target == "full_if_not_above" and b <= 0:
        return _reached(row, rule, assumed=True)
    if rule.zero_target == "unscored":
        return row.unscored("zero_target", (_missed(row, rule, basis),))
    return _missed(row, rule, basis)


def _negative(row: Row, rule: MethodRule) -> Award:
    """An actual below zero earns nothing (完成值为负)."""
    b = row.found.b
    words = (f"实际完成值 {b:f} 为负，得 0 分", f"The actual value {b:f} is negative: 0 points")
    basis = Basis.ASSUMED if rule.basis is Basis.TEXT else rule.basis
    return full(row.path, row.weight, rule, row.inputs(), words, points=_ZERO, basis=basis)


def _by_formula(row: Row, rule: MethodRule, a: Decimal, b: Decimal, basis: Basis) -> Award:
    function = function_of(rule.method)
    if function is None:  # rulebooks are verified when loaded: only `unstated` has none, and never comes here
        raise AssertionError(rule.method)
    points = function(row.weight, a, b, rule)
    if points.top > EXACT.multiply(row.weight, points.bottom):
        zh = f"{points.formula} > {row.weight:f}，得分以分值为限，得满分 {row.weight:f}"
        en = f"{points.formula} > {row.weight:f}: at most the weight, full {row.weight:f}"
        return full(row.path, row.weight, rule, row.inputs(), (zh, en), basis=basis)
    return awarded(row.path, row.weight, rule, row.inputs(), points, rounding=row.rulebook.rounding, basis=basis)


def _partial_readings(row: Row, rule: MethodRule, a: Decimal, b: Decimal, *, reverse: bool) -> tuple[Award, ...]:
    """What a shortfall would earn by the nearest formula, and all or nothing, where the method is silent."""
    nothing = _missed(row, msgspec.structs.replace(rule, method="direct"), Basis.ASSUMED)
    if a == 0:  # 指标值为零，没有比率
        return (nothing,)
    near = row.rulebook.quantity.reverse if rule is row.rulebook.quantity.strict else rule  # < 与 ≤ 最相近
    if near.method == "unstated":
        near = msgspec.structs.replace(rule, method="inverse_ratio" if reverse else "ratio")
    return _by_formula(row, near, a, b, Basis.ASSUMED), nothing
