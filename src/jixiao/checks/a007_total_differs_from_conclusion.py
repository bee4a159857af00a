"""A007: the conclusion names another total than the total row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Hit, check
from jixiao.finding import Severity

# 自评得分98分, 综合评分为98分, or a bare 总分 that opens a clause; 产出指标得分 and 执行率得分 are parts of the total.
SAID = re.compile(
    r"(?:(?<![标率])(?:自评|综合|评价|最终)(?:总?得分|总分|评分)|(?:^|(?<=[，。；：,;:\s]))(?:总得分|总分|得分))"
    r"(?:为|是|达到?|：|:)?(\d+(?:\.\d+)?)分"
)


@check(
    code="A007",
    title="自评结论中的得分与总分不符",
    title_en="The conclusion names another total",
    severity=Severity.MUST_FIX,
    message="自评结论写 {said} 分，总分填 {stated} 分。",
    message_en="The conclusion says {said} points, the total row {stated}.",
    since="0.1",
)
def total_differs_from_conclusion(dossier: Dossier) -> Iterator[Hit]:
    """自评结论里写的得分，应与总分一致。

    为何重要：同一张表两个得分，公开后无法判断以哪个为准。
    如何处理：以各项得分加总的结果为准，改正另一处。
    依据：自评材料应当真实、准确、前后一致。

    The score named in the conclusion is the stated total.

    Why: with two scores on one form no reader can tell which one counts.
    Mend: keep the one that the rows add up to and set right the other.
    Basis: a self-evaluation has to be true, accurate and consistent.
    """
    stated, text = dossier.form.total_score, dossier.form.conclusion
    if stated is None or not text:
        return
    said = [Decimal(number) for number in SAID.findall(text)]
    if not said or stated in said:
        return
    # “总分 100 分，自评得分 98 分”：the full score is named before the score itself.
    other = next((number for number in said if number != dossier.rulebook.total.points), said[0])
    yield Hit("conclusion", {"said": other, "stated": stated}, related=("total_score",))
