"""The first system administrator (首任系统管理员): made on the server's command line, where nobody else could."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from jixiao.errors import JixiaoError
from jixiao.web import texts
from jixiao.web.ledger.record import record
from jixiao.web.people import duties
from jixiao.web.people.models import Account, Unit, UnitKind
from jixiao.web.people.passwords import refused

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT_CODE = "root"
ROLE = "SA"
PASSWORD_VARIABLE = "JIXIAO_ADMIN_PASSWORD"  # noqa: S105 - the name of a variable


class BadAdministrator(JixiaoError):
    """不能建立管理员账号。"""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"没有建立管理员：{zh}。", f"No administrator was made: {en}.")


class NameTaken(BadAdministrator):
    """账号已有人使用。"""

    def __init__(self, username: str) -> None:
        super().__init__(
            f"账号“{username}”已有人使用，请换一个名字", f"the account {username!r} is in use; choose another name"
        )


def administrator(username: str, ask: Callable[[], str]) -> bool:
    """Make that account the system administrator (建立系统管理员), its password asked for or out of the environment.

    Nothing happens where the account is one already; answers whether one was made. Raises BadAdministrator for a
    password that is too weak or an account that holds other duties.
    """
    known = Account.objects.filter(username=username).first()
    if known is not None and known.posts_on().filter(role=ROLE).exists():
        return False
    if known is not None:
        raise NameTaken(username)
    password = os.environ.get(PASSWORD_VARIABLE) or ask()
    with transaction.atomic():
        account = _account(username, password)
        record(None, "people.account.make", account, username=username, by="command")
        for top in _tops():
            duties.give(None, account, ROLE, top, timezone.localdate())
    return True


def _account(username: str, password: str) -> Account:
    account = Account(username=username, name=texts.say("people.administrator", "zh"))
    if (why := refused(account, password)) is not None:
        raise BadAdministrator(*(one.rstrip("。. ") for one in why))
    account.set_password(password)
    account.save()
    return account


def _tops() -> list[Unit]:
    """The tops of the tree; a region of no name yet where there is none, to be renamed by the first import."""
    found = list(Unit.objects.filter(parent__isnull=True).order_by("path"))
    if not found:
        found = [Unit(code=ROOT_CODE, name=texts.say("people.root", "zh"), kind=UnitKind.REGION)]
        found[0].save()
    return found
