"""Findings as SARIF 2.1.0 (静态分析结果格式), which code hosts and editors show beside the file."""

from __future__ import annotations

import hashlib
import inspect
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import msgspec

from jixiao import __version__, places
from jixiao.checks import all_checks, render
from jixiao.checks.engine import Check
from jixiao.finding import Finding, Severity
from jixiao.form import Form
from jixiao.lang import pick
from jixiao.location import Location
from jixiao.outcome import Outcome
from jixiao.writers.printable import printable

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {Severity.MUST_FIX: "error", Severity.EXPLAIN: "warning", Severity.LOOK: "note", Severity.NOTE: "note"}


class _Form(NamedTuple):
    """A form with where it stands among the files of the run."""

    form: Form
    number: int  #: which form of its file, from 1
    path: Path
    artifact: int  #: which file of the run, from 0


def findings_sarif(outcomes: Sequence[Outcome], lang: str, least: Severity) -> str:
    """One run over all files; a file that could not be read is a notification of the run."""
    checks = all_checks()
    numbers = {check.code: number for number, check in enumerate(checks)}
    driver = {"name": "jixiao", "version": __version__, "rules": [_rule(check, lang) for check in checks]}
    failed = [_notification(outcome, lang) for outcome in outcomes if outcome.error is not None]
    run = {
        "tool": {"driver": driver},
        "language": "en" if lang == "en" else "zh-CN",
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": not failed, "toolExecutionNotifications": failed}],
        "artifacts": [{"location": {"uri": uri(outcome.path)}} for outcome in outcomes],
        "results": [*_results(outcomes, numbers, lang, least)],
    }
    document = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"


def _rule(check: Check, lang: str) -> dict[str, Any]:
    doc = inspect.cleandoc(check.doc)
    return {
        "id": check.code,
        "name": check.slug.partition("_")[2].title().replace("_", ""),
        "shortDescription": {"text": pick((check.title, check.title_en), lang)},
        "fullDescription": {"text": doc.partition("\n")[0]},
        "help": {"text": doc, "markdown": doc.replace("\n", "\n\n")},
        "defaultConfiguration": {"level": LEVELS[check.severity]},
        "properties": {"severity": check.severity},
    }


def _results(
    outcomes: Sequence[Outcome], numbers: dict[str, int], lang: str, least: Severity
) -> Iterator[dict[str, Any]]:
    for at, outcome in enumerate(outcomes):
        for number, one in enumerate(outcome.forms, start=1):
            form = _Form(one.form, number, outcome.path, at)
            for finding in one.findings:
                if finding.severity.rank <= least.rank:
                    yield _result(form, finding, numbers[finding.code], lang)
            for finding, waiver in one.waived:
                if finding.severity.rank <= least.rank:
                    accepted = {"kind": "external", "status": "accepted", "justification": waiver.reason}
                    yield _result(form, finding, numbers[finding.code], lang) | {"suppressions": [accepted]}


def _result(form: _Form, finding: Finding, rule: int, lang: str) -> dict[str, Any]:
    same = f"{form.number}|{finding.code}|{finding.path}|{render(finding)}"
    return {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": LEVELS[finding.severity],
        "message": {"text": printable(render(finding, lang))},
        "locations": [_location(form, finding.path, lang)],
        "relatedLocations": [
            {"id": index, **_location(form, other, lang)} for index, other in enumerate(finding.related, start=1)
        ],
        "partialFingerprints": {"jixiao/v1": hashlib.sha256(same.encode()).hexdigest()[:32]},
        "properties": {"severity": finding.severity, "path": finding.path, "form": form.number}
        | ({"correction": finding.correction} if finding.correction is not None else {}),
    }


def _location(form: _Form, place: str, lang: str) -> dict[str, Any]:
    """The file with the line, or the place in it that has no line: a cell, a page, a JSON pointer."""
    found = places.location_of(form.form, place)
    physical: dict[str, Any] = {"artifactLocation": {"uri": uri(form.path), "index": form.artifact}}
    if found is not None and found.line is not None:
        physical["region"] = _region(found)
    spot = found.describe(lang) if found is not None else ""
    logical = {
        "name": printable(places.in_words(form.form, place, lang)),
        "fullyQualifiedName": spot or place or "form",
        "kind": "object",
    }
    return {"physicalLocation": physical, "logicalLocations": [logical]}


def _region(location: Location) -> dict[str, int]:
    line = {"startLine": location.line or 1}
    return line if location.column is None else line | {"startColumn": location.column}


def _notification(outcome: Outcome, lang: str) -> dict[str, Any]:
    error = outcome.error
    return {
        "level": "error",
        "message": {"text": "" if error is None else error.text(lang).encode("utf-8", "replace").decode()},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri(outcome.path)}}}],
    }


def uri(path: Path) -> str:
    """The path as a URI reference: relative stays relative, Chinese and spaces are escaped."""
    return path.as_uri() if path.is_absolute() else quote(os.fsencode(path.as_posix()))
