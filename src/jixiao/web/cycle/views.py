"""Issuing and recalling tasks (任务下达)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jixiao.web.addresses import query_without
from jixiao.web.cycle import progress, tasks
from jixiao.web.cycle.models import Task
from jixiao.web.cycle.states import cycle
from jixiao.web.downloads import workbook_answer
from jixiao.web.forms.marks import known_rulebooks
from jixiao.web.forms.models import KINDS
from jixiao.web.notices import attempt, complain
from jixiao.web.people.access import acting, may, visible, visible_or_404
from jixiao.web.people.models import Unit, UnitKind
from jixiao.web.texts import current
from jixiao.web.typed import typed_day, typed_number

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from jixiao.web.people.models import Account

A_PAGE = 100
FIRST_YEAR = 2015  # 预算法施行之年；此前没有这样的自评表
LONGEST_TITLE = 120


@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """The tasks that I may issue or recall (任务)."""
    _refuse_others(request)
    rows = visible(acting(request), Task, "issue").select_related("unit").annotate(count=Count("forms"))
    return render(request, "cycle/tasks.html", {"tasks": rows})


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The page on which a task is issued (下达)."""
    _refuse_others(request)
    units = _units(acting(request))
    if request.method == "POST" and (task := _asked(request)) is not None:
        chosen = units.filter(pk__in=[typed_number(one) for one in request.POST.getlist("units")])
        if chosen:
            task.unit = tasks.seat(acting(request), chosen[0])
            with attempt(request, "task.issued", count=len(chosen) * len(task.kinds)):
                tasks.issue(task, chosen)
            return redirect("tasks")
        complain(request, "task.no_units")
    facts = {
        "units": units,
        "levels": list(cycle().levels),
        "kinds": [kind for kind, _ in KINDS],
        "rulebooks": known_rulebooks(acting(request)),
        "year": timezone.localdate().year - 1,
        "typed": request.POST,
        "typed_units": request.POST.getlist("units"),
    }
    return render(request, "cycle/task.html", facts)


@require_GET
def progress_of(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the forms of one task are (填报进度)."""
    task, account = visible_or_404(request, Task, "issue", pk=pk), acting(request)
    forms = progress.rows(task, account)
    asked = {name: request.GET.get(name, "").strip() for name in ("stage", "q")}
    shown = progress.at_stage(forms, asked["stage"])
    if asked["q"]:
        shown = shown.filter(Q(unit__name__icontains=asked["q"]) | Q(project__icontains=asked["q"]))
    page = Paginator(shown, A_PAGE).get_page(request.GET.get("page"))
    counts = progress.counts(forms)
    facts = {
        "task": task,
        "page": page,
        "lines": progress.lines(list(page)),
        "counts": counts,
        "total": sum(counts.values()),
        "late": sum(counts[stage] for stage in progress.LATE),
        "asked": asked,
        "rest": query_without(request.GET, "page"),
    }
    partial = request.headers.get("HX-Request") == "true"
    return render(request, "cycle/lines.html" if partial else "cycle/progress.html", facts)


@require_GET
def reminder(request: HttpRequest, pk: int) -> HttpResponse:
    """The units that still have to act, as a workbook (催报清单)."""
    from jixiao.tables.workbook import workbook  # noqa: PLC0415 - only where one is written

    task = visible_or_404(request, Task, "issue", pk=pk)
    sheet = progress.reminder(task, progress.rows(task, acting(request)), current())
    return workbook_answer(workbook([sheet], current()), f"{sheet.title}-{task.title}")


@require_POST
def recall(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a task back (取消下达)."""
    task = visible_or_404(request, Task, "issue", pk=pk)
    with attempt(request, "task.recalled"):
        tasks.recall(task, acting(request))
    return redirect("tasks")


def _refuse_others(request: HttpRequest) -> None:
    if not may(acting(request), "issue"):
        raise Http404


def _units(account: Account) -> QuerySet[Unit]:
    """Those that a task of this account can go to (可下达的单位)."""
    return visible(account, Unit, "issue").filter(kind__in=(UnitKind.UNIT, UnitKind.DEPARTMENT), active=True)


def _asked(request: HttpRequest) -> Task | None:
    """The task as typed, or None with the reason told (所填任务)."""
    typed = request.POST
    year = typed.get("year", "").strip()
    deadline = typed_day(typed.get("deadline", ""))
    kinds = [kind for kind, _ in KINDS if kind in typed.getlist("kinds")]
    levels = [level for level in cycle().levels if level in typed.getlist("levels")]
    if not year.isdecimal() or not FIRST_YEAR <= int(year[:5]) <= timezone.localdate().year:
        complain(request, "task.bad_year", first=FIRST_YEAR)
    elif deadline is None:
        complain(request, "task.bad_deadline")
    elif not kinds or not levels:
        complain(request, "task.nothing_chosen")
    else:
        rulebook = typed.get("rulebook", "")
        return Task(
            title=typed.get("title", "").strip()[:LONGEST_TITLE],
            year=int(year),
            kinds=kinds,
            levels=levels,
            deadline=deadline,
            rulebook=rulebook if rulebook in [name for name, _, _ in known_rulebooks(acting(request))] else "",
            issued_by=acting(request),
        )
    return None
