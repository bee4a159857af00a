"""Generated forms as workbooks and web pages (生成表的文件): the inverse of the readers, for their round-trip tests.

A form is laid out as the printed families lay it out, with merged cells, in the notation of tools/make_examples.py.
`shown` leaves out what the family has no place for, so that reading the file back must give exactly that.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from decimal import Decimal

from msgspec.structs import replace

from bench.planted.generator import Made, unnumbered
from bench.planted.subject import IN_COLUMNS
from jixiao.form import Form, FormKind, FundLine, Group, GroupHeading, Indicator
from jixiao.numerals import plain
from jixiao.quantity import Quantity
from tools import make_examples

Cell = str | tuple[int, str] | tuple[int, int, str]
"""A text, with how many columns it takes and how many rows."""

FUND_COLUMNS = {
    "L1": ("年初预算数", "全年预算数（A）", "全年执行数（B）", "分值", "执行率（B/A）", "得分"),
    "L1-GZ": ("年初预算数", "全年预算数（A）", "全年执行数（B）", "分值", "执行率", "得分"),
    "L1-YN": ("年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"),
    "L1-rural": ("全年预算数（A）", "全年执行数（B）", "分值", "执行率（B/A）", "得分"),
    "L2": ("年初预算", "调整后预算数", "预算执行数", "预算执行率", "权重", "得分", "原因"),
}
ROW_COLUMNS = {
    "L1": ("年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"),
    "L1-GZ": ("年度指标值(A)", "实际完成值(B)", "分值", "得分", "未完成原因分析"),
    "L1-YN": ("指标性质", "指标值", "度量单位", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"),
    "L1-rural": ("分值", "年度指标值", "全年实际值", "得分", "未完成原因及拟采取的改进措施"),
    "L2": ("指标性质", "指标值", "度量单位", "完成值", "权重", "得分", "未完成原因分析"),
}
REMARKS = "其他需要说明事项"
WITH_NOTES = frozenset({"L1", "L1-GZ", "L1-rural"})


def workbook(made: Made) -> bytes:
    """The form as XLSX."""
    return make_examples.workbook(make_examples.parse(notation(made)))


def web_page(made: Made) -> bytes:
    """The form as HTML."""
    return make_examples.page(make_examples.parse(notation(made))).encode()


def notation(made: Made) -> str:
    """The form in the notation of the example forms: one line a row, spans in brackets."""
    width = len(ROW_COLUMNS[made.layout]) + 4
    rows = (" | ".join(map(_written, row)) for row in _rows(made.form, made.layout, width))
    return "\n".join(["sheet: 自评表", f"widths:{' 12' * width}", *rows])


def _written(cell: Cell) -> str:
    text = cell if isinstance(cell, str) else str(cell[-1])
    spans = "" if isinstance(cell, str) else f"[{','.join(str(part) for part in cell[:-1])}]"
    return spans + text.replace("\n", "\\n")


def _rows(form: Form, layout: str, width: int) -> Iterator[list[Cell]]:
    yield [(width, form.title or "")]
    if layout == "L1-YN":
        yield [(width, "公开14表")]
    yield [(width, f"（{form.year}年度）")]
    yield from _head(form, width)
    yield from _funds(form, layout, width)
    yield from _goals(form, width)
    yield from _indicators(form, layout)
    yield from _tail(form, layout, width)


def _head(form: Form, width: int) -> Iterator[list[Cell]]:
    filed = f"{form.filed_on.year}年{form.filed_on.month}月{form.filed_on.day}日" if form.filed_on else ""
    yield [(width - 4, f"填报单位（盖章）：{form.seal or ''}"), (4, f"填报日期：{filed}")]
    if form.kind is FormKind.DEPARTMENT:
        yield [(3, "部门（单位）名称"), (width - 3, form.unit or "")]
        return
    yield [(3, "项目名称"), (width - 3, form.project or "")]
    yield [(3, "主管部门"), (3, form.department or ""), (2, "实施单位"), (width - 8, form.unit or "")]


def _funds(form: Form, layout: str, width: int) -> Iterator[list[Cell]]:
    columns = FUND_COLUMNS[layout]
    name = "部门（单位）总体资金" if form.kind is FormKind.DEPARTMENT else "项目资金"
    source = width - 1 - len(columns)
    yield [(1, len(form.funds) + 1, f"{name}\n（{form.amount_unit}）"), (source, "资金来源"), *columns]
    for line in form.funds:
        yield [(source, line.source), *_fund_cells(line, layout)]


def _fund_cells(line: FundLine, layout: str) -> Iterable[Cell]:
    blank = "" if line.is_total else "—"
    rate = blank if line.rate is None else f"{line.rate.scaleb(2):f}%"
    points = (blank if line.weight is None else f"{line.weight:f}", blank if line.score is None else f"{line.score:f}")
    amounts = [_amount(line.initial_budget), _amount(line.full_budget), _amount(line.executed)]
    if layout == "L2":
        return (*amounts, rate, *points, line.reason or "")
    return (*amounts[layout == "L1-rural" :], points[0], rate, points[1])


def _amount(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount:f}"


def _goals(form: Form, width: int) -> Iterator[list[Cell]]:
    half = (width - 1) // 2
    yield [(1, 2, "年度总体目标"), (half, "预期目标"), (width - 1 - half, "实际完成情况")]
    yield [(half, form.goals[0].expected or ""), (width - 1 - half, form.goals[0].actual or "")]


def _indicators(form: Form, layout: str) -> Iterator[list[Cell]]:
    yield from _column_heads(layout, len(form.indicators))
    for group, rows in itertools.groupby(form.indicators, key=lambda row: row.group):
        own = list(rows)
        label: list[Cell] = [(1, len(own), _heading(form, group))]
        for _, same in itertools.groupby(own, key=lambda row: row.level2):
            members = list(same)
            level2: list[Cell] = [(1, len(members), members[0].level2 or "")]
            for row in members:
                yield [*label, *level2, row.name or "", *_row_cells(row, layout)]
                label, level2 = [], []


def _column_heads(layout: str, count: int) -> Iterator[list[Cell]]:
    """The heads of the columns; L1-YN has two rows of them, the sign, value and unit under 年度指标值."""
    levels, columns = ("一级指标", "二级指标", "三级指标"), ROW_COLUMNS[layout]
    if layout != "L1-YN":
        yield [(1, count + 1, "绩效指标"), *levels, *columns]
        return
    triple, others = columns[:3], columns[3:]
    high: list[Cell] = [(1, 2, one) for one in others]
    yield [(1, count + 2, "绩效指标"), *[(1, 2, one) for one in levels], (3, "年度指标值"), *high]
    yield list(triple)


def _heading(form: Form, group: Group | None) -> str:
    heading = next((one for one in form.headings if one.group is group and one.level == 1), None)
    label = next(row.level1 or "" for row in form.indicators if row.group is group)
    return f"{label}\n（{plain(heading.weight)}分）" if heading and heading.weight is not None else label


def _row_cells(row: Indicator, layout: str) -> Iterable[Cell]:
    points = tuple("" if one is None else f"{one:f}" for one in (row.weight, row.score))
    target, actual, reason = row.target, row.actual, row.reason or ""
    if layout in IN_COLUMNS:
        return (*_columns(target), actual.text if actual else "", *points, reason)
    values = (target.text if target else "", actual.text if actual else "")
    if layout == "L1-rural":
        return (points[0], *values, points[1], reason)
    return (*values, *points, reason)


def _columns(target: Quantity | None) -> tuple[str, str, str]:
    if target is None:
        return "", "", ""
    sign = "定性" if target.qualitative else target.operator
    return sign if target.number is not None or target.qualitative else "", target.text, target.unit


def _tail(form: Form, layout: str, width: int) -> Iterator[list[Cell]]:
    before = ROW_COLUMNS[layout].index("权重" if layout == "L2" else "分值") + 4
    total = ("" if form.total_weight is None else plain(form.total_weight), _amount(form.total_score))
    if layout == "L1-YN":
        yield [(3, REMARKS), (width - 3, "无")]
    if layout == "L1-rural":
        yield [(before, "总分"), total[0], (2, ""), total[1], ""]
    elif form.total_score is not None:
        yield [(before, "总分"), *total, form.grade or "" if layout == "L1-YN" else ""]
    if layout == "L1-GZ" and form.conclusion:
        yield [(1, "自评结论"), (width - 1, form.conclusion)]
    if layout == "L2":
        texts = {"评价结论": form.conclusion, "存在问题": form.problems, "改进措施": form.measures}
        for label, text in texts.items():
            yield [(3, label), (width - 3, text or "")]
    yield [(width, f"联系人：{form.contact}")]
    if layout in WITH_NOTES and form.notes:
        yield [(width, "注：" + "\n".join(form.notes))]


def shown(made: Made) -> Form:
    """The form with only what its layout has a place for."""
    form, layout = made.form, made.layout
    rows = tuple(replace(row, name=unnumbered(row), review_score=None, standard=None) for row in form.indicators)
    funds = tuple(replace(one, arrived=None, reason=one.reason if layout == "L2" else None) for one in form.funds)
    weights = {one.group: one.weight for one in form.headings if one.level == 1}
    labels = {row.group: row.level1 or "" for row in rows}
    return replace(
        form,
        funds=funds,
        headings=tuple(GroupHeading(label, group, weight=weights.get(group)) for group, label in labels.items()),
        indicators=rows,
        grade=form.grade if layout == "L1-YN" else None,
        conclusion=form.conclusion if layout in ("L1-GZ", "L2") else None,
        problems=form.problems if layout == "L2" else None,
        measures=form.measures if layout == "L2" else None,
        notes=form.notes if layout in WITH_NOTES else (),
        attributes={REMARKS: "无"} if layout == "L1-YN" else {},
    )
