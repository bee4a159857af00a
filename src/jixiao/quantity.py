"""Quantity (数量): one target or actual value, parsed from the text as printed, with its digits kept."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Annotated

import msgspec

from jixiao.numerals import tidy


class QuantityKind(StrEnum):
    """What sort of value a cell holds (值的种类)."""

    NUMBER = "number"  #: 数值: ≥95%, 1191.07, 780元/生/年
    RANGE = "range"  #: 区间: 1-3次, 90%～95%
    DATE = "date"  #: 日期: 2022年12月, 12月底前
    PERIOD = "period"  #: 期间: 2022年3月-2023年11月
    WORDS = "words"  #: 文字（定性）: 优秀, 逐步提高
    EMPTY = "empty"  #: 空值标记: /, —, 无, 不涉及


class Day(msgspec.Struct, frozen=True, omit_defaults=True):
    """A calendar day, month or year as far as it was printed (日期); a missing part is None."""

    year: Annotated[int, msgspec.Meta(ge=1, le=9999)] | None = None
    month: Annotated[int, msgspec.Meta(ge=1, le=12)] | None = None
    day: Annotated[int, msgspec.Meta(ge=1, le=31)] | None = None


class Quantity(msgspec.Struct, frozen=True, omit_defaults=True):
    """A target or actual value (数量). A blank cell is no Quantity but None."""

    text: str  #: as printed, surrounding white space and line breaks removed
    kind: QuantityKind
    operator: str = ""  #: one of ≥ ≤ = > <, canonical; "" when none is printed
    number: Decimal | None = None  #: the number, digits as printed; of a range the lower end
    upper: Decimal | None = None  #: the upper end of a range
    unit: str = ""  #: 计量单位, canonical: %, ‰, 万元, 个, 元/人; "" when none is printed
    start: Day | None = None  #: start of a period
    end: Day | None = None  #: the date, or the end of a period
    qualitative: bool = False  #: the form's own sign column says 定性

    @property
    def told(self) -> str:
        """The value with the sign and the unit that stood in columns of their own (读法): ≥98%."""
        bare = self.text.strip("-").replace(".", "").replace(",", "").removesuffix("%")
        if not (bare.isascii() and bare.isdigit()):
            return self.text
        unit = "" if self.text.endswith(self.unit) else self.unit
        return f"{self.operator}{self.text}{unit}"

    @property
    def decimals(self) -> int:
        """How many decimal places were printed (小数位数): 2 for 1191.07, 0 for 12 or words."""
        if self.number is None:
            return 0
        exponent = self.number.as_tuple().exponent
        return max(0, -exponent) if isinstance(exponent, int) else 0


def parse(text: str | None, *, sign: str = "", unit: str = "") -> Quantity | None:
    """The value that a cell holds (解析指标值); None for a blank cell. Never raises.

    `sign` and `unit` are the cells of the columns 指标性质 and 度量单位, where a form has them: what the value itself
    prints goes before them. A sign 定性, or a unit that names grades (优良中低差), makes the value qualitative.

    >>> parse("不少于12种").number
    Decimal('12')
    """
    return _parse(text, sign, unit) if text else None


@lru_cache(maxsize=16384)
def _parse(text: str, sign: str, unit: str) -> Quantity | None:
    from jixiao import notation, units  # noqa: PLC0415 - the patterns are compiled when the first value is parsed

    tidied = tidy(text)
    if not tidied:
        return None
    quantity = notation.read(tidied)
    if not sign and not unit:
        return quantity
    operator, qualitative = notation.sign_of(sign)
    return msgspec.structs.replace(
        quantity,
        operator=quantity.operator or operator,
        unit=quantity.unit or units.canonical(unit),
        qualitative=qualitative or units.is_scale(unit),
    )


def convert(quantity: Quantity, unit: str) -> Decimal | None:
    """The number in another unit (单位换算), exact; None where there is no number or the units differ in kind.

    >>> convert(parse("≤90万元"), "元")
    Decimal('900000')
    """
    from jixiao import units  # noqa: PLC0415 - as above

    if quantity.number is None:
        return None
    return units.rescale(quantity.number, quantity.unit, units.canonical(unit))
