"""The rules of a rulebook in words (计分办法的说法): what each is called, what it sets, on what basis."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from jixiao.lang import say
from jixiao.rulebooks.model import Band, Basis, ExecutionRule, Grade, GroupRule, MethodRule, Rule, Rulebook, Step

NAMES: dict[str, tuple[str, str]] = {
    "total": ("满分", "full score"),
    "groups": ("一级指标分值", "weights of the groups"),
    "variants": ("未设某类指标时的分值", "weights without some groups"),
    "execution": ("预算执行率", "budget execution"),
    "quantity.positive": ("正向指标（≥ >）", "positive indicators (≥ >)"),
    "quantity.reverse": ("反向指标（≤ <）", "reverse indicators (≤ <)"),
    "quantity.equal": ("等于指标（=）", "indicators with ="),
    "quantity.range": ("区间指标", "ranges"),
    "quantity.date": ("时间指标", "dates"),
    "quantity.bare": ("未注明方向的数值", "numbers without a sign"),
    "quantity.satisfaction": ("满意度指标", "satisfaction"),
    "standard": ("本行评分标准", "the row's own standard"),
    "quantity.strict": ("严格的反向指标（<）", "strictly reverse indicators (<)"),
    "qualitative": ("定性指标", "qualitative indicators"),
    "rounding": ("小数位数", "rounding"),
    "over": ("超额完成", "over-fulfilment"),
    "reason": ("原因说明", "reasons"),
    "grades": ("等级", "grades"),
    "remarks": ("其他规定", "remarks"),
}

METHODS: dict[str, tuple[str, str]] = {
    "ratio": ("实际完成值 ÷ 指标值 × 分值，以分值为上限", "actual ÷ target × weight, at most the weight"),
    "inverse_ratio": ("指标值 ÷ 实际完成值 × 分值，以分值为上限", "target ÷ actual × weight, at most the weight"),
    "linear_to_k": (
        "超出指标值后线性递减，到 {factor} 倍得零分",
        "falls in a line from the target to zero at {factor} times it",
    ),
    "gate": (
        "完成率低于 {gate} 得零分，其上按超出部分折算",
        "nothing below {gate}, above it in proportion to the rest",
    ),
    "direct": ("达到得满分，未达到不得分", "all or nothing"),
    "steps": ("按完成率分档：{steps}", "by steps: {steps}"),
    "satisfaction_steps": ("按满意度分档：{steps}", "by steps of satisfaction: {steps}"),
    "ladder": ("按本行评分标准逐级扣分", "points off by steps, by the row's own standard"),
    "unstated": ("办法未规定", "the method does not say"),
    "proportional": ("执行率 × 分值", "execution rate × weight"),
    "none": ("不计分", "no points"),
    "full_budget": ("分母为全年（调整后）预算数", "of the full-year (adjusted) budget"),
    "initial_budget": ("分母为年初预算数", "of the initial budget"),
    "action.none": ("不另作要求", "nothing is asked"),
    "action.reason": ("须说明原因", "a reason is asked"),
    "action.manual": ("由人工核定", "a person settles it"),
    "action.deduct": ("按偏离程度扣分", "points are taken off by the deviation"),
    "half_up": ("四舍五入", "half up"),
    "truncate": ("截尾", "cut off"),
}


class RuleLine(NamedTuple):
    """One value of a rulebook as people read it (一项规定)."""

    field: str  #: quantity.positive
    name: str
    value: str
    basis: Basis
    clause: str


def rule_name(field: str, lang: str) -> str:
    """What a rule is called."""
    return NAMES[field][lang == "en"]


def rules_of(rulebook: Rulebook) -> Iterator[tuple[str, Rule]]:
    """Every rule that carries a basis, with its field: ("quantity.positive", MethodRule)."""
    yield "total", rulebook.total
    yield from (("groups", one) for one in rulebook.groups)
    yield from (("variants", one) for one in rulebook.variants)
    yield "execution", rulebook.execution
    for name in rulebook.quantity.__struct_fields__:
        rule = getattr(rulebook.quantity, name)
        if rule is not None:
            yield f"quantity.{name}", rule
    for name in ("qualitative", "rounding", "over", "reason", "grades"):
        rule = getattr(rulebook, name)
        if rule is not None:
            yield name, rule
    yield from (("remarks", one) for one in rulebook.remarks)


def silent(rulebook: Rulebook) -> list[str]:
    """The fields on which the method says nothing (办法未规定之处)."""
    return [field for field, rule in rules_of(rulebook) if isinstance(rule, MethodRule) and rule.method == "unstated"]


def assumed(rulebook: Rulebook) -> list[str]:
    """The fields that stand on practice, not on the text (假定之处)."""
    without = set(silent(rulebook))
    found = (field for field, rule in rules_of(rulebook) if rule.basis is Basis.ASSUMED and field not in without)
    return list(dict.fromkeys(found))


def lines(rulebook: Rulebook, lang: str) -> list[RuleLine]:
    """Every value of the rulebook with its basis and clause."""
    return [
        RuleLine(field, rule_name(field, lang), value_of(field, rule, rulebook, lang), rule.basis, rule.clause)
        for field, rule in rules_of(rulebook)
    ]


def value_of(  # noqa: C901, PLR0911 - one answer a kind
    field: str, rule: Rule, rulebook: Rulebook, lang: str
) -> str:
    """What the rule sets, in words."""
    match field:
        case "total":
            return _full(rulebook, lang)
        case "groups" if isinstance(rule, GroupRule):
            return _group(rule, lang)
        case "variants":
            return _variant(rule, lang)
        case "execution" if isinstance(rule, ExecutionRule):
            return _execution(rule, lang)
        case "qualitative":
            return _joined((_band(band, lang) for band in rulebook.qualitative.bands), lang)
        case "rounding":
            step = rulebook.rounding
            return say(
                "rule.rounding", lang, score=step.score_step, rate=_percent(step.rate_step), mode=_word(step.mode, lang)
            )
        case "over":
            return _over(rulebook, lang)
        case "reason":
            return _reasons(rulebook, lang)
        case "grades":
            return _grades(rulebook, lang)
        case "remarks":
            return str(getattr(rule, lang if lang == "en" else "zh"))
        case _:
            return _method(rule, lang)


def _word(key: str, lang: str) -> str:
    return METHODS[key][lang == "en"]


def _joined(parts: Iterator[str] | list[str], lang: str) -> str:
    return ("; " if lang == "en" else "；").join(parts)


def _percent(share: Decimal) -> str:
    number = share.scaleb(2).normalize()
    return f"{number:f}%"


def _full(rulebook: Rulebook, lang: str) -> str:
    rule = rulebook.total
    parts = [say("rule.points", lang, points=rule.points)]
    if rule.cap_at_weight:
        parts.append(say("rule.cap", lang))
    if rule.bonus_cap is not None:
        parts.append(say("rule.bonus", lang, points=rule.bonus_cap))
    if rule.bonus_in_words:
        parts.append(say("rule.bonus_in_words", lang))
    if rule.deduction:
        parts.append(say("rule.deduction", lang))
    return _joined(parts, lang)


def _group(rule: GroupRule, lang: str) -> str:
    names = "+".join(say(f"group.{one}", lang) for one in rule.children or (rule.group,))
    text = f"{names} {say('rule.points', lang, points=rule.weight)}"
    return text if rule.adjustable else f"{text}{say('rule.fixed', lang)}"


def _variant(rule: Rule, lang: str) -> str:
    without = say("listed", lang).join(say(f"group.{one}", lang) for one in getattr(rule, "without", ()))
    weights = say("listed", lang).join(_group(one, lang) for one in getattr(rule, "groups", ()))
    return say("rule.without", lang, without=without, weights=weights)


def _execution(rule: ExecutionRule, lang: str) -> str:
    weight = [] if rule.weight is None else [say("rule.points", lang, points=rule.weight)]
    parts = [*weight, _steps(rule.steps, lang) if rule.method == "steps" else _word(rule.method, lang)]
    if rule.method != "none":
        parts.append(_word(rule.denominator, lang))
    if rule.reason_below is not None:
        parts.append(say("rule.reason_below", lang, rate=_percent(rule.reason_below)))
    return _joined(parts, lang)


def _method(rule: Rule, lang: str) -> str:
    if not isinstance(rule, MethodRule):
        return ""
    gate = "" if rule.gate is None else _percent(rule.gate)
    return _word(rule.method, lang).format(factor=rule.factor, gate=gate, steps=_steps(rule.steps, lang))


def _steps(steps: tuple[Step, ...], lang: str) -> str:
    told = (say("rule.step", lang, rate=_percent(step.from_), share=_percent(step.share)) for step in steps)
    ends = {None: "", True: say("rule.finished", lang), False: say("rule.unfinished", lang)}
    return say("listed", lang).join(f"{ends[step.finished]}{text}" for step, text in zip(steps, told, strict=True))


def _band(band: Band, lang: str) -> str:
    low = say("rule.inclusive" if band.low_inclusive else "rule.exclusive", lang)
    return f"{band.name} {_percent(band.high)}–{_percent(band.low)}{low}"


def _over(rulebook: Rulebook, lang: str) -> str:
    rule = rulebook.over
    action = _word(f"action.{rule.action}", lang)
    return action if rule.threshold is None else say("rule.over", lang, rate=_percent(rule.threshold), action=action)


def _reasons(rulebook: Rulebook, lang: str) -> str:
    rule = rulebook.reason
    names = ("below_weight", "target_missed", "measures", "adjustment", "qualitative")
    parts = [say(f"rule.reason.{name}", lang) for name in names if getattr(rule, name)]
    if rule.max_characters is not None:
        parts.append(say("rule.reason.length", lang, count=rule.max_characters))
    return _joined(parts, lang)


def _grades(rulebook: Rulebook, lang: str) -> str:
    bands: tuple[Grade, ...] = () if rulebook.grades is None else rulebook.grades.bands
    return say("listed", lang).join(f"{grade.name} ≥{grade.from_}" for grade in bands)
