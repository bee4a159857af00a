"""Numbers, amounts, rates and dates as people print them (数字、金额、比率、日期), read into exact values.

Every function returns None for what it does not read; none raises on any text. Digits are kept as printed:
"2735.890" is Decimal("2735.890"). Never a float, an exponent, an underscore, NaN or Infinity.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

# Every white-space and invisible character, spelt out, so that any engine (Python, Rust, SQL) removes the same ones:
# `\s` means different sets in each of them. U+200B and U+FEFF come from web pages, U+00AD from word processors.
BLANKS = r"\u0009-\u000D\u001C-\u0020\u0085\u00A0\u00AD\u1680\u180E\u2000-\u200F\u2028-\u202F\u205F-\u2064\u3000\uFEFF"
_BLANK = re.compile(f"[{BLANKS}]+")
_BREAK = re.compile(r"[\u000A-\u000D\u0085\u2028\u2029]+")
# White space between two digits may be a wrapped number or two numbers: that cannot be told, so it is not read.
_DIGIT_GAP = re.compile(f"(?<=[0-9０-９])[{BLANKS}]+(?=[0-9０-９])")

_LOOK_ALIKES = {
    "-": "−﹣‐‑–﹘",
    "—": "―─━ー",
    "~": "～〜∼∽",
    "≥": "≧⩾≮",
    "≤": "≦⩽≯",
    ">": "﹥",
    "<": "﹤",
    "=": "═﹦",
    "%": "﹪",
    "(": "﹙〔",
    ")": "﹚〕",
    "〉": "›",
    "〈": "‹",
    "·": "•・‧∙",
    "¥": "￥",
    "零": "〇○",
}


def _fold_table() -> dict[int, str | None]:
    ranges = re.findall(r"\\u([0-9A-F]{4})(?:-\\u([0-9A-F]{4}))?", BLANKS)
    blanks = (code for first, last in ranges for code in range(int(first, 16), int(last or first, 16) + 1))
    table: dict[int, str | None] = dict.fromkeys(blanks)
    table.update({code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)})  # full-width ASCII
    for plain_form, others in _LOOK_ALIKES.items():
        table.update(dict.fromkeys(map(ord, others), plain_form))
    return table


_FOLD = _fold_table()

# A number longer than this is no value of a form but damage; the bound also keeps every later sum exact.
NUMBER = r"[0-9]{1,3}(?:,[0-9]{3}){1,9}(?:\.[0-9]{1,20})?|[0-9]{1,30}(?:\.[0-9]{1,20})?"
_NUMBER = re.compile(rf"([-+负]?)({NUMBER}|\.[0-9]{{1,20}})")
_AMOUNT = re.compile(rf"¥?([-+负]?)({NUMBER})(元|千元|万元?|百万元|亿元?|)(?:人民币|整)?")
_RATE = re.compile(rf"([-+负]?)({NUMBER})(%|‰|)\(?(?:百分比|百分点|个百分点|)\)?")
_SPELT_RATE = re.compile(rf"(百|千)分之({NUMBER}|[零一二两三四五六七八九十百点]+)")
_DATE = re.compile(
    r"((?:19|20)[0-9]{2})(?:年|([./-]))(0?[1-9]|1[0-2])(?(2)\2|月)(0?[1-9]|[12][0-9]|3[01])(?(2)|[日号]?)"
)
_COMPACT_DATE = re.compile(r"((?:19|20)[0-9]{2})([01][0-9])([0-3][0-9])")
_TIME = re.compile(rf"[{BLANKS}T]+[0-9]{{1,2}}:[0-9]{{2}}(?::[0-9]{{2}}(?:\.0+)?)?[{BLANKS}]*$")
_CHINESE_DATE = re.compile(
    r"([零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})[日号]"
)

#: A bare rate above this is a percentage: "100" and "90.24" are; "0.958", "1" and "1.2" are fractions.
PERCENT_ABOVE = Decimal("1.5")

_DIGITS = {
    character: value
    for value, characters in enumerate(("零", "一壹", "二两贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"))
    for character in characters
}
_PLACES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_SECTIONS = {"万": 10**4, "亿": 10**8}


def clean(text: str) -> str:
    """The text without any white space or invisible character (去空白): for comparing what was printed."""
    return _BLANK.sub("", text)


def fold(text: str) -> str:
    """The text cleaned, with full-width and look-alike characters brought to one form (归一): "﹦９５ ％" is "=95%"."""
    return text.translate(_FOLD)


def tidy(text: str) -> str:
    """The text as printed, without surrounding white space and line breaks (整理): a cell's text on one line.

    A break between two digits stays as one space: 10 above 10 is two numbers as likely as a wrapped one.
    """
    joined = _BREAK.sub("", _DIGIT_GAP.sub(_space_for_break, text)) if _BREAK.search(text) else text
    return _trim(joined)


def _space_for_break(gap: re.Match[str]) -> str:
    return " " if _BREAK.search(gap[0]) else gap[0]


def _trim(text: str) -> str:
    """Without blanks at both ends; `str.strip` does not know U+200B and its like."""
    if not text or not (_BLANK.match(text[0]) or _BLANK.match(text[-1])):
        return text
    kept = [index for index, character in enumerate(text) if not _BLANK.match(character)]
    return text[kept[0] : kept[-1] + 1] if kept else ""


def any_of(words: Iterable[str]) -> str:
    """A pattern that matches any of the words, the longest first (择一匹配)."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


def has_split_digits(text: str) -> bool:
    """Whether white space stands between two digits (数字被空白隔开), so that the number cannot be told."""
    return _DIGIT_GAP.search(text) is not None


def exact(sign: str, digits: str) -> Decimal:
    """Printed digits, already matched by a pattern of this module, as an exact Decimal (精确数)."""
    return Decimal(("-" if sign in ("-", "负") else "") + digits.replace(",", ""))


def parse_number(text: str | None) -> Decimal | None:
    """One number (数值) and nothing else: "１，234.50" is Decimal("1234.50"); "7,00.0,77" and "12元" are None."""
    if text is None or has_split_digits(text):
        return None
    match = _NUMBER.fullmatch(fold(text))
    return exact(match[1], match[2]) if match else None


def parse_amount(text: str | None) -> tuple[Decimal, str] | None:
    """A number with its money unit (金额): "620.82万元" is (Decimal("620.82"), "万元"). Without a unit it is None.

    A bare 万 or 亿 is 万元 or 亿元: whoever asks for an amount has said that it is money.
    """
    if text is None or has_split_digits(text):
        return None
    folded = fold(text)
    match = _AMOUNT.fullmatch(folded)
    if match is None or not (match[3] or folded.startswith("¥")):
        return None
    unit = {"万": "万元", "亿": "亿元", "": "元"}.get(match[3], match[3])
    return exact(match[1], match[2]), unit


def parse_rate(text: str | None) -> Decimal | None:
    """A rate as a fraction with its printed digits (比率): "90.24%" is 0.9024, "99%" is 0.99, "100%" is 1.00.

    Without a sign of percent, a number above 1.5 is a percentage ("100" is 1.00, "90.24" is 0.9024), any other a
    fraction already ("0.958", "1", "1.2"): an execution rate below 1.5% is not seen without its sign.
    """
    if text is None or has_split_digits(text):
        return None
    folded = fold(text)
    match = _RATE.fullmatch(folded)
    if match is None:
        return _spelt_rate(folded)
    number = exact(match[1], match[2])
    if match[3] == "‰":
        return number.scaleb(-3)
    is_percent = match.end() > match.end(2) or abs(number) > PERCENT_ABOVE
    return number.scaleb(-2) if is_percent else number


def _spelt_rate(folded: str) -> Decimal | None:
    match = _SPELT_RATE.fullmatch(folded)
    if match is None:
        return None
    number = exact("", match[2]) if match[2][0].isascii() else parse_chinese_number(match[2])
    return None if number is None else number.scaleb(-2 if match[1] == "百" else -3)


def parse_date(text: str | None) -> date | None:
    """A whole date (日期): 2023.7.10, 2023年7月10日, 2023-07-10, 2023/7/10, 20230710, 二〇二三年七月十日."""
    if text is None:
        return None
    day_only = _TIME.sub("", text)
    if has_split_digits(day_only):
        return None
    folded = fold(day_only)
    if match := _DATE.fullmatch(folded):
        return _date(int(match[1]), int(match[3]), int(match[4]))
    if match := _COMPACT_DATE.fullmatch(folded):
        return _date(int(match[1]), int(match[2]), int(match[3]))
    if match := _CHINESE_DATE.fullmatch(folded):
        parts = [parse_chinese_number(part) for part in match.groups()]
        return _date(*(int(part) for part in parts if part is not None)) if None not in parts else None
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:  # 31 November
        return None


def parse_chinese_number(text: str) -> Decimal | None:
    """A number in Chinese numerals (中文数字): 二十 is 20, 一百零五 is 105, 二〇二二 is 2022, 九十五点五 is 95.5.

    一百二 (120 in speech), 一万二 (12 000 in speech) and 三五 (three to five) are None.
    """
    whole, point, decimals = fold(text).partition("点")
    number = _chinese_whole(whole)
    if number is None or not point:
        return None if number is None else Decimal(number)
    if not decimals or any(character not in _DIGITS for character in decimals):
        return None
    return Decimal(f"{number}." + "".join(str(_DIGITS[character]) for character in decimals))


def _chinese_whole(text: str) -> int | None:
    if not text or len(text) > 20:  # noqa: PLR2004 - longer is no number
        return None
    if all(character in _DIGITS for character in text):
        digits = "".join(str(_DIGITS[character]) for character in text)
        return int(digits) if len(text) in (1, 4) or "零" in text else None
    total = 0
    for name in ("亿", "万"):
        head, found, rest = text.rpartition(name)
        if not found:
            continue
        if rest in _DIGITS:  # 一万二: 口语中是一万二千，说不准
            return None
        part = _chinese_section(head)
        if part is None:
            return None
        total, text = total + part * _SECTIONS[name], rest
    last = _chinese_section(text) if text else 0
    return None if last is None else total + last


def _chinese_section(text: str) -> int | None:
    """A number below 10 000, places falling."""
    total, digit, place, zero = 0, -1, 10_000, False
    for character in text:
        if character == "零":
            zero = True
        elif character in _DIGITS:
            if digit >= 0:
                return None
            digit = _DIGITS[character]
        elif _PLACES.get(character, place) >= place:
            return None
        else:
            total += abs(digit) * _PLACES[character]  # 十五: no digit counts as one
            digit, place, zero = -1, _PLACES[character], False
    if digit < 0:
        return total if text else None
    if 10 < place < 10_000 and not zero:  # noqa: PLR2004 - 一百二
        return None
    return total + digit


def plain(number: Decimal) -> str:
    """The number in plain digits, never with an exponent (普通记数)."""
    return f"{number:f}"
