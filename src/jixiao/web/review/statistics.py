"""The statistics on a page and in a workbook (统计分析)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from jixiao.charts.drawing import DUE, LOST, STATED, bars, height
from jixiao.charts.model import Bar, Chart, as_json
from jixiao.tables.model import Cell, Head, Sheet
from jixiao.web import texts
from jixiao.web.cycle.models import Task
from jixiao.web.desk.templatetags.words import figure
from jixiao.web.downloads import workbook_answer
from jixiao.web.forms.models import KINDS, FormRecord
from jixiao.web.people.access import acting, may, visible
from jixiao.web.people.models import Unit, UnitKind
from jixiao.web.review import figures, gauges, queue
from jixiao.web.texts import current, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from jixiao.web.review.figures import Count, Figures

MOST_CHECKS = 15  # in the chart; the table has them all
MOST_DEPARTMENTS = 20
TWO = ("scores", "checks")  # tables with a second column
COLUMNS = (
    *("forms", "done", "stated", "due", "inflation", "inflated", "must_fix", "findings"),
    *("budget", "rate", "late", "items", "left"),
)
KINDS_OF = {"stated": "number", "due": "number", "inflation": "number", "budget": "number", "rate": "rate"}


@require_GET
def statistics(request: HttpRequest) -> HttpResponse:
    """Scores, execution, findings, inflation and timeliness (统计分析)."""
    account = acting(request)
    forms, asked = _forms(request)
    found = figures.figures(forms, asked, _words())
    facts = {
        "found": found,
        "charts": [
            (chart, as_json(chart.option), getattr(found, chart.name, []), chart.name in TWO) for chart in charts(found)
        ],
        "asked": asked,
        "tasks": Task.objects.filter(forms__in=visible(account, FormRecord, "panel")).distinct(),
        "departments": visible(account, Unit, "panel").filter(kind=UnitKind.DEPARTMENT),
        "kinds": [kind for kind, _ in KINDS],
        "query": request.GET.urlencode(),
        "base": figures.list_of(asked),
    }
    return render(request, "review/statistics.html", facts)


@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """The same figures as a workbook, with the list of forms (导出)."""
    from jixiao.tables.workbook import workbook  # noqa: PLC0415 - only where one is written

    forms, asked = _forms(request)
    found = figures.figures(forms, asked, _words())
    return workbook_answer(workbook(_sheets(found, forms), current()), say("stats.title"))


def _forms(request: HttpRequest) -> tuple[QuerySet[FormRecord], dict[str, str]]:
    """The forms that are counted, their gauges worked out (所统计的表)."""
    account = acting(request)
    if not may(account, "panel"):
        raise Http404
    asked = queue.asked_of(request.GET)
    kept = {name: value if name in ("task", "unit", "kind") else "" for name, value in asked.items()}
    forms = visible(account, FormRecord, "panel").exclude(state="void").filter(task__recalled_at__isnull=True)
    gauges.refresh(forms)
    return queue.filtered(forms, kept), kept


def _words() -> dict[str, str]:
    names = {name: name for name in ("whole", "other", "none")} | {time: f"time_{time}" for time in queue.TIMES}
    return {name: say(f"stats.{key}") for name, key in names.items()}


def charts(found: Figures) -> list[Chart]:
    """The charts of the page, each of the numbers of the table beside it (图表)."""
    named = {"stated": say("stats.stated_one"), "due": say("stats.due_one"), "forms": say("stats.forms")}
    made = [
        _counted("scores", found.scores, [(named["stated"], STATED), (named["due"], DUE)]),
        _counted("rates", found.rates, [(named["forms"], DUE)]),
        _counted("checks", found.checks[:MOST_CHECKS], [(say("stats.findings"), LOST)]),
        _counted("times", found.times, [(named["forms"], DUE)]),
    ]
    inflated = [one for one in found.departments if one.inflation is not None][:MOST_DEPARTMENTS]
    if inflated:
        lengths = [max(one.inflation or Decimal(0), Decimal(0)) for one in inflated]
        told = [Bar(length, figure(one.inflation)) for one, length in zip(inflated, lengths, strict=True)]
        names = [one.name for one in inflated]
        made.append(_chart("inflation", names, [(say("stats.inflation"), LOST, told)], [one.query for one in inflated]))
    return made


def _counted(name: str, counts: Sequence[Count], series: list[tuple[str, str]]) -> Chart:
    lines = [[Bar(Decimal(one.number), str(one.number)) for one in counts]]
    if len(series) > 1:
        lines.append([Bar(Decimal(one.other), str(one.other)) for one in counts])
    drawn = [(word, colour, line) for (word, colour), line in zip(series, lines, strict=True)]
    return _chart(name, [one.label for one in counts], drawn, [one.query for one in counts])


def _chart(name: str, names: list[str], series: list[tuple[str, str, list[Bar]]], links: list[str]) -> Chart:
    told, option = say(f"stats.{name}_told"), bars(names, series)
    return Chart(name, say(f"stats.{name}"), told, option, height(names, len(series)), tuple(links))


def _sheets(found: Figures, forms: QuerySet[FormRecord]) -> list[Sheet]:
    heads = (Head(say("stats.department"), "text"), *(_head(name) for name in COLUMNS))
    rows: list[list[Cell]] = [
        [one.name, *(getattr(one, name) for name in COLUMNS)] for one in (found.whole, *found.departments)
    ]
    lists = {"scores": found.scores, "rates": found.rates, "checks": found.checks, "times": found.times}
    made = [Sheet("departments", say("stats.by_department"), heads, rows)]
    for name, counts in lists.items():
        two = name in TWO
        titles = [say(f"stats.{name}"), *(say(f"stats.{name}_{at}") for at in ("one", "two") if at == "one" or two)]
        own: list[list[Cell]] = [[one.label, one.number, *([one.other] if two else [])] for one in counts]
        kinds = ("text", "whole", "whole")
        made.append(Sheet(name, titles[0], tuple(Head(*pair) for pair in zip(titles, kinds, strict=False)), own))
    return [*made, _list(forms)]


def _head(name: str) -> Head:
    return Head(say(f"stats.{name}"), KINDS_OF.get(name, "whole"), say(f"stats.{name}_about"))


def _list(forms: QuerySet[FormRecord]) -> Sheet:
    """Every form with its figures (明细)."""
    columns = (
        ("forms.unit", "text"),
        ("progress.code", "text"),
        ("forms.project", "text"),
        ("forms.kind", "text"),
        ("task.year", "whole"),
        ("forms.state", "text"),
        ("forms.stated", "number"),
        ("forms.score", "number"),
        ("stats.inflation_one", "number"),
        ("stats.budget", "number"),
        ("stats.rate", "rate"),
        ("severity.must_fix", "whole"),
        ("severity.explain", "whole"),
        ("severity.look", "whole"),
        ("queue.code", "text"),
    )
    rows = [
        [
            *(one.unit.name, one.unit.code, one.project, texts.say(f"kind.{one.kind}"), one.task.year),
            texts.say(f"state.{one.state}"),
            *(_bare(number) for number in (one.gauge.stated, one.gauge.due, one.gauge.stake, one.gauge.budget)),
            one.gauge.rate,
            *(getattr(one.gauge, name) for name in ("must_fix", "explain", "look")),
            one.gauge.codes.strip(),
        ]
        for one in forms.select_related("unit", "task", "gauge").order_by("unit__path", "pk")
        if hasattr(one, "gauge")
    ]
    return Sheet("list", say("stats.list"), tuple(Head(say(key), kind) for key, kind in columns), rows)


def _bare(number: Decimal | None) -> Decimal | None:
    """Without the zeros that the database adds."""
    return None if number is None else Decimal(f"{number.normalize():f}")
