"""Funds without any headings (逐行列出的资金), as target forms have them: 年度资金总额： | 100, 其中：财政拨款 | 80."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jixiao.form import FundLine
from jixiao.layouts import labels
from jixiao.layouts.grid_draft import is_numeric
from jixiao.layouts.grid_funds import amount_unit_in
from jixiao.layouts.grid_rows import Row, span_of

if TYPE_CHECKING:
    from jixiao.document import Cell
    from jixiao.layouts.grid_draft import Draft

_LEAST_NAME = 4  # characters: 合计 alone is the total of anything


def is_first(rows: list[Row], at: int) -> bool:
    """Whether the row is the first of such a block: the total with one amount, and a source with its own below."""
    label = _total(rows[at])
    if label is None or at + 1 >= len(rows) or rows[at + 1].table != rows[at].table:
        return False
    return _source_below(rows[at + 1], label) is not None


def read(draft: Draft, rows: list[Row], start: int) -> int:
    """Read the block that begins at `rows[start]`; the index of the first row after it."""
    total = _total(rows[start])
    label: Cell | None = total
    draft.marks.add("fund.listed")
    for cell in rows[start].cells:
        if (unit := amount_unit_in(cell.text)) is not None:
            draft.put("amount_unit", unit, cell)
    at = start
    while label is not None and total is not None:
        _add(draft, rows[at], label, is_total=label is total)
        at += 1
        is_inside = at < len(rows) and rows[at].table == rows[start].table
        label = _source_below(rows[at], total) if is_inside else None
    return at


def _total(row: Row) -> Cell | None:
    """The label of the total, with nothing but one amount right of it."""
    for cell in row.filled[:2]:
        name = labels.normal(cell.text)
        if labels.find(cell.text, "fund_row") == "total" and len(name) >= _LEAST_NAME:
            right = [other for other in row.filled if other.col > cell.col]
            return cell if len(right) == 1 and is_numeric(right[0]) else None
    return None


def _source_below(row: Row, total: Cell) -> Cell | None:
    """The label of a source below the total, in its column, with an amount or nothing beside it."""
    label = next((cell for cell in row.across(span_of(total)) if cell.row == row.number), None)
    if label is None or labels.find(label.text, "fund_row") in (None, "total"):
        return None
    return label if all(is_numeric(cell) for cell in row.filled if cell.col > label.col) else None


def _add(draft: Draft, row: Row, label: Cell, *, is_total: bool) -> None:
    path = f"funds[{len(draft.funds)}]"
    draft.marks.add(f"fund_row.{labels.find(label.text, 'fund_row')}")
    draft.locations[path] = draft.locations[f"{path}.source"] = label.location
    amount = draft.amount(f"{path}.full_budget", row.after(label))
    source = labels.squeezed(label.text).rstrip(":：")
    draft.funds.append(FundLine(source=source, is_total=is_total, full_budget=amount))
