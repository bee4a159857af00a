"""Tasks and the steps of forms (自评任务、办理记录)."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils import timezone

from jixiao.web.people.models import Account, Unit
from jixiao.web.people.reach import Reach

if TYPE_CHECKING:
    from jixiao.web.forms.models import FormRecord


class Task(models.Model):
    """A year's self-evaluation, issued to units (自评任务)."""

    reach: ClassVar = Reach(unit="unit")

    title: models.CharField[str, str] = models.CharField(max_length=120)
    year: models.PositiveIntegerField[int, int] = models.PositiveIntegerField()  #: 所评年度
    kinds: models.JSONField[list[str], list[str]] = models.JSONField(default=list)  #: 表种
    levels: models.JSONField[list[str], list[str]] = models.JSONField(default=list)  #: 审核层级, of cycle.toml
    deadline: models.DateField[date, date] = models.DateField()  #: 截止日期
    rulebook: models.CharField[str, str] = models.CharField(
        max_length=80, blank=True
    )  #: 计分办法; "" leaves the choice to each form
    unit: models.ForeignKey[Unit, Unit] = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="tasks")
    issued_by: models.ForeignKey[Account, Account] = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+"
    )
    issued_at: models.DateTimeField[datetime, datetime] = models.DateTimeField(default=timezone.now)
    recalled_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        null=True
    )  #: 取消下达的时间

    objects: ClassVar[models.Manager[Task]] = models.Manager()

    class Meta:
        """The latest first."""

        ordering: ClassVar = ["-year", "-pk"]

    def __str__(self) -> str:
        return self.title


class Step(models.Model):
    """One transition of one form (一步办理): who, when, under which rules, on which content."""

    reach: ClassVar = Reach(unit="form__unit", form="form")

    form: models.ForeignKey[FormRecord, FormRecord] = models.ForeignKey(
        "forms.FormRecord", on_delete=models.PROTECT, related_name="steps"
    )
    transition: models.CharField[str, str] = models.CharField(max_length=20)
    start: models.CharField[str, str] = models.CharField(max_length=20)  #: 原状态
    end: models.CharField[str, str] = models.CharField(max_length=20)  #: 新状态
    account: models.ForeignKey[Account, Account] = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+"
    )
    at: models.DateTimeField[datetime, datetime] = models.DateTimeField(default=timezone.now)
    comment: models.TextField[str, str] = models.TextField(blank=True)  #: 意见
    version: models.PositiveIntegerField[int, int] = models.PositiveIntegerField()  #: 版本号
    hash: models.CharField[str, str] = models.CharField(max_length=64)  #: 内容哈希
    rulebook: models.CharField[str, str] = models.CharField(max_length=80)
    rulebook_version: models.CharField[str, str] = models.CharField(max_length=64)

    objects: ClassVar[models.Manager[Step]] = models.Manager()

    class Meta:
        """In the order taken."""

        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.transition} {self.form}"
