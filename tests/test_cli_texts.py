"""The texts of the interface: both languages say the same, and every place of a form has a name."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from jixiao.form import Form, FundLine, Goal, GroupHeading, Indicator
from jixiao.lang import TEXTS
from jixiao.location import Location
from jixiao.places import FIELDS, in_words, where
from jixiao.rule_words import METHODS, NAMES

CHINESE = re.compile(r"[\u4e00-\u9fff]")
BOOKKEEPING = {"layout", "layout_fit", "locations", "inferences", "unread", "is_total", "level"}
FORM = Form(
    indicators=(
        Indicator(name="用水户满意度"),
        Indicator(name="按年度工作安排开展调研、督查督办和文稿起草"),
        Indicator(),
    ),
    funds=(FundLine("年度资金总额：", is_total=True),),
    headings=(GroupHeading("产出指标"),),
    goals=(Goal("目标"),),
    locations={"indicators[0]": Location(sheet="自评表", cell="D22"), "indicators[0].score": Location(line=121)},
)


def facts(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("texts", [TEXTS, METHODS, NAMES, FIELDS], ids=["interface", "methods", "rules", "fields"])
def test_both_languages_say_the_same(texts: dict[str, tuple[str, str]]) -> None:
    assert [key for key, (zh, en) in texts.items() if facts(zh) != facts(en)] == []
    assert [key for key, (_, en) in texts.items() if CHINESE.search(en)] == []


@pytest.mark.parametrize("struct", [Form, FundLine, Goal, GroupHeading, Indicator])
def test_every_value_of_a_form_has_a_name(struct: type) -> None:
    assert set(struct.__struct_fields__) - BOOKKEEPING - set(FIELDS) == set()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("path", "zh", "en"),
    [
        ("", "全表", "the form as a whole"),
        ("total_score", "总分", "total score"),
        ("indicators[0].score", "第 1 行指标“用水户满意度”得分", 'indicator 1 "用水户满意度" score'),
        (
            "indicators[1]",
            "第 2 行指标“按年度工作安排开展调研、督查督办和…”",
            'indicator 2 "按年度工作安排开展调研、督查督办和…"',
        ),
        ("indicators[2].target", "第 3 行指标年度指标值", "indicator 3 target value"),
        ("indicators[9].weight", "第 10 行指标分值", "indicator 10 weight"),
        ("funds[0].rate", "“年度资金总额”执行率", '"年度资金总额" execution rate'),
        ("headings[0].weight", "“产出指标”标题分值", 'heading "产出指标" weight'),
        ("goals[0].actual", "年度总体目标实际完成情况", "yearly goal actual result"),
        ("notes[1]", "表注 2", "notes 2"),
    ],
)
def test_places_are_named_as_people_say_them(path: str, zh: str, en: str) -> None:
    assert (in_words(FORM, path), in_words(FORM, path, "en")) == (zh, en)


def test_a_value_without_its_own_place_has_that_of_its_row() -> None:
    assert where(FORM, "indicators[0].score") == "第 1 行指标“用水户满意度”得分 · 第 121 行"
    assert where(FORM, "indicators[0].reason") == "第 1 行指标“用水户满意度”未完成原因 · 自评表!D22"
    assert where(FORM, "total_score") == "总分"
