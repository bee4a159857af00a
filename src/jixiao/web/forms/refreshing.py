"""Bringing approved targets into a form that is filled in (更新目标): shown as a difference, taken over where ticked.

Nothing that was typed as a result is touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeVar

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from jixiao import form_json
from jixiao.comparing.matching import match_rows
from jixiao.form import Form, Indicator, Inference, Unread
from jixiao.numerals import plain
from jixiao.quantity import Quantity
from jixiao.web.forms import saving
from jixiao.web.forms.beginning import fillable_or_404, of_same_unit
from jixiao.web.forms.filling import moved
from jixiao.web.forms.models import FormRecord, Reading
from jixiao.web.notices import attempt
from jixiao.web.people.access import acting, visible_or_404
from jixiao.web.typed import typed_number
from jixiao.writers.blank import without_result

M = TypeVar("M", Inference, Unread)
TAKEN = ("name", "target", "weight")  #: what a target form settles


class Offer(NamedTuple):
    """One difference that may be taken over (一处差异)."""

    key: str  #: of its box on the page
    label: str  #: the indicator
    field: str  #: name, target, weight; "" for a whole row
    now: str
    then: str


@require_http_methods(["GET", "POST"])
def refresh(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what differs, and take over what is ticked (对照并更新目标)."""
    record = fillable_or_404(request, pk)
    source = _source(request, record)
    form = record.form
    if request.method == "POST":
        seen = typed_number(request.POST.get("revision", ""), -1)
        with attempt(request, "refresh.done"):
            ticked = frozenset(request.POST.getlist("take"))
            saving.save(pk, acting(request), refreshed(form, source, ticked), seen, apart=True)
        return redirect("edit", pk=pk)
    matching = match_rows(form.indicators, source.indicators)
    facts = {
        "record": record,
        "offers": list(offers(form, source)),
        "gone": [side.label for side in matching.only_ours],
        "query": request.GET.urlencode(),
    }
    return render(request, "forms/refresh.html", facts)


def _source(request: HttpRequest, record: FormRecord) -> Form:
    """The form that the targets come from: an earlier one of the unit, or one of a file (目标来源)."""
    asked = {name: request.GET.get(name, "") for name in ("earlier", "reading", "of")}
    numbers = {name: number for name, text in asked.items() if (number := typed_number(text, -1)) >= 0}
    if "earlier" in numbers:
        found = of_same_unit(request, record).filter(pk=numbers["earlier"]).first()
        if found is not None:
            return found.form
    elif "reading" in numbers:
        one = visible_or_404(request, Reading, pk=numbers["reading"], form=record)
        forms = form_json.decode(bytes(one.content), one.name)
        if numbers.get("of", 0) < len(forms):
            return forms[numbers.get("of", 0)]
    raise Http404


def offers(form: Form, source: Form) -> Iterator[Offer]:
    """Every difference in what a target form settles (差异清单)."""
    matching = match_rows(form.indicators, source.indicators)
    for match in matching.pairs:
        for field in TAKEN:
            now, then = _text(match.ours.item, field), _text(match.theirs.item, field)
            if then and now != then:
                yield Offer(f"{match.ours.at}.{field}", match.ours.label, field, now, then)
    for side in matching.only_theirs:
        yield Offer(f"new.{side.at}", side.label, "", "", _text(side.item, "target"))


def refreshed(form: Form, source: Form, ticked: frozenset[str]) -> Form:
    """The form with the differences that were ticked (更新后的表); a new row goes behind the last of its group."""
    rows: list[tuple[int | None, Indicator]] = list(enumerate(form.indicators))
    matching = match_rows(form.indicators, source.indicators)
    for match in matching.pairs:
        taken = {field: getattr(match.theirs.item, field) for field in TAKEN if f"{match.ours.at}.{field}" in ticked}
        rows[match.ours.at] = (match.ours.at, msgspec.structs.replace(match.ours.item, **taken))
    for side in matching.only_theirs:
        if f"new.{side.at}" in ticked:
            rows.insert(_place(side.item, [row for _, row in rows]), (None, without_result(side.item)))
    place = {old: at for at, (old, _) in enumerate(rows) if old is not None}
    return msgspec.structs.replace(
        form,
        indicators=tuple(row for _, row in rows),
        locations={},  # of another file than the targets
        inferences=tuple(_following(form.inferences, place)),
        unread=tuple(_following(form.unread, place)),
    )


def _place(row: Indicator, rows: list[Indicator]) -> int:
    """Where a new row goes (插入位置): behind the last of its second level, else of its first, else at the end."""
    alike = [at for at, one in enumerate(rows) if (one.level1, one.level2) == (row.level1, row.level2)]
    alike = alike or [at for at, one in enumerate(rows) if one.level1 == row.level1]
    return alike[-1] + 1 if alike else len(rows)


def _following(marks: Iterable[M], place: dict[int, int]) -> Iterator[M]:
    """What is said of the rows, at their new places."""
    return (msgspec.structs.replace(mark, path=moved(mark.path, "indicators", place)) for mark in marks)


def _text(row: Indicator, field: str) -> str:
    value = getattr(row, field)
    if isinstance(value, Quantity):
        return value.told
    return "" if value is None else value if isinstance(value, str) else plain(value)
