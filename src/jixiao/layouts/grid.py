"""Forms in tables (表格类自评表): found by their labels, in any order of blocks and columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jixiao.form import Form, FormKind
from jixiao.layouts import families, grid_funds, grid_goals, grid_head, grid_indicators, grid_tail, labels
from jixiao.layouts.grid_draft import Draft
from jixiao.layouts.grid_rows import Row, rows_of

if TYPE_CHECKING:
    from jixiao.document import Document

_DEPARTMENT = ("部门整体", "部门(单位)整体", "单位整体", "整体支出")
_KINDS = (
    ("转移支付", FormKind.TRANSFER),
    ("监控", FormKind.MONITORING),
    ("目标申报", FormKind.TARGET),
    ("目标批复", FormKind.TARGET),
    ("申报表", FormKind.TARGET),
)


def drafts_in(document: Document) -> list[Draft]:
    """Every form of a document as a draft (逐张识别), also those that turn out to be none."""
    return [_read(rows) for rows in _split(rows_of(document))]


def is_form(draft: Draft) -> bool:
    """Whether what was found makes a form (成表): indicators or their header, with funds, a title or a total."""
    known = bool(draft.funds or draft.values.get("title") or draft.values.get("total_score") is not None)
    return bool(draft.indicators) or (bool(draft.columns) and known)


def form_of(draft: Draft) -> Form:
    """The finished form (成表)."""
    values = dict(draft.values)
    if values.get("unit") is None and values.get("seal"):
        values["unit"] = values["seal"]
        draft.locations["unit"] = draft.locations["seal"]
    layout, fit = families.best(draft.marks)
    return Form(
        **values,
        kind=_kind(draft),
        funds=tuple(draft.funds),
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
        begun = begun or grid_indicators.is_header(row)
    return [form for form in forms if form]


def _names_project(row: Row) -> bool:
    return labels.find(row.filled[0].text, "header") == "project" and len(row.filled) > 1


def _read(rows: list[Row]) -> Draft:
    draft = Draft()
    at = 0
    while at < len(rows):
        at = _step(draft, rows, at)
    return draft


def _step(draft: Draft, rows: list[Row], at: int) -> int:
    """Read the block that begins at `rows[at]`; the index of the first row after it."""
    row = rows[at]
    if grid_indicators.is_header(row):
        return _indicators(draft, rows, at)
    if grid_funds.is_header(row):
        return grid_funds.read(draft, rows, at)
    if grid_goals.is_header(row):
        return grid_goals.read(draft, rows, at)
    if grid_tail.begins_notes(row) and draft.columns:
        return grid_tail.read_notes(draft, rows, at)
    tail = grid_tail.label_of(row)
    if tail is not None:
        grid_tail.read(draft, row, *tail)
    elif grid_goals.is_single(row):
        grid_goals.read_single(draft, row)
    else:
        title = grid_head.title_in(row)
        if title is not None:
            draft.put("title", title, row.filled[0])
        grid_head.read_row(draft, row)
    return at + 1


def _indicators(draft: Draft, rows: list[Row], start: int) -> int:
    at = grid_indicators.read_header(draft, rows, start)
    block = grid_indicators.Block(draft)
    while at < len(rows) and rows[at].table == rows[start].table:
        row = rows[at]
        if grid_indicators.is_header(row):  # printed again on a new page
            at = grid_indicators.read_header(draft, rows, at)
            continue
        if _ends_indicators(row):
            break
        block.read(row)
        at += 1
    return at


def _ends_indicators(row: Row) -> bool:
    tail = grid_tail.label_of(row)
    return (
        ((tail is not None and tail[0] != "remarks") or (tail is not None and len(row.filled) <= 2))  # noqa: PLR2004
        or grid_tail.begins_notes(row)
        or grid_funds.is_header(row)
        or grid_goals.is_header(row)
        or any(grid_head.pairs_in(cell.text) for cell in row.filled[:1] if len(row.filled) <= 2)  # noqa: PLR2004
    )


def _kind(draft: Draft) -> FormKind:
    """What the form evaluates, by its title, else by its fund rows."""
    title = labels.half_width(draft.values.get("title") or "")
    if any(words in title for words in _DEPARTMENT):
        return FormKind.DEPARTMENT
    for words, kind in _KINDS:
        if words in title:
            return kind
    department = "fund_row.basic" in draft.marks and not draft.values.get("project")
    return FormKind.DEPARTMENT if department else FormKind.PROJECT
