"""The words of the forms (表内用语): which printed spelling means which canonical key; spellings are in labels.toml.

Families: header, fund, fund_row, goal, indicator, level1, level2, end, section.
"""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from jixiao.form import Facet, Group

if TYPE_CHECKING:
    from collections.abc import Mapping

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    ord("【"): "(",
    ord("】"): ")",
    ord("〔"): "(",
    ord("〕"): ")",
    ord("﹕"): ":",
    ord("∶"): ":",
    ord("﹙"): "(",
    ord("﹚"): ")",
    ord("［"): "(",
    ord("］"): ")",
    ord("["): "(",
    ord("]"): ")",
}  # one character for one, so that places in the text do not move
_SPACE = re.compile("[\\s\u00ad\u200b-\u200d\u2060\ufeff]+")  # with soft hyphens and zero-width characters
_POINTS = r"\d+(?:\.\d+)?"
_DECORATION = re.compile(
    r"\((?:"
    r"[A-Za-z](?:[/÷-][A-Za-z])?(?:[*×]100%?)?|[A-Za-z]=[^()]{1,12}"  # (A) (B/A) (B/A×100%)
    r"|(?:金额|计量)?(?:单位:?)?(?:人民币)?(?:万元|元|亿元|千元)|%|百分比"  # (万元) (单位:元) (%)
    rf"|(?:权重|分值|满分|共)?:?{_POINTS}分?(?:[*×][^()]*)?|{_POINTS}%|分"  # (50分) (10) (20分×执行率)
    r"|[^()]{0,8}文字描述|必填[^()]*|选填[^()]*|可选|必选|[^()]*字(?:以内|内)[^()]*"  # (必填硬性指标) (100字以内)
    r")\)"
)
_WEIGHT = re.compile(
    rf"\((?:权重|分值|满分|共)?:?({_POINTS})分?(?:[*×][^()]*)?\)"  # (50分) (10) (20分×执行率)
    rf"|(?<![\d.])({_POINTS})分(?![钟比期类级析])"  # 50分
)
_CHINESE = "[一二三四五六七八九十]{1,3}"
_ORDINAL = re.compile(rf"^(?:{_CHINESE}[、.]|\((?:{_CHINESE}|\d{{1,2}})\)|\d{{1,2}}[、.]|[①-⑳])")
_LONGEST = 120  # characters of a label, white space and decorations included; a longer text is prose
_AMONG = re.compile(r"^其中:?")
_MONTHS = re.compile(r"^1月?[-—–~～至到]{1,2}(?:1[0-2]|[1-9])月份?")  # 监控表的栏目：1-7月执行数


def squeezed(text: str) -> str:
    """`text` without any white space (去空白), characters as printed."""
    return _SPACE.sub("", text)


def half_width(text: str) -> str:
    """`text` with full-width signs as half-width ones (全角转半角), of the same length."""
    return text.translate(_FULL_WIDTH)


@lru_cache(maxsize=8192)
def normal(text: str) -> str:
    r"""`text` for comparing (归一): no white space, half-width, no last colon, no (A), (万元), (50分).

    >>> normal("满意度指\n标\n（10分）")
    '满意度指标'
    >>> normal("全年预算数（A）：")
    '全年预算数'
    """
    plain = squeezed(text).translate(_FULL_WIDTH)
    return _DECORATION.sub("", plain).strip("*").rstrip(":") or plain.rstrip(":")


@lru_cache(maxsize=8192)
def bare(text: str) -> str:
    """A heading without white space and without its printed points (标题文字): 产出指标(50分) is 产出指标."""
    plain = squeezed(text)
    found = _WEIGHT.search(plain.translate(_FULL_WIDTH))
    return plain if found is None else (plain[: found.start()] + plain[found.end() :]) or plain


def find(text: str, family: str) -> str | None:
    """The canonical key of `text` in a family of words (规范键), or None.

    >>> find("全年（调整）预算数", "fund")
    'full_budget'
    """
    return _find(text, family) if len(text) <= _LONGEST else None


@lru_cache(maxsize=8192)
def _find(text: str, family: str) -> str | None:
    words = _words()[family]
    plain = normal(text)
    if plain in words:
        return words[plain]
    plain = _AMONG.sub("", _MONTHS.sub("", _ORDINAL.sub("", plain)))
    return words.get(plain)


@lru_cache(maxsize=8192)
def may_head(text: str) -> bool:
    """Whether a cell may head a block of a form (可能是栏目标题); most may not, and are looked up no further."""
    if len(text) > _LONGEST:
        return False
    plain = normal(text)
    return plain in _heads() or _AMONG.sub("", _MONTHS.sub("", _ORDINAL.sub("", plain))) in _heads() or "目标" in plain


@cache
def _heads() -> frozenset[str]:
    families = ("fund", "fund_row", "fund_level", "goal", "management")
    return frozenset(word for family in families for word in _words()[family])


def lead(text: str, family: str) -> tuple[str, str] | None:
    """The key and the rest of a text that begins with a label and a colon (标签与值): 联系电话： 8000000.

    The rest is as printed, stripped; "" when only the label stands.
    """
    label, colon, _ = text.translate(_FULL_WIDTH).partition(":")
    if not colon or (key := find(label, family)) is None:
        return None
    return key, text[len(label) + 1 :].strip()


@lru_cache(maxsize=8192)
def weight_in(text: str) -> Decimal | None:
    r"""The points printed in a heading (标题所印分值), or None.

    >>> weight_in("产出指标\n(50分)"), weight_in("得分（20分×执行率）"), weight_in("产出指标")
    (Decimal('50'), Decimal('20'), None)
    """
    found = _WEIGHT.search(squeezed(text).translate(_FULL_WIDTH))
    return None if found is None else Decimal(found[1] or found[2])


def group_of(label: str) -> Group | None:
    """The canonical first level (一级指标) of a printed label, or None when it is not known."""
    key = find(label, "level1")
    return None if key is None else Group(key)


def facet_of(label: str) -> Facet | None:
    """The canonical second level (二级指标) of a printed label, or None when it is not known."""
    key = find(label, "level2")
    return None if key is None else Facet(key)


def home_group(facet: Facet) -> Group:
    """The first level under which a second level usually stands (通常归属的一级指标); `OTHER` for an unknown one."""
    key = _tables()["home"].get(facet.value)
    return Group.OTHER if key is None else Group(key)


def spellings(family: str) -> Mapping[str, str]:
    """Every spelling of a family, normalised, with its key (写法对照)."""
    return _words()[family]


@cache
def _tables() -> dict[str, dict[str, str]]:
    return tomllib.loads(Path(__file__).with_name("labels.toml").read_text("utf-8"))


@cache
def _words() -> dict[str, dict[str, str]]:
    """For each family: normalised spelling to key. A spelling under two keys belongs to the first."""
    families: dict[str, dict[str, str]] = {}
    for family, keys in _tables().items():
        words = families.setdefault(family, {})
        for key, spellings in keys.items():
            for spelling in spellings.split():
                words.setdefault(spelling.rstrip(":"), key)
    return families
