"""Cells that ran together (粘连的数字): “202010100.00%10” is 20, 20, 10, 100.00% and 10, because only that agrees.

Every way to cut the text into the columns is tried; what the types of the columns and the arithmetic of the row allow
(rate = executed / budget in the printed digits, score at most the weight, score = rate x weight) stays. Only where
exactly one way stays is it a reading.
"""

from __future__ import annotations

import re
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, localcontext
from typing import TYPE_CHECKING, NamedTuple

from jixiao import numerals

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

AMOUNTS = frozenset({"initial_budget", "full_budget", "arrived", "executed"})
MOST_WAYS = 4000  # ways tried before a text counts as unreadable
_MOST_POINTS = 100
_MOST_DECIMALS = 6
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


def fits(column: str, text: str) -> bool:
    """Whether the text can be a cell of this column by itself."""
    if _BLANK.fullmatch(text):
        return True
    if column in AMOUNTS:
        return _AMOUNT.fullmatch(text) is not None
    if column == "rate":
        return _RATE.fullmatch(text) is not None
    return _POINTS.fullmatch(text) is not None and Decimal(text.removesuffix("分")) <= _MOST_POINTS


def cuts(words: Sequence[str], columns: Sequence[str], *, split: bool) -> list[Cut]:
    """Every way to fill the columns with the words in order; with `split` a word may fill several columns.

    Empty when there is none, or when there are more than `MOST_WAYS`.
    """
    found: list[Cut] = []
    for cut in _cuts(list(words), list(columns), split=split):
        found.append(cut)
        if len(found) > MOST_WAYS:
            return []
    return found


def _cuts(words: list[str], columns: list[str], *, split: bool) -> Iterator[Cut]:
    if not words:
        yield Cut({}, 0, 0)
        return
    if not columns or (not split and len(words) > len(columns)):
        return
    word, column, rest = words[0], columns[0], columns[1:]
    least = _least(word, column) if split else len(word)
    for end in range(len(word), least - 1, -1):
        head, tail = word[:end], word[end:]
        if not fits(column, head) or (tail and tail[0] in ".,%％"):
            continue
        for cut in _cuts([tail, *words[1:]] if tail else words[1:], rest, split=split):
            yield Cut({column: head, **cut.cells}, cut.splits + bool(tail), cut.skipped)
    for cut in _cuts(words, rest, split=split):
        yield cut._replace(skipped=cut.skipped + 1)


def _least(word: str, column: str) -> int:
    """The fewest characters that the cell may take of the word."""
    return len(word) if _BLANK.fullmatch(word) else 1 if column else len(word)


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
