"""L1-GZ: the department form of Guizhou (部门整体支出绩效目标自评表), funds by 基本支出 and 项目支出."""

from __future__ import annotations

NAME = "L1-GZ"
TITLE = "贵州部门整体支出绩效目标自评表"
MARKS = frozenset(
    {"fund.source", "fund.initial_budget", "fund.full_budget", "fund.executed", "fund.weight", "fund.rate"}
    | {"fund.score", "fund_row.total", "fund_row.basic", "fund_row.project", "fund_row.other"}
    | {"indicator.level1", "indicator.level2", "indicator.level3", "indicator.target", "indicator.actual"}
    | {"indicator.weight", "indicator.score", "indicator.reason", "end.total", "end.conclusion"}
)
NEEDS = frozenset({"fund.source", "fund_row.basic", "end.conclusion"})
