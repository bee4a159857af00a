"""Number formats of workbooks (单元格数字格式): a stored number as the spreadsheet shows it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from operator import eq, ge, gt, le, lt, ne
from typing import NamedTuple

BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm",
    21: "h:mm:ss", 22: "yyyy/m/d h:mm", 37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00", 41: "#,##0;-#,##0", 42: "#,##0;-#,##0", 43: "#,##0.00;-#,##0.00",
    44: "#,##0.00;-#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
    # 中文区域的内置日期格式
    27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"', 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"',
    53: 'm"月"d"日"', 54: 'm"月"d"日"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip

_DIGITS = Context(prec=15, rounding=ROUND_HALF_UP)  # a spreadsheet keeps fifteen significant digits
_WIDEST = 20  # beyond this many digits before the point, General is shown in powers of ten
_SECTIONS = re.compile(r';(?=(?:[^"]*"[^"]*")*[^"]*$)')
_BRACKET = re.compile(r"\[(?!h+\]|m+\]|s+\])[^\]]*\]", re.IGNORECASE)  # colours, conditions, locales; not [h]
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)\s*(-?\d{1,20}(?:\.\d{1,20})?)\]")
_COMPARED = {"<=": le, ">=": ge, "<>": ne, "<": lt, ">": gt, "=": eq}
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|(?P<general>General|G/通用格式)|(?P<date>\[h+\]|AM/PM|上午/下午|y+|m+|d+|h+|s+(?:\.0+)?|a{3,4})'
    r"|(?P<digits>[0#?][0#?,]*(?:\.[0#?]*)?|\.[0#?]+)(?P<power>E\+0+)?|(?P<percent>%)|(?P<text>@)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_CURRENCY = re.compile(r"\[\$([^\]-]*)(?:-[^\]]*)?\]")
_CHINESE = "〇一二三四五六七八九"
_DAY_ZERO = date(1899, 12, 30)  # right for every serial from 1 March 1900 on
_DAY_ZERO_1904 = date(1904, 1, 1)
_LAST_SERIAL = 2958465  # 9999-12-31
_SECONDS = 86400
_HALVES = ("am/pm", "上午/下午")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS = "一二三四五六日"
_MOST_STORED = 40  # characters of a stored number
_MOST_POWER = 20  # of ten; anything beyond is no value of a form, and is left as it is stored


class Token(NamedTuple):
    """One piece of a number format (格式符): kind is quoted, general, date, digits, percent, text or other."""

    kind: str
    text: str


def shown(stored: str, code: str, *, from_1904: bool = False) -> str:
    """The number stored as `stored`, as shown in the number format `code` (显示值).

    >>> shown("0.90240000000000005", "General"), shown("0.90244541", "0.00%"), shown("45117", 'yyyy"年"m"月"d"日"')
    ('0.9024', '90.24%', '2023年7月10日')
    """
    if len(stored) > _MOST_STORED:  # Excel writes at most 17 digits and an exponent
        return stored
    number = _DIGITS.create_decimal(stored)
    if not number.is_finite() or abs(number.adjusted()) > _MOST_POWER:
        return stored
    section, number = _section(code, number)
    if section is None:
        return _general(number)
    tokens = _tokens(section)
    kinds = {token.kind for token in tokens}
    if "date" in kinds:
        return _date(number, tokens, chinese="[dbnum1]" in section.lower(), from_1904=from_1904)
    if kinds & {"digits", "general"}:
        return _number(number, tokens)
    # a section of literals only, such as "-" for zero, is shown as it stands; one with @ shows the number
    return _literal(tokens) if kinds and "text" not in kinds else _general(number)


def _section(code: str, number: Decimal) -> tuple[str | None, Decimal]:
    """The section of the format that applies, and the number it shows; None for General."""
    sections = _SECTIONS.split(code)
    chosen = sections[0]
    if any(_CONDITION.search(section) for section in sections):
        chosen = next((section for section in sections if _applies(section, number)), sections[-1])
    elif number < 0 and len(sections) > 1:
        chosen, number = sections[1], -number
    elif number == 0 and len(sections) > 2:  # noqa: PLR2004 - the third section is for zero
        chosen = sections[2]
    if _BRACKET.sub("", chosen).strip().lower() in ("general", "g/通用格式", ""):
        return None, number
    return chosen, number


def _applies(section: str, number: Decimal) -> bool:
    """Whether the condition of the section holds, as [>=1]; one without a condition is for all the rest."""
    condition = _CONDITION.search(section)
    return condition is None or _COMPARED[condition[1]](number, Decimal(condition[2]))


@lru_cache(maxsize=512)
def _tokens(section: str) -> tuple[Token, ...]:
    plain = _BRACKET.sub("", _CURRENCY.sub(lambda found: f'"{found[1]}"', section))
    found = []
    for match in _TOKEN.finditer(plain):
        kind = match.lastgroup
        if kind in ("quoted", "escaped"):
            found.append(Token("quoted", match[kind]))
        elif kind is not None:  # None for the padding _x and the filling *x
            found.append(Token("digits" if kind == "power" else kind, match[0]))
    return tuple(found)


def _literal(tokens: tuple[Token, ...]) -> str:
    return "".join(token.text for token in tokens)


def _general(number: Decimal) -> str:
    if number == 0:
        return "0"
    if number.adjusted() > _WIDEST or number.adjusted() < -_WIDEST:
        return f"{number.normalize():E}"
    plain = f"{number:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _number(number: Decimal, tokens: tuple[Token, ...]) -> str:
    number = number.scaleb(2 * sum(token.kind == "percent" for token in tokens))
    sign = "-" if number < 0 else ""
    out, filled = [], False
    for token in tokens:
        if token.kind not in ("digits", "general"):
            out.append(token.text)
        elif not filled:  # later digit groups, as in fractions, are not used in forms
            body = _general(abs(number)) if token.kind == "general" else _digits(abs(number), token.text)
            out.append(body if not any(mark in body for mark in "123456789") else sign + body)
            filled = True
    return "".join(out).strip()


def _digits(number: Decimal, pattern: str) -> str:
    body, _, power = pattern.upper().partition("E+")
    whole, _, fraction = body.partition(".")
    if power:
        mantissa, _, exponent = f"{number:.{len(fraction)}E}".partition("E")
        return f"{mantissa}E{exponent[0]}{exponent[1:].rjust(len(power), '0')}"
    scale = len(whole) - len(whole.rstrip(","))
    value = number.scaleb(-3 * scale).quantize(Decimal(1).scaleb(-len(fraction)), ROUND_HALF_UP)
    text = f"{value:,f}" if "," in whole.rstrip(",") else f"{value:f}"
    integer, _, decimals = text.partition(".")
    least = len(whole.replace(",", "").lstrip("#?"))
    if integer == "0" and least == 0:
        integer = ""
    while len(decimals) > len(fraction.rstrip("#?")) and decimals.endswith("0"):
        decimals = decimals[:-1]
    integer = integer.rjust(least, "0")
    return f"{integer}.{decimals}" if decimals else integer


def _date(number: Decimal, tokens: tuple[Token, ...], *, chinese: bool, from_1904: bool) -> str:
    if not 0 <= number <= _LAST_SERIAL:
        return _general(number)
    seconds = int((number * _SECONDS).quantize(Decimal(1), ROUND_HALF_UP))
    days, clock = divmod(seconds, _SECONDS)
    zero = _DAY_ZERO_1904 if from_1904 else _DAY_ZERO
    day = zero + timedelta(days=days)
    by_halves = any(token.text.lower() in _HALVES for token in tokens)
    out = []
    for index, token in enumerate(tokens):
        text = token.text
        if text.startswith("["):  # [h]: the hours of all days
            text = str(seconds // 3600)
        elif token.kind == "date":
            minute = text.lower() in ("m", "mm") and _by_the_clock(tokens, index)
            text = _date_part(token, day, clock, minute=minute, by_halves=by_halves)
        out.append(_in_chinese(text) if chinese and token.kind == "date" else text)
    return "".join(out).strip()


def _by_the_clock(tokens: tuple[Token, ...], index: int) -> bool:
    """Whether an "m" is a minute: the date token before it is an hour, or the one after it a second."""
    before = [token.text[0].lower() for token in tokens[:index] if token.kind == "date"]
    after = [token.text[0].lower() for token in tokens[index + 1 :] if token.kind == "date"]
    return bool(before and before[-1] in "h[") or bool(after and after[0] == "s")


def _date_part(token: Token, day: date, clock: int, *, minute: bool, by_halves: bool) -> str:
    text = token.text.lower()
    hour, rest = divmod(clock, 3600)
    width = len(text)
    if text[0] == "y":
        return f"{day.year:04d}" if width > 2 else f"{day.year % 100:02d}"  # noqa: PLR2004 - yy or yyyy
    if text in _HALVES:
        return token.text.split("/")[hour >= 12]  # noqa: PLR2004 - noon
    if text[0] == "a":
        return ("星期" if width > 3 else "") + _WEEKDAYS[day.weekday()]  # noqa: PLR2004 - aaa or aaaa
    if text[0] == "m" and not minute and width > 2:  # noqa: PLR2004 - mmm is the name of the month
        return _MONTHS[day.month - 1]
    shown_hour = (hour - 1) % 12 + 1 if by_halves else hour
    value = {"m": rest // 60 if minute else day.month, "d": day.day, "s": rest % 60}.get(text[0], shown_hour)
    return f"{value:0{min(width, 2)}d}"


def _in_chinese(text: str) -> str:
    if not text.isdecimal():
        return text
    if len(text) > 2:  # noqa: PLR2004 - a year is read digit by digit
        return "".join(_CHINESE[int(digit)] for digit in text)
    tens, ones = divmod(int(text), 10)
    head = {0: "", 1: "十"}.get(tens, f"{_CHINESE[tens]}十")
    return head + (_CHINESE[ones] if ones or not tens else "")
