"""The official form as a plan of cells (官方表样): what stands where, in no file format yet. The inverse of layouts."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from jixiao.form import Form, FundLine, Goal, Indicator
from jixiao.numerals import plain
from jixiao.quantity import Quantity


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


def percent(rate: Decimal) -> str:
    """A rate as a percentage with the digits it has: 0.9024 is 90.24%."""
    return f"{plain(rate.scaleb(2))}%"


class _Planner:
    """Writes one form row by row (逐行排版)."""

    def __init__(self, form: Form, layout: str) -> None:
        self.form = form
        self.layout = layout
        self.spec = _layouts()[layout]
        self.keys = [key for key, _, _ in self.spec["columns"]]
        self.cols = len(self.keys)
        self.cells: list[Planned] = []
        self.row = 0

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
        self._goals()
        repeat = self._indicators()
        self._total()
        self._tail()
        last = self.row - 1
        self._contacts()
        for index, note in enumerate(form.notes):
            self._line(f"注：{note}" if index == 0 else note, "note", f"notes[{index}]")
        widths = [width for _, _, width in self.spec["columns"]]
        return Plan(self.layout, self.cells, self.row, widths, (first, last), repeat)

    def _put(  # noqa: PLR0913 - a cell has that many sides
        self, col: int, text: str, role: str, path: str | None = None, *, width: int = 1, height: int = 1
    ) -> None:
        self.cells.append(Planned(self.row, col, height, width, text, role, path))

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

    def _items(self) -> None:
        for key, label in self.spec["items"]:
            self._put(0, label, "label", width=2)
            self._put(2, getattr(self.form, key) or "", "text", key, width=self.cols - 2)
            self.row += 1
        for label, text in self.form.attributes.items():
            self._put(0, label, "label", width=2)
            self._put(2, text, "text", f"attributes.{label}", width=self.cols - 2)
            self.row += 1

    def _funds(self) -> None:
        form = self.form
        if not form.funds:
            return
        self._put(0, self._filled(self.spec["fund_label"]), "label", height=len(form.funds) + 1)
        for col, width, (_, heading, _) in self._spans(self.spec["funds"]):
            self._put(col, heading, "head", width=width)
        self.row += 1
        for index, line in enumerate(form.funds):
            for col, width, (key, _, _) in self._spans(self.spec["funds"]):
                role = "text" if key in ("source", "reason") else "number"
                self._put(col, fund_text(line, key), role, f"funds[{index}].{key}", width=width)
            self.row += 1

    @staticmethod
    def _spans(columns: list[list[Any]]) -> Iterator[tuple[int, int, list[Any]]]:
        """Start column, width and entry of each fund column; the first grid column is the block's label."""
        col = 1
        for entry in columns:
            yield col, entry[2], entry
            col += entry[2]

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
        columns = self.spec["goals"]
        half = 1 + (self.cols - 1) // 2
        starts = [1, half, self.cols]
        for index, (_, heading) in enumerate(columns):
            self._put(starts[index], heading, "head", width=starts[index + 1] - starts[index])
        self.row += 1
        for number, goal in enumerate(goals):
            for index, (key, _) in enumerate(columns):
                width = starts[index + 1] - starts[index]
                self._put(starts[index], getattr(goal, key) or "", "text", f"goals[{number}].{key}", width=width)
            self.row += 1

    def _indicators(self) -> tuple[int, int]:
        """Header row and indicator rows; equal neighbours of the first and second level are merged."""
        rows = self.form.indicators
        self._put(0, self._filled(self.spec["indicator_label"]), "label", height=len(rows) + 1)
        for col, (_, heading, _) in enumerate(self.spec["columns"][1:], start=1):
            self._put(col, heading, "head")
        head = self.row
        self.row += 1
        for index, row in enumerate(rows):
            for col, key in enumerate(self.keys[1:], start=1):
                height = self._height(index, key)
                if height:
                    text, role = self._cell(row, key)
                    path = PATHS.get(key, key)
                    self._put(col, text, role, f"indicators[{index}].{path}", height=height)
            self.row += 1
        return head, head

    def _height(self, index: int, key: str) -> int:
        """Rows that a cell covers; 0 where a cell above covers this one."""
        if key not in ("level1", "level2"):
            return 1
        rows = self.form.indicators
        same = _level_key(rows[index], key)
        if index and _level_key(rows[index - 1], key) == same:
            return 0
        height = 1
        while index + height < len(rows) and _level_key(rows[index + height], key) == same:
            height += 1
        return height

    def _cell(self, row: Indicator, key: str) -> tuple[str, str]:
        if key == "level1":
            return self._group_label(row), "label"
        role = "number" if key in ("weight", "score") else "label" if key == "level2" else "text"
        return indicator_text(row, key), role

    def _group_label(self, row: Indicator) -> str:
        label = row.level1 or ""
        heading = next((one for one in self.form.headings if one.level == 1 and one.label == label), None)
        return (
            f"{label}\n（{plain(heading.weight)}分）" if heading is not None and heading.weight is not None else label
        )

    def _total(self) -> None:
        form = self.form
        if form.total_weight is None and form.total_score is None:
            return
        weight, score = self.keys.index("weight"), self.keys.index("score")
        self._put(0, self.spec["total"], "label", width=weight)
        printed = {
            weight: ("" if form.total_weight is None else plain(form.total_weight), "total_weight"),
            score: ("" if form.total_score is None else plain(form.total_score), "total_score"),
        }
        if form.grade is not None:
            printed[self.cols - 1] = (form.grade, "grade")
        for col in range(weight, self.cols):
            self._put(col, printed.get(col, ("", ""))[0], "number", printed.get(col, ("", None))[1])
        self.row += 1

    def _tail(self) -> None:
        for key, label in self.spec["tail"]:
            text = getattr(self.form, key)
            if text is not None:
                self._put(0, label, "label", width=1)
                self._put(1, text, "text", key, width=self.cols - 1)
                self.row += 1

    def _contacts(self) -> None:
        form, half = self.form, self.cols // 2
        if form.contact is None and form.phone is None:
            return
        self._put(0, f"联系人：{form.contact or ''}", "dateline", "contact", width=half)
        phone = "" if form.phone is None else f"联系电话：{form.phone}"
        self._put(half, phone, "dateline", "phone", width=self.cols - half)
        self.row += 1


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


def indicator_text(row: Indicator, key: str) -> str:
    """One value of an indicator row as printed (指标行文字)."""
    if key in ("sign", "value", "unit"):
        return "" if row.target is None else _part(row.target, key)
    value = getattr(row, key)
    if value is None:
        return ""
    if isinstance(value, Quantity):
        return value.text
    return value if isinstance(value, str) else plain(value)


def _part(target: Quantity, key: str) -> str:
    """A target cut into the three columns 指标性质, 指标值 and 度量单位."""
    measured = target.number is not None and target.upper is None
    if key == "sign":
        return target.operator or ("定性" if target.number is None else "")
    if key == "unit":
        return target.unit if measured else ""
    return plain(target.number) if measured and target.number is not None else target.text
