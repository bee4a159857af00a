"""Proofs of the points of one row (得分的证明): of an indicator, and of the execution rate."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from jixiao import places
from jixiao.attainment import Attainment
from jixiao.form import FundLine, Indicator
from jixiao.outcome import Audited
from jixiao.proving.model import NOTHING, Ground, Proof, Reading, Source, Text
from jixiao.proving.rates import worked_rate
from jixiao.proving.words import (
    WORDS,
    by_rule,
    compared,
    ground,
    joined,
    name_of,
    place_of,
    points,
    sentence,
    source,
    span,
    standing,
    whereabouts,
)
from jixiao.quantity import Quantity
from jixiao.rule_words import METHODS
from jixiao.rulebooks.model import Basis, MethodRule, Rule
from jixiao.scoring import Award, Input, Range, Unscored, describe
from jixiao.scoring.indicators import rule_field
from jixiao.scoring.messages import LEVELS
from jixiao.scoring.messages import METHODS as READINGS

Scored = Award | Unscored
_OWN = MethodRule(method="ladder", basis=Basis.TEXT, clause="本行评分标准")
"""What the words beside a row rule themselves (本行自己的评分标准)."""


class _Case(msgspec.Struct, frozen=True):
    """One row on its way to its proof: what was given, what came out, by which rule."""

    one: Audited
    scored: Scored
    stated: Decimal | None
    field: str  #: of the rulebook: quantity.positive, execution; "" where no rule fits
    sources: tuple[Source, ...]
    before: Text = NOTHING  #: what the paragraph says before the points, such as the execution rate
    deduction: Decimal | None = None


def prove_indicator(one: Audited, index: int) -> Proof:
    """The proof of the points of one indicator row (指标得分的证明)."""
    item, scored = one.form.indicators[index], one.scorecard.indicators[index]
    found = one.scorecard.attainments[index]
    deduction = item.deduction if one.rulebook.total.deduction else None
    field = rule_field(found, item, one.rulebook)
    case = _Case(one, scored, item.score, field, _of_row(one, index, item, found), deduction=deduction)
    return _proof(case)


def prove_execution(one: Audited) -> Proof:
    """The proof of the points for the execution rate (预算执行率得分的证明)."""
    scored, line = one.scorecard.execution, one.form.total_fund
    if scored is None or line is None:  # `provable` lists no such path then
        raise AssertionError(one.form.source)
    before = worked_rate(line, one.rulebook)
    sources = _of_award(one, scored) if isinstance(scored, Award) else _of_fund(one, line, scored.path)
    return _proof(_Case(one, scored, line.score, "execution", sources, before))


def _proof(case: _Case) -> Proof:
    one, scored = case.one, case.scored
    grounds, rounding = _grounds(case), _rounding(case)
    proof = Proof(
        path=scored.path,
        kind="score",
        place=place_of(one.form, scored.path),
        location=places.location_of(one.form, scored.path),
        stated=NOTHING if case.stated is None else points(f"{case.stated:f}"),
        due=_due(scored),
        differs=_differs(case),
        working=_working(scored, rounding),
        rounding=rounding,
        grounds=grounds,
        sources=case.sources,
        text=NOTHING,
        readings=tuple(_reading(award) for award in scored.readings) if isinstance(scored, Unscored) else (),
        scored=isinstance(scored, Award),
    )
    return msgspec.structs.replace(proof, text=_paragraph(case, proof))


def _grounds(case: _Case) -> tuple[Ground, ...]:
    """The rule on the points, as strong as the award says, and the one on rounding where something was rounded."""
    rulebook, scored = case.one.rulebook, case.scored
    if not case.field:
        return ()
    part, _, name = case.field.partition(".")
    rule: Rule = _OWN if part == "standard" else getattr(rulebook, part)
    first = ground("score", case.field, getattr(rule, name) if name else rule, rulebook)
    if not isinstance(scored, Award):
        return (first,)
    first = msgspec.structs.replace(first, clause=scored.clause, basis=scored.basis)
    if not scored.formula or scored.exact == scored.low:
        return (first,)
    return first, ground("rounding", "rounding", rulebook.rounding, rulebook)


def _due(scored: Scored) -> Text:
    if isinstance(scored, Unscored):
        return NOTHING
    open_end = ("，不含上限", ", upper end excluded") if scored.high_open and scored.points is None else NOTHING
    zh, en = points(span(Range(scored.low, scored.high)))
    return zh + open_end[0], en + open_end[1]


def _differs(case: _Case) -> Text:
    scored = case.scored
    if isinstance(scored, Award):
        return compared(case.stated, Range(scored.low, scored.high))
    if case.stated is None or not scored.readings:
        return NOTHING
    fitting = [_called(award) for award in scored.readings if award.low <= case.stated <= award.high]
    if not fitting:
        return "与各种读法都不符", "no reading gives that score"
    zh, en = joined(fitting, ("、", ", "))
    return f"与“{zh}”的读法相符", f"agrees with the reading: {en}"


def _working(scored: Scored, rounding: Text) -> Text:
    if isinstance(scored, Award):
        rounded = (scored.formula, scored.formula)
        return (scored.working, scored.working_en or scored.working) if rounding == NOTHING else rounded
    silent = msgspec.structs.replace(scored, readings=())
    return describe(silent, "zh"), describe(silent, "en")


def _rounding(case: _Case) -> Text:
    """四舍五入到 0.01 为 9.02 分; nothing where nothing was rounded, or where the working says more (扣分)."""
    award, rule = case.scored, case.one.rulebook.rounding
    if not isinstance(award, Award) or not award.formula or award.exact == award.low or case.deduction:
        return NOTHING
    zh, en = METHODS[rule.mode]
    return (
        f"{zh}到 {rule.score_step:f} 为 {award.low:f} 分",
        f"rounded ({en}) to {rule.score_step:f}: {award.low:f} points",
    )


def _called(award: Award) -> Text:
    return LEVELS[award.level] if award.level else READINGS[award.method]


def _reading(award: Award) -> Reading:
    amount = points(span(Range(award.low, award.high)))
    return Reading(_called(award), amount, (award.working, award.working_en or award.working))


# ---- the numbers that go in ----


def _of_award(one: Audited, award: Award) -> tuple[Source, ...]:
    return tuple(_of_input(one, given) for given in award.inputs)


def _of_input(one: Audited, given: Input) -> Source:
    value = f"{given.value:f}"
    if given.path is not None:
        return source(one.form, given.path, name_of(given.path), (value, value))
    if given.name == "分值":
        return Source(places.FIELDS["weight"], (value, value), note=WORDS["by_method"])
    return Source(places.FIELDS[one.rulebook.execution.denominator], (value, value), note=WORDS["in_place_of_zero"])


def _of_fund(one: Audited, line: FundLine, path: str) -> tuple[Source, ...]:
    """The amounts of the fund row as printed, where they did not lead to points."""
    at = path.removesuffix(".score")
    names = (one.rulebook.execution.denominator, "executed")
    return tuple(_printed(one, f"{at}.{name}", _amount(getattr(line, name))) for name in names)


def _of_row(one: Audited, index: int, item: Indicator, found: Attainment) -> tuple[Source, ...]:
    """Weight, target and actual of an indicator row, each as printed, with the number it stands for."""
    at = f"indicators[{index}]"
    weight = _printed(one, f"{at}.weight", _amount(item.weight))
    used = (found.a, found.b) if found.a is not None and found.b is not None else (None, None)
    values = [
        _printed(one, f"{at}.{name}", _quoted(value), _put_in(value, number_))
        for name, value, number_ in (("target", item.target, used[0]), ("actual", item.actual, used[1]))
    ]
    lost = [_printed(one, f"{at}.deduction", _amount(item.deduction))] if item.deduction else []
    return weight, *values, *(lost if one.rulebook.total.deduction else ())


def _printed(one: Audited, path: str, value: Text, note: Text = NOTHING) -> Source:
    return source(one.form, path, name_of(path), value, note)


def _amount(value: Decimal | None) -> Text:
    return WORDS["blank"] if value is None else (f"{value:f}", f"{value:f}")


def _quoted(value: Quantity | None) -> Text:
    if value is None:
        return WORDS["blank"]
    words = value.text if value.number is not None else f"“{value.text}”"
    return words, words


def _put_in(value: Quantity | None, used: Decimal | None) -> Text:
    """The number that a cell stands for, where the cell prints more or another unit."""
    if value is None or used is None or value.text == f"{used:f}":
        return NOTHING
    return f"代入 {used:f}", f"put in as {used:f}"


# ---- the paragraph ----


def _paragraph(case: _Case, proof: Proof) -> Text:
    """The whole proof as sentences (说明文字)."""
    reasoning = _reasoning(case, proof) if isinstance(case.scored, Award) else _open(case, proof)
    parts = (reasoning, _stated(proof), whereabouts(proof.sources), standing(proof.grounds))
    zh, en = joined((part for part in parts if part[0]), ("", " "))
    return f"{proof.place[0]}：{zh}", f"{sentence(proof.place[1])}: {en}"


def _reasoning(case: _Case, proof: Proof) -> Text:
    award, silent = case.scored, METHODS["unstated"]
    if not isinstance(award, Award):
        raise TypeError(case.scored)
    first = proof.grounds[0]
    if first.rule == silent:  # 达到指标值的仍得满分
        zh = f"《{case.one.rulebook.title}》未规定这类指标如何按完成程度计分（{first.clause}）；"
        en = f"“{case.one.rulebook.title_en}” does not say how to score such an indicator in part ({first.clause}); "
        rule = zh, en
    else:
        rule = by_rule(case.one, proof.grounds)
        rule = rule[0], f"{rule[1]} "
    before = NOTHING if case.before == NOTHING else (f"{case.before[0]}；", f"{sentence(case.before[1])}; ")
    worked = _worked(award, proof)
    return (
        f"{rule[0]}{before[0]}{worked[0]}。",
        f"{rule[1]}{before[1]}{worked[1] if before[1] or first.rule == silent else sentence(worked[1])}.",
    )


def _worked(award: Award, proof: Proof) -> Text:
    """得分 = 10 × 2468.99 ÷ 2735.89 = 9.0244…，四舍五入到 0.01 为 9.02 分"""
    zh, en = proof.working
    if proof.rounding != NOTHING:
        return f"得分 = {zh}，{proof.rounding[0]}", f"points = {en}, {proof.rounding[1]}"
    if award.points is None:
        return f"{zh}，在此区间内的得分都符合办法", f"{en}: any score in this range keeps to the method"
    if not award.formula:
        return zh, en
    return f"得分 = {zh}" + (" 分" if zh == award.formula else ""), f"points = {en}"


def _open(case: _Case, proof: Proof) -> Text:
    """Why the method gives no number, and what each reading would give."""
    told = joined((_reading_told(one) for one in proof.readings), ("；", "; "))
    book, (zh, en) = case.one.rulebook, proof.working
    clause = f"（{proof.grounds[0].clause}）" if proof.grounds else ""
    clause_en = f" ({proof.grounds[0].clause})" if proof.grounds else ""
    zh, en = f"按《{book.title}》{clause}计分，{zh}", f"By “{book.title_en}”{clause_en}: {en}"
    return (f"{zh}各种读法：{told[0]}。", f"{en} Readings: {told[1]}.") if told[0] else (zh, en)


def _reading_told(one: Reading) -> Text:
    return f"{one.name[0]} {one.points[0]}，{one.working[0]}", f"{one.name[1]} {one.points[1]}, {one.working[1]}"


def _stated(proof: Proof) -> Text:
    if proof.stated == NOTHING:
        return "自评得分空白。", "The stated score is blank."
    zh, en = f"自评 {proof.stated[0]}", f"Stated: {proof.stated[1]}"
    if proof.differs != NOTHING:
        zh, en = f"{zh}，{proof.differs[0]}", f"{en}, {proof.differs[1]}"
    if proof.location is not None:
        zh, en = f"{zh}（{proof.location.describe('zh')}）", f"{en} ({proof.location.describe('en')})"
    return f"{zh}。", f"{en}."
