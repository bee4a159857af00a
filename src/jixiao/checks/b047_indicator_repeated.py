"""B047: the same indicator stands twice in a form."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.dossier import Dossier, Row
from jixiao.checks.engine import Hit, check
from jixiao.checks.texts import bare
from jixiao.finding import Fact, Severity
from jixiao.form import Group


@check(
    code="B047",
    title="指标重复",
    title_en="An indicator is repeated",
    severity=Severity.EXPLAIN,
    message={
        "same": "“{row}”与第 {first} 行指标名称、指标值完全相同，同一件事计了两次分。",
        "across": "“{row}”既列在产出指标（第 {first} 行），又列在效益指标，同一件事计了两次分。",
    },
    message_en={
        "same": "“{row}” has the name and target of indicator {first}: the same thing is scored twice.",
        "across": "“{row}” stands under outputs (indicator {first}) and benefits: the same thing is scored twice.",
    },
    since="0.1",
)
def indicator_repeated(dossier: Dossier) -> Iterator[Hit]:
    """一张表内不应有两项相同的指标，产出与效益之间也不应重复。

    为何重要：同一件事得两次分，挤掉了别的指标；复核时通常只计一项。
    如何处理：保留一项，另一项改为真正不同的指标，或删去并调整分值。
    依据：指标应当简明、不重复，产出与效益应当区分的要求。

    No indicator stands twice in a form, nor under outputs and benefits at once.

    Why: one thing scored twice displaces others; reviewers count it once.
    Mend: keep one; turn the other into a different indicator or drop it and adjust the weights.
    Basis: indicators are concise, and outputs are told from benefits.
    """
    seen: dict[str, Row] = {}
    for row in dossier.rows:
        name = bare(row.item.name or "")
        earlier = seen.setdefault(name, row) if name else row
        if earlier is row:
            continue
        variant = _variant(earlier, row)
        if variant:
            facts: dict[str, Fact] = {"row": row.label, "first": earlier.index + 1}
            yield Hit(f"{row.path}.name", facts, variant, related=(f"{earlier.path}.name",))


def _variant(earlier: Row, row: Row) -> str | None:
    """Rows of one name with different targets under one group may measure different parts of the work."""
    if {earlier.item.group, row.item.group} == {Group.OUTPUT, Group.BENEFIT}:
        return "across"
    ours, theirs = row.item.target, earlier.item.target
    same_target = ours is not None and theirs is not None and bare(ours.text) == bare(theirs.text)
    return "same" if same_target and earlier.item.facet is row.item.facet else None
