"""The words of the forms: every spelling leads to its key, whatever stands around it."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest

from jixiao.form import Facet, Group
from jixiao.layouts import labels

FAMILIES = ("header", "fund", "fund_row", "goal", "indicator", "level1", "level2", "end", "section")


@pytest.mark.parametrize("family", FAMILIES)
def test_every_spelling_is_stored_as_it_is_compared(family: str) -> None:
    strange = [text for text in labels.spellings(family) if labels.normal(text) != text]
    assert strange == []


@pytest.mark.parametrize("family", FAMILIES)
def test_every_spelling_is_found_though_broken_spaced_and_decorated(family: str) -> None:
    for text, key in labels.spellings(family).items():
        assert labels.find("\n".join(text), family) == key
        assert labels.find(f" {text}（万元）： ", family) == key
        assert labels.find(f"*{text}(50分)", family) == key


@pytest.mark.parametrize(
    ("text", "family", "key"),
    [
        ("绩\n效\n指\n标", "section", "indicators"),
        ("年度指标值(A)", "indicator", "target"),
        ("部门（单位）名称", "header", "unit"),
        ("单位（盖章）", "header", "seal"),
        ("其中：当年财政拨款", "fund_row", "grant"),
        ("执行率（B/A×100%）", "fund", "rate"),
        ("得分（20分×执行率）", "fund", "score"),
        ("全年（调整）预算数", "fund", "full_budget"),
        ("总         分", "end", "total"),
        ("数量指标（必填硬性指标）", "level2", "quantity"),
        ("（二）效益指标", "level1", "benefit"),
        ("效益", "level2", None),
        ("", "header", None),
    ],
)
def test_a_printed_label_means_its_key(text: str, family: str, key: str | None) -> None:
    assert labels.find(text, family) == key


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("产\n出\n指\n标\n\n(50分)", "50"),
        ("得分（20分×执行率）", "20"),
        ("决策（10）", "10"),
        ("满意度指标【7.5 分】", "7.5"),
        ("产出指标50分", "50"),
        ("预期目标（100字以内）", None),
        ("30分钟内到场", None),
        ("2022年度", None),
        ("得分", None),
    ],
)
def test_printed_points_are_read(text: str, weight: str | None) -> None:
    assert labels.weight_in(text) == (None if weight is None else Decimal(weight))


def test_a_heading_is_bared_of_white_space_and_points() -> None:
    assert labels.bare("满意度指\n标\n（10分）") == "满意度指标"
    assert labels.bare("数量指标") == "数量指标"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("联系电话： 8000000", ("phone", "8000000")),
        ("填 报 日 期:2023.7.10", ("filed_on", "2023.7.10")),
        ("填报日期：", ("filed_on", "")),
        ("第一条：总则", None),
        ("联系电话", None),
    ],
)
def test_a_label_with_a_colon_leads_its_value(text: str, found: tuple[str, str] | None) -> None:
    assert labels.lead(text, "header") == found


def test_groups_and_facets_have_their_homes() -> None:
    assert labels.group_of("满意度指\n标（10分）") is Group.SATISFACTION
    assert labels.facet_of("完成时间") is Facet.TIMELINESS
    assert labels.group_of("没有见过的指标") is None
    assert {
        facet: labels.home_group(facet) for facet in (Facet.COST, Facet.SOCIAL_COST, Facet.SOCIAL, Facet.OTHER)
    } == {
        Facet.COST: Group.OUTPUT,
        Facet.SOCIAL_COST: Group.COST,
        Facet.SOCIAL: Group.BENEFIT,
        Facet.OTHER: Group.OTHER,
    }


def test_the_table_loads_fast_enough_for_every_command() -> None:
    def once() -> float:
        labels._tables.cache_clear()
        labels._words.cache_clear()
        start = time.perf_counter()
        labels.spellings("header")
        return time.perf_counter() - start

    assert min(once() for _ in range(5)) < 0.01
