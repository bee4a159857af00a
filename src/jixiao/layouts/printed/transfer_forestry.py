"""L7-forest: the form of forestry transfers, the rate of the budget less the funds put to other use."""

from __future__ import annotations

NAME = "L7-forest"
TITLE = "林业草原转移支付绩效自评表"
MARKS = frozenset(
    {"fund.row_number", "fund.full_budget", "fund.net_budget", "fund.arrived", "fund.executed"}
    | {"fund.rate", "fund_row.total", "fund_row.upper_grant", "fund_row.local_grant", "indicator.level1"}
    | {"indicator.level2", "indicator.level3", "indicator.target", "indicator.actual", "order.no_weight"}
    | {"indicator.reason"}
)
NEEDS = frozenset({"fund.net_budget", "order.no_weight"})
