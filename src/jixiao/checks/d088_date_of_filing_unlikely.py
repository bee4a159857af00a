"""D088: the form was filed before its year was over, or years afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Facts, Hit, check
from jixiao.checks.vocabulary import LIMITS
from jixiao.finding import Severity
from jixiao.form import FormKind

YEARLY = (FormKind.DEPARTMENT, FormKind.PROJECT, FormKind.TRANSFER)


@check(
    code="D088",
    title="填报日期不合理",
    title_en="The date of filing is unlikely",
    severity=Severity.EXPLAIN,
    message={
        "early": "{filed} 填报时 {year} 年度尚未结束，全年执行数和完成值只能是预计数，请核对日期或按全年实际数更新。",
        "late": "{year} 年度的自评，{filed} 才填报，晚了两年以上，日期可能填错。",
    },
    message_en={
        "early": "Filed on {filed}, before {year} was over: the results of the whole year can only be estimates.",
        "late": "Filed on {filed}, more than two years after {year}: the date may be wrong.",
    },
    since="0.1",
)
def date_of_filing_unlikely(dossier: Dossier) -> Iterator[Hit]:
    """年度自评应在年度结束之后填报。各地截止日期不一，此处不判断是否逾期，只看明显不合理的日期。

    为何重要：年度没有结束就填全年数，数字只能是估计的。
    如何处理：核对日期；确在年内填报的，年后按实际数更新。
    依据：预算年度终了后开展绩效自评的规定。

    A yearly self-evaluation is filed after its year. Deadlines differ by place and are not judged here.

    Why: figures for the whole year given before its end are estimates.
    Mend: verify the date; if it was filed within the year, bring the figures up to date afterwards.
    Basis: the rule that self-evaluations follow the end of the budget year.
    """
    year, filed = dossier.form.year, dossier.form.filed_on
    if year is None or filed is None or dossier.form.kind not in YEARLY:
        return
    facts: Facts = {"year": year, "filed": filed.isoformat()}
    if filed < date(year, 12, 31):
        yield Hit("filed_on", facts, "early")
    elif filed.year > year + LIMITS.filed_years:
        yield Hit("filed_on", facts, "late", severity=Severity.LOOK)
