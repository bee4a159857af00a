"""L4: the project form of Hubei: no 分值 columns, weights only in the headings."""

from __future__ import annotations

NAME = "L4"
TITLE = "湖北项目自评表"
MARKS = frozenset(
    {"fund.full_budget", "fund.executed", "fund.rate", "fund.score", "fund_row.total"}
    | {"indicator.level1", "indicator.level2", "indicator.level3", "indicator.target", "indicator.actual"}
    | {"indicator.score", "order.no_weight", "end.total"}
)
NEEDS = frozenset({"fund.score", "order.no_weight"})
