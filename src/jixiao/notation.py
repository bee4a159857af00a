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
from jixiao.numerals import NUMBER, any_of, exact, fold, has_split_digits, parse_chinese_number
from jixiao.quantity import Quantity, QuantityKind

_SPELT = tomllib.loads(Path(__file__).with_name("notation.toml").read_text(encoding="utf-8"))


def _reversed(table: dict[str, list[str]]) -> dict[str, str]:
    return {fold(word): meaning for meaning, words in table.items() for word in words}


_BEFORE = _reversed(_SPELT["operators"])
_AFTER = _reversed(_SPELT["after"])
_SIGNS = _BEFORE | _reversed(_SPELT["sign"])
_QUALITATIVE = frozenset(_SPELT["words"]["qualitative"])
_EMPTY = frozenset(fold(word) for word in _SPELT["words"]["empty"])

_OPERATOR = any_of(_BEFORE)
_TAIL = any_of(_AFTER)
_NEUTRAL = any_of(fold(word) for word in _SPELT["words"]["neutral"])
_NUMERAL = r"[零一二两三四五六七八九十百千]+(?:[万亿][零一二两三四五六七八九十百千]+)*(?:点[零一二三四五六七八九]+)?"
_LEAD = rf"(?P<each>(?:每[\u4e00-\u9fff]{{1,3}}?){{0,2}})(?:{_NEUTRAL}){{0,2}}(?P<op>{_OPERATOR})?(?:{_NEUTRAL})?"
# Whether a text is a unit is looked up afterwards: hundreds of units in a pattern would slow every start.
_UNIT = r"[^0-9()]{0,20}?(?:m[23])?(?:\(百分比\))?"
_CLOSE = rf"(?P<tail>(?:{_TAIL}){{0,2}})(?:\((?P<note>[^()0-9]{{0,20}}|含[^()]{{1,8}})\))?[。;,、!]?"

_ARABIC = re.compile(
    rf"{_LEAD}(?P<part>[百千万]分之)?(?P<sign>[-+负]?)(?P<number>{NUMBER})[余多+]?(?P<unit>{_UNIT}){_CLOSE}"
)
_CHINESE = re.compile(
    rf"{_LEAD}(?P<part>[百千万]分之|百分(?=百))?(?P<number>{_NUMERAL})(?P<unit>[^0-9()]{{0,8}}?){_CLOSE}"
)
_RANGE = re.compile(
    rf"{_LEAD}(?P<low>{NUMBER})(?P<low_unit>{_UNIT})(?:-{{1,2}}|—{{1,2}}|~|至|到)"
    rf"(?P<high>{NUMBER})(?P<unit>{_UNIT}){_CLOSE}"
)
_BETWEEN = re.compile(
    rf"(?P<each>)≥(?P<low>{NUMBER})(?P<low_unit>{_UNIT})[,;、]?[且并和]?≤(?P<high>{NUMBER})(?P<unit>{_UNIT})(?P<note>)"
)
_PLUS_MINUS = re.compile(rf"(?P<each>)[≤=]?±(?P<high>{NUMBER})(?P<unit>{_UNIT})(?P<tail>以内|之内|内)?(?P<note>)")
# “满意度≥95%”, “完成率100%”: a short name, then nothing but the value.
_LABEL = re.compile(
    r"[\u4e00-\u9fff]{1,16}?(?::|\(?(?=[≥≤=<>〉〈])|(?<=[率度重])(?=[1-9不达大小高低超])|(?<=比例)(?=[1-9]))"
)
_PLACEHOLDER = re.compile(
    rf"(?:{_OPERATOR})?(?:[*×_]+|[Xx]{{2,}})(?P<unit>{_UNIT})(?:{_TAIL})?|(?:{_OPERATOR})(?:%|‰)?"
    r"|[-—/\\.…·。、_~*:]+|(?:指标|目标)[0-9一二三四五六七八九十]{0,2}[:：…。.]*|\(?[0-9]{2,4}字(?:以内|内|之内)\)?"
)
_MIGHT_BE_NUMBER = re.compile(
    r"[0-9]|^[每零一二两三四五六七八九十百千不至大小高低超少多优完已达共实全累约近控最=≥≤<>〉〈]"
)
_HINT_OF_DATE = re.compile(r"[年月日季]|(?:19|20)[0-9]{2}[./-]")
#: A longer text is a sentence.
_SENTENCE = 60
_PARTS = {"百分之": "%", "百分": "%", "千分之": "‰", "万分之": "‱"}


def sign_of(sign: str) -> tuple[str, bool]:
    """What the sign column (指标性质) says: its operator, and whether the indicator is 定性."""
    folded = fold(sign)
    return _SIGNS.get(folded, ""), folded in _QUALITATIVE


def read(text: str) -> Quantity:
    """The value that a tidied, non-blank text holds (读出一个值)."""
    folded = fold(text)
    if _is_empty(folded):
        return Quantity(text, QuantityKind.EMPTY)
    if len(folded) > _SENTENCE or has_split_digits(text):
        return Quantity(text, QuantityKind.WORDS)
    if _HINT_OF_DATE.search(folded) and (found := read_days(folded)) is not None:
        operator, start, end = found
        kind = QuantityKind.PERIOD if start is not None else QuantityKind.DATE
        return Quantity(text, kind, operator=operator, start=start, end=end)
    if not _MIGHT_BE_NUMBER.search(folded):
        return Quantity(text, QuantityKind.WORDS)
    return (
        _number(text, folded) or _range(text, folded) or _labelled(text, folded) or Quantity(text, QuantityKind.WORDS)
    )


def _is_empty(folded: str) -> bool:
    if folded.lower() in _EMPTY:
        return True
    match = _PLACEHOLDER.fullmatch(folded)
    return match is not None and units.recognise(match["unit"] or "") is not None


def _labelled(text: str, folded: str) -> Quantity | None:
    label = _LABEL.match(folded)
    if label is None:
        return None
    rest = folded[label.end() :]
    if label[0].endswith("("):
        rest = rest.removesuffix(")")
    return _number(text, rest) or _range(text, rest)


def _number(text: str, folded: str) -> Quantity | None:
    match = _ARABIC.fullmatch(folded)
    if match is not None:
        number: Decimal | None = exact(match["sign"], match["number"])
    else:
        match = _CHINESE.fullmatch(folded)
        if match is None or (match["unit"] and not units.is_cardinal(match["unit"])):
            return None
        number = parse_chinese_number(match["number"])
    operator = _operator(match["op"], match["tail"])
    unit = _unit(match)
    if number is None or operator is None or unit is None:
        return None
    if not unit and "¥" in folded:
        unit = "元"
    if match["part"]:
        if unit:
            return None
        unit = _PARTS[match["part"]]
    return Quantity(text, QuantityKind.NUMBER, operator=operator, number=number, unit=unit)


def _operator(before: str | None, after: str) -> str | None:
    """The operator of both sides (运算符); None where they contradict each other."""
    first = _BEFORE[before] if before else ""
    second = _AFTER.get(after, "")
    if not first or not second:
        return first or second
    agree = second == first or {first, second} in ({"≥", ">"}, {"≤", "<"})
    return first if agree else None


def _unit(match: re.Match[str]) -> str | None:
    """The unit with its “每……” (计量单位), "" for none; None where what follows the number is no unit."""
    unit = units.recognise(_with_note(match["unit"], match["note"] or ""))
    if not match["each"] or unit is None:
        return unit
    return units.recognise(unit + match["each"])


def _with_note(unit: str, note: str) -> str:
    """100(万元), 3000元/(人·月), 500人(次); any other remark in brackets is passed over."""
    if note and units.is_known(whole := f"{unit}({note})"):
        return whole
    return unit + note if unit.endswith("/") or (not unit and units.is_known(note)) else unit


def _range(text: str, folded: str) -> Quantity | None:
    if (match := _PLUS_MINUS.fullmatch(folded)) and (unit := _unit(match)) is not None:
        high = exact("", match["high"])
        return Quantity(text, QuantityKind.RANGE, number=-high, upper=high, unit=unit)
    match = _RANGE.fullmatch(folded)
    operator: str | None = ""
    if match is not None:
        operator = _operator(match["op"], match["tail"])
    else:
        match = _BETWEEN.fullmatch(folded)
    if match is None or operator is None:
        return None
    low, high, unit = exact("", match["low"]), exact("", match["high"]), _unit(match)
    if low > high or unit is None or not _same_unit(units.recognise(match["low_unit"]), unit):
        return None
    return Quantity(text, QuantityKind.RANGE, operator=operator, number=low, upper=high, unit=unit)


def _same_unit(low: str | None, high: str) -> bool:
    """Whether the lower end prints the unit of the upper one, or leaves it, or part of it, to that: 5万-10万元."""
    return low in ("", high, high.partition("/")[0]) or (low == "万" and high.startswith("万元"))
