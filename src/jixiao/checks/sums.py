"""The sums that a form prints over its own rows (分组合计), shared by the checks on group weights and scores."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from jixiao.checks.diagnosis import Addend, Tally, diagnose
from jixiao.checks.dossier import Dossier, Section
from jixiao.checks.engine import Facts, Hit
from jixiao.finding import Correction, Safety


def differing_headings(dossier: Dossier, field: str, level: int | None = None) -> Iterator[Hit]:
    """Each group heading whose printed weight or score (`field`) is not the sum of its rows. A blank leaves it open."""
    for section in dossier.sections:
        if level is None or section.heading.level == level:
            yield from _differing(section, field)


def _differing(section: Section, field: str) -> Iterator[Hit]:
    stated: Decimal | None = getattr(section.heading, field)
    rows = [
        Addend(row.label, f"{row.path}.{field}", amount, row.item.weight if field == "score" else None)
        for row in section.rows
        if (amount := getattr(row.item, field)) is not None
    ]
    if stated is None or len(rows) < len(section.rows):
        return
    tally = Tally(stated, rows)
    total = tally.total
    if total == stated:
        return
    path = f"{section.path}.{field}"
    variant, cause = diagnose(tally)
    facts: Facts = {"group": section.heading.label, "stated": stated, "count": len(rows), "sum": total}
    repair = Correction(path, f"{total:f}", Safety.PERSON, f"{stated:f}")
    yield Hit(
        path, facts | {"difference": abs(total - stated)} | cause, variant, repair, tuple(row.path for row in rows)
    )
