"""The yearly goals (年度总体目标) of a grid: columns 预期目标 and 实际完成情况 side by side."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from jixiao.form import Goal
from jixiao.layouts import labels
from jixiao.layouts.grid_draft import NO_HEADING, is_numeric
from jixiao.layouts.grid_rows import Row, block, span_of

if TYPE_CHECKING:
    from jixiao.document import Cell
    from jixiao.layouts.grid_draft import Draft

_PLANNED = ("adjusted", "expected", "initial")
_MOST_CELLS = 6
_PERIOD = re.compile(r"[（(]\s*20\d\d[^（）()]*[）)]")  # 中期目标（2023年—2025年）
_NUMBERED = re.compile(r"(?:[(]?\d{1,2}[)]?|[一二三四五六七八九十])$")


def is_header(row: Row) -> bool:
    """Whether the row heads the goals (目标表头)."""
    keys = _columns(row)
    if len(row.filled) > _MOST_CELLS or not any(key in keys for key in _PLANNED):
        return False
    return "actual" in keys or "long_term" in keys


def is_single(row: Row) -> bool:
    """Whether the row is 年度总体目标 with its text beside it and no columns (单列目标)."""
    filled = row.filled
    is_pair = len(filled) == 2 and _is_label(filled[0])  # noqa: PLR2004 - label and text
    return is_pair and labels.find(filled[1].text, "goal") is None


def read_single(draft: Draft, row: Row) -> None:
    """Read 年度总体目标 with its text beside it."""
    _add(draft, {"expected": row.filled[1]})


def read_below_label(draft: Draft, rows: list[Row], header: int, first: int) -> None:
    """Read the goal that stands left of its own indicators (湖北等), below 年度绩效目标1 in the header of the table."""
    label = next((cell for cell in rows[header].filled if _is_label(cell) and cell.rowspan == 1), None)
    if label is None or first >= len(rows) or rows[first].table != rows[header].table:
        return
    text = next((cell for cell in rows[first].filled if cell.col == label.col), None)
    if text is not None and text.colspan == label.colspan and labels.group_of(text.text) is None:
        _add(draft, {"expected": text})
        draft.goal_beside = text


def read_on(draft: Draft, row: Row) -> None:
    """The rest of a goal left of its indicators, where a page end cut it in two closed cells (被分页切断的目标)."""
    text = draft.goal_beside
    if text is None or text.location.page is None:
        return
    rest = next((cell for cell in row.filled if (cell.col, cell.colspan) == (text.col, text.colspan)), None)
    if rest is None or rest.location.page != text.location.page + 1:
        return
    path = f"goals[{len(draft.goals) - 1}]"
    whole = f"{draft.goals[-1].expected or ''}{block(rest.text)}"
    draft.goals[-1] = msgspec.structs.replace(draft.goals[-1], expected=whole)
    draft.infer(f"{path}.expected", "文字被分页切断，与下一页的部分合读", text.text)
    draft.goal_beside = None


def read(draft: Draft, rows: list[Row], start: int) -> int:
    """Read the goals that `rows[start]` heads; the index of the first row after them."""
    header = rows[start]
    columns = _columns(header)
    for stray in header.filled:
        if is_numeric(stray) and stray.col > max(heading.col for heading in columns.values()):
            draft.miss(None, stray, NO_HEADING)
    beside = {key: cell for key, heading in columns.items() if (cell := _beside(header, heading)) is not None}
    if beside:
        _add(draft, beside)
        return start + 1
    at = start + 1
    while at < len(rows) and rows[at].table == header.table and _is_text(rows[at], columns):
        cells = {key: cell for key, heading in columns.items() if (cell := _under(rows[at], heading)) is not None}
        _add(draft, cells)
        at += 1
    return at


def _is_label(cell: Cell) -> bool:
    """Whether a cell names the goals, or one of several (目标标题): 年度总体目标, 年度绩效目标2（30分）."""
    return labels.find(_NUMBERED.sub("", labels.normal(cell.text)), "section") == "goals"


def _columns(row: Row) -> dict[str, Cell]:
    """The headings of the goals. 年度总体目标 is a heading too, unless it only labels the block at the left."""
    found: dict[str, list[Cell]] = {}
    for cell in row.filled:
        if (key := labels.find(_PERIOD.sub("", cell.text), "goal")) is not None:
            found.setdefault(key, []).append(cell)
    label = found.get("expected", [])
    if "long_term" in found and label and label[-1].col < found["long_term"][0].col:
        found.pop("expected")
    if {"adjusted", "initial"} & set(found) and all(labels.find(cell.text, "section") == "goals" for cell in label):
        found.pop("expected", None)
    return {key: cells[-1] for key, cells in found.items()}


def _beside(header: Row, heading: Cell) -> Cell | None:
    """The text right of a heading, where label and text stand in one row."""
    cell = header.after(heading)
    if cell is None or not cell.text.strip() or is_numeric(cell) or labels.find(cell.text, "goal") is not None:
        return None
    return cell


def _under(row: Row, heading: Cell) -> Cell | None:
    cells = row.across(span_of(heading))
    return next((cell for cell in cells if cell.text.strip()), cells[0] if cells else None)


def _is_text(row: Row, columns: dict[str, Cell]) -> bool:
    """Whether the row still belongs to the goals: new text under a heading, no word of another block."""
    under = [_under(row, heading) for heading in columns.values()]
    fresh = [cell for cell in under if cell is not None and cell.row == row.number and cell.text.strip()]
    first = row.filled[0] if row.filled else None
    is_across = len(under) > 1 and all(cell is under[0] for cell in under)
    if not fresh or first is None or (is_across and labels.find(first.text, "section") is not None):
        return False
    return not any(labels.find(cell.text, family) for cell in row.filled for family in ("indicator", "fund", "end"))


def _add(draft: Draft, cells: dict[str, Cell]) -> None:
    path = f"goals[{len(draft.goals)}]"
    planned = next((cells[key] for key in _PLANNED if key in cells), None)
    initial = cells.get("initial") if cells.get("initial") is not planned else None
    actual, long_term = cells.get("actual"), cells.get("long_term")
    draft.goals.append(
        Goal(
            expected=draft.text(f"{path}.expected", block(planned.text), planned) if planned is not None else None,
            actual=draft.text(f"{path}.actual", block(actual.text), actual) if actual is not None else None,
            initial=draft.text(f"{path}.initial", block(initial.text), initial) if initial is not None else None,
            long_term=draft.text(f"{path}.long_term", block(long_term.text), long_term)
            if long_term is not None
            else None,
        )
    )
