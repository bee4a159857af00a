"""Why a row has no points (未计分原因) and what the readings of the method are, in Chinese and English."""

from __future__ import annotations

from collections.abc import Iterable

from jixiao.scoring.model import Award, Unscored

Text = tuple[str, str]

REASONS: dict[str, Text] = {
    "weight_blank": ("分值为空，无法计分", "The weight is blank: nothing can be scored"),
    "weight_negative": ("分值 {weight} 为负，无法计分", "The weight {weight} is negative: nothing can be scored"),
    "target_blank": ("年度指标值为空，无法计分", "The target is blank: nothing can be scored"),
    "actual_blank": ("实际完成值为空，无法计分", "The actual value is blank: nothing can be scored"),
    "target_empty": (
        "年度指标值填“{target}”，等于没有指标值，无法计分",
        "The target says {target!r}, which is no target: nothing can be scored",
    ),
    "actual_empty": (
        "实际完成值填“{actual}”，等于没有完成值，无法计分",
        "The actual value says {actual!r}, which is no value: nothing can be scored",
    ),
    "no_operator": (
        "指标值 {target} 未注明 ≥、≤ 或 ＝，办法未规定按哪个方向计分",
        "The target {target} has no ≥, ≤ or =: the rulebook does not say in which direction to score it",
    ),
    "target_words": (
        "指标值为文字“{target}”，实际完成值却是 {actual}，二者无从比较",
        "The target is in words ({target}), the actual value is {actual}: they cannot be compared",
    ),
    "actual_words": (
        "指标值为 {target}，实际完成值却是文字“{actual}”，无法代入算式",
        "The target is {target}, the actual value is in words ({actual}): no formula can take it",
    ),
    "target_number": (
        "指标值为 {target}，实际完成值 {actual} 是日期，二者无从比较",
        "The target is {target}, the actual value {actual} is a date: they cannot be compared",
    ),
    "target_date": (
        "指标值 {target} 为日期，实际完成值 {actual} 不是日期，二者无从比较",
        "The target {target} is a date and the actual value {actual} is none: they cannot be compared",
    ),
    "actual_range": (
        "实际完成值 {actual} 是区间，不能定为一个数，无法代入算式",
        "The actual value {actual} is a range and not one number: no formula can take it",
    ),
    "date_imprecise": (
        "实际完成时间 {actual} 不够具体，不能判断是否晚于 {target}",
        "The actual date {actual} is too coarse to tell whether it is later than {target}",
    ),
    "level_unknown": (
        "从实际完成值“{actual}”看不出属于哪一档，办法要求先定档再定分",
        "The actual value {actual!r} does not tell its level, which the rulebook asks for before points are given",
    ),
    "unit_mismatch": (
        "指标值 {target} 与实际完成值 {actual} 的计量单位不同，无法比较",
        "The target {target} and the actual value {actual} are in different units: they cannot be compared",
    ),
    "method_unstated": (
        "指标值 {target}，实际完成 {actual}，未达到；办法未规定这类指标如何按完成程度计分",
        "Target {target}, actual {actual}: missed; the rulebook does not say how to score such an indicator in part",
    ),
    "zero_target": (
        "年度指标值为 0，不能求比率，办法未规定如何计分",
        "The target is 0, so there is no ratio: the rulebook does not say how to score it",
    ),
    "zero_actual": (
        "实际完成值为 0，不能作除数，办法未规定如何计分",
        "The actual value is 0 and cannot divide: the rulebook does not say how to score it",
    ),
    "negative_target": (
        "年度指标值 {target} 为负，比率没有意义，办法未规定如何计分",
        "The target {target} is negative, so a ratio means nothing: the rulebook does not say how to score it",
    ),
    "satisfaction_scale": (
        "办法按满意度百分比分档，实际完成值 {actual} 不是百分比",
        "The rulebook scores satisfaction by its percentage, and {actual} is none",
    ),
    "budget_blank": ("预算数为空，无法计算执行率", "The budget is blank: there is no execution rate"),
    "executed_blank": ("执行数为空，无法计算执行率", "The executed amount is blank: there is no execution rate"),
    "amount_negative": (
        "预算数 {a}、执行数 {b} 中有负数，无法计算执行率",
        "The budget {a} or the executed amount {b} is negative: there is no execution rate",
    ),
    "zero_budget": (
        "预算数为 0，不能求执行率，办法未规定如何计分",
        "The budget is 0, so there is no execution rate: the rulebook does not say how to score it",
    ),
    "over_budget": (
        "执行数 {b} 超过预算数 {a}，办法未规定如何计分",
        "{b} was spent of a budget of {a}: the rulebook does not say how to score that",
    ),
    "between_steps": (
        "指标值 {target}，实际完成 {actual}，相差不是整级；评分标准未写明不足一级怎样扣分",
        "Target {target}, actual {actual}: not a whole number of steps; how to count the rest is not said",
    ),
    "finished_unknown": (
        "办法按项目是否完成分档计分，表中未写明项目是否完成",
        "The rulebook scores finished and unfinished projects differently, and the form does not say which it is",
    ),
}

METHODS: dict[str, Text] = {
    "ratio": ("正向 B/A", "B/A (more is better)"),
    "inverse_ratio": ("反向 A/B", "A/B (less is better)"),
    "linear_to_k": ("反向线性", "linear (less is better)"),
    "gate": ("及格门槛", "above a pass gate"),
    "direct": ("直接赋分", "all or nothing"),
    "steps": ("分档", "by steps"),
    "satisfaction_steps": ("满意度分档", "by steps of satisfaction"),
    "ladder": ("逐级扣分", "points off by steps"),
    "bare_equal": ("等于指标值", "equal to the target"),
    "proportional": ("按执行率", "by the execution rate"),
    "unstated": ("办法未规定", "not stated"),
}

LEVELS: dict[str, Text] = {
    "reached": ("达成", "reached"),
    "partly": ("部分达成", "partly reached"),
    "missed": ("未达成", "missed"),
    "finished": ("项目已完成", "project finished"),
    "whole_steps": ("不足一级不扣", "whole steps only"),
    "in_part": ("不足一级按比例扣", "part of a step in proportion"),
    "started_steps": ("不足一级按一级扣", "every step begun"),
    "unfinished": ("项目未完成", "project unfinished"),
}


def describe(unscored: Unscored, lang: str = "zh") -> str:
    """The reason in words, with what each defensible reading would give (未计分说明)."""
    which = 1 if lang == "en" else 0
    facts = {name: "" if fact is None else str(fact) for name, fact in unscored.facts.items()}
    text = REASONS[unscored.reason][which].format_map(facts)
    readings = list(_readings(unscored.readings, which))
    if not readings:
        return text + ("。", ".")[which]
    if which:
        return f"{text}. Readings: {'; '.join(readings)}."
    return f"{text}。各种读法：{'；'.join(readings)}。"


def _readings(readings: Iterable[Award], which: int) -> Iterable[str]:
    for one in readings:
        label = LEVELS[one.level][which] if one.level else METHODS[one.method][which]
        points = f"{one.low:f}" if one.low == one.high else f"{one.low:f}–{one.high:f}"
        yield f"{label} {points} 分" if which == 0 else f"{label} {points}"
