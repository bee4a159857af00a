"""The columns of an official form (表样的列): indicators and funds over one grid, none left out that the form needs."""

from __future__ import annotations

from typing import Any, NamedTuple

from jixiao.form import Form

EXTRA_FUNDS = (
    ("initial_budget", "年初预算数", "source"),
    ("full_budget", "全年预算数（A）", "initial_budget"),
    ("arrived", "到位数", "full_budget"),
    ("forecast", "全年预计执行数", "executed"),
    ("reason", "原因", ""),
)
EXTRA_COLUMNS = (
    ("initial_target", "年初指标值", 10, "name"),
    ("long_term_target", "中期指标值", 10, "name"),
    ("forecast", "全年预计完成情况", 11, "actual"),
    ("deduction", "扣分", 6, "score"),
    ("review_score", "复核分", 7, "score"),
    ("standard", "评分标准", 16, "score"),
    ("likelihood", "完成可能性", 8, "score"),
)
"""What a form may say that its layout has no place for: key, heading, and the column that it stands behind."""


class Column(NamedTuple):
    """One column of a block over the common grid (列)."""

    key: str
    heading: str
    start: int
    span: int


def grid_of(form: Form, spec: dict[str, Any]) -> tuple[list[Column], list[Column], list[int]]:
    """The columns of indicators and funds over one grid, with those that the form needs beyond its layout."""
    columns = [[key, heading, width] for key, heading, width in spec["columns"]]
    for key, heading, width, behind in EXTRA_COLUMNS:
        keys = [column[0] for column in columns]
        if key not in keys and any(getattr(row, key) is not None for row in form.indicators):
            columns.insert(keys.index(behind) + 1, [key, heading, width])
    funds = [[*entry] for entry in spec["funds"]]
    for key, heading, behind in EXTRA_FUNDS:
        keys = [entry[0] for entry in funds]
        if key not in keys and any(getattr(line, key) is not None for line in form.funds):
            funds.insert(keys.index(behind) + 1 if behind in keys else len(funds), [key, heading, 1])
    room = len(columns) - 1 - sum(entry[2] for entry in funds)
    funds[0][2] += max(room, 0)
    spans = [1] * len(columns)
    spans[-1] += max(-room, 0)
    widths = [width for column, span in zip(columns, spans, strict=True) for width in _shares(column[2], span)]
    ends = [sum(spans[: index + 1]) for index in range(len(spans))]
    indicators = [
        Column(key, heading, end - span, span)
        for (key, heading, _), span, end in zip(columns, spans, ends, strict=True)
    ]
    return indicators, _placed(funds), widths


def goal_columns(form: Form, spec: dict[str, Any]) -> list[tuple[str, str]]:
    """Key and heading of each column of the goals (目标的列)."""
    columns = [(key, heading) for key, heading in spec["goals"]]
    for key, heading in (("initial", "年初设定目标"), ("long_term", "中期目标")):
        if any(getattr(goal, key) is not None for goal in form.goals):
            columns.insert(0, (key, heading))
    return columns


def _placed(funds: list[list[Any]]) -> list[Column]:
    """The fund columns from the second grid column on; the first one is the block's label."""
    found, start = [], 1
    for key, heading, span in funds:
        found.append(Column(key, heading, start, span))
        start += span
    return found


def _shares(width: int, parts: int) -> list[int]:
    """A width cut into whole parts (列宽拆分)."""
    return [width * (part + 1) // parts - width * part // parts for part in range(parts)]
