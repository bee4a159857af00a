"""Units, accounts and posts (单位、账号、岗位)."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import date, datetime
from functools import cached_property
from typing import Any, ClassVar, TypeVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from jixiao.web.people.reach import Reach

T = TypeVar("T")

PATH_STEP = 6  # characters of a materialised path a level: a million units under one


class UnitKind(models.TextChoices):
    """What stands at a place of the tree (单位类别)."""

    REGION = "region", "地区"
    BUREAU = "bureau", "财政部门"
    DIVISION = "division", "处室"
    DEPARTMENT = "department", "主管部门"
    UNIT = "unit", "预算单位"


class Unit(models.Model):
    """A region, department or unit (单位): one node of the tree."""

    reach: ClassVar = Reach(unit="")

    kind: models.CharField[str, str] = models.CharField(max_length=12, choices=UnitKind.choices, default=UnitKind.UNIT)
    code: models.CharField[str, str] = models.CharField(max_length=40, unique=True)  #: 单位编码
    name: models.CharField[str, str] = models.CharField(max_length=200)  #: 单位全称
    parent: models.ForeignKey[Unit | None, Unit | None] = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    path: models.CharField[str, str] = models.CharField(
        max_length=120, unique=True, editable=False
    )  #: 000001000004: ids of all above, and its own
    active: models.BooleanField[bool, bool] = models.BooleanField(default=True)  #: 是否在用

    objects: ClassVar[models.Manager[Unit]] = models.Manager()

    class Meta:
        """In the order of the tree."""

        ordering: ClassVar = ["path"]

    def __str__(self) -> str:
        return self.name

    def save(self, **options: Any) -> None:  # noqa: ANN401 - keywords alone are used
        """Save, with the path; a unit that moves takes everything below along."""
        if self.pk is None:
            self.path = f"new-{secrets.token_hex(8)}"
            super().save(**options)
            options = {}
        before, self.path = self.path, self._path()
        self.__dict__.pop("region_path", None)
        super().save(**options)
        if before != self.path and not before.startswith("new-"):
            for below in Unit.objects.filter(path__startswith=before).exclude(pk=self.pk):
                Unit.objects.filter(pk=below.pk).update(path=self.path + below.path[len(before) :])

    def _path(self) -> str:
        if self.parent is not None and self.parent.path.startswith(self.path):
            message = "a unit cannot stand below itself"
            raise ValueError(message)
        return (self.parent.path if self.parent is not None else "") + f"{self.pk:0{PATH_STEP}d}"

    @property
    def depth(self) -> int:
        """0 at the top."""
        return len(self.path) // PATH_STEP - 1

    @cached_property
    def region_path(self) -> str:
        """The path of the region it stands in (所属地区): the nearest above, itself included, else the top."""
        above = [self.path[:end] for end in range(PATH_STEP, len(self.path) + 1, PATH_STEP)]
        regions = Unit.objects.filter(path__in=above, kind=UnitKind.REGION).values_list("path", flat=True)
        return max(regions, key=len, default=above[0])


class Accounts(BaseUserManager["Account"]):
    """Accounts, found by name."""

    def make(self, username: str, name: str, password: str | None = None) -> Account:
        """A new account (新建账号); without a password nobody can log in with one."""
        account = Account(username=username, name=name)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """A person who logs in (账号). What it may do follows from its posts alone."""

    reach: ClassVar = Reach(unit="posts__unit", many=True)

    username: models.CharField[str, str] = models.CharField(
        max_length=150, unique=True, validators=[UnicodeUsernameValidator()]
    )
    name: models.CharField[str, str] = models.CharField(max_length=80)  #: 姓名
    is_active: models.BooleanField[bool, bool] = models.BooleanField(default=True)

    one_request = False  #: 属一次请求: nothing of its rights changes meanwhile, see `recall`

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar = ["name"]
    objects: ClassVar[Accounts] = Accounts()

    class Meta:
        """By name."""

        ordering: ClassVar = ["username"]

    def __str__(self) -> str:
        return self.name

    def held(self) -> list[Post]:
        """The posts held today (现任岗位)."""
        return self.recall("posts", lambda: list(self.posts_on()))

    def recall(self, key: object, ask: Callable[[], T]) -> T:
        """What was asked under that key (记住所问), once within one request, else each time anew."""
        if not self.one_request:
            return ask()
        known: dict[object, T] = self.__dict__.setdefault("_recalled", {})
        if key not in known:
            known[key] = ask()
        return known[key]

    def posts_on(self, day: date | None = None) -> models.QuerySet[Post]:
        """The posts held on that day, today by default (当日岗位)."""
        day = day or timezone.localdate()
        running = Q(until__isnull=True) | Q(until__gte=day)
        return Post.objects.filter(running, account=self, since__lte=day).select_related("unit")


class Post(models.Model):
    """A role held over a unit for a time (岗位). A hand-over ends one and begins another."""

    reach: ClassVar = Reach(unit="unit")

    account: models.ForeignKey[Account, Account] = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="posts"
    )
    role: models.CharField[str, str] = models.CharField(max_length=2)  #: 角色, of permissions.toml
    unit: models.ForeignKey[Unit, Unit] = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    since: models.DateField[date, date] = models.DateField()  #: 任职起
    until: models.DateField[date | None, date | None] = models.DateField(null=True, blank=True)  #: 任职止, the last day

    objects: ClassVar[models.Manager[Post]] = models.Manager()

    class Meta:
        """The latest first."""

        ordering: ClassVar = ["-since", "-pk"]

    def __str__(self) -> str:
        return f"{self.role} {self.unit}"


class EntryToken(models.Model):
    """A link that logs in once (一次性登录链接), which `jixiao serve` opens on one's own machine. Its hash is kept."""

    hash: models.CharField[str, str] = models.CharField(max_length=64, unique=True)
    account: models.ForeignKey[Account, Account] = models.ForeignKey(Account, on_delete=models.CASCADE)
    made: models.DateTimeField[datetime, datetime] = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[EntryToken]] = models.Manager()

    def __str__(self) -> str:
        return self.account.username

    @classmethod
    def issue(cls, account: Account) -> str:
        """Make one; answers the secret, which is kept nowhere."""
        secret = secrets.token_urlsafe(32)
        cls.objects.create(hash=cls.hashed(secret), account=account)
        return secret

    @staticmethod
    def hashed(secret: str) -> str:
        """What is kept of a secret."""
        return hashlib.sha256(secret.encode()).hexdigest()


class SecondFactor(models.Model):
    """The second step of an account's log-in (两步验证). The key itself is nowhere: see `second.key`."""

    account: models.OneToOneField[Account, Account] = models.OneToOneField(
        Account, on_delete=models.CASCADE, related_name="second"
    )
    seed: models.CharField[str, str] = models.CharField(max_length=64)  #: 种子, from which the key is derived
    since: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        null=True
    )  #: 启用时间; None until a code was typed
    last_step: models.BigIntegerField[int, int] = models.BigIntegerField(
        default=0
    )  #: the half minute of the last code used

    objects: ClassVar[models.Manager[SecondFactor]] = models.Manager()

    def __str__(self) -> str:
        return self.account.username


class RecoveryCode(models.Model):
    """A code for whoever lost the telephone (恢复码), good once. Its hash is kept."""

    account: models.ForeignKey[Account, Account] = models.ForeignKey(
        Account, on_delete=models.CASCADE, related_name="recovery_codes"
    )
    hash: models.CharField[str, str] = models.CharField(max_length=64)
    used_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[RecoveryCode]] = models.Manager()

    def __str__(self) -> str:
        return self.account.username
