"""B035: a target, actual, weight or score is blank. The only check that reports blanks."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.blanks import blanks_of, nothing_scored
from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Hit, check
from jixiao.finding import Severity


@check(
    code="B035",
    title="指标值、完成值、分值或得分未填",
    title_en="A target, actual, weight or score is missing",
    severity=Severity.MUST_FIX,
    message={
        "": "“{row}”未填{fields}。",
        "unread": "“{row}”的{fields}没有读出来，无法核对；原文见“未能读取”。",
        "scores": "本表 {count} 项指标的得分全部未填。",
    },
    message_en={
        "": "“{row}” lacks its {fields_en}.",
        "unread": "“{row}”: its {fields_en} could not be read, so nothing was verified; see what could not be read.",
        "scores": "None of the {count} indicators of the form has a score.",
    },
    since="0.1",
)
def value_missing(dossier: Dossier) -> Iterator[Hit]:
    """每项指标都应填写年度指标值、实际完成值、分值和得分，资金总额应填预算数和执行数；空白不等于零。

    为何重要：缺一个数，这一行就无法计分，总分也无从核对。
    如何处理：补填；指标确不适用的，删去该行，并把分值调给其他指标。
    依据：自评表填报要求；自评内容应当完整的规定。

    Each row needs its target, actual, weight and score, and the total of the funds its budget and what was spent.

    Why: without one of them the row cannot be scored and the total cannot be verified.
    Mend: fill it in; drop a row that does not apply and give its weight to others.
    Basis: the instructions of the form; the rule that a self-evaluation is complete.
    """
    if nothing_scored(dossier):
        first, *others = (f"{row.path}.score" for row in dossier.counted)
        yield Hit(first, {"count": len(dossier.counted)}, "scores", related=tuple(others))
    for blank in blanks_of(dossier):
        first, *others = (f"{blank.path}.{field}" for field in blank.fields)
        facts = {"row": blank.label, "fields": blank.names, "fields_en": blank.names_en}
        variant, severity = ("unread", Severity.EXPLAIN) if blank.unread else ("", None)
        yield Hit(first, facts, variant, related=tuple(others), severity=severity)
