"""The form chooses its method: own notes, then region and year, then kind; the reasons are told in both languages."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest

from jixiao.form import Form, FormKind, FundLine, Group, Indicator
from jixiao.rulebooks import for_form, load
from jixiao.rulebooks.model import Basis
from jixiao.rulebooks.regions import region_of
from tests.test_notes import SEED

REAL = Form(kind=FormKind.DEPARTMENT, unit="中共黔南州委办公室", year=2022, notes=SEED)


def _told(form: Form, what: str) -> list[tuple[str, str]]:
    return [(one.zh, one.en) for one in for_form(form).why if one.what == what]


def test_the_real_form_chooses_the_guizhou_method_by_its_own_notes() -> None:
    choice = for_form(REAL)
    assert choice.rulebook is load("guizhou-department-2022")
    assert choice.confidence == "high"
    assert [band.low for band in choice.rulebook.qualitative.bands] == [Decimal("0.8"), Decimal("0.5"), Decimal(0)]
    assert _told(REAL, "region") == [
        ("表头含“黔南”，属贵州，2022 年度。", "The head of the form names 黔南: Guizhou, year 2022.")
    ]
    assert _told(REAL, "choice") == [
        (
            "采用《贵州省部门整体支出绩效自评计分办法（表注）》：与表注写明的各项全部一致。",
            (
                "Rulebook: Guizhou departmental self-evaluation method (notes of the form). "
                "It agrees with all that the notes state."
            ),
        )
    ]
    assert len(_told(REAL, "notes")) == 8
    assert _told(REAL, "notes")[-1] == (
        "本表注4：定性指标三档 100%–80%、80%–50%、50%–0%。",
        "Note 4: qualitative bands 100%–80%, 80%–50%, 50%–0%.",
    )


def test_silences_of_the_notes_are_told_with_what_stands_in_their_place() -> None:
    silent = [zh for zh, _ in _told(REAL, "silent")]
    assert silent == [
        "预算执行率计分：表注1只定分值10分；得分按执行率（B/A）乘分值，为通行做法；按此假定，待核。",
        "“＝”指标计分：表注3只规定 ≥ 和 ≤ 两种指标，未规定“＝”指标；达到的得满分，未达到的不计分。",
        "区间指标计分：表注3只规定 ≥ 和 ≤ 两种指标，未规定区间指标；达到的得满分，未达到的不计分。",
        "时间指标计分：表注3只规定 ≥ 和 ≤ 两种指标，未规定时间指标；达到的得满分，未达到的不计分。",
        "未注明方向的数值：表注3只规定 ≥ 和 ≤ 两种指标，未规定不注明方向的数值；达到的得满分，未达到的不计分。",
        "小数位数：表注未规定小数位数，按两位小数四舍五入；按此假定，待核。",
    ]


def test_notes_of_another_region_are_laid_over_the_method_of_that_region() -> None:
    form = Form(kind=FormKind.PROJECT, unit="黄石市图书馆", year=2022, notes=SEED)
    choice = for_form(form)
    assert (choice.rulebook.name, choice.rulebook.based_on, choice.confidence) == ("notes", "hubei-project", "high")
    assert choice.rulebook.from_notes == ("groups", "adjustable")
    assert choice.rulebook.execution.weight == Decimal(10)
    assert _told(form, "choice") == [
        (
            "以表注为准，表注未写明的沿用《湖北省项目绩效自评计分办法》；按表注改动：一级指标分值、权重可否调整。",
            (
                "The notes come first; where they are silent, Hubei project self-evaluation method. "
                "Changed by the notes: weights of the groups, whether weights may be adjusted."
            ),
        )
    ]


def test_notes_without_a_region_still_find_the_method_that_agrees() -> None:
    assert for_form(Form(kind=FormKind.DEPARTMENT, notes=SEED)).rulebook.name == "guizhou-department-2022"


def test_notes_with_sixty_percent_bands_are_never_scored_by_fifty() -> None:
    notes = (*SEED[:3], SEED[3].replace("50", "60"))
    rulebook = for_form(Form(kind=FormKind.DEPARTMENT, unit="中共黔南州委办公室", year=2022, notes=notes)).rulebook
    assert (rulebook.name, rulebook.from_notes) == ("notes", ("qualitative",))
    assert rulebook.qualitative.bands[1].low == Decimal("0.6")
    assert (rulebook.qualitative.basis, rulebook.qualitative.clause) == (Basis.TEXT, "本表注4")


def test_a_note_that_settles_little_still_counts() -> None:
    choice = for_form(Form(kind=FormKind.PROJECT, notes=("1.得分保留一位小数。",)))
    assert (choice.rulebook.name, choice.rulebook.from_notes, choice.confidence) == ("notes", ("rounding",), "low")
    assert choice.rulebook.rounding.score_step == Decimal("0.1")


@pytest.mark.parametrize(
    ("form", "name", "confidence"),
    [
        (Form(kind=FormKind.DEPARTMENT, unit="贵州省某厅", year=2023), "guizhou-department-2022", "medium"),
        (Form(kind=FormKind.DEPARTMENT, unit="贵州省某厅", year=2020), "mof-2020-10", "low"),
        (Form(kind=FormKind.PROJECT, unit="贵州省某厅", year=2023), "mof-2020-10", "low"),
        (Form(kind=FormKind.PROJECT, unit="黄石市图书馆", year=2022), "hubei-project", "medium"),
        (Form(kind=FormKind.DEPARTMENT, region="湖北省", year=2022), "hubei-department", "medium"),
        (Form(kind=FormKind.PROJECT, unit="成都市某局"), "sichuan", "medium"),
        (Form(kind=FormKind.PROJECT, title="天津市项目支出绩效自评表"), "hebei-tianjin", "medium"),
        (Form(kind=FormKind.TRANSFER, unit="某省某厅", year=2023), "central-transfer", "low"),
        (Form(kind=FormKind.PROJECT), "mof-2020-10", "low"),
        (Form(kind=FormKind.REPORT), "mof-2020-10", "low"),
    ],
)
def test_without_notes_region_year_and_kind_decide(form: Form, name: str, confidence: str) -> None:
    choice = for_form(form)
    assert (choice.rulebook.name, choice.confidence) == (name, confidence)


def test_a_first_level_cost_group_points_to_the_method_that_has_one() -> None:
    groups = (Group.COST, Group.OUTPUT, Group.BENEFIT, Group.SATISFACTION)
    form = Form(kind=FormKind.PROJECT, indicators=tuple(Indicator(group=group) for group in groups))
    rulebook = for_form(form).rulebook
    assert rulebook.name == "mof-2020-10-with-cost"
    assert rulebook.quantity == load("mof-2020-10").quantity  # 只有分值随成本指标而变，计分仍按比例


def test_the_layout_tells_the_region_where_the_head_does_not() -> None:
    form = Form(kind=FormKind.PROJECT, unit="某某单位", layout="L2")
    assert (for_form(form).rulebook.name, for_form(form).confidence) == ("sichuan", "low")
    assert _told(form, "choice") == [
        (
            ("表注未写明计分办法，也认不出地区；表样 L2 见于四川，采用《四川省项目支出绩效自评计分办法（表样）》。"),
            (
                "Neither notes nor region tell the method; the layout L2 is that of: "
                "Sichuan project self-evaluation method (form)."
            ),
        )
    ]
    elsewhere = Form(kind=FormKind.PROJECT, unit="湖南省某厅", layout="L2")
    assert for_form(elsewhere).rulebook.name == "mof-2020-10"


def test_the_default_says_that_nothing_better_was_found() -> None:
    assert _told(Form(kind=FormKind.PROJECT), "choice") == [
        (
            "表注未写明计分办法，也认不出地区，采用全国办法《项目支出绩效评价管理办法》。",
            (
                "The notes do not state the method, and the region is unknown; "
                "national: Measures for the performance evaluation of project expenditure."
            ),
        )
    ]
    assert _told(Form(kind=FormKind.PROJECT, unit="湖南省某厅"), "choice")[0][0] == (
        "表注未写明计分办法，本库也没有湖南的办法，采用全国办法《项目支出绩效评价管理办法》。"
    )


@pytest.mark.parametrize(
    ("unit", "region"),
    [
        ("中共黔南州委办公室", "贵州"),
        ("黔西南州财政局", "贵州"),
        ("黄石市图书馆", "湖北"),
        ("铜陵郊区某局", "安徽"),
        ("海南省某厅", "海南"),
        ("海南州财政局", "青海"),
        ("吉林市某局", "吉林"),
        ("广西壮族自治区某厅", "广西"),
        ("恩施土家族苗族自治州某局", "湖北"),
        ("延边朝鲜族自治州某局", "吉林"),
        ("某公司驻成都市办事处", "四川"),
        ("某区北京路街道办事处", None),
        ("社会治安综合治理（长治久安）办公室", None),
        ("某某单位", None),
        ("", None),
    ],
)
def test_region_of_a_unit(unit: str, region: str | None) -> None:
    found = region_of(Form(unit=unit))
    assert (found.name if found else None) == region


def test_a_printed_region_goes_before_the_name_of_the_unit() -> None:
    found = region_of(Form(region="四川省", unit="黄石市图书馆"))
    assert found is not None
    assert (found.name, found.name_en, found.evidence) == ("四川", "Sichuan", "四川")


def test_a_form_that_scores_the_execution_rate_follows_no_method_without_such_points() -> None:
    funds = (FundLine("年度资金总额", is_total=True, weight=Decimal(10)),)
    form = Form(kind=FormKind.DEPARTMENT, unit="宁夏回族自治区某某县司法局", year=2023, funds=funds)
    assert for_form(form).rulebook is load("mof-2020-10")
    assert for_form(msgspec.structs.replace(form, funds=())).rulebook is load("ningxia")
