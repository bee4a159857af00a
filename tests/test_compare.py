"""Two forms compared: every check of two forms says what its cases tell, and the relation is seen and said."""

from __future__ import annotations

from typing import Any

import pytest

from jixiao.comparing import Relation, compare, render
from jixiao.finding import Finding
from tests.check_forms import comparison_files, form_of, told_in

Table = dict[str, Any]

ALL_CASES = [
    pytest.param(told_in(path)["code"], case, id=f"{path.stem}: {case['name']}")
    for path in comparison_files()
    for case in told_in(path)["case"]
]


@pytest.mark.parametrize(("code", "case"), ALL_CASES)
def test_case(code: str, case: Table) -> None:
    relation = Relation(case["as"]) if "as" in case else None
    made = compare(form_of(case["form"]), form_of(case["other"]), relation)
    found = [one for one in made.findings if one.code == code]
    assert [_as_told(one, told) for one, told in zip(found, case["expect"], strict=False)] == case["expect"]
    assert [render(one) for one in found] == [told["message"] for told in case["expect"]]
    for one in found:
        assert "{" not in render(one, "en")


def _as_told(finding: Finding, told: Table) -> Table:
    """The finding, in as many fields as the case tells of it."""
    seen: Table = {
        "at": finding.path,
        "other": finding.other,
        "message": render(finding),
        "message_en": render(finding, "en"),
        "severity": finding.severity.value,
        "variant": finding.variant,
        "related": list(finding.related),
    }
    return {key: seen[key] for key in told}
