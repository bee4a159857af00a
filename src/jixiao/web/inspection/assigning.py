"""Giving forms to agencies and experts (委托评审): these see no other forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from jixiao.web.forms.models import Assignment, FormRecord
from jixiao.web.ledger.record import record as log
from jixiao.web.people.access import visible
from jixiao.web.people.matrix import matrix
from jixiao.web.people.models import Account, Post

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

EXPERT = "EA"
OPEN_STATES = ("draft", "checked", "returned", "void")  # nothing is there to be reviewed yet


def experts(by: Account) -> QuerySet[Account]:
    """Agencies and experts of the region to whom the account may give forms (可委托的机构、专家), with their load."""
    today = timezone.localdate()
    regions = {post.unit.region_path for post in by.posts_on() if matrix().cell("assign", post.role) != "no"}
    inside = Q(pk__in=())
    for path in regions:
        inside |= Q(unit__path__startswith=path)
    running = Q(until__isnull=True) | Q(until__gte=today)
    held = Post.objects.filter(inside, running, role=EXPERT, since__lte=today).values("account")
    rows = Account.objects.filter(pk__in=held, is_active=True)
    return rows.annotate(load=Count("assignment", distinct=True)).order_by("name", "username")


def assignable(by: Account) -> QuerySet[FormRecord]:
    """The forms that the account may give to somebody (可委托的表): those that were submitted."""
    rows = visible(by, FormRecord, "assign").filter(task__recalled_at__isnull=True)
    return rows.exclude(state__in=OPEN_STATES)


def assign(by: Account, to: Account, forms: Iterable[FormRecord]) -> int:
    """Give the forms to the expert (委托); answers how many he did not have yet. Who filled a form does not get it."""
    count = 0
    for record in forms:
        if record.filled_by(to):
            continue
        with transaction.atomic():
            _, made = Assignment.objects.get_or_create(form=record, account=to, defaults={"given_by": by})
            if made:
                log(by, "inspection.assign", record, to=to.username)
        count += made
    return count


def take_back(by: Account, given: Assignment) -> None:
    """Take a form back (撤回委托); what the expert said about it stays."""
    with transaction.atomic():
        log(by, "inspection.take_back", given.form, to=given.account.username)
        given.delete()
