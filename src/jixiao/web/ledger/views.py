"""The log on a page (留痕), to be read and verified; never written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Cast, Concat
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from jixiao.web.addresses import query_without
from jixiao.web.cycle.models import Task
from jixiao.web.forms.models import FormRecord
from jixiao.web.inspection.models import Draw
from jixiao.web.ledger import chain
from jixiao.web.ledger.models import Entry, Head
from jixiao.web.people.access import acting, may, visible
from jixiao.web.people.matrix import matrix
from jixiao.web.people.models import Account, Post, Unit
from jixiao.web.rules.models import LocalRulebook

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

A_PAGE = 100
MOST_FAULTS = 50
BUSINESS = (FormRecord, Task, Draw)
OF_THE_REGION = (LocalRulebook, Unit, Post, Account)  # beside these, for whoever reads the log of a region
BY_PEOPLE = ("people.import.", "review.phrase.")  # about a file, or about what may be gone: who did it counts
TRIED = Concat(Value("enter:"), F("username"), output_field=CharField())
"""What the log calls the log-ins of an account (登录)."""


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
    """The entries that the account may see (可见的留痕): its own, and those of what lies within its scopes."""
    cells = {matrix().cell("history", post.role) for post in account.held()}
    action = "people" if "logs" in cells else "history"  # 系统管理员看所管地区的留痕，不看业务
    whole = bool(cells & {"all", "logs"})
    if whole and not Unit.objects.exclude(pk__in=visible(account, Unit, action).values("pk")).exists():
        return Entry.objects.all()  # 一台服务器一个地区，是常例
    wanted = Q(account=account.username)
    for model in BUSINESS:
        wanted |= _about(model, account, action)
    if "rules" in cells:
        wanted |= _about(LocalRulebook, account, "rules")
    if whole:
        wanted |= _of_the_region(account, action)
    if "logs" in cells:
        wanted |= Q(object__startswith="enter:") & ~Q(object__in=Account.objects.order_by().values_list(TRIED))
    return Entry.objects.filter(wanted)


def _about(model: type[Model], account: Account, action: str) -> Q:
    """The entries about rows of that model within the account's scope."""
    name = Concat(Value(f"{model._meta.model_name}:"), Cast("pk", CharField()), output_field=CharField())  # noqa: SLF001 - Django's documented way to a model's name
    return Q(object__in=visible(account, model, action).order_by().values_list(name))


def _of_the_region(account: Account, action: str) -> Q:
    """What was done in the region beside its forms (本地区的其他留痕): its people, their log-ins and imports."""
    found = Q()
    for model in OF_THE_REGION:
        found |= _about(model, account, action)
    people = visible(account, Account, action).order_by()
    by_people = Q()
    for kind in BY_PEOPLE:
        by_people |= Q(action__startswith=kind)
    return found | Q(object__in=people.values_list(TRIED)) | by_people & Q(account__in=people.values_list("username"))


def _faults() -> list[chain.Fault]:
    head = Head.objects.get(pk=1)
    rows = (entry.row for entry in Entry.objects.order_by("number").iterator())
    return list(chain.faults(rows, (head.number, head.hash)))[:MOST_FAULTS]
