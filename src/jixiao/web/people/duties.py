"""Posts given and handed over (岗位的授予和移交), never against incompatible duties (不相容职责)."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from jixiao.errors import JixiaoError
from jixiao.web.ledger.record import record
from jixiao.web.people.matrix import matrix
from jixiao.web.people.models import Account, Post, Unit


class DutiesClash(JixiaoError):
    """不相容职责不得由一人担任。"""

    def __init__(self, account: Account, role: str, other: str) -> None:
        first, second = matrix().roles[role], matrix().roles[other]
        super().__init__(
            f"{account.name}已任“{second.zh}”，不能兼任“{first.zh}”：职责不相容。请先结束原岗位，或另选人员。",
            f"{account.name} already holds “{second.en}”, which is incompatible with “{first.en}”. "
            "End that post first, or choose somebody else.",
        )


class UnknownRole(JixiaoError):
    """没有这个角色。"""

    def __init__(self, role: str) -> None:
        known = ", ".join(matrix().roles)
        super().__init__(f"没有角色“{role}”。可用：{known}。", f"There is no role {role!r}. Available: {known}.")


def give(  # noqa: PLR0913 - all of a post
    by: Account | None, account: Account, role: str, unit: Unit, since: date, *, until: date | None = None
) -> Post:
    """Give a post (授予岗位). Raises DutiesClash, or UnknownRole."""
    if role not in matrix().roles:
        raise UnknownRole(role)
    with transaction.atomic():
        Account.objects.select_for_update().get(pk=account.pk)  # two posts given at once would not see each other
        _refuse_clash(account, role, unit, since, until)
        post = Post.objects.create(account=account, role=role, unit=unit, since=since, until=until)
        record(
            by, "people.post.give", post, account=account.username, role=role, unit=unit.code, since=since, until=until
        )
    return post


def end(by: Account | None, post: Post, last_day: date) -> None:
    """End a post with that day (结束岗位)."""
    with transaction.atomic():
        post.until = last_day
        post.save(update_fields=["until"])
        record(by, "people.post.end", post, account=post.account.username, role=post.role, until=last_day)


def hand_over(by: Account | None, post: Post, to: Account, day: date) -> Post:
    """Hand the post over on that day (岗位移交): the former holder keeps it until the day before."""
    with transaction.atomic():
        end(by, post, day - timedelta(days=1))
        return give(by, to, post.role, post.unit, day)


def _refuse_clash(account: Account, role: str, unit: Unit, since: date, until: date | None) -> None:
    """Compare with every post that runs at any time of the new one."""
    running = Q(until__isnull=True) | Q(until__gte=since)
    begun = Q(since__lte=until) if until is not None else Q()
    for post in Post.objects.filter(running & begun, account=account).select_related("unit"):
        overlap = _scopes_meet(role, unit, post)
        if matrix().joined(role, post.role, "anywhere") or (overlap and matrix().joined(role, post.role, "overlap")):
            raise DutiesClash(account, role, post.role)


def _scopes_meet(role: str, unit: Unit, post: Post) -> bool:
    first, second = _root(role, unit), _root(post.role, post.unit)
    return first.startswith(second) or second.startswith(first)


def _root(role: str, unit: Unit) -> str:
    """The path above all that the post reaches."""
    return unit.region_path if matrix().roles[role].own == "region" else unit.path
