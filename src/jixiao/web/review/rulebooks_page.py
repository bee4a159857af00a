"""The scoring methods on a page (计分办法), to be read: every value with its clause and what it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from jixiao import rule_words, rulebooks
from jixiao.lang import say
from jixiao.web.forms.marks import rulebook_version
from jixiao.web.forms.models import FormRecord
from jixiao.web.people.access import acting, may, visible
from jixiao.web.rules.models import LocalRulebook
from jixiao.web.texts import current

if TYPE_CHECKING:
    from jixiao.rulebooks.model import Rulebook


OWN = ("rules", "approve_rules")
"""Whoever may do one of these reads the rulebooks of the region (可看本地办法的)."""


@require_GET
def methods(request: HttpRequest) -> HttpResponse:
    """All methods, and how many forms each scores (在用的计分办法)."""
    used = visible(acting(request), FormRecord).exclude(state="void").values("current__rulebook")
    counts = {row["current__rulebook"]: row["count"] for row in used.annotate(count=Count("pk"))}
    rows = [(one, counts.get(one.name, 0), _years(one)) for one in map(rulebooks.load, rulebooks.names())]
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
    one = rulebooks.load(name)
    facts = {
        "one": one,
        "years": _years(one),
        "version": rulebook_version(one),
        "lines": [(line, say(f"basis.{line.basis}", current())) for line in rule_words.lines(one, current())],
    }
    return render(request, "review/method.html", facts)


def _years(one: Rulebook) -> str:
    if one.valid_to is not None:
        return say("rules.years_between", current(), first=one.valid_from or "", last=one.valid_to)
    return "" if one.valid_from is None else say("rules.years_from", current(), first=one.valid_from)
