"""How findings speak: facts in plain digits and in the reader's language, long names cut, numbers kept."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jixiao.checks import all_checks, audit, render
from jixiao.checks.engine import shown
from jixiao.checks.texts import bare, is_blank, nearly_same, short, unnumbered
from jixiao.checks.tolerance import sum_tolerance
from jixiao.checks.vocabulary import LIMITS, Phrases
from jixiao.finding import Finding, Severity
from tests.check_forms import form_of, rulebook_of


@pytest.mark.parametrize(
    ("fact", "zh", "en"),
    [
        (None, "（空白）", "(blank)"),
        (Decimal("1E+2"), "100", "100"),
        (Decimal("9.50"), "9.50", "9.50"),
        (12, "12", "12"),
        ("道路", "道路", "道路"),
    ],
)
def test_facts_are_shown_in_plain_digits(fact: Decimal | int | str | None, zh: str, en: str) -> None:
    assert (shown(fact), shown(fact, "zh"), shown(fact, "en")) == (zh, zh, en)


def test_a_finding_speaks_chinese_unless_asked_otherwise() -> None:
    form = form_of({"total_score": "1", "indicators": [{"name": "甲", "weight": "5", "score": "6"}]})
    found = {one.code: one for one in audit(form, rulebook_of())}
    assert render(found["A004"]) == render(found["A004"], "zh") == "“甲”得分 6 分，高于分值 5 分。"
    assert render(found["A004"], "en") == "“甲” scores 6, above its weight of 5."


def test_a_blank_in_a_message_is_said_in_its_language() -> None:
    finding = Finding("A004", "indicators[0].score", {"label": None, "score": 6, "weight": 5}, Severity.MUST_FIX)
    assert render(finding) == "“（空白）”得分 6 分，高于分值 5 分。"
    assert render(finding, "en") == "“(blank)” scores 6, above its weight of 5."


def test_the_gravest_findings_come_first() -> None:
    form = form_of({"indicators": [{"name": "甲", "target": "5人", "weight": "5", "score": "6"}, {"name": "乙"}]})
    ranks = [list(Severity).index(one.severity) for one in audit(form, rulebook_of())]
    assert len(set(ranks)) > 1
    assert ranks == sorted(ranks)


def test_every_check_names_its_module_and_tells_what_it_is_for() -> None:
    for one in all_checks():
        assert one.slug.startswith(f"{one.code.lower()}_")
        assert "为何重要" in one.doc


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("一二三四五六七八九十一二三四五六七八九十一二三四", "一二三四五六七八九十一二三四五六七八九十一二三四"),
        ("一二三四五六七八九十一二三四五六七八九十一二三四五", "一二三四五六七八九十一二三四五六七八九十一二三…"),
        ("道路\n长度", "道路长度"),
    ],
)
def test_long_names_are_cut(text: str, told: str) -> None:
    assert short(text) == told


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("1.新建校舍3栋；2、培训60人", "新建校舍3栋；培训60人"),
        ("更换管道12.6公里", "更换管道12.6公里"),
        ("更换管道1.6公里", "更换管道1.6公里"),
        ("（3）培训60人", "培训60人"),
        ("指标1：培训60人", "培训60人"),
    ],
)
def test_list_numbers_are_no_quantities(text: str, left: str) -> None:
    assert unnumbered(text) == left


def test_only_characters_with_a_meaning_are_compared() -> None:
    assert bare("1.严格 控制“三公”经费，ＡＢ") == "1严格控制三公经费ab"


@pytest.mark.parametrize(
    ("text", "blank"),
    [(None, True), ("", True), ("/", True), ("——", True), ("（略）", False), ("无", False), ("-5", False)],
)
def test_a_stroke_is_a_blank(text: str | None, blank: bool) -> None:  # noqa: FBT001 - what is expected
    assert is_blank(text) is blank


LONG = "".join(chr(0x4E00 + at) for at in range(100))
CHANGED = "天地玄黄宇宙洪荒日月盈昃"


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        (LONG, LONG, True),
        (LONG, LONG[:50] + "甲" + LONG[51:], True),  # 一处：198 组中 194 组相同
        (LONG, f"甲{LONG[1:]}", True),
        (LONG, f"{LONG[:-1]}甲", True),
        (LONG, LONG[:20] + "甲" + LONG[21:40] + "乙" + LONG[41:], True),
        (LONG, LONG[:20] + "甲" + LONG[21:40] + "乙" + LONG[41:60] + "丙" + LONG[61:], False),
        (LONG, LONG[:95], True),
        (LONG, LONG[:94], False),
        (LONG[:95], LONG, True),
        (LONG[:60], LONG[:60], True),
        (LONG[:59], LONG[:59], False),
        (LONG, LONG[50:] + LONG[:50], True),
        (LONG, LONG[::-1], False),
    ],
)
def test_long_texts_that_differ_in_a_few_characters(first: str, second: str, same: bool) -> None:  # noqa: FBT001
    assert nearly_same(first, second) is same


def test_a_sum_may_lie_off_by_half_a_unit_of_each_number() -> None:
    assert LIMITS.goal_nearly_characters == 60
    assert sum_tolerance([Decimal("1.25"), Decimal(2)], Decimal("3.3")) == Decimal("0.060")
    assert sum_tolerance([], Decimal(3)) == Decimal("0.5")


def test_of_two_words_the_longer_is_found() -> None:
    words = Phrases(["满意", "满意度", "很满意度"])
    assert words.all_in("很满意度、满意度、满意") == ["很满意度", "满意度", "满意"]
    assert words.ends("群众满意度")
    assert "满意" in words
    assert Phrases([]).first_in("任何文字") is None
