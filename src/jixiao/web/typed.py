"""What somebody typed, or an address says, as the value that is meant (所填的值); what is none is never a fault."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.dateparse import parse_date

if TYPE_CHECKING:
    from datetime import date

LONGEST = 18  # digits: what a key of any database can hold


def typed_number(text: str, otherwise: int = 0) -> int:
    """A key, a revision or a place in a list (编号); no row has the key 0."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST else otherwise


def typed_day(text: str) -> date | None:
    """A day as browsers send it (日期): 2026-11-23."""
    try:
        return parse_date(text.strip())
    except ValueError:  # 2026-02-30
        return None
