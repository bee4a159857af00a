"""A003: a second-level group prints another weight than its rows add up to."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.diagnosis import messages
from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Hit, check
from jixiao.checks.sums import differing_headings
from jixiao.finding import Severity

ZH, EN = messages(
    "二级指标“{group}”印 {stated} 分，其下 {count} 行分值合计 {sum} 分，相差 {difference} 分",
    "The second-level group “{group}” prints {stated} points, its {count} rows weigh {sum}; "
    "the difference is {difference}",
    admit=False,
)


@check(
    code="A003",
    title="二级指标所印分值与其下各行合计不符",
    title_en="A second-level group prints another weight than its rows",
    severity=Severity.MUST_FIX,
    message=ZH,
    message_en=EN,
    since="0.1",
)
def level2_weight_differs_from_rows(dossier: Dossier) -> Iterator[Hit]:
    """二级指标所印分值，应等于其下各三级指标分值之和。

    为何重要：二级分值是一级分值到三级分值之间的一环，断在此处，整张表的分值就对不上。
    如何处理：核对批复的二级指标分值，改正二级分值或其下各行。
    依据：计分办法关于各级指标权重逐级分解的规定。

    The weight printed on a second-level group is the sum of the weights of its rows.

    Why: it links the first level to the rows; where it breaks, the weights of the form no longer tie.
    Mend: compare with the approved weight and set right either the second level or its rows.
    Basis: the method's rule that weights are broken down level by level.
    """
    yield from differing_headings(dossier, "weight", level=2)
