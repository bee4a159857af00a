"""The wording of the generated forms (生成表的用语), from words.toml. Holds words and ranges only."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path

import msgspec

from jixiao.form import Facet, FormKind, Group


class Project(msgspec.Struct, frozen=True):
    """What a form is about (项目)."""

    name: str
    task: str
    group: str  #: 服务对象


class Template(msgspec.Struct, frozen=True):
    """One indicator before its numbers are drawn (指标样式)."""

    name: str
    sign: str = ""
    unit: str = ""
    low: int = 0
    high: int = 0
    words: bool = False  #: 定性: asked and answered in words
    date: bool = False
    between: bool = False  #: 区间: from the target to half as much again
    decimals: int = 0
    budget: bool = False  #: the target is the year's budget, the actual what was spent
    only: FormKind | None = None  #: only on forms of this kind


class Loss(msgspec.Struct, frozen=True):
    """A grade in words below the one asked for (定性指标的下一档)."""

    target: str
    reached: str
    partly: str


class Words(msgspec.Struct, frozen=True):
    """Everything of words.toml."""

    places: list[str]
    provinces: dict[str, str]  #: 贵州 → 贵州省; the name of a province as a unit's name begins with it
    titles: dict[FormKind, str]
    offices: list[str]
    projects: list[Project]
    funds_project: list[str]
    funds_department: list[str]
    shares: list[Decimal]  #: of the budget that is spent
    scales: list[Loss]
    templates: dict[Facet, list[Template]]
    labels: dict[Facet, str]
    short_labels: dict[Facet, str]  #: as L1-GZ prints the second level
    groups: dict[Group, str]
    standards: list[str]
    causes: list[str]
    over_causes: list[str]
    execution_causes: list[str]
    adjustment_causes: list[str]
    conclusions: list[str]
    problems: list[str]
    measures: list[str]
    management: list[str]


@cache
def words() -> Words:
    """The wording, read once."""
    text = (Path(__file__).parent / "words.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Words, strict=False)
