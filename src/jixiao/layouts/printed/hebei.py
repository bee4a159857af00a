"""L5: the project form of Hebei, funds in pairs of label and amount, scores converted by shares (折算得分)."""

from __future__ import annotations

NAME = "L5"
TITLE = "河北项目支出绩效自评表"
MARKS = frozenset(
    {"fund.paired", "fund.full_budget", "fund.arrived", "fund.executed", "fund.rate", "fund_row.total"}
    | {"fund_row.grant", "fund_row.other", "indicator.level1", "indicator.level2", "indicator.level3"}
    | {"indicator.sign", "indicator.target", "indicator.unit_of_measure", "indicator.actual"}
    | {"indicator.share", "indicator.converted", "indicator.weight", "indicator.score", "end.total"}
)
NEEDS = frozenset({"fund.paired", "indicator.share"})
