"""Every role at every address of every form, in every state (权限矩阵逐格): nothing that the matrix forbids is done.

What each may do stands in doors.toml, written by hand; all other addresses are tried by test_rooms.py.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jixiao.form import Form
from jixiao.web.forms.models import Evidence, FormRecord
from jixiao.web.forms.saving import _write
from tests.web.conftest import ROLES, Cast
from tests.web.knocking import GONE, REFUSED, Door, all_that_stands, knock

TABLE = tomllib.loads(Path(__file__).with_name("doors.toml").read_text(encoding="utf-8"))
SEES: dict[str, list[str]] = TABLE["sees"]
DOORS: list[Door] = [door | {"with": {"pk": "@form"} | door.get("with", {})} for door in TABLE["door"]]
STATES = ("draft", "returned", "at_unit", "at_department", "at_bureau", "final")
READ_IN = ("draft", "final")  # what only shows something is tried in these two: no page of them asks for more
UNITS = ("u1", "u2", "u3", "u4")  # 本单位、同部门、别的部门、别的地区


def test_there_are_enough_combinations() -> None:
    assert len(ROLES) * len(UNITS) * sum(len(_tried(state)) for state in STATES) >= 2000


def _tried(state: str) -> list[Door]:
    return [door for door in DOORS if "method" in door or state in READ_IN]


def _facts(record: FormRecord) -> dict[str, Any]:
    proof = Evidence.objects.get(form=record).pk
    return {"@form": record.pk, "@revision": record.revision, "@state": record.state, "@evidence": proof}


def _allowed(door: Door, role: str, state: str) -> bool:
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
    before = all_that_stands()
    wrong = []
    for unit in UNITS:
        facts = _facts(FormRecord.objects.get(pk=filled_cast.forms[unit].pk))
        for door in _tried(state):
            status, changed, *_ = knock(client, door, facts, before)
            where = f"{role} {door['address']} {door['with']} of {unit}, {state}: {status}, changed: {changed}"
            if unit not in SEES[role]:
                wrong += [where] if status != GONE or changed else []
            elif not _allowed(door, role, state):
                wrong += [where] if status not in REFUSED or changed else []
            elif status >= 400 or changed < door.get("acts", False):
                wrong.append(f"refused though allowed: {where}")
    assert not wrong, "\n".join(wrong)
