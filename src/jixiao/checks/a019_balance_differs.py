"""A019: the balance named in the text is not budget less executed amount."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Hit, check
from jixiao.checks.tolerance import sum_tolerance
from jixiao.finding import Severity
from jixiao.form import FundLine

# 结余资金 267.90 万元, 年末结转 12 万元. What was carried over from last year is no balance of this one.
BALANCE = re.compile(r"(?<!上年)(?<!年初)(?:结余|结转)(?:资金|金额|结余|数|为|共|合计|：|:){0,3}(\d+(?:\.\d+)?)(万?元)")
YUAN_SHIFT = -4  # 元 to 万元


@check(
    code="A019",
    title="结余与预算数减执行数不符",
    title_en="Balance is not budget less executed amount",
    severity=Severity.EXPLAIN,
    message="文字写结余 {said} 万元，全年预算数 {budget} 减全年执行数 {executed} 为 {balance} 万元，"
    "相差 {difference} 万元。",
    message_en="The text names a balance of {said} (10 000 yuan); the budget {budget} less the executed {executed} "
    "is {balance}; the difference is {difference}.",
    since="0.1",
)
def balance_differs(dossier: Dossier) -> Iterator[Hit]:
    """文字里写的结余，应等于预算数减执行数。

    为何重要：结余是收回或结转资金的依据，说明和表格各写一个数，无法据以处理。
    如何处理：核对账面结余，改正文字或资金栏，口径不同的写明。
    依据：结余＝全年预算数－全年执行数。

    The balance that the text names is the budget less the executed amount.

    Why: balances are reclaimed or carried over by that figure; two figures allow neither.
    Mend: compare with the books and set right text or table; where the scope differs, say so.
    Basis: balance = full-year budget − executed amount.
    """
    if dossier.total_fund is None or dossier.form.amount_unit not in (None, "万元"):
        return
    total = dossier.total_fund[1]
    if total.full_budget is None or total.executed is None:
        return
    left = {"budget": total.full_budget, "executed": total.executed, "balance": total.full_budget - total.executed}
    for path, text in dossier.narratives:
        for digits, unit in BALANCE.findall(text):
            said = Decimal(digits) if unit == "万元" else Decimal(digits).scaleb(YUAN_SHIFT)
            if not any(_leaves(line, said) for line in dossier.form.funds):
                yield Hit(path, {"said": said, **left, "difference": abs(left["balance"] - said)})


def _leaves(line: FundLine, said: Decimal) -> bool:
    """Whether this fund row leaves that balance, within what rounding allows. A row with a blank leaves none."""
    if line.full_budget is None or line.executed is None:
        return False
    off = line.full_budget - line.executed - said
    return abs(off) <= sum_tolerance((line.full_budget, line.executed), said)
