"""How a check is declared and run (审核引擎): plain generators over one Dossier, found by walking the folder."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Context, localcontext
from functools import cache
from types import ModuleType
from typing import Any

import msgspec

from jixiao.checks.dossier import Dossier
from jixiao.finding import Correction, Fact, Finding, Severity
from jixiao.form import Form
from jixiao.rulebooks.model import Rulebook

Messages = str | Mapping[str, str]
"""One template, or one for each variant. Templates use {name} of the facts."""
Facts = dict[str, Fact]
"""What one hit saw, under the names that the templates use."""

# Forms hold numbers of up to 50 digits when they are damaged: no sum of them is rounded and no rounding overflows.
_EXACT = Context(prec=200)
_GRAVEST_FIRST = {severity: rank for rank, severity in enumerate(Severity)}


class Hit(msgspec.Struct, frozen=True):
    """What a check yields: where, and what it saw (命中). The engine signs it with the code."""

    path: str
    facts: Mapping[str, Fact] = {}
    variant: str = ""
    correction: Correction | None = None
    related: tuple[str, ...] = ()
    severity: Severity | None = None  #: only where it differs from the check's own
    other: str | None = None  #: in a comparison, the path in the form compared with


class Check(msgspec.Struct, frozen=True):
    """One declared check (审核规则), of one form (a Dossier) or of two (a Pair)."""

    code: str
    title: str
    title_en: str
    severity: Severity
    messages: Mapping[str, str]
    messages_en: Mapping[str, str]
    since: str
    find: Callable[[Any], Iterable[Hit]]  #: takes what its folder's checks look at: a Dossier or a Pair

    @property
    def doc(self) -> str:
        """The docstring (规则说明), Chinese part first, then English."""
        return self.find.__doc__ or ""

    @property
    def slug(self) -> str:
        """The module's name: a006_total_differs_from_sum."""
        return self.find.__module__.rpartition(".")[2]


def check(  # noqa: PLR0913 - a declaration, every part of it named
    *,
    code: str,
    title: str,
    title_en: str,
    severity: Severity,
    message: Messages,
    message_en: Messages,
    since: str,
) -> Callable[[Callable[[Any], Iterator[Hit]]], Check]:
    """Declare a check (审核规则). The decorated generator becomes a `Check` of its module."""

    def declare(find: Callable[[Any], Iterator[Hit]]) -> Check:
        zh = {"": message} if isinstance(message, str) else dict(message)
        en = {"": message_en} if isinstance(message_en, str) else dict(message_en)
        return Check(code, title, title_en, severity, zh, en, since, find)

    return declare


@cache
def all_checks() -> tuple[Check, ...]:
    """Every check of one form, in the order of the codes."""
    return declared_in("jixiao.checks")


def declared_in(package: str) -> tuple[Check, ...]:
    """Every check that stands in the folder of the package, in the order of the codes (找出规则)."""
    names = (info.name for info in pkgutil.iter_modules(importlib.import_module(package).__path__))
    modules = (importlib.import_module(f"{package}.{name}") for name in names)
    return tuple(sorted((one for module in modules for one in _declared(module)), key=lambda one: one.code))


def _declared(module: ModuleType) -> Iterator[Check]:
    return (value for value in vars(module).values() if isinstance(value, Check))


@cache
def checks_by_code() -> Mapping[str, Check]:
    """Every check under its code (按编号)."""
    return {one.code: one for one in all_checks()}


def audit(form: Form, rulebook: Rulebook, checks: Sequence[Check] | None = None) -> list[Finding]:
    """Every finding of every check, or of those named (审核), the gravest first, then by codes and places."""
    return look_into(Dossier(form, rulebook), checks)


def look_into(dossier: Dossier, checks: Sequence[Check] | None = None) -> list[Finding]:
    """The same of a dossier that is there already (审核案卷)."""
    with localcontext(_EXACT):
        return signed((one, hit) for one in checks or all_checks() for hit in one.find(dossier))


def signed(hits: Iterable[tuple[Check, Hit]]) -> list[Finding]:
    """The hits as findings of their checks (署上编号), the gravest first, else in the order given."""
    findings = [
        Finding(
            one.code,
            hit.path,
            hit.facts,
            hit.severity or one.severity,
            hit.variant,
            hit.correction,
            hit.related,
            hit.other,
        )
        for one, hit in hits
    ]
    return sorted(findings, key=lambda finding: _GRAVEST_FIRST[finding.severity])


def render(finding: Finding, lang: str = "zh") -> str:
    """The finding's message (疑点文字) in Chinese or English, with its facts put in."""
    return worded(checks_by_code()[finding.code], finding, lang)


def worded(declared: Check, finding: Finding, lang: str = "zh") -> str:
    """The finding of that check in words (疑点文字)."""
    messages = declared.messages_en if lang == "en" else declared.messages
    return messages[finding.variant].format_map({name: shown(fact, lang) for name, fact in finding.facts.items()})


def shown(fact: Fact, lang: str = "zh") -> str:
    """A fact as people read it: decimals in plain digits, a blank as （空白）."""
    if fact is None:
        return "(blank)" if lang == "en" else "（空白）"
    return str(fact) if isinstance(fact, str | int) else f"{fact:f}"
