"""The second step of a log-in (两步验证): time codes by RFC 6238, recovery codes, and whose role requires them.

What the database keeps of either is of no use without the secret key: the codes are derived from both.
"""

from __future__ import annotations

import secrets
from base64 import b32encode
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from jixiao.errors import JixiaoError
from jixiao.web import texts
from jixiao.web.ledger.record import record
from jixiao.web.people.models import RecoveryCode, SecondFactor
from jixiao.web.people.passwords import PasswordWrong

if TYPE_CHECKING:
    from datetime import datetime

    from jixiao.web.people.models import Account

STEP = 30  # seconds a code lives, RFC 6238
AROUND = (0, -1, 1)  # steps tried: a telephone's clock may be half a minute off
KEY_BYTES = 20  # of SHA-1, which every app speaks
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's: nothing that is mistaken for another
HALF = 5  # characters on each side of the hyphen: 50 bits in all
CODES = 10
DIGITS = 6


class CodeWrong(JixiaoError):
    """验证码不对。"""

    def __init__(self) -> None:
        super().__init__(
            "验证码不对，或已经用过。请等应用显示下一个验证码再试。",
            "The code is wrong or has been used. Wait for the next one.",
        )


class CodeRequired(JixiaoError):
    """按角色要求，不能停用。"""

    def __init__(self) -> None:
        super().__init__("您的角色要求两步验证，不能停用。", "Your role requires two steps; they cannot be ended.")


def enrolled(account: Account) -> bool:
    """Whether a log-in of the account takes two steps (已启用)."""
    return SecondFactor.objects.filter(account=account, since__isnull=False).exists()


def required(account: Account) -> bool:
    """Whether one of its roles must use two steps (按角色必须启用), by JIXIAO_TOTP_ROLES."""
    roles = settings.SECOND_STEP_ROLES
    return bool(roles) and any(post.role in roles for post in account.held())


def begin(account: Account, present: str) -> SecondFactor:
    """A new key, which counts once a code of it was typed (新密钥，确认后生效). Raises PasswordWrong."""
    if not account.check_password(present):
        raise PasswordWrong
    factor, _ = SecondFactor.objects.get_or_create(account=account, defaults={"seed": _seed()})
    return factor


def key(factor: SecondFactor) -> str:
    """The key as apps take it (密钥)."""
    return b32encode(salted_hmac("jixiao.second", factor.seed, algorithm="sha256").digest()[:KEY_BYTES]).decode()


def picture(factor: SecondFactor) -> str:
    """The key as a QR code to be scanned (二维码), as the address of a picture."""
    import pyotp  # noqa: PLC0415 - used by few pages
    import segno  # noqa: PLC0415 - as above

    address = pyotp.TOTP(key(factor)).provisioning_uri(
        name=factor.account.username, issuer_name=texts.say("app.name", "zh")
    )
    return segno.make(address, error="m").svg_data_uri(scale=4, border=4, dark="#000", light="#fff")


def confirm(account: Account, typed: str) -> list[str]:
    """Count the key from now on (启用); answers the recovery codes. Raises CodeWrong."""
    with transaction.atomic():
        factor = SecondFactor.objects.select_for_update().get(account=account)
        if not _is_now(factor, typed):
            raise CodeWrong
        factor.since = timezone.now()
        factor.save()
        record(account, "people.second.on", account)
        return _new_codes(account)


def renew(account: Account, typed: str) -> list[str]:
    """New recovery codes in the place of the old (换发恢复码). Raises CodeWrong."""
    with transaction.atomic():
        _pass(account, typed)
        record(account, "people.second.codes", account)
        return _new_codes(account)


def end(account: Account, typed: str) -> None:
    """End it (停用). Raises CodeRequired and CodeWrong."""
    if required(account):
        raise CodeRequired
    with transaction.atomic():
        _pass(account, typed)
        _forget(account)
        record(account, "people.second.off", account)


def reset(by: Account, account: Account) -> None:
    """The administrator's way for somebody who lost his telephone (重置)."""
    with transaction.atomic():
        _forget(account)
        record(by, "people.second.reset", account, username=account.username)


def passed(account: Account, typed: str) -> str:
    """How the code fits (验证): "code", "recovery", or "" where it does not. No code fits twice."""
    with transaction.atomic():
        factor = SecondFactor.objects.select_for_update().filter(account=account, since__isnull=False).first()
        if factor is None:
            return ""
        if _is_now(factor, typed):
            factor.save()
            return "code"
        used: datetime = timezone.now()
        code = RecoveryCode.objects.filter(account=account, hash=_hashed(typed), used_at__isnull=True)
        return "recovery" if code.update(used_at=used) else ""


def left(account: Account) -> int:
    """How many recovery codes are left (剩余恢复码)."""
    return RecoveryCode.objects.filter(account=account, used_at__isnull=True).count()


def _pass(account: Account, typed: str) -> None:
    if not passed(account, typed):
        raise CodeWrong


def _is_now(factor: SecondFactor, typed: str) -> bool:
    """Whether that is a code of this half minute, or the one before or after, and later than the last one used."""
    import pyotp  # noqa: PLC0415 - used by few pages

    digits = "".join(typed.split())
    if len(digits) != DIGITS or not (digits.isascii() and digits.isdigit()):
        return False
    codes = pyotp.TOTP(key(factor), interval=STEP)
    now = int(timezone.now().timestamp()) // STEP
    for step in (now + by for by in AROUND):
        if step > factor.last_step and constant_time_compare(codes.generate_otp(step), digits):
            factor.last_step = step
            return True
    return False


def _new_codes(account: Account) -> list[str]:
    RecoveryCode.objects.filter(account=account).delete()
    codes = ["-".join("".join(secrets.choice(ALPHABET) for _ in range(HALF)) for _ in "ab") for _ in range(CODES)]
    RecoveryCode.objects.bulk_create(RecoveryCode(account=account, hash=_hashed(code)) for code in codes)
    return codes


def _forget(account: Account) -> None:
    RecoveryCode.objects.filter(account=account).delete()
    SecondFactor.objects.filter(account=account).delete()


def _seed() -> str:
    return secrets.token_urlsafe(32)


def _hashed(code: str) -> str:
    plain = code.strip().lower().replace("-", "").translate(str.maketrans("oil", "011"))
    return salted_hmac("jixiao.recovery", plain, algorithm="sha256").hexdigest()
