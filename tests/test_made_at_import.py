"""What the modules make once when they are imported (导入时生成的表): foldings, words, declared checks, messages.

It is made again here, because a test of what stands ready would not see a fault in the making.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from jixiao.checks import vocabulary
from jixiao.checks.diagnosis import CAUSES, messages
from jixiao.checks.engine import Check, Hit, check
from jixiao.checks.vocabulary import Phrases
from jixiao.finding import Severity
from jixiao.form import Facet
from jixiao.numerals import _fold_table, any_of


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("−﹣‐‑–﹘", "------"),
        ("―─━ー", "————"),
        ("～〜∼∽", "~~~~"),
        ("≧⩾≮", "≥≥≥"),
        ("≦⩽≯", "≤≤≤"),
        ("﹥﹤═﹦﹪", "><==%"),
        ("﹙〔﹚〕", "(())"),
        ("›‹", "〉〈"),
        ("•・‧∙", "····"),
        ("￥〇○", "¥零零"),
        ("！０９Ａｚ～", "!09Az~"),
        ("\t\r\n\x1c \x85\xa0\xad\u1680\u180e\u2000\u200b\u200f\u2028\u202f\u205f\u2064\u3000\ufeff", ""),
        ("\x08\x0e\x1b!\u2010\u2027\u2030\u205e\u2065\u3001\uff5f", "\x08\x0e\x1b!-·\u2030\u205e\u2065\u3001\uff5f"),
    ],
)
def test_look_alikes_and_blanks_are_folded(printed: str, read: str) -> None:
    assert printed.translate(_fold_table()) == read


def test_a_choice_of_words_tries_the_longest_first_and_escapes_signs() -> None:
    assert any_of(["元", "万元", "亿元", "."]) == "万元|亿元|\\.|元"
    assert any_of([]) == ""


def test_a_set_of_words_is_searched_as_told() -> None:
    words = Phrases(["满意", "基本满意", "好."])
    assert words.words == {"满意", "基本满意", "好."}
    assert words.alternation == "基本满意|好\\.|满意"
    found = words.first_in("群众基本满意")
    assert found is not None
    assert found[0] == "基本满意"
    assert words.all_in("满意、基本满意、好x") == ["满意", "基本满意"]
    assert (words.ends("很满意"), words.ends("满意度")) == (True, False)
    assert ("满意" in words, "意" in words) == (True, False)
    assert Phrases([]).first_in("满意") is None


def test_names_that_belong_elsewhere_are_read_from_their_table() -> None:
    table = {
        "under": ["quantity"],
        "words": "完成时间 及时率",
        "except": "人",
        "belongs": "时效指标",
        "belongs_en": "time",
    }
    one = vocabulary._misplaced(table)
    assert one.under == {Facet.QUANTITY}
    assert (sorted(one.words.words), sorted(one.excepted.words)) == (["及时率", "完成时间"], ["人"])
    assert (one.belongs, one.belongs_en) == ("时效指标", "time")


def test_the_vocabulary_is_read_with_all_its_tables() -> None:
    assert set(vocabulary._read()) == {"limits", "words", "misplaced", "contradiction"}


def _declared(message: str | dict[str, str], message_en: str | dict[str, str]) -> Check:
    @check(
        code="A999",
        title="题目",
        title_en="Title",
        severity=Severity.EXPLAIN,
        message=message,
        message_en=message_en,
        since="0.1",
    )
    def example(dossier: object) -> Iterator[Hit]:
        """说明。"""
        yield Hit(str(dossier))

    assert isinstance(example, Check)
    return example


def test_a_check_is_declared_with_one_message_or_several() -> None:
    one = _declared("有误。", "Wrong.")
    assert (one.code, one.title, one.title_en, one.severity, one.since) == (
        "A999",
        "题目",
        "Title",
        Severity.EXPLAIN,
        "0.1",
    )
    assert (one.messages, one.messages_en) == ({"": "有误。"}, {"": "Wrong."})
    assert (one.doc, list(one.find("total_score"))) == ("说明。", [Hit("total_score")])
    several = _declared({"more": "多。", "less": "少。"}, {"more": "More.", "less": "Less."})
    assert several.messages == {"more": "多。", "less": "少。"}
    assert several.messages_en == {"more": "More.", "less": "Less."}


def test_the_message_on_a_sum_goes_on_with_each_cause() -> None:
    zh, en = messages("合计不符", "The sum differs")
    assert zh[""] == "合计不符：没有哪一种单一的疏忽能正好解释这一差额。"
    assert en[""] == "The sum differs: no single slip explains the difference exactly."
    assert zh["sum_swapped"] == "合计不符：所填数与合计只是两个数字颠倒。"
    assert en["sum_swapped"] == "The sum differs: it is the sum with two digits swapped."
    assert zh["sum_swapped+"] == "合计不符：所填数与合计只是两个数字颠倒（另有 {others} 种解释也正好相符）。"
    assert en["sum_swapped+"] == (
        "The sum differs: it is the sum with two digits swapped (other explanations that also fit exactly: {others})."
    )
    assert set(zh) == set(en) == {"", *CAUSES, *(f"{cause}+" for cause in CAUSES)}


def test_a_sum_that_owes_no_explanation_admits_nothing() -> None:
    zh, en = messages("合计不符", "The sum differs", admit=False)
    assert (zh[""], en[""]) == ("合计不符。", "The sum differs.")
    assert zh["sum_rounded"] == "合计不符：所填数正好是合计取整的结果。"
