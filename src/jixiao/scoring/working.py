"""Awards with their working (算式): the formula with the numbers put in, the unrounded value, the rounding."""

from __future__ import annotations

from decimal import Decimal

from jixiao.rulebooks.model import Basis, ExecutionRule, MethodRule, RoundingRule
from jixiao.scoring.model import Award, Input
from jixiao.scoring.rounding import quotient, rounded, shown


def full(  # noqa: PLR0913 - what an award says, part by part
    path: str,
    weight: Decimal,
    rule: MethodRule | ExecutionRule,
    inputs: tuple[Input, ...],
    words: tuple[str, str],
    *,
    method: str = "",
    points: Decimal | None = None,
    basis: Basis | None = None,
) -> Award:
    """Points that need no division (得满分、得零分): all of the weight unless `points` says otherwise."""
    given = weight if points is None else points
    named = method or rule.method
    # 按位置给出，比按名称快得多：达到指标值的行占绝大多数
    return Award(
        path, weight, given, given, named, rule.clause, basis or rule.basis, words[0], inputs, given, None, words[1]
    )


def awarded(  # noqa: PLR0913 - what an award says, part by part
    path: str,
    weight: Decimal,
    rule: MethodRule | ExecutionRule,
    inputs: tuple[Input, ...],
    points: tuple[Decimal, Decimal, str],
    *,
    rounding: RoundingRule,
    level: str | None = None,
    basis: Basis | None = None,
) -> Award:
    """Points by a formula (按式计分): top ÷ bottom, rounded as the rulebook says."""
    top, bottom, formula = points
    given = rounded(top, bottom, rounding)
    value = shown(top, bottom, rounding.score_step)
    tail_zh, tail_en = _rounding_words(value, given, rounding)
    worked = f"{formula} = {value}"
    return Award(
        path=path,
        weight=weight,
        low=given,
        high=given,
        method=rule.method,
        clause=rule.clause,
        basis=basis or rule.basis,
        working=worked + tail_zh,
        inputs=inputs,
        exact=quotient(top, bottom),
        level=level,
        working_en=worked + tail_en,
        formula=worked,
    )


def _rounding_words(value: str, given: Decimal, rounding: RoundingRule) -> tuple[str, str]:
    """The arrow to the rounded points; nothing where the value needed no rounding."""
    if value == f"{given:f}":
        return "", ""
    step = f"{rounding.score_step:f}"
    if rounding.mode == "truncate":
        return f" → {given:f}（截尾到 {step}）", f" → {given:f} (cut off to {step})"
    return f" → {given:f}（四舍五入到 {step}）", f" → {given:f} (rounded half up to {step})"
