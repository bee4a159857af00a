"""The account of one's own machine (本机账号): made at the first start on a laptop, where nobody else logs in."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from jixiao.web import texts
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
    return account
