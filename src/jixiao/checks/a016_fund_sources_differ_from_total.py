"""A016: the sources of money do not add up to the total."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Facts, Hit, check
from jixiao.checks.funds import fund_sums, holds_nested, source_parts
from jixiao.finding import Correction, Safety, Severity
from jixiao.places import FIELDS


@check(
    code="A016",
    title="各项资金来源之和不等于年度资金总额",
    title_en="The sources of money do not add up to the total",
    severity=Severity.MUST_FIX,
    message={
        "": "{column}：年度资金总额填 {stated}，{count} 项来源合计 {sum}，相差 {difference}。",
        "blank": "{column}：年度资金总额填 {stated}，已填的 {count} 项来源合计 {sum}，相差 {difference}；"
        "另有来源空白，请补填。",
    },
    message_en={
        "": "{column_en}: the total row prints {stated}, its {count} sources add up to {sum}; "
        "the difference is {difference}.",
        "blank": "{column_en}: the total row prints {stated}, the {count} sources filled in add up to {sum}; "
        "the difference is {difference}. Another source is blank: fill it in.",
    },
    since="0.1",
)
def fund_sources_differ_from_total(dossier: Dossier) -> Iterator[Hit]:
    """每一栏中，年度资金总额应等于各项资金来源之和，容许各项四舍五入的误差。

    为何重要：资金总额是执行率的分母和分子，来源对不上，执行率也靠不住。
    如何处理：核对每一项来源；漏填的补填，填错的改正，再核对总额。
    依据：表内“年度资金总额”与“其中”各行的勾稽关系。

    In each column the total is the sum of the sources, within what rounding of each allows.

    Why: the execution rate divides these totals; where the sources do not tie, neither does the rate.
    Mend: look at each source, fill in what is missing, set right what is wrong, then the total.
    Basis: the total row and the rows under it on the form itself.
    """
    parts = source_parts(dossier)
    for one in fund_sums(dossier, parts):
        if one.holds or holds_nested(parts, one.column, one.stated):
            continue
        facts: Facts = {"stated": one.stated, "sum": one.total, "count": one.count}
        facts["difference"] = abs(one.total - one.stated)
        facts["column"], facts["column_en"] = FIELDS[one.column]
        if one.blank and one.total < one.stated:  # the blank row may hold what is missing
            yield Hit(one.path, facts, "blank", severity=Severity.EXPLAIN)
        else:
            repair = Correction(one.path, f"{one.total:f}", Safety.PERSON, f"{one.stated:f}")
            yield Hit(one.path, facts, "", repair)
