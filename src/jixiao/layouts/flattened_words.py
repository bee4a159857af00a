"""The words of flattened indicator rows (拍平的词): cut at white space and, as a possibility, where cells ran together.

A `Span` is one way to read on from a place in the text: usually a whole word; of a word in which cells may have run
together (≥266米≥266米10) also each of its parts; of several words that make up a level's label, all of them as one.
"""

from __future__ import annotations

import re
from enum import IntEnum
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from jixiao import numerals
from jixiao.layouts import labels

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from jixiao.layouts.flattened_lines import Row


class Kind(IntEnum):
    """What a word looks like (词的样子)."""

    WORDS = 0  #: 文字
    VALUE = 1  #: 带符号或单位的数、日期: ≥99%, 2022年12月
    NUMBER = 2  #: 只有数字
    BLANK = 3  #: 空值标记: —, /, 无
    SIGN = 4  #: 只有符号: ≥, 定性
    RUN = 5  #: 两个值连在一起，不能是一个单元格: ≥266米≥266米
    LABEL1 = 6  #: 一级指标标签
    LABEL2 = 7  #: 二级指标标签


class Break(IntEnum):
    """What stands before a place (间隔)."""

    DIGITS = 0  #: nothing, in the middle of a number
    GLUED = 1  #: nothing, where one cell may end and the next begin
    SPACE = 2
    LINE = 3
    GAP = 4  #: 空行或换页


class Span(NamedTuple):
    """One piece of text between two places (词段)."""

    end: int  #: the place after it
    text: str
    kind: Kind
    number: Decimal | None  #: where it can be points: a plain number, 10 or 10分
    row: int  #: index of its line


class Places(NamedTuple):
    """All places of a text with what may follow each (切分点)."""

    spans: list[list[Span]]  #: by place
    breaks: list[Break]  #: by place
    ends: list[bool]  #: by place: the line before it ends early, as the last line of a cell does
    rows: list[int]  #: by place: index of the line

    def has_label(self, place: int) -> bool:
        """Whether the label of a level begins here."""
        return self.spans[place][-1].kind >= Kind.LABEL1

    def goes_on_with(self, place: int, text: str) -> bool:
        """Whether the words from here on begin with exactly this text."""
        read = ""
        while place < len(self.spans) and len(read) < len(text) and text.startswith(read):
            word = self.spans[place][0]
            read += word.text
            place = word.end
        return read == text


_BLANK = re.compile("[—–―\\-－/／\\\\一]{1,4}|无|不涉及|不适用|…+")
_SIGN = re.compile("[≥≤＝=═﹦>＞<＜≧≦]{1,2}|定性|定量|不少于|不低于|不超过|不高于")
_OPERATOR = "[≥≤≧≦＞＜=═﹦><]"
_VALUE = re.compile(
    rf"{_OPERATOR}|(?:不少于|不低于|不超过|不高于|大于|小于|达到|达)?\d+(?:[.,]\d+)*(?:[%％‰]|[^\d，。；、]{{1,6}}$)"
    r"|(?:20\d\d年)?\d{1,2}月(?:\d{1,2}日)?[底前以内份之初中下上旬]{0,3}$|20\d\d年[底前末度内初以]{0,3}$"
    r"|\d+(?:\.\d+)?[%％个次]?[-~～—至]\d+(?:\.\d+)?[^\d，。；、]{0,6}$"
)
_RUN = re.compile(rf"[^≥≤≧≦＞＜=═﹦><且并或和及至，、,;；~～—（(\-]{_OPERATOR}|[%％‰]\d|[日月]20\d\d年")
_POINTS = re.compile(r"((?:0|[1-9]\d{0,2})(?:\.\d{1,3})?)分?")
REST_OF_LABEL = re.compile(r"(?:指?标)?\(\d{1,3}(?:\.\d+)?分?\)|指?标")  # the rest of a label broken over rows
_CUT = re.compile(
    rf"(?<=[^≥≤≧≦＞＜=═﹦><])(?={_OPERATOR})"  # 266米|≥266米
    r"|(?<=[%％‰])(?=[^）)])"  # 100%|22
    r"|(?<=[^\d.,，、（(第\-~～—至年月/%％‰≥≤≧≦＞＜=═﹦><])(?=\d{1,3}(?:\.\d{1,2})?\d{0,4}$)"  # 266米|10
    r"|(?<=[年月日])(?=20\d\d年)"  # 2022年12月|2022年12月
    r"|(?<=\d)(?=[否是]$)"
)
_DIGIT_RUN = re.compile(r"\d{2,6}(?:\.\d{1,2})?$")
_ORDINAL = re.compile(r"^(?:[一二三四五六七八九十]{1,2}[、.]|\([一二三四五六七八九十]\)|\d{1,2}[、.])")
_MOST_PARTS = 12
_MOST_GLUED = 60
_MOST_LABEL_WORDS = 12
_MOST_LABEL = 20
_NARROWER = 2


def places(rows: Sequence[Row]) -> Places:
    """Every place of the rows and the spans that may follow it."""
    words = [(word, at, first) for at, row in enumerate(rows) for word, first in _words(row)]
    early = _early_ends(rows)
    made = Places([], [], [], [])
    starts = []
    for word, at, first in words:
        cuts = _cuts(word)
        starts.append(len(made.spans))
        for index, (place, hard) in enumerate(cuts):
            if index:
                made.breaks.append(Break.GLUED if hard else Break.DIGITS)
            else:
                made.breaks.append(Break.SPACE if not first else Break.GAP if rows[at].gap else Break.LINE)
            made.ends.append(index == 0 and first and at > 0 and early[at - 1])
            made.rows.append(at)
            ends = [*(cut for cut, _ in cuts[index + 1 :]), len(word)]
            here = len(made.spans)
            made.spans.append([_span(word[place:end], here + 1 + k, at) for k, end in enumerate(ends)])
    for span_list in made.spans:
        span_list.reverse()  # the whole word first: of two readings of the same cost the first stays
    _add_labels(made, words, starts)
    return made


def _words(row: Row) -> Iterator[tuple[str, bool]]:
    first = True
    for word in row.text.split():
        cut = _level_end(word)
        for part in (word[:cut], word[cut:]) if cut else (word,):
            yield part, first
            first = False


def _level_end(word: str) -> int:
    """Where the first of two level labels that stuck together ends (产出指标数量指标), 0 when they are not two."""
    if len(word) > _MOST_LABEL or word[0] not in _label_beginnings():
        return 0
    for end in range(2, len(word) - 1):
        if labels.find(word[:end], "level1") and labels.find(word[end:], "level2") and not labels.find(word, "level2"):
            return end
    return 0


def _early_ends(rows: Sequence[Row]) -> list[bool]:
    """For each line, whether it is clearly narrower than the line before: a wrapped cell ends so.

    Only a line of one word tells: on a line of several cells each of them is as wide as it is.
    """
    widths = [width(row.plain) if len(row.text.split()) == 1 else 0 for row in rows]
    return [at > 0 and 0 < widths[at] <= widths[at - 1] - _NARROWER for at in range(len(rows))]


def width(text: str) -> int:
    """How wide a text is printed, in full characters."""
    return (sum(2 if ord(character) > 0x2E80 or character in "“”‘’…—" else 1 for character in text) + 1) // 2  # noqa: PLR2004


def _cuts(word: str) -> list[tuple[int, bool]]:
    """Where a word may be cut into cells, from 0 on; False marks a cut inside a number."""
    if len(word) > _MOST_GLUED or not (word[-1].isdigit() or word[-1] in "否是%％" or _doubled(word)):
        return [(0, True)]
    cuts = {0: True} | {match.start(): True for match in _CUT.finditer(word)}
    if _doubled(word):
        cuts.setdefault(len(word) // 2, True)
    run = _DIGIT_RUN.search(word)
    if run is not None and run.start() in cuts and (run.start() > 0 or not _POINTS.fullmatch(run[0])):
        for place in range(run.start() + 1, len(word)):
            if word[place].isdigit() and word[place - 1].isdigit():
                cuts.setdefault(place, False)
    return sorted(cuts.items()) if len(cuts) <= _MOST_PARTS else [(0, True)]


def _doubled(word: str) -> bool:
    half = len(word) // 2
    return len(word) >= 4 and len(word) % 2 == 0 and word[:half] == word[half:] and not word.isdigit()  # noqa: PLR2004


def _span(text: str, end: int, row: int) -> Span:
    kind, number = _kind(text)
    return Span(end, text, kind, number, row)


def _kind(text: str) -> tuple[Kind, Decimal | None]:
    if _BLANK.fullmatch(text):
        return Kind.BLANK, None
    if _SIGN.fullmatch(text):
        return Kind.SIGN, None
    points = _POINTS.fullmatch(numerals.fold(text))
    number = numerals.parse_number(points[1]) if points else None
    if text[-1].isdigit() and numerals.parse_number(text) is not None:
        return Kind.NUMBER, number
    if _RUN.search(text):
        return Kind.RUN, None
    if _VALUE.match(text):
        return Kind.VALUE, number
    return Kind.WORDS, None


def _add_labels(made: Places, words: Sequence[tuple[str, int, bool]], starts: Sequence[int]) -> None:
    """Offer the labels of the first and second level, broken over words or not, as spans of their own."""
    for index, (_, at, _) in enumerate(words):
        joined = ""
        is_first_level = False  # the words before the last one are a label of the first level
        for last in range(index, min(index + _MOST_LABEL_WORDS, len(words))):
            word = words[last][0]
            joined += word
            plain = _ORDINAL.sub("", labels.half_width(joined))
            is_rest = REST_OF_LABEL.fullmatch(plain) is not None
            if len(joined) > _MOST_LABEL or not (is_rest or plain.partition("(")[0] in _label_beginnings()):
                break
            end = starts[last + 1] if last + 1 < len(words) else len(made.spans)
            spans = made.spans[starts[index]]
            begins = not plain.startswith("(")  # (50分) belongs to the label before it
            is_two = is_first_level and labels.find(word, "level2") is not None  # 产出 and 质量指标, not 产出质量指标
            is_first_level = begins and labels.find(joined, "level1") is not None
            if (is_first_level and not is_two) or is_rest:
                spans.append(Span(end, joined, Kind.LABEL1, None, at))
            if begins and not is_two and labels.find(joined, "level2"):
                spans.append(Span(end, joined, Kind.LABEL2, None, at))


@cache
def _label_beginnings() -> frozenset[str]:
    """What a level's label may begin with; whatever else a word begins with, it begins no label."""
    words = [*labels.spellings("level1"), *labels.spellings("level2")]
    return frozenset(word[:end] for word in words for end in range(len(word) + 1))
