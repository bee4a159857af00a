"""A002: a first-level group prints another weight than its rows add up to."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.diagnosis import messages
from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Hit, check
from jixiao.checks.sums import differing_headings
from jixiao.finding import Severity

ZH, EN = messages(
    "“{group}”标题印 {stated} 分，其下 {count} 行分值合计 {sum} 分，相差 {difference} 分",
    "“{group}” prints {stated} points, its {count} rows weigh {sum}; the difference is {difference}",
    admit=False,
)


@check(
    code="A002",
    title="一级指标所印分值与其下各行合计不符",
    title_en="A first-level group prints another weight than its rows",
    severity=Severity.MUST_FIX,
    message=ZH,
    message_en=EN,
    since="0.1",
)
def group_weight_differs_from_rows(dossier: Dossier) -> Iterator[Hit]:
    """一级指标标题所印分值，应等于其下各三级指标分值之和。

    为何重要：一级指标分值是批复时定下的尺度；各行合计与它不符，说明分值被挪到或挪自别处。
    如何处理：对照批复的绩效目标，改正标题分值或各行分值。
    依据：计分办法关于一级指标分值设置的规定。

    The weight printed on a first-level group is the sum of the weights of its rows.

    Why: the group's weight was approved with the target; rows that weigh something else moved points elsewhere.
    Mend: compare with the approved target form and set right either the heading or the rows.
    Basis: the method's rule on the weights of first-level groups.
    """
    yield from differing_headings(dossier, "weight", level=1)
