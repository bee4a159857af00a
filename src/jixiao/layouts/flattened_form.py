"""One flattened form from its parts (拍平的表的组装): each part is read by a module of its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from jixiao import numerals
from jixiao.form import Form
from jixiao.layouts import (
    families,
    flattened_doubts,
    flattened_funds,
    flattened_goals,
    flattened_head,
    flattened_rows,
    flattened_tail,
    labels,
)
from jixiao.layouts.flattened_lines import headers, label_before
from jixiao.layouts.flattened_marks import Marks
from jixiao.layouts.kinds import kind_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal

    from jixiao.form import FundLine, Goal
    from jixiao.layouts.flattened_head import Item, Title
    from jixiao.layouts.flattened_lines import Header, Row
    from jixiao.layouts.flattened_rows import Table
    from jixiao.layouts.flattened_tail import Tail

_FORM_NUMBER = re.compile(r"公开\d{1,2}(?:-\d)?表")


class Parts(NamedTuple):
    """Where the parts of one form stand (各部分位置)."""

    rows: Sequence[Row]
    title: Title | None
    fund: Header | None
    goal: Header | None
    indicator: Header


def form_of(parts: Parts) -> Form | None:
    """The form of these parts; None when the indicator table holds no row."""
    marks = Marks()
    funds = _funds(parts, marks)
    table, tail = _table_and_tail(parts, funds, marks)
    return _assembled(parts, funds, table, tail, marks) if table.indicators else None


def _section_start(rows: Sequence[Row], part: Header) -> int:
    """The line where a part begins: at the label before its header, such as 绩/效/指/标."""
    return label_before(rows, part.start, "section")


def _end_of(parts: Parts, part: Header) -> int:
    """Where the part ends: where the next one begins."""
    later = [one for one in (parts.fund, parts.goal, parts.indicator) if one is not None and one.start > part.start]
    return min((_section_start(parts.rows, one) for one in later), default=len(parts.rows))


def _table_and_tail(parts: Parts, funds: Sequence[FundLine], marks: Marks) -> tuple[Table, Tail]:
    rows, start = parts.rows, parts.indicator.end
    stop = _end_of(parts, parts.indicator)
    total = flattened_tail.find_total(rows, start, stop)
    if total is not None:
        row = flattened_tail.total_of(rows, *total, parts.indicator.columns)
        end = flattened_tail.remarks_before(rows, start, total[0])
        below = [*rows[end : total[0]], *rows[total[1] : stop]]
    else:
        row = None
        end = flattened_tail.begins(rows, start, stop)
        below = list(rows[end:stop])
    block = _without_headers(rows[start:end])
    table = flattened_rows.read(block, parts.indicator.columns, marks)
    settled = flattened_doubts.settle(table, flattened_doubts.Sums.of(table.headings, funds, row), marks)
    table = table._replace(indicators=settled)
    return table, flattened_tail.read(below, row)


def _without_headers(rows: Sequence[Row]) -> list[Row]:
    """The rows without the header that a new page repeats."""
    kept = list(rows)
    for repeated in reversed(headers(rows, "indicator")):
        del kept[label_before(kept, repeated.start, "section") : repeated.end]
    return kept


def _assembled(parts: Parts, funds: tuple[FundLine, ...], table: Table, tail: Tail, marks: Marks) -> Form:
    goals = _goals(parts, marks)
    top = _Top(parts, tail, marks)
    _mark_tail(tail, marks)
    texts = {text.key: text.value for text in tail.texts}
    total = tail.total
    layout, fit = families.best(_family_marks(parts, funds, tail))
    return Form(
        kind=kind_of(top.title, (line.source for line in funds), names_project=top.text("project") is not None),
        title=top.title,
        unit=top.text("unit") or top.text("seal"),
        department=top.text("department"),
        project=top.text("project"),
        project_code=top.text("project_code"),
        year=top.year,
        filed_on=top.filed_on,
        amount_unit=top.amount_unit,
        funds=funds,
        goals=goals,
        headings=table.headings,
        indicators=table.indicators,
        total_weight=total.weight if total else None,
        total_score=total.score if total else top.total_score,
        grade=total.grade if total and total.grade else texts.get("grade"),
        conclusion=texts.get("conclusion"),
        problems=texts.get("problems"),
        measures=texts.get("measures"),
        contact=top.text("contact"),
        phone=top.text("phone"),
        seal=top.values.get("seal"),
        notes=tuple(note.text for note in tail.notes),
        attributes=top.attributes | ({"其他需要说明事项": texts["remarks"]} if "remarks" in texts else {}),
        layout=layout,
        layout_fit=fit,
        locations=marks.locations,
        inferences=tuple(marks.inferences),
        unread=tuple(marks.unread),
    )


class _Top:
    """The values of the header items (表头各项), those below the table included."""

    def __init__(self, parts: Parts, tail: Tail, marks: Marks) -> None:
        rows = parts.rows
        title = parts.title
        sections = [part for part in (parts.fund, parts.goal, parts.indicator) if part is not None]
        first = min(_section_start(rows, part) for part in sections)
        begin = title.end if title is not None else 0
        self.marks = marks
        self.values: dict[str, str] = {}
        self.attributes: dict[str, str] = {}
        self.title = title.text if title is not None else None
        if title is not None:
            marks.at("title", rows[title.start].place)
        found, stray = flattened_head.items(rows[begin:first])
        for item in [*found, *tail.items]:
            self._take(item)
        near = [*rows[title.start : title.end], *stray] if title is not None else stray
        self.year = self._year(near)
        self.amount_unit = self._amount_unit(rows[begin : max(part.end for part in sections[:1])])
        self._leave(stray)

    def text(self, key: str) -> str | None:
        """The text of an item, None when it is blank or not there."""
        return self.values.get(key) or None

    @property
    def filed_on(self) -> date | None:
        """The date of filing (填报日期); what is no whole date is left unread."""
        text = self.text("filed_on")
        day = numerals.parse_date(text)
        if text is not None and day is None:
            self.marks.left("filed_on", text, "不是完整的日期", self.marks.locations.get("filed_on"))
        return day

    @property
    def total_score(self) -> Decimal | None:
        """The total where it is printed above the table (自评总分)."""
        text = self.text("total")
        return None if text is None else numerals.parse_number(text.removesuffix("分"))

    def _take(self, item: Item) -> None:
        if item.key is None or self.values.get(item.key):
            self.attributes.setdefault(item.label.rstrip(":："), item.value)
            return
        self.values[item.key] = item.value
        path = {"total": "total_score"}.get(item.key, item.key)
        self.marks.at(path, item.place)
        if item.key == "seal" and item.value and "unit" not in self.values:
            self.marks.locations.setdefault("unit", item.place)

    def _year(self, near: Sequence[Row]) -> int | None:
        found = flattened_head.year_in(near)
        printed = self.text("year")
        if found is None and printed is not None and printed[:4].isdigit():
            return int(printed[:4])
        if found is None:
            return None
        self.marks.at("year", found[1])
        return found[0]

    def _amount_unit(self, rows: Sequence[Row]) -> str | None:
        stated = self.text("amount_unit")
        if stated is not None:
            return stated.strip("（）()").removeprefix("人民币")
        found = flattened_head.amount_unit_in(rows)
        if found is None:
            return None
        self.marks.at("amount_unit", found[1])
        return found[0]

    def _leave(self, stray: Sequence[Row]) -> None:
        for row in stray:
            if flattened_head.year_in([row]) is None and flattened_head.amount_unit_in([row]) is None:
                self.marks.left(None, row.text, "表头部分的这行文字没有对应的项目", row.place)


def _funds(parts: Parts, marks: Marks) -> tuple[FundLine, ...]:
    if parts.fund is None:
        return ()
    rows = parts.rows[parts.fund.end : _end_of(parts, parts.fund)]
    return flattened_funds.read(rows, parts.fund.columns, marks)


def _goals(parts: Parts, marks: Marks) -> tuple[Goal, ...]:
    if parts.goal is None:
        return ()
    rows = parts.rows[parts.goal.end : _end_of(parts, parts.goal)]
    return flattened_goals.read(rows, parts.goal.columns, marks)


def _mark_tail(tail: Tail, marks: Marks) -> None:
    """Note the places of what stands below the indicators, and what could not be read there."""
    total = tail.total
    if total is not None:
        for path, value in (("total_weight", total.weight), ("total_score", total.score), ("grade", total.grade)):
            if value is not None:
                marks.at(path, total.place)
        if total.unread:
            marks.left("total_score", total.unread, "总分行的数字与分值、得分两列对不上", total.place)
    for text in tail.texts:
        if text.key != "remarks":
            marks.at(text.key, text.place)
    for index, note in enumerate(tail.notes):
        marks.at(f"notes[{index}]", note.place)
    for row in tail.stray:
        marks.left(None, row.text, "总分以下的这行文字没有对应的项目", row.place)


def _family_marks(parts: Parts, funds: Sequence[FundLine], tail: Tail) -> frozenset[str]:
    """What the form prints of that which tells the families apart, as `families` names it."""
    fund = parts.fund.columns if parts.fund is not None else ()
    indicator = parts.indicator.columns
    marks = {f"fund.{column}" for column in fund} | {f"indicator.{column}" for column in indicator}
    marks |= {f"fund_row.{key}" for line in funds if (key := labels.find(line.source, "fund_row")) is not None}
    marks |= {f"end.{text.key}" for text in tail.texts}
    if tail.total is not None:
        marks |= {"end.total", "end.grade"} if tail.total.grade else {"end.total"}
    if "weight" not in indicator:
        marks.add("order.no_weight")
    elif "target" in indicator and indicator.index("weight") < indicator.index("target"):
        marks.add("order.weight_first")
    above = parts.rows[: parts.title.start] if parts.title is not None else ()
    if any(_FORM_NUMBER.search(row.plain) for row in above):
        marks.add("head.form_number")
    return frozenset(marks)
