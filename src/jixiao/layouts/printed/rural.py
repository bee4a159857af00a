"""L1-rural: the form of rural funds (财政衔接推进乡村振兴补助资金), without 年初预算数, 分值 before 年度指标值."""

from __future__ import annotations

NAME = "L1-rural"
TITLE = "财政衔接推进乡村振兴补助资金项目绩效自评表"
MARKS = frozenset(
    {"fund.full_budget", "fund.executed", "fund.weight", "fund.rate", "fund.score"}
    | {"fund_row.total", "fund_row.grant", "fund_row.other"}
    | {"indicator.level1", "indicator.level2", "indicator.level3", "indicator.weight", "indicator.target"}
    | {"indicator.actual", "indicator.score", "indicator.reason", "order.weight_first", "end.total"}
)
NEEDS = frozenset({"order.weight_first"})
