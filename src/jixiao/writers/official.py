"""The official form as a plan of cells (官方表样): what stands where, in no file format yet. The inverse of layouts."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from jixiao.form import Form, FormKind, FundLine, Goal, Indicator
from jixiao.numerals import plain
from jixiao.quantity import Quantity, parse
from jixiao.writers.official_grid import Column, goal_columns, grid_of
from jixiao.writers.printable import printable


class Planned(NamedTuple):
    """One cell of the printed form (版面单元格)."""

    row: int
    col: int
    rowspan: int
    colspan: int
    text: str
    role: str  #: title, subtitle, head, label, text, number, note
    path: str | None = None  #: the value of the form that stands here


class Plan(NamedTuple):
    """A printed form (版面)."""

    layout: str
    cells: list[Planned]
    rows: int
    widths: list[int]  #: relative, one a column
    table: tuple[int, int]  #: first and last row of the ruled part
    repeat: tuple[int, int]  #: header rows of the indicator block, repeated on the next page

    @property
    def cols(self) -> int:
        """How many grid columns there are."""
        return len(self.widths)


class Frame(NamedTuple):
    """What of a printed form is no value (表框): its columns and labels, for whoever draws the rows himself."""

    columns: list[Column]  #: of the indicators; the first holds the label of the block
    funds: list[Column]
    widths: list[int]  #: relative, one a grid column
    items: list[tuple[str, str]]  #: head of the form: path and label
    goals: list[tuple[str, str]]
    tail: list[tuple[str, str]]
    labels: dict[str, str]  #: of the blocks: funds, management, goals, indicators, total
    management: list[tuple[str, str]]  #: key and heading; empty where the form has no such block


@cache
def _layouts() -> dict[str, dict[str, Any]]:
    raw = tomllib.loads((Path(__file__).parent / "official.toml").read_text(encoding="utf-8"))
    return {name: raw.get(one.get("based_on", ""), {}) | one for name, one in raw.items()}


def names() -> list[str]:
    """The layouts that can be written (可写的表样)."""
    return sorted(_layouts())


def plan(form: Form, layout: str = "L1") -> Plan:
    """The form in one official layout (排版). Raises KeyError for an unknown layout."""
    return _Planner(form, layout).plan()


def frame(form: Form, layout: str = "L1") -> Frame:
    """The columns and labels that the form has in one official layout (表框). Raises KeyError as `plan`."""
    return _Planner(form, layout).frame()


def percent(rate: Decimal) -> str:
    """A rate as a percentage with the digits it has: 0.9024 is 90.24%."""
    return f"{plain(rate.scaleb(2))}%"


EXTRA_ITEMS = (("unit", "单位名称"), ("department", "主管部门"), ("project", "项目名称"), ("project_code", "项目编码"))
MANAGEMENT_LABEL = "资金管理情况"
MANAGEMENT = (("aspect", ""), ("situation", "情况说明"), ("problems", "存在问题和改进措施"))
EXTRA_TAIL = (("problems", "存在问题"), ("measures", "改进措施"))


class _Planner:
    """Writes one form row by row (逐行排版)."""

    def __init__(self, form: Form, layout: str) -> None:
        self.form = form
        self.layout = layout
        self.spec = _layouts()[layout]
        self.columns, self.funds, self.widths = grid_of(form, self.spec)
        self.at = {column.key: column for column in self.columns}
        self.cols = len(self.widths)
        self.cells: list[Planned] = []
        self.row = 0

    def frame(self) -> Frame:
        """Columns and labels only."""
        spec = self.spec
        labels = {
            "funds": self._filled(spec["fund_label"]),
            "management": MANAGEMENT_LABEL,
            "goals": spec["goal_label"],
            "indicators": self._filled(spec["indicator_label"]),
            "total": spec["total"],
        }
        items, goals, tail = self._item_rows(), goal_columns(self.form, self.spec), self._tail_rows()
        managed = bool(self.form.management) or self.form.kind is FormKind.TRANSFER
        management = list(MANAGEMENT) if managed else []
        return Frame(self.columns, self.funds, self.widths, items, goals, tail, labels, management)

    def plan(self) -> Plan:
        """All rows from the title to the notes."""
        form = self.form
        self._line(form.title or "", "title", "title")
        unit = f"（{form.year}年度）" if form.year else ""
        self._line(unit, "subtitle", "year")
        self._dateline()
        first = self.row
        self._items()
        self._funds()
        self._management()
        self._goals()
        repeat = self._indicators()
        self._total()
        self._tail()
        last = self.row - 1
        self._contacts()
        for index, note in enumerate(form.notes):
            self._line(f"注：{note}" if index == 0 else note, "note", f"notes[{index}]")
        return Plan(self.layout, self.cells, self.row, self.widths, (first, last), repeat)

    def _put(  # noqa: PLR0913 - a cell has that many sides
        self, col: int, text: str, role: str, path: str | None = None, *, width: int = 1, height: int = 1
    ) -> None:
        self.cells.append(Planned(self.row, col, height, width, printable(text), role, path))

    def _line(self, text: str, role: str, path: str | None) -> None:
        self._put(0, text, role, path, width=self.cols)
        self.row += 1

    def _dateline(self) -> None:
        form, half = self.form, self.cols // 2
        seal = "" if form.seal is None else f"单位（盖章）：{form.seal or form.unit or ''}"
        filed = f"填报日期：{form.filed_on.year}年{form.filed_on.month}月{form.filed_on.day}日" if form.filed_on else ""
        if seal or filed:
            self._put(0, seal, "dateline", "seal", width=half)
            self._put(half, filed, "dateline", "filed_on", width=self.cols - half)
            self.row += 1
        if form.amount_unit and "amount_unit" not in self.spec["fund_label"]:
            self._line(f"单位：{form.amount_unit}", "dateline", "amount_unit")

    def _item_rows(self) -> list[tuple[str, str]]:
        """Path and label of each line of the head (表头项)."""
        own = {key for key, _ in self.spec["items"]}
        extra = [(key, label) for key, label in EXTRA_ITEMS if key not in own and getattr(self.form, key) is not None]
        others = ((f"attributes.{label}", label) for label in self.form.attributes)
        return [*((key, label) for key, label in self.spec["items"]), *extra, *others]

    def _items(self) -> None:
        for path, label in self._item_rows():
            other = path.removeprefix("attributes.")
            text = getattr(self.form, path) if other == path else self.form.attributes[other]
            self._put(0, label, "label", width=2)
            self._put(2, text or "", "text", path, width=self.cols - 2)
            self.row += 1

    def _funds(self) -> None:
        form = self.form
        if not form.funds:
            return
        self._put(0, self._filled(self.spec["fund_label"]), "label", height=len(form.funds) + 1)
        for column in self.funds:
            self._put(column.start, column.heading, "head", width=column.span)
        self.row += 1
        for index, line in enumerate(form.funds):
            for column in self.funds:
                role = "text" if column.key in ("source", "reason") else "number"
                path = f"funds[{index}].{column.key}"
                self._put(column.start, fund_text(line, column.key), role, path, width=column.span)
            self.row += 1

    def _management(self) -> None:
        """The management of funds (资金管理情况) of a transfer form: situation and problems beside each aspect."""
        rows = self.form.management
        if not rows:
            return
        starts = (1, self.cols // 3, 2 * self.cols // 3, self.cols)
        self._put(0, MANAGEMENT_LABEL, "label", height=len(rows) + 1)
        for at, (_, heading) in enumerate(MANAGEMENT):
            self._put(starts[at], heading, "head", width=starts[at + 1] - starts[at])
        self.row += 1
        for index, row in enumerate(rows):
            for at, (key, _) in enumerate(MANAGEMENT):
                text, role = getattr(row, key) or "", "text" if at else "label"
                width = starts[at + 1] - starts[at]
                self._put(starts[at], text, role, f"management[{index}].{key}", width=width)
            self.row += 1

    def _filled(self, label: str) -> str:
        total = self.form.total_fund
        weight = total.weight if total else None
        rest = None if weight is None or self.form.total_weight is None else self.form.total_weight - weight
        return label.format(
            amount_unit=self.form.amount_unit or "万元",
            execution_weight="" if weight is None else plain(weight),
            indicator_weight="" if rest is None else plain(rest),
        )

    def _goals(self) -> None:
        goals = self.form.goals or (Goal(),)
        self._put(0, self.spec["goal_label"], "label", height=len(goals) + 1)
        columns = goal_columns(self.form, self.spec)
        starts = [1 + (self.cols - 1) * index // len(columns) for index in range(len(columns))] + [self.cols]
        for index, (_, heading) in enumerate(columns):
            self._put(starts[index], heading, "head", width=starts[index + 1] - starts[index])
        self.row += 1
        for number, goal in enumerate(goals):
            for index, (key, _) in enumerate(columns):
                width = starts[index + 1] - starts[index]
                self._put(starts[index], getattr(goal, key) or "", "text", f"goals[{number}].{key}", width=width)
            self.row += 1

    def _indicators(self) -> tuple[int, int]:
        """Header row, indicator rows and subtotals; equal neighbours of the first and second level are merged."""
        rows = self.form.indicators
        subtotals = self._subtotals()
        self._put(0, self._filled(self.spec["indicator_label"]), "label", height=len(rows) + len(subtotals) + 1)
        for column in self.columns[1:]:
            self._put(column.start, column.heading, "head", width=column.span)
        head = self.row
        self.row += 1
        for index, row in enumerate(rows):
            for column in self.columns[1:]:
                height = self._height(index, column.key, subtotals)
                if height:
                    text, role = self._cell(row, column.key)
                    path = f"indicators[{index}].{PATHS.get(column.key, column.key)}"
                    self._put(column.start, text, role, path, width=column.span, height=height)
            self.row += 1
            if index in subtotals:
                self._subtotal(subtotals[index])
        return head, head

    def _subtotals(self) -> dict[int, int]:
        """The headings with a subtotal (小计得分), each under the last indicator of its group: row → heading."""
        last = {row.level1: index for index, row in enumerate(self.form.indicators)}
        return {
            last[one.label]: number
            for number, one in enumerate(self.form.headings)
            if one.level == 1 and one.score is not None and one.label in last
        }

    def _subtotal(self, number: int) -> None:
        score = self.form.headings[number].score
        name = self.at["name"]
        first = self.at["level2"].start
        self._put(first, "小计", "label", width=name.start + name.span - first)
        for column in self.columns[self.columns.index(name) + 1 :]:
            told = score is not None and column.key == "score"
            path = f"headings[{number}].score" if told else None
            text = plain(score) if told and score is not None else ""
            self._put(column.start, text, "number", path, width=column.span)
        self.row += 1

    def _height(self, index: int, key: str, subtotals: dict[int, int]) -> int:
        """Rows that a cell covers; 0 where a cell above covers this one."""
        if key not in ("level1", "level2"):
            return 1
        rows = self.form.indicators
        same = _level_key(rows[index], key)
        if index and _level_key(rows[index - 1], key) == same:
            return 0
        end = index + 1
        while end < len(rows) and _level_key(rows[end], key) == same:
            end += 1
        return end - index + (sum(index <= at < end for at in subtotals) if key == "level1" else 0)

    def _cell(self, row: Indicator, key: str) -> tuple[str, str]:
        if key in ("level1", "level2"):
            return self._level_label(row, key), "label"
        beside = indicator_text(row, "unit") if "unit" in self.at else ""
        return indicator_text(row, key, beside), "number" if key in NUMBERS else "text"

    def _level_label(self, row: Indicator, key: str) -> str:
        """产出指标（50分）, 数量指标（20分）: a level with the weight that its heading prints."""
        label = getattr(row, key) or ""
        level = 1 if key == "level1" else 2
        heading = next(
            (
                one
                for one in self.form.headings
                if (one.level, one.label) == (level, label) and (level == 1 or one.group in (None, row.group))
            ),
            None,
        )
        return (
            f"{label}\n（{plain(heading.weight)}分）" if heading is not None and heading.weight is not None else label
        )

    def _total(self) -> None:
        form = self.form
        if form.total_weight is None and form.total_score is None:
            return
        weight, score = self.at["weight"].start, self.at["score"].start
        self._put(0, self.spec["total"], "label", width=weight)
        printed: dict[int, tuple[str, str | None]] = {
            weight: ("" if form.total_weight is None else plain(form.total_weight), "total_weight"),
            score: ("" if form.total_score is None else plain(form.total_score), "total_score"),
            self.columns[-1].start: (form.grade or "", "grade"),
        }
        for column in self.columns:
            if column.start >= weight:
                text, path = printed.get(column.start, ("", None))
                self._put(column.start, text, "number", path, width=column.span)
        self.row += 1

    def _tail_rows(self) -> list[tuple[str, str]]:
        """Path and label of each row under the total that the form has (表尾)."""
        form = self.form
        own = [key for key, _ in self.spec["tail"]]
        extra = ((key, label) for key, label in EXTRA_TAIL if key not in own and getattr(form, key))
        rows = [*((key, label) for key, label in self.spec["tail"]), *extra]
        if form.total_weight is None and form.total_score is None:
            rows.insert(0, ("grade", "自评等级"))
        return [(key, label) for key, label in rows if getattr(form, key) is not None]

    def _tail(self) -> None:
        for key, label in self._tail_rows():
            self._put(0, label, "label", width=1)
            self._put(1, getattr(self.form, key), "text", key, width=self.cols - 1)
            self.row += 1

    def _contacts(self) -> None:
        form, half = self.form, self.cols // 2
        if form.contact is None and form.phone is None:
            return
        self._put(0, f"联系人：{form.contact or ''}", "dateline", "contact", width=half)
        phone = "" if form.phone is None else f"联系电话：{form.phone}"
        self._put(half, phone, "dateline", "phone", width=self.cols - half)
        self.row += 1


NUMBERS = ("sign", "value", "unit", "weight", "score", "review_score", "deduction")
PATHS = {"sign": "target", "value": "target", "unit": "target"}
"""Columns that print a part of another value."""


def _level_key(row: Indicator, key: str) -> tuple[str | None, ...]:
    return (row.level1,) if key == "level1" else (row.level1, row.level2)


def fund_text(line: FundLine, key: str) -> str:
    """One value of a fund row as printed (资金行文字)."""
    value = getattr(line, key)
    if value is None:
        return ""
    if key == "rate":
        return percent(value)
    return value if isinstance(value, str) else plain(value)


def indicator_text(row: Indicator, key: str, unit: str = "") -> str:
    """One value of an indicator row as printed (指标行文字); `unit` stands in a column of its own."""
    if key in ("sign", "value", "unit"):
        return "" if row.target is None else _part(row.target, key)
    value = getattr(row, key)
    if value is None:
        return ""
    if isinstance(value, Quantity):
        return _whole(value, unit)
    return value if isinstance(value, str) else plain(value)


def _whole(value: Quantity, unit: str) -> str:
    """A value with the sign and the unit that its own form printed in other columns: ≥6000册."""
    own = parse(value.text)
    if own is None or value.number is None:
        return value.text
    sign = value.operator if not own.operator else ""
    return f"{sign}{value.text}{value.unit if not own.unit and value.unit != unit else ''}"


def _part(target: Quantity, key: str) -> str:
    """A target cut into the three columns 指标性质, 指标值 and 度量单位."""
    measured = target.number is not None and target.upper is None
    if key == "sign":
        return target.operator or ("定性" if target.number is None else "")
    if key == "unit":
        own = parse(target.text)
        return target.unit if measured or (own is not None and not own.unit) else ""
    return plain(target.number) if measured and target.number is not None else target.text
