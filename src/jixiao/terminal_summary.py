"""The table at the end of a check of many files (汇总): one line a form, and the counts."""

from __future__ import annotations

import os
from collections.abc import Sequence

from jixiao.errors import JixiaoError
from jixiao.finding import Severity
from jixiao.lang import say
from jixiao.outcome import Audited, Outcome
from jixiao.terminal import NARROW, Column, Line, Row, Span, char_width, paragraph, table, width, without
from jixiao.terminal_scores import shown, span_of

FIGURES = 52  # columns that totals and counts take; names and units share the rest
LEAST_NAME = 16
NUMBERED = 6  # columns of 12/20 behind a name


def summary(outcomes: Sequence[Outcome], lang: str, columns: int) -> list[Line]:
    """One line a form of many files, and the counts (汇总); the folder that all files share stands in the title."""
    severities = list(Severity)
    heads = [Column(say("many.file", lang)), Column(say("many.unit", lang), flexible=True)]
    heads += [Column(say(f"many.{name}", lang), "right", cap=13) for name in ("stated", "recomputed")]
    heads += [
        Column(say(f"severity.{severity}", lang), "right", cap=7 if lang == "en" else 4) for severity in severities
    ]
    folder = _shared([outcome.name for outcome in outcomes])
    rows: list[Row | None] = []
    for outcome in outcomes:
        room = max(LEAST_NAME, (columns - FIGURES) // 2)
        name = _short(outcome.name[len(folder) :], room - (NUMBERED if len(outcome.forms) > 1 else 0))
        if outcome.error is not None:
            rows.append(Row([name, _reason(outcome.error, lang), *[""] * 6], "must_fix"))
        many = len(outcome.forms) > 1
        for number, one in enumerate(outcome.forms, start=1):
            rows.append(_summed_up(f"{name} {number}/{len(outcome.forms)}" if many else name, one, severities))
    if columns < NARROW:
        heads, rows = without(heads, rows, {1, 3})  # unit and recomputed total
    title = say("many.title", lang) + (f" · {folder}" if folder else "")
    lines: list[Line] = [[Span(title, "title")], *table(heads, rows, columns), []]
    forms = [one for outcome in outcomes for one in outcome.forms]
    bad = sum(1 for one in forms if one.number_of(Severity.MUST_FIX))
    unreadable = sum(1 for outcome in outcomes if outcome.error is not None)
    facts = {"files": len(outcomes), "forms": len(forms), "bad": bad, "unreadable": unreadable}
    return [*lines, *paragraph(say("many.end", lang, **facts), columns)]


def _shared(names: Sequence[str]) -> str:
    """The folder that all names begin with, with the stroke at its end; nothing where there is none."""
    folders = [os.path.dirname(name) for name in names]  # noqa: PTH120 - texts, which need not be paths of this system
    try:
        folder = os.path.commonpath(folders) if all(folders) else ""
    except ValueError:  # drives of Windows, or relative and absolute ones
        return ""
    start = f"{folder}{os.sep}" if folder and not folder.endswith(os.sep) else folder
    return start if all(name.startswith(start) for name in names) else ""


def _short(name: str, most: int) -> str:
    """The name on one line: of a long one the end, which tells more than its beginning."""
    if width(name) <= most:
        return name
    room = most - 1
    kept: list[str] = []
    for char in reversed(name):
        room -= char_width(char)
        if room < 0:
            break
        kept.append(char)
    return "…" + "".join(reversed(kept))


def _reason(error: JixiaoError, lang: str) -> str:
    """Why a file could not be read, in the first words of its message."""
    colon, stop = (": ", ". ") if lang == "en" else ("：", "。")
    text = error.text(lang)
    return (text.partition(colon)[2] or text).partition(stop)[0].rstrip(".")


def _summed_up(name: str, one: Audited, severities: Sequence[Severity]) -> Row:
    counts = [one.number_of(severity) for severity in severities]
    form = one.form
    weights = [*(row.weight for row in form.funds), *(row.weight for row in form.indicators)]
    scored = form.total_score is not None or any(weight is not None for weight in weights)
    recomputed = span_of(one.scorecard.total) if scored else ""  # a form without points has no total
    cells = [name, one.called, shown(form.total_score), recomputed]
    styles = ("", "", "", "", *(severity.value for severity in severities))
    return Row([*cells, *(str(count or "") for count in counts)], styles=styles)
