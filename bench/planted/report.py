"""The table of the benchmark (查出率与误报率表): one line a check, with the bars it has to reach."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from bench.planted.catalogue import Mutation, all_mutations
from bench.planted.measure import GRAVE, Tally
from jixiao.checks import all_checks
from jixiao.checks.engine import Check
from jixiao.finding import Severity

ARITHMETIC_RECALL, RECALL = Decimal("0.99"), Decimal("0.95")
"""What every check of section A, and every other check, must find of what was planted for it."""
ALARMS = Decimal(1)
"""At most so many of a thousand correct forms may draw a finding of the two upper severities from one check."""
NAMES = {
    Severity.MUST_FIX: "必须修改",
    Severity.EXPLAIN: "应当说明",
    Severity.LOOK: "请予关注",
    Severity.NOTE: "提示",
}


class Line(NamedTuple):
    """One check in the table (一行)."""

    check: Check
    mutations: tuple[Mutation, ...]
    planted: int
    found: int
    grave: Decimal  #: false alarms of the two upper severities, per thousand correct forms
    mild: Decimal  #: of the two lower ones

    @property
    def recall(self) -> Decimal | None:
        """The share found; None where nothing was planted."""
        return Decimal(self.found) / self.planted if self.planted else None

    @property
    def misses(self) -> list[str]:
        """Which bars the check misses, in words."""
        bar = ARITHMETIC_RECALL if self.check.code.startswith("A") else RECALL
        words = []
        if self.mutations and self.recall is None:
            words.append("没有植入成功的错例")
        if self.recall is not None and self.recall < bar:
            words.append(f"查出率低于 {bar}")
        if self.grave > ALARMS:
            words.append(f"每千张误报超过 {ALARMS}")
        return words


def lines(tally: Tally) -> Iterator[Line]:
    """Every check, in the order of the codes."""
    for check in all_checks():
        mutations = tuple(one for one in all_mutations() if one.code == check.code)
        planted = sum(tally.planted[one.name] for one in mutations)
        found = sum(tally.found[one.name] for one in mutations)
        grave, every = (tally.alarms_per_thousand(check.code, kinds) for kinds in (GRAVE, tuple(Severity)))
        yield Line(check, mutations, planted, found, grave, every - grave)


def table(tally: Tally) -> str:
    """The table in Markdown, as docs/planted-errors.md holds it."""
    head = (
        "| 规则 | 名称 | 严重程度 | 错例种数 | 植入 | 查出 | 查出率 | 误报‰（前两级） | 误报‰（后两级） |",
        "|---|---|---|---:|---:|---:|---:|---:|---:|",
    )
    return "\n".join([*head, *map(_row, lines(tally))]) + "\n"


def _row(line: Line) -> str:
    recall = "—" if line.recall is None else f"{line.recall:.4f}"
    cells = (
        line.check.code,
        line.check.title,
        NAMES[line.check.severity],
        len(line.mutations),
        line.planted,
        line.found,
        recall,
        f"{line.grave:.1f}",
        f"{line.mild:.1f}",
    )
    return f"| {' | '.join(map(str, cells))} |"


def summary(tally: Tally) -> str:
    """How many forms, mutations and checks took part, and by severity the checks' recall and false alarms."""
    each = list(lines(tally))
    text = [
        f"无误表 {tally.clean} 张，错例表 {tally.mutated} 张；错例 {len(all_mutations())} 种，规则 {len(each)} 条。"
    ]
    for severity in Severity:
        ours = [one for one in each if one.check.severity is severity]
        planted, found = sum(one.planted for one in ours), sum(one.found for one in ours)
        worst = max((tally.alarms_per_thousand(one.check.code, (severity,)) for one in each), default=Decimal(0))
        share = f"{Decimal(found) / planted:.4f}" if planted else "—"
        counted = f"{NAMES[severity]}：植入 {planted}，查出 {found}，查出率 {share}"
        text.append(f"{counted}；此级疑点每条规则每千张误报至多 {worst:.1f}。")
    return "\n".join(text)


def shortfalls(tally: Tally) -> list[str]:
    """Every bar that is missed, one line each (未达标)."""
    found = [f"{one.check.code} {one.check.title}：{'；'.join(one.misses)}" for one in lines(tally) if one.misses]
    weak = [
        f"    {one.code} {one.name}：植入 {tally.planted[one.name]}，查出 {tally.found[one.name]}"
        for one in all_mutations()
        if tally.found[one.name] < tally.planted[one.name]
    ]
    return found + (["查漏的错例：", *weak] if found and weak else [])
