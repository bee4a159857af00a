"""The limits and words of the comparisons (对照尺度), read once from limits.toml."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path

import msgspec


class Matching(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When two rows are the same indicator (行对应)."""

    similarity: Decimal
    margin: Decimal


class Texts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When a text is a copy (照抄)."""

    copied_characters: int


class LastYear(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When two years are too much alike (两年雷同)."""

    same_rows: int
    same_share: Decimal
    telling_digits: int


class Monitoring(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When progress is too slow (红灯)."""

    month: int
    months: int
    red_light: Decimal
    impossible: str


class Review(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When a review differs too much (复核差距)."""

    gap: Decimal


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of them; each is explained in limits.toml."""

    matching: Matching
    texts: Texts
    last_year: LastYear
    monitoring: Monitoring
    review: Review


LIMITS = msgspec.convert(
    tomllib.loads(Path(__file__).with_name("limits.toml").read_text(encoding="utf-8")), Limits, strict=False
)
