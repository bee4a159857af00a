"""The scoring methods on a page (计分办法), to be read: every value with its clause and what it rests on."""

from __future__ import annotations

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from jixiao import rulebooks
from jixiao.web.forms.models import FormRecord
from jixiao.web.people.access import acting, may, visible
from jixiao.web.rules.models import LocalRulebook
from jixiao.web.rules.page import page, years

OWN = ("rules", "approve_rules")
"""Whoever may do one of these reads the rulebooks of the region (可看本地办法的)."""


@require_GET
def methods(request: HttpRequest) -> HttpResponse:
    """All methods, and how many forms each scores (在用的计分办法)."""
    used = visible(acting(request), FormRecord).exclude(state="void").values("current__rulebook")
    counts = {row["current__rulebook"]: row["count"] for row in used.annotate(count=Count("pk"))}
    rows = [(one, counts.get(one.name, 0), years(one)) for one in map(rulebooks.load, rulebooks.names())]
    local = any(may(acting(request), action) for action in OWN)
    return render(request, "review/methods.html", {"rows": sorted(rows, key=lambda row: -row[1]), "local": local})


@require_GET
def method(request: HttpRequest, name: str) -> HttpResponse:
    """All that one method sets (一个计分办法)."""
    if name not in rulebooks.names():
        own = next(
            (one for action in OWN for one in visible(acting(request), LocalRulebook, action).filter(name=name)), None
        )
        if own is None:
            raise Http404
        return redirect("local_rules_one", pk=own.pk)
    return page(request, rulebooks.load(name))
