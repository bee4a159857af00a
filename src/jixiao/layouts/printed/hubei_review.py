"""L4-review: the project form of Hubei with 自评分 and 复核分 side by side, the total at the top."""

from __future__ import annotations

NAME = "L4-review"
TITLE = "湖北项目自评复核表"
MARKS = frozenset(
    {"fund.crossed", "fund.full_budget", "fund.executed", "fund.rate", "fund_row.total"}
    | {"indicator.level1", "indicator.level2", "indicator.level3", "indicator.target", "indicator.actual"}
    | {"indicator.standard", "indicator.weight", "indicator.score", "indicator.review_score", "end.total"}
)
NEEDS = frozenset({"indicator.review_score", "indicator.actual"})
