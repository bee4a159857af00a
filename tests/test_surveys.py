"""Each survey finds what its cases say, tells nothing where there is nothing, and agrees with a plain oracle."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("duckdb", reason="the extra batch is not installed")

from jixiao.surveys import Survey, all_surveys, run, survey_named
from jixiao.terminal_answers import told
from tests.oracle import surveys as oracle
from tests.small_stores import database, filled

CASES = Path(__file__).parent / "cases" / "surveys"


def cases_of(survey: Survey) -> list[dict[str, Any]]:
    path = CASES / f"{survey.name}.toml"
    found: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))["case"]
    return found


def every_case() -> Iterator[Any]:
    for survey in all_surveys():
        for case in cases_of(survey):
            yield pytest.param(survey, case, id=f"{survey.code} {case['name']}")


def answered(
    survey: Survey, tables: Mapping[str, Any], settings: Mapping[str, str] | None = None
) -> list[dict[str, str]]:
    """The rows of the answer as they are shown, by column."""
    asked = {name: Decimal(value) for name, value in (settings or {}).items()}
    result = run(database(tables), survey, asked)
    names = [column.name for column in survey.columns]
    rows = [dict(zip(names, map(told, row), strict=True)) for row in result.rows]
    assert (result.lines, result.cases) == (len(rows), len({row["case"] for row in rows}))
    return rows


@pytest.mark.parametrize(("survey", "case"), [*every_case()])
def test_case(survey: Survey, case: dict[str, Any]) -> None:
    found = answered(survey, filled(case), case.get("settings"))
    assert len(found) == len(case["expect"]), found
    for row, expected in zip(found, case["expect"], strict=True):
        assert {name: row[name] for name in expected} == {name: str(value) for name, value in expected.items()}


@pytest.mark.parametrize("survey", all_surveys(), ids=lambda one: one.code)
def test_a_survey_is_complete(survey: Survey) -> None:
    cases = cases_of(survey)
    assert any(case["expect"] for case in cases), "no case that is found"
    assert any(not case["expect"] for case in cases), "no case that is not found"
    assert any("空白" in case["name"] or "没有" in case["name"] for case in cases), "no case of blanks"
    assert survey.columns[0].name == "case"
    assert all((survey.title, survey.title_en, survey.meaning, survey.meaning_en, survey.basis, survey.basis_en))
    assert all(f"${one.name}" in survey.query + (survey.texts.query if survey.texts else "") for one in survey.settings)
    assert survey_named(survey.name) is survey_named(survey.code.lower())


def test_codes_and_names_are_unique() -> None:
    surveys = all_surveys()
    assert len({one.code for one in surveys}) == len({one.name for one in surveys}) == len(surveys) >= 12
    assert all(one.name.startswith(one.code.lower() + "_") for one in surveys)
    assert {path.stem for path in CASES.glob("*.toml")} == {one.name for one in surveys}


UNITS = [*["甲县水利局"] * 3, "乙县水利局", "乙县水利局", "丙县教育局", None]
PROJECTS = ["河道清淤整治", "河道清淤整治", "2023年河道清淤整治", "困难学生资助", None]
PHRASES = [
    "因汛期连续降雨施工中断三周，拟在来年一季度补齐缺口并提前备料。",
    "因汛期连续降雨施工中断四周，拟在来年一季度补齐缺口并提前备料。",
    "甲县水利局受设备供货延迟影响，已与供应方重签交货计划，下步按月调度。",
    "乙县水利局受设备供货延迟影响，已与供应方重签交货计划，下步按月调度。",
    "2023年组织文化活动进村，丰富群众精神文化生活，提升公共文化服务水平。",
    "2022年组织文化活动进村，丰富群众精神文化生活，提升公共文化服务水平。",
]
TEXTS = st.sampled_from([*PHRASES, "/", "疫情", None])
POINTS = st.sampled_from(["100", "99.5", "98", "97.99", "90.0", "60", None])
AMOUNTS = st.sampled_from(["100.00", "60", "59.99", "12.35", "0", "1.15", "7.5", "99999999999999999999", "-3.10", None])
FORM = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["project", "project", "department"]),
        "unit": st.sampled_from(UNITS),
        "department": st.sampled_from([None, None, "甲县水利局"]),
        "project": st.sampled_from(PROJECTS),
        "year": st.sampled_from([2023, 2023, 2022, 2022, 0]),
        "amount_unit": st.sampled_from(["元", "万元", None]),
        "goal_expected": st.sampled_from([*PHRASES[-2:], *PHRASES, None]),
        "goal_actual": TEXTS,
        "full_budget": AMOUNTS,
        "executed": AMOUNTS,
        "total_score": POINTS,
        "total_weight": st.sampled_from([None, "100", "90"]),
    }
)
INDICATOR = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["合格率", "合格率", "1.合格率", "补助标准", None]),
        "target": st.sampled_from(
            [*["≥95%"] * 6, "≥90%", "≥50%", "≥0.9%", "=100元/人", "=900元/人", "≥500亩", "达标", None]
        ),
        "actual": st.sampled_from(["98%", "98.0%", "100%", "满意", None]),
        "group": st.sampled_from(["satisfaction", "output"]),
        "reason": TEXTS,
    }
)
FUND = st.fixed_dictionaries({"executed": AMOUNTS, "is_total": st.booleans(), "reason": TEXTS})


@st.composite
def small_stores(draw: st.DrawFn) -> dict[str, list[dict[str, Any]]]:
    """A store of a few forms full of blanks, with equal and nearly equal texts."""
    forms = draw(st.lists(FORM, min_size=6, max_size=10))
    given: dict[str, list[dict[str, Any]]] = {"forms": [], "indicators": [], "funds": []}
    for number, form in enumerate(forms):
        told: dict[str, Any] = {name: value for name, value in form.items() if value is not None}
        told["form_id"] = f"f{number}"
        given["forms"].append(told)
        for name, row in (("indicators", INDICATOR), ("funds", FUND)):
            rows: list[dict[str, Any]] = draw(st.lists(row, min_size=1, max_size=4))
            given[name] += [{"form_id": told["form_id"], **one} for one in rows]
    return given


EASY = {
    "forms": "2",
    "rows": "2",
    "peers": "4",
    "projects": "2",
    "amounts": "3",
    "critical": "9.5",
    "characters": "12",
    "multiple": "1",
    "share": "60",
    "apart": "3",
}
"""Settings that let a handful of forms be enough."""


@settings(max_examples=25, deadline=None)
@given(small_stores())
def test_every_survey_agrees_with_the_oracle(given_rows: dict[str, list[dict[str, Any]]]) -> None:
    tables = filled(given_rows)
    connection = database(tables)
    for survey in all_surveys():
        asked = {one.name: Decimal(EASY.get(one.name, str(one.value))) for one in survey.settings}
        names = [column.name for column in survey.columns]
        found: dict[Any, set[tuple[Any, ...]]] = defaultdict(set)
        for row in run(connection, survey, asked).rows:
            told = dict(zip(names, row, strict=True))
            members = (
                ("owner", "amounts") if survey.code == "S07" else ("file", "path") if "path" in told else ("file",)
            )
            found[told["case"]].add(tuple(told[name] for name in members))
        expected = getattr(oracle, survey.name)(tables, **{name: Fraction(str(value)) for name, value in asked.items()})
        assert set(map(frozenset, found.values())) == expected, survey.code
