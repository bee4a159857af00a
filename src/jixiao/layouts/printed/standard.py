"""L1: the standard project form of 财预〔2020〕10号 (项目支出绩效自评表)."""

from __future__ import annotations

NAME = "L1"
TITLE = "项目支出绩效自评表"
MARKS = frozenset(
    {"fund.initial_budget", "fund.full_budget", "fund.executed", "fund.weight", "fund.rate", "fund.score"}
    | {"fund_row.total", "fund_row.grant", "fund_row.carry_over", "fund_row.other"}
    | {"indicator.level1", "indicator.level2", "indicator.level3", "indicator.target", "indicator.actual"}
    | {"indicator.weight", "indicator.score", "indicator.reason", "end.total"}
)
NEEDS: frozenset[str] = frozenset()
