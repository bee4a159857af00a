"""The dossier (审核案卷): one form with everything that the checks share, worked out once."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property

from jixiao.attainment import Attainment
from jixiao.checks.amounts import Item, items_in
from jixiao.checks.cells import prose_of, row_texts, rows_of
from jixiao.checks.diagnosis import Addend, Tally
from jixiao.checks.judging import Judgement, judge
from jixiao.checks.rates import RateReading, read_rate
from jixiao.checks.reasons import Reasons
from jixiao.checks.texts import short
from jixiao.form import Form, FundLine, Group, GroupHeading, Indicator
from jixiao.quantity import QuantityKind
from jixiao.rulebooks.model import Rulebook
from jixiao.scoring import Award, Scorecard, Unscored, attainments, rate_of, score
from jixiao.units import canonical

_EXECUTION = "预算执行率"
_NOTHING = Decimal(0)


class Row:
    """One indicator row as the checks see it (指标行): the indicator, its place and what the method gives it."""

    __slots__ = ("_dossier", "attainment", "index", "item", "path")

    def __init__(self, dossier: Dossier, index: int, item: Indicator, attainment: Attainment) -> None:
        self._dossier = dossier
        self.index = index  #: from 0
        self.path = f"indicators[{index}]"
        self.item = item
        self.attainment = attainment  #: how the actual stands to the target (完成情况)

    @property
    def award(self) -> Award | Unscored:
        """What the method gives the row (应得分), or why it gives nothing."""
        return self._dossier.scorecard.indicators[self.index]

    @property
    def label(self) -> str:
        """What to call the row in a message (指标名称)."""
        return short(self.item.label) or f"第 {self.index + 1} 行指标"


class Section:
    """A printed group heading and the indicator rows under it (一组指标)."""

    __slots__ = ("heading", "path", "rows")

    def __init__(self, index: int, heading: GroupHeading, rows: list[Row]) -> None:
        self.path = f"headings[{index}]"
        self.heading = heading
        self.rows = rows


class Dossier:
    """One form under audit (审核案卷). Cached parts are worked out when first asked for."""

    def __init__(self, form: Form, rulebook: Rulebook, scorecard: Scorecard | None = None) -> None:
        self.form = form
        self.rulebook = rulebook
        self._scored = scorecard

    @cached_property
    def scorecard(self) -> Scorecard:
        """The form scored by the rulebook (计分卡)."""
        return self._scored or score(self.form, self.rulebook, self.attainments)

    @cached_property
    def attainments(self) -> tuple[Attainment, ...]:
        """How each actual stands to its target (各行完成情况): most checks need no more of the scoring."""
        return attainments(self.form) if self._scored is None else self._scored.attainments

    @cached_property
    def rate(self) -> Decimal | None:
        """The execution rate, recomputed (复算的执行率), a fraction; None where it cannot be computed."""
        line = self.form.total_fund
        return None if line is None else rate_of(line, self.rulebook)

    @cached_property
    def rows(self) -> list[Row]:
        """The indicator rows (指标行)."""
        known = zip(self.form.indicators, self.attainments, strict=True)
        return [Row(self, index, item, attainment) for index, (item, attainment) in enumerate(known)]

    @cached_property
    def total_fund(self) -> tuple[str, FundLine] | None:
        """The row of all funds with its path (年度资金总额), or None."""
        for index, line in enumerate(self.form.funds):
            if line.is_total:
                return f"funds[{index}]", line
        return None

    @cached_property
    def rates(self) -> list[RateReading | None]:
        """How the printed rate of each fund row comes about (各行执行率复算); None where it cannot be compared."""
        return [read_rate(line, self.rulebook) for line in self.form.funds]

    @cached_property
    def execution_weight(self) -> Decimal | None:
        """The weight printed for the execution rate (执行率分值), or None."""
        return self.total_fund[1].weight if self.total_fund else None

    @cached_property
    def narratives(self) -> list[tuple[str, str]]:
        """What the form tells in sentences about the year, with the paths (文字说明); blank ones left out."""
        form = self.form
        told = [("conclusion", form.conclusion), ("problems", form.problems), ("measures", form.measures)]
        told += [(f"goals[{index}].actual", goal.actual) for index, goal in enumerate(form.goals)]
        told += [(f"funds[{index}].reason", line.reason) for index, line in enumerate(form.funds)]
        return [(path, text) for path, text in told if text]

    @cached_property
    def sentences(self) -> list[tuple[str, str]]:
        """The goals as set, and what was told of the year, with the paths (目标与说明); blank ones left out."""
        goals = [(f"goals[{index}].expected", goal.expected) for index, goal in enumerate(self.form.goals)]
        return [(path, text) for path, text in goals if text] + self.narratives

    @cached_property
    def reasons(self) -> Reasons:
        """The reasons beside the rows, and the rows that need one (未完成原因)."""
        return Reasons(self)

    @cached_property
    def texts(self) -> list[tuple[str, str]]:
        """Every text that was filled in, with its path (填报的文字)."""
        return [*self.prose, *rows_of(self.form)]

    @cached_property
    def prose(self) -> list[tuple[str, str]]:
        """Those outside the indicators, with their paths (指标以外的文字)."""
        return prose_of(self.form)

    @cached_property
    def whole_text(self) -> str:
        """All of those texts, one a line: a quick look whether a closer one is worth it (全表文字)."""
        return "\n".join([*(text for _, text in self.prose), *row_texts(self.form)])

    @cached_property
    def counted(self) -> list[Row]:
        """The rows that take part in the points: those with a weight or a score (计分的指标行)."""
        return [row for row in self.rows if row.item.weight is not None or row.item.score is not None]

    @cached_property
    def counting(self) -> Mapping[str, list[Row]]:
        """The rows whose target is a number, under its unit brought to one form (各计量单位的指标行)."""
        found: dict[str, list[Row]] = {}
        for row in self.rows:
            target = row.item.target
            if target is not None and target.kind is QuantityKind.NUMBER:
                found.setdefault(canonical(target.unit), []).append(row)
        return found

    @cached_property
    def amounts(self) -> list[Item]:
        """The rows that name amounts of money, in the unit of the fund block (列明金额的指标行)."""
        return list(items_in(self.counted, self.form.amount_unit or "万元"))

    @cached_property
    def leaf_weight(self) -> Decimal | None:
        """The sum of the indicator weights; None where there are none or one is blank (指标分值合计)."""
        return _sum([row.item.weight for row in self.counted])

    @cached_property
    def leaf_score(self) -> Decimal | None:
        """The sum of the indicator scores; None where there are none or one is blank (指标得分合计)."""
        return _sum([row.item.score for row in self.counted])

    @cached_property
    def weight_sum(self) -> Decimal | None:
        """The sum of all weights, the execution rate's too; None where one is blank (分值合计)."""
        return _with(self.leaf_weight, self.execution[1].weight if self.execution else _NOTHING)

    @cached_property
    def score_sum(self) -> Decimal | None:
        """The sum of all scores, the execution rate's too; None where one is blank (得分合计)."""
        return _with(self.leaf_score, self.execution[1].score if self.execution else _NOTHING)

    @cached_property
    def execution(self) -> tuple[str, FundLine] | None:
        """The fund row that earns points for the execution rate (执行率计分行), with its path.

        None where it prints neither weight nor score, or where an indicator row already carries those points.
        """
        if self.total_fund is None or any(row.item.group is Group.EXECUTION for row in self.counted):
            return None
        line = self.total_fund[1]
        return self.total_fund if line.weight is not None or line.score is not None else None

    @cached_property
    def sections(self) -> list[Section]:
        """The printed group headings that have rows, with those rows (指标分组)."""
        by_group: dict[Group | None, list[Row]] = {}
        for row in self.counted:
            by_group.setdefault(row.item.group, []).append(row)
        found = [
            Section(index, heading, _under(heading, self.counted, by_group))
            for index, heading in enumerate(self.form.headings)
        ]
        return [section for section in found if section.rows]

    @cached_property
    def weights_add_up(self) -> bool:
        """Whether all weights together make the full score (分值合计等于满分)."""
        return self.weight_sum == self.rulebook.total.points

    @cached_property
    def misjudged(self) -> Mapping[str, list[Judgement]]:
        """The rows whose printed score is not the one due, under the code of the check that reports each (得分不符)."""
        return judge(self.counted)

    @cached_property
    def score_tally(self) -> Tally | None:
        """The stated total and the scores it should be the sum of; None where one is blank (总分及其加数)."""
        if self.form.total_score is None or self.score_sum is None:
            return None
        rows = [
            Addend(row.label, f"{row.path}.score", row.item.score, row.item.weight)
            for row in self.counted
            if row.item.score is not None
        ]
        execution = None
        if self.execution is not None and self.execution[1].score is not None:
            path, line = self.execution
            execution = Addend(_EXECUTION, f"{path}.score", self.execution[1].score, line.weight)
        groups: dict[str, list[Addend]] = {}
        for row, addend in zip(self.counted, rows, strict=True):
            groups.setdefault(row.item.level1 or "", []).append(addend)
        subtotals = [
            Addend(label, several[0].path, sum((one.amount for one in several), _NOTHING))
            for label, several in groups.items()
            if label and len(several) > 1
        ]
        return Tally(self.form.total_score, rows, execution, subtotals)


def _sum(amounts: list[Decimal | None]) -> Decimal | None:
    """The sum; None where there is nothing to add or one amount is blank."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known, _NOTHING) if known and len(known) == len(amounts) else None


def _with(leaves: Decimal | None, more: Decimal | None) -> Decimal | None:
    return None if leaves is None or more is None else leaves + more


def _under(heading: GroupHeading, rows: list[Row], by_group: Mapping[Group | None, list[Row]]) -> list[Row]:
    """The rows that stand under the heading; a row whose group is lost may stand under any heading of its label."""
    known = heading.group not in (None, Group.OTHER)
    if heading.level == 1 and known:
        return by_group.get(heading.group, [])
    near = [*by_group.get(heading.group, ()), *by_group.get(None, ())] if known else rows
    label = heading.label
    if heading.level == 1:
        return [row for row in near if row.item.level1 and row.item.level1.startswith(label)]
    return [row for row in near if row.item.level2 and row.item.level2.startswith(label)]
