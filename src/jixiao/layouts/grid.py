"""Forms in tables (表格类自评表): found by their labels, in any order of blocks and columns. All families share it."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import TYPE_CHECKING

from jixiao.form import Form
from jixiao.layouts import (
    families,
    grid_columns,
    grid_funds,
    grid_funds_crossed,
    grid_funds_listed,
    grid_funds_paired,
    grid_goals,
    grid_head,
    grid_indicators,
    grid_management,
    grid_tail,
    labels,
)
from jixiao.layouts.grid_draft import Draft
from jixiao.layouts.grid_rows import Row, rows_of
from jixiao.layouts.kinds import kind_of

if TYPE_CHECKING:
    from jixiao.document import Document

Begins = Callable[[list[Row], int], bool]
Reads = Callable[[Draft, list[Row], int], int]
_BLOCKS: tuple[tuple[Begins, Reads], ...] = (
    (lambda rows, at: grid_funds_paired.is_first(rows[at]), grid_funds_paired.read),
    (grid_funds_crossed.is_header, grid_funds_crossed.read),
    (lambda rows, at: grid_funds.is_header(rows[at]), grid_funds.read),
    (grid_funds_listed.is_first, grid_funds_listed.read),
    (lambda rows, at: grid_management.is_header(rows[at]), grid_management.read),
    (lambda rows, at: grid_goals.is_header(rows[at]), grid_goals.read),
)
"""The blocks before the indicators (各部分): which row begins one, and what reads it up to its end."""
_AFTER: tuple[tuple[Begins, Reads], ...] = (
    (grid_tail.is_titled_text, grid_tail.read_titled_text),
    (lambda rows, at: grid_tail.begins_notes(rows[at]), grid_tail.read_notes),
)
"""Those after them (表尾各部分)."""


def drafts_in(document: Document) -> list[Draft]:
    """Every form of a document as a draft (逐张识别), also those that turn out to be none."""
    drafts = [_Reading(rows).draft for rows in _split(rows_of(document))]
    for before, draft in itertools.pairwise(drafts):
        _inherit(draft, before)
    return drafts


def _inherit(draft: Draft, before: Draft) -> None:
    """A form without a title of its own, after another one in the same file, is taken to have that one's."""
    if draft.values.get("title") is not None or before.values.get("title") is None or not is_form(draft):
        return
    for key, name in (("title", "表名"), ("year", "年度")):
        if draft.values.get(key) is None and before.values.get(key) is not None:
            draft.values[key] = before.values[key]
            draft.infer(key, f"本表未印{name}，沿用同一文件中上一张表的“{before.values[key]}”")


def is_form(draft: Draft) -> bool:
    """Whether what was found makes a form (成表): indicators, or their header with funds, a title or a total.

    An unfilled form on a hidden sheet is the template that a system left there, and none.
    """
    known = bool(draft.funds or draft.values.get("title") or draft.values.get("total_score") is not None)
    return bool(draft.indicators) or (bool(draft.columns) and known and not draft.is_hidden)


def form_of(draft: Draft) -> Form:
    """The finished form (成表)."""
    values = dict(draft.values)
    if values.get("unit") is None and values.get("seal"):
        values["unit"] = values["seal"]
        draft.locations["unit"] = draft.locations["seal"]
    layout, fit = families.best(draft.marks)
    return Form(
        **values,
        kind=kind_of(
            values.get("title"), (line.source for line in draft.funds), names_project=bool(values.get("project"))
        ),
        funds=tuple(draft.funds),
        management=tuple(draft.management),
        goals=tuple(draft.goals),
        headings=tuple(draft.headings),
        indicators=tuple(draft.indicators),
        notes=tuple(draft.notes),
        attributes=draft.attributes,
        layout=layout,
        layout_fit=fit,
        locations=draft.locations,
        inferences=tuple(draft.inferences),
        unread=tuple(draft.unread),
    )


def _split(rows: list[Row]) -> list[list[Row]]:
    """The rows of each form: a new one begins with a sheet, a title, or a second 项目名称 after the indicators."""
    forms: list[list[Row]] = [[]]
    begun = False  # the form at hand has an indicator block or funds
    for row in rows:
        if not row.filled:
            continue
        new_sheet = bool(forms[-1]) and row.sheet != forms[-1][-1].sheet
        if new_sheet or (begun and (grid_head.title_in(row) is not None or _names_project(row))):
            forms.append([])
            begun = False
        forms[-1].append(row)
        begun = begun or grid_columns.is_header(row)
    return [form for form in forms if form]


def _names_project(row: Row) -> bool:
    return labels.find(row.filled[0].text, "header") == "project" and len(row.filled) > 1


class _Reading:
    """One form being read, row by row (逐行识别)."""

    def __init__(self, rows: list[Row]) -> None:
        self.draft = Draft()
        self.draft.is_hidden = all(row.is_hidden for row in rows)
        self.rows = rows
        self.block = grid_indicators.Block(self.draft)
        self.table = -1  #: the table of the indicators
        self.subtotalled = False  #: a row 合计 has been met, which may be that of a group
        self.over = False  #: a line of foreign text after the form has been met
        at = 0
        while at < len(rows):
            at = self._step(at)

    def _step(self, at: int) -> int:
        """Read the block that begins at this row; the index of the first row after it."""
        row = self.rows[at]
        if grid_columns.is_header(row):
            self.table = row.table
            first = grid_columns.read_header(self.draft, self.rows, at)
            grid_goals.read_below_label(self.draft, self.rows, at, first)
            return first
        read = None
        if any(labels.may_head(cell.text) for cell in row.filled):
            read = next((read for begins, read in _BLOCKS if begins(self.rows, at)), None)
        if read is None and self.draft.columns:
            read = next((read for begins, read in _AFTER if begins(self.rows, at)), None)
        if read is not None:
            return read(self.draft, self.rows, at)
        self._read_row(row)
        return at + 1

    def _read_row(self, row: Row) -> None:
        draft = self.draft
        tail = grid_tail.label_of(row)
        if tail is None and not draft.columns and (total := grid_tail.total_in_head(row)) is not None:
            tail = "total", total
        if tail is not None:
            key, label = tail
            others = [cell for cell in row.filled if cell.col < label.col or (key == "total" and cell is not label)]
            grid_head.read_cells(draft, row, others)
            grid_tail.read(draft, row, key, label)
            self.subtotalled = key == "total" and bool(draft.indicators) and labels.normal(label.text) == "合计"
        elif grid_goals.is_single(row):
            grid_goals.read_single(draft, row)
        elif draft.columns and self._goes_on(row) and not self._is_head(row):
            self._read_indicator(row)
        elif row.is_line and draft.columns:
            self._read_line_after(row)
        else:
            self._read_head(row)

    def _is_head(self, row: Row) -> bool:
        """Whether a row of the table holds labels and no indicator, whose name may print （单位：%） as well."""
        return grid_head.names_item(row) or (grid_head.is_head(row) and not self.block.has_points(row))

    def _goes_on(self, row: Row) -> bool:
        """Whether the row is in the indicators' table, or in one that goes on with it: cut by a page, as wide."""
        last = row.cells[-1]
        if row.table != self.table and not row.is_line and last.col + last.colspan == max(self.draft.columns) + 1:
            self.table = row.table
        return row.table == self.table

    def _read_indicator(self, row: Row) -> None:
        """Read an indicator row; a 合计 that stood before it was that of a group, and not the total."""
        draft = self.draft
        before = len(draft.indicators)
        grid_goals.read_on(draft, row)
        self.block.read(row)
        if self.subtotalled and len(draft.indicators) > before:
            grid_tail.forget_total(draft)
            self.subtotalled = False

    def _read_head(self, row: Row) -> None:
        draft = self.draft
        title = grid_head.title_in(row)
        if title is not None and not (draft.funds or draft.columns):
            # of several titles the one next to the table: a web page repeats it above
            draft.values["title"] = title
            draft.locations["title"] = row.filled[0].location
        elif draft.values.get("title") is None and (title := grid_head.report_title_in(row)) is not None:
            draft.put("title", title, row.filled[0])
            draft.marks.add("head.report")
        grid_head.read_cells(draft, row, row.filled)

    def _read_line_after(self, row: Row) -> None:
        """Signatures below the table, on the next page too; from the first other line on, it is not of the form."""
        if grid_tail.is_page_number(row):
            return
        self.over = self.over or not grid_head.is_head(row)
        if not self.over:
            grid_head.read_cells(self.draft, row, row.filled)
