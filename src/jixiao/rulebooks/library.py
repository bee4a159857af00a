"""The library of rulebooks (计分办法库): one TOML a published method, found by walking this folder, parsed on demand.

A file may state only what differs from the method it is `based_on`. A rule there carries its own basis and clause and
replaces the whole rule of the base: a value never stands under the clause of another document.
"""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from jixiao.errors import FileMissing, InvalidRulebook, UnknownRulebook
from jixiao.form import FormKind
from jixiao.rulebooks import methods
from jixiao.rulebooks.model import MethodRule, Rulebook

_FOLDER = Path(__file__).parent
_NO_RULEBOOKS = frozenset({"regions"})  # 同一文件夹里的数据表，不是计分办法
_OF_THE_FILE = frozenset({"name", "based_on", "document", "region", "valid_from", "valid_to", "seen_on"})
_OF_THE_FILE |= {
    "remarks",
    "default_for",
    "layouts",
    "automatic",
    "stated_in_notes",
    "title",
    "title_en",
    "issuer",
    "source",
    "kinds",
}
_WITHOUT_DEGREE = ("quantity.range", "quantity.date")  # 区间、时间只有达到与否
_MET_OR_NOT = ("direct", "unstated")


class Header(msgspec.Struct, frozen=True):
    """What is known of a rulebook without parsing its rules (办法概要)."""

    title: str
    title_en: str
    kinds: tuple[FormKind, ...] = ()
    region: str | None = None
    document: str | None = None
    valid_from: int | None = None
    valid_to: int | None = None
    based_on: str | None = None
    default_for: tuple[FormKind, ...] = ()
    layouts: tuple[str, ...] = ()
    stated_in_notes: bool = False
    automatic: bool = True


@cache
def names() -> list[str]:
    """The names of all rulebooks of the library (办法名称), in alphabetical order."""
    return sorted(path.stem for path in _FOLDER.glob("*.toml") if path.stem not in _NO_RULEBOOKS)


@cache
def headers() -> dict[str, Header]:
    """The header of every rulebook (办法概要): only the keys before the first table are parsed."""
    return {name: msgspec.convert(_head(_path_of(name)), Header) for name in names()}


def load(name: str) -> Rulebook:
    """The rulebook of this name, or of a user's own file (读取计分办法): "mof-2020-10", "我局办法.toml".

    The library's rulebooks are parsed once; a user's file may be edited between two calls and is read anew.
    """
    return _parsed(name) if name.endswith(".toml") else _parsed_once(name)


@cache
def _parsed_once(name: str) -> Rulebook:
    return _parsed(name)


def _parsed(name: str) -> Rulebook:
    values = _merged(name, ())
    values["name"] = _path_of(name).stem
    try:
        rulebook = msgspec.convert(values, Rulebook, builtin_types=(date,))
    except msgspec.ValidationError as error:
        raise InvalidRulebook(name, *_explained(str(error))) from error
    _verify(name, rulebook)
    return rulebook


def _path_of(name: str) -> Path:
    """The file of a rulebook: of the library, or the user's own where the name is a path to a TOML file."""
    if name.endswith(".toml"):
        return Path(name)
    return _FOLDER / f"{name}.toml"


def _head(path: Path) -> dict[str, Any]:
    text = path.read_text(encoding="utf-8")
    return tomllib.loads(text.partition("\n[")[0])


def _read(name: str) -> dict[str, Any]:
    path = _path_of(name)
    own = name.endswith(".toml")
    if own and not path.is_file():
        raise FileMissing(name)
    if not path.is_file() or (not own and name not in names()):
        import difflib  # noqa: PLC0415 - only for a slip of the pen

        stem = Path(name).stem
        holding = [one for one in names() if stem and stem in one]
        raise UnknownRulebook(name, holding or difflib.get_close_matches(stem, names(), n=5), names())
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidRulebook(name, f"不是 TOML：{error}", f"not TOML: {error}") from error


def _merged(name: str, above: tuple[str, ...]) -> dict[str, Any]:
    """The file's values laid over those of the method it is based on."""
    if name in above:
        circle = " → ".join((*above, name))
        raise InvalidRulebook(above[0], f"based_on：循环引用 {circle}", f"based_on: circular, {circle}")
    values = _read(name)
    based_on = values.get("based_on")
    if based_on is None:
        return values
    if not isinstance(based_on, str):
        raise InvalidRulebook(name, "based_on：须为办法名称", "based_on: must be the name of a rulebook")
    lower = {key: value for key, value in _merged(based_on, (*above, name)).items() if key not in _OF_THE_FILE}
    return _laid_over(name, lower, values, "")


def _laid_over(name: str, lower: dict[str, Any], upper: dict[str, Any], path: str) -> dict[str, Any]:
    result = dict(lower)
    for key, value in upper.items():
        place = f"{path}{key}"
        below = lower.get(key)
        if not isinstance(value, dict) or not isinstance(below, dict) or "basis" in value:
            result[key] = value
        elif "basis" in below:
            raise InvalidRulebook(name, f"{place}：须写明 basis 和 clause", f"{place}: basis and clause are missing")
        else:
            result[key] = _laid_over(name, below, value, f"{place}.")
    return result


def _explained(message: str) -> tuple[str, str]:
    """A validation message with the field first, as the file writes it: `quantity.positive.method`."""
    what, _, place = message.partition(" - at `$")
    field = place.rstrip("`").lstrip(".")
    return (f"{field}：{what}", f"{field}: {what}") if field else (what, what)


def _verify(name: str, rulebook: Rulebook) -> None:
    """What the types cannot say: the methods exist and have the figures they need."""
    for field, rule in _method_rules(rulebook):
        known = _MET_OR_NOT if field in _WITHOUT_DEGREE else tuple(methods.names())
        _verify_word(name, f"{field}.method", rule.method, known)
        for needed in methods.needs(rule.method):
            if not getattr(rule, needed):
                raise _missing(name, f"{field}.{needed}", rule.method)
    if rulebook.execution.method == "steps" and not rulebook.execution.steps:
        raise _missing(name, "execution.steps", "steps")
    _verify_words(name, rulebook)
    levels = [band.level for band in rulebook.qualitative.bands]
    if levels != ["reached", "partly", "missed"]:
        order = "reached, partly, missed"
        zh, en = f"qualitative.bands：须依次为 {order}", f"qualitative.bands: must be {order}, in this order"
        raise InvalidRulebook(name, zh, en)
    if rulebook.rounding.score_step <= 0:
        raise InvalidRulebook(name, "rounding.score_step：须大于 0", "rounding.score_step: must be above 0")


_CHOICES: dict[str, tuple[str, ...]] = {
    "execution.method": ("proportional", "steps", "none"),
    "execution.denominator": ("full_budget", "initial_budget"),
    "execution.zero_budget": ("unscored", "full", "zero", "as_one"),
    "execution.over_budget": ("capped", "unscored"),
    "over.action": ("none", "reason", "manual", "deduct"),
    "rounding.mode": ("half_up", "truncate"),
}
_CHOICES_OF_METHOD: dict[str, tuple[str, ...]] = {
    "zero_target": ("unscored", "full_if_met", "full_if_not_above"),
    "zero_actual": ("full", "unscored"),
}


def _verify_words(name: str, rulebook: Rulebook) -> None:
    """Every word of a rule is one that the scoring knows: a slip of the pen must not be passed over."""
    for field, known in _CHOICES.items():
        part, _, key = field.partition(".")
        _verify_word(name, field, getattr(getattr(rulebook, part), key), known)
    for at, rule in _method_rules(rulebook):
        for key, known in _CHOICES_OF_METHOD.items():
            _verify_word(name, f"{at}.{key}", getattr(rule, key), known)


def _verify_word(name: str, field: str, word: str, known: tuple[str, ...]) -> None:
    if word not in known:
        listed = ", ".join(known)
        raise InvalidRulebook(name, f"{field}：没有“{word}”，可用 {listed}", f"{field}: no {word!r}; known: {listed}")


def _missing(name: str, field: str, method: str) -> InvalidRulebook:
    return InvalidRulebook(name, f"{field}：{method} 须有此值", f"{field}: {method} needs it")


def _method_rules(rulebook: Rulebook) -> list[tuple[str, MethodRule]]:
    rules = ((field, getattr(rulebook.quantity, field)) for field in rulebook.quantity.__struct_fields__)
    return [(f"quantity.{field}", rule) for field, rule in rules if rule is not None]
