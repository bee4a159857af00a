"""L3: the project form of Chongqing, its indicators in one flat list with 得分系数, the total at the top."""

from __future__ import annotations

NAME = "L3"
TITLE = "重庆项目支出绩效自评表"
MARKS = frozenset(
    {"fund.initial_budget", "fund.full_budget", "fund.executed", "fund.rate", "fund.weight", "fund.score"}
    | {"fund_row.total", "indicator.level3", "indicator.unit_of_measure", "indicator.sign"}
    | {"indicator.initial_target", "indicator.target", "indicator.actual", "indicator.coefficient"}
    | {"indicator.weight", "indicator.score", "indicator.core", "end.total", "end.remarks"}
)
NEEDS = frozenset({"indicator.coefficient"})
