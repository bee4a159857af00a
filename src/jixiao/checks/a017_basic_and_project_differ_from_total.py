"""A017: basic and project spending do not add up to the total."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Facts, Hit, check
from jixiao.checks.funds import fund_sums, spending_parts
from jixiao.finding import Correction, Safety, Severity
from jixiao.places import FIELDS


@check(
    code="A017",
    title="基本支出、项目支出与其他资金之和不等于年度资金总额",
    title_en="Basic and project spending do not add up to the total",
    severity=Severity.MUST_FIX,
    message="{column}：年度资金总额填 {stated}，{parts}合计 {sum}，相差 {difference}。",
    message_en="{column_en}: the total row prints {stated}, {parts} add up to {sum}; the difference is {difference}.",
    since="0.1",
)
def basic_and_project_differ_from_total(dossier: Dossier) -> Iterator[Hit]:
    """每一栏中，基本支出、项目支出与其他资金之和，应等于年度资金总额，容许四舍五入的误差。

    为何重要：部门整体支出由这几块组成，缺一块或多一块，执行率就不是整个部门的。
    如何处理：与部门预算、决算的同口径数核对，改正有误的一格。
    依据：表内“年度资金总额”与基本支出、项目支出、其他资金的勾稽关系。

    In each column basic, project and other spending make up the total, within what rounding allows.

    Why: they are the whole of a department's spending; otherwise the rate is not that of the department.
    Mend: compare with the department's budget and final accounts, and set right the cell that is wrong.
    Basis: the total row and the rows under it on the form itself.
    """
    parts = spending_parts(dossier)
    for one in fund_sums(dossier, [line for _, line in parts]):
        if one.holds:
            continue
        filled = [(index, line) for index, line in parts if getattr(line, one.column) is not None]
        facts: Facts = {"stated": one.stated, "sum": one.total, "difference": abs(one.total - one.stated)}
        facts["column"], facts["column_en"] = FIELDS[one.column]
        facts["parts"] = "、".join(line.source for _, line in filled)
        repair = Correction(one.path, f"{one.total:f}", Safety.PERSON, f"{one.stated:f}")
        related = tuple(f"funds[{index}].{one.column}" for index, _ in filled)
        yield Hit(one.path, facts, "", repair, related)
