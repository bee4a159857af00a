"""Printed values as numbers of a workbook (单元格数值): stored so that formulas can use them, shown as printed."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from jixiao.readers.xlsx_styles import shown

PRINTED = re.compile(r'([^\d"\n.+-]*)(\d{1,3}(?:,\d{3})+|-?\d+)(?:\.(\d+))?(%?)([^"%\n]*)')
MOST_DIGITS = 15  # significant digits that a workbook keeps


class Stored(NamedTuple):
    """A number in a cell (存储值): `value` under `form`; a percentage is stored as a fraction."""

    value: float
    form: str  #: number format: "≥"0"个"
    is_percentage: bool = False


def stored(text: str) -> Stored | None:
    """The number and the number format that show exactly `text`; None where only a text can.

    >>> stored("≥50个"), stored("90.24%"), stored("优秀")
    (Stored(value=50.0, form='"≥"General"个"', is_percentage=False), Stored(value=0.9024, form='0.00%', \
is_percentage=True), None)
    """
    found = PRINTED.fullmatch(text)
    if found is None or len(found[2]) + len(found[3] or "") > MOST_DIGITS:
        return None
    before, whole, fraction, percent, after = found.groups(default="")
    if whole.startswith("-") and before:  # a spreadsheet shows the sign first
        return None
    value = Decimal(whole.replace(",", "") + (f".{fraction}" if fraction else ""))
    if percent:
        value = value.scaleb(-2)
    written = f"{float(value):.16G}"
    for digits in _digits(whole, fraction, percent):
        form = f"{_quoted(before)}{digits}{percent}{_quoted(after)}"
        if shown(written, form) == text:
            return Stored(float(value), form, bool(percent))
    return None


def blank_like(text: str) -> str:
    """The number format for a blank cell that is to take a value like `text`: its unit, any decimals.

    >>> blank_like("≥50个"), blank_like("≥95%"), blank_like("优秀")
    ('General"个"', '0.00%', 'General')
    """
    found = PRINTED.fullmatch(text)
    if found is None:
        return "General"
    return "0.00%" if found[4] else f"General{_quoted(found[5])}"


def _digits(whole: str, fraction: str, percent: str) -> list[str]:
    """The digit patterns to try; General first, which also shows the decimals of a value that is typed in later."""
    exact = ("#,##0" if "," in whole else "0") + (f".{'0' * len(fraction)}" if fraction else "")
    return [exact] if percent or "," in whole else ["General", exact]


def _quoted(text: str) -> str:
    return f'"{text}"' if text else ""
