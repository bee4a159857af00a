"""The notes of a generated form (生成表的表末注): its method in set phrases, as the layouts print it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from jixiao.form import Group
from jixiao.numerals import plain
from jixiao.rulebooks.methods import percent
from jixiao.rulebooks.model import Rulebook

_NAMES = {
    Group.COST: "成本指标",
    Group.OUTPUT: "产出指标",
    Group.BENEFIT: "效益指标",
    Group.SATISFACTION: "满意度指标",
}
_FORMULAS = {"ratio": "B/A×分值", "inverse_ratio": "A/B×分值", "linear_to_k": "[1-(B-A)/A]×分值"}


def notes_of(rulebook: Rulebook, weights: Mapping[Group, Decimal]) -> tuple[str, ...]:
    """What the form's notes say of this rulebook: weights, reasons, formulas, bands."""
    found = [_weights(rulebook, weights), "未完成原因分析：写明偏离或未完成的原因及拟采取的措施。"]
    positive, reverse = (_FORMULAS.get(rule.method) for rule in (rulebook.quantity.positive, rulebook.quantity.reverse))
    if positive and reverse:
        found.append(f"定量指标：正向指标得分={positive}；反向指标得分={reverse}。得分不得超过该指标分值。")
    if rulebook.quantity.positive.gate is not None:
        found.append(f"定量指标完成率低于{percent(rulebook.quantity.positive.gate)}的不得分，以上的按超出部分折算。")
    bands = rulebook.qualitative.bands
    shares = "、".join(f"{percent(band.high)}-{percent(band.low)}" for band in bands)
    found.append(f"定性指标分为三档：{'、'.join(band.name for band in bands)}，依次在分值的{shares}内给分。")
    return tuple(f"{index}.{text}" for index, text in enumerate(found, 1))


def _weights(rulebook: Rulebook, weights: Mapping[Group, Decimal]) -> str:
    execution = rulebook.execution.weight
    parts = [f"{_NAMES[group]}{plain(weight)}分" for group, weight in weights.items()]
    parts += [f"预算执行率{plain(execution)}分"] if execution is not None else []
    return f"自评满分为{plain(rulebook.total.points)}分，一级指标分值：{'、'.join(parts)}。"
