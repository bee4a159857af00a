"""Passwords (密码): changed by oneself, or set anew by the administrator; either way every other session ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation

from jixiao.errors import JixiaoError
from jixiao.web import texts
from jixiao.web.ledger.record import record

if TYPE_CHECKING:
    from jixiao.web.people.models import Account


class LongEnough:
    """A password of that length at least (最短长度), refused in the language of the page."""

    def __init__(self, min_length: int) -> None:
        self.least = min_length

    def validate(self, password: str, user: object = None) -> None:  # noqa: ARG002 - as Django calls it
        """Raise where it is too short."""
        if len(password) < self.least:
            raise ValidationError(texts.say("password.short", least=self.least))

    def get_help_text(self) -> str:
        """What is asked for."""
        return texts.say("password.short", least=self.least)


class PasswordRefused(JixiaoError):
    """密码不能用。"""

    def __init__(self, why: tuple[str, str]) -> None:
        super().__init__(f"密码没有改：{why[0]}", f"The password was not changed: {why[1]}")


class PasswordWrong(JixiaoError):
    """原密码不对。"""

    def __init__(self) -> None:
        super().__init__("密码没有改：原密码不对。", "The password was not changed: the present one is wrong.")


class PasswordsDiffer(JixiaoError):
    """两次输入的新密码不一致。"""

    def __init__(self) -> None:
        super().__init__("密码没有改：两次输入的新密码不一致。", "The password was not changed: the two differ.")


def refused(account: Account, password: str | None) -> tuple[str, str] | None:
    """Why the account cannot be so, or have that password, in both languages (账号、密码的问题); None where it can."""
    found = []
    for lang in ("zh-hans", "en"):
        with translation.override(lang):
            try:
                if password is not None:
                    validate_password(password, account)
                account.full_clean(exclude=["password"])
            except ValidationError as error:
                found.append(" ".join(error.messages))
    return (found[0], found[1]) if found else None


def change(by: Account, account: Account, password: str) -> None:
    """Set the password (改密码). Raises PasswordRefused for a weak one."""
    if (why := refused(account, password)) is not None:
        raise PasswordRefused(why)
    with transaction.atomic():
        account.set_password(password)  # the hash of the session goes by it: other sessions of the account end
        account.save(update_fields=["password"])
        record(by, "people.password", account, username=account.username)


def change_own(account: Account, present: str, password: str, again: str) -> None:
    """Change one's own (改自己的密码). Raises PasswordWrong, PasswordsDiffer or PasswordRefused."""
    if not account.check_password(present):
        raise PasswordWrong
    if password != again:
        raise PasswordsDiffer
    change(account, account, password)
