"""Forms in tables: what may stand around them, in them and in other order, and still be read."""

from __future__ import annotations

import html
import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from jixiao.document import Cell, Document, Grid
from jixiao.errors import UnknownLayout
from jixiao.form import Facet, Form, FormKind, Group, Inference, Unread
from jixiao.layouts import families, recognise
from jixiao.layouts.kinds import kind_of
from jixiao.location import Box, Location
from jixiao.opening import forms_in

Rows = Sequence[Sequence[str]]

FUNDS: Rows = [
    ["资金来源", "年初预算数", "全年预算数（A）", "全年执行数（B）", "分值", "执行率（B/A）", "得分"],
    ["年度资金总额", "100", "100", "95", "10", "95.00%", "9.5"],
]
COLUMNS = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"]
INDICATORS: Rows = [
    ["产出指标", "数量指标", "甲", "≥5个", "5个", "50", "50", ""],
    ["效益指标", "社会效益指标", "乙", "≥90%", "81%", "30", "27", "丙"],
    ["满意度指标", "服务对象满意度指标", "丁", "≥90%", "95%", "10", "10", ""],
]
TOTAL: Rows = [["总分", "", "", "", "", "100", "96.5", ""]]


def table(*blocks: Rows) -> str:
    rows = ("".join(f"<td>{html.escape(text)}</td>" for text in row) for block in blocks for row in block)
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


def read(page: str) -> Form:
    (form,) = forms_in(page.encode(), "form.html")
    return form


def workbook(sheets: dict[str, Rows]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


YUNNAN = next(family for family in families.known() if family.name == "L1-YN")
PLAIN = table(FUNDS, [COLUMNS], INDICATORS, TOTAL)


@given(st.permutations(range(len(COLUMNS))))
@settings(deadline=None, max_examples=40)
def test_columns_may_stand_in_any_order(order: list[int]) -> None:
    moved = [[row[index] for index in order] for row in [COLUMNS, *INDICATORS]]
    form = read(table(FUNDS, moved))
    assert form.indicators == read(PLAIN).indicators


@given(st.integers(0, len(COLUMNS)))
@settings(deadline=None, max_examples=9)
def test_an_unknown_column_is_passed_over(place: int) -> None:
    added = [[*row[:place], text, *row[place:]] for row, text in zip([COLUMNS, *INDICATORS], "序一二三", strict=True)]
    assert read(table(FUNDS, added)).indicators == read(PLAIN).indicators


def test_lines_around_the_table_belong_to_the_form_and_the_page_does_not() -> None:
    form = read(
        "<h1>某某局2022年度绩效自评表公开</h1><p>发布日期：2024-01-02 来源单位：某某网</p>"
        "<p>部门整体支出绩效自评表</p><p>（2022年度）</p>"
        "<p>单位（盖章）：某某局    填报日期：2023年7月10日</p><p>单位：元</p>"
        + PLAIN
        + "<p>填报人：某某某 联系电话：8000000</p><p>注：1.满分为100分。</p><p>2.得分不得超过分值。</p>"
        "<p>上一篇：无</p><p>联系电话：9999999</p>"
    )
    assert (form.title, form.year, form.kind) == ("部门整体支出绩效自评表", 2022, FormKind.DEPARTMENT)
    assert (form.unit, form.seal, form.filed_on) == ("某某局", "某某局", date(2023, 7, 10))
    assert (form.amount_unit, form.contact, form.phone) == ("元", "某某某", "8000000")
    assert form.notes == ("1.满分为100分。", "2.得分不得超过分值。")


def test_a_header_printed_again_on_a_new_page_is_no_indicator() -> None:
    form = read(table(FUNDS, [COLUMNS], INDICATORS[:1], [COLUMNS], INDICATORS[1:], TOTAL))
    assert form.indicators == read(PLAIN).indicators


def test_a_sum_of_one_group_is_not_the_total() -> None:
    between = [["合计", "", "", "", "", "50", "50", ""]]
    form = read(table(FUNDS, [COLUMNS], INDICATORS[:1], between, INDICATORS[1:], [["合计", *TOTAL[0][1:]]]))
    assert (form.total_weight, form.total_score) == (Decimal(100), Decimal("96.5"))
    assert len(form.indicators) == 3


def test_two_totals_that_differ_are_told() -> None:
    form = read(table([["自评总分", "98"]], FUNDS, [COLUMNS], INDICATORS, TOTAL))
    assert form.total_score == Decimal(98)
    assert [(mark.path, mark.evidence) for mark in form.inferences] == [
        ("total_score", "表中两处总分不同：98 与 96.5，取先印的 98")
    ]


def test_remarks_across_the_table_are_no_indicators() -> None:
    page = PLAIN.replace("</table>", '<tr><td colspan="8">以上数据由某某局提供</td></tr></table>')
    assert read(page).indicators == read(PLAIN).indicators


@pytest.mark.parametrize(
    ("heading", "printed", "rate", "inferred"),
    [
        ("执行率", "90.24%", "0.9024", []),
        ("执行率（%）", "90.24", "0.9024", []),
        ("执行率（%）", "0.95", "0.0095", []),
        ("执行率", "0.958", "0.958", []),
        ("执行率", "100", "1.00", ["执行率印作 100，没有百分号，按百分数读作 100%"]),
    ],
)
def test_a_rate_becomes_a_fraction(heading: str, printed: str, rate: str, inferred: list[str]) -> None:
    funds = [["资金来源", "全年预算数", "全年执行数", heading], ["年度资金总额", "100", "95", printed]]
    form = read(table(funds, [COLUMNS], INDICATORS))
    assert str(form.funds[0].rate) == rate
    assert [mark.evidence for mark in form.inferences] == inferred


def test_units_in_the_cells_are_heeded() -> None:
    funds = [
        ["资金来源", "全年预算数（元）", "全年执行数（元）", "执行率"],
        ["年度资金总额", "1000000", "95万元", "95%"],
    ]
    form = read(table(funds, [COLUMNS], INDICATORS))
    assert form.funds[0].executed == Decimal(950000)
    assert [mark.evidence for mark in form.inferences] == ["单元格印作 95万元，按表头单位换算为 950000元"]


def test_dashes_are_blanks_and_words_in_place_of_points_are_reported() -> None:
    rows = [[*INDICATORS[0][:5], "——", "—", ""], [*INDICATORS[1][:5], "30", "另计", ""]]
    form = read(table(FUNDS, [COLUMNS], rows))
    assert [(row.weight, row.score) for row in form.indicators] == [(None, None), (Decimal(30), None)]
    place = Location(table=1, row=5, col=7)
    assert form.unread == (Unread("indicators[1].score", "另计", "不是数字", place),)


def test_a_formula_without_its_result_is_reported_at_its_place() -> None:
    total = [["总分", "", "", "", "", "100", "=SUM(G4:G6)", ""]]
    (form,) = forms_in(workbook({"表": [*FUNDS, COLUMNS, *INDICATORS, *total]}), "form.xlsx")
    assert (form.total_weight, form.total_score) == (Decimal(100), None)
    reason = "公式没有保存计算结果，请用 Excel 或 WPS 打开后保存再读取。"
    assert form.unread == (Unread("total_score", "", reason, Location(sheet="表", cell="G7")),)


def test_every_sheet_with_a_form_is_read() -> None:
    rows = [["项目支出绩效自评表"], *FUNDS, COLUMNS, *INDICATORS]
    forms = forms_in(workbook({"填报说明": [["请如实填报"]], "甲": rows, "乙": rows}), "form.xlsx")
    assert [form.locations["title"].sheet for form in forms] == ["甲", "乙"]


def test_a_lost_group_follows_from_the_second_level_and_says_so() -> None:
    rows = [INDICATORS[0], ["", *INDICATORS[1][1:]], ["", "从未见过的指标", *INDICATORS[2][2:]]]
    form = read(table(FUNDS, [COLUMNS], rows))
    assert [row.group for row in form.indicators] == [Group.OUTPUT, Group.BENEFIT, Group.BENEFIT]
    assert form.inferences[0].path == "indicators[1].group"
    assert form.inferences[0].evidence == "一级指标标题缺失，按二级指标“社会效益指标”归入效益指标"


def test_a_table_that_is_no_form_says_what_was_missing() -> None:
    with pytest.raises(UnknownLayout) as raised:
        forms_in(workbook({"工资": [["姓名", "金额"], ["某某某", "1"]]}), "工资.xlsx")
    assert str(raised.value) == (
        "工资.xlsx：不是预算绩效自评表。找到：无；没有找到：表名、资金部分、绩效指标表头、指标行、总分。"
        "请确认文件，或附文件反馈新表样。"
    )


def test_what_is_refused_names_the_closest_layout() -> None:
    with pytest.raises(UnknownLayout) as raised:
        forms_in(workbook({"资金": [*FUNDS, ["其中：当年财政拨款", "100", "100", "95", "", "", ""]]}), "资金.xlsx")
    assert str(raised.value) == (
        "资金.xlsx：不是预算绩效自评表。找到：资金部分；没有找到：表名、绩效指标表头、指标行、总分。"
        "最接近的表样是 L1 项目支出绩效自评表（吻合 40%）。请确认文件，或附文件反馈新表样。"
    )


def test_an_unfilled_template_is_a_form_without_indicators() -> None:
    blank = [[*row[:2], "指标1：", "", "", "", "", ""] for row in INDICATORS]
    form = read("<p>项目支出绩效自评表</p>" + table(FUNDS, [COLUMNS], blank))
    assert (form.title, form.indicators) == ("项目支出绩效自评表", ())


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("部门整体支出绩效目标自评表", FormKind.DEPARTMENT),
        ("部门（单位）整体绩效自评表", FormKind.DEPARTMENT),
        ("部门整体支出绩效目标申报表", FormKind.TARGET),
        ("项目支出绩效目标表", FormKind.TARGET),
        ("中央对地方转移支付区域绩效自评表", FormKind.TRANSFER),
        ("项目支出绩效运行监控表", FormKind.MONITORING),
        ("项目支出绩效自评表", FormKind.PROJECT),
    ],
)
def test_the_title_tells_the_kind(title: str, kind: FormKind) -> None:
    assert kind_of(title, [], names_project=False) is kind


def test_fund_rows_tell_the_kind_where_no_title_does() -> None:
    assert kind_of(None, ["年度资金总额", "基本支出"], names_project=False) is FormKind.DEPARTMENT
    assert kind_of(None, ["年度资金总额", "基本支出"], names_project=True) is FormKind.PROJECT


def test_a_table_cut_by_a_page_goes_on_in_the_next_one() -> None:
    form = read(table(FUNDS, [COLUMNS], INDICATORS[:1]) + table(INDICATORS[1:], TOTAL))
    assert form.indicators == read(PLAIN).indicators
    assert form.total_score == Decimal("96.5")


def test_several_cells_under_one_wide_heading_are_one_value() -> None:
    page = (
        "<table><tr><td>一级指标</td><td>二级指标</td><td colspan=2>三级指标</td><td colspan=3>年度指标值</td>"
        "<td>实际完成值</td><td>分值</td><td>得分</td></tr>"
        "<tr><td>产出指标</td><td>数量指标</td><td>指标1：</td><td>村数</td><td>≥</td><td>8</td><td>个</td>"
        "<td>9个</td><td>50</td><td>50</td></tr></table>"
    )
    (row,) = read(page).indicators
    assert row.name == "村数"
    assert row.target is not None
    assert (row.target.operator, row.target.number, row.target.unit) == ("≥", Decimal(8), "个")


def test_the_points_of_a_group_are_not_those_of_its_rows() -> None:
    columns = ["一级指标", "分值", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"]
    rows = [
        ["产出指标", "50", "数量指标", "甲", "1", "1", "20", "19"],
        ["", "", "质量指标", "乙", "1", "1", "30", "30"],
    ]
    assert [row.weight for row in read(table(FUNDS, [columns], rows)).indicators] == [Decimal(20), Decimal(30)]


def test_a_hidden_row_is_read_and_says_so() -> None:
    page = PLAIN.replace("<tr><td>效益指标", '<tr style="display:none"><td>效益指标')
    form = read(page)
    assert len(form.indicators) == 3
    assert [(mark.path, mark.evidence) for mark in form.inferences] == [
        ("indicators[1]", "所在行在文件中是隐藏的，仍按填报内容读取")
    ]


@pytest.mark.parametrize(
    ("marks", "layout"),
    [
        ({"indicator.sign", "indicator.target", "indicator.unit_of_measure"}, None),
        (YUNNAN.marks, "L1-YN"),
        (YUNNAN.marks - {"head.form_number"}, "L1-YN"),
        (YUNNAN.marks - {"end.remarks"}, "L1"),
        (set(), None),
    ],
)
def test_a_regional_layout_needs_its_own_marks(marks: set[str], layout: str | None) -> None:
    assert families.best(marks)[0] == layout


def test_a_label_in_an_indicators_name_does_not_make_it_a_head_row() -> None:
    rows = [["产出指标", "质量指标（单位：%）", "合格率（单位：%）", "95", "95", "50", "50", ""], *INDICATORS[1:]]
    form = read(table(FUNDS, [COLUMNS], rows, TOTAL, [["联系人", "某某某", "联系电话", "8000000", "", "", "", ""]]))
    assert [row.name for row in form.indicators] == ["合格率（单位：%）", "乙", "丁"]
    assert (form.contact, form.phone) == ("某某某", "8000000")


def test_a_row_that_only_says_among_them_is_no_source() -> None:
    form = read(table(FUNDS, [["其中：", *[""] * 6], ["财政拨款", *FUNDS[1][1:]]], [COLUMNS], INDICATORS))
    assert [line.source for line in form.funds] == ["年度资金总额", "财政拨款"]


def test_an_unfilled_template_on_a_hidden_sheet_is_no_form() -> None:
    book = Workbook()
    template = book.worksheets[0]
    filled = book.create_sheet("自评表")
    for page, rows in ((template, [COLUMNS]), (filled, [*FUNDS, COLUMNS, *INDICATORS])):
        for row in [["项目支出绩效自评表"], *rows]:
            page.append(list(row))
    template.title, template.sheet_state = "模板", "hidden"
    out = io.BytesIO()
    book.save(out)
    (form,) = forms_in(out.getvalue(), "form.xlsx")
    assert form.locations["title"].sheet == "自评表"
    assert [one.reason for one in form.unread] == ["工作表“模板”是隐藏的，其内容也已读取。"]


def test_a_medium_term_indicator_of_another_name_is_one_of_its_own() -> None:
    goals = [["总体目标", "中期目标（2023年—2025年）", "年度目标"], ["", "三年建成", "开工"]]
    columns = ["一级指标", "二级指标", "三级指标", "指标值", "二级指标", "三级指标", "指标值"]
    rows = [
        ["产出指标", "数量指标", "建成座数", "≥9座", "数量指标", "建成座数", "≥3座"],
        ["", "质量指标", "验收合格率", "100%", "时效指标", "开工时间", "2023年6月"],
    ]
    form = read("<p>项目支出绩效目标申报表</p>" + table(goals, [columns], rows))
    assert (form.kind, form.goals[0].long_term, form.goals[0].expected) == (FormKind.TARGET, "三年建成", "开工")
    values = [
        (row.name, row.target and row.target.text, row.long_term_target and row.long_term_target.text)
        for row in form.indicators
    ]
    assert values == [
        ("建成座数", "≥3座", "≥9座"),
        ("开工时间", "2023年6月", None),
        ("验收合格率", None, "100%"),
    ]
    assert [row.level2 for row in form.indicators] == ["数量指标", "时效指标", "质量指标"]


def test_two_ticks_for_the_likelihood_are_told_and_none_is_taken() -> None:
    page = (
        "<p>项目支出绩效运行监控表</p><table><tr><td rowspan=2>一级指标</td><td rowspan=2>二级指标</td>"
        "<td rowspan=2>三级指标</td><td rowspan=2>年度指标值</td><td rowspan=2>1-7月执行情况</td>"
        "<td colspan=3>完成目标可能性</td></tr><tr><td>确定能</td><td>有可能</td><td>完全不可能</td></tr>"
        "<tr><td>产出指标</td><td>数量指标</td><td>甲</td><td>5个</td><td>3个</td><td>√</td><td>√</td><td></td></tr>"
        "<tr><td>产出指标</td><td>数量指标</td><td>乙</td><td>5个</td><td>3个</td><td></td><td>√</td><td></td></tr>"
        "</table>"
    )
    form = read(page)
    assert [row.likelihood for row in form.indicators] == [None, "有可能"]
    assert [(one.path, one.reason) for one in form.unread] == [("indicators[0].likelihood", "完成可能性勾选了不止一项")]


def cut(upper: Rows, lower: Rows) -> Form:
    """A form whose table a page end cut, every cell closed on both pages."""
    cells = [
        Cell(number, col, text, Location(page=1 + (number >= len(upper)), box=Box(col, number, col + 1, number + 1)))
        for number, row in enumerate([*upper, *lower])
        for col, text in enumerate(row)
    ]
    width = max(len(row) for row in (*upper, *lower))
    (form,) = recognise(Document("form.pdf", "pdf", (Grid(tuple(cells), len(upper) + len(lower), width),)))
    return form


@pytest.mark.parametrize(
    ("upper", "lower", "label", "weight"),
    [
        ("产\n出", "指\n标\n（60分）", "产出指标", Decimal(60)),
        ("产出指标（6", "0分）", "产出指标", Decimal(60)),
        ("产", "出指标", "产出指标", None),
    ],
)
def test_a_label_cut_by_a_page_end_is_one_label(upper: str, lower: str, label: str, weight: Decimal | None) -> None:
    rows = [
        [upper, "数量指标", "甲", "5个", "5个", "30", "30", ""],
        [lower, "质量指标", "乙", "5个", "5个", "30", "30", ""],
        INDICATORS[1],
    ]
    form = cut([*FUNDS, COLUMNS, rows[0]], rows[1:])
    assert [row.level1 for row in form.indicators] == [label, label, "效益指标"]
    assert [row.group for row in form.indicators] == [Group.OUTPUT, Group.OUTPUT, Group.BENEFIT]
    assert [(one.label, one.weight) for one in form.headings] == [(label, weight), ("效益指标", None)]
    evidence = "标题被分页切断，两页的文字合读为“产出指标”"
    assert {mark.evidence for mark in form.inferences} == {evidence}


def test_a_goal_beside_its_indicators_goes_on_over_the_page_end() -> None:
    header = ["年度绩效目标1", *COLUMNS[:7]]
    first = ["建成示范站", *INDICATORS[0][:7]]
    form = cut([*FUNDS, header, first], [["并投入使用。", "", "质量指标", "乙", "5个", "5个", "50", "50"]])
    assert [goal.expected for goal in form.goals] == ["建成示范站并投入使用。"]
    assert [(mark.path, mark.printed) for mark in form.inferences] == [("goals[0].expected", "建成示范站")]


def test_a_second_level_cut_by_a_page_end_is_one_label() -> None:
    rows = [
        ["效益指标", "可持续", "甲", "5个", "5个", "30", "30", ""],
        ["", "影响指标", "乙", "5个", "5个", "30", "30", ""],
    ]
    form = cut([*FUNDS, COLUMNS, rows[0]], rows[1:])
    assert [row.level2 for row in form.indicators] == ["可持续影响指标"] * 2
    assert [row.facet for row in form.indicators] == [Facet.SUSTAINABLE] * 2


def test_a_label_on_a_new_page_that_means_something_itself_is_not_joined() -> None:
    form = cut([*FUNDS, COLUMNS, INDICATORS[0]], [INDICATORS[1], INDICATORS[2]])
    assert [row.level1 for row in form.indicators] == ["产出指标", "效益指标", "满意度指标"]
    assert form.inferences == ()


def test_every_part_of_a_project_has_its_own_target() -> None:
    page = (
        "<p>项目支出绩效目标申报表</p><table><tr><td rowspan=2>一级指标</td><td rowspan=2>二级指标</td>"
        "<td rowspan=2>三级指标</td><td colspan=2>指标值</td></tr><tr><td>城东片区</td><td>城西片区</td></tr>"
        "<tr><td>产出指标</td><td>数量指标</td><td>改造农贸市场</td><td>≥2个</td><td>≥1个</td></tr>"
        "<tr><td>产出指标</td><td>数量指标</td><td>新增摊位</td><td>≥60个</td><td></td></tr></table>"
    )
    form = read(page)
    assert [(row.name, row.target and row.target.text, row.level1) for row in form.indicators] == [
        ("改造农贸市场（城东片区）", "≥2个", "产出指标"),
        ("改造农贸市场（城西片区）", "≥1个", "产出指标"),
        ("新增摊位（城东片区）", "≥60个", "产出指标"),
    ]
    assert form.inferences[1] == Inference(
        "indicators[1].name", "指标值按“城西片区”分栏填列，名称后注明", printed="改造农贸市场"
    )
    places = [form.locations[f"indicators[{index}].target"].col for index in range(3)]
    assert places == [4, 5, 4]
