"""One entry of the log (留痕记录) and the end of the chain. The application writes entries and never changes one."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.db import models

from jixiao.web.ledger import chain


class Refused(models.QuerySet["Entry"]):
    """Entries that cannot be changed or removed (不可更改); triggers in the database refuse it as well."""

    def update(self, **_: Any) -> NoReturn:  # noqa: ANN401 - as Django has it
        """Refused."""
        raise AlreadyWritten

    def delete(self) -> NoReturn:
        """Refused."""
        raise AlreadyWritten


class AlreadyWritten(Exception):
    """The log is append-only (只可追加)."""


class Entry(models.Model):
    """One act (一条留痕)."""

    number: models.PositiveBigIntegerField[int, int] = models.PositiveBigIntegerField(
        primary_key=True
    )  #: 序号, from 1 without gaps
    at: models.CharField[str, str] = models.CharField(max_length=27)  #: 时间, UTC, the very text that is hashed
    account: models.CharField[str, str] = models.CharField(max_length=150, db_index=True)  #: 账号; "" before a log-in
    action: models.CharField[str, str] = models.CharField(max_length=60, db_index=True)  #: 动作, such as forms.save
    object: models.CharField[str, str] = models.CharField(max_length=120, db_index=True)  #: 对象, such as form:17
    facts: models.TextField[str, str] = models.TextField()  #: 事实, canonical JSON
    previous: models.CharField[str, str] = models.CharField(max_length=64)
    hash: models.CharField[str, str] = models.CharField(max_length=64)

    objects: ClassVar[models.Manager[Entry]] = models.Manager.from_queryset(Refused)()

    class Meta:
        """By number."""

        ordering: ClassVar = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.action} {self.object}"

    def save(self, **options: Any) -> None:  # noqa: ANN401 - keywords alone are used
        """Write a new entry; an entry that stands is refused."""
        super().save(**{**options, "force_insert": True})

    def delete(self, *_: Any, **__: Any) -> NoReturn:  # noqa: ANN401 - as Django has it
        """Refused."""
        raise AlreadyWritten

    @property
    def row(self) -> chain.Row:
        """The entry as the chain sees it."""
        return chain.Row(*(getattr(self, field) for field in chain.FIELDS))


class Head(models.Model):
    """The end of the chain (链尾): one row, locked while an entry is added, so that entries follow one another."""

    number: models.PositiveBigIntegerField[int, int] = models.PositiveBigIntegerField(default=0)
    hash: models.CharField[str, str] = models.CharField(max_length=64, default=chain.START)

    objects: ClassVar[models.Manager[Head]] = models.Manager()

    def __str__(self) -> str:
        return f"{self.number} {self.hash}"
