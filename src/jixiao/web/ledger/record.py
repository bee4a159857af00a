"""Writing to the log (记入留痕), within the transaction of the act itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from jixiao.web.ledger import chain
from jixiao.web.ledger.models import Entry, Head

if TYPE_CHECKING:
    from django.db.models import Model

    from jixiao.web.people.models import Account


def record(account: Account | None, action: str, thing: Model | str, /, **facts: object) -> Entry:
    """Add one entry (记一条); the act and its entry stand or fall together.

    `thing` is the object, or what to call it. Raises when no transaction is open: the entry would outlive a failed act.
    """
    if not transaction.get_connection().in_atomic_block:
        message = "record() outside of transaction.atomic()"
        raise RuntimeError(message)
    head = Head.objects.select_for_update().get(pk=1)
    row = chain.Row(
        number=head.number + 1,
        at=timezone.now().strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        account=account.username if account is not None else "",
        action=action,
        object=thing if isinstance(thing, str) else named(thing),
        facts=chain.canonical(facts),
        previous=head.hash,
        hash="",
    )
    row = row._replace(hash=chain.digest(row))
    entry = Entry(**row._asdict())
    entry.save()
    head.number, head.hash = row.number, row.hash
    head.save()
    return entry


def named(thing: Model) -> str:
    """What the log calls an object: form:17."""
    return f"{thing._meta.model_name}:{thing.pk}"  # noqa: SLF001 - Django's documented way to a model's name
