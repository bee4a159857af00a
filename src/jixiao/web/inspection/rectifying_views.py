"""Matters to be put right, on pages (整改)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from jixiao.tables.model import Cell, Head, Sheet
from jixiao.web.addresses import query_without
from jixiao.web.cycle.progress import departments_of
from jixiao.web.downloads import workbook_answer
from jixiao.web.forms.evidence import refuse_kind
from jixiao.web.forms.models import FormRecord
from jixiao.web.forms.receiving import received
from jixiao.web.inspection import rectifying
from jixiao.web.inspection.models import Item, ItemState, Reply
from jixiao.web.notices import attempt
from jixiao.web.people.access import acting, may, visible, visible_or_404
from jixiao.web.texts import current, say
from jixiao.web.typed import typed_day, typed_number

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from jixiao.web.people.models import Account

A_PAGE = 50
STAGES = (*ItemState.values, "overdue")


@require_GET
def items(request: HttpRequest) -> HttpResponse:
    """The matters that I may see, what is due first, first (整改)."""
    account = acting(request)
    if not may(account, "see"):
        raise Http404
    rows, asked = _rows(request, account)
    shown = rectifying.of_stage(rows, asked["stage"])
    page = Paginator(shown, A_PAGE).get_page(request.GET.get("page"))
    facts = {
        "page": page,
        "counts": {stage: rectifying.of_stage(rows, stage).count() for stage in STAGES},
        "total": rows.count(),
        "asked": asked,
        "rest": query_without(request.GET, "page"),
        "query": request.GET.urlencode(),
        "today": timezone.localdate(),
    }
    partial = request.headers.get("HX-Request") == "true"
    return render(request, "inspection/item_rows.html" if partial else "inspection/items.html", facts)


def _rows(request: HttpRequest, account: Account) -> tuple[QuerySet[Item], dict[str, str]]:
    asked = {name: request.GET.get(name, "").strip()[:200] for name in ("stage", "q", "form")}
    rows = visible(account, Item).select_related(*Item.beside)
    if asked["form"].isdecimal():
        rows = rows.filter(form=typed_number(asked["form"]))
    for word in asked["q"].split():
        rows = rows.filter(Q(form__unit__name__icontains=word) | Q(form__project__icontains=word) | Q(code=word))
    return rows, asked


@require_GET
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """One matter with all that was said about it (一项整改)."""
    account = acting(request)
    one = visible_or_404(request, Item, pk=pk)
    facts = {
        "item": one,
        "replies": one.replies.select_related("by"),
        "acts": rectifying.allowed(one, account),
        "problem": one.problem_en if current() == "en" and one.problem_en else one.problem,
        "late": one.state == ItemState.OPEN and one.deadline < timezone.localdate(),
    }
    return render(request, "inspection/item.html", facts)


@require_POST
def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Answer, confirm or open again (反馈、确认、退回)."""
    one = visible_or_404(request, Item, pk=pk)
    with attempt(request, "item.done"):
        if name not in rectifying.ENDS:
            raise rectifying.NotNow
        sent = None
        if name == "answer" and "file" in request.FILES:
            sent = received(request.FILES.get("file"))
            refuse_kind(sent.name)
        said = rectifying.Said(request.POST.get("text", ""), sent, typed_day(request.POST.get("deadline", "")))
        rectifying.act(one.pk, acting(request), name, said)
    return redirect("item", pk=pk)


@require_GET
def download(request: HttpRequest, pk: int, number: int) -> FileResponse:
    """The proof that the unit sent, never shown by the browser (下载)."""
    one = visible_or_404(request, Reply, pk=number, item=pk)
    if not one.file:
        raise Http404
    answer = FileResponse(
        one.file.open("rb"), as_attachment=True, filename=one.name, content_type="application/octet-stream"
    )
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


@require_POST
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Issue the matters of a form, from its review page (下达整改)."""
    record = visible_or_404(request, FormRecord, "rectify", pk=pk)
    typed = request.POST
    demand = rectifying.Demand(typed.get("demand", ""), typed_day(typed.get("deadline", "")), typed.get("other", ""))
    with attempt(request, "item.issued_done"):
        rectifying.issue(record.pk, acting(request), demand)
    return redirect("review", pk=pk)


@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """The matters as a workbook, a ledger to be kept (整改台账)."""
    from jixiao.tables.workbook import workbook  # noqa: PLC0415 - only where one is written

    account = acting(request)
    if not may(account, "see"):
        raise Http404
    rows, asked = _rows(request, account)
    ones = list(rectifying.of_stage(rows, asked["stage"]))
    above = departments_of([one.form for one in ones])
    kinds = {"year": "whole", "deadline": "date", "issued": "date"}
    names = ("department", "unit", "project", "year", "code", "problem", "demand", "deadline", "state", "issued", "by")
    lines: list[list[Cell]] = [
        [
            *(above.get(one.form.unit.pk, ""), one.form.unit.name, one.form.project, one.form.task.year, one.code),
            one.problem_en if current() == "en" and one.problem_en else one.problem,
            *(
                one.demand,
                one.deadline,
                say(f"item.{one.state}"),
                timezone.localdate(one.issued_at),
                one.issued_by.name,
            ),
        ]
        for one in ones
    ]
    heads = tuple(Head(say(f"item.{name}"), kinds.get(name, "text")) for name in names)
    sheet = Sheet("items", say("item.ledger"), heads, lines)
    return workbook_answer(workbook([sheet], current()), say("item.ledger"))
