"""A033: an amount is ten thousand times another that should be the same: 元 and 万元 were mixed up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from jixiao.checks.amounts import is_cost
from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Facts, Hit, check
from jixiao.checks.funds import COLUMNS
from jixiao.checks.rates import MYRIAD, RateReading
from jixiao.checks.tolerance import percent
from jixiao.finding import Severity
from jixiao.form import FundLine
from jixiao.units import rescale

TELLING = 3  # significant digits: 5元 beside a budget of 5万元 is chance, 358.4元 beside 358.4万元 is not
SAID = re.compile(r"(\d+(?:\.\d+)?)(万?元)(?![/每])")


class Known(NamedTuple):
    """An amount of the fund block (资金栏金额)."""

    path: str
    source: str
    amount: Decimal


@check(
    code="A033",
    title="元与万元混用",
    title_en="Yuan and ten thousand yuan mixed up",
    severity=Severity.EXPLAIN,
    message={
        "same": "“{said}”与资金栏“{source}”的 {amount}{unit}正好相差一万倍，疑为元与万元混用。",
        "rate": "“{source}”执行数 {executed} 与预算数 {budget} 的单位疑不一致：错一万倍后执行率正好是所印的 {rate}。",
        "budgets": "“{source}”年初预算数 {initial} 与全年预算数 {budget} 正好相差一万倍，疑为元与万元混用。",
    },
    message_en={
        "same": "“{said}” is exactly ten thousand times off the {amount}{unit} of “{source}” in the fund block: "
        "yuan and ten thousand yuan seem mixed up.",
        "rate": "“{source}”: executed {executed} and budget {budget} seem to be in different units: "
        "ten thousand times off, they give exactly the printed rate of {rate}.",
        "budgets": "“{source}”: the initial budget {initial} and the full-year budget {budget} are exactly "
        "ten thousand times apart: yuan and ten thousand yuan seem mixed up.",
    },
    since="0.1",
)
def unit_slip(dossier: Dossier) -> Iterator[Hit]:
    """同一笔钱在表内各处应是同一个数；正好相差一万倍的，多是把元写成了万元，或把万元写成了元。

    为何重要：单位错了，金额差一万倍，执行率、成本和汇总数全都不能用。
    如何处理：对照账册确定单位，改正写错的一处，并在表头注明金额单位。
    依据：表头“资金（万元）”一类的金额单位。

    The same money is the same number everywhere; exactly ten thousand times off, yuan stand for ten thousand yuan.

    Why: with the wrong unit rate, cost and every aggregate are useless.
    Mend: settle the unit by the books, set right the place that is wrong, and print the unit in the heading.
    Basis: the unit in the heading of the form, such as 资金（万元）.
    """
    for index, line in enumerate(dossier.form.funds):
        yield from _within(f"funds[{index}]", line, dossier.rates[index])
    known = [
        Known(f"funds[{index}].{column}", line.source, amount)
        for index, line in enumerate(dossier.form.funds)
        for column in COLUMNS
        if (amount := getattr(line, column))
    ]
    unit = dossier.form.amount_unit or "万元"
    right = {one.amount for one in known}
    slipped = {one.amount.scaleb(shift): one for one in reversed(known) for shift in (MYRIAD, -MYRIAD)}
    for path, text, amount in _amounts(dossier, unit) if known else ():
        if amount not in right and (one := slipped.get(amount)) is not None and _is_telling(amount):
            facts: Facts = {"said": text, "source": one.source, "amount": one.amount, "unit": unit}
            yield Hit(path, facts, "same", related=(one.path,))


def _within(path: str, line: FundLine, reading: RateReading | None) -> Iterator[Hit]:
    """A slip between the columns of one fund row."""
    initial, budget = line.initial_budget, line.full_budget
    if initial and budget and (initial.scaleb(MYRIAD) == budget or budget.scaleb(MYRIAD) == initial):
        yield Hit(f"{path}.full_budget", {"source": line.source, "initial": initial, "budget": budget}, "budgets")
    if reading is not None and reading.verdict == "other_unit" and line.rate is not None:
        facts: Facts = {"source": line.source, "executed": line.executed, "budget": getattr(line, reading.budget)}
        yield Hit(f"{path}.executed", facts | {"rate": percent(line.rate)}, "rate")


def _amounts(dossier: Dossier, unit: str) -> Iterator[tuple[str, str, Decimal]]:
    """Every amount that cost rows and sentences name, as printed and in the unit of the fund block.

    An income of 1527元 beside a fund of 1527.00万元 is chance, so other rows are left out.
    """
    for row, target, actual in dossier.amounts:
        if not is_cost(row):
            continue
        if target is not None and row.item.target is not None:
            yield f"{row.path}.target", row.item.target.text, target
        if actual is not None and row.item.actual is not None:
            yield f"{row.path}.actual", row.item.actual.text, actual
    for path, text in dossier.narratives:
        for digits, said in SAID.findall(text):
            amount = rescale(Decimal(digits), said, unit)
            if amount is not None:
                yield path, f"{digits}{said}", amount


def _is_telling(amount: Decimal) -> bool:
    return len("".join(map(str, amount.as_tuple().digits)).strip("0")) >= TELLING
