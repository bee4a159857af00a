"""Cells that ran together (粘连的数字): “202010100.00%10” is 20, 20, 10, 100.00% and 10, because only that agrees.

Every way to cut the text into the columns is tried; what the types of the columns and the arithmetic of the row allow
(rate = executed / budget in the printed digits, score at most the weight, score = rate x weight) stays. Only where
exactly one way stays is it a reading.
"""

from __future__ import annotations

import re
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, localcontext
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from jixiao import numerals

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

AMOUNTS = frozenset({"initial_budget", "full_budget", "arrived", "executed"})
MOST_STEPS = 5_000  # of a search, before a text counts as unreadable
_MOST_CHARACTERS = 80  # of the cells of one row that ran together
_MOST_POINTS = 100
_AMOUNT = re.compile(r"-?(?:0|[1-9]\d{0,14}|[1-9]\d{0,2}(?:,\d{3}){1,4})(?:\.\d{1,6})?(?:万元|元|亿元)?")
_POINTS = re.compile(r"(?:0|[1-9]\d{0,2})(?:\.\d{1,3})?分?")
_RATE = re.compile(r"(?:0|[1-9]\d{0,3})(?:\.\d{1,4})?[%％]?")
_BLANK = re.compile("[—–―\\-－/／\\\\一]{1,4}|无")


class Cut(NamedTuple):
    """One way to fill the columns (一种拆法)."""

    cells: dict[str, str]  #: the text of each column that is filled
    splits: int  #: how many cells had to be parted inside a word
    skipped: int  #: how many columns before the last filled one stay empty


def is_cell(word: str) -> bool:
    """Whether a word can stand in a column of numbers: it holds digits and signs of numbers only, or is a dash."""
    return re.fullmatch(r"[\d.,%％分万亿元\-]+", word) is not None or _BLANK.fullmatch(word) is not None


@lru_cache(maxsize=8192)
def fits(column: str, text: str) -> bool:
    """Whether the text can be a cell of this column by itself."""
    if _BLANK.fullmatch(text):
        return True
    if column in AMOUNTS:
        return _AMOUNT.fullmatch(text) is not None
    if column == "rate":
        return _RATE.fullmatch(text) is not None
    return _POINTS.fullmatch(text) is not None and Decimal(text.removesuffix("分")) <= _MOST_POINTS


def cuts(words: Sequence[str], columns: Sequence[str], *, split: bool, skip: bool) -> list[Cut]:
    """Every way to fill the columns with the words in order.

    With `split` a word may fill several columns, with `skip` a column may stay empty. The result is empty when there
    is no way, or when the search would take more than `MOST_STEPS`.
    """
    if sum(map(len, words)) > _MOST_CHARACTERS:
        return []
    search = _Search(split=split, skip=skip)
    found = list(search.ways(tuple(words), tuple(columns)))
    return found if search.steps <= MOST_STEPS else []


class _Search:
    """The search for ways, with a limit to its work (有限搜索)."""

    def __init__(self, *, split: bool, skip: bool) -> None:
        self.split = split
        self.skip = skip
        self.steps = 0
        self._possible: dict[tuple[tuple[str, ...], int], bool] = {}

    def possible(self, words: tuple[str, ...], columns: tuple[str, ...]) -> bool:
        """Whether the words can fill the columns at all; asked first, so that `ways` walks into no dead end."""
        if not words or not columns:
            return not words and (self.skip or not columns)
        key = (words, len(columns))
        if key not in self._possible:
            word, rest = words[0], columns[1:]
            tails = (word[len(head) :] for head in self._heads(word, columns[0]))
            self._possible[key] = any(
                self.possible((tail, *words[1:]) if tail else words[1:], rest) for tail in tails
            ) or (self.skip and self.possible(words, rest))
        return self._possible[key]

    def ways(self, words: tuple[str, ...], columns: tuple[str, ...]) -> Iterator[Cut]:
        """Every way to fill the columns with the words."""
        self.steps += 1
        if self.steps > MOST_STEPS or not self.possible(words, columns):
            return
        if not words:
            yield Cut({}, 0, 0)
            return
        word, column, rest = words[0], columns[0], columns[1:]
        for head in self._heads(word, column):
            tail = word[len(head) :]
            for cut in self.ways((tail, *words[1:]) if tail else words[1:], rest):
                yield Cut({column: head, **cut.cells}, cut.splits + bool(tail), cut.skipped)
        for cut in self.ways(words, rest) if self.skip else ():
            yield cut._replace(skipped=cut.skipped + 1)

    def _heads(self, word: str, column: str) -> Iterator[str]:
        """What the column can take of the beginning of the word, the whole word first."""
        whole = not self.split or _BLANK.fullmatch(word) is not None
        for end in range(len(word), len(word) - 1 if whole else 0, -1):
            goes_on = end < len(word) and word[end] in ".,%％"
            if not goes_on and fits(column, word[:end]):
                yield word[:end]


def agreeing(found: Sequence[Cut], budget: str) -> list[Cut]:
    """The ways that the arithmetic of the row confirms: rate and score follow from the amounts (算术相符)."""
    exact = [cut for cut in found if _rate_agrees(cut, budget) and _score_fits(cut)]
    scored = [cut for cut in exact if _score_agrees(cut)]
    return scored or exact


def number(cell: str | None) -> Decimal | None:
    """The number of a cell, None for a dash or nothing."""
    if cell is None or _BLANK.fullmatch(cell):
        return None
    amount = numerals.parse_amount(cell)
    return amount[0] if amount is not None else numerals.parse_number(cell.removesuffix("分"))


def _rate_agrees(cut: Cut, budget: str) -> bool:
    planned, executed = number(cut.cells.get(budget)), number(cut.cells.get("executed"))
    printed = cut.cells.get("rate")
    rate = numerals.parse_rate(printed) if printed is not None else None
    if rate is None or planned is None or executed is None or planned <= 0:
        return False
    return rate in _rounded(executed, planned, rate)


def _rounded(top: Decimal, bottom: Decimal, like: Decimal) -> tuple[Decimal, Decimal]:
    """The ratio with as many digits as `like` prints, rounded and truncated."""
    with localcontext() as context:
        context.prec = 60
        ratio = top / bottom
        step = Decimal(1).scaleb(int(like.as_tuple().exponent))
        return ratio.quantize(step, ROUND_HALF_UP), ratio.quantize(step, ROUND_DOWN)


def _score_fits(cut: Cut) -> bool:
    weight, score = number(cut.cells.get("weight")), number(cut.cells.get("score"))
    return weight is None or score is None or score <= weight


def _score_agrees(cut: Cut) -> bool:
    weight, score = number(cut.cells.get("weight")), number(cut.cells.get("score"))
    rate = numerals.parse_rate(cut.cells.get("rate"))
    if weight is None or score is None or rate is None:
        return False
    return score in _rounded(rate * weight, Decimal(1), score)
