"""D080: the form's own notes give a group another weight than its rows have."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Facts, Hit, check
from jixiao.checks.weights import note_weights, rows_of
from jixiao.finding import Severity
from jixiao.form import Group


@check(
    code="D080",
    title="分值与本表表注不符",
    title_en="Weights differ from the form's own notes",
    severity=Severity.EXPLAIN,
    message={
        "": "表注规定{group}为 {standard} 分，本表“{label}”各行分值合计 {sum} 分。",
        "execution": "表注规定预算执行率为 {standard} 分，本表为 {sum} 分。",
    },
    message_en={
        "": "The notes give {group_en} {standard} points; the rows of “{label}” weigh {sum}.",
        "execution": "The notes give the execution rate {standard} points; the form gives it {sum}.",
    },
    since="0.1",
)
def notes_differ_from_weights(dossier: Dossier) -> Iterator[Hit]:
    """各一级指标的分值应与本表表注所定一致；标题所印分值已与各行不符的，由 A002 报告，此处不重复。

    为何重要：表注就是本表的办法；分值移到容易得分的一级指标，总分就虚高。
    如何处理：按表注调整各行分值；确属特殊情况的，说明调整理由。执行率分值一般不得调整。
    依据：本表表注关于一级指标分值设置的规定。

    Groups weigh what the form's own notes say. Where the printed heading already differs from the rows, see A002.

    Why: the notes are the method; points moved to an easy group raise the total.
    Mend: set the weights by the notes, or say why they were adjusted. The execution rate is not adjusted as a rule.
    Basis: the form's own notes on the weights of the groups.
    """
    for group, (standard, name, name_en) in note_weights(dossier.form.notes).items():
        facts: Facts = {"standard": standard, "group": name, "group_en": name_en}
        rows = rows_of(dossier, group)
        total = sum((row.item.weight or Decimal(0) for row in rows), Decimal(0))
        if rows and total != standard:
            first, *others = (f"{row.path}.weight" for row in rows)
            label = rows[0].item.level1 or rows[0].item.level2 or name
            yield Hit(first, facts | {"label": label, "sum": total}, related=tuple(others))
        path = dossier.execution[0] if dossier.execution else ""
        weight = dossier.execution_weight if group is Group.EXECUTION and path else None
        if weight is not None and weight != standard and not rows:
            yield Hit(f"{path}.weight", facts | {"sum": weight}, "execution")
