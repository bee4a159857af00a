"""What stands below the indicators of a flattened form (拍平的表尾): total, conclusion, contact and notes."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from jixiao import numerals
from jixiao.layouts import flattened_head, labels
from jixiao.layouts.flattened_lines import Row, label_at

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from jixiao.layouts.flattened_head import Item
    from jixiao.location import Location

_NOTES = re.compile(r"(?:注释?|备注|说明|填[报表写]说明|注意事项)[:：]|注(?=\d{1,2}[.、．])")
_NOTE_NUMBER = re.compile(r"[（(]?(\d{1,2})(?:[.．、)）](?!\d)|(?=\.[\u4e00-\u9fff]))")
_NUMBERS = re.compile(r"[\d.分%％—\-/／－]+")
_GLUED = re.compile(r"^([^\d\s]{2,8})(?=\d)")  # 总分100
_GRADE = re.compile("优秀?|良好?|中|差|合格|不合格|较好|一般")
_TEXTS = frozenset({"conclusion", "problems", "measures", "remarks"})
_MOST_NUMBERS = 4  # of a total row: 分值, 得分, a grade, a dash
_MOST_LABEL_WORDS = 8
_MOST_LABEL_LINES = 8


class EndLabel(NamedTuple):
    """A label of the rows below the indicators (表尾标签) and where its value begins."""

    key: str
    rest: str  #: what stands behind it on its last line
    end: int  #: the line after the label


class Total(NamedTuple):
    """The total row (总分行)."""

    weight: Decimal | None
    score: Decimal | None
    grade: str | None
    unread: str  #: what could not be read as numbers
    place: Location


class Text(NamedTuple):
    """One text below the table (自评结论, 存在问题, 改进措施 or 其他说明)."""

    key: str
    value: str
    place: Location


class Note(NamedTuple):
    """One numbered note (注)."""

    text: str
    place: Location


class Tail(NamedTuple):
    """Everything below the indicators (表尾)."""

    total: Total | None
    texts: list[Text]
    items: list[Item]
    notes: list[Note]
    stray: list[Row]


def end_label(rows: Sequence[Row], at: int) -> EndLabel | None:
    """The label of the end of a form that begins on this line: 总 分, 评价结论：…, or 自评 with 结论 on the next."""
    words = _GLUED.sub(r"\1 ", rows[at].text).split()
    joined = ""
    for count, word in enumerate(words[:_MOST_LABEL_WORDS], start=1):
        joined += word
        led = labels.lead(joined, "end")
        if led is not None:
            return EndLabel(led[0], "".join([led[1], " ", " ".join(words[count:])]).strip(), at + 1)
        key = labels.find(joined, "end")
        if key is not None and not _longer(words, count, joined):
            return EndLabel(key, " ".join(words[count:]), at + 1)
    over = label_at(rows, at, "end", _MOST_LABEL_LINES)
    return None if over is None else EndLabel(over.key, "", over.end)


def _longer(words: Sequence[str], count: int, joined: str) -> bool:
    return count < len(words) and labels.find(joined + words[count], "end") is not None


def find_total(rows: Sequence[Row], start: int, end: int) -> tuple[int, int] | None:
    """The first and the next line of the total row: its label followed by numbers only."""
    for at in range(start, end):
        label = end_label(rows, at) if rows[at].plain[0] in _first_characters() else None
        if label is None or label.key != "total":
            continue
        after = label.end
        while after < end and after < label.end + _MOST_NUMBERS and _is_numbers(rows[after].text):
            after += 1
        if (not label.rest and after > label.end) or _is_numbers(label.rest):
            return at, (label.end if label.rest else after)
    return None


def remarks_before(rows: Sequence[Row], start: int, end: int) -> int:
    """Where 其他需要说明事项 stands between the indicators and the total row; `end` when it does not."""
    for at in range(start, end):
        label = end_label(rows, at) if rows[at].plain.startswith("其") else None
        if label is not None and label.key == "remarks":
            return at
    return end


@cache
def _first_characters() -> frozenset[str]:
    return frozenset(word[0] for word in labels.spellings("end"))


def _is_numbers(text: str) -> bool:
    words = text.split()
    return bool(words) and _NUMBERS.fullmatch(words[0]) is not None and len(words) <= _MOST_NUMBERS


def begins(rows: Sequence[Row], start: int, end: int) -> int:
    """Where the tail begins when there is no total row (表尾起点): a conclusion, a contact or the notes."""
    for at in range(start, end):
        row = rows[at]
        if _NOTES.match(row.plain):
            return at
        found, _ = flattened_head.items([row])
        if found and found[0].key in {"contact", "phone", "filed_on", "seal"}:
            return at
        label = end_label(rows, at) if row.plain[0] in _first_characters() else None
        if label is not None and label.key == "conclusion":
            return at
    return end


def total_of(rows: Sequence[Row], at: int, end: int, columns: Sequence[str]) -> Total:
    """The numbers of the total row: 分值 and 得分 in the order of the columns, and a grade behind them."""
    label = end_label(rows, at)
    rest = label.rest if label is not None else ""
    below = label.end if label is not None else at
    words = (rest or " ".join(row.text for row in rows[below:end])).split()
    grade = next((word for word in words if _GRADE.fullmatch(word)), None)
    numbers = [numerals.parse_number(word.removesuffix("分")) for word in words if _NUMBERS.fullmatch(word)]
    known = [number for number in numbers if number is not None]
    place = rows[at].place
    if len(known) == 2:  # noqa: PLR2004 - 分值 and 得分
        order = [column for column in columns if column in ("weight", "score")]
        pair = known[::-1] if order == ["score", "weight"] else known
        return Total(pair[0], pair[1], grade, "", place)
    if len(known) == 1:
        return Total(None, known[0], grade, "", place)
    return Total(None, None, grade, " ".join(words), place)


def read(rows: Sequence[Row], total: Total | None) -> Tail:
    """The texts, items and notes below the total row, in the order of their lines."""
    tail = Tail(total, [], [], [], [])
    at = 0
    open_text = False
    while at < len(rows):
        row = rows[at]
        if _NOTES.match(row.plain):
            tail.notes.extend(_notes(rows[at:]))
            break
        label = end_label(rows, at)
        if label is not None and label.key in _TEXTS:
            tail.texts.append(Text(label.key, labels.squeezed(label.rest), row.place))
            at, open_text = label.end, True
            continue
        found, stray = flattened_head.items([row])
        if found and (found[0].key is not None or not open_text):
            tail.items.extend(found)
            open_text = False
        elif open_text:
            last = tail.texts[-1]
            tail.texts[-1] = last._replace(value=last.value + row.plain, place=last.place if last.value else row.place)
        else:
            tail.stray.extend(stray)
        at += 1
    return tail


def _notes(rows: Sequence[Row]) -> list[Note]:
    """The notes, broken lines joined again, parted where the next number begins a line or follows a full stop."""
    found: list[Note] = []
    number = 0
    for index, row in enumerate(rows):
        text = _NOTES.sub("", row.plain, count=1) if index == 0 else row.plain
        for piece in _numbered(text, number):
            match = _NOTE_NUMBER.match(piece)
            if found and not (match and int(match[1]) == number + 1):
                found[-1] = found[-1]._replace(text=found[-1].text + piece)
                continue
            if match and int(match[1]) == number + 1:
                number += 1
            if piece:
                found.append(Note(piece, row.place))
    return found


def _numbered(text: str, number: int) -> list[str]:
    """The text cut before each next number that follows the end of a sentence."""
    pieces = []
    begin = 0
    for match in _NOTE_NUMBER.finditer(text):
        follows = match.start() > begin and text[match.start() - 1] in "。；;"
        if follows and int(match[1]) in (number + 1, number + 2):
            pieces.append(text[begin : match.start()])
            begin, number = match.start(), int(match[1])
    return [*pieces, text[begin:]]
