"""The score table of a report (自评与复算对照表): every row with the numbers that can be proven."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from jixiao.form import Group, Indicator
from jixiao.lang import say
from jixiao.outcome import Audited
from jixiao.proving.model import NOTHING, Text
from jixiao.reports.words import both
from jixiao.scoring import Award, Unscored
from jixiao.terminal_scores import difference, group_name, neither, points, shown, span_of, stated_sums, summed
from jixiao.writers.printable import printable


class ScoreRow(NamedTuple):
    """One row: what it is, what it prints, and what the method gives (一行)."""

    kind: str  #: execution, group, row, sum or total
    number: str  #: as the form counts its indicators, from 1
    name: Text
    target: str
    actual: str
    weight: str
    stated: str
    due: Text
    differs: Text  #: stated less recomputed, with its sign; "" where they agree
    proof: str = ""  #: path of the number that can be proven
    weight_proof: str = ""
    marked: bool = False  #: a number of the row was not simply read


def has_scores(one: Audited) -> bool:
    """Whether the form gives points at all; targets, monitoring and some transfers have none (是否计分)."""
    rows = one.form.indicators
    return bool(rows) and any(row.weight is not None or row.score is not None for row in rows)


def score_rows(one: Audited) -> list[ScoreRow]:
    """Every row in the order of the form: execution, the groups with their indicators, sum and total."""
    if not has_scores(one):
        return []
    return [*_execution(one), *_groups(one), _sum(one), _total(one)]


def _execution(one: Audited) -> Iterator[ScoreRow]:
    scored, line = one.scorecard.execution, one.form.total_fund
    if scored is None or line is None:
        return
    budget = line.initial_budget if one.rulebook.execution.denominator == "initial_budget" else line.full_budget
    weight = scored.weight if line.weight is None else line.weight
    fund = scored.path.partition(".")[0]
    yield ScoreRow(
        "execution",
        "",
        both(lambda lang: say("group.execution", lang)),
        shown(budget),
        shown(line.executed),
        shown(weight),
        shown(line.score),
        both(lambda lang: points(scored, lang)),
        _differs(line.score, scored),
        scored.path,
        marked=_is_marked(one, fund, ("weight", "score")),
    )


def _groups(one: Audited) -> Iterator[ScoreRow]:
    for at, part in enumerate(one.scorecard.groups):
        away = difference(part.stated, part.recomputed)
        yield ScoreRow(
            "group",
            "",
            _group_name(one, part.group),
            "",
            "",
            shown(part.weight),
            shown(summed([part.stated])),
            _same(span_of(part.recomputed)),
            _same(away),
            f"groups[{at}].score",
            f"groups[{at}].weight",
        )
        for index, item in enumerate(one.form.indicators):
            if item.group == part.group:
                yield _indicator(one, index, item)


def _group_name(one: Audited, group: Group | None) -> Text:
    labels = [heading.label for heading in one.form.headings if heading.level == 1 and heading.group == group]
    zh = printable(labels[0]) if labels and labels[0] else group_name(group, "zh")
    return zh, group_name(group, "en")


def _indicator(one: Audited, index: int, item: Indicator) -> ScoreRow:
    scored, path = one.scorecard.indicators[index], f"indicators[{index}]"
    return ScoreRow(
        "row",
        str(index + 1),
        _same(item.label),
        printable(item.target.told if item.target else ""),
        printable(item.actual.text if item.actual else ""),
        shown(item.weight),
        shown(item.score),
        both(lambda lang: points(scored, lang)),
        _differs(item.score, scored),
        f"{path}.score",
        marked=_is_marked(one, path, ("weight", "score", "target", "actual")),
    )


def _sum(one: Audited) -> ScoreRow:
    weight, stated = stated_sums(one)
    due = one.scorecard.total
    return ScoreRow(
        "sum",
        "",
        both(lambda lang: say("scores.sum", lang)),
        "",
        "",
        shown(weight),
        shown(stated),
        _same(span_of(due)),
        _same(difference(stated, due)),
        "total_score",
        "total_weight",
    )


def _total(one: Audited) -> ScoreRow:
    form = one.form
    grade = f"　{printable(form.grade)}" if form.grade else ""
    name = both(lambda lang: f"{say('scores.total', lang)}{grade}")
    marked = _is_marked(one, "", ("total_score", "total_weight"))
    weight, score = shown(form.total_weight), shown(form.total_score)
    return ScoreRow("total", "", name, "", "", weight, score, NOTHING, NOTHING, "total_score", "total_weight", marked)


def _differs(stated: Decimal | None, scored: Award | Unscored) -> Text:
    return both(lambda lang: difference(stated, scored) or neither(stated, scored, lang))


def _same(text: str) -> Text:
    return printable(text), printable(text)


def _is_marked(one: Audited, row: str, fields: tuple[str, ...]) -> bool:
    return any(one.form.status(f"{row}.{field}" if row else field) != "read" for field in fields)
