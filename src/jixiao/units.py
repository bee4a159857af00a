"""Units of measure (计量单位): one canonical spelling for each, and exact conversion. The facts stand in units.toml."""

from __future__ import annotations

import re
import tomllib
from decimal import Context, Decimal, Inexact, InvalidOperation
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from jixiao.numerals import fold

_FACTS = tomllib.loads(Path(__file__).with_name("units.toml").read_text(encoding="utf-8"))
_WORDS = _FACTS["vocabulary"]

_SCALES = {name: Decimal(factor) for name, factor in _FACTS["scales"].items()}
_DIMENSIONS = {
    unit: (dimension, Decimal(factor))
    for dimension, units in _FACTS["dimensions"].items()
    for unit, factor in units.items()
}
_CANONICAL: dict[str, str] = {
    fold(spelling).lower(): unit for unit, spellings in _FACTS["spellings"].items() for spelling in (unit, *spellings)
} | {fold(word).lower(): word for word in _WORDS["measures"]}
_GENERIC = frozenset(_WORDS["generic"])
_COUNTED = frozenset(_WORDS["counted"]) | _GENERIC
_SCALE_WORDS = frozenset(fold(word) for word in _WORDS["qualitative"])
_NONE = frozenset(fold(word) for word in _WORDS["none"])


_SCALES_BY_LENGTH = sorted(_SCALES, key=len, reverse=True)
_MYRIADS = frozenset("万亿")
_ORDINAL = frozenset(_WORDS["ordinal"])
_LONGEST = max(map(len, _CANONICAL))

_SEPARATOR = re.compile(r"[/·、.每]")
# A noun may follow a measure word: 50个贫困村. It holds no word that would make the cell a sentence or a merged one.
_NO_NOUN = "的了在内前后以为用和与及或按是达到不未每均完左右之余多起优良好差中高低否满显"
_NOUN = re.compile(rf"(?:(?![{_NO_NOUN}])[\u4e00-\u9fff]){{0,8}}")
# After these no noun is a counted thing: “2022年任务” counts nothing.
_BARE = {unit for name in ("share", "money", "time", "months") for unit in _FACTS["dimensions"][name]}
_FOR_EACH = re.compile(r"个?[\u4e00-\u9fff]{1,2}")

# Every product and quotient here is exact, or it is not given.
_EXACT = Context(prec=200, traps=[Inexact, InvalidOperation])


class Measure(NamedTuple):
    """A unit taken apart (单位的构成): 万元/人 is 10 000 of 元 for each 人."""

    factor: Decimal  #: how many roots
    root: str  #: the dimension, such as money, or a counting word of its own; "" for a bare 万
    per: frozenset[str]  #: 每……


def is_scale(unit: str) -> bool:
    """Whether the unit column names the grades of a qualitative indicator (定性档次): 优良中低差, 好坏."""
    return fold(unit) in _SCALE_WORDS


@lru_cache(maxsize=4096)
def canonical(unit: str) -> str:
    """The one spelling of a unit (规范单位): 百分比 is %, 名 is 人, 620万/月 has 万元/月; an unknown one stays."""
    folded = fold(unit)
    if folded in _NONE or folded in _SCALE_WORDS:
        return ""
    known = recognise(folded)
    if known is None and folded.startswith("(") and folded.endswith(")"):
        return canonical(folded[1:-1])
    return folded if known is None else known


@lru_cache(maxsize=4096)
def recognise(folded: str) -> str | None:
    """The canonical unit of a folded text that may be one (识别单位); None where it is not, "" for no text."""
    if not folded or (whole := _CANONICAL.get(folded.lower())) is not None:
        return folded and whole
    head, *per = _SEPARATOR.split(folded)
    unit = _recognise_head(head)
    if unit is None or not all(_CANONICAL.get(part.lower()) or _FOR_EACH.fullmatch(part) for part in per):
        return None
    if per and unit in _MYRIADS:
        unit += "元"  # a rate counted in ten thousands is money: 620万/月
    return "/".join([unit, *map(_each, per)])


def _each(part: str) -> str:
    """What one of is meant by “每”: 每个村 is 村, 每个月 is 月."""
    known = _CANONICAL.get(part.lower())
    return known or canonical(part.removeprefix("个")) or part


def _recognise_head(head: str) -> str | None:
    if (unit := _counted_noun(head)) is not None:
        return unit
    scale = next((name for name in _SCALES_BY_LENGTH if head.startswith(name)), "")
    if scale:
        rest = _counted_noun(head[len(scale) :]) if len(head) > len(scale) else ""
        return None if rest is None else scale + rest
    is_one_word = len(head) == 1 and _NOUN.fullmatch(head)
    return head if is_one_word else None


def _counted_noun(head: str) -> str | None:
    """The measure word at the start, where nothing but a noun follows it: 个贫困村 is 个."""
    for length in range(min(len(head), _LONGEST), 0, -1):
        word = _CANONICAL.get(head[:length].lower())
        if word is not None:
            return word if length == len(head) or (word not in _BARE and _NOUN.fullmatch(head, length)) else None
    return None


def is_known(folded: str) -> bool:
    """Whether the whole text is a unit of the list (已知单位), with or without 万 or 亿 before it."""
    return folded.lower() in _CANONICAL or (folded[:1] in _MYRIADS and folded[1:].lower() in _CANONICAL)


def is_cardinal(folded: str) -> bool:
    """Whether the text is a measure word that counts (量词), so that 三次 is a number and 一级 a name."""
    return folded in _MYRIADS or (is_known(folded) and folded not in _ORDINAL)


@lru_cache(maxsize=4096)
def measure(unit: str) -> Measure:
    """A canonical unit taken apart (单位的构成)."""
    head, *per = unit.split("/")
    scale = next((name for name in _SCALES_BY_LENGTH if head.startswith(name)), "")
    if head in _DIMENSIONS or head in _CANONICAL:
        scale = ""
    root = head[len(scale) :]
    dimension, factor = _DIMENSIONS.get(root, (root, Decimal(1)))
    return Measure(factor * _SCALES.get(scale, Decimal(1)), dimension, frozenset(per))


@lru_cache(maxsize=4096)
def comparable(one: str, other: str) -> bool:
    """Whether two canonical units measure the same thing (单位可比). No unit is comparable with any."""
    left, right = measure(one), measure(other)
    if left.per and right.per and left.per != right.per:
        return False
    if left.root == right.root or not left.root or not right.root:
        return True
    return left.root in _COUNTED and right.root in _COUNTED and bool(_GENERIC & {left.root, right.root})


def rescale(number: Decimal, unit: str, wanted: str) -> Decimal | None:
    """The number in another unit (单位换算), exact; None where the units differ in kind or the quotient never ends.

    >>> rescale(Decimal("2468.99"), "万元", "元")
    Decimal('24689900.00')
    """
    if unit == wanted:
        return number
    if not comparable(unit, wanted):
        return None
    above, below = measure(unit).factor, measure(wanted).factor
    if above == below:
        return number
    try:
        product = _EXACT.multiply(number, _EXACT.divide(above, below))
        return _EXACT.add(product, 0)  # 9.8E+2 becomes 980
    except (Inexact, InvalidOperation):
        return _quotient(_EXACT.multiply(number, above), below)


def _quotient(number: Decimal, divisor: Decimal) -> Decimal | None:
    try:
        return _EXACT.divide(number, divisor)
    except (Inexact, InvalidOperation):
        return None
