"""Printed values as numbers of a workbook (单元格数值): stored so that formulas can use them, shown as printed."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from jixiao.readers.xlsx_styles import shown

PRINTED = re.compile(r'([^\d"\n.+-]*)(\d{1,3}(?:,\d{3})+|-?\d+)(?:\.(\d+))?(%?)([^"%\n]*)')
GENERAL = "General"
MOST_DIGITS = 15  # significant digits that a workbook keeps


class Stored(NamedTuple):
    """A number in a cell (存储值): `value` under `form`; a percentage is stored as a fraction."""

    value: float
    form: str  #: number format: "≥"0"个"
    is_percentage: bool = False
    typed: str = ""  #: number format for a cell that people type into: another value shows all its decimals


def stored(text: str) -> Stored | None:
    """The number and the number format that show exactly `text`; None where only a text can.

    >>> stored("≥50个").form, stored("90.24%").form, stored("96%").typed, stored("优秀")
    ('"≥"General"个"', '0.00%', '[=0.96]0%;0.0#%', None)
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
            rest = f"{_quoted(before)}{_longer(digits, percent)}{_quoted(after)}"
            typed = form if digits == GENERAL else f"[={value:f}]{form};{rest}"
            return Stored(float(value), form, bool(percent), typed)
    return None


def _longer(digits: str, percent: str) -> str:
    """A digit pattern that cuts no decimal of a value that is typed over: 96.5% in a cell of whole percents."""
    if not percent and "," not in digits:
        return GENERAL
    return f"{digits}##{percent}" if "." in digits else f"{digits}.0#{percent}"


def blank_like(text: str) -> str:
    """The number format for a blank cell that is to take a value like `text`: its unit, any decimals.

    >>> blank_like("≥50个"), blank_like("≥95%"), blank_like("优秀")
    ('General"个"', '0.00##%', 'General')
    """
    found = PRINTED.fullmatch(text)
    if found is None:
        return GENERAL
    return "0.00##%" if found[4] else f"{GENERAL}{_quoted(found[5])}"


def _digits(whole: str, fraction: str, percent: str) -> list[str]:
    """The digit patterns to try; General first, which also shows the decimals of a value that is typed in later."""
    exact = ("#,##0" if "," in whole else "0") + (f".{'0' * len(fraction)}" if fraction else "")
    return [exact] if percent or "," in whole else [GENERAL, exact]


def _quoted(text: str) -> str:
    return f'"{text}"' if text else ""
