"""People and forms for the workbench's benchmarks (测试用的单位、人员和表)."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from bench import audit
from jixiao import opening
from jixiao.form import Form

if TYPE_CHECKING:
    from jixiao.web.cycle.models import Task
    from jixiao.web.forms.models import FormRecord
    from jixiao.web.people.models import Account, Unit

SETTINGS = "jixiao.web.settings"
ROWS = 40  # indicators of each form
LEVELS = ["unit", "department", "bureau"]


class Person(NamedTuple):
    """Somebody who is logged in, and the form that is his, if it is one that he fills."""

    session: str
    form: int
    revision: int


class World(NamedTuple):
    """Everybody, and the forms that wait for the reviewers."""

    fillers: list[Person]
    reviewers: list[Person]
    waiting: list[int]


def prepare(folder: Path, database: str = "") -> None:
    """Set up Django on an empty database: SQLite in the folder, or the PostgreSQL named."""
    os.environ["JIXIAO_DATA"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    if database:
        os.environ["DATABASE_URL"] = database
    else:
        os.environ.pop("DATABASE_URL", None)
    import django  # noqa: PLC0415 - settings are read from the environment, which stands only now
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)


def people(fillers: int, reviewers: int, rows: int = ROWS) -> World:
    """So many units with a filler and a form each, and reviewers of a bureau with forms submitted to them.

    With `rows` of 0 the forms are the clean example as it is, which may be submitted.
    """
    from django.db import transaction  # noqa: PLC0415 - needs Django set up

    from jixiao.web.cycle import steps  # noqa: PLC0415

    with transaction.atomic():
        region, bureau, task = _task()
        desks = [_account(f"review{at}", "某审核", "FP", bureau) for at in range(reviewers)]
        found = [_filler(at, region, task, rows if at < fillers else 0) for at in range(fillers + reviewers)]
        for filler, record in found[fillers:]:
            steps.apply(record.pk, "submit", filler)
    return World(
        [Person(_session(filler), record.pk, record.revision) for filler, record in found[:fillers]],
        [Person(_session(account), 0, 0) for account in desks],
        [record.pk for _, record in found[fillers:]],
    )


def _task() -> tuple[Unit, Unit, Task]:
    """A region, its bureau, and the task that the bureau has issued."""
    from django.utils import timezone  # noqa: PLC0415

    from jixiao.web.cycle.models import Task  # noqa: PLC0415
    from jixiao.web.people.models import Unit  # noqa: PLC0415

    region, bureau = (
        Unit(code="r", name="示例县", kind="region"),
        Unit(code="b", name="示例县财政局", kind="bureau"),
    )
    region.save()
    bureau.parent = region
    bureau.save()
    task = Task.objects.create(
        title="部门自评",
        year=2023,
        kinds=["project"],
        levels=LEVELS,
        deadline=timezone.localdate() + timedelta(days=30),
        unit=region,
        issued_by=_account("chief", "某绩效", "FP", bureau),
    )
    return region, bureau, task


def _account(name: str, called: str, role: str, unit: Unit) -> Account:
    """An account with that role since yesterday."""
    from django.utils import timezone  # noqa: PLC0415

    from jixiao.web.people import duties  # noqa: PLC0415
    from jixiao.web.people.models import Account  # noqa: PLC0415

    account = Account.objects.make(name, called)
    duties.give(None, account, role, unit, timezone.localdate() - timedelta(days=1))
    return account


def _filler(at: int, region: Unit, task: Task, rows: int) -> tuple[Account, FormRecord]:
    """A unit, who fills in for it, and the form as saved."""
    from jixiao.web.forms import saving  # noqa: PLC0415
    from jixiao.web.people.models import Unit  # noqa: PLC0415

    unit = Unit(code=f"u{at}", name=f"示例单位{at}", kind="unit", parent=region)
    unit.save()
    filler = _account(f"fill{at}", "某填报", "UF", unit)
    form = _form(unit.name, rows)
    record = saving.begin(task, unit, form)
    return filler, saving.save(record.pk, filler, form, record.revision)


def _form(unit: str, rows: int) -> Form:
    form = audit.large_form(rows) if rows else opening.open_forms(audit.EXAMPLE)[0]
    return msgspec.structs.replace(form, unit=unit)


def _session(account: object) -> str:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: PLC0415
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415

    store = SessionStore()
    store[SESSION_KEY] = str(account.pk)  # type: ignore[attr-defined]
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = account.get_session_auth_hash()  # type: ignore[attr-defined]
    store.save()
    return str(store.session_key)
