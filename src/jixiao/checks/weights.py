"""The weights that a form's own notes give to its groups (表注分值), and the rows that have to make them up."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

from jixiao.checks.dossier import Dossier, Row
from jixiao.form import Group

_NAMES = {
    Group.EXECUTION: ("预算执行率", "the execution rate"),
    Group.COST: ("成本指标", "cost"),
    Group.OUTPUT: ("产出指标", "output"),
    Group.BENEFIT: ("效益指标", "benefit"),
    Group.SATISFACTION: ("满意度指标", "satisfaction"),
}


@lru_cache(maxsize=256)
def note_weights(notes: tuple[str, ...]) -> Mapping[Group, tuple[Decimal, str, str]]:
    """What each group weighs by the notes, with its names; empty where they do not say. Forms share notes."""
    if not notes:
        return {}
    from jixiao.rulebooks.notes import read_notes  # noqa: PLC0415 - its patterns are compiled only for notes

    stated = next((one.changes["weights"] for one in read_notes(notes) if one.field == "groups"), {})
    weights = stated if isinstance(stated, dict) else {}
    return {group: (weight, *_NAMES[group]) for group, weight in weights.items() if group in _NAMES}


def rows_of(dossier: Dossier, group: Group) -> list[Row]:
    """The weighed rows of a group, whose sum tells what it weighs (一级指标各行).

    None where one weight is blank, or where the printed heading already differs from its rows.
    """
    rows = [row for row in dossier.rows if row.item.group is group]
    weights = [row.item.weight for row in rows if row.item.weight is not None]
    headed = [
        one.weight for one in dossier.form.headings if one.group is group and one.level == 1 and one.weight is not None
    ]
    contradicted = bool(headed) and sum(headed, Decimal(0)) != sum(weights, Decimal(0))
    return rows if len(weights) == len(rows) and not contradicted else []
