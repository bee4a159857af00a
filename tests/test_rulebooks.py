"""Every rulebook at its edges, whole and well founded; and what a faulty one is told."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from jixiao.errors import InvalidRulebook, UnknownRulebook
from jixiao.form import Form, FormKind, Group, GroupHeading, Indicator
from jixiao.rulebooks import groups_for, headers, load, names
from jixiao.rulebooks.model import Basis, Rule, Rulebook
from jixiao.scoring.sums import grade_of
from tests.rulebook_cases import FOLDER, case_file, outcome_of_execution, outcome_of_row


def _cases(part: str) -> list[Any]:
    return [
        pytest.param(name, line, id=f"{name}: {line[0]}") for name in names() for line in case_file(name).get(part, ())
    ]


@pytest.mark.parametrize(("name", "line"), _cases("rows"))
def test_row_at_an_edge(name: str, line: list[str]) -> None:
    _, target, actual, weight, expected, *kind = line
    assert outcome_of_row(load(name), target, actual, weight, *kind) == expected


@pytest.mark.parametrize(("name", "line"), _cases("execution"))
def test_execution_rate_at_an_edge(name: str, line: list[str]) -> None:
    _, *cells, expected = line
    assert outcome_of_execution(load(name), *cells) == expected


@pytest.mark.parametrize(("name", "line"), _cases("grades"))
def test_grade_at_an_edge(name: str, line: list[str]) -> None:
    total, grade = line
    assert (grade_of(Decimal(total), load(name)) or "") == grade


def test_every_rulebook_has_its_cases() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.toml")) == names()


@pytest.mark.parametrize("name", names())
def test_every_value_of_a_rulebook_says_where_it_comes_from(name: str) -> None:
    rulebook = load(name)
    assert rulebook.name == name
    assert rulebook.source
    assert all(rule.clause.strip() for rule in _rules(rulebook))


@pytest.mark.parametrize("name", [name for name in names() if "system" in name])
def test_the_practice_of_a_system_never_passes_for_the_text_of_a_rule(name: str) -> None:
    assert Basis.TEXT not in {rule.basis for rule in _rules(load(name))}


@pytest.mark.parametrize("name", names())
def test_group_weights_make_up_the_full_score(name: str) -> None:
    rulebook = load(name)
    only_execution = [rule.group for rule in rulebook.groups] == [Group.EXECUTION]
    if not rulebook.groups or only_execution:  # 中央转移支付没有分值；重庆只定执行率的权重
        assert name in ("central-transfer", "chongqing")
        return
    for groups in (rulebook.groups, *(variant.groups for variant in rulebook.variants)):
        assert sum(rule.weight for rule in groups) == rulebook.total.points


def test_header_tells_the_same_as_the_whole_rulebook() -> None:
    for name, head in headers().items():
        rulebook = load(name)
        assert (head.title, head.kinds, head.region) == (rulebook.title, rulebook.kinds, rulebook.region)


def test_each_kind_of_form_has_one_national_default() -> None:
    for kind in (FormKind.DEPARTMENT, FormKind.PROJECT, FormKind.TRANSFER):
        assert len([name for name, head in headers().items() if kind in head.default_for]) == 1


@pytest.mark.parametrize(
    ("groups", "weights"),
    [
        ("cost output benefit satisfaction", "execution 10 cost 20 output 40 benefit 20 satisfaction 10"),
        ("output benefit satisfaction", "execution 10 output 50 benefit 30 satisfaction 10"),
        ("cost output benefit", "execution 10 cost 20 output 40 benefit 30"),
        ("output benefit", "execution 10 output 50 benefit 40"),
        ("", "execution 10 cost 20 output 40 benefit 20 satisfaction 10"),
    ],
)
def test_weights_of_101_depend_on_the_groups_of_the_form(groups: str, weights: str) -> None:
    form = Form(indicators=tuple(Indicator(group=Group(group)) for group in groups.split()))
    assert " ".join(f"{rule.group} {rule.weight}" for rule in groups_for(load("mof-2021-101"), form)) == weights


def test_a_heading_without_rows_counts_as_a_group_of_the_form() -> None:
    form = Form(
        headings=(GroupHeading("成本指标", Group.COST), GroupHeading("满意度指标", Group.SATISFACTION)),
        indicators=(Indicator(group=Group.OUTPUT), Indicator(group=Group.BENEFIT)),
    )
    assert groups_for(load("mof-2021-101"), form) == load("mof-2021-101").groups


def test_unknown_name_is_answered_with_close_ones() -> None:
    with pytest.raises(UnknownRulebook) as told:
        load("hubei-departmant")
    assert str(told.value).startswith("没有名为“hubei-departmant”的计分办法。是否指 hubei-department、hubei-project、")
    assert "？可用：anhui、beijing、" in str(told.value)


def test_a_name_cannot_reach_out_of_the_library() -> None:
    with pytest.raises(UnknownRulebook):
        load("../rulebooks/mof-2020-10")


def _own(folder: Path, text: str) -> str:
    path = folder / "我局办法.toml"
    head = (
        'title = "我局办法"\ntitle_en = "Our method"\nissuer = "某市财政局"\nsource = "本局文件"\nkinds = ["project"]\n'
    )
    path.write_text(f'{head}based_on = "mof-2020-10"\n{text}', encoding="utf-8")
    return str(path)


def test_a_file_of_ones_own_states_only_what_differs(tmp_path: Path) -> None:
    text = '[quantity.positive]\nmethod = "gate"\ngate = "0.7"\nbasis = "text"\nclause = "本局办法第五条"\n'
    rulebook = load(_own(tmp_path, text))
    assert (rulebook.name, rulebook.title, rulebook.quantity.positive.clause) == (
        "我局办法",
        "我局办法",
        "本局办法第五条",
    )
    assert rulebook.quantity.reverse == load("mof-2020-10").quantity.reverse
    assert outcome_of_row(rulebook, "≥100", "85", "10") == "5"


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        (
            '[quantity.positive]\nmethod = "ration"\nbasis = "text"\nclause = "五"\n',
            "quantity.positive.method：没有“ration”，可用 unstated, ratio, inverse_ratio, linear_to_k, gate, direct, ",
            "quantity.positive.method: no 'ration'",
        ),
        (
            '[quantity.positive]\nmethod = "gate"\nbasis = "text"\nclause = "五"\n',
            "quantity.positive.gate：gate 须有此值",
            "quantity.positive.gate: gate needs it",
        ),
        (
            '[quantity.date]\nmethod = "ratio"\nbasis = "text"\nclause = "五"\n',
            "quantity.date.method：没有“ratio”，可用 direct, unstated",
            "quantity.date.method: no 'ratio'",
        ),
        (
            '[execution]\nweight = "20"\n',
            "execution：须写明 basis 和 clause",
            "execution: basis and clause are missing",
        ),
        (
            '[execution]\nweight = "二十"\nmethod = "proportional"\nbasis = "text"\nclause = "五"\n',
            "execution.weight：",
            "execution.weight: ",
        ),
        (
            '[execution]\nmethod = "proportional"\ndenominator = "budget"\nbasis = "text"\nclause = "五"\n',
            "execution.denominator：没有“budget”，可用 full_budget, initial_budget",
            "execution.denominator: no 'budget'",
        ),
        (
            '[over]\naction = "none"\nlimit = "1.3"\nbasis = "text"\nclause = "五"\n',
            "over：Object contains unknown field `limit`",
            "over: Object contains unknown field `limit`",
        ),
        ("[over\n", "不是 TOML：", "not TOML: "),
    ],
)
def test_a_faulty_file_is_told_which_field(tmp_path: Path, text: str, zh: str, en: str) -> None:
    path = _own(tmp_path, text)
    with pytest.raises(InvalidRulebook) as told:
        load(path)
    assert str(told.value).startswith(f"计分办法 {path} 有误：{zh}")
    assert told.value.text("en").startswith(f"Rulebook {path} is wrong: {en}")


def test_files_based_on_each_other_are_refused(tmp_path: Path) -> None:
    one, other = tmp_path / "甲.toml", tmp_path / "乙.toml"
    one.write_text(f'based_on = "{other.as_posix()}"\n', encoding="utf-8")
    other.write_text(f'based_on = "{one.as_posix()}"\n', encoding="utf-8")
    with pytest.raises(InvalidRulebook, match="循环引用"):
        load(one.as_posix())


def _rules(rulebook: Rulebook) -> list[Rule]:
    quantity = (getattr(rulebook.quantity, field) for field in rulebook.quantity.__struct_fields__)
    found = (
        rulebook.total,
        *rulebook.groups,
        rulebook.execution,
        *quantity,
        rulebook.qualitative,
        rulebook.rounding,
        rulebook.over,
        rulebook.reason,
        rulebook.grades,
        *rulebook.variants,
        *rulebook.remarks,
    )
    return [rule for rule in found if rule is not None]
