"""L10: the form of targets (绩效目标申报表、批复表): funds without headings, no actual values, no scores."""

from __future__ import annotations

NAME = "L10"
TITLE = "绩效目标申报（批复）表"
MARKS = frozenset(
    {"fund.listed", "fund_row.total", "fund_row.grant", "fund_row.other", "indicator.level1"}
    | {"indicator.level2", "indicator.level3", "indicator.target", "order.no_actual", "order.no_weight"}
)
NEEDS = frozenset({"order.no_actual", "order.no_weight"})
