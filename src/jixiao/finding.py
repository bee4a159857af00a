"""Findings (审核疑点): what a check saw, where, how grave it is, and the smallest repair. The text is rendered late."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum

import msgspec

Fact = str | int | Decimal | None
"""One thing a check saw. Amounts and points are Decimal and are shown with the digits they have."""


class Severity(StrEnum):
    """How grave a finding is (严重程度)."""

    MUST_FIX = "must_fix"  #: 必须修改
    EXPLAIN = "explain"  #: 应当说明
    LOOK = "look"  #: 请予关注
    NOTE = "note"  #: 提示

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return list(Severity).index(self)


class Safety(StrEnum):
    """Whether a correction may be applied without a person (更正的把握)."""

    SAFE = "safe"  #: 可直接更正: follows from the form by arithmetic alone
    PERSON = "person"  #: 须人工确认
    HINT = "hint"  #: 仅供参考


class Correction(msgspec.Struct, frozen=True, omit_defaults=True):
    """The smallest repair of one finding (更正建议): put `new` at `path`."""

    path: str
    new: str | None  #: the value to write, as printed; None where what stands there is to be hidden (隐去)
    safety: Safety
    old: str | None = None


class Finding(msgspec.Struct, frozen=True, omit_defaults=True):
    """One fault of one form (审核疑点), with what is needed to render it in any language."""

    code: str  #: 规则编号, such as A006
    path: str  #: where in the form: indicators[3].score; "" for the form as a whole
    facts: Mapping[str, Fact]
    severity: Severity
    variant: str = ""  #: which of the check's messages applies; "" for its first
    correction: Correction | None = None
    related: tuple[str, ...] = ()  #: other paths that take part, such as the addends of a sum
    other: str | None = None  #: in a comparison, the path in the form compared with; None where it has none
