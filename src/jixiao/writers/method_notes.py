"""The notes below a form (表注): what its method sets, in short sentences for the person who fills it in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from jixiao.form import Group
from jixiao.numerals import plain
from jixiao.rulebooks.methods import percent
from jixiao.rulebooks.model import MethodRule, Rulebook

NAMES = {
    Group.COST: "成本指标",
    Group.OUTPUT: "产出指标",
    Group.BENEFIT: "效益指标",
    Group.SATISFACTION: "满意度指标",
}
_FORMULAS = {"ratio": "B/A×分值", "inverse_ratio": "A/B×分值", "linear_to_k": "[1-(B-A)/A]×分值"}
_TWICE = Decimal(2)


def notes_of(rulebook: Rulebook, weights: Mapping[Group, Decimal]) -> tuple[str, ...]:
    """The numbered notes of a form of this rulebook with these group weights; nothing where the method is silent."""
    return tuple(f"{number}.{text}" for number, text in enumerate(_sentences(rulebook, weights), 1))


def _sentences(rulebook: Rulebook, weights: Mapping[Group, Decimal]) -> Iterator[str]:
    execution = rulebook.execution
    parts = [f"{NAMES[group]}{plain(weight)}分" for group, weight in weights.items() if group in NAMES]
    if execution.weight is not None:
        parts.append(f"预算执行率{plain(execution.weight)}分")
    if parts:
        yield f"自评满分为{plain(rulebook.total.points)}分，一级指标分值：{'、'.join(parts)}。"
    if rulebook.reason.below_weight or rulebook.reason.target_missed:
        what = "原因及拟采取的措施" if rulebook.reason.measures else "原因"
        yield f"未完成原因分析：未达到指标值或得分低于分值的，写明{what}。"
    yield from _quantity(rulebook)
    bands = rulebook.qualitative.bands
    if bands:
        shares = "、".join(f"{percent(band.high)}-{percent(band.low)}" for band in bands)
        yield f"定性指标分为{len(bands)}档：{'、'.join(band.name for band in bands)}，依次在分值的{shares}内给分。"
    if rulebook.over.threshold is not None and rulebook.over.action != "none":
        yield f"实际完成值达到指标值的{percent(rulebook.over.threshold)}及以上的，须说明原因。"


def _quantity(rulebook: Rulebook) -> Iterator[str]:
    positive, reverse = (_formula(rule) for rule in (rulebook.quantity.positive, rulebook.quantity.reverse))
    parts = [f"{word}指标得分={formula}" for word, formula in (("正向", positive), ("反向", reverse)) if formula]
    if parts:
        yield f"定量指标：{'；'.join(parts)}。得分不得超过该指标分值。"
    gate = rulebook.quantity.positive.gate
    if gate is not None:
        yield f"定量指标完成率低于{percent(gate)}的不得分，以上的按超出部分折算。"


def _formula(rule: MethodRule) -> str | None:
    if rule.method == "linear_to_k" and rule.factor != _TWICE:
        return None
    return _FORMULAS.get(rule.method)
