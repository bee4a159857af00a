"""The sums that a form prints over its own rows (分组合计), shared by the checks on group weights and scores."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import msgspec

from jixiao.checks.diagnosis import Addend, Tally, diagnose
from jixiao.checks.dossier import Dossier, Section
from jixiao.checks.engine import Facts, Hit
from jixiao.finding import Correction, Safety


def differing_headings(dossier: Dossier, field: str, level: int | None = None) -> Iterator[Hit]:
    """Each group heading whose printed weight or score (`field`) is not the sum of its rows. A blank leaves it open."""
    for section in dossier.sections:
        if level is None or section.heading.level == level:
            yield from _differing(dossier, section, field)


def _differing(dossier: Dossier, section: Section, field: str) -> Iterator[Hit]:
    stated: Decimal | None = getattr(section.heading, field)
    amounts = [amount for row in section.rows if (amount := getattr(row.item, field)) is not None]
    if stated is None or len(amounts) < len(section.rows) or sum(amounts) == stated:
        return
    rows = [
        Addend(row.label, f"{row.path}.{field}", amount, row.item.weight if field == "score" else None)
        for row, amount in zip(section.rows, amounts, strict=True)
    ]
    tally = Tally(stated, rows)
    total = tally.total
    path = f"{section.path}.{field}"
    variant, cause = diagnose(tally)
    facts: Facts = {"group": section.heading.label, "stated": stated, "count": len(rows), "sum": total}
    repair = _repair(dossier, field, Correction(path, f"{total:f}", Safety.PERSON, f"{stated:f}"))
    yield Hit(
        path, facts | {"difference": abs(total - stated)} | cause, variant, repair, tuple(row.path for row in rows)
    )


def _repair(dossier: Dossier, field: str, repair: Correction) -> Correction | None:
    """The sum of the rows: safe where the total confirms them; none where the weights of the rows are wrong anyway."""
    if field == "weight":
        return repair if dossier.weights_add_up else None
    confirmed = dossier.weights_add_up and dossier.score_sum == dossier.form.total_score
    return msgspec.structs.replace(repair, safety=Safety.SAFE) if confirmed else repair
