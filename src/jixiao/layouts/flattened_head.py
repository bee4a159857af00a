"""Title, year and header items of a flattened form (拍平的表头): 单位（盖章）：…, 填报日期：…, 项目名称 … ."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from jixiao.layouts import labels

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jixiao.layouts.flattened_lines import Row
    from jixiao.location import Location

TITLE = re.compile(
    r"(?:附[件表]\d*[:：]?)?(?P<title>[^。；]{0,60}(?:自评|绩效)[^。；]{0,30}?表)(?:[（(][^（()）]{0,20}[）)])*"
)
_YEAR = re.compile(r"(20\d\d)年?度|(20\d\d)年")
_AMOUNT_UNIT = re.compile(r"单位[:：]?[（(]?(?:人民币)?(亿元|万元|千元|元)|[（(](?:人民币)?(亿元|万元|千元|元)[）)]")
_MONEY = re.compile(r"[（(]?(?:人民币)?(?:亿元|万元|千元|元)[）)]?")
_GENERIC = re.compile(r"([\u4e00-\u9fff（）()、/]{2,12})[:：]")
_MOST_TITLE_LINES = 3
_LEAST_TITLE = 4
_MOST_LABEL_WORDS = 10
_MOST_LABEL = 20
_MOST_GOING_ON = 2  # further lines that the value of an item may take
_CLOSED = frozenset({"filed_on", "phone", "year", "amount_unit", "project_code"})  # values of one word


class Title(NamedTuple):
    """The title of a form (表名)."""

    start: int
    end: int
    text: str


class Item(NamedTuple):
    """One header item (表头项): its key, or None for a label that is not known."""

    key: str | None
    label: str
    value: str
    place: Location


def titles(rows: Sequence[Row]) -> list[Title]:
    """Every line, or up to three, that reads like the title of a form."""
    found: list[Title] = []
    at = 0
    while at < len(rows):
        title = _title_at(rows, at)
        if title is not None:
            found.append(title)
        at = title.end if title is not None else at + 1
    return found


def _title_at(rows: Sequence[Row], at: int) -> Title | None:
    joined = ""
    for end in range(at, min(at + _MOST_TITLE_LINES, len(rows))):
        joined += rows[end].plain
        match = TITLE.fullmatch(joined)
        if match is not None:
            return Title(at, end + 1, match["title"])
        if not _may_go_on(rows[end].plain):
            return None
    return None


def _may_go_on(plain: str) -> bool:
    """Whether a line may be the beginning of a title broken over lines."""
    return (
        len(plain) >= _LEAST_TITLE
        and any(word in plain for word in ("绩效", "自评", "支出", "项目"))
        and not re.search("[。；：:]", plain)
    )


def year_in(rows: Sequence[Row]) -> tuple[int, Location] | None:
    """The year that stands in the title or beside it (年度)."""
    for row in rows:
        match = _YEAR.search(row.plain)
        if match is not None:
            return int(match[1] or match[2]), row.place
    return None


def amount_unit_in(rows: Sequence[Row]) -> tuple[str, Location] | None:
    """The unit of the amounts (金额单位): （万元）, 单位：元."""
    for row in rows:
        match = _AMOUNT_UNIT.search(row.plain)
        if match is not None:
            return match[1] or match[2], row.place
    return None


def items(rows: Sequence[Row]) -> tuple[list[Item], list[Row]]:
    """The header items of these lines, and the lines that belong to none."""
    found: list[Item] = []
    stray: list[Row] = []
    going_on = 0
    for row in rows:
        here = list(_items_of(row))
        if here and here[0].label == "":
            first = here.pop(0)
            last = found[-1] if found else None
            if last is not None and going_on > 0 and not (last.key in _CLOSED and last.value):
                found[-1] = last._replace(value=last.value + first.value)
                going_on -= 1
            elif not _MONEY.fullmatch(row.plain):
                stray.append(row)
        if here:
            found += here
            going_on = _MOST_GOING_ON
    return [_settled(item) for item in found], stray


def _settled(item: Item) -> Item:
    """单位：万元 is the unit of amounts, not a budget unit."""
    is_money = item.key == "unit" and _MONEY.fullmatch(item.value) is not None
    return item._replace(key="amount_unit") if is_money else item


def _items_of(row: Row) -> Iterator[Item]:
    """The items of a line; what stands before the first label comes as an item without a label."""
    words = row.text.split()
    key: str | None = None
    label = value = ""
    at = 0
    begun = False
    while at < len(words):
        found = _label(words, at)
        if found is None:
            value += words[at]
            at += 1
            continue
        if begun or value:
            yield Item(key, label, value, row.place)
        key, label, value, at = found
        begun = True
    if begun or value:
        yield Item(key, label, value, row.place)


def _label(words: Sequence[str], at: int) -> tuple[str | None, str, str, int] | None:
    """The label that begins with this word, the value that follows it without a space, and the next word's index."""
    joined = ""
    best: tuple[str | None, str, str, int] | None = None
    for end in range(at, min(at + _MOST_LABEL_WORDS, len(words))):
        joined += words[end]
        led = labels.lead(joined, "header") or labels.lead(joined, "end")
        if led is not None:
            label = labels.half_width(joined).partition(":")[0]
            return led[0], joined[: len(label)], led[1], end + 1
        key = labels.find(joined, "header")
        if key is not None and len(joined) >= _least_label(at, alone=end + 1 == len(words)):
            best = key, joined, "", end + 1
        if len(joined) > _MOST_LABEL:
            break
    if best is not None:
        return best
    generic = _GENERIC.match(words[at])
    if generic is not None:
        return None, generic[1], words[at][generic.end() :], at + 1
    return None


def _least_label(at: int, *, alone: bool) -> int:
    """How long a label without a colon must be: 单位 or 项目 is often a word of a value, 项目名称 is not."""
    return 4 if alone else 2 if at == 0 else 3
