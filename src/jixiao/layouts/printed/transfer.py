"""L7: the form of central transfers (转移支付区域/整体绩效自评表), without weights and scores."""

from __future__ import annotations

NAME = "L7"
TITLE = "转移支付区域（项目）绩效自评表"
MARKS = frozenset(
    {"fund.full_budget", "fund.executed", "fund.rate", "fund_row.total", "fund_row.upper_grant"}
    | {"fund_row.local_grant", "fund_row.other", "indicator.level1", "indicator.level2", "indicator.level3"}
    | {"indicator.target", "indicator.actual", "indicator.reason", "order.no_weight", "section.management"}
)
NEEDS = frozenset({"fund_row.upper_grant"})
