"""B043: the actual lies far above the target, and nobody says why."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Hit, check
from jixiao.checks.reasons import over_fulfilment, reason_of
from jixiao.checks.tolerance import percent, rounded
from jixiao.finding import Severity


@check(
    code="B043",
    title="大幅超额完成而未说明",
    title_en="A target is far exceeded without a word",
    severity=Severity.EXPLAIN,
    message="“{row}”指标值“{target}”，完成“{actual}”，是指标值的 {degree}，没有说明原因。",
    message_en="“{row}”: target “{target}”, actual “{actual}”, {degree} of the target, without a reason.",
    since="0.1",
)
def over_fulfilled(dossier: Dossier) -> Iterator[Hit]:
    """完成值明显高于指标值的，应说明原因。界限以办法为准；办法没有写明的，按 130% 提示。

    为何重要：大幅超额多半因为指标值定低了，或者完成值的口径、单位有误。
    如何处理：先核对数字和单位；属实的，在原因栏说明；指标值偏低的，下年调高。
    依据：完成值明显高于指标值的应当分析原因的规定；广西以 130% 为界。

    An actual far above its target is explained. The method's threshold holds, or 130% where it names none.

    Why: the target was too low, or the actual is in another unit or counted otherwise.
    Mend: verify number and unit; then give the reason, and raise next year's target.
    Basis: the rule that marked over-fulfilment is analysed; Guangxi draws the line at 130%.
    """
    for row in dossier.rows:
        degree = over_fulfilment(row, dossier.rulebook) if reason_of(row) is None else None
        target, actual = row.item.target, row.item.actual
        if degree is None or target is None or actual is None:
            continue
        facts = {"row": row.label, "target": target.told, "actual": actual.text}
        yield Hit(
            f"{row.path}.actual",
            facts | {"degree": percent(rounded(degree, 3))},
            severity=Severity.LOOK if dossier.rulebook.over.threshold is None else None,
            related=(f"{row.path}.target",),
        )
