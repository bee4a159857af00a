"""L12: the monitoring form (绩效运行监控表): what was done by then, what is expected, how likely the target is."""

from __future__ import annotations

NAME = "L12"
TITLE = "绩效运行监控表"
MARKS = frozenset(
    {"fund.initial_budget", "fund.executed", "fund.rate", "fund.forecast", "fund_row.total"}
    | {"fund_row.grant", "fund_row.other", "indicator.level1", "indicator.level2", "indicator.level3"}
    | {"indicator.target", "indicator.actual", "indicator.forecast", "indicator.cause"}
    | {"indicator.reason", "indicator.likelihood", "order.no_weight"}
)
NEEDS = frozenset({"indicator.likelihood", "order.no_weight"})
