"""Correct forms (无误的自评表), made from a seed: realistic sizes and wording, scored by a named method.

A form made here must cause no finding of weight; every planted error starts from one. The scores are the method's own,
so what is measured is whether the checks see what was changed, and keep quiet where nothing was.
"""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import msgspec

from bench.planted.funds import fund_lines
from bench.planted.notes import notes_of
from bench.planted.rows import NUMBERED, headings, indicators
from bench.planted.subject import Subject, draw, known
from bench.planted.wording import words
from jixiao import rulebooks
from jixiao.attainment import compare
from jixiao.form import Form, FormKind, FundLine, Goal, Group, Indicator
from jixiao.numerals import plain
from jixiao.rulebooks.model import Rulebook
from jixiao.scoring import Award, Unscored, score
from jixiao.scoring.rounding import tidy
from jixiao.scoring.sums import grade_of

KINDS = (FormKind.PROJECT, FormKind.DEPARTMENT, FormKind.TRANSFER)
OVER_FULFILLED = Decimal("1.2")
"""From here on the generated forms give a reason; the strictest of the methods asks for one at 120%."""


class Made(NamedTuple):
    """A generated form (生成的表) with the method that it was scored by and the layout it is written for."""

    form: Form
    rulebook: Rulebook
    layout: str


class Recipe(NamedTuple):
    """Which kind of form under which rulebook (生成依据)."""

    rulebook: str
    kind: FormKind


def recipes() -> tuple[Recipe, ...]:
    """Every rulebook of the library with every kind of form that it is for."""
    found = ((name, rulebooks.load(name)) for name in rulebooks.names())
    return tuple(Recipe(name, kind) for name, book in found for kind in KINDS if kind in book.kinds)


def make(seed: str, recipe: Recipe) -> Made:
    """One correct form, the same for the same seed."""
    rng = random.Random(f"{seed}/{recipe.rulebook}/{recipe.kind}")
    subject = draw(rng, rulebooks.load(recipe.rulebook), recipe.kind)
    blank = _head(subject)
    return Made(_told(subject, _scored(subject, blank)), subject.rulebook, subject.layout)


def _head(subject: Subject) -> Form:
    """The form with its rows, not yet scored."""
    rng = subject.rng
    funds = fund_lines(subject)
    rows = indicators(subject, funds[0])
    department = subject.is_department
    name = f"{subject.year}年{subject.project.name}" if rng.random() < 0.3 else subject.project.name
    return Form(
        kind=subject.kind,
        title=words().titles[subject.kind],
        unit=subject.unit,
        department=None if department else subject.unit,
        project=None if department else name,
        year=subject.year,
        filed_on=date(subject.year + 1, rng.randint(1, 6), rng.randint(1, 28)),
        amount_unit=subject.amount_unit,
        funds=funds,
        goals=(_goal(subject, rows),),
        headings=headings(subject, rows),
        indicators=rows,
        total_weight=subject.rulebook.total.points if subject.scored else None,
        contact="某某某",
        phone=None,
        seal=subject.unit,
    )


def _goal(subject: Subject, rows: tuple[Indicator, ...]) -> Goal:
    """A goal that names numbers of the indicators, and a result that names what was reached."""
    asked = [row for row in rows if row.target and row.target.operator == "≥" and row.target.unit][:2]
    plans = "；".join(f"{unnumbered(row)}不低于{_figure(row.target)}" for row in asked)
    facts = "；".join(f"{unnumbered(row)}达到{_figure(row.actual)}" for row in asked)
    task = subject.project.task
    return Goal(
        expected=f"{subject.year}年计划{task}，主要任务：{plans}。",
        actual=f"{subject.year}年已组织{task}并逐项验收，实际结果：{facts}。",
    )


def unnumbered(row: Indicator) -> str:
    """The indicator's name without the “指标1：” that some layouts print before it."""
    return (row.name or "").removeprefix(NUMBERED)


def _figure(value: object) -> str:
    number, unit = getattr(value, "number", None), getattr(value, "unit", "")
    return f"{plain(known(number))}{unit}"


def _scored(subject: Subject, form: Form) -> Form:
    """Scores by the method, with reasons where a target was missed or points were lost."""
    card = score(form, subject.rulebook)
    rows = tuple(_finished(subject, row, award) for row, award in zip(form.indicators, card.indicators, strict=True))
    total = form.funds[0]
    if subject.scored and card.execution is not None:
        total = msgspec.structs.replace(total, score=_points(card.execution))
    if total.reason is None and known(total.executed) < known(total.full_budget):
        left = plain(known(total.full_budget) - known(total.executed))
        cause = subject.rng.choice(words().execution_causes).format(left=left, unit=subject.amount_unit)
        total = msgspec.structs.replace(total, reason=cause)
    done = msgspec.structs.replace(form, indicators=rows, funds=(total, *form.funds[1:]))
    return _with_subtotals(done) if form.headings and subject.scored and subject.rng.random() < 0.2 else done


def _with_subtotals(form: Form) -> Form:
    """The first-level headings with the subtotals of their rows (小计得分)."""
    headings = tuple(
        msgspec.structs.replace(one, score=sum_of(form, one.group, "score")) if one.level == 1 else one
        for one in form.headings
    )
    return msgspec.structs.replace(form, headings=headings)


def sum_of(form: Form, group: Group | None, field: str) -> Decimal:
    """The sum of one field over the rows of a first-level group."""
    amounts = (getattr(row, field) for row in form.indicators if row.group is group)
    return sum((amount for amount in amounts if amount is not None), Decimal(0))


def _finished(subject: Subject, row: Indicator, award: Award | Unscored) -> Indicator:
    """The row with its score, and a reason where one is due."""
    points = _points(award) if row.weight is not None else None
    seen = compare(row.target, row.actual)
    lost = points is not None and points < known(row.weight)
    causes = words().causes if lost or seen.met is False else None
    if causes is None and row.group is not Group.COST and seen.over is not None and seen.over > OVER_FULFILLED:
        causes = words().over_causes
    reason = subject.rng.choice(causes).format(name=row.name) if causes else None
    review = points if subject.rng.random() < 0.05 else None
    return msgspec.structs.replace(row, score=points, reason=reason, review_score=review)


def _points(award: Award | Unscored) -> Decimal | None:
    """The points to print: the method's, the middle of a lower band, the first reading, else the full weight."""
    if isinstance(award, Unscored):
        return _points(award.readings[0]) if award.readings else award.weight
    if not award.high_open:
        return award.high
    return tidy(((award.low + award.high) / 2).quantize(Decimal("0.1")))


def _figures(subject: Subject, form: Form) -> str:
    """Now and then a sentence with right figures of the funds, lists and percentages, which no check may object to."""
    rng, (total, first, second) = subject.rng, form.funds[:3]
    low, unit = rng.randint(20, 60), subject.amount_unit
    sentences = (
        f"全年预算数{plain(known(total.full_budget))}{unit}，全年执行数{plain(known(total.executed))}{unit}。",
        f"当年支出{known(total.executed)}{unit}，其中：{_listed(first, unit)}、{_listed(second, unit)}。",
        f"群众投诉由{2 * low}件下降到{low}件，降幅50%。",
        f"参加考核{low}人，占在册人员{4 * low}人的25%。",
    )
    return rng.choice(sentences) if rng.random() < 0.4 else ""


def _listed(line: FundLine, unit: str) -> str:
    return f"{line.source.removeprefix('其中：')}{known(line.executed)}{unit}"


def _told(subject: Subject, form: Form) -> Form:
    """Total, grade, conclusion and notes, where the form has points."""
    if not subject.scored:
        return form
    rng, rulebook = subject.rng, subject.rulebook
    points = [row.score for row in form.indicators] + [form.funds[0].score]
    total = sum((one for one in points if one is not None), Decimal(0))
    grade = grade_of(total, rulebook)
    said = f"，等级为“{grade}”" if grade else ""
    with_problems = total < rulebook.total.points and rng.random() < 0.5
    weights = {
        group: sum_of(form, group, "weight") for group in dict.fromkeys(row.group for row in form.indicators) if group
    }
    return msgspec.structs.replace(
        form,
        total_score=total,
        grade=grade if subject.layout == "L1-YN" or rng.random() < 0.5 else None,
        conclusion=rng.choice(words().conclusions).format(total=plain(total), grade=said) + _figures(subject, form),
        problems=rng.choice(words().problems) if with_problems else None,
        measures=rng.choice(words().measures) if with_problems else None,
        notes=notes_of(rulebook, weights) if rng.random() < 0.6 else (),
    )
