"""Issuing a task (下达任务): a form for every unit it goes to, and recalling it while nothing is filled in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from jixiao.errors import JixiaoError
from jixiao.form import Form, FormKind
from jixiao.web.cycle.models import Task
from jixiao.web.forms import saving
from jixiao.web.forms.models import FormRecord, Hand
from jixiao.web.ledger.record import record as log
from jixiao.web.people.access import may, visible
from jixiao.web.people.models import PATH_STEP, Unit

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from jixiao.web.people.models import Account


class CannotBegin(JixiaoError):
    """不能新建这张自评表。"""

    def __init__(self) -> None:
        super().__init__(
            "不能新建：同一任务、单位、项目已有自评表，或任务不含这个表种，或不是您的单位。",
            "Not opened: this task, unit and project has its form already, the task has no such kind, "
            "or it is not your unit.",
        )


class AlreadyBegun(JixiaoError):
    """已有单位开始填报，不能取消下达。"""

    def __init__(self, count: int) -> None:
        super().__init__(
            f"已有 {count} 张表开始填报，任务不能取消。可逐张作废。",
            f"{count} forms have been begun; the task cannot be recalled. Void them one by one instead.",
        )


def issue(task: Task, units: Iterable[Unit]) -> Task:
    """Save the task and open an empty form of each kind for each unit (下达)."""
    with transaction.atomic():
        task.save()
        opened = [
            saving.begin(task, unit, Form(kind=FormKind(kind), unit=unit.name, year=task.year))
            for unit in units
            for kind in task.kinds
        ]
        log(
            task.issued_by, "cycle.issue", task, title=task.title, year=task.year, levels=task.levels, forms=len(opened)
        )
    return task


def covering(unit: Unit) -> QuerySet[Task]:
    """The tasks under which the unit may open forms (适用任务): issued at the unit or above it, and not recalled."""
    return Task.objects.filter(unit__path__in=_upwards(unit), recalled_at__isnull=True)


def seat(account: Account, first: Unit) -> Unit:
    """Where a task is issued that goes to this unit (下达单位): the highest above it that the account may issue for.

    Not where the issuer sits: a bureau stands beside the units of its region, and no unit lies below it.
    """
    return visible(account, Unit, "issue").filter(path__in=_upwards(first)).order_by("path")[0]


def _upwards(unit: Unit) -> list[str]:
    """The paths of the unit and of all above it (本级及上级)."""
    return [unit.path[:end] for end in range(PATH_STEP, len(unit.path) + 1, PATH_STEP)]


def begin(task: Task, unit: Unit, account: Account, form: Form) -> FormRecord:
    """Open one more form (新建自评表): a project that the task did not name. Raises CannotBegin."""
    with transaction.atomic():
        taken = FormRecord.objects.filter(task=task, unit=unit, kind=form.kind.value, project=form.project or "")
        fits = form.kind.value in task.kinds and covering(unit).filter(pk=task.pk).exists()
        Unit.objects.select_for_update().get(pk=unit.pk)  # the same form opened twice at once
        if not fits or not may(account, "fill", unit) or taken.exists():
            raise CannotBegin
        record = saving.begin(task, unit, form)
        log(account, "forms.begin", record, task=task.pk, unit=unit.code, kind=form.kind.value, project=record.project)
    return record


def recall(task: Task, account: Account) -> None:
    """Take the task back (取消下达). Raises AlreadyBegun once any unit has saved."""
    with transaction.atomic():
        Task.objects.select_for_update().get(pk=task.pk)
        begun = Hand.objects.filter(form__task=task).values("form").distinct().count()
        if begun:
            raise AlreadyBegun(begun)
        task.recalled_at = timezone.now()
        task.save(update_fields=["recalled_at"])
        log(account, "cycle.recall", task, title=task.title)


def days_left(deadline: date) -> int:
    """Days until the deadline (剩余天数); below zero when it has passed."""
    return (deadline - timezone.localdate()).days
