"""Every check does what its cases say: the whole message at the right place, and nothing else."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from jixiao.checks import audit, render
from jixiao.finding import Correction, Finding
from tests.check_forms import CASES, case_file, case_files, form_of, rulebook_of

Table = dict[str, Any]

ALL_CASES = [
    pytest.param(case_file(path.stem)["code"], case, id=f"{path.stem}: {case['name']}")
    for path in case_files()
    for case in case_file(path.stem)["case"]
]


@pytest.mark.parametrize(("code", "case"), ALL_CASES)
def test_case(code: str, case: Table) -> None:
    found = [
        one
        for one in audit(form_of(case["form"]), rulebook_of(case.get("rulebook"), case.get("rules")))
        if one.code == code
    ]
    assert [_as_told(one, told) for one, told in zip(found, case["expect"], strict=False)] == case["expect"]
    assert [render(one) for one in found] == [told["message"] for told in case["expect"]]
    for one in found:
        assert "{" not in render(one, "en")


def test_arithmetic_of_the_real_form() -> None:
    told = tomllib.loads((CASES.parent / "real_form.toml").read_text(encoding="utf-8"))
    found = [one for one in audit(form_of(told["form"]), rulebook_of()) if one.code.startswith("A")]
    assert [
        {"code": one.code, "at": one.path, "severity": one.severity.value, "message": render(one)} for one in found
    ] == told["expect"]


def _as_told(finding: Finding, told: Table) -> Table:
    """The finding, in as many fields as the case tells of it."""
    correction = finding.correction
    seen: Table = {
        "at": finding.path,
        "message": render(finding),
        "message_en": render(finding, "en"),
        "severity": finding.severity.value,
        "variant": finding.variant,
        "related": list(finding.related),
        "correction": {} if correction is None else _correction(correction),
    }
    return {key: seen[key] for key in told}


def _correction(correction: Correction) -> Table:
    shown = {"path": correction.path, "new": correction.new, "safety": correction.safety.value, "old": correction.old}
    return {key: value for key, value in shown.items() if value is not None}
