"""Prompts and placeholders of a template (表样提示语、占位符) in a filled cell."""

from __future__ import annotations

import re

from jixiao.checks.vocabulary import WORDS

_MARKS = re.compile(
    r"[*＊×✕]{2,}|(?<![A-Za-z])[xX]{2,}(?![A-Za-z])|_{3,}|＿{2,}|[?？]{3,}"
    r"|[（(][^（()）]{0,10}[0-9]+字(?:以内|左右)?[^（()）]{0,6}[)）]"
)
# 只有独占一格才算：正文里的省略号、括号不算
_WHOLE = re.compile(
    r"[ 　]*(?:…+|\.{3,}|。{3,}|[（(][ 　]*[)）]|(?:限|不超过)?[0-9]+字(?:以内)?"
    r"|(?:指标|目标)[ 　]*[0-9]+[ 　]*[:：.]?)[ 　]*"
)
# 其中之一出现才细看：逐格匹配费时；分成几个简单的式子，每个都能按首字跳过
_HINTS = (
    re.compile(WORDS.placeholder.alternation),
    re.compile(r"[*＊×✕_＿…xX?？]"),
    re.compile(r"字[以左）)\n]"),
    re.compile(r"标[ 　]*[0-9]+[ 　]*[:：.]?[ 　]*\n"),
)
_PAIRS = ("（）", "()", "( )", "（ ）", "（　）", "...", "。。")


def may_hold_prompt(lines: str) -> bool:
    """Whether any of the lines may be worth a closer look (有无占位符)."""
    ended = f"{lines}\n"
    return any(hint.search(ended) for hint in _HINTS) or any(pair in ended for pair in _PAIRS)


def prompt_in(text: str) -> str | None:
    """The first prompt or placeholder that stands in the text, or None.

    >>> prompt_in("项目实施情况（100字以内）"), prompt_in("指标2："), prompt_in("修桥、铺路……共 3 处")
    ('（100字以内）', '指标2：', None)
    """
    found = WORDS.placeholder.first_in(text) or _MARKS.search(text) or _WHOLE.fullmatch(text)
    return found[0].strip() if found else None
