"""The management of funds (资金管理情况) of a transfer form: a row an aspect, with 情况说明 and 存在问题和改进措施."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jixiao.form import ManagementAspect
from jixiao.layouts import labels
from jixiao.layouts.grid_rows import Row, block, span_of

if TYPE_CHECKING:
    from jixiao.document import Cell
    from jixiao.layouts.grid_draft import Draft

_OTHER_BLOCKS = ("section", "goal", "indicator", "fund", "end")


def is_header(row: Row) -> bool:
    """Whether the row heads the block (资金管理表头)."""
    return set(_columns(row)) == {"situation", "problems"}


def read(draft: Draft, rows: list[Row], start: int) -> int:
    """Read the block that `rows[start]` heads; the index of the first row after it."""
    columns = _columns(rows[start])
    draft.marks.add("section.management")
    first = min(cell.col for cell in columns.values())
    at = start + 1
    while at < len(rows) and rows[at].table == rows[start].table:
        left = [cell for cell in rows[at].cells if cell.col < first and cell.text.strip()]
        if rows[at].filled and any(labels.find(rows[at].filled[0].text, family) for family in _OTHER_BLOCKS):
            break
        # a page end below the headings may join the first aspect to the empty cell above it
        label = next((cell for cell in reversed(left) if labels.find(cell.text, "section") is None), None)
        if label is None:
            break
        _add(draft, rows[at], label, columns)
        at += 1
    return at


def _columns(row: Row) -> dict[str, Cell]:
    return {key: cell for cell in row.filled if (key := labels.find(cell.text, "management")) is not None}


def _add(draft: Draft, row: Row, label: Cell, columns: dict[str, Cell]) -> None:
    path = f"management[{len(draft.management)}]"
    draft.locations[path] = draft.locations[f"{path}.aspect"] = label.location
    texts = {}
    for key, heading in columns.items():
        cell = next(iter(row.across(span_of(heading))), None)
        texts[key] = draft.text(f"{path}.{key}", block(cell.text), cell) if cell is not None else None
    aspect = labels.squeezed(label.text)
    draft.management.append(ManagementAspect(aspect, situation=texts["situation"], problems=texts["problems"]))
