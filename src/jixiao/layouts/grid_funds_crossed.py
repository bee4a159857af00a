"""Funds with a column for each level of government (按级次分栏的资金): 中央 | 省 | 本级 | 合计 | 执行数 | 执行率.

Or with such columns below each amount: 计划安排 over 合计 | 中央 | 省, 实际到位 over 合计 | 中央 | 省.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from jixiao.form import FundLine
from jixiao.layouts import labels
from jixiao.layouts.grid_draft import is_numeric
from jixiao.layouts.grid_funds import AMOUNTS, amount_unit_in
from jixiao.layouts.grid_rows import Row, span_of

if TYPE_CHECKING:
    from decimal import Decimal

    from jixiao.document import Cell
    from jixiao.layouts.grid_draft import Draft

_LEAST_LEVELS = 2
_TOTAL = "total"


class Column(NamedTuple):
    """What a column holds (一栏): an amount or the rate, and the heading that names its source."""

    key: str
    heading: Cell
    source: Cell | None  #: None where the column is of the total


def is_header(rows: list[Row], at: int) -> bool:
    """Whether `rows[at]` heads such a block, alone or with the row below (分栏资金表头)."""
    below = at + 1 + _depth(rows, at)
    if _depth(rows, at) < 0 or below > len(rows) - 1:
        return False
    return any(is_numeric(cell) for cell in rows[below].filled)


def read(draft: Draft, rows: list[Row], start: int) -> int:
    """Read the block that `rows[start]` heads; the index of the first row after it."""
    depth = _depth(rows, start)
    columns = _columns(rows[start], rows[start + depth])
    for cell in rows[start].cells:
        if (unit := amount_unit_in(cell.text)) is not None:
            draft.put("amount_unit", unit, cell)
    draft.marks |= {"fund.crossed", "fund_row.total"} | {f"fund.{column.key}" for column in columns}
    values = rows[start + depth + 1]
    for source in _sources(columns):
        _add(draft, source, columns, values)
    return start + depth + 2


def _depth(rows: list[Row], at: int) -> int:
    """0 where `rows[at]` names the levels itself, 1 where the row below does, -1 where neither does."""
    if _levels(rows[at]) >= _LEAST_LEVELS:
        return 0
    wide = [cell for cell in rows[at].filled if cell.colspan > 1 and labels.find(cell.text, "fund") in AMOUNTS]
    below = at + 1 < len(rows) and rows[at + 1].table == rows[at].table
    return 1 if len(wide) > 1 and below and _levels(rows[at + 1]) >= _LEAST_LEVELS * len(wide) else -1


def _levels(row: Row) -> int:
    return sum(labels.find(cell.text, "fund_level") not in (None, _TOTAL) for cell in row.filled)


def _columns(header: Row, names: Row) -> list[Column]:
    """The columns by their headings: a level, under an amount or else of the budget; an amount alone is the total's."""
    columns = []
    for cell in names.cells:
        level = labels.find(cell.text, "fund_level")
        above = next(iter(header.across(span_of(cell))), cell)
        over = labels.find(above.text, "fund") if above is not cell else None
        if level is not None:
            columns.append(Column(over if over is not None else "full_budget", cell, cell))
        elif (key := labels.find(cell.text, "fund")) is not None:
            columns.append(Column(key, cell, None))
    return columns


def _sources(columns: list[Column]) -> list[Cell]:
    """The headings that name sources, each once, in the order printed."""
    named: dict[str, Cell] = {}
    for column in columns:
        if column.source is not None:
            named.setdefault(labels.squeezed(column.source.text), column.source)
    return list(named.values())


def _add(draft: Draft, source: Cell, columns: list[Column], values: Row) -> None:
    name = labels.squeezed(source.text)
    is_total = labels.find(source.text, "fund_level") == _TOTAL
    path = f"funds[{len(draft.funds)}]"
    draft.locations[path] = draft.locations[f"{path}.source"] = source.location
    amounts: dict[str, Decimal | None] = {}
    for key, heading, own in columns:
        if (own is None and not is_total) or (own is not None and labels.squeezed(own.text) != name):
            continue
        cell = next(iter(values.across(span_of(heading))), None)
        read_one = draft.amount if key in AMOUNTS else draft.number
        at = f"{path}.{key}"
        if key in (*AMOUNTS, "rate", "weight", "score"):
            amounts[key] = draft.rate(at, cell, heading.text) if key == "rate" else read_one(at, cell)
    draft.funds.append(FundLine(source=name, is_total=is_total, **amounts))  # type: ignore[arg-type]  # only amounts
