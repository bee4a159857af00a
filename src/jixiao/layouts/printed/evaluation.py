"""L9: self-scoring by an evaluation frame (决策、过程、产出、效益): rules in every row, often several raters."""

from __future__ import annotations

NAME = "L9"
TITLE = "绩效评价指标体系自评表"
MARKS = frozenset(
    {"indicator.level1", "indicator.level2", "indicator.level3", "indicator.explanation"}
    | {"indicator.standard", "indicator.weight", "indicator.score", "indicator.review_score"}
    | {"order.no_values", "end.total"}
)
NEEDS = frozenset({"indicator.standard", "order.no_values", "indicator.weight"})
