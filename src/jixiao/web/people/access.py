"""Who may do what to which rows (权限与数据范围). Every view asks here and nowhere else.

`may(account, "fill", record)` about one row, `visible(account, FormRecord)` for a list. A row that is not visible is
answered with 404: that it exists is not told.
"""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar, cast

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest

from jixiao.web.people.matrix import matrix
from jixiao.web.people.models import Account, Post
from jixiao.web.people.reach import Reach

M = TypeVar("M", bound=Model)

PUBLISHED = ("disclosed", "archived")
NOTHING = Q(pk__in=())


def acting(request: HttpRequest) -> Account:
    """The account of a request that has been let in (当前账号)."""
    account = cast("Account", request.user)
    account.one_request = True
    return account


def may(account: Account | AnonymousUser, action: str, thing: Model | None = None) -> bool:
    """Whether the account may do that, to this row; without a row: to any at all."""
    if not isinstance(account, Account) or not account.is_active:
        return False
    posts = [post for post in account.held() if matrix().cell(action, post.role) != "no"]
    if thing is None or not posts:
        return bool(posts)
    if fills_and_judges(account, action, thing):
        return False
    scopes = frozenset((post.pk, _scope_of(post, action)) for post in posts)
    holds = _within(posts, action, type(thing)).filter(pk=thing.pk).exists
    if any(scope == "published" for _, scope in scopes):  # 公开与否，一次请求之内可变
        return holds()
    return account.recall(("within", type(thing), thing.pk, scopes), holds)


def visible(account: Account | AnonymousUser, model: type[M], action: str = "see") -> QuerySet[M]:
    """The rows that the account may see, or do that `action` to (可见范围)."""
    if not isinstance(account, Account) or not account.is_active:
        return _rows(model).none()
    return _within(account.held(), action, model)


def visible_or_404(request: HttpRequest, model: type[M], action: str = "see", **lookup: object) -> M:
    """The one row, or an answer as if there were none."""
    rows = visible(acting(request), model, action).select_related(*getattr(model, "beside", ()))
    found = rows.filter(**lookup).first()
    if found is None:
        raise Http404
    return found


def roles_at(account: Account, thing: Model, day: date | None = None) -> set[str]:
    """The roles whose scope holds this row (对该对象的角色), whatever they may do."""
    reach = _reach(type(thing))
    rows = _rows(type(thing)).filter(pk=thing.pk)
    return {
        post.role
        for post in (account.held() if day is None else account.posts_on(day))
        if rows.filter(_scope(post, matrix().roles[post.role].own, reach)).exists()
    }


def _within(posts: list[Post], action: str, model: type[M]) -> QuerySet[M]:
    reach = _reach(model)
    wanted, joined = NOTHING, reach.many
    for post in posts:
        scope = _scope_of(post, action)
        wanted |= _scope(post, scope, reach)
        joined |= scope == "assigned"  # 一张表可分派多人，联接后会重复
    return _rows(model).filter(wanted).distinct() if joined else _rows(model).filter(wanted)


def _scope_of(post: Post, action: str) -> str:
    cell = matrix().cell(action, post.role)
    return "region" if cell == "all" else matrix().roles[post.role].own if cell == "own" else cell


def _scope(post: Post, scope: str, reach: Reach) -> Q:
    """The rows of one post in one scope (一个岗位的数据范围)."""
    if scope == "unit" and reach.unit is not None:
        return Q(**{reach.unit_lookup("pk"): post.unit.pk})
    if scope == "below" and reach.unit is not None:
        return Q(**{reach.unit_lookup("path__startswith"): post.unit.path})
    if scope == "region" and reach.unit is not None:
        return Q(**{reach.unit_lookup("path__startswith"): post.unit.region_path})
    if scope == "assigned" and reach.form is not None:
        return Q(**{reach.form_lookup("assignments__account"): post.account})
    if scope == "published" and reach.form is not None:
        inside = {reach.unit_lookup("path__startswith"): post.unit.region_path} if reach.unit is not None else {}
        return Q(**{reach.form_lookup("state__in"): PUBLISHED}, **inside)
    return NOTHING


def fills_and_judges(account: Account, action: str, thing: Model) -> bool:
    """Whether somebody who filled this form would judge it (填报人不得审核同一张表)."""
    if action not in JUDGING:
        return False
    form: Any = thing if thing._meta.label_lower == "forms.formrecord" else getattr(thing, "form", None)  # noqa: SLF001
    return form is not None and account.recall(("filled", form.pk), lambda: form.filled_by(account))


JUDGING = frozenset({"approve", "finish", "review_score", "opinion", "waive", "rectify"})
"""What nobody does to a form that he filled in (不相容动作)."""


def _reach(model: type[Model]) -> Reach:
    reach: Reach = getattr(model, "reach")  # noqa: B009 - declared by every model that has a scope
    return reach


def _rows(model: type[M]) -> QuerySet[M]:
    return model._default_manager.all()  # noqa: SLF001 - Django's documented name
