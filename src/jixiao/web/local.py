"""The account of one's own machine (本机账号): made at the first start on a laptop, where nobody else logs in."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from jixiao.web import texts
from jixiao.web.cycle.models import Task
from jixiao.web.forms.models import KINDS
from jixiao.web.ledger.record import record
from jixiao.web.people import duties
from jixiao.web.people.models import Account, Unit

LOCAL = "local"


def local_account() -> Account | None:
    """The local account, made where there is none yet; None in a database that has other people (多人使用的库)."""
    found = Account.objects.filter(username=LOCAL).first()
    if found is not None or Account.objects.exists():
        return found
    with transaction.atomic():
        unit = Unit(code=LOCAL, name=texts.say("local.unit", "zh"), kind="unit")
        unit.save()
        account = Account.objects.make(LOCAL, texts.say("local.name", "zh"))
        record(None, "people.account.make", account, username=LOCAL)
        duties.give(None, account, "UF", unit, timezone.localdate())
        _task(account, unit)
    return account


def _task(account: Account, unit: Unit) -> None:
    """The standing task of a laptop (本机任务): nobody approves here, so what is submitted is final."""
    today = timezone.localdate()
    Task.objects.create(
        title=texts.say("local.task", "zh", year=today.year),
        year=today.year - 1,
        kinds=[kind for kind, _ in KINDS],
        levels=[],
        deadline=today.replace(month=12, day=31),
        unit=unit,
        issued_by=account,
    )
