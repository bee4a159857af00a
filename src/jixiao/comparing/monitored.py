"""What a monitoring form says of the year so far (年中监控): its month, its progress, its outlook."""

from __future__ import annotations

import re
from decimal import Decimal

from jixiao.comparing.limits import LIMITS
from jixiao.form import Form, FundLine, Indicator
from jixiao.numerals import fold

SHARES = ("%", "‰")
"""Units of rates, which do not grow with the months."""

_MONTHS = re.compile(r"1月?[-—~至到]{1,2}(1[0-2]|[1-9])月")
_IMPOSSIBLE = tuple(LIMITS.monitoring.impossible.split())


def month_of(form: Form) -> int:
    """The month up to which the form tells (监控截止月): as its title, head or notes print it, else the usual one."""
    texts = (form.title or "", *form.attributes, *form.attributes.values(), *form.notes)
    found = (_MONTHS.search(fold(text)) for text in texts)
    return next((int(match[1]) for match in found if match), LIMITS.monitoring.month)


def ahead(degree: Decimal, month: int) -> Decimal:
    """How far it is, of what the months gone by ask for (完成进度与时间进度之比)."""
    return degree * LIMITS.monitoring.months / month


def progress_of(line: FundLine, month: int) -> Decimal | None:
    """The same of a fund row (执行进度); None without a budget."""
    budget = line.initial_budget if line.full_budget is None else line.full_budget
    return None if line.executed is None or not budget else ahead(line.executed / budget, month)


def is_impossible(item: Indicator) -> bool:
    """Whether the row was held to be out of reach (完全不可能)."""
    outlook = fold(item.likelihood or "")
    return any(outlook.startswith(word) for word in _IMPOSSIBLE)
