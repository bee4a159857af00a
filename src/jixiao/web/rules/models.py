"""A rulebook of a bureau's own (本地计分办法), each edition a row that is never written again."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.utils import timezone

from jixiao.web.people.models import Account, Unit
from jixiao.web.people.reach import Reach


class LocalRulebook(models.Model):
    """One edition (一版). A task that was issued with it keeps it, whatever comes later."""

    reach: ClassVar = Reach(unit="unit")

    name: models.CharField[str, str] = models.CharField(max_length=60)  #: 办法名称, as the file is called
    edition: models.CharField[str, str] = models.CharField(max_length=16)  #: 版本, SHA-256 of the content
    title: models.CharField[str, str] = models.CharField(max_length=200)
    title_en: models.CharField[str, str] = models.CharField(max_length=200)
    content: models.TextField[str, str] = models.TextField()  #: TOML, as uploaded
    added_by: models.ForeignKey[Account, Account] = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+"
    )
    unit: models.ForeignKey[Unit, Unit] = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+"
    )  #: 所属: where whoever offered it held the post; it stays there when he leaves
    added_at: models.DateTimeField[datetime, datetime] = models.DateTimeField(default=timezone.now)
    approved_by: models.ForeignKey[Account | None, Account | None] = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, related_name="+"
    )
    approved_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True)  #: 启用时间
    withdrawn_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True)  #: 停用时间

    objects: ClassVar[models.Manager[LocalRulebook]] = models.Manager()

    class Meta:
        """The latest first."""

        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [models.UniqueConstraint("name", "edition", name="one_row_an_edition")]

    def __str__(self) -> str:
        return self.key

    @property
    def key(self) -> str:
        """What a task calls it (任务所记的名称): name@edition."""
        return f"{self.name}@{self.edition}"

    @property
    def state(self) -> str:
        """offered, active or withdrawn (待启用、已启用、已停用)."""
        if self.withdrawn_at is not None:
            return "withdrawn"
        return "offered" if self.approved_at is None else "active"
