"""`jixiao prove`: every number of a form is proven in sentences, with rule, formula, rounding and place."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from msgspec.structs import replace

from jixiao import opening
from jixiao.form import Form, FundLine, Group, Indicator, Inference
from jixiao.form_json import encode
from jixiao.outcome import Audited, audited
from jixiao.proving import find, provable, prove
from jixiao.quantity import parse
from jixiao.scoring import Award
from tests.check_forms import form_of
from tests.command_line import Run

ROOT = Path(__file__).parent.parent
EXAMPLES = sorted((ROOT / "examples").glob("*.xlsx"))
DEPARTMENT = ROOT / "examples" / "department-2022.xlsx"
YUNNAN = ROOT / "examples" / "yunnan-2023.xlsx"


def form_at(path: Path) -> Audited:
    return audited(opening.open_forms(path)[0])


def of_rows(*rows: dict[str, str], rulebook: str = "mof-2020-10", **more: object) -> Audited:
    return audited(form_of({"indicators": list(rows), **more}), rulebook)


def test_the_execution_score_is_proven_from_the_amounts() -> None:
    zh, en = prove(form_at(DEPARTMENT), "funds[0].score").text
    assert zh == (
        "预算执行率得分：按《贵州省部门整体支出绩效自评计分办法（表注）》（表注1只定分值10分；得分按执行率（B/A）乘分值，"
        "为通行做法），规定为“10 分；执行率 × 分值；分母为全年（调整后）预算数”。"
        "执行率 = 全年执行数 ÷ 全年预算数 = 2468.99 ÷ 2735.89 = 90.2444…%，四舍五入到 0.01% 为 90.24%；"
        "得分 = 10 × 2468.99 ÷ 2735.89 = 9.0244…，四舍五入到 0.01 为 9.02 分。"
        "自评 9 分，比应得分低 0.02 分（自评表!I6）。"
        "分值 10 见自评表!G6，全年预算数 2735.89 见自评表!E6，全年执行数 2468.99 见自评表!F6。"
        "计分、舍入所依条款属假定：文件未写明，或尚未与原文核对，按通行做法计，待核。"
    )
    assert "points = 10 × 2468.99 ÷ 2735.89 = 9.0244…, rounded (half up) to 0.01: 9.02 points." in en
    assert "The rules on points and rounding are assumed: not in the text" in en


def test_a_ratio_is_proven_with_its_clause_and_its_cells() -> None:
    zh, en = prove(form_at(YUNNAN), "indicators[2].score").text
    assert zh.endswith(
        "规定为“实际完成值 ÷ 指标值 × 分值，以分值为上限”。得分 = 10 × 352 ÷ 400 = 8.8 分。"
        "自评 9.5 分，比应得分高 0.7 分（公开14表!I17）。"
        "分值 10 见公开14表!H17，年度指标值 400 见公开14表!E17，实际完成值 352 见公开14表!G17。"
        "计分所依条款属假定：文件未写明，或尚未与原文核对，按通行做法计，待核。"
    )
    assert "Points = 10 × 352 ÷ 400 = 8.8. Stated: 9.5 points, 0.7 above the points due (公开14表!I17)." in en


def test_a_band_says_that_any_score_in_it_keeps_to_the_method() -> None:
    proof = prove(form_at(DEPARTMENT), "indicators[1].score")
    assert (proof.due, proof.differs[0]) == (("8–10 分", "8–10 points"), "在此区间内")
    assert "达成预期指标：10 × 80%–100% = 8–10，在此区间内的得分都符合办法。" in proof.text[0]
    assert proof.text[0].endswith("计分所依条款见于原文。")


def test_an_unscored_row_says_why_and_proves_each_reading() -> None:
    proof = prove(form_at(DEPARTMENT), "indicators[6].score")
    assert not proof.scored
    assert proof.working[0] == "指标值 303.03 未注明 ≥、≤ 或 ＝，办法未规定按哪个方向计分。"
    assert [(one.name[0], one.points[0], one.working[0]) for one in proof.readings] == [
        ("正向 B/A", "8.85 分", "10 × 268.13 ÷ 303.03 = 8.8482… → 8.85（四舍五入到 0.01）"),
        ("反向 A/B", "10 分", "实际完成 268.13，达到指标值 303.03，得满分 10"),
    ]
    assert "自评 9.5 分，与各种读法都不符（自评表!H19）。" in proof.text[0]


def test_a_total_is_proven_from_its_rows_and_by_the_method() -> None:
    zh, en = prove(form_at(DEPARTMENT), "total_score").text
    assert zh.startswith(
        "总分等于各项指标得分与预算执行率得分之和：9 + 10 + 10 + 10 + 10 + 10 + 10 + 9.5 + 9.5 + 5 + 5 + 5 + 5 = 108；"
        "表上填 99 分，比各行合计低 9 分。按《贵州省部门整体支出绩效自评计分办法（表注）》重新计分，合计 83–109.02 分；"
        "办法未定之处取自评分，为 108.02 分。各数依次见自评表!I6、自评表!H13、"
    )
    assert "stated 99 points, 9 below the sum of the rows." in en


def test_a_heading_is_set_against_its_rows_and_the_method() -> None:
    zh = prove(form_at(DEPARTMENT), "headings[0].weight").text[0]
    assert zh.startswith(
        "“产出指标”标题分值等于各行分值之和：10 + 10 + 10 + 10 + 10 + 10 + 10 + 10 = 80；表上填 50 分，"
    )
    assert "（表注1：产出指标50分），规定为“产出指标 50 分”。" in zh


def test_a_sum_with_a_blank_row_is_no_sum() -> None:
    one = of_rows({"weight": "50", "score": "50"}, {"weight": "40"}, total_score="100")
    proof = prove(one, "total_score")
    assert (proof.scored, proof.working[0]) == (False, "有 1 行空白，不能合计：50")


def test_a_system_practice_is_called_no_law() -> None:
    row = {"name": "办公费", "target": "≤100", "actual": "120", "weight": "10", "score": "9"}
    zh, en = prove(of_rows(row, rulebook="fiscal-system-linear"), "indicators[0].score").text
    assert "规定为“超出指标值后线性递减，到 2 倍得零分”。得分 = 10 × [1 − (120 − 100) ÷ 100] = 8 分。" in zh
    assert "计分所依条款属系统做法，不是法规。" in zh
    assert "The rule on points is a system's practice, not law." in en


def test_a_value_that_was_inferred_says_so() -> None:
    one = form_at(YUNNAN)
    mark = Inference("indicators[2].actual", "按上下行位置推断")
    marked = one._replace(form=replace(one.form, inferences=(mark,)))
    assert (
        "实际完成值 352（不是直接读出：按上下行位置推断）见公开14表!G17" in prove(marked, "indicators[2].score").text[0]
    )


def test_a_rounded_rate_is_compared_at_the_digits_printed() -> None:
    line = FundLine(
        "年度资金总额",
        is_total=True,
        full_budget=Decimal(3),
        executed=Decimal(2),
        weight=Decimal(10),
        rate=Decimal("0.67"),
        score=Decimal("6.67"),
    )
    one = audited(Form(funds=(line,)), "mof-2020-10")
    proof = prove(one, "funds[0].rate")
    assert proof.working[0] == "执行率 = 全年执行数 ÷ 全年预算数 = 2 ÷ 3 = 66.6666…%"
    assert (proof.rounding[0], proof.differs[0]) == ("四舍五入到 0.01% 为 66.67%", "按所印位数相符")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_number_of_every_example_is_proven_with_every_place(path: Path) -> None:
    one = form_at(path)
    assert len(provable(one)) > len(one.form.indicators)
    for at in provable(one):
        proof = prove(one, at)
        for which, lang in enumerate(("zh", "en")):
            spots = [source.location.describe(lang) for source in proof.sources if source.location]
            assert all(spot in proof.text[which] for spot in spots)
            assert proof.scored == bool(proof.due[which])
            assert not re.search(r"。。|，。|\.\.| \.|None|  ", proof.text[which])


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_proof_names_the_clause_and_the_points_of_the_award(path: Path) -> None:
    one = form_at(path)
    for award in one.scorecard.indicators:
        if isinstance(award, Award):
            proof = prove(one, award.path)
            assert award.clause in proof.text[0]
            assert f"{award.low:f}" in proof.text[0]
            assert proof.grounds[0].basis is award.basis


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ("indicators[6].score", "indicators[6].score"),
        ("indicators[6]", "indicators[6].score"),
        ("7", "indicators[6].score"),
        ("第 7 行", "indicators[6].score"),
        ("第7行指标“运转类其他项目支出”得分", "indicators[6].score"),
        ("row 7", "indicators[6].score"),
        ("运转类其他", "indicators[6].score"),
        ("总分", "total_score"),
        ("执行率", "funds[0].rate"),
        ("执行率得分", "funds[0].score"),
        ("分值合计", "total_weight"),
        ("产出指标得分合计", "groups[0].score"),
    ],
)
def test_a_number_is_asked_for_as_people_name_it(asked: str, path: str) -> None:
    assert find(form_at(DEPARTMENT), asked, "自评表.xlsx") == path


def test_an_unknown_path_names_those_that_look_like_it(run: Run) -> None:
    code, out, err = run("prove", DEPARTMENT, "indicator[3]")
    assert (code, out) == (2, "")
    assert err.startswith(f"{DEPARTMENT}：没有“indicator[3]”这个可证明的数。相近的有：indicators[3].score、")
    assert "jixiao prove 文件" in err


def test_a_row_beyond_the_last_names_the_first_and_the_last(run: Run) -> None:
    code, _, err = run("prove", DEPARTMENT, "第 13 行", "--lang", "en")
    assert code == 2
    assert "Close: indicators[0].score, indicators[11].score." in err


def test_a_name_of_two_rows_must_be_said_more_closely(run: Run) -> None:
    code, _, err = run("prove", DEPARTMENT, "对服务均满意")
    assert code == 2
    assert "“对服务均满意”不止一个：indicators[10].score、indicators[11].score。请写明其中一个路径。" in err


def test_without_a_path_all_that_can_be_proven_is_listed(run: Run) -> None:
    code, out, _ = run("prove", DEPARTMENT)
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert code == 0
    assert "funds[0].score 预算执行率得分 9 分 9.02 分" in lines
    assert "groups[1].score 效益指标得分合计 空白 10 分" in lines
    assert "indicators[10].score 第 11 行指标“局领导及各股室、中心对服务均满意”得分 5 分 未定" in lines


def test_a_page_holds_rule_inputs_and_the_paragraph(run: Run) -> None:
    _, out, _ = run("prove", YUNNAN, "3")
    lines = out.splitlines()
    assert lines[0] == "第 3 行指标“培训农户人次”得分 · 公开14表!I17 · indicators[2].score"
    assert "  表上      9.5 分　比应得分高 0.7 分" in lines
    assert "  代入      分值 10 · 公开14表!H17" in lines
    assert "可引用的说明" in lines


def test_of_several_forms_one_must_be_named(run: Run, tmp_path: Path) -> None:
    forms = [encode(opening.open_forms(path)[0]).decode() for path in (DEPARTMENT, YUNNAN)]
    path = tmp_path / "两张表.json"
    path.write_text(f"[{','.join(forms)}]", encoding="utf-8")
    code, _, err = run("prove", path, "总分")
    assert code == 2
    assert "有 2 张表：1 某某县示范局办公室；2 " in err
    assert run("prove", path, "总分", "--form", "3")[0] == 2
    code, out, _ = run("prove", path, "总分", "--form", "2")
    assert (code, "97.9 分" in out) == (0, True)


def test_json_holds_every_proof_in_both_languages(run: Run) -> None:
    _, out, _ = run("prove", DEPARTMENT, "--format", "json")
    proofs = {proof["path"]: proof for proof in json.loads(out)["proofs"]}
    assert list(proofs) == list(provable(form_at(DEPARTMENT)))
    execution = proofs["funds[0].score"]
    assert execution["due"] == {"zh": "9.02 分", "en": "9.02 points"}
    assert [(one["path"], one["location"]["cell"]) for one in execution["inputs"]] == [
        ("funds[0].weight", "G6"),
        ("funds[0].full_budget", "E6"),
        ("funds[0].executed", "F6"),
    ]
    assert [one["basis"] for one in execution["grounds"]] == ["assumed", "assumed"]


def test_a_deduction_is_part_of_the_proof() -> None:
    item = Indicator(
        name="道路", group=Group.OUTPUT, target=parse("≥3"), actual=parse("2"), weight=Decimal(10), deduction=Decimal(1)
    )
    one = audited(Form(indicators=(item,)), "guangxi")
    zh = prove(one, "indicators[0].score").text[0]
    assert "得分 = 10 × 2 ÷ 3 = 6.6666… → 6.67（四舍五入到 0.01）；扣 1 分，得 5.67 分。" in zh
    assert "扣分 1" in zh


def test_an_execution_rate_that_is_a_row_is_counted_once() -> None:
    fund = {"source": "年度资金总额", "full_budget": "100", "executed": "90"}
    rows = [
        {"name": "预算执行率", "level1": "预算执行", "target": "≥100%", "actual": "90%", "weight": "10", "score": "9"},
        {"name": "道路", "level1": "产出指标", "target": "≥3", "actual": "3", "weight": "90", "score": "90"},
    ]
    one = of_rows(*rows, funds=[fund], total_score="99")
    assert one.scorecard.total.exact == Decimal(99)
    assert "funds[0].score" not in provable(one)
    assert "按《项目支出绩效评价管理办法》重新计分，合计 99 分。" in prove(one, "total_score").text[0]


def test_points_by_the_rows_own_standard_are_proved_by_its_words() -> None:
    item = Indicator(
        name="到课率",
        group=Group.OUTPUT,
        target=parse("≥95%"),
        actual=parse("90%"),
        weight=Decimal(10),
        standard="每低5个百分点扣1分，扣完为止",
    )
    zh, en = prove(audited(Form(indicators=(item,)), "mof-2020-10"), "indicators[0].score").text
    assert "本行评分标准：每低5个百分点扣1分" in zh
    assert "规定为“按本行评分标准逐级扣分”。得分 = 10 − 1 × 1 = 9" in zh
    assert "points off by steps, by the row's own standard" in en
