"""D084: the monitoring saw no way to reach it, the self-evaluation says it is reached."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from jixiao.attainment import Sort, compare
from jixiao.checks.engine import Facts, Hit, check
from jixiao.checks.texts import short
from jixiao.checks.tolerance import percent, rounded
from jixiao.checks.vocabulary import LIMITS as FULL
from jixiao.comparing.limits import LIMITS
from jixiao.comparing.matching import Match
from jixiao.comparing.monitored import SHARES, ahead, is_impossible, month_of, progress_of
from jixiao.comparing.pair import Pair
from jixiao.comparing.relation import Relation
from jixiao.finding import Severity
from jixiao.form import FundLine


@check(
    code="D084",
    title="与年中监控结果矛盾",
    title_en="At odds with the monitoring at mid-year",
    severity=Severity.EXPLAIN,
    message={
        "impossible": "“{row}”年中监控填“{likelihood}”，自评却已达到指标值“{target}”（完成“{actual}”）。",
        "red": "“{row}”至 {month} 月完成“{before}”，只有时间进度的 {progress}（红灯），全年却达到指标值“{target}”。",
        "over": "“{row}”至 {month} 月已是“{before}”，超过指标值“{target}”，全年却填“{actual}”。",
        "spent": "“{source}”至 {month} 月执行 {before}，只有时间进度的 {progress}（红灯），全年执行率却为 {rate}。",
    },
    message_en={
        "impossible": "“{row}”: the monitoring says “{likelihood}”, yet the target “{target}” is met (“{actual}”).",
        "red": "“{row}”: “{before}” by month {month}, {progress} of what the time asks (red), yet “{target}” is met.",
        "over": "“{row}”: already “{before}” by month {month}, beyond “{target}”; the year's actual is “{actual}”.",
        "spent": "“{source}”: {before} by month {month}, {progress} of what the time asks (red), {rate} in the year.",
    },
    since="0.1",
)
def monitoring_contradicted(pair: Pair) -> Iterator[Hit]:
    """年中监控认为完不成或亮红灯的，年末自评达到目标时应当说得通。

    为何重要：半年完不成的事年底全部完成，要么监控没有认真做，要么自评有水分，要么年底突击花钱。
    如何处理：核对完成值和凭证；年末集中完成的，说明原因和经过。
    依据：绩效运行监控对目标实现程度和预算执行进度“双监控”的规定；红灯线为业务系统做法，不是法规。

    What the monitoring held impossible, or red, needs a word when the year-end says that it was reached.

    Why: either the monitoring or the self-evaluation is wrong, or the money went out in a rush at the end of the year.
    Mend: check the actual and its evidence; where all was done late in the year, say so.
    Basis: double monitoring of targets and execution. The red light is the practice of systems, not law.
    """
    if pair.relation is not Relation.MONITORING:
        return
    month = month_of(pair.other)
    for match in pair.matches:
        yield from _contradicted(match, month)
    for (path, ours), (other, theirs) in pair.funds:
        done, rate = progress_of(theirs, month), _rate(ours)
        if done is None or rate is None or done >= LIMITS.monitoring.red_light or rate < FULL.full_execution:
            continue
        facts: Facts = {"source": ours.source, "month": month, "before": theirs.executed}
        told: Facts = {"progress": percent(rounded(done, 3)), "rate": percent(rounded(rate, 4))}
        yield Hit(f"{path}.executed", facts | told, "spent", None, (), Severity.NOTE, f"{other}.executed")


def _contradicted(match: Match, month: int) -> Iterator[Hit]:
    item, before = match.ours.item, match.theirs.item
    target, actual = item.target, item.actual
    if target is None or actual is None or compare(target, actual).met is not True:
        return
    facts: Facts = {"row": match.ours.label, "target": short(target.text), "actual": short(actual.text)}
    path, other = f"{match.ours.path}.actual", f"{match.theirs.path}.actual"
    if is_impossible(before):
        told = facts | {"likelihood": before.likelihood}
        yield Hit(path, told, "impossible", other=f"{match.theirs.path}.likelihood")
        return
    done = compare(before.target or target, before.actual)
    if before.actual is None or done.unit in SHARES:
        return  # 比率不随时间累积，没有时间进度可言
    told = facts | {"month": month, "before": short(before.actual.text)}
    if done.kind is Sort.REVERSE and done.met is False:
        yield Hit(path, told, "over", other=other)
    if done.kind is Sort.POSITIVE and done.over is not None and ahead(done.over, month) < LIMITS.monitoring.red_light:
        progress: Facts = {"progress": percent(rounded(ahead(done.over, month), 3))}
        yield Hit(path, told | progress, "red", None, (), Severity.NOTE, other)


def _rate(line: FundLine) -> Decimal | None:
    """The execution rate at the end of the year, by the amounts (执行率)."""
    budget = line.initial_budget if line.full_budget is None else line.full_budget
    return None if line.executed is None or not budget else line.executed / budget
