"""D079: the form is scored by a method made for other forms or years."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Facts, Hit, check
from jixiao.finding import Severity
from jixiao.form import FormKind

KINDS = {
    FormKind.DEPARTMENT: ("部门整体支出表", "departments"),
    FormKind.PROJECT: ("项目支出表", "projects"),
    FormKind.TRANSFER: ("转移支付表", "transfers"),
    FormKind.TARGET: ("绩效目标表", "targets"),
    FormKind.MONITORING: ("绩效监控表", "monitoring"),
    FormKind.REPORT: ("自评报告", "reports in prose"),
}


@check(
    code="D079",
    title="表样与计分办法不配套",
    title_en="The method was made for other forms",
    severity=Severity.NOTE,
    message={
        "kind": "本表是{kind}，所用办法《{method}》不适用于这种表。",
        "year": "本表为 {year} 年度，所用办法《{method}》自 {start} 年起适用。",
    },
    message_en={
        "kind": "The form is one for {kind_en}; the method “{method_en}” does not cover it.",
        "year": "The form is for {year}; the method “{method_en}” applies from {start} on.",
    },
    since="0.1",
)
def method_does_not_apply(dossier: Dossier) -> Iterator[Hit]:
    """计分办法应适用于本表的表种和年度。表末有注的，以表注为准，不看年度。

    为何重要：用错办法，重算的得分和疑点都可能不对。
    如何处理：用 --rulebook 指定正确的办法；确无其他办法的，结果只作参考。
    依据：各办法的适用范围。

    The method covers the kind and the year of the form. Where the form has notes of its own, the year is not judged.

    Why: by the wrong method recomputed scores and findings may be wrong.
    Mend: name the right method with --rulebook; where there is none, take the result as a hint.
    Basis: the scope that each method states.
    """
    form, rulebook = dossier.form, dossier.rulebook
    facts: Facts = {"method": rulebook.title, "method_en": rulebook.title_en}
    if form.kind not in rulebook.kinds:
        kind, kind_en = KINDS[form.kind]
        yield Hit("", facts | {"kind": kind, "kind_en": kind_en}, "kind")
    start = rulebook.valid_from
    if form.year is not None and start is not None and form.year < start and not form.notes:
        yield Hit("year", facts | {"year": form.year, "start": start}, "year")
