"""Personal data in the texts of a form (个人信息): numbers and addresses, shown masked only."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jixiao.checks.dossier import Dossier
from jixiao.numerals import fold

_LONG_NUMBER = re.compile(r"[0-9０-９]{6}")
_AT = re.compile(r"[@＠]")
_NUMBERS_OF_THINGS = re.compile(r"编码|代码|编号|文号|批复|信用")
_PHONE_LABEL = re.compile(r"电话|手机|联系方式|传真")
_WORTH = re.compile(r"[0-9Xx-]{7,}|[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_MOBILE = re.compile(r"(?:\+?86-?)?1[3-9][0-9]{9}")
_LANDLINE = re.compile(r"0[0-9]{2,3}-[0-9]{7,8}(?:-[0-9]{1,6})?|400-?[0-9]{3}-?[0-9]{4}")
_IDENTITY = re.compile(r"[1-9][0-9]{5}(?:19|20)[0-9]{9}[0-9Xx]")
_ACCOUNT = re.compile(r"[0-9]{12,21}")
_ACCOUNT_NEAR = re.compile(r"(?:账号|帐号|卡号|账户|帐户|开户)[^0-9]{0,8}$")
_DIGITS = re.compile(r"[0-9]{5,}")
_IDENTITY_FACTORS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_IDENTITY_MARKS = "10X98765432"


def disclosures(dossier: Dossier) -> Iterator[tuple[str, str, str]]:
    """Path, kind and masked text of all personal data of the form (个人信息)."""
    form = dossier.form
    phone = fold(form.phone or "")
    if _DIGITS.search(phone):
        yield "phone", "mobile" if _MOBILE.fullmatch(phone) else "phone", masked(phone)
    if form.contact is not None:
        yield from (("contact", kind, shown) for kind, shown in _found(form.contact))
    if not _may_hold(dossier.whole_text):
        return
    for path, text in dossier.texts:
        if path.startswith("attributes") and _PHONE_LABEL.search(path) and _DIGITS.search(fold(text)):
            yield path, "phone", masked(fold(text))
        elif _may_hold(text) and not _NUMBERS_OF_THINGS.search(path):
            yield from ((path, kind, shown) for kind, shown in _found(text))


def _may_hold(text: str) -> bool:
    return _LONG_NUMBER.search(text) is not None or _AT.search(text) is not None


def masked(text: str) -> str:
    """The text with only its ends left: enough to find it, too little to use it.

    >>> masked("8000000"), masked("someone@example.com")
    ('80****0', 's****@example.com')
    """
    name, at, host = text.partition("@")
    return f"{name[:1]}****@{host}" if at else f"{text[:2]}****{text[-1:]}"


def hidden(text: str) -> str:
    """The text with every number or address of a person masked (隐去个人信息); as it is where there is none.

    >>> hidden("联系电话0851-80000000，共12人")
    '联系电话08****0,共12人'
    """
    if not _may_hold(text):
        return text
    folded = fold(text)
    spans = [(one.span(), masked(one[0])) for one in _WORTH.finditer(folded) if _kind(one[0], folded[: one.start()])]
    if not spans:
        return text
    kept, last = "", 0
    for (start, end), shown in spans:
        kept, last = kept + folded[last:start] + shown, end
    return kept + folded[last:]


def _found(text: str) -> Iterator[tuple[str, str]]:
    folded = fold(text)
    for match in _WORTH.finditer(folded):
        kind = _kind(match[0], folded[: match.start()])
        if kind is not None:
            yield kind, masked(match[0])


def _kind(found: str, before: str) -> str | None:
    """What the pattern is; None where it may as well be an amount, a project code or a date."""
    if "@" in found:
        return "email"
    if _MOBILE.fullmatch(found):
        return "mobile"
    if _IDENTITY.fullmatch(found) and _is_identity(found.upper()):
        return "identity"
    if _ACCOUNT.fullmatch(found) and _ACCOUNT_NEAR.search(before):
        return "account"
    return "phone" if _LANDLINE.fullmatch(found) else None


def _is_identity(number: str) -> bool:
    """Whether the last character is the check digit of GB 11643."""
    total = sum(int(digit) * factor for digit, factor in zip(number, _IDENTITY_FACTORS, strict=False))
    return number[-1] == _IDENTITY_MARKS[total % 11]
