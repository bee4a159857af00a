"""Administration of units, accounts and posts (单位与人员管理), for the system administrator."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps

from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from jixiao.web.addresses import query_without
from jixiao.web.ledger.record import record
from jixiao.web.notices import attempt, complain, tell
from jixiao.web.people import administered, duties, importing, passwords, second, uploads
from jixiao.web.people.access import acting, may
from jixiao.web.people.matrix import matrix
from jixiao.web.people.models import Account, UnitKind
from jixiao.web.texts import current
from jixiao.web.typed import typed_day, typed_number

A_PAGE = 50
MOST_SHOWN = 200  # rows of a preview
LARGEST_TABLE = 10 * 1024 * 1024

View = Callable[..., HttpResponse]


def administrators_only(view: View) -> View:
    """Answer 404 to everybody else."""

    @wraps(view)
    def guarded(request: HttpRequest, *arguments: object, **named: object) -> HttpResponse:
        if not may(acting(request), "people"):
            raise Http404
        return view(request, *arguments, **named)

    return guarded


@require_GET
@administrators_only
def people(request: HttpRequest) -> HttpResponse:
    """The tree of units and the accounts (单位与人员)."""
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "unit")}
    by = acting(request)
    units = administered.units(by)
    own = Prefetch("posts", administered.posts(by).select_related("unit"))
    accounts = administered.accounts(by).prefetch_related(own).order_by("username")
    if asked["q"]:
        accounts = accounts.filter(Q(username__icontains=asked["q"]) | Q(name__icontains=asked["q"]))
    if asked["unit"].isdecimal():
        accounts = accounts.filter(posts__unit__in=units.filter(pk=typed_number(asked["unit"]))).distinct()
    facts = {
        "units": units,
        "page": Paginator(accounts, A_PAGE).get_page(request.GET.get("page")),
        "asked": asked,
        "rest": query_without(request.GET, "page"),
        "roles": list(matrix().roles),
        "kinds": list(UnitKind.values),
        "today": timezone.localdate(),
    }
    return render(request, "people/people.html", facts)


@require_GET
@administrators_only
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """One account with its posts (一个账号)."""
    by = acting(request)
    person = get_object_or_404(administered.accounts(by), pk=pk)
    facts = {
        "person": person,
        "second": second.enrolled(person),
        "posts": administered.posts(by).filter(account=pk).select_related("unit"),
        "accounts": administered.accounts(by).filter(is_active=True).exclude(pk=pk),
        "units": administered.units(by),
        "roles": list(matrix().roles),
        "today": timezone.localdate(),
    }
    return render(request, "people/account.html", facts)


@require_POST
@administrators_only
def account_new(request: HttpRequest) -> HttpResponse:
    """Make an account (新建账号)."""
    username, name = request.POST.get("username", "").strip(), request.POST.get("name", "").strip()
    made = Account(username=username, name=name)
    password = request.POST.get("password", "")
    if (why := passwords.refused(made, password)) is not None:
        complain(request, "people.refused", why=why[1 if current() == "en" else 0])
        return redirect("people")
    made.set_password(password)
    with transaction.atomic():
        made.save()
        record(acting(request), "people.account.make", made, username=username, name=name)
    return redirect("account", pk=made.pk)


@require_POST
@administrators_only
def post_give(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a post (授予岗位)."""
    by = acting(request)
    person = get_object_or_404(administered.accounts(by), pk=pk)
    unit = get_object_or_404(administered.units(by), pk=typed_number(request.POST.get("unit", "")))
    with attempt(request, "people.given"):
        duties.give(by, person, request.POST.get("role", ""), unit, _day(request))
    return redirect("account", pk=pk)


@require_POST
@administrators_only
def post_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a post, or hand it over to somebody else (结束、移交岗位)."""
    by = acting(request)
    post = get_object_or_404(administered.posts(by).select_related("account", "unit"), pk=pk)
    with attempt(request, "people.ended"):
        if request.POST.get("to"):
            to = get_object_or_404(administered.accounts(by), pk=typed_number(request.POST.get("to", "")))
            duties.hand_over(by, post, to, _day(request))
        else:
            duties.end(by, post, _day(request))
    return redirect("account", pk=post.account.pk)


@require_POST
@administrators_only
def import_table(request: HttpRequest, what: str) -> HttpResponse:
    """Try an import row by row, and show what would come of it (导入预览)."""
    file = request.FILES.get("file")
    if file is None or not file.name or not file.size or file.size > LARGEST_TABLE:
        complain(request, "people.no_file", limit=LARGEST_TABLE // 1024 // 1024)
        return redirect("people")
    data = file.read()
    answer: HttpResponse = redirect("people")
    with attempt(request):
        tried = importing.trial(acting(request), what, data, file.name)
        kept = "" if tried.faults else uploads.keep(acting(request), data, file.name)
        facts = {"what": what, "name": file.name, "tried": tried, "kept": kept, "rows": (tried.faults or tried.rows)}
        facts["page"] = facts["rows"][:MOST_SHOWN]
        answer = render(request, "people/import.html", facts)
    return answer  # noqa: RET504 - what attempt() stops never came to the line above


@require_POST
@administrators_only
def import_kept(request: HttpRequest, what: str) -> HttpResponse:
    """Import what was tried and found without fault (确认导入)."""
    take = importing.units if what == "units" else importing.accounts
    with attempt(request):
        data, name = uploads.taken(acting(request), request.POST.get("kept", ""))
        done = take(acting(request), data, name)
        tell(request, "people.imported", made=done.made, changed=done.changed)
    return redirect("people")


@require_POST
@administrators_only
def account_change(request: HttpRequest, pk: int) -> HttpResponse:
    """A new first password, the second step reset, or an account stopped or let in again (重设密码、停用、启用)."""
    by, act = acting(request), request.POST.get("act", "")
    person = get_object_or_404(administered.accounts(by), pk=pk)
    with attempt(request):
        administered.refuse_shared(by, person)
        if act == "password":
            passwords.change(by, person, request.POST.get("password", ""))
            tell(request, "people.password_set")
        elif act == "second" and person != by:
            second.reset(by, person)
            tell(request, "second.reset_done")
        elif act in ("stop", "start") and person != by:
            _stop_or_start(by, person, act)
            tell(request, f"people.done_{act}")
    return redirect("account", pk=pk)


def _stop_or_start(by: Account, person: Account, act: str) -> None:
    with transaction.atomic():
        person.is_active = act == "start"
        person.save(update_fields=["is_active"])
        record(by, f"people.account.{act}", person, username=person.username)


def _day(request: HttpRequest) -> date:
    return typed_day(request.POST.get("day", "")) or timezone.localdate()
