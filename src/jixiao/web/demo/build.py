"""Builds the demonstration in an empty database (建立演示数据), by the very functions that people's acts call."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from decimal import Decimal
from importlib import resources
from typing import Any

from django.db import transaction
from django.utils import timezone

from jixiao import form_json
from jixiao.form import Form
from jixiao.web.cycle import steps
from jixiao.web.cycle.models import Task
from jixiao.web.forms import saving
from jixiao.web.forms.models import Assignment
from jixiao.web.inspection import rectifying, sampling
from jixiao.web.inspection.drawing import Size
from jixiao.web.ledger.record import record
from jixiao.web.people import duties
from jixiao.web.people.models import Account, Unit

FILLER, ISSUER, EXPERT = "demo-filler", "demo-performance", "demo-expert"
YEARS_IN_OFFICE = 3


def build() -> None:
    """Everything of cast.toml, unless it stands already."""
    if Account.objects.filter(username=FILLER).exists():
        return
    cast = tomllib.loads(resources.files(__package__).joinpath("cast.toml").read_text(encoding="utf-8"))
    with transaction.atomic():
        for row in cast["unit"]:
            parent = Unit.objects.get(code=row["parent"]) if "parent" in row else None
            Unit(code=row["code"], name=row["name"], kind=row.get("kind", "unit"), parent=parent).save()
        for row in cast["person"]:
            _person(row)
        tasks = {row["year"]: _task(row) for row in cast["task"]}
        for row in cast["form"]:
            _form(row, tasks[row["year"]])
        _inspected(cast["inspection"], tasks)


def _person(row: dict[str, Any]) -> None:
    account = Account.objects.make(row["username"], row["name"])
    since = timezone.localdate() - timedelta(days=365 * YEARS_IN_OFFICE)
    for role, code in row["posts"]:
        duties.give(None, account, role, Unit.objects.get(code=code), since)


def _task(row: dict[str, Any]) -> Task:
    issuer = Account.objects.get(username=ISSUER)
    task = Task.objects.create(
        title=row["title"],
        year=row["year"],
        kinds=["department", "project"],
        levels=row["levels"],
        deadline=timezone.localdate() + timedelta(days=row["days"]),
        unit=Unit.objects.get(kind="region"),
        issued_by=issuer,
    )
    record(issuer, "cycle.issue", task, title=task.title, year=task.year, levels=task.levels)
    return task


def _inspected(row: dict[str, Any], tasks: dict[int, Task]) -> None:
    """A sample of the final forms, with a matter to be put right (抽查和整改)."""
    issuer = Account.objects.get(username=ISSUER)
    size = Size(Decimal(row["share"]), None)
    asked = sampling.Asked(tasks[row["year"]], "done", size, by_department=True, seed=row["seed"])
    one = sampling.draw(issuer, asked)
    deadline = timezone.localdate() + timedelta(days=row["days"])
    for drawn in one.drawn.all():
        rectifying.issue(drawn.form.pk, issuer, rectifying.Demand(row["demand"], deadline, row["matter"]))


def _form(row: dict[str, Any], task: Task) -> None:
    data = resources.files(__package__).joinpath("forms", f"{row['content']}.json").read_bytes()
    form = form_json.decode(data, row["content"])[0]
    unit = Unit.objects.get(code=row["unit"])
    empty = Form(kind=form.kind, unit=unit.name, project=form.project, year=task.year)
    made = saving.begin(task, unit, empty)
    made = saving.save(made.pk, Account.objects.get(username=FILLER), form, made.revision)
    for name, username, *comment in row["steps"]:
        steps.apply(made.pk, name, Account.objects.get(username=username), " ".join(comment))
    if row["steps"]:
        given_by = Account.objects.get(username=ISSUER)
        Assignment.objects.create(form=made, account=Account.objects.get(username=EXPERT), given_by=given_by)
