"""What scoring gives (计分结果): an Award (应得分) with its working, or Unscored with the reason. Holds values only."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import msgspec

from jixiao.attainment import Attainment
from jixiao.finding import Fact
from jixiao.form import Group
from jixiao.rulebooks.model import Basis


class Input(msgspec.Struct, frozen=True, gc=False):
    """One number put into a formula (代入数), with the path it came from."""

    name: str  #: A, B, 分值
    value: Decimal
    path: str | None  #: None where it comes from the rulebook


class Award(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """The points that the method gives one row (应得分), with the working.

    `low` and `high` are equal where the method gives one number; a qualitative band allows a range.
    """

    path: str  #: indicators[3].score or funds[0].score
    weight: Decimal
    low: Decimal
    high: Decimal
    method: str  #: ratio, band, proportional, ...
    clause: str
    basis: Basis
    working: str  #: formula with the numbers put in: 10 × 2468.99 ÷ 2735.89 = 9.0244… → 9.02
    inputs: tuple[Input, ...] = ()
    exact: Decimal | None = None  #: unrounded value where it is finite, else 28 digits
    level: str | None = None  #: qualitative: reached, partly, missed
    working_en: str = ""  #: the working in English
    high_open: bool = False  #: `high` itself belongs to the band above
    formula: str = ""  #: 代入后的算式，尚未舍入: 10 × 2468.99 ÷ 2735.89 = 9.0244…; "" where nothing was divided

    @property
    def points(self) -> Decimal | None:
        """The one number, or None for a band."""
        return self.low if self.low == self.high else None


class Unscored(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """The method does not say (办法未规定): why, and what each defensible reading would give."""

    path: str
    weight: Decimal | None
    reason: str  #: key of scoring_messages: no_operator, target_words, actual_words, target_blank, ...
    facts: Mapping[str, Fact] = {}
    readings: tuple[Award, ...] = ()


class Range(msgspec.Struct, frozen=True, gc=False):
    """A sum that may not be one number (合计区间)."""

    low: Decimal
    high: Decimal

    @property
    def exact(self) -> Decimal | None:
        """The one number, or None."""
        return self.low if self.low == self.high else None


class GroupScore(msgspec.Struct, frozen=True, gc=False):
    """The sums of one first-level group (一级指标合计)."""

    group: Group | None
    weight: Decimal | None  #: sum of the leaf weights printed
    stated: Decimal | None  #: sum of the scores printed; None where one is blank
    recomputed: Range


class Scorecard(msgspec.Struct, frozen=True):
    """A form scored by one rulebook (计分卡)."""

    rulebook: str
    execution: Award | Unscored | None  #: None where the form has no fund block or the method no execution points
    rate: Decimal | None  #: recomputed 执行率, exact fraction to 28 digits; None where it cannot be computed
    indicators: tuple[Award | Unscored, ...]  #: one for each indicator, in order
    groups: tuple[GroupScore, ...]
    total: Range  #: of the rows that the method scores; unscored rows span 0 .. weight, or their readings
    taken: Decimal | None  #: total with exact awards, and the printed score where it lies in its band or is unscored
    grade: str | None  #: of `taken`, by the rulebook's bands
    attainments: tuple[Attainment, ...] = ()  #: 完成情况, one for each indicator: the checks need them as well
