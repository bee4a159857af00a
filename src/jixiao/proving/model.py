"""What a proof holds (证明): one number of a form, by which rule it follows, from which numbers, and from where."""

from __future__ import annotations

import msgspec

from jixiao.location import Location
from jixiao.rulebooks.model import Basis

Text = tuple[str, str]
"""The same words in Chinese and in English."""

NOTHING: Text = ("", "")


class Source(msgspec.Struct, frozen=True):
    """One number that goes in, and where it stood (代入数及出处)."""

    name: Text
    value: Text  #: as it goes into the formula
    path: str | None = None  #: None where the method sets it
    location: Location | None = None
    note: Text = NOTHING  #: what the cell prints where that is more than the number; how it was inferred


class Ground(msgspec.Struct, frozen=True):
    """One rule that the number rests on (依据)."""

    what: Text  #: 计分, 舍入
    rule: Text  #: the rule in words
    clause: str
    basis: Basis


class Reading(msgspec.Struct, frozen=True):
    """One defensible reading where the method is silent (一种读法)."""

    name: Text
    points: Text
    working: Text


class Proof(msgspec.Struct, frozen=True):
    """The proof of one number (证明)."""

    path: str
    kind: str  #: score, sum, rate or grade
    place: Text  #: 第 4 行指标“工资福利支出”得分
    location: Location | None
    stated: Text  #: what the form prints there; "" for a blank
    due: Text  #: 应得: 9.02 分, 8–10 分, 90.24%; "" where the method does not say
    differs: Text  #: how the two differ, as a clause; "" where one is missing
    working: Text  #: the formula with the numbers put in; why there is none, where the method does not say
    rounding: Text  #: "" where nothing was rounded
    grounds: tuple[Ground, ...]
    sources: tuple[Source, ...]
    text: Text  #: 说明文字: one paragraph, to be pasted into a reply
    readings: tuple[Reading, ...] = ()
    scored: bool = True  #: whether the method gives a number or a range
