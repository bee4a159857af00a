"""B049: money paid out is taken for an output."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Hit, check
from jixiao.checks.vocabulary import WORDS
from jixiao.finding import Severity
from jixiao.form import Facet


@check(
    code="B049",
    title="以支付资金作为产出",
    title_en="Money paid out is taken for an output",
    severity=Severity.EXPLAIN,
    message="“{row}”只计算付了多少钱，却列为“{level}”；付款不是产出。",
    message_en="“{row}” only counts money paid, yet stands under “{level}”: paying is no output.",
    since="0.1",
)
def payment_as_output(dossier: Dossier) -> Iterator[Hit]:
    """数量、质量指标应说明做成了什么，不能只计算支付了多少资金。

    为何重要：钱花出去不等于事办成；预算执行率已经单独计分，再列一次就是重复。
    如何处理：改为资金买来的东西，例如建成的面积、培训的人次、发放的户数。
    依据：产出指标反映提供的公共产品和服务；复核中此类指标计零分。

    Quantity and quality say what was achieved, not how much was paid.

    Why: money spent is no work done, and the execution rate is scored apart already.
    Mend: name what the money bought: square metres built, people trained, households served.
    Basis: outputs are goods and services provided; reviewers give such rows nothing.
    """
    for row in dossier.rows:
        name = row.item.name
        if name is not None and row.item.facet in (Facet.QUANTITY, Facet.QUALITY) and WORDS.payment.first_in(name):
            yield Hit(f"{row.path}.name", {"row": row.label, "level": row.item.level2 or row.item.level1})
