"""Forms whose tables were flattened to lines of text (拍平的表): copied out of a PDF, one cell after the other.

The parts are found by their labels: title, header items, fund header, goal header, indicator header, total row,
conclusion, notes. What stands between two of them belongs to the first. Words go into columns by `flattened_grammar`.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from jixiao.errors import UnknownLayout
from jixiao.layouts import families, flattened_head, flattened_tail, labels
from jixiao.layouts.flattened_form import Parts, form_of
from jixiao.layouts.flattened_lines import Row, header, headers, rows_of
from jixiao.layouts.flattened_runs import is_cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jixiao.document import Document
    from jixiao.form import Form
    from jixiao.layouts.flattened_head import Title

SHORTEST_SURE = 2  # 合计 and 总额 name the funds only where amounts follow
_PARTS = {
    "title": "表名",
    "fund": "资金表头（预算数、执行数）",
    "total_fund": "年度资金总额",
    "goal": "年度总体目标",
    "indicator": "指标表头（三级指标、年度指标值、实际完成值）",
    "total": "总分",
}


def fit(document: Document) -> int:
    """How many of the parts of a form the lines of the document have, in whole percent (吻合度)."""
    return max((_fit(_found(rows)) for rows in _chunks(rows_of(document))), default=0)


def recognise(document: Document) -> list[Form]:
    """Every form in the lines of the document.

    Raises UnknownLayout when there is none, naming the labels found and those missing.
    """
    rows = rows_of(document)
    chunks = _chunks(rows)
    forms = [form for chunk in chunks if (form := _form(chunk)) is not None]
    if not forms:
        found = _found(rows)
        names = [name for key, name in _PARTS.items() if key in found]
        missing = [name for name in _PARTS.values() if name not in names]
        raise UnknownLayout(document.name, names, missing, families.guess(_marks(rows)))
    return forms


def _marks(rows: Sequence[Row]) -> set[str]:
    """The columns that these lines head, as the families name them (表样标志)."""
    parts = ((part, header(rows, 0, len(rows), part)) for part in ("fund", "indicator"))
    return {f"{part}.{key}" for part, found in parts if found is not None for key in found.columns}


def _found(rows: Sequence[Row]) -> frozenset[str]:
    """Which parts of a form these lines have."""
    indicator = header(rows, 0, len(rows), "indicator")
    below = indicator.end if indicator is not None else 0
    fund = header(rows, 0, len(rows), "fund")
    held = {
        "title": bool(flattened_head.titles(rows)),
        "fund": fund is not None,
        "total_fund": fund is not None and any(_names_total_fund(row) for row in rows[fund.end :]),
        "goal": header(rows, 0, len(rows), "goal") is not None,
        "indicator": indicator is not None,
        "total": flattened_tail.find_total(rows, below, len(rows)) is not None,
    }
    return frozenset(key for key, holds in held.items() if holds)


def _fit(found: frozenset[str]) -> int:
    return 100 * len(found) // len(_PARTS)


def _names_total_fund(row: Row) -> bool:
    words = row.text.split()
    if not words or labels.find(words[0], "fund_row") != "total":
        return False
    return len(words[0]) > SHORTEST_SURE or (len(words) > 1 and is_cell(words[1]))


def _chunks(rows: list[Row]) -> list[list[Row]]:
    """The lines of each form: a form has an indicator header, and begins at a title or with its header items."""
    tables = headers(rows, "indicator")
    titles = flattened_head.titles(rows)
    starts = [0]
    for before, here in pairwise(tables):
        start = _start_between(rows, titles, before.end, here.start)
        if start is not None:
            starts.append(start)
    ends = [*starts[1:], len(rows)]
    return [rows[start:end] for start, end in zip(starts, ends, strict=True)]


def _start_between(rows: Sequence[Row], titles: Sequence[Title], least: int, most: int) -> int | None:
    """Where a second form begins between two indicator headers; None when the second is only a page's repeated one."""
    title = next((one.start for one in titles if least <= one.start < most), None)
    if title is not None:
        return title
    for at in range(least, most):
        found, _ = flattened_head.items([rows[at]])
        if found and found[0].key in {"project", "unit", "department"} and found[0].value:
            return at
    return None


def _form(rows: list[Row]) -> Form | None:
    indicator = header(rows, 0, len(rows), "indicator")
    if indicator is None:
        return None
    fund = header(rows, 0, len(rows), "fund")
    goal = header(rows, 0, indicator.start, "goal")
    first = min(part.start for part in (fund, goal, indicator) if part is not None)
    titles = flattened_head.titles(rows[:first])
    return form_of(Parts(rows, titles[-1] if titles else None, fund, goal, indicator))
