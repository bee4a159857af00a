"""What an administrator looks after (所管单位、账号、岗位): those of the own region. Nobody, a command, reaches all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from jixiao.errors import JixiaoError
from jixiao.web.people.access import visible
from jixiao.web.people.matrix import matrix
from jixiao.web.people.models import Account, Post, Unit

if TYPE_CHECKING:
    from django.db.models import QuerySet

RIGHT = "people"


class ServesElsewhere(JixiaoError):
    """账号在别的地区也有岗位。"""

    def __init__(self, account: Account) -> None:
        super().__init__(
            f"没有办理：{account.name}在别的地区也有岗位，须由管着各地的系统管理员办理。",
            f"Not done: {account.name} holds a post in another region as well; "
            "an administrator of all these regions does it.",
        )


def units(by: Account | None) -> QuerySet[Unit]:
    """The units of the region (所管单位)."""
    return Unit.objects.all() if by is None else visible(by, Unit, RIGHT)


def posts(by: Account) -> QuerySet[Post]:
    """The posts in the region (所管岗位)."""
    return visible(by, Post, RIGHT)


def accounts(by: Account | None) -> QuerySet[Account]:
    """The accounts with a post in the region, and those that have none anywhere yet (所管账号)."""
    if by is None:
        return Account.objects.all()
    held = posts(by).order_by().values("account")
    return Account.objects.filter(Q(pk__in=held) | ~Exists(Post.objects.filter(account=OuterRef("pk"))))


def refuse_shared(by: Account, account: Account) -> None:
    """Whoever sets the password of an account has its rights: all of them must lie in the region."""
    running = Q(until__isnull=True) | Q(until__gte=timezone.localdate())
    elsewhere = Post.objects.filter(running, account=account).exclude(pk__in=posts(by).order_by().values("pk"))
    if elsewhere.exists():
        raise ServesElsewhere(account)


def tops(by: Account | None) -> list[Unit]:
    """The tops of the regions (所管地区); below the first stands what is imported without a place of its own."""
    paths = {post.unit.region_path for post in by.held() if matrix().cell(RIGHT, post.role) != "no"} if by else set()
    return list(Unit.objects.filter(path__in=paths))
