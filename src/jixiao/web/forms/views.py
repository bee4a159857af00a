"""The list of forms and one form's page (自评表列表、单张表)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from jixiao.form import Form, FormKind
from jixiao.web.addresses import query_without
from jixiao.web.cycle import steps, tasks
from jixiao.web.cycle.models import Task
from jixiao.web.cycle.states import cycle
from jixiao.web.forms import marks, showing
from jixiao.web.forms.models import KINDS, FormRecord
from jixiao.web.inspection.models import Item, ItemState
from jixiao.web.notices import attempt, complain
from jixiao.web.people.access import acting, may, visible, visible_or_404
from jixiao.web.people.models import Unit
from jixiao.web.rules.page import page
from jixiao.web.typed import typed_number

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from jixiao.web.people.models import Account

A_PAGE = 50
LONGEST_NAME = 200


@require_GET
def forms(request: HttpRequest) -> HttpResponse:
    """All forms that I may see, filtered (自评表)."""
    account = acting(request)
    asked = {name: request.GET.get(name, "").strip() for name in ("state", "kind", "task", "q")}
    rows = visible(account, FormRecord).select_related("task", "unit").order_by("task__deadline", "unit__path", "pk")
    if asked["state"] in cycle().states:
        rows = rows.filter(state=asked["state"])
    if asked["kind"] in dict(KINDS):
        rows = rows.filter(kind=asked["kind"])
    if asked["task"].isdecimal():
        rows = rows.filter(task__pk=typed_number(asked["task"]))
    if asked["q"]:
        rows = rows.filter(unit__name__icontains=asked["q"]) | rows.filter(project__icontains=asked["q"])
    facts = {
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        "asked": asked,
        "states": list(cycle().states),
        "kinds": [kind for kind, _ in KINDS],
        "tasks": Task.objects.filter(forms__in=visible(account, FormRecord)).distinct(),
        "own_units": visible(account, Unit, "fill"),
        "open_tasks": _open_tasks(account),
        "rest": query_without(request.GET, "page"),
    }
    partial = request.headers.get("HX-Request") == "true"
    return render(request, "forms/rows.html" if partial else "forms/list.html", facts)


@require_POST
def new(request: HttpRequest) -> HttpResponse:
    """Open one more form (新建自评表)."""
    account = acting(request)
    typed = {name: request.POST.get(name, "").strip() for name in ("task", "unit", "kind", "project")}
    task = _open_tasks(account).filter(pk=typed_number(typed["task"])).first()
    unit = visible(account, Unit, "fill").filter(pk=typed_number(typed["unit"])).first()
    named = typed["kind"] == "department" or typed["project"]
    if task is None or unit is None or typed["kind"] not in dict(KINDS) or not named:
        complain(request, "begin.wrong")
        return redirect("forms")
    form = Form(
        kind=FormKind(typed["kind"]), unit=unit.name, project=typed["project"][:LONGEST_NAME] or None, year=task.year
    )
    answer = redirect("forms")
    with attempt(request, "begin.done"):
        answer = redirect("form", pk=tasks.begin(task, unit, account, form).pk)
    return answer  # noqa: RET504 - what attempt() stops never came to the line above


def _open_tasks(account: Account) -> QuerySet[Task]:
    """The tasks under which the account may open forms (可新建的任务)."""
    found = Task.objects.none()
    for unit in visible(account, Unit, "fill"):
        found |= tasks.covering(unit)
    return found.distinct()


@require_GET
def form(request: HttpRequest, pk: int) -> HttpResponse:
    """One form as it stands, to be read (单张表)."""
    record = visible_or_404(request, FormRecord, pk=pk)
    account = acting(request)
    marked = marks.examined(record)
    content = marked.audited.form
    empty = not content.indicators and not content.funds
    moves = [(name, cycle().transitions[name]) for name in steps.available(record, account)]
    facts = {
        "record": record,
        "form": content,
        "marked": marked,
        "rows": showing.indicator_rows(marked),
        "findings": showing.told(marked),
        "steps": record.steps.select_related("account"),
        "moves": [(name, move.comment) for name, move in moves if not (empty and move.clean)],
        "empty": empty,
        "back": steps.why_back(record),
        "matters": Item.objects.filter(form=record).exclude(state=ItemState.CLOSED).count(),
        "can_fill": record.state in cycle().editable and may(account, "fill", record),
    }
    return render(request, "forms/form.html", facts)


@require_GET
def method(request: HttpRequest, pk: int) -> HttpResponse:
    """The method that scores the form, be it the bureau's own or the form's notes (本表的计分办法)."""
    record = visible_or_404(request, FormRecord, pk=pk)
    return page(request, marks.examined(record).audited.rulebook, record)


@require_POST
def step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Take a step of the life cycle (办理)."""
    record = visible_or_404(request, FormRecord, pk=pk)
    seen = (request.POST.get("state", ""), typed_number(request.POST.get("revision", "")))
    answer = redirect("edit" if "editing" in request.POST else "form", pk=pk)  # refused: back to what is to be mended
    with attempt(request, "form.step_done"):
        if name not in cycle().transitions:
            raise steps.NotAllowed
        steps.apply(record.pk, name, acting(request), request.POST.get("comment", "")[:4000], seen)
        answer = redirect("form", pk=pk)
    return answer  # noqa: RET504 - what attempt() stops never came to the line above
