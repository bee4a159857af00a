"""C074: a text states another rate or amount than the table of funds."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Hit, check
from jixiao.checks.statements import misstated
from jixiao.finding import Severity


@check(
    code="C074",
    title="文字中的数字与资金表不符",
    title_en="A figure in the text differs from the funds",
    severity=Severity.MUST_FIX,
    message="文中写“{said}”，资金部分没有这个数，应为 {expected}。",
    message_en="The text says “{said}”; the funds of the form do not: it should be {expected}.",
    since="0.1",
)
def text_differs_from_table(dossier: Dossier) -> Iterator[Hit]:
    """文字中写明的执行率、全年预算数、全年执行数，应与资金部分一致；任何一行对得上的都不报告。

    为何重要：同一张表两个数，读者不知道该信哪个；公开后最容易被问到。
    如何处理：核对决算数，改正写错的一处。
    依据：自评内容应当完整、数据真实的规定。

    A rate of execution or a total amount in a text agrees with the funds; agreeing with any row of them is enough.

    Why: with two figures in one form nobody knows which to believe.
    Mend: compare with the accounts and set right the wrong one.
    Basis: the rule that the data of a self-evaluation are true.
    """
    for path, said, expected in misstated(dossier):
        yield Hit(path, {"said": said, "expected": expected})
