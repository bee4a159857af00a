"""B040: the actual is the target written again."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Hit, check
from jixiao.checks.texts import bare, short
from jixiao.checks.values import NUMERIC, is_level, is_words
from jixiao.checks.vocabulary import LIMITS
from jixiao.finding import Severity
from jixiao.quantity import Quantity

SIGNS = ("≥", "≤", ">", "<")


@check(
    code="B040",
    title="完成值照抄指标值",
    title_en="The actual is a copy of the target",
    severity=Severity.EXPLAIN,
    message={
        "sign": "“{row}”的完成值填“{actual}”，带着“{sign}”，是目标的写法，不是实际完成的数。",
        "words": "“{row}”的完成值“{actual}”与指标值一字不差，没有说明实际做到了什么。",
    },
    message_en={
        "sign": "The actual of “{row}”, “{actual}”, bears “{sign}”: that is a target, not what was measured.",
        "words": "The actual of “{row}”, “{actual}”, repeats its target word for word and tells nothing of the result.",
    },
    since="0.1",
)
def actual_copies_target(dossier: Dossier) -> Iterator[Hit]:
    """完成值应填实际结果，不能把指标值连同符号或整句抄过来。

    为何重要：照抄说明没有测量或没有核实；连错别字也一样的，更能说明是复制。
    如何处理：填实际测得的数；定性指标写明实际情况或所达到的档次。
    依据：自评应当数据真实、客观反映完成情况的规定。

    The actual is what was measured, not the target with its sign or sentence copied.

    Why: a copy shows that nothing was measured; with the same typing error in both it is certain.
    Mend: fill in the figure measured, or what was in fact reached.
    Basis: the rule that self-evaluations are true and objective.
    """
    for row in dossier.rows:
        target, actual = row.item.target, row.item.actual
        if target is None or actual is None:
            continue
        variant = _variant(target, actual)
        if variant is not None:
            facts = {"row": row.label, "actual": short(actual.text), "sign": actual.operator}
            yield Hit(f"{row.path}.actual", facts, variant, related=(f"{row.path}.target",))


def _variant(target: Quantity, actual: Quantity) -> str | None:
    if actual.kind in NUMERIC:
        return "sign" if actual.operator in SIGNS else None
    said = bare(actual.text)
    copied = said == bare(target.text) and len(said) >= LIMITS.copied_characters and not is_level(said)
    return "words" if copied and is_words(actual) else None
