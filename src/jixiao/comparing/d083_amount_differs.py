"""D083: an amount is not the one of the other document."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from jixiao.checks.engine import Facts, Hit, check
from jixiao.checks.tolerance import places
from jixiao.comparing.pair import Pair, same_amount, without_zeros
from jixiao.comparing.relation import Relation
from jixiao.finding import Severity
from jixiao.form import FundLine
from jixiao.places import FIELDS

_BUDGETS = ("initial_budget", "full_budget")
_COMPARED = {
    Relation.TARGET: ("initial_budget",),
    Relation.MONITORING: ("initial_budget",),
    Relation.ACCOUNTS: (*_BUDGETS, "executed"),
    Relation.REVIEW: (*_BUDGETS, "executed"),
}


@check(
    code="D083",
    title="预算数、执行数与另一份表不一致",
    title_en="Budget or executed amount differs from another document",
    severity=Severity.MUST_FIX,
    message={
        "differs": "“{source}”{column}填 {ours}，{document}为 {theirs}，相差 {difference}。",
        "shrunk": "“{source}”全年执行数 {ours} 小于监控表已执行的 {theirs}，少 {difference}。",
    },
    message_en={
        "differs": "“{source}”, {column_en}: {ours} here, {theirs} in {document_en}, {difference} apart.",
        "shrunk": "“{source}”: {ours} in the year, {difference} less than the {theirs} of the monitoring form.",
    },
    since="0.1",
)
def amount_differs(pair: Pair) -> Iterator[Hit]:
    """同一资金的年初预算数、全年预算数和执行数，应与目标表、决算表、复核表一致；全年执行数不应小于年中已执行数。

    为何重要：执行率由这两个数算出；与决算不符的执行率不能作为自评依据。
    如何处理：以批复的预算和决算为准改正；口径不同（如含上年结转）的，说明差额由来。
    依据：自评数据应当与预算批复、决算报表一致的要求。金额单位未印的，视为与另一表相同。

    Budgets and executed amounts are those of the target form, the accounts, the review; a year spends no less than
    its first months did.

    Why: the execution rate is made of these two; one that differs from the accounts proves nothing.
    Mend: correct them by the approved budget and the accounts, or explain the difference.
    Basis: the figures agree with the approved budget and the final accounts. An amount unit not printed is the same.
    """
    for (path, ours), (other_path, theirs) in pair.funds:
        for column in _COMPARED.get(pair.relation, ()):
            other = _column_of(theirs, column, pair.relation)
            there = pair.in_our_unit(getattr(theirs, other))
            here: Decimal | None = getattr(ours, column)
            if here is not None and there is not None and not same_amount(here, there):
                facts = pair.document | {"column": FIELDS[column][0], "column_en": FIELDS[column][1]}
                found = facts | _amounts(ours, here, there)
                yield Hit(f"{path}.{column}", found, "differs", other=f"{other_path}.{other}")
        spent = pair.in_our_unit(theirs.executed) if pair.relation is Relation.MONITORING else None
        if spent is not None and ours.executed is not None and ours.executed < spent:
            found = _amounts(ours, ours.executed, spent)
            yield Hit(f"{path}.executed", found, "shrunk", other=f"{other_path}.executed")


def _column_of(theirs: FundLine, column: str, relation: Relation) -> str:
    """The column of the other form that answers ours: a target form may call its only budget 全年预算数."""
    only_full = relation is Relation.TARGET and theirs.initial_budget is None
    return "full_budget" if only_full else column


def _amounts(line: FundLine, here: Decimal, there: Decimal) -> Facts:
    there = without_zeros(there, places(here))
    return {"source": line.source, "ours": here, "theirs": there, "difference": abs(here - there)}
