"""The permission matrix, cell by cell, on each scope (权限表)."""

from __future__ import annotations

import pytest
from django.db import transaction

from jixiao.web.forms.models import FormRecord, Hand
from jixiao.web.people import duties
from jixiao.web.people.access import may, visible
from jixiao.web.people.matrix import matrix
from jixiao.web.people.models import Account, Unit
from tests.web.conftest import Cast

ACTIONS = sorted(matrix().actions)
REACHED = {  # cell and what `own` means → the units whose form is reached from the seats of the cast
    "unit": {"u1"},
    "below": {"u1", "u2"},
    "region": {"u1", "u2", "u3"},
    "assigned": {"u1"},
}


@pytest.mark.parametrize("action", ACTIONS)
def test_every_role_reaches_what_the_matrix_says_and_nothing_else(cast: Cast, action: str) -> None:
    for code, role in matrix().roles.items():
        cell = matrix().cell(action, code)
        scope = {"all": "region", "own": role.own}.get(cell, cell)
        reached = {unit for unit, record in cast.forms.items() if may(cast.people[code], action, record)}
        assert reached == REACHED.get(scope, set()), code
        listed = set(visible(cast.people[code], FormRecord, action).values_list("unit__code", flat=True))
        assert listed == reached, code


def test_published_forms_are_all_that_a_researcher_sees(cast: Cast) -> None:
    FormRecord.objects.filter(pk=cast.forms["u2"].pk).update(state="disclosed")
    assert [one.unit.code for one in visible(cast.people["RS"], FormRecord, "published")] == ["u2"]
    assert not visible(
        cast.people["RS"], FormRecord
    ).exists()  # the form itself holds personal data; the public page none


def test_who_filled_a_form_does_not_judge_it(cast: Cast) -> None:
    record = cast.forms["u1"]
    Hand.objects.create(form=record, account=cast.people["UC"])
    assert not may(cast.people["UC"], "approve", record)
    assert may(cast.people["UC"], "submit", record)


@pytest.mark.parametrize(
    ("held", "given", "unit"),
    [
        ("SA", "UF", "u1"),
        ("SA", "AU", "r1"),
        ("RM", "FP", "b1"),
        ("UF", "DM", "d1"),
        ("UF", "FL", "b1"),
        ("EA", "UF", "u1"),
    ],
)
def test_incompatible_duties_are_refused(cast: Cast, held: str, given: str, unit: str) -> None:
    with pytest.raises(duties.DutiesClash) as refused:
        duties.give(None, cast.people[held], given, cast.units[unit], cast.people[held].posts_on()[0].since)
    assert matrix().roles[given].zh in str(refused.value)


def test_a_filler_elsewhere_may_hold_a_department(cast: Cast) -> None:
    day = cast.people["UF"].posts_on()[0].since
    duties.give(None, cast.people["UF"], "DM", cast.units["d2"], day)
    assert may(cast.people["UF"], "approve", cast.forms["u3"])


def test_a_handed_over_post_ends_for_one_and_begins_for_the_other(cast: Cast) -> None:
    post = cast.people["UC"].posts_on()[0]
    with transaction.atomic():
        successor = Account.objects.make("next", "某后任")
    from django.utils import timezone  # noqa: PLC0415

    duties.hand_over(cast.people["SA"], post, successor, timezone.localdate())
    assert not may(cast.people["UC"], "approve", cast.forms["u1"])
    assert may(successor, "approve", cast.forms["u1"])


def test_a_unit_that_moves_takes_its_units_along(cast: Cast) -> None:
    cast.units["d1"].parent = cast.units["r2"]
    cast.units["d1"].save()
    moved = Unit.objects.get(code="u1")
    assert moved.region_path == cast.units["r2"].path
    assert not may(cast.people["FP"], "see", cast.forms["u1"])


def test_an_account_that_is_closed_may_nothing(cast: Cast) -> None:
    cast.people["FP"].is_active = False
    assert not may(cast.people["FP"], "see", cast.forms["u1"])
    assert not visible(cast.people["FP"], FormRecord).exists()
