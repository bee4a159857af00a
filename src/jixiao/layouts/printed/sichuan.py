"""L2: the project form of Sichuan (0013zp), with 原因 beside the funds and three closing texts."""

from __future__ import annotations

NAME = "L2"
TITLE = "四川项目支出绩效自评表"
MARKS = frozenset(
    {"fund.initial_budget", "fund.full_budget", "fund.executed", "fund.rate", "fund.weight", "fund.score"}
    | {"fund.reason", "fund_row.total", "fund_row.grant", "fund_row.special_account", "fund_row.unit_funds"}
    | {"fund_row.other", "indicator.level1", "indicator.level2", "indicator.level3", "indicator.sign"}
    | {"indicator.target", "indicator.unit_of_measure", "indicator.actual", "indicator.weight", "indicator.score"}
    | {"indicator.reason", "end.total", "end.conclusion", "end.problems", "end.measures"}
)
NEEDS = frozenset({"indicator.sign", "fund.reason"})
