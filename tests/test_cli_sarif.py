"""SARIF 2.1.0 as other programs read it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from jixiao import outcome
from jixiao.checks import all_checks
from jixiao.finding import Severity
from jixiao.writers.findings_sarif import findings_sarif, uri

EXAMPLES = Path(__file__).parent.parent / "examples"


def closed(required: dict[str, Any], optional: dict[str, Any] | None = None) -> dict[str, Any]:
    """An object of exactly these properties."""
    properties = required | (optional or {})
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


def many(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


TEXT = {"type": "string", "minLength": 1}
COUNT = {"type": "integer", "minimum": 0}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
MESSAGE = closed({"text": TEXT})
ARTIFACT = closed({"uri": {"type": "string", "format": "uri-reference", "pattern": "^[!-~]+$"}}, {"index": COUNT})
PHYSICAL = closed(
    {"artifactLocation": ARTIFACT},
    {
        "region": closed(
            {"startLine": {"type": "integer", "minimum": 1}}, {"startColumn": {"type": "integer", "minimum": 1}}
        )
    },
)
LOGICAL = closed({"name": TEXT, "fullyQualifiedName": TEXT, "kind": TEXT})
LOCATION = {"physicalLocation": PHYSICAL, "logicalLocations": many(LOGICAL)}
RULE = closed(
    {
        "id": {"type": "string", "pattern": "^[A-Z][0-9]{3}$"},
        "name": {"type": "string", "pattern": "^[A-Z][A-Za-z0-9]+$"},
        "shortDescription": MESSAGE,
        "fullDescription": MESSAGE,
        "help": closed({"text": TEXT, "markdown": TEXT}),
        "defaultConfiguration": closed({"level": LEVEL}),
        "properties": {"type": "object"},
    }
)
RESULT = closed(
    {
        "ruleId": TEXT,
        "ruleIndex": COUNT,
        "level": LEVEL,
        "message": MESSAGE,
        "locations": many(closed(LOCATION)) | {"minItems": 1, "maxItems": 1},
        "relatedLocations": many(closed({"id": COUNT} | LOCATION)),
        "partialFingerprints": {"type": "object", "additionalProperties": TEXT},
        "properties": {"type": "object"},
    }
)
NOTIFICATION = closed({"level": LEVEL, "message": MESSAGE, "locations": many(closed({"physicalLocation": PHYSICAL}))})
SARIF = closed(
    {
        "$schema": TEXT,
        "version": {"const": "2.1.0"},
        "runs": many(
            closed(
                {
                    "tool": closed({"driver": closed({"name": TEXT, "version": TEXT, "rules": many(RULE)})}),
                    "language": {"enum": ["zh-CN", "en"]},
                    "columnKind": {"const": "unicodeCodePoints"},
                    "invocations": many(
                        closed(
                            {
                                "executionSuccessful": {"type": "boolean"},
                                "toolExecutionNotifications": many(NOTIFICATION),
                            }
                        )
                    ),
                    "artifacts": many(closed({"location": ARTIFACT})),
                    "results": many(RESULT),
                }
            )
        ),
    }
)


def run_of(*paths: Path, lang: str = "zh", least: Severity = Severity.NOTE) -> dict[str, Any]:
    document = json.loads(findings_sarif([outcome.examine(path) for path in paths], lang, least))
    jsonschema.Draft202012Validator(SARIF, format_checker=jsonschema.FormatChecker()).validate(document)
    run: dict[str, Any] = document["runs"][0]
    return run


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_answer_has_the_structure_of_sarif(lang: str) -> None:
    run = run_of(*sorted(EXAMPLES.glob("*.xlsx")), EXAMPLES / "department-2022.txt", lang=lang)
    assert len(run["tool"]["driver"]["rules"]) == len(all_checks())
    assert all(run["tool"]["driver"]["rules"][one["ruleIndex"]]["id"] == one["ruleId"] for one in run["results"])


def test_a_finding_points_to_its_line_or_its_cell() -> None:
    run = run_of(EXAMPLES / "department-2022.xlsx", EXAMPLES / "department-2022.txt")
    cell, line = (one["locations"][0] for one in run["results"] if one["ruleId"] == "A006")
    assert cell["logicalLocations"] == [{"name": "总分", "fullyQualifiedName": "自评表!H25", "kind": "object"}]
    assert "region" not in cell["physicalLocation"]
    assert line["physicalLocation"]["region"]["startLine"] == 129
    assert line["physicalLocation"]["artifactLocation"]["index"] == 1


def test_levels_follow_the_severities() -> None:
    results = run_of(*EXAMPLES.glob("*.xlsx"))["results"]
    levels = {(one["properties"]["severity"], one["level"]) for one in results}
    assert levels == {("must_fix", "error"), ("explain", "warning"), ("look", "note"), ("note", "note")}


def test_less_grave_findings_can_be_left_out() -> None:
    results = run_of(EXAMPLES / "department-2022.xlsx", least=Severity.MUST_FIX)["results"]
    assert {one["level"] for one in results} == {"error"}


def test_fingerprints_tell_findings_apart_and_do_not_change() -> None:
    first, again = (run_of(EXAMPLES / "department-2022.xlsx")["results"] for _ in range(2))
    prints = [one["partialFingerprints"]["jixiao/v1"] for one in first]
    assert len(set(prints)) == len(prints)
    assert [one["partialFingerprints"]["jixiao/v1"] for one in again] == prints


def test_an_unreadable_file_is_a_notification(tmp_path: Path) -> None:
    run = run_of(tmp_path / "无 此表.xlsx")
    assert run["results"] == []
    assert run["invocations"][0]["executionSuccessful"] is False
    assert run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"].endswith("请检查路径和文件名。")


def test_names_become_uris() -> None:
    assert uri(Path("收件/表 1.xlsx")) == "%E6%94%B6%E4%BB%B6/%E8%A1%A8%201.xlsx"
