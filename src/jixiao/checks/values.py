"""What the target and the actual of a row say (指标值与完成值), as several checks ask it."""

from __future__ import annotations

import re
from functools import lru_cache

from jixiao.checks.texts import bare, unnumbered
from jixiao.checks.vocabulary import LIMITS, NAMES_KEPT, WORDS
from jixiao.form import Facet, Group, Indicator
from jixiao.numerals import fold
from jixiao.quantity import Quantity, QuantityKind

NUMERIC = (QuantityKind.NUMBER, QuantityKind.RANGE)
TIMES = (QuantityKind.DATE, QuantityKind.PERIOD)

_DIGIT = re.compile(
    r"[0-9]|[零一二两三四五六七八九十百千万半][个项家户所次场期批人名件套条种份篇亩吨米]"
    r"|百分之|全覆盖|翻番"
)


def has_target(item: Indicator) -> bool:
    """Whether a target is written (已填指标值). “无” is one where the indicator counts accidents and the like."""
    value = item.target
    return value is not None and (value.kind is not QuantityKind.EMPTY or _counts_incidents(item, value))


def has_actual(item: Indicator) -> bool:
    """Whether an actual is written (已填完成值). “无” is one where the target is zero or accidents are counted."""
    value = item.actual
    if value is None or value.kind is not QuantityKind.EMPTY:
        return value is not None
    zero_asked = item.target is not None and item.target.number == 0
    return (zero_asked and says_zero(value)) or _counts_incidents(item, value)


def is_inapplicable(item: Indicator) -> bool:
    """Whether the row says that it does not apply (不涉及): in its name, or with “无” or “/” for both values."""
    if item.name is not None and _named_inapplicable(item.name):
        return True
    return item.target is not None and not has_target(item) and not has_actual(item)


def says_zero(value: Quantity) -> bool:
    """Whether the words mean zero (未发生、无)."""
    return value.number is None and bare(value.text) in WORDS.zero


def is_satisfaction(item: Indicator) -> bool:
    """Whether the row measures satisfaction (满意度指标), by its place or its name."""
    if item.group is Group.SATISFACTION or item.facet is Facet.SATISFACTION:
        return True
    return item.name is not None and _named_satisfaction(item.name)


def is_words(value: Quantity | None) -> bool:
    """Whether the cell holds words (文字), and no quantity hides in them."""
    return value is not None and value.kind is QuantityKind.WORDS and not holds_quantity(value.text)


def asks_in_sentence(value: Quantity) -> bool:
    """Whether the target is a sentence without any quantity (一句话的指标值)."""
    return is_words(value) and len(bare(value.text)) > LIMITS.sentence_characters


def is_plain_number(value: Quantity) -> bool:
    """Whether the cell holds a number and nothing that says of what (光秃秃的数字)."""
    return value.kind is QuantityKind.NUMBER and not value.unit


def holds_quantity(text: str) -> bool:
    """Whether a text names any quantity besides its list numbers (文中有数量)."""
    return _DIGIT.search(unnumbered(fold(text))) is not None


def is_level(text: str) -> bool:
    """Whether the bare text is an agreed level of attainment (约定的完成档次)."""
    return text in WORDS.levels


# Names recur within a form's checks, and between the forms of a year: each is searched once.
@lru_cache(maxsize=NAMES_KEPT)
def _named_inapplicable(name: str) -> bool:
    return WORDS.inapplicable.first_in(name) is not None


@lru_cache(maxsize=NAMES_KEPT)
def _named_satisfaction(name: str) -> bool:
    return WORDS.satisfaction_name.first_in(name) is not None


def _counts_incidents(item: Indicator, value: Quantity) -> bool:
    return says_zero(value) and WORDS.incident.first_in(item.label) is not None
