"""A form's own notes: every set phrase of published forms, in the shapes in which people print it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from jixiao.form import Group
from jixiao.rulebooks import load
from jixiao.rulebooks.model import Basis
from jixiao.rulebooks.notes import read_notes
from jixiao.rulebooks.overlay import differing, lay_over

#: The method of the Guizhou form, in words of our own with the set phrases that matter.
SEED = (
    (
        "1.自评以打分方式进行，满分为100分，三级指标的权重分值由各单位确定。原则上一级指标分值统一设置为：产出指标50分，"
        "效益指标30分、服务对象满意度10分、预算资金执行率10分。除预算资金执行率外，其他指标权重可适当调整，但总分应为100分。"
        "各三级指标得分最高不能超过该指标分值上限。"
    ),
    "2.未完成原因分析：说明偏离目标的原因及拟采取的措施。",
    (
        "3.定量指标若为正向指标（即指标值为≥*），得分计算方法应用实际完成值（B）/年度指标值（A）*该指标分值；"
        "若为反向指标（即指标值为≤*），得分计算方法应用年度指标值（A）/实际完成值（B）*该指标分值。"
    ),
    (
        "4.定性指标分为：达成预期指标、部分达成预期指标并具有一定效果、未达成预期指标且效果较差三档，"
        "分别按照分值权重区间100-80%(含80%)、80-50%(含50%)、50-0%合理确定得分。"
    ),
)


def _stated(*notes: str) -> dict[str, Any]:
    return {one.field: dict(one.changes) for one in read_notes(notes)}


def test_the_notes_of_the_real_form_state_the_whole_method() -> None:
    assert [(one.field, one.clause, one.zh, one.en) for one in read_notes(SEED)] == [
        (
            "groups",
            "本表注1",
            "一级指标分值：预算执行率 10 分、产出指标 50 分、效益指标 30 分、满意度指标 10 分",
            "weights: execution rate 10, output 50, benefit 30, satisfaction 10",
        ),
        ("total", "本表注1", "满分 100 分", "full score 100"),
        ("adjustable", "本表注1", "权重可以调整，执行率除外", "weights may be adjusted, except the execution rate"),
        ("cap", "本表注1", "各指标得分不超过分值", "no score above its weight"),
        ("reason", "本表注2", "未完成原因须写明措施", "reasons must hold measures"),
        ("quantity.positive", "本表注3", "正向指标按 B/A 计分", "positive indicators by B/A"),
        ("quantity.reverse", "本表注3", "反向指标按 A/B 计分", "reverse indicators by A/B"),
        (
            "qualitative",
            "本表注4",
            "定性指标三档 100%–80%、80%–50%、50%–0%",
            "qualitative bands 100%–80%, 80%–50%, 50%–0%",
        ),
    ]


def test_the_guizhou_rulebook_agrees_with_the_real_notes_and_the_national_one_does_not() -> None:
    stated = read_notes(SEED)
    assert differing(load("guizhou-department-2022"), stated) == []
    assert [one.field for one in differing(load("mof-2020-10"), stated)] == ["adjustable", "qualitative"]


GROUPS = {Group.EXECUTION: Decimal(10), Group.OUTPUT: Decimal(50), Group.BENEFIT: Decimal(30)}
GROUPS[Group.SATISFACTION] = Decimal(10)


@pytest.mark.parametrize(
    "note",
    [
        "产出指标50分、效益指标30分、服务对象满意度10分、预算资金执行率10分",
        "产出指标５０分，效益指标３０分，满意度指标１０分，预算执行率１０分",
        "产 出 指 标 50 分 ， 效 益 指 标\n30 分、满意度指标10分、预算 执行率 10 分",
        "预算执行率10%、产出指标50%、效益指标30%、满意度指标10%",
        "一级指标权重：预算执行率（10分）、产出指标（50分）、效益指标（30分）、服务对象满意度指标（10分）",
        "产出指标分值为50分；效益指标分值为30分；满意度指标分值为10分；资金执行率分值为10分",
        "产出50分（其中成本指标10分），效益30分，满意度10分，预算执行率10分",
    ],
)
def test_group_weights(note: str) -> None:
    weights = _stated(note)["groups"]["weights"]
    assert weights == GROUPS


def test_group_weights_with_cost_as_a_first_level_group() -> None:
    weights = _stated("成本指标20分、产出指标40分、效益指标20分、满意度指标10分、预算执行率10分")["groups"]["weights"]
    assert weights == {
        Group.EXECUTION: Decimal(10),
        Group.COST: Decimal(20),
        Group.OUTPUT: Decimal(40),
        Group.BENEFIT: Decimal(20),
        Group.SATISFACTION: Decimal(10),
    }


def test_group_weights_may_be_spread_over_notes() -> None:
    notes = ("1.预算执行率20分。", "2.产出指标40分，效益指标30分。", "3.满意度10分。")
    assert [one.clause for one in read_notes(notes) if one.field == "groups"] == ["本表注1"]
    assert set(_stated(*notes)["groups"]["weights"].values()) == {Decimal(n) for n in (20, 40, 30, 10)}


def test_weights_that_do_not_make_up_the_full_score_state_nothing() -> None:
    assert _stated("如产出指标5分的，可以合并填报") == {}


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("满分为100分", {"total": {"points": Decimal(100)}}),
        ("总分应为１００分", {"total": {"points": Decimal(100)}}),
        ("自评满分 120 分", {"total": {"points": Decimal(120)}}),
        ("得分不得超过该指标分值", {"cap": {"cap_at_weight": True}}),
        ("各项得分最高不能超过该指标分值上限", {"cap": {"cap_at_weight": True}}),
        ("指标权重可适当调整", {"adjustable": {"adjustable": True, "execution": True}}),
        ("除预算执行率外，其他指标权重可适当调整", {"adjustable": {"adjustable": True, "execution": False}}),
        ("各指标分值权重确定后不得调整", {"adjustable": {"adjustable": False, "execution": False}}),
        ("应说明未完成原因及改进措施", {"reason": {"measures": True}}),
        ("分析偏差原因，并提出下一步改进措施", {"reason": {"measures": True}}),
        ("预算执行率得分=执行率×10", {"execution": {"method": "proportional"}}),
        ("得分保留两位小数", {"rounding": {"score_step": Decimal("0.01")}}),
        ("得分保留小数点后1位", {"rounding": {"score_step": Decimal("0.1")}}),
        ("完成率低于60%的，不得分", {"quantity.positive": {"method": "gate", "gate": Decimal("0.6")}}),
        ("未完成的，按照完成值与指标值的比例记分", {"quantity.positive": {"method": "ratio"}}),
    ],
)
def test_single_phrases(note: str, expected: dict[str, Any]) -> None:
    assert _stated(note) == expected


@pytest.mark.parametrize(
    ("note", "positive", "reverse"),
    [
        ("正向指标得分=实际完成值/年度指标值×分值，反向指标得分=年度指标值/实际完成值×分值", "ratio", "inverse_ratio"),
        ("正向指标：B÷A×分值；反向指标：A÷B×分值", "ratio", "inverse_ratio"),
        ("反向指标（≤）得分为Ａ／Ｂ＊分值，正向指标（≥）得分为Ｂ／Ａ＊分值", "ratio", "inverse_ratio"),
        (
            "正向指标得分=全年实际值(B)/年初目标值(A)*权重，逆向指标得分=年初目标值(A)/全年实际值(B)*权重",
            "ratio",
            "inverse_ratio",
        ),
        ("正向指标得分=B/A×分值；反向指标得分=[1-(B-A)/A]×分值", "ratio", "linear_to_k"),
        ("正向指标按B/A计分", "ratio", None),
        ("正向指标和反向指标由单位自行计分", None, None),
        ("得分=实际完成值/年度指标值×分值", None, None),
    ],
)
def test_formulas_belong_to_their_side(note: str, positive: str | None, reverse: str | None) -> None:
    stated = _stated(note)
    assert stated.get("quantity.positive", {}).get("method") == positive
    assert stated.get("quantity.reverse", {}).get("method") == reverse


@pytest.mark.parametrize(
    ("note", "floor"),
    [
        ("定性指标按100-80%(含80%)、80-50%(含50%)、50-0%三档确定得分", "0.5"),
        ("定性指标分三档：100%-80%（含）、80%-60%（含）、60%-0%", "0.6"),
        ("达成预期指标的，按100%～80%（含80%）、80%～60%（含60%）、60%～0%确定", "0.6"),
        ("定性指标分三档：0-60%、60%-80%、80%-100%", "0.6"),
        ("定性指标按 100％至80％、80％至50％、50％至0％ 三档", "0.5"),
    ],
)
def test_bands(note: str, floor: str) -> None:
    limits = _stated(note)["qualitative"]["limits"]
    low = Decimal(floor)
    assert limits == ((Decimal(1), Decimal("0.8")), (Decimal("0.8"), low), (low, Decimal(0)))


@pytest.mark.parametrize(
    "note",
    [
        "定性指标按100-80%、70-50%、50-0%三档",  # 有缺口
        "定性指标按100-80%、80-50%两档",
        "执行率在100-80%、80-60%、60-0%的分别计分",  # 不是定性指标
    ],
)
def test_bands_that_are_not_whole_state_nothing(note: str) -> None:
    assert "qualitative" not in _stated(note)


@pytest.mark.parametrize(
    ("note", "floors"),
    [
        ("90（含）-100分为优、80（含）-90分为良、60（含）-80分为中、60分以下为差", "优 90 良 80 中 60 差 0"),
        ("等级：90分以上为优，80-90分为良，60-80分为中，60分以下为差", "优 90 良 80 中 60 差 0"),
        ("100-80分为优，80-70分为良，70-60分为中，60-0分为差", "优 80 良 70 中 60 差 0"),
        ("评价等级：优（90-100分）、良（80-89分）、中（60-79分）、差（0-59分）", "优 90 良 80 中 60 差 0"),
        ("等级分为优秀：90分以上；良好：80分-90分；中等：60分-80分；差：60分以下", "优 90 良 80 中 60 差 0"),
        ("优[100-80]、良[80-70]、中[70-60]、差[60-0]", "优 80 良 70 中 60 差 0"),
    ],
)
def test_grades(note: str, floors: str) -> None:
    bands = _stated(note)["grades"]["bands"]
    assert " ".join(f"{band.name} {band.from_}" for band in bands) == floors


def test_the_number_of_a_note_is_its_own_where_printed_else_its_place() -> None:
    assert [one.clause for one in read_notes(("注：3.满分为100分。",))] == ["本表注3"]
    assert [one.clause for one in read_notes(("填报说明见附件。", "满分为100分。"))] == ["本表注2"]


def test_a_value_stated_twice_stands_by_its_first_note() -> None:
    assert [one.clause for one in read_notes(("1.满分为100分。", "2.总分应为120分。"))] == ["本表注1"]


@pytest.mark.parametrize("notes", [(), ("",), ("本表由单位留存。",), ("１" * 5000,), ("正向" * 2000,)])
def test_other_text_states_nothing(notes: tuple[str, ...]) -> None:
    assert read_notes(notes) == []


def test_what_the_notes_state_is_laid_over_the_rulebook_with_the_note_as_clause() -> None:
    rulebook = lay_over(load("mof-2020-10"), read_notes(SEED))
    bands = rulebook.qualitative.bands
    assert [(band.name, band.low) for band in bands] == [
        ("达成年度指标", Decimal("0.8")),
        ("部分达成年度指标并具有一定效果", Decimal("0.5")),
        ("未达成年度指标且效果较差", Decimal(0)),
    ]
    assert (rulebook.qualitative.clause, rulebook.qualitative.basis) == ("本表注4", Basis.TEXT)
    assert (rulebook.quantity.reverse.clause, rulebook.quantity.reverse.basis) == ("本表注3", Basis.TEXT)
    assert (rulebook.execution.adjustable, rulebook.execution.basis) == (False, Basis.ASSUMED)
    assert rulebook.quantity.range == load("mof-2020-10").quantity.range


def test_laid_weights_replace_those_of_the_rulebook() -> None:
    notes = read_notes(("预算执行率20分、产出指标40分、效益指标30分、满意度10分",))
    rulebook = lay_over(load("mof-2020-10"), notes)
    assert {rule.group: rule.weight for rule in rulebook.groups} == {
        Group.EXECUTION: Decimal(20),
        Group.OUTPUT: Decimal(40),
        Group.BENEFIT: Decimal(30),
        Group.SATISFACTION: Decimal(10),
    }
    assert rulebook.execution.weight == Decimal(20)


@pytest.mark.parametrize(
    ("note", "told"),
    [
        ("3. 指标权重可以适当调整。", ("adjustable", "本表注3", "权重可以调整", "weights may be adjusted")),
        ("各指标权重不得调整。", ("adjustable", "本表注1", "权重不得调整", "weights may not be adjusted")),
        ("指标分值不得调整。", ("adjustable", "本表注1", "权重不得调整", "weights may not be adjusted")),
        (
            "预算执行率得分=执行率×10分。",
            ("execution", "本表注1", "执行率得分按执行率乘分值", "execution is scored in proportion to its rate"),
        ),
        (
            "2、未完成的按完成值与指标值的比例计分。",
            (
                "quantity.positive",
                "本表注2",
                "未完成的按完成值与指标值的比例计分",
                "what falls short is scored in proportion to the target",
            ),
        ),
        (
            "90-100分为优，80-90分为良，60-80分为中，60分以下为差。",
            ("grades", "本表注1", "等级下限：优 90、良 80、中 60、差 0", "grades from: 优 90, 良 80, 中 60, 差 0"),
        ),
        (
            "反向指标得分=[1-(B-A)/A]×分值",
            ("quantity.reverse", "本表注1", "反向指标按 1−(B−A)/A 计分", "reverse indicators by 1−(B−A)/A"),
        ),
    ],
)
def test_each_statement_is_told_with_its_note(note: str, told: tuple[str, str, str, str]) -> None:
    assert [(one.field, one.clause, one.zh, one.en) for one in read_notes((note,))] == [told]


def test_a_side_without_a_formula_does_not_hide_the_other() -> None:
    note = "正向指标由单位自行打分；反向指标得分=年度指标值（A）/实际完成值（B）×分值"
    assert [one.field for one in read_notes((note,))] == ["quantity.reverse"]


def test_a_line_to_zero_ends_at_twice_the_target() -> None:
    stated = read_notes(("反向指标得分=[1-(B-A)/A]×分值",))
    rule = lay_over(load("mof-2020-10"), stated).quantity.reverse
    assert (rule.method, rule.factor, rule.basis, rule.clause) == ("linear_to_k", Decimal(2), Basis.TEXT, "本表注1")


def test_grades_of_the_notes_stand_in_place_of_the_rulebooks() -> None:
    stated = read_notes(("甲", "95-100分为优，85-95分为良，70-85分为中，70分以下为差。"))
    laid = lay_over(load("guizhou-department-2022"), stated)
    assert laid.grades is not None
    assert [(one.name, f"{one.from_}") for one in laid.grades.bands] == [
        ("优", "95"),
        ("良", "85"),
        ("中", "70"),
        ("差", "0"),
    ]
    assert (laid.grades.basis, laid.grades.clause) == (Basis.TEXT, "本表注2")
    assert laid.quantity == load("guizhou-department-2022").quantity


def test_weights_of_the_notes_stand_in_place_of_the_rulebooks() -> None:
    book = load("guizhou-department-2022")
    stated = read_notes(("满分100分", "产出指标60分、效益指标20分、满意度指标10分、预算执行率10分"))
    laid = lay_over(book, stated)
    assert [(one.group, one.weight, one.basis, one.clause) for one in laid.groups] == [
        (Group.EXECUTION, Decimal(10), Basis.TEXT, "本表注2"),
        (Group.OUTPUT, Decimal(60), Basis.TEXT, "本表注2"),
        (Group.BENEFIT, Decimal(20), Basis.TEXT, "本表注2"),
        (Group.SATISFACTION, Decimal(10), Basis.TEXT, "本表注2"),
    ]
    assert {one.group: one.adjustable for one in laid.groups} == {one.group: one.adjustable for one in book.groups}
    assert (laid.variants, laid.execution.weight) == ((), Decimal(10))
    assert laid.total.clause == "本表注1"


def test_where_the_notes_name_no_execution_weight_the_rulebooks_stays() -> None:
    book = load("guizhou-department-2022")
    laid = lay_over(book, read_notes(("满分100分", "产出指标60分、效益指标30分、满意度指标10分")))
    assert [(one.group, one.weight) for one in laid.groups] == [
        (Group.EXECUTION, Decimal(10)),
        (Group.OUTPUT, Decimal(60)),
        (Group.BENEFIT, Decimal(30)),
        (Group.SATISFACTION, Decimal(10)),
    ]
    assert laid.groups[0] == next(one for one in book.groups if one.group is Group.EXECUTION)
    assert laid.execution.weight == Decimal(10)
