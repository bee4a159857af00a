"""What the review desk keeps of a form (审核台数据): what it weighs, and the phrases of a bureau."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models

from jixiao.web.forms.models import FormRecord
from jixiao.web.people.models import Unit
from jixiao.web.people.reach import Reach


class Gauge(models.Model):
    """What a form weighs (风险与指标), of the revision it was worked out from; stale when the form has another."""

    reach: ClassVar = Reach(unit="form__unit", form="form")

    form: models.OneToOneField[FormRecord, FormRecord] = models.OneToOneField(
        FormRecord, on_delete=models.CASCADE, related_name="gauge"
    )
    revision: models.PositiveIntegerField[int, int] = models.PositiveIntegerField()
    must_fix: models.PositiveIntegerField[int, int] = models.PositiveIntegerField(default=0)
    explain: models.PositiveIntegerField[int, int] = models.PositiveIntegerField(default=0)
    look: models.PositiveIntegerField[int, int] = models.PositiveIntegerField(default=0)
    note: models.PositiveIntegerField[int, int] = models.PositiveIntegerField(default=0)
    codes: models.TextField[str, str] = models.TextField(blank=True)  #: " A006 A027 ": 各疑点的规则编号
    counts: models.JSONField[dict[str, int], dict[str, int]] = models.JSONField(default=dict)  #: 规则编号 → 疑点数
    stated: models.DecimalField[Decimal | None, Decimal | None] = models.DecimalField(
        max_digits=12, decimal_places=4, null=True
    )  #: 填报总分
    due: models.DecimalField[Decimal | None, Decimal | None] = models.DecimalField(
        max_digits=12, decimal_places=4, null=True
    )  #: 复算总分
    stake: models.DecimalField[Decimal, Decimal] = models.DecimalField(
        max_digits=12, decimal_places=4, default=Decimal(0)
    )  #: 虚高分: 填报 − 复算, below zero where the form gives itself too little
    budget: models.DecimalField[Decimal | None, Decimal | None] = models.DecimalField(
        max_digits=20, decimal_places=6, null=True
    )  #: 全年预算, 万元
    rate: models.DecimalField[Decimal | None, Decimal | None] = models.DecimalField(
        max_digits=12, decimal_places=6, null=True
    )  #: 预算执行率, a fraction
    risk: models.DecimalField[Decimal, Decimal] = models.DecimalField(
        max_digits=12, decimal_places=2, default=Decimal(0), db_index=True
    )  #: 风险分, without the deadline

    objects: ClassVar[models.Manager[Gauge]] = models.Manager()

    def __str__(self) -> str:
        return f"{self.form} {self.risk}"


class Phrase(models.Model):
    """A ready phrase of one bureau or department (常用语), beside those that come with the program."""

    reach: ClassVar = Reach(unit="unit")

    unit: models.ForeignKey[Unit, Unit] = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="phrases")
    place: models.CharField[str, str] = models.CharField(max_length=12)  #: indicator or form
    text: models.CharField[str, str] = models.CharField(max_length=300)

    objects: ClassVar[models.Manager[Phrase]] = models.Manager()

    class Meta:
        """As they were added."""

        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.text
