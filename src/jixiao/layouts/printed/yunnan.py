"""L1-YN: the form of Yunnan (公开14表), targets as 指标性质, 指标值, 度量单位, the grade beside the total."""

from __future__ import annotations

NAME = "L1-YN"
TITLE = "云南项目支出绩效自评表（公开14表）"
MARKS = frozenset(
    {"fund.initial_budget", "fund.full_budget", "fund.executed", "fund.weight", "fund.rate", "fund.score"}
    | {"fund_row.total", "fund_row.grant", "fund_row.carry_over", "fund_row.other"}
    | {"indicator.level1", "indicator.level2", "indicator.level3", "indicator.sign", "indicator.target"}
    | {"indicator.unit_of_measure", "indicator.actual", "indicator.weight", "indicator.score", "indicator.reason"}
    | {"head.form_number", "end.remarks", "end.total", "end.grade"}
)
NEEDS = frozenset({"indicator.sign", "end.remarks", "end.grade"})
