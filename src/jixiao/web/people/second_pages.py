"""Pages of the second step (两步验证页): the code at the log-in, and setting it up for oneself."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from jixiao.errors import JixiaoError
from jixiao.web import texts
from jixiao.web.desk import entering
from jixiao.web.notices import attempt, complain
from jixiao.web.people import second
from jixiao.web.people.access import acting
from jixiao.web.people.models import Account, SecondFactor
from jixiao.web.people.passwords import PasswordWrong

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

HELD = "second_step"  #: in the session: whose password was right, since when, and where he wanted to go
HELD_SECONDS = 300
BACKEND = "django.contrib.auth.backends.ModelBackend"
OPEN_WITHOUT = ("second", "leave")  #: pages for somebody who must set it up first


class Locked(JixiaoError):
    """连续输错过多。"""

    def __init__(self) -> None:
        minutes = entering.LOCKED_MINUTES
        super().__init__(*(texts.say("enter.locked", lang, minutes=minutes) for lang in texts.LANGUAGES))


class Required:
    """Leads whoever must use two steps and has not set them up to the page where he does (强制启用)."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as before."""
        return self.answer(request)

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponseBase | None:
        """Lead there, before any page."""
        if not isinstance(request.user, Account) or getattr(request.resolver_match, "url_name", "") in OPEN_WITHOUT:
            return None
        account = acting(request)
        if account.has_usable_password() and second.required(account) and not second.enrolled(account):
            return redirect("second")
        return None


def hold(request: HttpRequest, account: Account, wanted: str) -> None:
    """Remember whose password was right (待验证)."""
    request.session.flush()
    request.session[HELD] = {"account": account.pk, "at": int(time.time()), "next": wanted}


@login_not_required
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def enter_code(request: HttpRequest) -> HttpResponse:
    """Ask for the code, and let in (输入验证码)."""
    held = request.session.get(HELD, {"account": 0, "at": 0, "next": ""})
    account = Account.objects.filter(pk=held["account"], is_active=True).first()
    if account is None or time.time() - held["at"] > HELD_SECONDS:
        request.session.pop(HELD, None)
        complain(request, "second.late")
        return redirect("enter")
    if request.method == "POST":
        if how := _tried(request, account):
            login(request, account, backend=BACKEND)
            request.session.pop(HELD, None)
            entering.note(account, "enter.in", account.username, by=how)
            return redirect(held["next"])
        complain(request, "second.wrong")
    return render(request, "desk/enter_code.html")


def _tried(request: HttpRequest, account: Account) -> str:
    """How the code that was typed fits; a failure counts towards the lock as a wrong password does."""
    if entering.locked(account.username):
        return ""
    how = second.passed(account, request.POST.get("code", ""))
    if not how:
        entering.note(None, "enter.failed", account.username, step="code")
    return how


@sensitive_post_parameters("code", "present")
@require_http_methods(["GET", "POST"])
def own(request: HttpRequest) -> HttpResponse:
    """Set it up, renew the recovery codes, or end it (我的两步验证)."""
    account = acting(request)
    codes: list[str] = []
    if request.method == "POST":
        act = request.POST.get("act", "")
        with attempt(request, "second.ended" if act == "end" else ""):
            codes = _done(account, act, request.POST)
    factor = SecondFactor.objects.filter(account=account).first()
    facts: dict[str, object] = {
        "factor": factor,
        "codes": codes,
        "must": second.required(account),
        "left": second.left(account),
        "able": account.has_usable_password(),
    }
    if factor is not None and factor.since is None:
        facts |= {"picture": second.picture(factor), "key": " ".join(_fours(second.key(factor)))}
    return render(request, "desk/second.html", facts)


def _done(account: Account, act: str, typed: dict[str, str]) -> list[str]:
    """Do what was asked; the recovery codes, where there are new ones."""
    if entering.locked(account.username):
        raise Locked
    try:
        if act == "begin":
            second.begin(account, typed.get("present", ""))
        elif act == "confirm":
            return second.confirm(account, typed.get("code", ""))
        elif act == "renew":
            return second.renew(account, typed.get("code", ""))
        elif act == "end":
            second.end(account, typed.get("code", ""))
    except (second.CodeWrong, PasswordWrong):
        entering.note(None, "enter.failed", account.username, step=act)
        raise
    return []


def _fours(key: str) -> list[str]:
    return [key[at : at + 4] for at in range(0, len(key), 4)]
