"""The fixed cast of the workbench's tests (固定角色): two regions, and in each two departments with two units."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

import pytest
from django.db import transaction
from django.utils import timezone

from jixiao import form_json
from jixiao.form import Form
from jixiao.web.cycle.models import Task
from jixiao.web.forms import saving
from jixiao.web.forms.models import Assignment, FormRecord
from jixiao.web.people import duties
from jixiao.web.people.models import Account, Unit

ROLES = ("UF", "UC", "DM", "FB", "FP", "FL", "EA", "AU", "RS", "SA", "RM")
TREE = {
    "r1": ("region", None),
    "b1": ("bureau", "r1"),
    "d1": ("department", "r1"),
    "u1": ("unit", "d1"),
    "u2": ("unit", "d1"),
    "d2": ("department", "r1"),
    "u3": ("unit", "d2"),
    "r2": ("region", None),
    "d4": ("department", "r2"),
    "u4": ("unit", "d4"),
}
SEATS = {
    "UF": "u1",
    "UC": "u1",
    "DM": "d1",
    "FB": "d1",
    "FP": "b1",
    "FL": "b1",
    "EA": "b1",
    "AU": "r1",
    "RS": "r1",
    "SA": "r1",
}
LEVELS = ["unit", "department", "bureau"]


class Cast(NamedTuple):
    """Units by code, one account a role seated at u1 or above it, and a form for each unit."""

    units: dict[str, Unit]
    people: dict[str, Account]
    task: Task
    forms: dict[str, FormRecord]


@pytest.fixture
def cast(db: None) -> Cast:  # noqa: ARG001 - the database is made ready by it
    units: dict[str, Unit] = {}
    for code, (kind, above) in TREE.items():
        units[code] = Unit(code=code, name=f"单位{code}", kind=kind, parent=units[above] if above else None)
        units[code].save()
    people = {role: Account.objects.make(role.lower(), f"某{role}") for role in ROLES}
    since = timezone.localdate() - timedelta(days=1)
    for role, account in people.items():
        duties.give(None, account, role, units[SEATS.get(role, "r1")], since)
    task = Task.objects.create(
        title="自评",
        year=2023,
        kinds=["project"],
        levels=LEVELS,
        deadline=timezone.localdate() + timedelta(days=9),
        unit=units["r1"],
        issued_by=people["FP"],
    )
    with transaction.atomic():
        forms = {
            code: saving.begin(task, units[code], Form(unit=code, project="p")) for code in ("u1", "u2", "u3", "u4")
        }
    Assignment.objects.create(form=forms["u1"], account=people["EA"], given_by=people["FP"])
    return Cast(units, people, task, forms)


@pytest.fixture
def clean_form() -> Form:
    """A form without anything that must be fixed."""
    from importlib import resources  # noqa: PLC0415

    data = resources.files("jixiao.web.demo").joinpath("forms", "project-clean-2023.json").read_bytes()
    return form_json.decode(data, "clean")[0]


@pytest.fixture
def filled(cast: Cast, clean_form: Form) -> FormRecord:
    """The form of u1, filled in by UF."""
    record = cast.forms["u1"]
    return saving.save(record.pk, cast.people["UF"], clean_form, record.revision)


@pytest.fixture
def enter(client: Any, cast: Cast) -> Callable[[str], Any]:  # noqa: ANN401 - Django's test client
    """Log in as a role; answers the client."""

    def log_in(role: str) -> Any:  # noqa: ANN401 - as above
        client.force_login(cast.people[role])
        return client

    return log_in
