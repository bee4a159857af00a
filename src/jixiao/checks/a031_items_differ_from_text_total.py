"""A031: amounts listed in a sentence do not add up to the total that the sentence names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Facts, Hit, check
from jixiao.checks.tolerance import sum_tolerance
from jixiao.finding import Severity

# 资金300万元，其中：设备购置200万元、培训90万元。 The list ends with the sentence.
LISTED = re.compile(r"(\d+(?:\.\d+)?)(万?元)[）)]?[，,；;：:（(。]?其中[：:，,]?([^。；;\n]*)")
ITEM = re.compile(r"(\d+(?:\.\d+)?)(万?元)(?![/每])")


@check(
    code="A031",
    title="文字所列各项金额之和与所写总额不符",
    title_en="Listed amounts do not add up to the total named",
    severity=Severity.EXPLAIN,
    message="文字写共 {total}{unit}，其中所列 {count} 项合计 {sum}{unit}，相差 {difference}{unit}。",
    message_en="The text names {total}{unit} in all; the {count} amounts listed add up to {sum}{unit}; "
    "the difference is {difference}{unit}.",
    since="0.1",
)
def items_differ_from_text_total(dossier: Dossier) -> Iterator[Hit]:
    """目标和说明文字里“其中”之后逐项列出的金额，合计应等于前面所写的总额。

    为何重要：文字里的金额是指标和资金栏的来源，自身对不上，表内数字也难有依据。
    如何处理：核对各项金额，补上漏列的一项，或改正总额。
    依据：总额与分项的勾稽关系；只列部分项目的，应写“等”。

    Amounts listed one by one in the goals or the narrative add up to the total named before them.

    Why: the amounts of the text are what indicators and fund rows are taken from.
    Mend: look at each amount, add the one left out, or set right the total.
    Basis: a total is the sum of its parts; a list of only some of them says so.
    """
    for path, text in dossier.sentences:
        for digits, unit, tail in LISTED.findall(text):
            items = [Decimal(number) for number, said in ITEM.findall(tail) if said == unit]
            total = Decimal(digits)
            if len(items) < 2 or _is_partial(tail, len(items)):  # noqa: PLR2004 - one amount is no list
                continue
            found = sum(items, Decimal(0))
            if abs(found - total) > sum_tolerance(items, total):
                facts: Facts = {"total": total, "unit": unit, "count": len(items), "sum": found}
                yield Hit(path, facts | {"difference": abs(found - total)})


def _is_partial(tail: str, count: int) -> bool:
    """Whether the list says that it is not whole, holds a list of its own, or an amount in another unit."""
    return "等" in tail or "其中" in tail or len(ITEM.findall(tail)) != count
