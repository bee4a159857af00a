"""Every role at every address of every form, in every state (权限矩阵逐格): nothing that the matrix forbids is done.

What each may do stands in doors.toml, written by hand. An address of forms that is missing there fails the test.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse

from jixiao.form import Form
from jixiao.web.cycle.models import Step
from jixiao.web.forms.models import Evidence, FindingDecision, FormRecord, Opinion
from jixiao.web.forms.saving import _write
from jixiao.web.ledger.models import Entry
from tests.web.conftest import ROLES, Cast

TABLE = tomllib.loads(Path(__file__).with_name("doors.toml").read_text(encoding="utf-8"))
SEES: dict[str, list[str]] = TABLE["sees"]
DOORS: list[dict[str, Any]] = TABLE["door"]
STATES = ("draft", "returned", "at_unit", "at_department", "at_bureau", "final")
READ_IN = ("draft", "final")  # what only shows something is tried in these two: no page of them asks for more
UNITS = ("u1", "u2", "u3", "u4")  # 本单位、同部门、别的部门、别的地区
GONE, REFUSED = 404, (302, 303, 400, 403, 404, 409)


def _addresses(patterns: list[Any], before: str = "") -> Iterator[tuple[str, str]]:
    for one in patterns:
        if hasattr(one, "url_patterns"):
            yield from _addresses(one.url_patterns, before + str(one.pattern))
        else:
            yield before + str(one.pattern), str(one.name)


def test_every_address_of_a_form_has_its_row() -> None:
    rooms = ("forms/<int:pk>/", "review/<int:pk>/")
    known = {door["address"] for door in DOORS}
    missing = {name for path, name in _addresses(get_resolver().url_patterns) if path.startswith(rooms)} - known
    assert not missing, f"doors.toml says of nobody whether he may enter: {sorted(missing)}"


def test_there_are_enough_combinations() -> None:
    assert len(ROLES) * len(UNITS) * sum(len(_tried(state)) for state in STATES) >= 2000


@contextmanager
def _undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _all_that_stands() -> tuple[Any, ...]:
    return (
        Entry.objects.count(),
        list(FormRecord.objects.order_by("pk").values_list("state", "revision", "current__hash")),
        list(Evidence.objects.values_list("pk", "removed_at")),
        Step.objects.count(),
        list(Opinion.objects.values_list("pk", "text")),
        FindingDecision.objects.count(),
    )


def _tried(state: str) -> list[dict[str, Any]]:
    return [door for door in DOORS if "method" in door or state in READ_IN]


def _knock(client: Client, door: dict[str, Any], record: FormRecord) -> int:
    facts = {"revision": record.revision, "state": record.state, "finding": "unknown"}
    proof = Evidence.objects.get(form=record).pk
    names = {key: proof if value == "evidence" else value for key, value in door.get("with", {}).items()}
    address = reverse(door["address"], kwargs={"pk": record.pk} | names)
    if "method" not in door:
        answer: Any = client.get(address)
    elif "json" in door:
        told = door["json"] | {"seen": record.revision}
        answer = client.post(address, json.dumps(told), content_type="application/json")
    else:
        fields = {key: facts.get(value, value) for key, value in door.get("body", {}).items()}
        file = {"file": SimpleUploadedFile("合同.txt", "某某合同".encode())} if "file" in door else {}
        answer = client.post(address, fields | file)
    for close in answer._resource_closers:  # not answer.close(): that ends the request, and with it PostgreSQL's line
        close()
    return int(answer.status_code)


def _allowed(door: dict[str, Any], role: str, state: str) -> bool:
    if "by_level" in door:
        return role in door["by_level"].get(state, ())
    fits = state in door.get("states", STATES)
    return fits and (door["roles"] == "all" or role in door["roles"])


@pytest.fixture
def filled_cast(cast: Cast, clean_form: Form) -> Cast:
    """Every form without a fault, so that nothing but the rights stops a step; each with a file of evidence."""
    for code, record in cast.forms.items():
        _write(record, msgspec.structs.replace(clean_form, unit=code), None)
        file = SimpleUploadedFile("验收单.txt", b"x")
        Evidence.objects.create(
            form=record, name="验收单.txt", file=file, size=1, sha256="0" * 64, added_by=cast.people["UF"]
        )
    return cast


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("role", ROLES)
def test_nobody_does_what_the_matrix_forbids(filled_cast: Cast, client: Client, role: str, state: str) -> None:
    FormRecord.objects.update(state=state)
    client.force_login(filled_cast.people[role])
    wrong = []
    for door in _tried(state):
        for unit in UNITS:
            record = FormRecord.objects.get(pk=filled_cast.forms[unit].pk)
            with _undone():
                before = _all_that_stands()
                status = _knock(client, door, record)
                changed = _all_that_stands() != before
            where = f"{role} {door['address']} {door.get('with', '')} of {unit}, {state}: {status}, changed: {changed}"
            if unit not in SEES[role]:
                wrong += [where] if status != GONE or changed else []
            elif not _allowed(door, role, state):
                wrong += [where] if status not in REFUSED or changed else []
            elif status >= 400 or changed < door.get("acts", False):
                wrong.append(f"refused though allowed: {where}")
    assert not wrong, "\n".join(wrong)
