"""Which province a form comes from (地区): by the names of provinces and prefectures in its head."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

import msgspec

from jixiao.form import Form

_SUFFIX = r"(?:市|州|地区|盟|林区|[^，。、]{0,6}自治州)"


class Region(msgspec.Struct, frozen=True):
    """A province as found in a form (所认地区)."""

    name: str  #: 贵州
    name_en: str
    evidence: str  #: the name that told it: 黔南


class _Province(msgspec.Struct, frozen=True):
    en: str
    prefectures: str = ""


@cache
def _provinces() -> dict[str, _Province]:
    text = Path(__file__).with_name("regions.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), dict[str, _Province])


@cache
def _prefectures() -> dict[str, str]:
    """地级行政区 → 省级地区."""
    return {each: name for name, province in _provinces().items() for each in province.prefectures.split()}


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    # 长名在前：“黔西南”先于“黔南”。开头的“海南”是省，“海南州”属青海
    prefectures = "|".join(sorted(_prefectures(), key=len, reverse=True))
    provinces = "|".join(_provinces())
    return (
        re.compile(rf"^({provinces})(?!州)"),
        re.compile(rf"^({prefectures})"),
        re.compile(rf"({prefectures}){_SUFFIX}"),
        re.compile(rf"({provinces})(?![东南西北中]?[路街])"),
    )


def region_of(form: Form) -> Region | None:
    """The province that the form's head names (所属地区): its region, unit, department and title, in this order."""
    for text in (form.region, form.unit, form.department, form.title):
        found = _in(text) if text else None
        if found:
            return found
    return None


def _in(text: str) -> Region | None:
    for pattern in _patterns():
        found = pattern.search(text)
        if found:
            name = _prefectures().get(found[1], found[1]) if pattern in _patterns()[1:3] else found[1]
            return Region(name, _provinces()[name].en, found[1])
    return None
