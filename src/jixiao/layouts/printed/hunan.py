"""L8: the report of Hunan, planned, arrived and spent amounts of every level of government, scores in a table apart."""

from __future__ import annotations

NAME = "L8"
TITLE = "湖南绩效自评报告附表"
MARKS = frozenset(
    {"head.report", "fund.source", "fund.full_budget", "fund.arrived", "fund.executed"}
    | {"fund_row.total", "indicator.level1", "indicator.level2", "indicator.level3", "indicator.target"}
    | {"indicator.actual", "order.no_weight"}
)
NEEDS = frozenset({"head.report", "fund.arrived", "order.no_weight"})
