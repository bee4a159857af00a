"""Funds written as pairs of label and amount (成对填列的资金): 预算数： | 100 | 到位数： | 100 | 执行数： | 95.

Below the first row, which is the total, stand the sources in the same places: 财政资金 | 80 | 财政资金 | 76.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from jixiao.form import FundLine
from jixiao.layouts import labels
from jixiao.layouts.grid_draft import NO_HEADING, is_numeric
from jixiao.layouts.grid_funds import AMOUNTS, amount_unit_in
from jixiao.layouts.grid_rows import Row, span_of

if TYPE_CHECKING:
    from decimal import Decimal

    from jixiao.document import Cell
    from jixiao.layouts.grid_draft import Draft

_LEAST_PAIRS = 2
_TOTAL = "资金总额"


class Pair(NamedTuple):
    """A label and the amount beside it (标签与金额); one cell may hold both."""

    key: str
    label: Cell
    value: Cell


def is_first(row: Row) -> bool:
    """Whether the row is the first of such a block (成对填列的首行)."""
    return len({pair.key for pair in _pairs(row)} & {*AMOUNTS}) >= _LEAST_PAIRS


def read(draft: Draft, rows: list[Row], start: int) -> int:
    """Read the block that begins at `rows[start]`; the index of the first row after it."""
    pairs = _pairs(rows[start])
    rate = _rate_heading(rows, start, pairs)
    draft.marks |= {f"fund.{pair.key}" for pair in pairs} | {"fund.paired", "fund_row.total"}
    if rate is not None:
        draft.marks.add("fund.rate")
    for row in rows[max(0, start - 1) : start + 1]:
        for cell in row.cells:
            if (unit := amount_unit_in(cell.text)) is not None:
                draft.put("amount_unit", unit, cell)
    last = max(pair.value.col for pair in pairs)
    for cell in rows[start].filled:
        if cell.col > last and rate is None and is_numeric(cell):
            draft.miss(None, cell, NO_HEADING)
    path = f"funds[{len(draft.funds)}]"
    draft.infer(f"{path}.source", "成对填列的资金部分首行没有印名称，读作资金总额")
    _add(draft, _TOTAL, pairs, _under(rows[start], rate), rate)
    at = start + 1
    while at < len(rows) and rows[at].table == rows[start].table and (below := _below(rows[at], pairs)):
        key = labels.find(below[0].label.text, "fund_row")
        draft.marks.add(f"fund_row.{key}")
        _add(draft, labels.squeezed(below[0].label.text).rstrip(":："), below, _under(rows[at], rate), rate)
        at += 1
    return at


def _pairs(row: Row) -> list[Pair]:
    """The labels of amounts in a row with what stands beside them, a number or nothing."""
    found = []
    for cell in row.cells:
        beside = row.after(cell)
        key = labels.find(cell.text, "fund")
        if key in AMOUNTS and cell.row == row.number and beside is not None and _may_be_amount(beside):
            found.append(Pair(key, cell, beside))
    has_number = any(is_numeric(pair.value) for pair in found)
    return found if has_number else []


def _below(row: Row, pairs: list[Pair]) -> list[Pair]:
    """The pairs of a row below, in the same columns; [] where it names no source of funds."""
    found = []
    for pair in pairs:
        label = next(iter(row.across(span_of(pair.label))), None)
        value = next(iter(row.across(span_of(pair.value))), None)
        if label is None or value is None or label.row != row.number or value.row != row.number:
            return []
        if labels.find(label.text, "fund_row") is None or not _may_be_amount(value):
            return []
        found.append(Pair(pair.key, label, value))
    return found


def _may_be_amount(cell: Cell) -> bool:
    return not cell.text.strip() or is_numeric(cell)


def _rate_heading(rows: list[Row], start: int, pairs: list[Pair]) -> Cell | None:
    """The heading of a column of rates in the row above (预算执行进度), beyond the pairs."""
    last = max(pair.value.col + pair.value.colspan for pair in pairs)
    above = rows[start - 1].filled if start and rows[start - 1].table == rows[start].table else []
    return next((cell for cell in above if cell.col >= last and labels.find(cell.text, "fund") == "rate"), None)


def _under(row: Row, heading: Cell | None) -> Cell | None:
    return next(iter(row.across(span_of(heading))), None) if heading is not None else None


def _add(draft: Draft, source: str, pairs: list[Pair], rate: Cell | None, heading: Cell | None) -> None:
    path = f"funds[{len(draft.funds)}]"
    draft.locations[path] = draft.locations[f"{path}.source"] = pairs[0].label.location
    amounts: dict[str, Decimal | None] = {pair.key: draft.amount(f"{path}.{pair.key}", pair.value) for pair in pairs}
    draft.funds.append(
        FundLine(
            source=source,
            is_total=source is _TOTAL,
            initial_budget=amounts.get("initial_budget"),
            full_budget=amounts.get("full_budget"),
            arrived=amounts.get("arrived"),
            executed=amounts.get("executed"),
            forecast=amounts.get("forecast"),
            rate=draft.rate(f"{path}.rate", rate, heading.text) if heading is not None else None,
        )
    )
