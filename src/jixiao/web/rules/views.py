"""The pages of a bureau's own rulebooks (本地计分办法页): offer, read, approve, withdraw."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from jixiao.web.forms.receiving import NoFile
from jixiao.web.notices import attempt
from jixiao.web.people.access import acting, may, visible, visible_or_404
from jixiao.web.rules import keeping
from jixiao.web.rules.models import LocalRulebook
from jixiao.web.rules.page import page

OFFERS, APPROVES = "rules", "approve_rules"
MOST_SHOWN = 200


@require_GET
def local(request: HttpRequest) -> HttpResponse:
    """All editions of a bureau's own rulebooks (本地计分办法)."""
    offers, approves = _rights(request)
    own = visible(acting(request), LocalRulebook, OFFERS if offers else APPROVES)
    rows = own.select_related("added_by", "approved_by").defer("content")[:MOST_SHOWN]
    return render(request, "rules/local.html", {"rows": rows, "offers": offers, "approves": approves})


@require_GET
def shown(request: HttpRequest, pk: int) -> HttpResponse:
    """All that one edition sets (一版)."""
    return page(request, keeping.load(_own_or_404(request, pk).key))


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Offer an edition (上传)."""
    if not _rights(request)[0]:
        raise Http404
    file = request.FILES.get("file")
    with attempt(request, "rules.offered"):
        if file is None or not file.name or not file.size:
            raise NoFile
        if file.size > keeping.LARGEST:
            raise keeping.TooLong(file.name)
        keeping.offer(acting(request), file.name, file.read())
    return redirect("local_rules")


@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve or withdraw an edition (启用、停用)."""
    offers, approves = _rights(request)
    one = _own_or_404(request, pk)
    what = request.POST.get("act")
    if what == "approve" and approves:
        with attempt(request, "rules.approved"):
            keeping.approve(acting(request), one)
    elif what == "withdraw" and (approves or offers):
        with attempt(request, "rules.withdrawn"):
            keeping.withdraw(acting(request), one)
    else:
        raise Http404
    return redirect("local_rules")


def _own_or_404(request: HttpRequest, pk: int) -> LocalRulebook:
    """The edition, of one's own region (本地区的一版)."""
    offers, _ = _rights(request)
    return visible_or_404(request, LocalRulebook, OFFERS if offers else APPROVES, pk=pk)


def _rights(request: HttpRequest) -> tuple[bool, bool]:
    """Whether the account offers and whether it approves; whoever does neither is answered with 404."""
    account = acting(request)
    rights = may(account, OFFERS), may(account, APPROVES)
    if not any(rights):
        raise Http404
    return rights
