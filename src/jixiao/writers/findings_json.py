"""Findings and score cards as JSON (审核结果), for other programs. Decimals are strings, digits kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from jixiao import __version__, places
from jixiao.checks.engine import Check, checks_by_code, worded
from jixiao.finding import Finding, Severity
from jixiao.form import Form
from jixiao.outcome import Audited, Outcome
from jixiao.waivers import Waiver
from jixiao.writers.printable import printable

FORMAT = 1  # raised when a program that reads this would have to change


def findings_json(outcomes: Sequence[Outcome], least: Severity, *, with_form: bool = False) -> str:
    """Every file with its forms, score cards and findings down to `least`; `with_form` adds the whole form."""
    forms = [one for outcome in outcomes for one in outcome.forms]
    document = {
        "format": FORMAT,
        "jixiao": __version__,
        "files": [_file(outcome, least, with_form=with_form) for outcome in outcomes],
        "summary": {
            "files": len(outcomes),
            "forms": len(forms),
            "unreadable": sum(1 for outcome in outcomes if outcome.error is not None),
            "exit_code": max((outcome.exit_code for outcome in outcomes), default=0),
        }
        | {severity.value: sum(one.number_of(severity) for one in forms) for severity in Severity},
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"


def _file(outcome: Outcome, least: Severity, *, with_form: bool) -> dict[str, Any]:
    error = outcome.error
    told = (
        None
        if error is None
        else {"kind": type(error).__name__, "message_zh": _told(error.zh), "message_en": _told(error.en)}
    )
    forms = [_form(one, least, with_form=with_form) for one in outcome.forms]
    return {"file": outcome.name, "error": told, "exit_code": outcome.exit_code, "forms": forms} | (
        {} if outcome.waiver_file is None else {"unused_waivers": outcome.unused}
    )


def _told(message: str) -> str:
    """The message without the half characters that an undecodable file name leaves in it."""
    return message.encode("utf-8", "replace").decode()


def _form(one: Audited, least: Severity, *, with_form: bool) -> dict[str, Any]:
    form = one.form
    shown = {
        "kind": form.kind,
        "title": form.title,
        "unit": form.unit,
        "project": form.project,
        "year": form.year,
        "layout": form.layout,
        "layout_fit": form.layout_fit,
        "rulebook": {
            "name": one.rulebook.name,
            "title_zh": one.rulebook.title,
            "title_en": one.rulebook.title_en,
            "from_notes": one.rulebook.from_notes,
            "why": [{"what": why.what, "zh": why.zh, "en": why.en} for why in one.why],
        },
        "stated_total": form.total_score,
        "scorecard": one.scorecard,
        "counts": {severity.value: one.number_of(severity) for severity in Severity},
        "findings": [_finding(form, finding) for finding in one.findings if finding.severity.rank <= least.rank],
        "waived": [_finding(form, finding) | {"waived": _waiver(waiver)} for finding, waiver in one.waived],
        "lapsed_waivers": [{"path": finding.path} | _waiver(waiver) for finding, waiver in one.lapsed],
    }
    return shown | ({"form": form} if with_form else {})


def _finding(form: Form, finding: Finding) -> dict[str, Any]:
    return told(form, finding, checks_by_code()[finding.code])


def _waiver(waiver: Waiver) -> dict[str, Any]:
    return {name: getattr(waiver, name) for name in ("code", "reason", "by", "on", "fingerprint")}


def told(form: Form, finding: Finding, check: Check) -> dict[str, Any]:
    """One finding of that check, with its message and its place in words (一条疑点)."""
    return {
        "code": finding.code,
        "severity": finding.severity,
        "title_zh": check.title,
        "title_en": check.title_en,
        "message_zh": printable(worded(check, finding, "zh")),
        "message_en": printable(worded(check, finding, "en")),
        "path": finding.path,
        "place_zh": printable(places.in_words(form, finding.path, "zh")),
        "place_en": printable(places.in_words(form, finding.path, "en")),
        "location": places.location_of(form, finding.path),
        "variant": finding.variant,
        "facts": finding.facts,
        "related": finding.related,
        "correction": finding.correction,
    }
