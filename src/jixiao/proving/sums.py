"""Proofs of what is reckoned from the rows (合计、执行率和等级的证明): totals, groups, rates, the grade."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from jixiao import places
from jixiao.checks.dossier import Dossier
from jixiao.checks.tolerance import places as places_printed
from jixiao.checks.tolerance import rounded
from jixiao.form import Group
from jixiao.outcome import Audited
from jixiao.places import FIELDS
from jixiao.proving.model import NOTHING, Ground, Proof, Text
from jixiao.proving.rates import formula_of, percent, rate_by_method
from jixiao.proving.words import (
    WORDS,
    after,
    apart,
    by_rule,
    ground,
    joined,
    name_of,
    number,
    place_of,
    points,
    sentence,
    source,
    span,
    standing,
    whereabouts,
)
from jixiao.rule_words import METHODS
from jixiao.rulebooks.weights import groups_for
from jixiao.scoring import Range, rate_of
from jixiao.scoring.sums import grade_of, limits

_ZERO = Decimal(0)


class Addend(msgspec.Struct, frozen=True):
    """One number of a sum (加数)."""

    path: str
    value: Decimal | None
    due: Range | None = None  #: what the method gives, where scores are added


class Sum(msgspec.Struct, frozen=True):
    """A sum that a form prints, or could print (合计)."""

    path: str
    place: Text
    stated: Decimal | None
    addends: tuple[Addend, ...]
    standard: Ground | None = None  #: 办法规定的分值


def sum_at(one: Audited, path: str) -> Sum:
    """The sum at a path: total_score, total_weight, headings[1].score, groups[0].weight."""
    field = path.rpartition(".")[2].removeprefix("total_")
    form, dossier = one.form, Dossier(one.form, one.rulebook, one.scorecard)
    if path.startswith("headings["):
        section = next(section for section in dossier.sections if path.startswith(f"{section.path}."))
        stated = getattr(section.heading, field)
        addends = _rows(one, [row.index for row in section.rows], field)
        of_group = field == "weight" and section.heading.level == 1
        standard = _standard(one, section.heading.group) if of_group else None
        return Sum(path, place_of(form, path), stated, addends, standard)
    if path.startswith("groups["):
        group = one.scorecard.groups[int(path[len("groups[") : path.index("]")])].group
        members = [index for index, item in enumerate(form.indicators) if item.group == group]
        standard = _standard(one, group) if field == "weight" else None
        return Sum(path, group_place(group, field), None, _rows(one, members, field), standard)
    execution = () if dossier.execution is None else (_execution(one, dossier.execution[0], field),)
    addends = execution + _rows(one, [row.index for row in dossier.counted], field)
    full = ground("full", "total", one.rulebook.total, one.rulebook) if field == "weight" else None
    return Sum(path, place_of(form, path), getattr(form, path), addends, full)


def group_place(group: Group | None, field: str) -> Text:
    """What to call the sum of a group that has no heading of its own: 产出指标得分合计."""
    from jixiao.lang import say  # noqa: PLC0415 - only for the names of groups

    key = f"group.{group or 'none'}"
    zh, en = FIELDS[field]
    return f"{say(key, 'zh')}{zh}合计", f"{say(key, 'en')}: sum of the {en}s"


def prove_sum(one: Audited, path: str) -> Proof:
    """The proof of a sum (合计的证明): its addends as printed, and by the method."""
    summed = sum_at(one, path)
    form = one.form
    grounds = () if summed.standard is None else (summed.standard,)
    sources = tuple(
        source(form, addend.path, _row_name(one, addend.path), _shown(addend.value)) for addend in summed.addends
    )
    known = [addend.value for addend in summed.addends if addend.value is not None]
    blanks = len(summed.addends) - len(known)
    total = None if blanks or not known else sum(known, _ZERO)
    proof = Proof(
        path=path,
        kind="sum",
        place=summed.place,
        location=form.locations.get(path),
        stated=NOTHING if summed.stated is None else points(f"{summed.stated:f}"),
        due=NOTHING if total is None else points(number(total)),
        differs=_differs(summed.stated, total),
        working=_added(known, blanks, total),
        rounding=NOTHING,
        grounds=grounds,
        sources=sources,
        text=NOTHING,
        scored=total is not None,
    )
    return msgspec.structs.replace(proof, text=_paragraph(one, summed, proof))


def _rule_of_sum(path: str) -> Text:
    if path.endswith("weight"):
        return "等于各行分值之和", "the sum of the weights of its rows"
    if path == "total_score":
        return "等于各项指标得分与预算执行率得分之和", "the sum of all scores and the score of the execution rate"
    return "等于各行得分之和", "the sum of the scores of its rows"


def _rows(one: Audited, indexes: Sequence[int], field: str) -> tuple[Addend, ...]:
    return tuple(
        Addend(
            f"indicators[{index}].{field}",
            getattr(one.form.indicators[index], field),
            Range(*limits(one.scorecard.indicators[index])) if field == "score" else None,
        )
        for index in indexes
    )


def _execution(one: Audited, at: str, field: str) -> Addend:
    scored, line = one.scorecard.execution, one.form.total_fund
    due = None if scored is None or field != "score" else Range(*limits(scored))
    return Addend(f"{at}.{field}", None if line is None else getattr(line, field), due)


def _standard(one: Audited, group: Group | None) -> Ground | None:
    """The weight that the method gives a group."""
    rule = next((rule for rule in groups_for(one.rulebook, one.form) if rule.group is group), None)
    return None if rule is None else ground("weight", "groups", rule, one.rulebook)


def _row_name(one: Audited, path: str) -> Text:
    if path.startswith("funds"):
        return "预算执行率", "budget execution"
    row = int(path[len("indicators[") : path.index("]")]) + 1
    label = one.form.indicators[row - 1].label
    return f"第 {row} 行“{label}”" if label else f"第 {row} 行", f"row {row} “{label}”" if label else f"row {row}"


def _shown(value: Decimal | None) -> Text:
    return WORDS["blank"] if value is None else (f"{value:f}", f"{value:f}")


def _added(known: Sequence[Decimal], blanks: int, total: Decimal | None) -> Text:
    formula = " + ".join(f"{value:f}" for value in known)
    if total is None:
        return f"有 {blanks} 行空白，不能合计：{formula or 0}", f"{blanks} rows are blank, no sum: {formula or 0}"
    return (f"{formula} = {number(total)}",) * 2


def _differs(stated: Decimal | None, total: Decimal | None) -> Text:
    if stated is None or total is None:
        return NOTHING
    if stated == total:
        return "与各行合计一致", "the sum of the rows"
    return apart(stated - total, ("各行合计", "the sum of the rows"))


def _paragraph(one: Audited, summed: Sum, proof: Proof) -> Text:
    rule = _rule_of_sum(summed.path)
    zh, en = f"{rule[0]}：{proof.working[0]}", f"{rule[1]}: {proof.working[1]}"
    if proof.stated != NOTHING:
        zh += f"；表上填 {proof.stated[0]}" + (f"，{proof.differs[0]}" if proof.differs[0] else "")
        en += f"; stated {proof.stated[1]}" + (f", {proof.differs[1]}" if proof.differs[1] else "")
    parts = [(f"{zh}。", f"{en}."), _by_method(one, summed)]
    parts += [by_rule(one, proof.grounds) if proof.grounds else NOTHING, _one_by_one(proof), standing(proof.grounds)]
    zh, en = joined((part for part in parts if part[0]), ("", " "))
    return f"{proof.place[0]}{zh}", f"{sentence(proof.place[1])}: {en}"


def _one_by_one(proof: Proof) -> Text:
    """Where the addends stood, in their order (加数出处): their names stand in the list of inputs."""
    spots = [one.location for one in proof.sources if one.location is not None]
    if not spots:
        return NOTHING
    zh, en = (joiner.join(spot.describe(lang) for spot in spots) for lang, joiner in (("zh", "、"), ("en", ", ")))
    return f"{after('各数依次见', zh)}。", f"Sources, in this order: {en}."


def _by_method(one: Audited, summed: Sum) -> Text:
    """What the rows would earn by the method, and what that makes the total."""
    due = [addend.due for addend in summed.addends if addend.due is not None]
    if not due:
        return NOTHING
    between = Range(sum((one.low for one in due), _ZERO), sum((one.high for one in due), _ZERO))
    book = one.rulebook
    zh = f"按《{book.title}》重新计分，合计 {span(between)} 分"
    en = f"Scored again by “{book.title_en}”: {span(between)} points"
    card = one.scorecard
    if summed.path == "total_score" and card.taken is not None and between.exact is None:
        zh += f"；办法未定之处取自评分，为 {number(card.taken)} 分"
        en += f"; {number(card.taken)} with the stated score where the method leaves it open"
    return f"{zh}。", f"{en}."


def prove_rate(one: Audited, path: str) -> Proof:
    """The proof of an execution rate (执行率的证明)."""
    form, rulebook = one.form, one.rulebook
    at = path.removesuffix(".rate")
    line = form.funds[int(at[len("funds[") : -1])]
    rate = rate_by_method(line, rulebook)
    exact = rate_of(line, rulebook)
    names = ("executed", rulebook.execution.denominator)
    sources = tuple(
        source(form, f"{at}.{name}", name_of(f"{at}.{name}"), _shown(getattr(line, name))) for name in names
    )
    rule = Ground(
        WORDS["rate"], METHODS[rulebook.execution.denominator], rulebook.execution.clause, rulebook.execution.basis
    )
    grounds: tuple[Ground, ...] = (rule,)
    if rate is not None and rate.rounding != NOTHING:
        grounds += (ground("rounding", "rounding", rulebook.rounding, rulebook),)
    silent = "预算数或执行数空白、为零或为负，不能求执行率", "a blank, zero or negative amount: there is no rate"
    due = NOTHING if rate is None else (percent(rate.due),) * 2
    working = silent if rate is None else formula_of(rate, rulebook)
    proof = Proof(
        path=path,
        kind="rate",
        place=place_of(form, path),
        location=places.location_of(form, path),
        stated=NOTHING if line.rate is None else (percent(line.rate),) * 2,
        due=due,
        differs=_rate_differs(line.rate, exact),
        working=working,
        rounding=NOTHING if rate is None else rate.rounding,
        grounds=grounds,
        sources=sources,
        text=NOTHING,
        scored=rate is not None,
    )
    return msgspec.structs.replace(proof, text=_told(one, proof))


def _rate_differs(stated: Decimal | None, exact: Decimal | None) -> Text:
    """Compared at the digits printed."""
    if stated is None or exact is None:
        return NOTHING
    expected = rounded(exact, places_printed(stated))
    if stated == expected:
        return "按所印位数相符", "right at the digits printed"
    return f"按所印位数应为 {percent(expected)}", f"{percent(expected)} at the digits printed"


def prove_grade(one: Audited) -> Proof:
    """The proof of the grade (等级的证明): the total, and the band that it lies in."""
    form, rulebook = one.form, one.rulebook
    if rulebook.grades is None or form.total_score is None:  # `provable` lists no such path then
        raise AssertionError(form.source)
    grade = grade_of(form.total_score, rulebook)
    total = f"{form.total_score:f}"
    grounds = (ground("grades", "grades", rulebook.grades, rulebook),)
    working = (
        (f"总分 {total} 分，等级为“{grade}”", f"a total of {total} is “{grade}”")
        if grade
        else (f"总分 {total} 分，不在任何一个等级内", f"a total of {total} lies in no grade")
    )
    fits = bool(form.grade and grade and form.grade[0] == grade[0])
    differs = NOTHING if form.grade is None else (("相符", "as due") if fits else ("不符", "not as due"))
    proof = Proof(
        path="grade",
        kind="grade",
        place=place_of(form, "grade"),
        location=places.location_of(form, "grade"),
        stated=NOTHING if form.grade is None else (form.grade, form.grade),
        due=NOTHING if grade is None else (grade, grade),
        differs=differs,
        working=working,
        rounding=NOTHING,
        grounds=grounds,
        sources=(source(form, "total_score", FIELDS["total_score"], (total, total)),),
        text=NOTHING,
        scored=grade is not None,
    )
    return msgspec.structs.replace(proof, text=_told(one, proof))


def _told(one: Audited, proof: Proof) -> Text:
    """The paragraph of a rate or a grade."""
    zh, en = proof.working
    if proof.rounding != NOTHING:
        zh, en = f"{zh}，{proof.rounding[0]}", f"{en}, {proof.rounding[1]}"
    if proof.stated != NOTHING:
        zh, en = f"{zh}；{after('表上填', proof.stated[0])}", f"{en}; the form states {proof.stated[1]}"
        zh, en = (f"{zh}，{proof.differs[0]}", f"{en}, {proof.differs[1]}") if proof.differs[0] else (zh, en)
    parts = [by_rule(one, proof.grounds), (f"{zh}。", f"{sentence(en)}."), whereabouts(proof.sources)]
    zh, en = joined((part for part in (*parts, standing(proof.grounds)) if part[0]), ("", " "))
    return f"{proof.place[0]}：{zh}", f"{sentence(proof.place[1])}: {en}"
