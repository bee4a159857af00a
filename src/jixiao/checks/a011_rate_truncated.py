"""A011: the printed execution rate was cut off instead of rounded."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Facts, Hit, check
from jixiao.checks.tolerance import percent
from jixiao.finding import Correction, Safety, Severity


@check(
    code="A011",
    title="执行率截尾而未四舍五入",
    title_en="Execution rate cut off, not rounded",
    severity=Severity.NOTE,
    message="“{source}”执行率填 {rate}，四舍五入应为 {expected}。",
    message_en="“{source}” prints a rate of {rate}; rounded it is {expected}.",
    since="0.1",
)
def rate_truncated(dossier: Dossier) -> Iterator[Hit]:
    """执行率应当四舍五入，不应直接截去后面的位数。

    为何重要：截尾总是偏低；差额虽小，却会使执行率与得分各算各的。
    如何处理：按四舍五入改正末位；系统自动截尾的，可保留并说明。
    依据：数值修约的通行做法；办法规定截尾的除外。

    The execution rate is rounded, not cut off.

    Why: cutting off is always low; however little, rate and score then follow different sums.
    Mend: round the last digit; where a system cuts it off, keep it and say so.
    Basis: the usual rounding of numbers, unless the method itself asks for cutting off.
    """
    for index, (line, reading) in enumerate(zip(dossier.form.funds, dossier.rates, strict=True)):
        if reading is not None and line.rate is not None and reading.verdict == "truncated":
            path, old, new = f"funds[{index}].rate", percent(line.rate), percent(reading.expected)
            facts: Facts = {"source": line.source, "rate": old, "expected": new}
            yield Hit(path, facts, "", Correction(path, new, Safety.PERSON, old))
