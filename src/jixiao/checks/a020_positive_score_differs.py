"""A020: the score of a positive indicator is not what the method gives."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Hit, check
from jixiao.checks.recomputed import READINGS, SCORED, hits
from jixiao.finding import Severity

MESSAGES = SCORED | {
    "readings": READINGS,
    "no_sign": (
        (
            "“{label}”指标值 {target} 未注明 ≥ 或 ≤，实际完成 {actual}，填 {score} 分："
            "按正向、反向应得 {readings} 分，与哪一种都不符。"
        ),
        (
            "“{label}”: the target {target} has no ≥ or ≤, actual {actual}, score {score}: "
            "read as positive or reverse it earns {readings}, and the score is neither."
        ),
    ),
}


@check(
    code="A020",
    title="正向指标得分与办法不符",
    title_en="Score of a positive indicator differs from the method",
    severity=Severity.MUST_FIX,
    message={key: text[0] for key, text in MESSAGES.items()},
    message_en={key: text[1] for key, text in MESSAGES.items()},
    since="0.1",
)
def positive_score_differs(dossier: Dossier) -> Iterator[Hit]:
    """正向指标未完成时，得分应为办法规定的比例；未注明方向的数值，得分至少应与一种合理的读法相符。

    为何重要：得分是按公式算出来的，不是估出来的；各填各的，项目之间便无法比较。
    如何处理：按算式改正得分；指标值漏写 ≥ 或 ≤ 的，按批复的绩效目标补上再算。
    依据：计分办法“实际完成值（B）/年度指标值（A）×该指标分值”。

    A positive indicator that is missed earns its share by the method; a bare number fits one reading at least.

    Why: scores are computed, not estimated; otherwise no two projects can be compared.
    Mend: set right the score by the formula; where ≥ or ≤ is missing, take it from the approved target first.
    Basis: the method's formula, actual (B) ÷ target (A) × weight.
    """
    yield from hits(dossier, "A020")
