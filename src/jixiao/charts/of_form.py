"""The charts of one form (一张表的图表): execution rates, weights against the method, points by group, points lost."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from jixiao.charts.drawing import DUE, LOST, STATED, bars, height
from jixiao.charts.model import Bar, Chart
from jixiao.form import FundLine, Group
from jixiao.lang import pick, say
from jixiao.outcome import Audited
from jixiao.rulebooks.weights import groups_for
from jixiao.scoring import Award, Range, Unscored, rate_of
from jixiao.scoring.rounding import tidy
from jixiao.terminal_report import percent, rounded_percent
from jixiao.terminal_scores import group_name, shown, span_of, summed

MOST_ROWS = 40  # of the chart of lost points; the table has them all
NOTHING = Decimal(0)
WORDS: dict[str, tuple[str, str]] = {
    "execution": ("预算执行率", "Budget execution"),
    "execution.told": (
        "各资金来源的预算执行率（执行数 ÷ 预算数）",
        "Execution rate of each fund line (executed ÷ budget)",
    ),
    "weights": ("分值与办法对照", "Weights against the method"),
    "weights.told": ("各一级指标的分值，表上所列与办法所定", "Weight of each group on the form and by the method"),
    "groups": ("自评与复算", "Stated and recomputed"),
    "groups.told": (
        "各部分得分，自评与按办法复算；浅色为办法留有余地的部分",
        "Points of each part, stated and recomputed; what the method leaves open is pale",
    ),
    "lost": ("失分", "Points lost"),
    "lost.told": (
        "有失分的各行：分值减得分，自评与复算",
        "Rows that lose points: weight less score, stated and recomputed",
    ),
    "stated": ("填报", "Stated"),
    "due": ("复算", "Recomputed"),
    "form": ("表上", "On the form"),
    "method": ("办法", "Method"),
}
Lost = tuple[str, str, Bar, Bar]
"""A row that loses points: its name, its path, the bars stated and recomputed."""


def charts_of(one: Audited, lang: str) -> list[Chart]:
    """Every chart that the form has numbers for (图表)."""
    return [chart for make in (_execution, _weights, _groups, _lost) for chart in make(one, lang)]


def _chart(  # noqa: PLR0913 - what a chart is made of
    name: str,
    lang: str,
    categories: list[str],
    series: list[tuple[str, str, list[Bar]]],
    paths: list[str],
    *,
    unit: str = "",
) -> Chart:
    title, told = pick(WORDS[name], lang), pick(WORDS[f"{name}.told"], lang)
    return Chart(name, title, told, bars(categories, series, unit), height(categories, len(series)), tuple(paths))


def _execution(one: Audited, lang: str) -> Iterator[Chart]:
    """The rate of each fund line; the stated one beside it only where any differs."""
    lines = [(at, line, _rate(line, one)) for at, line in enumerate(one.form.funds)]
    known = [(at, line, due) for at, line, due in lines if due or line.rate is not None]
    if not known:
        return
    stated = [_percent("" if line.rate is None else percent(line.rate)) for _, line, _ in known]
    due = [_percent(rate) for _, _, rate in known]
    series = [(pick(WORDS["due"], lang), DUE, due)]
    if any(told.length is not None and told.length != right.length for told, right in zip(stated, due, strict=True)):
        series.insert(0, (pick(WORDS["stated"], lang), STATED, stated))
    names = [f"{line.source.rstrip('：:')}\n{_amounts(line, one)}" for _, line, _ in known]
    yield _chart("execution", lang, names, series, [f"funds[{at}].rate" for at, _, _ in known], unit="%")


def _rate(line: FundLine, one: Audited) -> str:
    exact = rate_of(line, one.rulebook)
    return "" if exact is None else rounded_percent(exact, one.rulebook)


def _percent(told: str) -> Bar:
    return Bar(Decimal(told.removesuffix("%")) if told else None, told)


def _amounts(line: FundLine, one: Audited) -> str:
    by_initial = one.rulebook.execution.denominator == "initial_budget"
    budget = line.initial_budget if by_initial else line.full_budget
    if line.executed is None or budget is None:
        return ""
    return f"{shown(line.executed)} / {shown(budget)} {one.form.amount_unit or ''}".rstrip()


def _weights(one: Audited, lang: str) -> Iterator[Chart]:
    """The weight of each group on the form against the one that the method sets, where it sets any."""
    printed = _printed_weights(one)
    names, paths, ours, due = [], [], [], []
    for members, weight in _set_weights(one):
        names.append("+".join(group_name(group, lang) for group in members))
        paths.append(_group_path(one, members[0], "weight"))
        ours.append(_points(summed([printed.pop(group, None) for group in members])))
        due.append(_points(weight))
    if not any(bar.length is not None for bar in ours):
        return
    for group, own in printed.items():  # groups that the method does not know
        names.append(group_name(group, lang))
        paths.append(_group_path(one, group, "weight"))
        ours.append(_points(own))
        due.append(Bar(None, ""))
    series = [(pick(WORDS["form"], lang), STATED, ours), (pick(WORDS["method"], lang), DUE, due)]
    yield _chart("weights", lang, names, series, paths)


def _set_weights(one: Audited) -> list[tuple[tuple[Group, ...], Decimal]]:
    """What the method sets: several groups that share one weight together."""
    rules = groups_for(one.rulebook, one.form)
    found = [(rule.children or (rule.group,), rule.weight) for rule in rules]
    execution = one.rulebook.execution.weight
    if execution is not None and not any(Group.EXECUTION in members for members, _ in found):
        found.insert(0, ((Group.EXECUTION,), execution))
    return found


def _printed_weights(one: Audited) -> dict[Group | None, Decimal]:
    """What the form prints: the fund row's weight too, where that row earns the points for execution."""
    line = one.form.total_fund
    found: dict[Group | None, Decimal] = {}
    if one.scorecard.execution is not None and line is not None and line.weight is not None:
        found[Group.EXECUTION] = line.weight
    return found | {part.group: part.weight for part in one.scorecard.groups if part.weight is not None}


def _group_path(one: Audited, group: Group | None, field: str) -> str:
    at = next((at for at, part in enumerate(one.scorecard.groups) if part.group == group), None)
    if at is None and group is Group.EXECUTION and one.scorecard.execution is not None:
        return one.scorecard.execution.path
    return "" if at is None else f"groups[{at}].{field}"


def _points(number: Decimal | None) -> Bar:
    return Bar(number, "" if number is None else shown(number))


def _span(between: Range) -> Bar:
    return Bar(max(between.low, NOTHING), span_of(between), max(between.high - max(between.low, NOTHING), NOTHING))


def _groups(one: Audited, lang: str) -> Iterator[Chart]:
    """The points of each part of the form, stated and recomputed."""
    card, line = one.scorecard, one.form.total_fund
    names, paths, stated, due = [], [], [], []
    if card.execution is not None and line is not None:
        names.append(group_name(Group.EXECUTION, lang))
        paths.append(card.execution.path)
        stated.append(_points(line.score))
        due.append(_due(card.execution, lang))
    for at, part in enumerate(card.groups):
        names.append(group_name(part.group, lang))
        paths.append(f"groups[{at}].score")
        stated.append(_points(summed([part.stated])))
        due.append(_span(part.recomputed))
    if any(bar.length is not None for bar in stated):
        series = [(pick(WORDS["stated"], lang), STATED, stated), (pick(WORDS["due"], lang), DUE, due)]
        yield _chart("groups", lang, names, series, paths)


def _due(scored: Award | Unscored, lang: str) -> Bar:
    """What the method gives a row; of an open one the readings, else all between nothing and the weight."""
    if isinstance(scored, Award):
        return _span(Range(scored.low, scored.high))
    if scored.readings:
        return _span(Range(min(one.low for one in scored.readings), max(one.high for one in scored.readings)))
    return Bar(None, "") if scored.weight is None else Bar(NOTHING, say("scores.unsettled", lang), scored.weight)


def _lost(one: Audited, lang: str) -> Iterator[Chart]:
    """The rows that lose points, in the order of the form."""
    card, line = one.scorecard, one.form.total_fund
    rows: list[Lost] = []
    if card.execution is not None and line is not None:
        weight = card.execution.weight if line.weight is None else line.weight
        rows += _losing(group_name(Group.EXECUTION, lang), card.execution, weight, line.score)
    for item, scored in zip(one.form.indicators, card.indicators, strict=True):
        rows += _losing(item.label, scored, item.weight, item.score)
    if not rows:
        return
    names = [name for name, _, _, _ in rows[:MOST_ROWS]]
    series = [
        (pick(WORDS["stated"], lang), STATED, [stated for _, _, stated, _ in rows[:MOST_ROWS]]),
        (pick(WORDS["due"], lang), LOST, [due for _, _, _, due in rows[:MOST_ROWS]]),
    ]
    yield _chart("lost", lang, names, series, [path for _, path, _, _ in rows[:MOST_ROWS]])


def _losing(name: str, scored: Award | Unscored, weight: Decimal | None, score: Decimal | None) -> Iterator[Lost]:
    """The row, if the form or the method takes points off; an open row counts by what the form says alone."""
    if weight is None:
        return
    stated = None if score is None else tidy(weight - score)
    due = Bar(None, "")
    if isinstance(scored, Award):
        due = _span(Range(tidy(weight - scored.high), tidy(weight - scored.low)))
    if (stated is not None and stated > 0) or (due.length or NOTHING) + due.further > 0:
        yield name, scored.path, Bar(stated, "" if stated is None else shown(stated)), due
