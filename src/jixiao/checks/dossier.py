"""The dossier (审核案卷): one form with everything that the checks share, worked out once."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property

from jixiao.form import Form, FundLine, Indicator
from jixiao.rulebooks.model import Rulebook
from jixiao.scoring import Award, Scorecard, Unscored, score


class Row:
    """One indicator row as the checks see it (指标行): the indicator, its place and what the method gives it."""

    __slots__ = ("_dossier", "index", "item", "label", "path")

    def __init__(self, index: int, item: Indicator, dossier: Dossier) -> None:
        self.index = index  #: from 0
        self.path = f"indicators[{index}]"
        self.item = item
        self.label = item.label or f"第 {index + 1} 行指标"  #: what to call the row
        self._dossier = dossier

    @property
    def award(self) -> Award | Unscored:
        """What the method gives the row (应得分), or why it gives nothing."""
        return self._dossier.scorecard.indicators[self.index]


class Dossier:
    """One form under audit (审核案卷). Cached parts are worked out when first asked for."""

    def __init__(self, form: Form, rulebook: Rulebook) -> None:
        self.form = form
        self.rulebook = rulebook

    @cached_property
    def scorecard(self) -> Scorecard:
        """The form scored by the rulebook (计分卡)."""
        return score(self.form, self.rulebook)

    @cached_property
    def rows(self) -> list[Row]:
        """The indicator rows (指标行)."""
        return [Row(index, item, self) for index, item in enumerate(self.form.indicators)]

    @cached_property
    def total_fund(self) -> tuple[str, FundLine] | None:
        """The row of all funds with its path (年度资金总额), or None."""
        for index, line in enumerate(self.form.funds):
            if line.is_total:
                return f"funds[{index}]", line
        return None

    @cached_property
    def execution_weight(self) -> Decimal | None:
        """The weight printed for the execution rate (执行率分值), or None."""
        return self.total_fund[1].weight if self.total_fund else None
