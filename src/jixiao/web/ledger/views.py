"""The log on a page (留痕), to be read and verified; never written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from jixiao.web.addresses import query_without
from jixiao.web.forms.models import FormRecord
from jixiao.web.ledger import chain
from jixiao.web.ledger.models import Entry, Head
from jixiao.web.people.access import acting, may, visible
from jixiao.web.people.matrix import matrix

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from jixiao.web.people.models import Account

A_PAGE = 100
MOST_FAULTS = 50


@require_GET
def log(request: HttpRequest) -> HttpResponse:
    """The entries that I may see, the latest first (留痕)."""
    account = acting(request)
    if not may(account, "history"):
        raise Http404
    rows = readable(account)
    asked = {name: request.GET.get(name, "").strip() for name in ("object", "account")}
    if asked["object"]:
        rows = rows.filter(object=asked["object"])
    if asked["account"]:
        rows = rows.filter(account=asked["account"])
    facts = {
        "page": Paginator(rows.order_by("-number"), A_PAGE).get_page(request.GET.get("page")),
        "asked": asked,
        "head": Head.objects.get(pk=1),
        "rest": query_without(request.GET, "page"),
        "verified": "verify" in request.GET,
        "faults": _faults() if "verify" in request.GET else [],
    }
    return render(request, "ledger/log.html", facts)


def readable(account: Account) -> QuerySet[Entry]:
    """The entries that the account may see (可见的留痕): all, or those of its forms, and its own."""
    cells = {matrix().cell("history", post.role) for post in account.held()}
    if cells & {"all", "logs"}:
        return Entry.objects.all()
    forms = [f"formrecord:{pk}" for pk in visible(account, FormRecord, "history").values_list("pk", flat=True)]
    return Entry.objects.filter(Q(object__in=forms) | Q(account=account.username))


def _faults() -> list[chain.Fault]:
    head = Head.objects.get(pk=1)
    rows = (entry.row for entry in Entry.objects.order_by("number").iterator())
    return list(chain.faults(rows, (head.number, head.hash)))[:MOST_FAULTS]
