"""What one generated form is about (生成表的主体): drawn once, shared by all its parts."""

from __future__ import annotations

import random
from decimal import Decimal

import msgspec

from bench.planted.wording import Project, words
from jixiao.form import Facet, FormKind, Group
from jixiao.quantity import Quantity, parse
from jixiao.rulebooks.model import GroupRule, Rulebook

LAYOUTS = ("L1", "L1-YN", "L1-rural", "L2")
"""Printed families of project forms (表样); a department form is an L1-GZ."""
IN_COLUMNS = frozenset({"L1-YN", "L2"})
"""Layouts that print sign and unit in columns of their own."""
SCORED = (Group.COST, Group.OUTPUT, Group.BENEFIT, Group.SATISFACTION)
"""The groups that the generator has indicators for; execution has the fund block."""
EARLIEST, LATEST = 2021, 2025
"""Years of the generated forms."""


class MissingValueError(ValueError):
    """The generator left out a value that it always writes: a defect of the benchmark, not of a form."""


class Subject(msgspec.Struct, frozen=True):
    """One form to be (一张待生成的表)."""

    rng: random.Random
    rulebook: Rulebook
    kind: FormKind
    layout: str
    year: int
    project: Project
    unit: str
    amount_unit: str  #: 万元, or 元 as some forms print
    labels: dict[Facet, str]  #: what the second level is called

    @property
    def is_department(self) -> bool:
        """Whether it is about a department's whole spending (部门整体支出)."""
        return self.kind is FormKind.DEPARTMENT

    @property
    def scored(self) -> bool:
        """Whether the form has points at all: the central transfer form has none (转移支付表不计分)."""
        return bool(self.rulebook.groups) or self.rulebook.execution.weight is not None


def draw(rng: random.Random, rulebook: Rulebook, kind: FormKind) -> Subject:
    """A subject for a form of this kind under this rulebook."""
    first = max(EARLIEST, rulebook.valid_from or EARLIEST)
    last = min(LATEST, rulebook.valid_to or LATEST)
    province = "" if rulebook.region is None else words().provinces.get(rulebook.region, f"{rulebook.region}省")
    department = kind is FormKind.DEPARTMENT
    return Subject(
        rng=rng,
        rulebook=rulebook,
        kind=kind,
        layout="L1-GZ" if department else rng.choice(_fitting(rulebook, kind)),
        year=rng.randint(min(first, last), last),
        project=rng.choice(words().projects),
        unit=province + rng.choice(words().places) + rng.choice(words().offices),
        amount_unit="元" if rng.random() < 0.15 else "万元",
        labels=words().short_labels if department and rng.random() < 0.4 else words().labels,
    )


def _fitting(rulebook: Rulebook, kind: FormKind) -> tuple[str, ...]:
    """The layouts that have a place for the budget that the method divides by; a transfer form is an L1."""
    if kind is FormKind.TRANSFER:
        return LAYOUTS[:1]
    wanted = rulebook.execution.denominator == "initial_budget"
    return tuple(one for one in LAYOUTS if not (wanted and one == "L1-rural"))


def group_weights(subject: Subject) -> dict[Group, Decimal]:
    """The first-level groups of the form with their weights (一级指标分值); they make the full score with execution."""
    rules = subject.rulebook.groups
    fitting = [one for one in subject.rulebook.variants if Group.OUTPUT not in one.without]
    if fitting and subject.rng.random() < 0.4:
        rules = subject.rng.choice(fitting).groups
    found: dict[Group, Decimal] = {}
    for rule in rules:
        found |= _shared(rule)
    if not subject.scored:
        return dict.fromkeys(SCORED[1:], Decimal(0))
    weights = {group: weight for group, weight in found.items() if group in SCORED}
    full = subject.rulebook.total.points - (subject.rulebook.execution.weight or 0)
    if not weights:  # the method leaves all groups to the unit
        return {Group.OUTPUT: full - 40, Group.BENEFIT: Decimal(30), Group.SATISFACTION: Decimal(10)}
    return weights


def _shared(rule: GroupRule) -> dict[Group, Decimal]:
    """A weight that several groups share: ten points go to satisfaction, thirty of the rest to benefit if they can."""
    if not rule.children:
        return {rule.group: rule.weight}
    found = {Group.SATISFACTION: Decimal(10)} if Group.SATISFACTION in rule.children else {}
    left = rule.weight - sum(found.values())
    if Group.OUTPUT in rule.children:
        return {Group.OUTPUT: left - 30, Group.BENEFIT: Decimal(30)} | found
    return {Group.BENEFIT: left} | found


def quantity(text: str, sign: str = "", unit: str = "") -> Quantity:
    """A value as the reader would give it; the generator never writes a blank."""
    found = parse(text, sign=sign, unit=unit)
    if found is None:
        raise ValueError(text)
    return found


def known(number: Decimal | None) -> Decimal:
    """A number that the generator itself has put there."""
    if number is None:
        raise MissingValueError
    return number
