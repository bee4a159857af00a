"""The indicator rows of a generated form (生成表的指标): names, weights, targets and actuals, not yet scored."""

from __future__ import annotations

import random
from decimal import Decimal

from msgspec.structs import replace

from bench.planted.subject import IN_COLUMNS, Subject, group_weights, known, quantity
from bench.planted.wording import Template, words
from jixiao.form import Facet, FundLine, Group, GroupHeading, Indicator
from jixiao.numerals import plain
from jixiao.quantity import Quantity

MISSED, OVER, PARTLY = 0.15, 0.04, 0.2
"""How often a number falls short, goes far beyond its target, or an answer in words is one grade lower."""
NUMBERED = "指标1："
"""What L1-rural may print before a name; readers leave it out."""
FACETS: dict[Group, tuple[Facet, ...]] = {
    Group.COST: (Facet.COST,),
    Group.OUTPUT: (Facet.QUANTITY, Facet.QUALITY, Facet.TIMELINESS, Facet.COST),
    Group.BENEFIT: (Facet.SOCIAL, Facet.ECONOMIC, Facet.SUSTAINABLE, Facet.ECOLOGICAL),
    Group.SATISFACTION: (Facet.SATISFACTION,),
}
"""Which second levels a group may hold, the usual ones first."""

Values = tuple[Quantity, Quantity]


def indicators(subject: Subject, total: FundLine) -> tuple[Indicator, ...]:
    """All rows of the form, group by group."""
    rows: list[Indicator] = []
    weights = group_weights(subject)
    for group, weight in weights.items():
        facets = [
            facet
            for facet in FACETS[group]
            if facet is not Facet.COST or Group.COST not in weights or group is Group.COST
        ]
        chosen = _chosen(subject, group, facets)
        shares = _split(subject.rng, weight, len(chosen)) if weight else [None] * len(chosen)
        for (facet, template), share in zip(chosen, shares, strict=True):
            row = _row(subject, (group, facet), template, _values(subject, template, total))
            rows.append(replace(row, weight=share))
    return tuple(rows)


def headings(subject: Subject, rows: tuple[Indicator, ...]) -> tuple[GroupHeading, ...]:
    """The headings that the layout prints: 产出指标（50分）, some with the second level below (数量指标（20分）)."""
    if not subject.scored or subject.layout in IN_COLUMNS:
        return ()
    found = [
        GroupHeading(words().groups[group], group, weight=_sum([row for row in rows if row.group is group]))
        for group in FACETS
        if any(row.group is group for row in rows)
    ]
    if subject.rng.random() < 0.25:
        pairs = dict.fromkeys((row.group, row.level2) for row in rows)
        found += [
            GroupHeading(level2, group, 2, _sum([row for row in rows if (row.group, row.level2) == (group, level2)]))
            for group, level2 in pairs
            if level2
        ]
    return tuple(found)


def _sum(rows: list[Indicator]) -> Decimal:
    return sum((known(row.weight) for row in rows), Decimal(0))


def _chosen(subject: Subject, group: Group, facets: list[Facet]) -> list[tuple[Facet, Template]]:
    """Which indicators the group holds: some second levels, each with some of its templates."""
    rng = subject.rng
    if group is Group.BENEFIT:
        facets = facets[: rng.randint(2, len(facets))]
    most = rng.choice([1, 2, 3, 3, 5])
    found: list[tuple[Facet, Template]] = []
    for facet in facets:
        pool = [one for one in words().templates[facet] if one.only in (None, subject.kind)]
        least = min(2, len(pool)) if len(facets) == 1 else 1
        found += [(facet, one) for one in rng.sample(pool, rng.randint(least, max(least, min(len(pool), most))))]
    return found


def _split(rng: random.Random, weight: Decimal, count: int) -> list[Decimal]:
    """Points for `count` rows that make up `weight`: whole or half points, the first row mostly a little heavier."""
    step = Decimal(1) if weight >= count else Decimal("0.5")
    base = weight // count // step * step
    shares = [base] * count
    for index in range(int((weight - base * count) / step)):
        shares[index % count] += step
    shares[-1] += weight - sum(shares)
    if count > 1 and shares[-1] > step and rng.random() < 0.8:
        shares[0], shares[-1] = shares[0] + step, shares[-1] - step
    return shares


def _row(subject: Subject, place: tuple[Group, Facet], template: Template, values: Values) -> Indicator:
    (group, facet), (target, actual) = place, values
    name = template.name.format(group=subject.project.group)
    return Indicator(
        name=f"{NUMBERED}{name}" if subject.layout == "L1-rural" and subject.year % 2 else name,
        level1=words().groups[group],
        level2=subject.labels[facet],
        group=group,
        facet=facet,
        target=target,
        actual=actual,
        standard=subject.rng.choice(words().standards) if subject.rng.random() < 0.05 else None,
    )


def _values(subject: Subject, template: Template, total: FundLine) -> Values:
    if template.words:
        return _in_words(subject)
    if template.date:
        return _dates(subject)
    if template.budget:
        asked, reached = plain(known(total.full_budget)), plain(known(total.executed))
        return written(subject.layout, template.sign, subject.amount_unit, asked, reached)
    target, actual = _numbers(subject, template)
    if template.between:
        return written(subject.layout, "", template.unit, f"{target}-{target * 3 // 2}", str(target + target // 10))
    asked, reached = (plain(Decimal(number).scaleb(-template.decimals)) for number in (target, actual))
    return written(subject.layout, template.sign, template.unit, asked, reached)


def _dates(subject: Subject) -> Values:
    """A month to be done by, and the month or the day it was done."""
    month, year = subject.rng.randint(9, 12), subject.year
    done = month - subject.rng.randint(0, 1)
    day = f"{subject.rng.randint(1, 28)}日" if subject.rng.random() < 0.5 else ""
    due = f"{year}年{month}月底前" if subject.rng.random() < 0.7 else f"{month}月底前"
    return quantity(due), quantity(f"{year}年{done}月{day}")


def written(layout: str, sign: str, unit: str, asked: str, reached: str) -> Values:
    """Target and actual as the layout writes them: sign and unit in the cell, or in columns of their own."""
    if layout in IN_COLUMNS:
        return quantity(asked, sign, unit), quantity(reached, unit=unit)
    return quantity(f"{sign}{asked}{unit}"), quantity(f"{reached}{unit}")


def _in_words(subject: Subject) -> Values:
    scale = subject.rng.choice(words().scales)
    reached = scale.partly if subject.rng.random() < PARTLY else scale.reached
    sign = "定性" if subject.layout in IN_COLUMNS else ""
    return quantity(scale.target, sign), quantity(reached)


def _numbers(subject: Subject, template: Template) -> tuple[int, int]:
    """A target and what was reached; a share is not above one hundred percent."""
    rng = subject.rng
    target = rng.randint(template.low, template.high)
    if not target:
        return 0, 0
    most = 100 * 10**template.decimals
    chance = rng.random()
    if template.sign == "≤":
        worse, better = -int(-target * rng.uniform(1.03, 1.2)), int(target * rng.uniform(0.85, 1.0))
        return target, worse if chance < MISSED else max(better, 1)
    if chance < MISSED:
        return target, int(target * rng.uniform(0.80, 0.97))
    if template.sign == "=":
        return target, target
    if chance < MISSED + OVER and template.unit != "%":
        return target, int(target * rng.uniform(1.4, 1.8))
    reached = int(target * rng.uniform(1.0, 1.1))
    return target, min(reached, most) if template.unit == "%" else reached
