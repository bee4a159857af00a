"""Copies among many texts are found, nothing else is, and what is told was counted exactly."""

from __future__ import annotations

import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("numpy", reason="the extra batch is not installed")

from bench.near_duplicates import AIMS, PRECISION, background, measured, planted
from jixiao.surveys.near_texts import LEAST, alike, in_common
from tests.oracle.surveys import percent_alike, together


def test_planted_copies_are_found_and_nothing_else() -> None:
    recall, precision, pairs = measured(*planted(6_000, 200))
    assert all(recall[how] >= aim for how, aim in AIMS.items()), recall
    assert precision >= PRECISION
    assert pairs >= 570


def test_few_texts_stand_together_as_by_comparing_each_with_each() -> None:
    rng = random.Random(3)  # noqa: S311 - sample texts
    texts = list(background(rng, 150))
    texts += [text[: rng.randint(5, len(text))] for text in texts[:60]]  # shared by every degree
    rng.shuffle(texts)
    marks = together(texts)
    expected = {at for at, mark in enumerate(marks) if marks.count(mark) > 1}
    found = alike(texts)
    missed = expected - {one.text for one in found}
    assert {one.text for one in found} <= expected
    assert len(missed) <= 2  # hashing may miss a pair close to the limit; most of these are
    for one, other in itertools.pairwise(found):
        if one.cluster == other.cluster:
            assert marks[one.text] == marks[other.text]


WORDS = st.text("预算绩效\U00020000Ａa1２ ，。-\n", max_size=12)  # wide and narrow, rare, and what does not count


@given(st.lists(st.tuples(WORDS, WORDS), max_size=8))
def test_what_two_texts_have_in_common_is_counted_exactly(pairs: list[tuple[str, str]]) -> None:
    told = in_common([first for first, _ in pairs], [second for _, second in pairs])
    assert told == [percent_alike(first, second) for first, second in pairs]


def test_the_percentage_is_that_of_the_likest_text() -> None:
    texts = ["预算绩效自评工作总结", "预算绩效自评工作总结报告", "预算绩效自评工作计划报告", "完全无关的一段文字"]
    found = alike(texts)
    assert [one.text for one in found] == [0, 1, 2]
    assert {one.cluster for one in found} == {0}
    assert found[0].percent == percent_alike(texts[0], texts[1]) == 80
    assert found[2].percent >= LEAST


@pytest.mark.parametrize("texts", [[], [""], ["ab", "ab"], ["，。！", "，。！"], ["一二三", "四五六"]])
def test_texts_without_triples_or_company_are_alike_to_none(texts: list[str]) -> None:
    assert alike(texts) == []
