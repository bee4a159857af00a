"""The notations of values (指标值的写法) as patterns: which operator, number, unit or date a cell's text holds.

`jixiao.quantity.parse` is the door; this module is imported when the first value is parsed. Text that only contains a
number ("暂定量按15次作业…") is words: a number is read only where nothing of the text is left over.
"""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from pathlib import Path

from jixiao import units
from jixiao.day_notation import read_days
from jixiao.numerals import NUMBER, exact, fold, has_split_digits, parse_chinese_number
from jixiao.quantity import Quantity, QuantityKind

_SPELT = tomllib.loads(Path(__file__).with_name("notation.toml").read_text(encoding="utf-8"))


def _reversed(table: dict[str, list[str]]) -> dict[str, str]:
    return {fold(word): meaning for meaning, words in table.items() for word in words}


_BEFORE = _reversed(_SPELT["operators"])
_AFTER = _reversed(_SPELT["after"])
_SIGNS = _BEFORE | _reversed(_SPELT["sign"])
_QUALITATIVE = frozenset(_SPELT["words"]["qualitative"])
_EMPTY = frozenset(fold(word) for word in _SPELT["words"]["empty"])

_OPERATOR = units.alternation(list(_BEFORE))
_TAIL = units.alternation(list(_AFTER))
_NEUTRAL = units.alternation([fold(word) for word in _SPELT["words"]["neutral"]])
_NUMERAL = r"[零一二两三四五六七八九十百千]+(?:[万亿][零一二两三四五六七八九十百千]+)*(?:点[零一二三四五六七八九]+)?"
_PER = rf"每(?:{units.MEASURE}|[\u4e00-\u9fff])"
_LEAD = rf"(?P<each>(?:{_PER}){{0,2}})(?:{_NEUTRAL}){{0,2}}"
_CLOSE = rf"(?P<tail>(?:{_TAIL}){{0,2}})(?:\([^()0-9]{{0,20}}\))?[。;,、!]?"

_ARABIC = re.compile(
    rf"{_LEAD}(?P<op>{_OPERATOR})?(?:{_NEUTRAL})?(?P<part>[百千万]分之)?"
    rf"(?P<sign>[-+负]?)(?P<number>{NUMBER})(?:余|多)?(?P<unit>{units.UNIT}|[\u4e00-\u9fff]?){_CLOSE}"
)
_CHINESE = re.compile(
    rf"{_LEAD}(?P<op>{_OPERATOR})?(?:{_NEUTRAL})?(?P<part>[百千万]分之)?"
    rf"(?P<number>{_NUMERAL})(?P<unit>(?:万|亿)?(?:{units.MEASURE})|){_CLOSE}"
)
_RANGE = re.compile(
    rf"{_LEAD}(?P<op>{_OPERATOR})?(?P<low>{NUMBER})(?P<low_unit>{units.UNIT})?(?:-{{1,2}}|—{{1,2}}|~|至|到)"
    rf"(?P<high>{NUMBER})(?P<unit>{units.UNIT}|){_CLOSE}"
)
_BETWEEN = re.compile(
    rf"≥(?P<low>{NUMBER})(?P<low_unit>{units.UNIT})?[,;、]?(?:且|并|和)?≤(?P<high>{NUMBER})(?P<unit>{units.UNIT}|)"
)
# “满意度≥95%”, “完成率100%”: a short name, then nothing but the value.
_LABEL = re.compile(
    r"[\u4e00-\u9fff]{1,16}?(?::|\(?(?=[≥≤=<>〉〈])|(?<=[率度重])(?=[1-9不达大小高低超])|(?<=比例)(?=[1-9]))"
)
_PLACEHOLDER = re.compile(
    rf"(?:{_OPERATOR})?(?:[*×_]+|[Xx]{{2,}})(?:{units.UNIT})?(?:{_TAIL})?|(?:{_OPERATOR})(?:%|‰)?"
    r"|[-—/\\.…·。、_~*:]+|(?:指标|目标)[0-9一二三四五六七八九十]{0,2}[:：…。.]*|\(?[0-9]{2,4}字(?:以内|内|之内)\)?"
)
_MIGHT_BE_NUMBER = re.compile(
    r"[0-9]|^[每零一二两三四五六七八九十百千不至大小高低超少多优完已达共实全累约近控最=≥≤<>〉〈]"
)
_HINT_OF_DATE = re.compile(r"[年月日季]|(?:19|20)[0-9]{2}[./-]")
_PARTS = {"百分之": "%", "千分之": "‰", "万分之": "‱"}


def sign_of(sign: str) -> tuple[str, bool]:
    """What the sign column (指标性质) says: its operator, and whether the indicator is 定性."""
    folded = fold(sign)
    return _SIGNS.get(folded, ""), folded in _QUALITATIVE


def read(text: str) -> Quantity:
    """The value that a tidied, non-blank text holds."""
    folded = fold(text)
    if folded.lower() in _EMPTY or _PLACEHOLDER.fullmatch(folded):
        return Quantity(text, QuantityKind.EMPTY)
    if len(folded) > 60 or has_split_digits(text):  # noqa: PLR2004 - a sentence
        return Quantity(text, QuantityKind.WORDS)
    if _HINT_OF_DATE.search(folded) and (found := read_days(folded)) is not None:
        operator, start, end = found
        kind = QuantityKind.PERIOD if start is not None else QuantityKind.DATE
        return Quantity(text, kind, operator=operator, start=start, end=end)
    if not _MIGHT_BE_NUMBER.search(folded):
        return Quantity(text, QuantityKind.WORDS)
    found_number = _number(text, folded) or _range(text, folded)
    if found_number is None and (label := _LABEL.match(folded)) is not None:
        rest = folded[label.end() :].removesuffix(")") if "(" in label[0] else folded[label.end() :]
        found_number = _number(text, rest) or _range(text, rest)
    return found_number or Quantity(text, QuantityKind.WORDS)


def _number(text: str, folded: str) -> Quantity | None:
    match = _ARABIC.fullmatch(folded)
    if match is not None:
        number: Decimal | None = exact(match["sign"], match["number"])
    else:
        match = _CHINESE.fullmatch(folded)
        number = parse_chinese_number(match["number"]) if match else None
    if match is None or number is None:
        return None
    operator = _operator(match["op"], match["tail"])
    if operator is None:
        return None
    unit = _PARTS[match["part"]] if match["part"] else _unit(match["unit"], match["each"])
    if match["part"] and match["unit"]:
        return None
    return Quantity(text, QuantityKind.NUMBER, operator=operator, number=number, unit=unit)


def _operator(before: str | None, after: str) -> str | None:
    """The operator of both sides (运算符); None where they contradict each other."""
    first = _BEFORE[before] if before else ""
    second = _AFTER.get(after, "")
    if not first or not second:
        return first or second
    agree = second == first or {first, second} in ({"≥", ">"}, {"≤", "<"})
    return first if agree else None


def _unit(printed: str, each: str) -> str:
    per = "".join(f"/{part}" for part in each.split("每") if part)
    return units.canonical(printed + per) if printed or per else ""


def _range(text: str, folded: str) -> Quantity | None:
    match = _RANGE.fullmatch(folded)
    operator = ""
    if match is not None:
        found = _operator(match["op"], match["tail"])
        if found is None:
            return None
        operator, each = found, match["each"]
    else:
        match, each = _BETWEEN.fullmatch(folded), ""
    if match is None:
        return None
    low, high = exact("", match["low"]), exact("", match["high"])
    unit = _unit(match["unit"], each)
    if low > high or (match["low_unit"] and _unit(match["low_unit"], each) != unit):
        return None
    return Quantity(text, QuantityKind.RANGE, operator=operator, number=low, upper=high, unit=unit)
