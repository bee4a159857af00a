"""The quantities that a yearly goal names (目标中的数量), and the indicators that measure them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

import msgspec

from jixiao.checks.dossier import Dossier, Row
from jixiao.checks.texts import bare, unnumbered
from jixiao.checks.vocabulary import WORDS
from jixiao.numerals import fold
from jixiao.units import canonical, comparable

_SCALES = {"": Decimal(1), "万": Decimal(10_000), "亿": Decimal(100_000_000)}
_QUANTITY = re.compile(
    rf"(?<![第0-9.年月~-])([0-9]+(?:\.[0-9]+)?)(万|亿)?({WORDS.counted.alternation})"
    r"(?!月|工作日|学期|季度|小时|百分点|方面|环节|年|以内|左右|至|到|[-~—]|/)"
)
_STOP = re.compile(r"[,;。、\n]")
_CHANGE = re.compile(r"(?:提高|提升|增长|增加|新增|上升|下降|降低|减少|同比|增幅|降幅)(?:了|约|近|超过|达)?$")
_NUMBER = re.compile(r"([0-9]+(?:\.[0-9]+)?)(万|亿)?")
_BEFORE, _AFTER = 14, 6
_SAME_THING, _RELATED = 3, 2  # so many characters of a name in a row, beside the quantity


class Named(msgspec.Struct, frozen=True):
    """One quantity of a goal (目标中的一个数量), with the words around it."""

    text: str  #: 12.6公里
    number: Decimal
    unit: str
    around: str  #: bare words of its clause, before and after


@lru_cache(maxsize=256)
def named_in(goal: str) -> tuple[Named, ...]:
    """Every counted quantity of the goal, in order; money, rates, dates and ranges are left out."""
    text = unnumbered(fold(goal))
    return tuple(_named(text, match) for match in _QUANTITY.finditer(text) if not _CHANGE.search(text[: match.start()]))


def _named(text: str, match: re.Match[str]) -> Named:
    number, unit = Decimal(match[1]) * _SCALES[match[2] or ""], canonical(match[3])
    before = _STOP.split(text[max(0, match.start() - _BEFORE) : match.start()])[-1]
    after = _STOP.split(text[match.end() :][:_AFTER])[0]
    return Named(match[0], number, unit, f"{bare(before)}|{bare(after)}")


def conflicts(dossier: Dossier, goal: str) -> Iterator[tuple[Named, Row]]:
    """A quantity of the goal with the one indicator that measures it and says another number (数量矛盾).

    Where several share words with it (护林员满意度, 工作人员满意度), the one that shares the longest run measures it.
    """
    for named in named_in(goal):
        runs = [(row, _shared(row, named)) for row in _alike(dossier.counting.get(named.unit, ()), named)]
        longest = max((run for _, run in runs), default=0)
        rows = [row for row, run in runs if run == longest]
        if longest >= _SAME_THING and len(rows) == 1 and named.number not in _numbers(_texts_of(rows[0])):
            yield named, rows[0]


def _alike(rows: Sequence[Row], named: Named) -> list[Row]:
    """The rows of which enough characters in a row may stand beside the quantity: few, and quick to find (候选行)."""
    around = named.around
    runs = {around[at : at + _SAME_THING] for at in range(len(around) - _SAME_THING + 1)}
    names = "\n".join(bare(row.item.name or "") for row in rows)
    shared = [run for run in runs if run in names]
    return [row for row in rows if any(run in bare(row.item.name or "") for run in shared)] if shared else []


def unmeasured(dossier: Dossier, goal: str) -> list[Named]:
    """The quantities of the goal whose number and unit no indicator has (没有指标衡量的数量)."""
    unknown = [named for named in named_in(goal) if not any(_may_measure(row, named) for row in dossier.rows)]
    if not unknown:
        return []
    numbers = _numbers(text for row in dossier.rows for text in _texts_of(row))
    return [named for named in unknown if named.number not in numbers]


def _may_measure(row: Row, named: Named) -> bool:
    """Whether the row has the same unit, or one as good (处 for 个) and a name that recalls the quantity."""
    unit = row.item.target.unit if row.item.target is not None else ""
    if not unit or unit == named.unit:
        return bool(unit)
    return comparable(named.unit, unit) and _shared(row, named) >= _RELATED


def _shared(row: Row, named: Named) -> int:
    """How many characters in a row of the name stand beside the quantity, at most."""
    name = bare(row.item.name or "")
    longest = 0
    for at in range(len(name)):
        while name[at : at + longest + 1] in named.around and at + longest < len(name):
            longest += 1
    return longest


def _texts_of(row: Row) -> list[str]:
    """Where a row names numbers: in its name, target and actual."""
    item = row.item
    values = (item.name, item.target and item.target.text, item.actual and item.actual.text)
    return [text for text in values if text]


def _numbers(texts: Iterable[str]) -> set[Decimal]:
    """Every number of the texts. They are joined first: one search is far quicker than one for each of them."""
    found = set(_NUMBER.findall(fold("|".join(texts))))
    return {Decimal(digits) * _SCALES[scale] for digits, scale in found}
