"""Draws, and what has to be put right (抽查、整改事项)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils import timezone

from jixiao.web.cycle.models import Task
from jixiao.web.forms.models import FormRecord
from jixiao.web.inspection.drawing import Candidate, Size
from jixiao.web.people.models import Account
from jixiao.web.people.reach import Reach

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class Draw(models.Model):
    """A sample of a task's forms, drawn to be examined again (一次抽查). All that repeats it is kept."""

    reach: ClassVar = Reach(unit="task__unit")

    task: models.ForeignKey[Task, Task] = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="draws")
    seed: models.CharField[str, str] = models.CharField(max_length=64)  #: 种子
    share: models.DecimalField[Decimal | None, Decimal | None] = models.DecimalField(
        max_digits=5, decimal_places=2, null=True
    )  #: 比例, per cent of each stratum
    number: models.PositiveIntegerField[int | None, int | None] = models.PositiveIntegerField(null=True)  #: 或总张数
    pool: models.JSONField[list[list[str | int]], list[list[str | int]]] = models.JSONField()  #: 候选名单
    pool_hash: models.CharField[str, str] = models.CharField(max_length=64)  #: 候选名单哈希
    drawn_by: models.ForeignKey[Account, Account] = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+"
    )
    drawn_at: models.DateTimeField[datetime, datetime] = models.DateTimeField(default=timezone.now)
    closed_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True)  #: 复核结束

    objects: ClassVar[models.Manager[Draw]] = models.Manager()
    drawn: RelatedManager[Drawn]

    class Meta:
        """The latest first."""

        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.task} {self.drawn_at:%Y-%m-%d}"

    @property
    def candidates(self) -> list[Candidate]:
        """The list that was drawn from (候选名单)."""
        return [Candidate(int(form), str(key), str(stratum)) for form, key, stratum in self.pool]

    @property
    def size(self) -> Size:
        """How many were asked for (抽取数量)."""
        return Size(self.share, self.number)


class Drawn(models.Model):
    """A form of a draw (抽中的表), or one added by hand, which is told apart."""

    reach: ClassVar = Reach(unit="form__unit", form="form")

    draw: models.ForeignKey[Draw, Draw] = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="drawn")
    form: models.ForeignKey[FormRecord, FormRecord] = models.ForeignKey(
        FormRecord, on_delete=models.PROTECT, related_name="drawn"
    )
    reason: models.TextField[str, str] = models.TextField(blank=True)  #: 人工选取的理由; "" for one that was drawn

    objects: ClassVar[models.Manager[Drawn]] = models.Manager()

    class Meta:
        """In the order of the draw, those added by hand last."""

        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.UniqueConstraint("draw", "form", name="once_a_draw")]

    def __str__(self) -> str:
        return str(self.form)


class ItemState(models.TextChoices):
    """How far a matter is (整改进度)."""

    OPEN = "open", "待整改"
    ANSWERED = "answered", "待确认"
    CLOSED = "closed", "已整改"


class Item(models.Model):
    """A matter that the unit has to put right (整改事项), of an accepted finding or as the reviewer wrote it."""

    reach: ClassVar = Reach(unit="form__unit", form="form")
    beside: ClassVar = ("form", "form__unit", "form__task", "issued_by")

    form: models.ForeignKey[FormRecord, FormRecord] = models.ForeignKey(
        FormRecord, on_delete=models.PROTECT, related_name="items"
    )
    code: models.CharField[str, str] = models.CharField(max_length=12, blank=True)  #: 规则编号; "" for one in words
    path: models.CharField[str, str] = models.CharField(max_length=120, blank=True)
    mark: models.CharField[str, str] = models.CharField(max_length=80, blank=True)  #: fingerprint of the finding
    problem: models.TextField[str, str] = models.TextField()  #: 问题
    problem_en: models.TextField[str, str] = models.TextField(blank=True)
    demand: models.TextField[str, str] = models.TextField(blank=True)  #: 整改要求
    deadline: models.DateField[date, date] = models.DateField()  #: 整改期限
    state: models.CharField[str, str] = models.CharField(
        max_length=10, choices=ItemState.choices, default=ItemState.OPEN, db_index=True
    )
    version: models.PositiveIntegerField[int, int] = models.PositiveIntegerField()  #: 所据版本
    issued_by: models.ForeignKey[Account, Account] = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+"
    )
    issued_at: models.DateTimeField[datetime, datetime] = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[Item]] = models.Manager()
    replies: RelatedManager[Reply]

    class Meta:
        """What is due first, first; a finding becomes one matter only."""

        ordering: ClassVar = ["deadline", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint("form", "mark", condition=~models.Q(mark=""), name="one_item_a_finding")
        ]

    def __str__(self) -> str:
        return self.problem[:40]


class Reply(models.Model):
    """What was said about a matter (整改往来): the unit's answer with its proof, the bureau's word on it."""

    reach: ClassVar = Reach(unit="item__form__unit", form="item__form")

    item: models.ForeignKey[Item, Item] = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="replies")
    act: models.CharField[str, str] = models.CharField(max_length=10)  #: answer, confirm or reopen
    text: models.TextField[str, str] = models.TextField(blank=True)
    name: models.CharField[str, str] = models.CharField(max_length=255, blank=True)  #: 文件名, as uploaded
    file = models.FileField(upload_to="rectification/%Y/%m", blank=True)
    sha256: models.CharField[str, str] = models.CharField(max_length=64, blank=True)
    by: models.ForeignKey[Account, Account] = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at: models.DateTimeField[datetime, datetime] = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[Reply]] = models.Manager()

    class Meta:
        """In the order given."""

        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.act} {self.item}"
