"""L7-old: the form of central transfers before 2020, funds in pairs of label and amount."""

from __future__ import annotations

NAME = "L7-old"
TITLE = "转移支付绩效目标自评表（2020年以前）"
MARKS = frozenset(
    {"fund.paired", "fund.full_budget", "fund.executed", "fund_row.total", "fund_row.upper_grant"}
    | {"fund_row.local_grant", "indicator.level1", "indicator.level2", "indicator.level3"}
    | {"indicator.target", "indicator.actual", "order.no_weight"}
)
NEEDS = frozenset({"fund.paired", "order.no_weight"})
