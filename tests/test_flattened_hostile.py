"""Arbitrary text is read or refused, never with another error, and in bounded time."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jixiao.document import Document, Line
from jixiao.errors import JixiaoError
from jixiao.layouts import flattened
from jixiao.location import Location

TEXTS = [path.read_text(encoding="utf-8") for path in sorted((Path(__file__).parent / "golden" / "text").glob("*.txt"))]
LINES = [line for content in TEXTS for line in content.split("\n")]
WORDS = sorted({word for line in LINES for word in line.split()})
HEADER = "一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分 原因\n"
FUNDS = "年初预算数 全年预算数 全年执行数 分值 执行率 得分\n"
SECONDS = 2


def document(content: str) -> Document:
    lines = enumerate(content.split("\n"), start=1)
    return Document(
        "any.txt", "text", tuple(Line(line, Location(line=number)) for number, line in lines if line.strip())
    )


def read_or_refuse(content: str) -> None:
    try:
        forms = flattened.recognise(document(content))
    except JixiaoError:
        return
    assert all(form.indicators for form in forms)
    assert 0 <= flattened.fit(document(content)) <= 100


shuffled = st.lists(st.sampled_from(LINES), max_size=120).map("\n".join)
words = st.lists(st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join), max_size=60).map("\n".join)
broken = st.tuples(st.sampled_from(TEXTS), st.integers(0, 3000), st.integers(0, 3000), st.text(max_size=20)).map(
    lambda cut: cut[0][: cut[1]] + cut[3] + cut[0][cut[2] :]
)


@settings(deadline=None, max_examples=150)
@given(st.one_of(shuffled, words, broken, st.text(max_size=300), words.map(HEADER.__add__), words.map(FUNDS.__add__)))
def test_any_text_is_read_or_refused(content: str) -> None:
    read_or_refuse(content)


def many(line: str) -> str:
    return "\n".join([line] * 10_000)


@pytest.mark.parametrize(
    "content",
    [
        "\n".join(random.Random(7).choices(LINES, k=10_000)),  # noqa: S311 - no secret
        many("项目支出绩效自评表"),
        many("一级指标 二级指标 三级指标 年度指标值 实际完成值"),
        many("预算 执行 指标 分值"),
        HEADER + many("指标 ≥5次 5次 10 10"),
        HEADER + many("产出 指标 数量 质量"),
        HEADER + "字 " * 100_000,
        HEADER + "字" * 1_000_000,
        HEADER + "总 " * 20_000,
        "（" * 200_000,
        FUNDS + "年度资金总额 " + "1" * 10_000 + "\n" + HEADER + "数量指标 里程 ≥1 1 10 10",
        FUNDS + many("年度资金总额 111111.11111111.1111111.1111") + "\n" + HEADER + "数量指标 里程 ≥1 1 10 10",
        TEXTS[0] + "1.2.3.4.5.6.7.8.9." * 20_000,
        "\n".join(TEXTS * 10),
    ],
    ids=lambda content: content[:12].replace("\n", " "),
)
def test_ten_thousand_lines_are_read_in_time(content: str) -> None:
    start = time.process_time()
    read_or_refuse(content)
    assert time.process_time() - start < SECONDS * 4  # a check that it does not explode, on any machine
