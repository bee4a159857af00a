"""Comparing and quoting the texts of a form (文字比对): white space, punctuation and width do not count."""

from __future__ import annotations

import re
from functools import lru_cache

from jixiao.checks.vocabulary import LIMITS
from jixiao.numerals import clean, fold

_NOT_WORDS = re.compile(r"[^\w%]+|_+")
_ORDINAL = "[0-9一二三四五六七八九十]{1,2}"
_NUMBERING = re.compile(rf"(?:指标|目标)?{_ORDINAL}[:：.、．)）]|[（(]{_ORDINAL}[)）]")
_MARKERS = frozenset({"", "/", "\\", "-", "--", "—", "——", "–", "－", "~", "*"})


@lru_cache(maxsize=2048)
def bare(text: str) -> str:
    """Only the characters that carry meaning, in their ordinary width (去除空白标点).

    >>> bare("1.严格 控制“三公”经费，")
    '1严格控制三公经费'
    """
    return _NOT_WORDS.sub("", fold(text)).lower()


@lru_cache(maxsize=2048)
def unnumbered(text: str) -> str:
    """`text` without list numbers (1. 2、（3） 指标1：), so that digits left over are quantities (去除序号).

    >>> unnumbered("1.新建校舍3栋；2、培训60人")
    '新建校舍3栋；培训60人'
    """
    return _NUMBERING.sub(_kept_decimal, text)


def _kept_decimal(found: re.Match[str]) -> str:
    """A list number is dropped; "12." of "12.6公里" is no list number."""
    follows = found.string[found.end() : found.end() + 1]
    before = found.string[found.start() - 1 : found.start()]
    return found[0] if follows.isdigit() or before.isdigit() else ""


def is_blank(text: str | None) -> bool:
    """Nothing written, or only a stroke (/, —) that stands for nothing (空白或斜杠、横线)."""
    if text is None:
        return True
    return not text[:1].isalnum() and clean(text) in _MARKERS  # no marker begins with a letter: most texts end here


@lru_cache(maxsize=4096)
def short(text: str) -> str:
    """`text` on one line, cut for quoting in a message (引用)."""
    line = clean(text)
    return line if len(line) <= LIMITS.label_characters else f"{line[: LIMITS.label_characters - 1]}…"


def nearly_same(first: str, second: str) -> bool:
    """Whether two long bare texts differ in a few characters only (几乎相同), by their pairs of neighbours."""
    shorter, longer = sorted((len(first), len(second)))
    if shorter < LIMITS.goal_nearly_characters or shorter < LIMITS.similarity * longer:
        return False
    ours = {first[at : at + 2] for at in range(len(first) - 1)}
    theirs = {second[at : at + 2] for at in range(len(second) - 1)}
    return 2 * len(ours & theirs) >= LIMITS.similarity * (len(ours) + len(theirs))
