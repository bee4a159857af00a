"""Which levels hold for an indicator row (各级指标的延续): labels carry over to the rows below until the next one.

Where the label of the first level is lost, the group follows from the second level, with its evidence.
"""

from __future__ import annotations

from typing import NamedTuple

from jixiao.form import Facet, Group
from jixiao.layouts import labels

GROUP_NAMES = {
    Group.EXECUTION: "预算执行",
    Group.COST: "成本指标",
    Group.OUTPUT: "产出指标",
    Group.BENEFIT: "效益指标",
    Group.SATISFACTION: "满意度指标",
}
_STANDARD = frozenset({Group.COST, Group.OUTPUT, Group.BENEFIT, Group.SATISFACTION})


class Levels(NamedTuple):
    """The levels that hold for a row (本行所属各级指标)."""

    level1: str | None = None
    level2: str | None = None
    group: Group | None = None
    facet: Facet | None = None
    evidence: str | None = None  #: on what the group was inferred, where its label is lost


def carried(before: Levels, label1: str | None, label2: str | None) -> Levels:
    """The levels of a row that prints these labels (None: nothing printed) below a row of the levels `before`."""
    facet = labels.facet_of(label2) if label2 else None
    if label1 is not None:
        return _under(label1, label2, facet, before)
    if label2 is None:
        return before
    if facet is None or (before.evidence is None and before.group is not None and _at_home(facet, before.group)):
        return Levels(before.level1, label2, before.group, facet, before.evidence)
    if before.level1 is not None and before.evidence is not None:
        return _by_facet(Levels(before.level1, label2, before.group, facet), _uncommon(before.level1))
    return _by_facet(Levels(None, label2, None, facet), "一级指标标题缺失")


def _under(label1: str, label2: str | None, facet: Facet | None, before: Levels) -> Levels:
    group = labels.group_of(label1)
    if label2 is None and label1 == before.level1:
        label2, facet = before.level2, before.facet
    if facet is None and label2 is None and group is Group.SATISFACTION:
        facet = Facet.SATISFACTION
    levels = Levels(label1, label2, group, facet)
    return levels if group is not None else _by_facet(levels, _uncommon(label1))


def _uncommon(label1: str) -> str:
    return f"一级指标“{label1}”不在常用名称之列"


def _at_home(facet: Facet, group: Group) -> bool:
    """Whether a second level may stand under this group: in its usual place, or under a group of no standard."""
    return group not in _STANDARD or labels.home_group(facet) is group or facet in (Facet.OTHER, Facet.COST)


def _by_facet(levels: Levels, why: str) -> Levels:
    if levels.facet is None:
        return levels
    group = labels.home_group(levels.facet)
    evidence = f"{why}，按二级指标“{levels.level2}”归入{GROUP_NAMES.get(group, '其他指标')}"
    return levels._replace(group=group, evidence=evidence)
