"""Which way an indicator is better (指标方向), as far as its name tells beyond doubt."""

from __future__ import annotations

from functools import lru_cache

from jixiao.checks.texts import bare
from jixiao.checks.vocabulary import NAMES_KEPT, WORDS
from jixiao.form import Indicator


def direction_of(item: Indicator) -> str | None:
    """Whether "more" or "less" is better; None where the name does not tell, as mostly (越大越好或越小越好)."""
    return _direction_of(item.name or "")


@lru_cache(maxsize=NAMES_KEPT)
def _direction_of(printed: str) -> str | None:
    name = bare(printed)
    upward = WORDS.positive.first_in(name)
    if upward:
        before = name[: upward.start()][-1:]
        doubtful = before in WORDS.positive_not or WORDS.reverse.first_in(name)
        return None if doubtful else "more"
    if WORDS.reverse_end.ends(name):
        return None if WORDS.reverse_end_not.first_in(name) else "less"
    return "less" if WORDS.reverse.first_in(name) and not WORDS.reverse_not.first_in(name) else None
