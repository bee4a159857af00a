"""Comparisons of two forms as JSON (对照结果), for other programs. Decimals are strings, digits kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from jixiao import __version__, places
from jixiao.comparing import Comparison, comparisons_by_code
from jixiao.comparing.differences import Change
from jixiao.comparing.matching import Match
from jixiao.finding import Finding, Severity
from jixiao.form import Form
from jixiao.writers.findings_json import told

FORMAT = 1  # raised when a program that reads this would have to change


def comparison_json(made: Sequence[Comparison], alone: Sequence[Form], least: Severity, exit_code: int) -> str:
    """Every pair of forms with its findings down to `least`, its changes, and the forms that found no other."""
    document = {
        "format": FORMAT,
        "jixiao": __version__,
        "comparisons": [_comparison(one, least) for one in made],
        "unpaired": [_head(form) for form in alone],
        "exit_code": exit_code,
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"


def _comparison(one: Comparison, least: Severity) -> dict[str, Any]:
    related = one.related
    counts = {severity.value: sum(1 for found in one.findings if found.severity is severity) for severity in Severity}
    return {
        "relation": related.relation,
        "swapped": related.swapped,
        "why": [{"zh": zh, "en": en} for zh, en in related.why],
        "form": _head(related.form),
        "other": _head(related.other),
        "counts": counts,
        "findings": [_finding(one, finding) for finding in one.findings if finding.severity.rank <= least.rank],
        "doubtful": [_match(match) for match in one.doubtful],
        "changes": [_change(one, change) for change in one.changes],
    }


def _head(form: Form) -> dict[str, Any]:
    names = ("source", "kind", "title", "unit", "project", "year")
    return {name: getattr(form, name) for name in names}


def _finding(one: Comparison, finding: Finding) -> dict[str, Any]:
    shown = told(one.related.form, finding, comparisons_by_code()[finding.code])
    return shown | {"other": None if finding.other is None else _place(one.related.other, finding.other)}


def _place(form: Form, path: str) -> dict[str, Any]:
    return {
        "path": path,
        "place_zh": places.in_words(form, path, "zh"),
        "place_en": places.in_words(form, path, "en"),
        "location": places.location_of(form, path),
    }


def _match(match: Match) -> dict[str, Any]:
    return {
        "path": match.ours.path,
        "other": match.theirs.path,
        "how": match.how,
        "similarity": match.similarity,
    }


def _change(one: Comparison, change: Change) -> dict[str, Any]:
    return {
        "form": None if change.path is None else _place(one.related.form, change.path) | {"value": change.ours},
        "other": None if change.other is None else _place(one.related.other, change.other) | {"value": change.theirs},
    }
