"""What notes state of a method (表注所载), and a rulebook with it laid over."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import reduce

import msgspec

from jixiao.form import Group
from jixiao.rulebooks.model import Band, Basis, GradesRule, GroupRule, Rule, Rulebook


class Stated(msgspec.Struct, frozen=True):
    """One value that a note states (表注所载): the rule it belongs to, and what the rule's fields are by it."""

    field: str  #: total, groups.output, execution, quantity.positive, qualitative, reason, rounding, grades
    changes: Mapping[str, object]
    clause: str  #: 本表注3
    zh: str
    en: str


def weights_of(part: Stated) -> dict[Group, Decimal]:
    """The group weights of a statement (所载一级指标分值)."""
    weights = part.changes["weights"]
    return dict(weights) if isinstance(weights, dict) else {}


def lay_over(rulebook: Rulebook, stated: list[Stated]) -> Rulebook:
    """The rulebook with what the notes state put in its place (以表注为准)."""
    return reduce(_laid, stated, rulebook)


def differing(rulebook: Rulebook, stated: list[Stated]) -> list[Stated]:
    """What the notes state otherwise than the rulebook (与办法不一致的表注), whatever their clauses are called."""
    return [one for one in stated if not _agrees(rulebook, one)]


def _agrees(rulebook: Rulebook, one: Stated) -> bool:
    part, _, rest = one.field.partition(".")
    if part == "groups":
        return any(weights_of(one) == {rule.group: rule.weight for rule in rules} for rules in _group_sets(rulebook))
    if part == "adjustable":
        return _with_adjustable(rulebook, one) == rulebook
    if part == "qualitative":
        return tuple((band.high, band.low) for band in rulebook.qualitative.bands) == one.changes["limits"]
    rule = getattr(rulebook.quantity, rest) if part == "quantity" else _rule_of(rulebook, part)
    return rule is not None and all(getattr(rule, key) == value for key, value in one.changes.items())


def _rule_of(rulebook: Rulebook, field: str) -> Rule | None:
    rule: Rule | None = getattr(rulebook, "total" if field == "cap" else field)
    return rule


def _group_sets(rulebook: Rulebook) -> tuple[tuple[GroupRule, ...], ...]:
    return rulebook.groups, *(variant.groups for variant in rulebook.variants)


def _with_adjustable(rulebook: Rulebook, one: Stated) -> Rulebook:
    replace = msgspec.structs.replace
    groups = tuple(replace(rule, adjustable=_may_change(rule.group, one)) for rule in rulebook.groups)
    execution = replace(rulebook.execution, adjustable=_may_change(Group.EXECUTION, one))
    return replace(rulebook, groups=groups, execution=execution)


def _laid(rulebook: Rulebook, one: Stated) -> Rulebook:
    """The rulebook with one statement in its place."""
    part, _, rest = one.field.partition(".")
    replace = msgspec.structs.replace
    source = {"basis": Basis.TEXT, "clause": one.clause}
    if part == "groups":
        return _with_groups(rulebook, weights_of(one), one.clause)
    if part == "adjustable":
        return _with_adjustable(rulebook, one)
    if part == "quantity":
        rule = replace(getattr(rulebook.quantity, rest), **one.changes, **source)
        return replace(rulebook, quantity=replace(rulebook.quantity, **{rest: rule}))
    if part == "qualitative":
        bands = _with_limits(rulebook.qualitative.bands, one.changes["limits"])
        return replace(rulebook, qualitative=replace(rulebook.qualitative, bands=bands, **source))
    if part == "grades":
        return replace(rulebook, grades=GradesRule(bands=one.changes["bands"], **source))  # type: ignore[arg-type]
    name = "total" if part == "cap" else part
    return replace(rulebook, **{name: replace(getattr(rulebook, name), **one.changes, **source)})


def _with_groups(rulebook: Rulebook, weights: dict[Group, Decimal], clause: str) -> Rulebook:
    """The stated weights instead of the rulebook's; its execution weight stays where the notes name none."""
    if any(weights == {rule.group: rule.weight for rule in rules} for rules in _group_sets(rulebook)):
        return rulebook
    adjustable = {rule.group: rule.adjustable for rule in rulebook.groups}
    unnamed = [rule for rule in rulebook.groups if rule.group is Group.EXECUTION and Group.EXECUTION not in weights]
    named = [
        GroupRule(group=group, weight=weight, adjustable=adjustable.get(group, True), basis=Basis.TEXT, clause=clause)
        for group, weight in weights.items()
    ]
    weight = weights.get(Group.EXECUTION, rulebook.execution.weight)
    execution = msgspec.structs.replace(rulebook.execution, weight=weight)
    return msgspec.structs.replace(rulebook, groups=(*unnamed, *named), variants=(), execution=execution)


def _with_limits(bands: tuple[Band, ...], limits: object) -> tuple[Band, ...]:
    pairs = limits if isinstance(limits, tuple) else ()
    return tuple(
        msgspec.structs.replace(band, high=high, low=low) for band, (high, low) in zip(bands, pairs, strict=True)
    )


def _may_change(group: Group, one: Stated) -> bool:
    return bool(one.changes["execution" if group is Group.EXECUTION else "adjustable"])
