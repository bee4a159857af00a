"""The score table of a report (得分表): every row stated against recomputed, group sums, the total. Prints nothing."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from jixiao.form import Form, Group, Indicator
from jixiao.lang import say
from jixiao.outcome import Audited
from jixiao.scoring import Award, Range, Unscored, describe
from jixiao.scoring.model import GroupScore
from jixiao.scoring.rounding import tidy
from jixiao.terminal import NARROW, Column, Line, Row, Span, paragraph, table, without

NAME_LENGTH = 40  # characters of a cell that the table shows; the rest stands in the form
STYLES = ("dim", "", "", "", "", "", "", "differs")
TOTAL_STYLES = ("group",) * 7 + ("differs",)
MOST_READINGS = 2  # shown side by side; more are shown as the range they span
Scored = Award | Unscored


def score_table(one: Audited, lang: str, columns: int) -> list[Line]:
    """The table with its legend and the reasons for rows that the method leaves open."""
    form = one.form
    if not form.indicators:
        return [[Span("  " + say("scores.none", lang))]]
    heads, rows = _columns(lang), [*_rows(one, lang)]
    if columns < NARROW:
        heads, rows = without(heads, rows, {2, 3})  # target and actual
    lines = table(heads, rows, columns)
    legend = say("scores.legend", lang) + (say("scores.marked", lang) if form.inferences else "")
    lines += paragraph(legend, columns, indent=2, style="dim")
    return lines + _open_rows(one, lang, columns)


def _columns(lang: str) -> list[Column]:
    return [
        Column(say("scores.row", lang), "right"),
        Column(say("scores.name", lang), flexible=True),
        Column(say("scores.target", lang), flexible=True),
        Column(say("scores.actual", lang), flexible=True),
        Column(say("scores.weight", lang), "right"),
        Column(say("scores.stated", lang), "right"),
        Column(say("scores.recomputed", lang), "right", cap=11),
        Column(say("scores.difference", lang), "right"),
    ]


def _rows(one: Audited, lang: str) -> Iterator[Row | None]:
    yield from _execution_row(one, lang)
    for part in one.scorecard.groups:
        yield _group_row(one.form, part, lang)
        for index, item in enumerate(one.form.indicators):
            if item.group == part.group:
                yield _indicator_row(one, index, item, lang)
    yield None
    yield _sum_row(one, lang)
    yield _total_row(one.form, lang)


def _execution_row(one: Audited, lang: str) -> Iterator[Row]:
    scored, line = one.scorecard.execution, one.form.total_fund
    if scored is None or line is None:
        return
    budget = line.initial_budget if one.rulebook.execution.denominator == "initial_budget" else line.full_budget
    weight = _printed(
        one.form, scored.path.replace("score", "weight"), scored.weight if line.weight is None else line.weight
    )
    stated = _printed(one.form, scored.path, line.score)
    name = say("group.execution", lang)
    cells = ["", name, shown(budget), shown(line.executed), weight, stated, points(scored, lang)]
    yield Row([*cells, difference(line.score, scored)], styles=("", "group", "", "", "", "", "", "differs"))


def _group_row(form: Form, part: GroupScore, lang: str) -> Row:
    headings = [one for one in form.headings if one.level == 1 and one.group == part.group]
    name = (headings[0].label if headings and lang != "en" else "") or group_name(part.group, lang)
    printed = headings[0].weight if headings else None
    heading = "" if printed is None else say("scores.heading", lang, weight=shown(printed))
    sums = [
        shown(part.weight),
        shown(summed([part.stated])),
        span_of(part.recomputed),
        difference(part.stated, part.recomputed),
    ]
    return Row(["", name, heading, "", *sums], styles=TOTAL_STYLES)


def group_name(group: Group | None, lang: str) -> str:
    """The canonical name of a first-level group (一级指标)."""
    return say(f"group.{group or 'none'}", lang)


def _indicator_row(one: Audited, index: int, item: Indicator, lang: str) -> Row:
    form, path, scored = one.form, f"indicators[{index}]", one.scorecard.indicators[index]
    cells = [
        str(index + 1),
        _short(item.label),
        _short(item.target.told if item.target else ""),
        _short(item.actual.text if item.actual else ""),
        _printed(form, f"{path}.weight", item.weight),
        _printed(form, f"{path}.score", item.score),
        points(scored, lang),
        difference(item.score, scored) or neither(item.score, scored, lang),
    ]
    return Row(cells, styles=STYLES)


def _sum_row(one: Audited, lang: str) -> Row:
    weight, stated = stated_sums(one)
    due = one.scorecard.total
    cells = ["", say("scores.sum", lang), "", "", shown(weight), shown(stated), span_of(due)]
    return Row([*cells, difference(stated, due)], styles=TOTAL_STYLES)


def _total_row(form: Form, lang: str) -> Row:
    stated = _printed(form, "total_score", form.total_score)
    weight = _printed(form, "total_weight", form.total_weight)
    name = say("scores.total", lang)
    name = f"{name}　{form.grade}" if form.grade else name
    return Row(["", name, "", "", weight, stated, "", ""], "group")


def _open_rows(one: Audited, lang: str, columns: int) -> list[Line]:
    """Why the method gives some rows no number."""
    everything = [(0, one.scorecard.execution), *enumerate(one.scorecard.indicators, start=1)]
    unsettled = [(row, scored) for row, scored in everything if isinstance(scored, Unscored)]
    if not unsettled:
        return []
    lines: list[Line] = [[], [Span("  " + say("scores.why", lang), "heading")]]
    for row, scored in unsettled:
        name = say("scores.numbered", lang, row=row) if row else say("group.execution", lang)
        lines += paragraph(describe(scored, lang), columns, first=[Span(f"  {name}　", "label")])
    return lines


def points(scored: Scored, lang: str) -> str:
    """What the method gives: a number, a range, readings side by side, or 未定."""
    if isinstance(scored, Award):
        return span_of(Range(scored.low, scored.high))
    readings = scored.readings
    if not readings:
        return say("scores.unsettled", lang)
    told = list(dict.fromkeys(span_of(Range(one.low, one.high)) for one in readings))
    if len(told) <= MOST_READINGS:
        return say("scores.or", lang).join(told)
    return span_of(Range(min(one.low for one in readings), max(one.high for one in readings)))


def span_of(between: Range) -> str:
    """One number, or low–high, as computed: without idle zeros."""
    low, high = (shown(tidy(number)) for number in (between.low, between.high))
    return low if between.exact is not None else f"{low}–{high}"


def difference(stated: Decimal | None, scored: Scored | Range) -> str:
    """Stated less recomputed; of a range, how far the stated score lies outside. Nothing where they agree."""
    if stated is None or isinstance(scored, Unscored):
        return ""
    away = stated - max(scored.low, min(scored.high, stated))
    return f"{tidy(away):+f}" if away else ""


def neither(stated: Decimal | None, scored: Scored, lang: str) -> str:
    """Says so where the stated score agrees with no reading of the method."""
    if stated is None or isinstance(scored, Award) or not scored.readings:
        return ""
    return "" if any(one.low <= stated <= one.high for one in scored.readings) else say("scores.neither", lang)


def stated_sums(one: Audited) -> tuple[Decimal | None, Decimal | None]:
    """The sums of the weights and of the stated scores (填报数合计), with the rate's where the method scores it."""
    line = one.form.total_fund
    weights = [item.weight for item in one.form.indicators]
    scores = [item.score for item in one.form.indicators]
    if line is not None and one.scorecard.execution is not None:
        weights.append(line.weight)
        scores.append(line.score)
    return summed(weights), summed(scores)


def summed(values: list[Decimal | None]) -> Decimal | None:
    """The sum of what is printed, or None where nothing is."""
    known = [value for value in values if value is not None]
    return tidy(sum(known[1:], known[0])) if known else None


def shown(number: Decimal | None) -> str:
    """The number in plain digits as printed; nothing for a blank."""
    return "" if number is None else f"{number:f}"


def _printed(form: Form, path: str, number: Decimal | None) -> str:
    """The number, marked * where it was inferred or corrected."""
    return shown(number) + ("*" if number is not None and form.status(path) != "read" else "")


def _short(text: str) -> str:
    return text if len(text) <= NAME_LENGTH else text[: NAME_LENGTH - 1] + "…"
