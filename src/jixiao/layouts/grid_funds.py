"""The block of funds (资金部分) of a grid: columns by their headings, one FundLine a row."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec

from jixiao.form import FundLine, Group, GroupHeading
from jixiao.layouts import labels
from jixiao.layouts.grid_draft import is_numeric
from jixiao.layouts.grid_rows import Row, block, span_of

if TYPE_CHECKING:
    from jixiao.document import Cell
    from jixiao.layouts.grid_draft import Draft

AMOUNTS = ("initial_budget", "full_budget", "arrived", "executed", "forecast")
_UNIT = re.compile(
    r"[(（](?:(?:金额)?单位[:：]?)?(?:人民币)?(万元|亿元|千元|元)[)）]|(?:金额|资金)?单位[:：](万元|亿元|千元|元)"
)
_LEAST_KEYS = 2
_BESIDE = ("source", "row_number")  # columns left of the amounts
_NUMBERING = ("列次", "栏次")
_UNNAMED = "资金总额"


def is_header(row: Row) -> bool:
    """Whether the row heads the fund block (资金表头)."""
    keys = {key for cell in row.filled if (key := labels.find(cell.text, "fund"))}
    return len(keys & {*AMOUNTS, "rate"}) >= _LEAST_KEYS and bool(keys & {"full_budget", "executed"})


def amount_unit_in(text: str) -> str | None:
    """The unit of amounts that a heading prints (金额单位): （万元）, 单位：元."""
    found = _UNIT.search(labels.squeezed(text))
    return (found[1] or found[2]) if found else None


def read(draft: Draft, rows: list[Row], start: int) -> int:
    """Read the block that `rows[start]` heads; the index of the first row after it."""
    header = rows[start]
    columns: dict[str, Cell] = {}
    for cell in header.filled:
        key = labels.find(cell.text, "fund")
        if key is not None and key not in columns:
            columns[key] = cell
    _keep_section(draft, header, columns)
    draft.marks |= {f"fund.{key}" for key in columns}
    at = start + 1
    while at < len(rows) and rows[at].table == header.table and _line(draft, rows[at], header, columns):
        at += 1
    _weigh(draft, header, columns)
    return at


def _weigh(draft: Draft, header: Row, columns: dict[str, Cell]) -> None:
    """Without a column 分值 the block's label or the heading of the score prints it: 得分（20分×执行率）."""
    at = next((index for index, line in enumerate(draft.funds) if line.is_total), None)
    if at is None or "weight" in columns or "score" not in columns or draft.funds[at].weight is not None:
        return
    for cell in (columns["score"], *header.cells):
        weight = labels.weight_in(cell.text)
        if weight is not None and (cell is columns["score"] or labels.find(cell.text, "section") == "funds"):
            draft.funds[at] = msgspec.structs.replace(draft.funds[at], weight=weight)
            draft.locations[f"funds[{at}].weight"] = cell.location
            return


def _keep_section(draft: Draft, header: Row, columns: dict[str, Cell]) -> None:
    """The unit of amounts, and the weight where the block's own label prints it: 预算执行情况（10分）."""
    for cell in header.cells:
        if (unit := amount_unit_in(cell.text)) is not None:
            draft.put("amount_unit", unit, cell)
        weight = labels.weight_in(cell.text)
        if weight is not None and cell not in columns.values() and labels.find(cell.text, "section") == "funds":
            path = f"headings[{len(draft.headings)}]"
            draft.headings.append(GroupHeading(labels.normal(cell.text), Group.EXECUTION, weight=weight))
            draft.locations[f"{path}.label"] = draft.locations[f"{path}.weight"] = cell.location


def _line(draft: Draft, row: Row, header: Row, columns: dict[str, Cell]) -> bool:
    """Read one fund row; False when the row is none."""
    found = _source(row, header, columns)
    if found is None:
        return False
    source, label = found
    if labels.normal(source) in _NUMBERING:
        return True  # the columns are numbered below their headings
    if source is not _UNNAMED and is_numeric(label):
        return False  # a number is no name: the row does not stand under these headings
    cells = {key: _cell(row, heading) for key, heading in columns.items()}
    key = labels.find(source, "fund_row")
    if key is None and labels.normal(source) == "其中" and not any(is_numeric(cell) for cell in _numbers(cells)):
        return True  # a line of its own above the rows that it introduces
    if key is None and not _may_be_row(source, _numbers(cells)):
        return False
    if key is not None:
        draft.marks.add(f"fund_row.{key}")
    path = f"funds[{len(draft.funds)}]"
    draft.locations[path] = draft.locations[f"{path}.source"] = label.location
    if source is _UNNAMED:
        draft.infer(f"{path}.source", "资金部分只有一行数字，没有印名称，读作资金总额")
    if row.is_hidden:
        draft.infer(path, "所在行在文件中是隐藏的，仍按填报内容读取")
    rate_heading = columns["rate"].text if "rate" in columns else ""
    line = _fund_line(draft, source, cells, rate_heading)
    is_total = key == "total" and not any(other.is_total for other in draft.funds)
    draft.funds.append(msgspec.structs.replace(line, is_total=is_total))
    return True


def _fund_line(draft: Draft, source: str, cells: dict[str, Cell | None], rate_heading: str) -> FundLine:
    """The values of one fund row, in the order of the form's fields."""
    path = f"funds[{len(draft.funds)}]"
    reason = cells.get("reason")
    return FundLine(
        source=source,
        initial_budget=_amount(draft, path, "initial_budget", cells),
        full_budget=_full_budget(draft, path, cells),
        arrived=_amount(draft, path, "arrived", cells),
        executed=_amount(draft, path, "executed", cells),
        forecast=_amount(draft, path, "forecast", cells),
        weight=draft.number(f"{path}.weight", cells.get("weight")),
        rate=draft.rate(f"{path}.rate", cells.get("rate"), rate_heading),
        score=draft.number(f"{path}.score", cells.get("score")),
        reason=draft.text(f"{path}.reason", block(reason.text), reason) if reason is not None else None,
    )


def _amount(draft: Draft, path: str, key: str, cells: dict[str, Cell | None]) -> Decimal | None:
    return draft.amount(f"{path}.{key}", cells.get(key))


def _full_budget(draft: Draft, path: str, cells: dict[str, Cell | None]) -> Decimal | None:
    """The budget that the rate is of: a forestry form takes the funds put to other use off it first (扣除整合资金)."""
    printed = _amount(draft, path, "full_budget", cells)
    if cells.get("net_budget") is None:
        return printed
    net = draft.amount(f"{path}.full_budget", cells["net_budget"])
    if printed is not None and net != printed:
        evidence = f"执行率按扣除整合资金后的预算数计算，故取该栏为全年预算数；全年预算数（A）印作 {printed}"
        draft.infer(f"{path}.full_budget", evidence, str(printed))
    return net


def _may_be_row(source: str, numbers: list[Cell]) -> bool:
    """Whether a row of an unknown name is one of funds: numbers or nothing under the headings."""
    if any(cell.text.strip() for cell in numbers):
        return any(is_numeric(cell) for cell in numbers)
    return bool(numbers) and not any(labels.find(source, family) for family in ("section", "header", "goal", "end"))


def _numbers(cells: dict[str, Cell | None]) -> list[Cell]:
    found = (cells.get(key) for key in (*AMOUNTS, "rate", "weight", "score"))
    return [cell for cell in found if cell is not None]


def _cell(row: Row, heading: Cell) -> Cell | None:
    """The cell under a heading; one shared with the row above counts only there."""
    under = [cell for cell in row.across(span_of(heading)) if cell.row == row.number]
    return next((cell for cell in under if cell.text.strip()), under[0] if under else None)


def _unnamed(row: Row, header: Row, columns: dict[str, Cell]) -> tuple[str, Cell] | None:
    """The only row of a block that names none, right below the headings (重庆等): it is the total."""
    first = min(heading.col for key, heading in columns.items() if key not in _BESIDE)
    beside = [cell for cell in header.cells if cell.row + cell.rowspan > row.number and cell.col < first]
    numbers = [cell for key in AMOUNTS if key in columns and (cell := _cell(row, columns[key])) and is_numeric(cell)]
    if row.number != header.number + 1 or not beside or len(numbers) < _LEAST_KEYS:
        return None
    return _UNNAMED, beside[0]


def _source(row: Row, header: Row, columns: dict[str, Cell]) -> tuple[str, Cell] | None:
    """The name of the fund row, left of its numbers, and the cell where it stands."""
    numbers = min(heading.col for key, heading in columns.items() if key not in _BESIDE)
    numbering = span_of(columns["row_number"]) if "row_number" in columns else range(0)
    section = {(cell.row, cell.col) for cell in header.cells if cell.row + cell.rowspan > header.number + 1}
    left = [
        cell
        for cell in row.cells
        if cell.col < numbers
        and cell.text.strip()
        and (cell.row, cell.col) not in section
        and cell.col not in numbering
    ]
    if not left:
        return _unnamed(row, header, columns)
    last = left[-1]
    name = labels.squeezed(last.text).rstrip(":：")
    if len(left) > 1 and last.row == left[-2].row and labels.normal(left[-2].text) == "其中":
        name = f"其中：{name}"
    return name, last
