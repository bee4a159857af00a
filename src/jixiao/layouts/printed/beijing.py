"""L6: the project form of Beijing, the rule of each score printed beside it (得分计算方法)."""

from __future__ import annotations

NAME = "L6"
TITLE = "北京项目支出绩效自评表"
MARKS = frozenset(
    {"fund.initial_budget", "fund.executed", "fund.weight", "fund.rate", "fund.score", "fund.method"}
    | {"fund_row.total", "fund_row.grant", "fund_row.other", "indicator.level1", "indicator.level2"}
    | {"indicator.level3", "indicator.weight", "indicator.target", "indicator.actual"}
    | {"indicator.standard", "indicator.score", "indicator.reason", "order.weight_first", "end.total"}
)
NEEDS = frozenset({"fund.method", "indicator.standard"})
