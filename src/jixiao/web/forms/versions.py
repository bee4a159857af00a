"""The versions of a form (版本): a list, what differs between any two, and bringing one back."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from jixiao import places
from jixiao.comparing.differences import changes
from jixiao.comparing.pair import Pair
from jixiao.comparing.relation import Relation, relate
from jixiao.form import Form
from jixiao.web.cycle.states import cycle
from jixiao.web.forms import saving
from jixiao.web.forms.beginning import fillable_or_404
from jixiao.web.forms.editing import can_fill
from jixiao.web.forms.models import FormRecord, FormVersion
from jixiao.web.notices import attempt
from jixiao.web.people.access import acting, visible_or_404
from jixiao.web.texts import current
from jixiao.web.typed import typed_number


class Changed(NamedTuple):
    """One value that differs (一处改动)."""

    place: str
    before: str
    after: str


@require_GET
def versions(request: HttpRequest, pk: int) -> HttpResponse:
    """The list, and the difference between two of them (版本对照)."""
    record = visible_or_404(request, FormRecord, pk=pk)
    rows = list(record.versions.select_related("saved_by"))
    older, newer = _chosen(request, rows)
    facts = {
        "record": record,
        "versions": rows,
        "older": older,
        "newer": newer,
        "changes": [] if older is None or newer is None else differences(older.form, newer.form),
        "can_fill": can_fill(record, acting(request)),
        "editable": record.state in cycle().editable,
    }
    return render(request, "forms/versions.html", facts)


def _chosen(request: HttpRequest, rows: list[FormVersion]) -> tuple[FormVersion | None, FormVersion | None]:
    """The two versions to compare, the older first; without a choice the last two (选定的两版)."""
    by_number = {str(one.number): one for one in rows}
    asked = [by_number[one] for one in (request.GET.get("a", ""), request.GET.get("b", "")) if one in by_number]
    two = asked if len(asked) == len("ab") else rows[:2]
    if len(two) < len("ab"):
        return None, None
    first, second = sorted(two, key=lambda one: one.number)
    return first, second


def differences(older: Form, newer: Form) -> list[Changed]:
    """What differs, in words (改动清单)."""
    pair = Pair(relate(newer, older, Relation.DRAFT))
    return [
        Changed(
            places.in_words(newer, one.path, current())
            if one.path is not None
            else places.in_words(older, one.other or "", current()),
            one.theirs or "",
            one.ours or "",
        )
        for one in changes(pair)
    ]


@require_POST
def restore(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Make an earlier version the content again (恢复); what stands now stays as a version of its own."""
    record = fillable_or_404(request, pk)
    version = visible_or_404(request, FormVersion, record=record, number=number)
    told = typed_number(request.POST.get("revision", ""), -1)
    with attempt(request, "versions.restored", number=number):
        saving.save(pk, acting(request), version.form, told, apart=True)
    return redirect("versions", pk=pk)
