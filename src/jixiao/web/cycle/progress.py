"""How far the forms of a task are (填报进度), unit by unit, and whom to remind (催报)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from jixiao.tables.model import Head, Sheet
from jixiao.web import texts
from jixiao.web.cycle.states import cycle
from jixiao.web.cycle.tasks import days_left
from jixiao.web.forms.models import FormRecord, Hand
from jixiao.web.people.access import visible
from jixiao.web.people.models import PATH_STEP, Post, Unit, UnitKind

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from jixiao.web.cycle.models import Task
    from jixiao.web.people.models import Account

STAGES = ("unbegun", "draft", "returned", "submitted", "final")
"""How far a form is (进度): not begun, being filled in, returned, under review, done."""
LATE = ("unbegun", "draft", "returned")  # the unit still has to act
UNDER_REVIEW = [level.state for level in cycle().levels.values()]
DONE = ("final", "disclosed", "archived")


class Line(NamedTuple):
    """One form of the task (一行进度)."""

    record: FormRecord
    stage: str
    department: str
    late: bool


def rows(task: Task, account: Account) -> QuerySet[FormRecord]:
    """The task's forms that the account may see, each with whether it was begun."""
    begun = Exists(Hand.objects.filter(form=OuterRef("pk")))
    own = visible(account, FormRecord, "issue").filter(task=task).exclude(state="void")
    return own.annotate(begun=begun).select_related("unit", "task").order_by("unit__path", "kind", "project")


def at_stage(forms: QuerySet[FormRecord], stage: str) -> QuerySet[FormRecord]:
    """Those that are that far (按进度筛选); `late` are those that a reminder goes to."""
    editing = ("draft", "checked")
    wanted = {
        "unbegun": Q(begun=False, state__in=editing),
        "draft": Q(begun=True, state__in=editing),
        "returned": Q(state="returned"),
        "submitted": Q(state__in=UNDER_REVIEW),
        "final": Q(state__in=DONE),
        "late": Q(state__in=(*editing, "returned")),
    }
    return forms.filter(wanted[stage]) if stage in wanted else forms


def lines(forms: QuerySet[FormRecord] | list[FormRecord]) -> list[Line]:
    """The forms in words (进度各行)."""
    forms = list(forms)
    above = departments_of(forms)
    told = ((one, stage_of(one)) for one in forms)
    return [
        Line(one, stage, above.get(one.unit.pk, ""), stage in LATE and days_left(one.task.deadline) < 0)
        for one, stage in told
    ]


def stage_of(record: FormRecord) -> str:
    """How far one form of `rows` is."""
    if record.state in DONE:
        return "final"
    if record.state in UNDER_REVIEW:
        return "submitted"
    if record.state == "returned":
        return "returned"
    return "draft" if getattr(record, "begun", True) else "unbegun"


def counts(forms: QuerySet[FormRecord]) -> dict[str, int]:
    """How many are how far (各进度张数)."""
    return {stage: at_stage(forms, stage).count() for stage in STAGES}


def reminder(task: Task, forms: QuerySet[FormRecord], lang: str) -> Sheet:
    """The list of units to remind (催报清单), with whom to ask: the fillers of each unit."""
    names = ("department", "unit", "code", "kind", "project", "stage", "deadline", "days", "people")
    kinds = {"deadline": "date", "days": "whole"}
    about = {"days": texts.say("progress.days_about", lang)}
    heads = tuple(
        Head(texts.say(f"progress.{name}", lang), kinds.get(name, "text"), about.get(name, "")) for name in names
    )
    people = _fillers(forms)
    left = days_left(task.deadline)
    told: list[tuple[str | int | date | None, ...]] = [
        (
            line.department,
            line.record.unit.name,
            line.record.unit.code,
            texts.say(f"kind.{line.record.kind}", lang),
            line.record.project,
            texts.say(f"stage.{line.stage}", lang),
            task.deadline,
            left,
            "、".join(people.get(line.record.unit.pk, ())),
        )
        for line in lines(at_stage(forms, "late"))
    ]
    return Sheet("reminder", texts.say("progress.reminder_sheet", lang), heads, told)


def departments_of(forms: list[FormRecord]) -> dict[int, str]:
    """The department above each unit (主管部门)."""
    known = dict(Unit.objects.filter(kind=UnitKind.DEPARTMENT).values_list("path", "name"))
    found = {}
    for form in forms:
        path = form.unit.path
        above = (path[:end] for end in range(len(path), 0, -PATH_STEP))
        found[form.unit.pk] = next((known[one] for one in above if one in known), "")
    return found


def _fillers(forms: QuerySet[FormRecord]) -> dict[int, list[str]]:
    """Who fills in at each unit today (填报人)."""
    today = timezone.localdate()
    running = Q(until__isnull=True) | Q(until__gte=today)
    held = Post.objects.filter(running, role="UF", since__lte=today, unit__in=forms.values("unit"))
    found: dict[int, list[str]] = {}
    for unit, name in held.values_list("unit", "account__name"):
        found.setdefault(unit, []).append(name)
    return found
