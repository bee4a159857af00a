"""The columns of the indicator block (指标栏目): which heading stands for what, in one row of headings or several."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from jixiao.layouts import labels
from jixiao.layouts.grid_draft import NO_HEADING, is_numeric
from jixiao.layouts.grid_rows import Row, span_of

if TYPE_CHECKING:
    from jixiao.document import Cell
    from jixiao.layouts.grid_draft import Draft

ONE_A_ROW = ("weight", "score")
_LEAST_KEYS = 4
_TICKED = ("cause", "likelihood")  # of these every column stands for one choice, and is ticked


def is_header(row: Row) -> bool:
    """Whether the row heads the indicator block (指标表头), with what covers it from above."""
    keys = set(_keyed(row))
    return (
        len(keys) >= _LEAST_KEYS and bool(keys & {"level2", "level3"}) and bool(keys & {"target", "actual", "weight"})
    )


def _keyed(row: Row) -> dict[str, list[Cell]]:
    """The headings of a row by their keys."""
    found: dict[str, list[Cell]] = {}
    for cell in row.cells:
        if (key := labels.find(cell.text, "indicator")) is not None:
            found.setdefault(key, []).append(cell)
    return found


def read_header(draft: Draft, rows: list[Row], start: int) -> int:
    """Learn the columns from the header at `rows[start]`; the index of the first row after it."""
    header = _without_long_term(draft, rows[start])
    draft.columns = _columns(header, {})
    at = start + 1
    while at < len(rows) and _is_subheader(rows[at], rows[start]):
        draft.columns = _columns(rows[at], draft.columns)
        at += 1
    keys = list(dict.fromkeys(draft.columns.values()))
    draft.columns = {col: key for col, old in draft.columns.items() if (key := _renamed(old, keys)) is not None}
    draft.choices = {
        cell.col: labels.squeezed(cell.text) for cell in rows[at - 1].filled if draft.columns.get(cell.col) in _TICKED
    }
    draft.parts = _parts(draft, rows[start], rows[at - 1])
    draft.scores_only = bool(draft.indicators) and not {"target", "actual"} & set(keys)
    draft.header = header.table, rows[at - 1].number
    _mark(draft, keys)
    _tell_unnamed(draft, header)
    return at


def _parts(draft: Draft, header: Row, last: Row) -> dict[int, str]:
    """The parts of a project that have a column of targets each (分项目列示); of target forms only."""
    if last is header or "actual" in draft.columns.values():
        return {}
    under = [cell for cell in last.filled if draft.columns.get(cell.col) == "target"]
    named = {cell.col: labels.squeezed(cell.text) for cell in under if labels.find(cell.text, "indicator") is None}
    return named if len(named) > 1 else {}


def _mark(draft: Draft, keys: list[str]) -> None:
    """Note what the families are told apart by (表样标志)."""
    draft.marks |= {f"indicator.{key}" for key in keys}
    if not {"target", "actual"} & set(keys):
        draft.marks.add("order.no_values")
    elif "actual" not in keys:
        draft.marks.add("order.no_actual")
    if "weight" not in keys and "share" not in keys:
        draft.marks.add("order.no_weight")
    elif "target" in keys and keys.index("weight") < keys.index("target"):
        draft.marks.add("order.weight_first")


def _tell_unnamed(draft: Draft, header: Row) -> None:
    """Find the columns right of all others that have no heading; a number in their place is told (没有栏名的栏)."""
    last = max(draft.columns)
    draft.unnamed |= {col for cell in header.cells if cell.col > last for col in span_of(cell)}
    draft.unnamed -= {col for cell in header.filled if not is_numeric(cell) for col in span_of(cell)}
    for cell in header.filled:
        if cell.col in draft.unnamed:
            draft.miss(None, cell, NO_HEADING)


def _without_long_term(draft: Draft, row: Row) -> Row:
    """The header without its left half, where medium-term indicators stand left of the yearly ones (中期与年度并列).

    The goals above say so: 中期目标 beside 年度目标.
    """
    keyed = _keyed(row)
    draft.long_term = {}
    two = len(keyed.get("level3", ())) == len(keyed.get("target", ())) == 2  # noqa: PLR2004 - a half each
    if not two or not any(goal.long_term for goal in draft.goals):
        return row
    begins = keyed["level2"][1] if len(keyed.get("level2", ())) > 1 else keyed["level3"][1]
    left = [(key, cell) for key, cells in keyed.items() for cell in cells if cell.col < begins.col]
    draft.long_term = {col: key for key, cell in left if key != "level1" for col in span_of(cell)}
    draft.marks.add("order.long_term")
    kept = [cell for cell in row.cells if cell.col not in draft.long_term]
    return replace(row, cells=tuple(kept))


def _renamed(key: str, keys: list[str]) -> str | None:
    """What a column counts as among the others (栏目改读); None where it does not count.

    A form that converts (成安县等) marks every row out of 100 and prints 权重占比 and 折算得分: those are what adds up.
    """
    if "share" in keys and "converted" in keys:
        renamed: dict[str, str | None] = {"share": "weight", "converted": "score", "weight": None, "score": None}
        return renamed.get(key, key)
    instead = {"converted": "score", "share": "coefficient"}
    if "standard" not in keys:
        instead["explanation"] = "standard"
    if "target" not in keys:
        instead["initial_target"] = "target"
    return instead.get(key, key)


def _columns(row: Row, above: dict[int, str]) -> dict[int, str]:
    """The key of each column; a heading below another one is the more exact, and of two equal keys the first counts.

    Points left of the names are those of a whole group: the points right of the names are the row's own.
    """
    columns = dict(above)
    named = max((cell.col for cell in row.cells if labels.find(cell.text, "indicator") == "level3"), default=-1)
    for cell in row.cells:
        key = _key(cell, columns)
        own = set(span_of(cell))
        if key in ONE_A_ROW and cell.col > named:
            columns = {col: other for col, other in columns.items() if other != key or col > named}
        is_taken = any(other == key and col not in own for col, other in columns.items())
        if key is not None and (key in _TICKED or not is_taken):
            columns |= dict.fromkeys(own, key)
    return dict(sorted(columns.items()))


def _key(cell: Cell, columns: dict[int, str]) -> str | None:
    """The key of a heading; 其他 right of other causes is one more of them."""
    if labels.normal(cell.text) == "其他" and columns.get(cell.col - 1) == "cause":
        return "cause"
    return labels.find(cell.text, "indicator")


def _is_subheader(row: Row, header: Row) -> bool:
    filled = row.filled
    known = [cell for cell in filled if labels.find(cell.text, "indicator") is not None]
    names = next((cell for cell in header.cells if labels.find(cell.text, "indicator") in ("level3", "level2")), None)
    is_covered = names is not None and names.row + names.rowspan > row.number  # the header goes on beside it
    told = is_covered or len(known) == len(filled) or _is_cut_off(row, header)
    return row.table == header.table and bool(filled) and told


def _is_cut_off(row: Row, header: Row) -> bool:
    """Whether a page end cut the header in two (表头被分页截断): only wide headings are parted on the next page."""
    first, after = header.cells[-1].location.page, row.cells[-1].location.page
    if row.number != header.number + 1 or first is None or after is None or after <= first:
        return False
    wide = {col for cell in header.cells if cell.colspan > 1 for col in span_of(cell)}
    return len(row.filled) > 1 and all(wide.issuperset(span_of(cell)) for cell in row.filled)
