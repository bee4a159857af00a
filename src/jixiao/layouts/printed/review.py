"""L13: the sheet of a review: self-evaluated and reviewed values and scores side by side, and how they differ."""

from __future__ import annotations

NAME = "L13"
TITLE = "绩效自评复核表"
MARKS = frozenset(
    {"indicator.level1", "indicator.level2", "indicator.level3", "indicator.sign", "indicator.target"}
    | {"indicator.unit_of_measure", "indicator.weight", "indicator.actual", "indicator.score"}
    | {"indicator.review_actual", "indicator.review_score", "indicator.deviation", "indicator.reason"}
)
NEEDS = frozenset({"indicator.review_actual", "indicator.review_score"})
