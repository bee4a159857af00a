"""L2-old: the project form of Sichuan until 2020, inside a text of final accounts (决算): 项目完成指标, no scores."""

from __future__ import annotations

NAME = "L2-old"
TITLE = "四川决算所附项目绩效目标完成情况表"
MARKS = frozenset(
    {"fund.full_budget", "fund.executed", "fund_row.total", "fund_row.grant", "fund_row.other"}
    | {"indicator.level1", "indicator.level2", "indicator.level3", "indicator.target", "indicator.actual"}
    | {"order.no_weight", "heading.completion"}
)
NEEDS = frozenset({"heading.completion", "order.no_weight"})
