"""Two forms compared: every check of two forms says what its cases tell, and the relation is seen and said."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from jixiao import form_json
from jixiao.commands.compare import RELATIONS
from jixiao.comparing import Relation, compare, render
from jixiao.comparing.matching import match_rows
from jixiao.comparing.relation import NAMES
from jixiao.finding import Finding
from jixiao.form import Form, Group, Indicator
from tests.check_forms import comparison_files, form_of, told_in
from tests.command_line import Run

Table = dict[str, Any]

GOLDEN = Path(__file__).parent / "golden"

ALL_CASES = [
    pytest.param(told_in(path)["code"], case, id=f"{path.stem}: {case['name']}")
    for path in comparison_files()
    for case in told_in(path)["case"]
]


def written(folder: Path, **files: list[Form]) -> list[Path]:
    """Each named file of forms, as JSON."""
    for name, forms in files.items():
        (folder / f"{name}.json").write_bytes(b"[" + b",".join(map(form_json.encode, forms)) + b"]")
    return [folder / f"{name}.json" for name in files]


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


# ---- what relates two forms ----

DEPARTMENT = {"kind": "department", "year": 2022, "unit": "某某县示例局"}
FULL = {"indicators": [{"name": "培训人数", "score": "9"}], "funds": [{"source": "年度资金总额", "executed": "5"}]}


@pytest.mark.parametrize(
    ("other", "relation", "swapped", "why"),
    [
        ({"kind": "target"}, Relation.TARGET, False, "以绩效目标表对照：其表种是绩效目标表。"),
        ({"kind": "target", "year": 2021}, Relation.TARGET, False, "两表年度不同（2022 与 2021）。"),
        ({"kind": "monitoring"}, Relation.MONITORING, False, "以绩效运行监控表对照：其表种是绩效运行监控表。"),
        ({"year": 2021}, Relation.LAST_YEAR, False, "以上年的表对照：其年度在前。"),
        ({"year": 2023}, Relation.LAST_YEAR, True, "两个文件的次序已对调。"),
        ({"year": 2020}, Relation.LAST_YEAR, False, "两表相隔 2 年，不是相邻年度。"),
        ({"indicators": []}, Relation.ACCOUNTS, False, "以决算表对照：只有资金、没有指标。"),
        (
            {"indicators": [{"name": "培训人数", "score": "9", "review_score": "8"}]},
            Relation.REVIEW,
            False,
            "以复核表对照：填有复核分。",
        ),
        ({}, Relation.DRAFT, False, "以另一稿对照：表种、年度相同，也没有复核分。"),
        ({"year": None}, Relation.DRAFT, False, "以另一稿对照：年度没有填全，看不出先后。"),
        ({"kind": "project"}, Relation.DRAFT, False, "以另一稿对照：年度相同，表种不同，也没有复核分。"),
        (
            {"unit": "某某县另一局"},
            Relation.DRAFT,
            False,
            "请确认是同一对象：单位名称不同（“某某县示例局”与“某某县另一局”）。",
        ),
    ],
)
def test_the_relation_is_seen_and_said(other: Table, relation: Relation, *, swapped: bool, why: str) -> None:
    related = compare(form_of(DEPARTMENT | FULL), form_of(DEPARTMENT | FULL | other)).related
    assert (related.relation, related.swapped) == (relation, swapped)
    assert why in [zh for zh, _ in related.why]


def test_every_relation_can_be_asked_for() -> None:
    assert tuple(Relation) == RELATIONS
    assert set(Relation) == NAMES.keys()


@pytest.mark.parametrize("relation", Relation)
def test_a_forced_relation_is_taken_and_said(relation: Relation) -> None:
    form = form_of(DEPARTMENT | FULL)
    related = compare(form, form, relation).related
    assert (related.relation, related.swapped) == (relation, False)
    assert related.why[0][0].startswith("按要求以")


def test_forced_last_year_still_puts_the_later_form_first() -> None:
    this, last = (form_of(DEPARTMENT | FULL | {"year": year, "kind": "project"}) for year in (2022, 2021))
    assert compare(last, this, Relation.LAST_YEAR).related.form is this


# ---- which rows belong together ----


def names(*of: str) -> list[Indicator]:
    return [Indicator(name=name) for name in of]


def matched(ours: list[Indicator], theirs: list[Indicator]) -> list[tuple[int, int, str]]:
    return [(pair.ours.at, pair.theirs.at, pair.how.value) for pair in match_rows(ours, theirs).pairs]


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        (["甲项指标", "乙项指标"], ["乙项指标", "甲项指标"], [(0, 1, "name"), (1, 0, "name")]),
        (["指标1：培训 人数"], ["培训人数"], [(0, 0, "name")]),
        (["2023年培训人数"], ["2022年度培训人数"], [(0, 0, "name")]),
        (["满意度", "满意度"], ["满意度", "满意度"], [(0, 0, "order"), (1, 1, "order")]),
        (["学生满意度"], ["家长满意度"], []),
        (["小学入学率"], ["初中入学率"], []),
        (["农村公路养护总里程"], ["农村公路养护里程"], [(0, 0, "similar")]),
        (["公路养护里程数量甲"], ["公路养护里程数量乙", "公路养护里程数量丙"], []),
        ([""], [""], []),
    ],
)
def test_rows_are_put_together_by_name(
    ours: list[str], theirs: list[str], expected: list[tuple[int, int, str]]
) -> None:
    assert matched(names(*ours), names(*theirs)) == expected


def test_equal_names_in_other_groups_go_by_their_second_level() -> None:
    ours = [Indicator(name="完成率", level2="数量指标"), Indicator(name="完成率", level2="时效指标")]
    assert matched(ours, ours[::-1]) == [(0, 1, "name"), (1, 0, "name")]


def test_similar_names_of_different_groups_are_different_indicators() -> None:
    ours = [Indicator(name="农村公路养护总里程", group=Group.OUTPUT)]
    theirs = [Indicator(name="农村公路养护里程", group=Group.BENEFIT)]
    assert matched(ours, theirs) == []


LABELS = st.lists(st.text("培训人数合格率满意度甲乙", max_size=8), max_size=8)


@given(LABELS, LABELS)
def test_every_row_is_matched_once_or_left_over(ours: list[str], theirs: list[str]) -> None:
    made = match_rows(names(*ours), names(*theirs))
    left = sorted([pair.ours.at for pair in made.pairs] + [side.at for side in made.only_ours])
    right = sorted([pair.theirs.at for pair in made.pairs] + [side.at for side in made.only_theirs])
    assert (left, right) == (list(range(len(ours))), list(range(len(theirs))))


@given(LABELS, LABELS)
def test_matching_does_not_depend_on_which_form_is_first(ours: list[str], theirs: list[str]) -> None:
    def found(one: list[str], other: list[str]) -> set[tuple[int, int]]:
        return {(pair.ours.at, pair.theirs.at) for pair in match_rows(names(*one), names(*other)).pairs}

    assert found(ours, theirs) == {(one, other) for other, one in found(theirs, ours)}


# ---- drafts ----


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.json")), ids=lambda path: path.stem)
def test_a_form_compared_with_itself_has_no_change_and_no_finding(path: Path) -> None:
    for form in form_json.decode(path.read_bytes(), path.name):
        for relation in (None, Relation.TARGET, Relation.REVIEW, Relation.ACCOUNTS):
            made = compare(form, form, relation)
            assert (made.findings, made.changes, made.doubtful) == ((), (), ())


def test_a_draft_lists_every_changed_value_and_row() -> None:
    first = form_of(
        {
            "unit": "某某县示例局",
            "total_score": "98",
            "goals": [{"expected": "甲"}],
            "funds": [{"source": "年度资金总额", "rate": "90.24%"}, {"source": "其他资金"}],
            "headings": [{"label": "产出指标", "weight": "50"}],
            "indicators": [{"name": "培训人数", "target": "≥60人", "score": "9"}, {"name": "宣传次数"}],
        }
    )
    second = form_of(
        {
            "unit": "某某县 示例局",
            "total_score": "98.0",
            "goals": [{"expected": "甲", "actual": "乙"}],
            "funds": [{"source": "年度资金总额", "rate": "91%"}],
            "headings": [{"label": "产出指标", "weight": "60"}],
            "indicators": [{"name": "合格率"}, {"name": "培训人数", "target": "≥６０人"}],
        }
    )
    assert [tuple(change) for change in compare(first, second).changes] == [
        ("funds[0].rate", "funds[0].rate", "90.24%", "91%"),
        ("funds[1]", None, "其他资金", None),
        ("goals[0].actual", "goals[0].actual", None, "乙"),
        ("headings[0].weight", "headings[0].weight", "50", "60"),
        ("indicators[0].score", "indicators[1].score", "9", None),
        ("indicators[1]", None, "宣传次数", None),
        (None, "indicators[0]", None, "合格率"),
    ]


# ---- jixiao compare ----


def test_the_report_names_both_places(run: Run, tmp_path: Path) -> None:
    form = form_of({"project": "甲项目", "indicators": [{"name": "会议次数"}, {"name": "培训人数", "target": "≥50人"}]})
    target = form_of(
        {
            "kind": "target",
            "project": "甲项目",
            "indicators": [{"name": "培训人数", "target": "≥60人"}, {"name": "会议次数"}],
        }
    )
    files = written(tmp_path, 自评表=[form], 目标表=[target])
    code, out, err = run("compare", *files)
    assert (code, err) == (1, "")
    lines = out.splitlines()
    assert lines[1:4] == [
        "本表  自评表.json · 未命名的表 · 甲项目",
        "对照  目标表.json · 未命名的表 · 甲项目",
        "关系  以绩效目标表对照：其表种是绩效目标表。",
    ]
    assert lines[6:10] == [
        "  B057  批复后降低了指标值",
        "        本表 第 2 行指标“培训人数”年度指标值 · /0/indicators/1/target",
        "        对照 第 1 行指标“培训人数”年度指标值 · /0/indicators/0/target",
        "        “培训人数”的指标值由批复的“≥60人”降为“≥50人”。",
    ]
    assert lines[-2] == "结论：必须修改 1 项。"
    code, out, _ = run("compare", *reversed(files), "--lang", "en")
    assert code == 1
    assert "The two files were taken in the other order." in " ".join(out.split())
    assert out.splitlines()[-2] == "Verdict: Must fix 1."


def test_json_holds_both_places_changes_and_why(run: Run, tmp_path: Path) -> None:
    form, draft = (
        form_of({"unit": "某某局", "indicators": [{"name": "培训人数", "score": score}]}) for score in ("9", "8")
    )
    out = tmp_path / "结果.json"
    code, shown, _ = run("compare", *written(tmp_path, 甲=[form], 乙=[draft]), "--format", "json", "-o", out)
    assert (code, shown) == (0, "")
    (made,) = json.loads(out.read_text(encoding="utf-8"))["comparisons"]
    assert (made["relation"], made["swapped"], made["findings"]) == ("draft", False, [])
    (change,) = made["changes"]
    assert (change["form"]["value"], change["other"]["value"]) == ("9", "8")
    assert change["form"]["place_zh"] == "第 1 行指标“培训人数”得分"
    assert change["other"]["location"] == {"pointer": "/0/indicators/0/score"}
    code, shown, _ = run("compare", *written(tmp_path, 甲=[form], 乙=[draft]), "--as", "target", "--format", "json")
    assert json.loads(shown)["comparisons"][0]["relation"] == "target"


def test_forms_of_files_of_several_go_by_project(run: Run, tmp_path: Path) -> None:
    one, two, three = (form_of({"project": name, "indicators": [{"name": "培训人数"}]}) for name in "甲乙丙")
    code, out, _ = run("compare", *written(tmp_path, 定稿=[one, two], 初稿=[three, two]))
    assert code == 0
    assert out.count("关系  ") == 1
    assert [line.partition("“")[2] for line in out.splitlines()[-2:]] == ["甲”没有可对照的表。", "丙”没有可对照的表。"]
    code, out, err = run("compare", *written(tmp_path, 定稿=[one, two], 初稿=[three]))
    assert (code, out) == (2, "")
    assert "没有同一项目或同一单位的表，不能对照。" in err


def test_a_monitoring_workbook_is_read_and_compared(run: Run, tmp_path: Path) -> None:
    rows: list[list[str | None]] = [
        ["项目支出绩效运行监控表"],
        ["项目名称", "甲项目"],
        ["项目资金（万元）", None, "年初预算数", "1—7月执行数", "1—7月执行率", "全年预计执行数"],
        [None, "年度资金总额", "86", "50", "58.14%", "86"],
        [
            "绩效指标",
            "一级指标",
            "二级指标",
            "三级指标",
            "年度指标值",
            "1—7月执行情况",
            "全年预计完成情况",
            "完成目标可能性",
        ],
        [None, "产出指标", "数量指标", "培训人数", "≥60人", "5人", "60人", "完全不可能"],
        [None, "产出指标", "质量指标", "合格率", "≥95%", "96%", "96%", "确定能"],
    ]
    book = Workbook()
    for row in rows:
        book["Sheet"].append(row)
    book.save(tmp_path / "监控表.xlsx")
    form = form_of(
        {
            "project": "甲项目",
            "funds": [{"source": "年度资金总额", "initial_budget": "86", "executed": "45"}],
            "indicators": [{"name": "培训人数", "target": "≥60人", "actual": "60人"}],
        }
    )
    (file,) = written(tmp_path, 自评表=[form])
    code, out, _ = run("compare", file, tmp_path / "监控表.xlsx", "--format", "json")
    assert code == 1
    found = json.loads(out)["comparisons"][0]["findings"]
    assert [(one["code"], one["variant"], one["other"]["location"]["cell"]) for one in found] == [
        ("D083", "shrunk", "D4"),
        ("D084", "impossible", "H6"),
    ]


def test_a_file_that_cannot_be_read_stops_it(run: Run) -> None:
    code, out, err = run("compare", "没有.xlsx", "examples/rural-2022.xlsx")
    assert (code, out) == (2, "")
    assert "没有.xlsx：找不到文件或无权读取" in err
    code, _, err = run("compare", "a", "b", "--as", "别的")
    assert code == 2
    assert "--as 只能是：target, monitoring, last-year, accounts, review, draft。" in err
