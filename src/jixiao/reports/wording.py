"""The words of the drafted report (文稿用语): headings and sentences as data, ours or a bureau's own."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jixiao.errors import FileMissing
from jixiao.writing_errors import TemplateWrong

OURS = Path(__file__).parent / "draft.toml"
GAP, CHECK = "【待单位补充：", "【请核对："
MOST_BYTES = 256 * 1024
Texts = Mapping[str, Mapping[str, str]]


class Wording:
    """Headings and sentences by section and key (用语)."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def say(self, section: str, key: str, /, **facts: object) -> str:
        """The text with its facts put in."""
        return self._texts[section][key].format(**facts)

    def gap(self, key: str, /, **facts: object) -> str:
        """What only the unit can say, marked (待补充)."""
        return f"{GAP}{self.say('gap', key, **facts)}】"

    def doubt(self, key: str, /, **facts: object) -> str:
        """What the form itself contradicts, marked (请核对)."""
        return f"{CHECK}{self.say('check', key, **facts)}】"


@cache
def ours() -> Wording:
    """The words that come with the package (自带用语)."""
    return Wording(_parsed(OURS.read_text(encoding="utf-8")))


def load(path: Path) -> Wording:
    """A bureau's own words; what its file leaves out is said in ours (自定用语).

    Raises FileMissing, TemplateWrong with the place.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FileMissing(str(path)) from error
    name = path.name
    if len(data) > MOST_BYTES:
        raise TemplateWrong(name, "文件过大", "the file is too large")
    try:
        own = _parsed(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise TemplateWrong(name, f"不是有效的 TOML：{error}", f"it is no valid TOML: {error}") from error
    known = _parsed(OURS.read_text(encoding="utf-8"))
    for section, texts in own.items():
        _check_section(name, section, texts, known)
    return Wording({section: {**texts, **own.get(section, {})} for section, texts in known.items()})


def _parsed(text: str) -> dict[str, dict[str, Any]]:
    return tomllib.loads(text)


def _check_section(name: str, section: str, texts: object, known: Texts) -> None:
    """Refuse what no draft would use: an unknown place, and a fact that its sentence is not told."""
    if section not in known or not isinstance(texts, dict):
        raise TemplateWrong(name, f"没有“{section}”这一节", f"there is no section {section!r}")
    for key, text in texts.items():
        place = f"{section}.{key}"
        if key not in known[section] or not isinstance(text, str):
            raise TemplateWrong(name, f"没有“{place}”这一项，或它不是文字", f"{place} is unknown or no text")
        strange = _facts(name, place, text) - _facts(name, place, known[section][key])
        if strange:
            told = "、".join(sorted(strange))
            raise TemplateWrong(name, f"{place} 中没有 {{{told}}} 可填", f"{place} has no {{{told}}} to put in")


def _facts(name: str, place: str, text: str) -> set[str]:
    """The names in braces; nothing but plain names is taken, no attribute, index or format."""
    try:
        parts = list(string.Formatter().parse(text))
    except ValueError as error:
        raise TemplateWrong(name, f"{place} 中的花括号不成对", f"{place} has a brace without its pair") from error
    found = {field for _, field, _, _ in parts if field is not None}
    if any(spec or conversion or not field.isidentifier() for _, field, spec, conversion in parts if field is not None):
        raise TemplateWrong(name, f"{place} 的花括号中只能是名称", f"{place} may have plain names alone in braces")
    return found
