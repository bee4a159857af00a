"""B055: a date was asked for, and the answer is no date."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.attainment import Sort
from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Hit, check
from jixiao.checks.values import has_actual
from jixiao.finding import Severity
from jixiao.form import FormKind


@check(
    code="B055",
    title="完成时间读不出日期",
    title_en="The date of completion cannot be read",
    severity=Severity.NOTE,
    message="“{row}”要求“{target}”，完成值“{actual}”读不出日期，不能判断是否按期。",
    message_en="“{row}” asks for “{target}”; the actual “{actual}” is no date, so whether it is late cannot be told.",
    since="0.1",
)
def date_unreadable(dossier: Dossier) -> Iterator[Hit]:
    """指标值是日期的，完成值应填完成的日期，格式如“2022年12月20日”。填“按时完成”的不报告。

    为何重要：日期写得不清楚，就不能判断是否逾期。
    如何处理：填实际完成的年月日。
    依据：时效指标以实际完成时间与计划时间相比。

    A target that is a date is answered by a date such as 2022年12月20日. “On time” is accepted.

    Why: an unclear date does not show whether the work was late.
    Mend: give year, month and day of completion.
    Basis: timeliness compares the actual date with the planned one.
    """
    if dossier.form.kind is FormKind.MONITORING:
        return  # what goes on has no date yet
    for row in dossier.rows:
        target, actual = row.item.target, row.item.actual
        if target is None or actual is None or not has_actual(row.item):
            continue
        found = row.attainment
        if found.kind is Sort.DATE and found.met is None and found.reason in ("actual_words", "target_date"):
            yield Hit(f"{row.path}.actual", {"row": row.label, "target": target.text, "actual": actual.text})
