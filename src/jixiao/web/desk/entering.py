"""Logging in (登录): the form with its lock after failures, and an entry in the log for every try."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from jixiao.web import texts
from jixiao.web.ledger.models import Entry
from jixiao.web.ledger.record import record
from jixiao.web.people.models import Account

MOST_FAILURES = 5
LOCKED_MINUTES = 15
LONGEST_NAME = 100


class EntryForm(AuthenticationForm):
    """Name and password, refused for a while after five failures (连错五次，锁定十五分钟)."""

    def clean(self) -> dict[str, Any]:
        """Refuse while locked; otherwise as Django does."""
        username = str(self.cleaned_data.get("username", ""))[:LONGEST_NAME]
        if locked(username):
            raise ValidationError(texts.say("enter.locked", minutes=LOCKED_MINUTES))
        try:
            return super().clean()
        except ValidationError:
            note(None, "enter.failed", username)
            raise ValidationError(texts.say("enter.wrong")) from None


def locked(username: str) -> bool:
    """Whether this name has failed too often of late."""
    since = (timezone.now() - timedelta(minutes=LOCKED_MINUTES)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    tries = Entry.objects.filter(action__startswith="enter.", object=f"enter:{username}", at__gte=since)
    last = tries.filter(action="enter.in").order_by("-number").first()
    failed = tries.filter(action="enter.failed", number__gt=last.number if last is not None else 0)
    return failed.count() >= MOST_FAILURES


def note(account: Account | None, action: str, username: str, **facts: object) -> None:
    """Log a try, in a transaction of its own."""
    with transaction.atomic():
        record(account, action, f"enter:{username[:LONGEST_NAME]}", **facts)
