"""A form to be filled in (空白表): rows and weights by the method, or taken from targets or from last year's form."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import msgspec

from jixiao import rulebooks
from jixiao.form import Facet, Form, FormKind, FundLine, Goal, Group, GroupHeading, Indicator, ManagementAspect
from jixiao.rulebooks.model import Rulebook
from jixiao.writers.method_notes import NAMES, notes_of

DEPARTMENT_LAYOUT = "L1-GZ"
TITLES = {FormKind.DEPARTMENT: "部门整体支出绩效自评表"}
TITLE = "项目支出绩效自评表"
FUNDS = {FormKind.DEPARTMENT: ("基本支出", "项目支出", "其他资金")}
ASPECTS = (
    "分配科学性",
    "下达及时性",
    "拨付合规性",
    "使用规范性",
    "执行准确性",
    "预算绩效管理情况",
    "支出责任履行情况",
)
"""What a transfer form tells of the management of its funds (资金管理情况)."""
SOURCES = ("其中：当年财政拨款", "上年结转资金", "其他资金")
ROWS: Mapping[Group, tuple[tuple[Facet, str, int], ...]] = {
    Group.COST: (
        (Facet.COST, "经济成本指标", 1),
        (Facet.SOCIAL_COST, "社会成本指标", 1),
        (Facet.ECOLOGICAL_COST, "生态环境成本指标", 1),
    ),
    Group.OUTPUT: ((Facet.QUANTITY, "数量指标", 3), (Facet.QUALITY, "质量指标", 2), (Facet.TIMELINESS, "时效指标", 2)),
    Group.BENEFIT: (
        (Facet.ECONOMIC, "经济效益指标", 1),
        (Facet.SOCIAL, "社会效益指标", 1),
        (Facet.ECOLOGICAL, "生态效益指标", 1),
        (Facet.SUSTAINABLE, "可持续影响指标", 1),
    ),
    Group.SATISFACTION: ((Facet.SATISFACTION, "服务对象满意度指标", 1),),
}
"""The second levels of each group with the blank rows that they get."""
COST_IN_OUTPUT = (Facet.COST, "成本指标", 1)
"""Where the method sets no group of costs, they are an output."""


def blank(kind: FormKind, rulebook: Rulebook, source: Form | None = None, **known: object) -> Form:
    """A form to be filled in by this rulebook; `known` are fields such as unit, project and year (空白表)."""
    given = {name: value for name, value in known.items() if value is not None}
    if source is not None:
        return msgspec.structs.replace(_carried(source, kind, rulebook), **given)
    weights = {rule.group: rule.weight for rule in rulebook.groups if rule.group in ROWS}
    form = Form(
        kind=kind,
        title=TITLES.get(kind, TITLE),
        amount_unit="万元",
        funds=_funds(kind, rulebook),
        management=_management(kind),
        goals=(Goal(),),
        headings=tuple(GroupHeading(NAMES[group], group, weight=weight) for group, weight in weights.items()),
        indicators=tuple(_rows(weights)),
        notes=notes_of(rulebook, weights),
    )
    return _ended(msgspec.structs.replace(form, **given), rulebook)


def _carried(source: Form, kind: FormKind, rulebook: Rulebook) -> Form:
    """What stays from targets that were approved, or from last year: everything but results (沿用上年或批复目标)."""
    total = source.total_fund
    amount = None
    if source.kind is FormKind.TARGET and total is not None:
        amount = total.full_budget if total.initial_budget is None else total.initial_budget
    rows = tuple(without_result(row) for row in source.indicators)
    weights = {
        one.group: one.weight
        for one in source.headings
        if one.level == 1 and one.group is not None and one.weight is not None
    } or {rule.group: rule.weight for rule in rulebooks.groups_for(rulebook, source) if rule.group in ROWS}
    headings = tuple(msgspec.structs.replace(one, score=None) for one in source.headings)
    form = Form(
        kind=kind,
        title=source.title if source.kind is kind else TITLES.get(kind, TITLE),
        unit=source.unit,
        department=source.department,
        project=source.project,
        project_code=source.project_code,
        year=source.year,
        amount_unit=source.amount_unit or "万元",
        funds=_funds(kind, rulebook, amount),
        management=_management(kind),
        goals=tuple(Goal(expected=goal.expected) for goal in source.goals) or (Goal(),),
        headings=headings,
        indicators=rows or tuple(_rows(weights)),
        notes=notes_of(rulebook, weights),
    )
    return _ended(form, rulebook)


def without_result(row: Indicator) -> Indicator:
    """The indicator as it was planned (只留目标)."""
    return msgspec.structs.replace(
        row,
        actual=None,
        forecast=None,
        score=None,
        review_score=None,
        deduction=None,
        reason=None,
        likelihood=None,
    )


def _funds(kind: FormKind, rulebook: Rulebook, amount: Decimal | None = None) -> tuple[FundLine, ...]:
    total = FundLine("年度资金总额", is_total=True, initial_budget=amount, weight=rulebook.execution.weight)
    return (total, *(FundLine(name) for name in FUNDS.get(kind, SOURCES)))


def _management(kind: FormKind) -> tuple[ManagementAspect, ...]:
    return tuple(map(ManagementAspect, ASPECTS)) if kind is FormKind.TRANSFER else ()


def _rows(weights: Mapping[Group, Decimal]) -> list[Indicator]:
    """Blank rows, group by group; the points of each row are for the unit to share out."""
    rows: list[Indicator] = []
    for group in weights or dict.fromkeys((Group.OUTPUT, Group.BENEFIT, Group.SATISFACTION)):
        facets = ROWS[group]
        if group is Group.OUTPUT and Group.COST not in weights:
            facets = (*facets, COST_IN_OUTPUT)
        for facet, name, count in facets:
            rows += [Indicator(level1=NAMES[group], level2=name, group=group, facet=facet)] * count
    return rows


def _ended(form: Form, rulebook: Rulebook) -> Form:
    """The form with its total row and the places for conclusion, seal and contact."""
    points = rulebook.total.points if rulebook.groups or rulebook.execution.weight is not None else None
    places = dict.fromkeys(("conclusion", "problems", "measures", "seal", "contact", "phone"), "")
    return msgspec.structs.replace(form, total_weight=points, **places)


def layout_for(form: Form, rulebook: Rulebook, known: list[str]) -> str:
    """The layout to write a form in (选用表样): its own, else the one of its region, else the one of its kind."""
    if form.layout in known:
        return str(form.layout)
    of_region = next((name for name in rulebook.layouts if name in known), None)
    if form.kind is FormKind.DEPARTMENT:
        return DEPARTMENT_LAYOUT
    return of_region or "L1"
