"""The phrases of one's own office on a page (常用语)."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from jixiao.web.notices import complain, tell
from jixiao.web.people.access import acting, may
from jixiao.web.review import phrases
from jixiao.web.review.models import Phrase
from jixiao.web.texts import current


@require_http_methods(["GET", "POST"])
def listed(request: HttpRequest) -> HttpResponse:
    """Those that are offered, and a field for one more (常用语)."""
    account = acting(request)
    if not may(account, "opinion"):
        raise Http404
    homes = {str(unit.pk): unit for unit in phrases.homes(account)}
    if request.method == "POST":
        unit = homes.get(request.POST.get("unit", ""))
        made = unit and phrases.add(account, unit, request.POST.get("place", ""), request.POST.get("text", ""))
        tell(request, "phrase.added") if made else complain(request, "phrase.refused", most=phrases.LONGEST)
        return redirect("phrases")
    at = 1 if current() == "en" else 0
    own = phrases.reachable(account)
    groups = [
        (place, own.filter(place=place), [both[at] for both in phrases.ours()[place]]) for place in phrases.PLACES
    ]
    return render(request, "review/phrases.html", {"groups": groups, "homes": homes, "places": phrases.PLACES})


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one of one's own office away (删除)."""
    account = acting(request)
    if not may(account, "opinion"):
        raise Http404
    phrase = get_object_or_404(Phrase, pk=pk, unit__in=phrases.homes(account))
    phrases.remove(account, phrase)
    tell(request, "phrase.removed")
    return redirect("phrases")
