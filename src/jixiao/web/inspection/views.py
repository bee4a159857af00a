"""Draws and assignments on pages (抽查、委托评审)."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jixiao.numerals import fold
from jixiao.tables.model import Head, Sheet
from jixiao.web.addresses import query_without
from jixiao.web.cycle.models import Task
from jixiao.web.downloads import workbook_answer
from jixiao.web.forms.models import Assignment, FormRecord, Opinion
from jixiao.web.inspection import assigning, drawing, sampling
from jixiao.web.inspection.models import Draw
from jixiao.web.notices import attempt, complain, tell
from jixiao.web.people.access import acting, may, visible, visible_or_404
from jixiao.web.texts import current, say
from jixiao.web.typed import typed_number

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from jixiao.web.inspection.drawing import Size

A_PAGE = 100
MOST_AT_ONCE = 500
HUNDRED = Decimal(100)
SHARE = "15"  # 抽评比例的常见值，页面预填


@require_http_methods(["GET", "POST"])
def draws(request: HttpRequest) -> HttpResponse:
    """The draws so far, and a new one (抽查)."""
    account = acting(request)
    if not may(account, "redraw"):
        raise Http404
    tasks = visible(account, Task, "sample").filter(recalled_at__isnull=True)
    if request.method == "POST":
        if not may(account, "sample"):
            raise Http404
        return _drawn(request, tasks)
    rows = visible(account, Draw, "redraw").select_related("task", "drawn_by")
    counted = rows.annotate(
        chosen=Count("drawn", filter=Q(drawn__reason="")), added=Count("drawn", filter=~Q(drawn__reason=""))
    )
    facts = {"draws": counted, "tasks": tasks, "draws_now": may(account, "sample"), "share": SHARE}
    return render(request, "inspection/draws.html", facts)


def _drawn(request: HttpRequest, tasks: QuerySet[Task]) -> HttpResponse:
    typed = request.POST
    task, size = (
        tasks.filter(pk=typed_number(typed.get("task", ""))).first(),
        _size(typed.get("how", ""), typed.get("size", "")),
    )
    if task is None or size is None or typed.get("pool", "") not in sampling.POOLS:
        complain(request, "draw.wrong")
        return redirect("draws")
    asked = sampling.Asked(task, typed["pool"], size, "by_department" in typed, typed.get("seed", ""))
    answer = redirect("draws")
    with attempt(request, "draw.done"):
        answer = redirect("draw", pk=sampling.draw(acting(request), asked).pk)
    return answer  # noqa: RET504 - what attempt() stops never came to the line above


def _size(how: str, typed: str) -> Size | None:
    """The share or the number as typed (比例或张数)."""
    try:
        size = Decimal(fold(typed).strip().removesuffix("%"))
    except InvalidOperation:
        return None
    if how == "share" and 0 < size <= HUNDRED and size == round(size, 2):
        return drawing.Size(size, None)
    return drawing.Size(None, int(size)) if how == "number" and size == int(size) and 0 < size < 10**6 else None


@require_GET
def draw(request: HttpRequest, pk: int) -> HttpResponse:
    """One draw: the forms, how they were drawn, whether it repeats (一次抽查)."""
    account = acting(request)
    one = visible_or_404(request, Draw, "redraw", pk=pk)
    rows = one.drawn.select_related("form__unit", "form__task")
    said = dict(Opinion.objects.filter(form__drawn__draw=one).values_list("form").annotate(Count("by", distinct=True)))
    given: dict[int, list[str]] = {}
    for form, name in Assignment.objects.filter(form__drawn__draw=one).values_list("form", "account__name"):
        given.setdefault(form, []).append(name)
    taken = {row.form.pk for row in rows}
    strata = {candidate.form: candidate.stratum for candidate in one.candidates}
    others = FormRecord.objects.filter(pk__in=strata.keys() - taken).select_related("unit")
    facts = {
        "draw": one,
        "lines": [
            (row, strata.get(row.form.pk, ""), given.get(row.form.pk, ()), said.get(row.form.pk, 0)) for row in rows
        ],
        "candidates": len(strata),
        "repeats": sampling.repeats(one),
        "others": others.order_by("unit__path", "pk"),
        "leads": may(account, "sample", one) and one.closed_at is None,
        "assigns": may(account, "assign"),
        "reviews": may(account, "opinion"),
    }
    return render(request, "inspection/draw.html", facts)


@require_GET
def pool(request: HttpRequest, pk: int) -> HttpResponse:
    """The candidates with their hashes, to be published: with them anybody repeats the draw (候选名单)."""
    from jixiao.tables.workbook import workbook  # noqa: PLC0415 - only where one is written

    one = visible_or_404(request, Draw, "redraw", pk=pk)
    chosen = set(one.drawn.filter(reason="").values_list("form", flat=True))
    kinds = ("stratum", "text"), ("key", "text"), ("hash", "text"), ("chosen", "text")
    heads = tuple(
        Head(say(f"draw.{name}"), kind, say("draw.hash_about") if name == "hash" else "") for name, kind in kinds
    )
    ranked = sorted(one.candidates, key=lambda each: (each.stratum, drawing.rank(one.seed, each.key)))
    rows = [
        (each.stratum, each.key, drawing.rank(one.seed, each.key), say("draw.yes") if each.form in chosen else "")
        for each in ranked
    ]
    facts = [(say("draw.seed"), one.seed), (say("draw.pool_hash"), one.pool_hash)]
    first = Sheet("draw", say("draw.title"), (Head(say("draw.fact"), "text"), Head(say("draw.value"), "text")), facts)
    name = f"{say('draw.pool')}-{one.task.title}"
    return workbook_answer(workbook([first, Sheet("pool", say("draw.pool"), heads, rows)], current()), name)


@require_POST
def pick(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a form by hand (人工选取)."""
    one = visible_or_404(request, Draw, "sample", pk=pk)
    with attempt(request, "draw.picked"):
        sampling.pick(
            one.pk, acting(request), typed_number(request.POST.get("form", "")), request.POST.get("reason", "")
        )
    return redirect("draw", pk=pk)


@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """End the examination (复核结束)."""
    one = visible_or_404(request, Draw, "sample", pk=pk)
    with attempt(request, "draw.was_closed"):
        sampling.close(one.pk, acting(request))
    return redirect("draw", pk=pk)


@require_http_methods(["GET", "POST"])
def assign(request: HttpRequest) -> HttpResponse:
    """Give forms to agencies and experts (委托评审)."""
    account = acting(request)
    if not may(account, "assign"):
        raise Http404
    rows, people = assigning.assignable(account), assigning.experts(account)
    asked = {name: request.GET.get(name, "").strip()[:200] for name in ("q", "draw", "to")}
    if request.method == "POST":
        chosen = [typed_number(one) for one in request.POST.getlist("forms")[:MOST_AT_ONCE]]
        to = people.filter(pk=typed_number(request.POST.get("to", ""))).first()
        if to is None or not any(chosen):
            complain(request, "assign.nothing")
        else:
            count = assigning.assign(account, to, rows.filter(pk__in=chosen))
            tell(request, "assign.done" if count else "assign.had", count=count, name=to.name)
        return redirect(request.get_full_path())
    if asked["draw"]:
        rows = rows.filter(drawn__draw=typed_number(asked["draw"]))
    if asked["to"]:
        rows = rows.filter(assignments__account=typed_number(asked["to"]))
    for word in asked["q"].split():
        rows = rows.filter(Q(unit__name__icontains=word) | Q(project__icontains=word))
    shown = rows.select_related("unit", "task").prefetch_related("assignments__account").order_by("unit__path", "pk")
    facts = {
        "page": Paginator(shown.distinct(), A_PAGE).get_page(request.GET.get("page")),
        "experts": people,
        "draws": visible(account, Draw, "assign").select_related("task"),
        "asked": asked,
        "rest": query_without(request.GET, "page"),
    }
    return render(request, "inspection/assign.html", facts)


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a form back from an expert (撤回委托)."""
    one = visible_or_404(request, Assignment, "assign", pk=pk)
    with attempt(request, "assign.taken_back"):
        assigning.take_back(acting(request), one)
    return redirect("assign")
