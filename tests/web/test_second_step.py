"""Logging in by two steps (两步验证): set up, each code good once, recovery, lock, roles that must, administrator."""

from __future__ import annotations

import re
from typing import Any

import pyotp
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jixiao.web import place
from jixiao.web.ledger.models import Entry
from jixiao.web.people import second
from jixiao.web.people.models import Account, RecoveryCode, SecondFactor

from .conftest import Cast

PASSWORD = "岭上多白云 2026"  # noqa: S105 - of the tests alone


@pytest.fixture
def person(cast: Cast) -> Account:
    account = cast.people["UF"]
    account.set_password(PASSWORD)
    account.save()
    return account


def code(account: Account, at: float | None = None) -> str:
    """What the app on the telephone shows."""
    moment = timezone.now().timestamp() if at is None else at
    return pyotp.TOTP(second.key(SecondFactor.objects.get(account=account))).at(int(moment))


def typed_in(account: Account) -> tuple[Any, Any]:
    """A browser and its answer after name and password."""
    client = Client()
    return client, client.post(reverse("enter"), {"username": account.username, "password": PASSWORD})


def set_up(account: Account) -> tuple[Any, list[str]]:
    """Two steps set up by the pages; the recovery codes."""
    client, _ = typed_in(account)
    page = client.post(reverse("second"), {"act": "begin", "present": PASSWORD}).content.decode()
    assert "data:image/svg+xml" in page
    earlier = code(account, timezone.now().timestamp() - second.STEP)  # the present one is for the log-in that follows
    page = client.post(reverse("second"), {"act": "confirm", "code": earlier}).content.decode()
    return client, re.findall(r"<code>([0-9a-z]{5}-[0-9a-z]{5})</code>", page)


def inside(client: Any) -> bool:  # noqa: ANN401 - Django's test client
    return bool(client.get(reverse("home")).status_code == 200)


def test_the_password_alone_no_longer_lets_in(person: Account) -> None:
    set_up(person)
    client, answer = typed_in(person)
    assert answer.url == reverse("enter_code")
    assert not inside(client)
    answer = client.post(reverse("enter_code"), {"code": f" {code(person)[:3]} {code(person)[3:]} "})
    assert answer.url == reverse("home")
    assert inside(client)
    assert Entry.objects.filter(action="enter.in", account=person.username).last().facts == '{"by":"code"}'  # type: ignore[union-attr]


def test_no_code_is_good_twice(person: Account) -> None:
    set_up(person)
    now = code(person)
    for good in (True, False):
        client, _ = typed_in(person)
        client.post(reverse("enter_code"), {"code": now})
        assert inside(client) is good


@pytest.mark.parametrize("steps", [-2, 2])
def test_a_code_of_another_time_is_refused(person: Account, steps: int) -> None:
    set_up(person)
    client, _ = typed_in(person)
    moment = timezone.now().timestamp() // second.STEP * second.STEP + steps * second.STEP * 2
    client.post(reverse("enter_code"), {"code": code(person, moment)})
    assert not inside(client)


def test_a_recovery_code_lets_in_once_however_it_is_typed(person: Account) -> None:
    _, codes = set_up(person)
    assert len(set(codes)) == second.CODES
    assert not RecoveryCode.objects.filter(hash__in=codes).exists()
    for typed, good in ((codes[0].upper().replace("-", ""), True), (codes[0], False), (f" {codes[1]}", True)):
        client, _ = typed_in(person)
        client.post(reverse("enter_code"), {"code": typed})
        assert inside(client) is good
    assert second.left(person) == second.CODES - 2


def test_guessing_locks_the_account(person: Account) -> None:
    set_up(person)
    client, _ = typed_in(person)
    for _ in range(5):
        client.post(reverse("enter_code"), {"code": "000000"})
    client.post(reverse("enter_code"), {"code": code(person)})
    assert not inside(client)
    assert typed_in(person)[1].status_code == 200  # refused with the password as well, and told so
    failures = Entry.objects.filter(action="enter.failed", object=f"enter:{person.username}")
    assert failures.count() == 5
    assert "000000" not in "".join(failures.values_list("facts", flat=True))


def test_the_code_page_is_for_those_whose_password_was_right(person: Account) -> None:
    stranger: Any = Client()
    assert stranger.get(reverse("enter_code")).url == reverse("enter")
    set_up(person)
    client, _ = typed_in(person)
    session = client.session
    session["second_step"] = session["second_step"] | {"at": 0}
    session.save()
    assert client.post(reverse("enter_code"), {"code": code(person)}).url == reverse("enter")
    assert not inside(client)


@pytest.mark.parametrize(
    ("act", "field"), [("begin", "present"), ("confirm", "code"), ("renew", "code"), ("end", "code")]
)
def test_nothing_is_changed_without_password_or_code(person: Account, act: str, field: str) -> None:
    if act in ("renew", "end"):
        client, _ = set_up(person)
    else:
        client, _ = typed_in(person)
        if act == "confirm":
            client.post(reverse("second"), {"act": "begin", "present": PASSWORD})
    before = list(SecondFactor.objects.values("seed", "since")), list(RecoveryCode.objects.values("hash"))
    page = client.post(reverse("second"), {"act": act, field: "123"}).content.decode()
    assert 'class="notice error"' in page
    assert (list(SecondFactor.objects.values("seed", "since")), list(RecoveryCode.objects.values("hash"))) == before


def test_it_ends_with_a_code_and_recovery_codes_are_renewed(person: Account) -> None:
    client, old = set_up(person)
    client.post(reverse("second"), {"act": "renew", "code": old[0]})
    assert second.left(person) == second.CODES
    assert not second.passed(person, old[1])
    client.post(reverse("second"), {"act": "end", "code": code(person)})
    assert not second.enrolled(person)
    assert typed_in(person)[1].url == reverse("home")


def test_a_role_may_have_to_use_two_steps(person: Account, settings: Any) -> None:  # noqa: ANN401 - pytest-django's
    settings.SECOND_STEP_ROLES = frozenset({"UF"})
    client, _ = typed_in(person)
    for name in ("home", "forms", "log"):
        assert client.get(reverse(name)).url == reverse("second")
    client, _ = set_up(person)
    assert inside(client)
    client.post(reverse("second"), {"act": "end", "code": code(person)})
    assert second.enrolled(person)


def test_the_administrator_resets_it_for_others(person: Account, cast: Cast, client: Client) -> None:
    set_up(person)
    client.force_login(cast.people["SA"])
    address = reverse("account", args=[person.pk])
    assert 'value="second"' in client.get(address).content.decode()
    client.post(reverse("account_change", args=[person.pk]), {"act": "second"})
    assert not second.enrolled(person)
    assert Entry.objects.filter(action="people.second.reset", account="sa").exists()
    assert typed_in(person)[1].url == reverse("home")


def test_nobody_but_the_administrator_resets_it(person: Account, cast: Cast, client: Client) -> None:
    set_up(person)
    client.force_login(cast.people["FP"])
    assert client.post(reverse("account_change", args=[person.pk]), {"act": "second"}).status_code == 404
    assert second.enrolled(person)


def test_what_the_database_keeps_gives_no_code_away(person: Account, settings: Any) -> None:  # noqa: ANN401
    set_up(person)
    factor = SecondFactor.objects.get(account=person)
    here = second.key(factor)
    settings.SECRET_KEY = "of another server"  # noqa: S105
    assert second.key(factor) != here


def test_a_misspelt_role_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIXIAO_TOTP_ROLES", " fp, sa")
    assert place.roles("JIXIAO_TOTP_ROLES") == {"FP", "SA"}
    monkeypatch.setenv("JIXIAO_TOTP_ROLES", "FP,ADMIN")
    with pytest.raises(ValueError, match="ADMIN"):
        place.roles("JIXIAO_TOTP_ROLES")
