"""The life cycle (流程): who takes which step, and what a step leaves behind."""

from __future__ import annotations

import msgspec
import pytest

from jixiao.form import Form
from jixiao.web.cycle import steps, tasks
from jixiao.web.cycle.models import Step
from jixiao.web.forms import saving
from jixiao.web.forms.models import FormRecord
from jixiao.web.ledger.models import Entry
from tests.web.conftest import Cast


def state(record: FormRecord) -> str:
    return FormRecord.objects.get(pk=record.pk).state


def test_a_form_goes_through_every_level_to_final(cast: Cast, filled: FormRecord) -> None:
    way = [("submit", "UF"), ("approve", "UC"), ("approve", "DM"), ("approve", "FL")]
    seen = []
    for name, role in way:
        steps.apply(filled.pk, name, cast.people[role])
        seen.append(state(filled))
    assert seen == ["at_unit", "at_department", "at_bureau", "final"]
    last = Step.objects.filter(form=filled).last()
    assert last is not None
    assert (last.hash, last.rulebook) == (filled.version.hash, filled.version.rulebook)
    assert Entry.objects.filter(action="cycle.approve").count() == 3


def test_a_level_is_passed_only_by_its_own_roles(cast: Cast, filled: FormRecord) -> None:
    steps.apply(filled.pk, "submit", cast.people["UF"])
    for role in ("UF", "DM", "FB", "FP", "FL", "EA", "AU", "RS", "SA", "RM"):
        with pytest.raises(steps.NotAllowed):
            steps.apply(filled.pk, "approve", cast.people[role])
    assert state(filled) == "at_unit"


def test_what_must_be_fixed_blocks_the_submission(cast: Cast, filled: FormRecord, clean_form: Form) -> None:
    faulty = msgspec.structs.replace(clean_form, total_score=clean_form.total_weight)
    saved = saving.save(filled.pk, cast.people["UF"], faulty, filled.revision)
    assert saved.must_fix > 0
    with pytest.raises(steps.MustFix):
        steps.apply(filled.pk, "submit", cast.people["UF"])
    assert state(filled) == "draft"


@pytest.mark.parametrize("name", ["check", "submit"])
def test_an_empty_form_goes_nowhere(cast: Cast, name: str) -> None:
    with pytest.raises(steps.StillEmpty):
        steps.apply(cast.forms["u1"].pk, name, cast.people["UF"])
    assert state(cast.forms["u1"]) == "draft"


def test_a_return_needs_a_comment(cast: Cast, filled: FormRecord) -> None:
    steps.apply(filled.pk, "submit", cast.people["UF"])
    with pytest.raises(steps.CommentMissing):
        steps.apply(filled.pk, "return", cast.people["UC"], "  ")
    steps.apply(filled.pk, "return", cast.people["UC"], "请补充验收单")
    assert state(filled) == "returned"


def test_a_step_is_taken_back_until_the_next_has_acted(cast: Cast, filled: FormRecord) -> None:
    steps.apply(filled.pk, "submit", cast.people["UF"])
    with pytest.raises(steps.NotAllowed):
        steps.apply(filled.pk, "withdraw", cast.people["UC"])
    steps.apply(filled.pk, "withdraw", cast.people["UF"])
    assert state(filled) == "draft"
    steps.apply(filled.pk, "submit", cast.people["UF"])
    steps.apply(filled.pk, "approve", cast.people["UC"])
    with pytest.raises(steps.NotAllowed):
        steps.apply(filled.pk, "withdraw", cast.people["UF"])


def test_who_looked_at_an_older_state_is_refused(cast: Cast, filled: FormRecord) -> None:
    steps.apply(filled.pk, "submit", cast.people["UF"])
    with pytest.raises(steps.ActedMeanwhile):
        steps.apply(filled.pk, "approve", cast.people["UC"], seen=("draft", filled.revision))


def test_a_change_drops_a_checked_form_back(cast: Cast, filled: FormRecord, clean_form: Form) -> None:
    steps.apply(filled.pk, "check", cast.people["UF"])
    assert state(filled) == "checked"
    saving.save(filled.pk, cast.people["UF"], clean_form, filled.revision)
    assert state(filled) == "draft"


def test_a_reopened_form_is_a_new_version(cast: Cast, filled: FormRecord, clean_form: Form) -> None:
    for name, role in [("submit", "UF"), ("approve", "UC"), ("approve", "DM"), ("approve", "FL")]:
        steps.apply(filled.pk, name, cast.people[role])
    before = FormRecord.objects.get(pk=filled.pk)
    steps.apply(filled.pk, "reopen", cast.people["FL"], "数据有误")
    after = FormRecord.objects.get(pk=filled.pk)
    saving.save(after.pk, cast.people["UF"], msgspec.structs.replace(clean_form, measures="新"), after.revision)
    assert after.version.number == before.version.number + 1
    assert before.version.form == clean_form


def test_of_two_saves_from_one_state_the_second_is_told(cast: Cast, filled: FormRecord, clean_form: Form) -> None:
    saving.save(filled.pk, cast.people["UF"], msgspec.structs.replace(clean_form, measures="一"), filled.revision)
    with pytest.raises(saving.Stale) as told:
        saving.save(filled.pk, cast.people["UF"], msgspec.structs.replace(clean_form, measures="二"), filled.revision)
    assert told.value.record.form.measures == "一"


@pytest.mark.parametrize("role", ["UC", "DM", "FL", "SA", "RM"])
def test_nobody_but_the_filler_saves(cast: Cast, filled: FormRecord, clean_form: Form, role: str) -> None:
    with pytest.raises(saving.NotEditable):
        saving.save(filled.pk, cast.people[role], clean_form, filled.revision)


def test_a_submitted_form_is_not_changed(cast: Cast, filled: FormRecord, clean_form: Form) -> None:
    steps.apply(filled.pk, "submit", cast.people["UF"])
    with pytest.raises(saving.NotEditable):
        saving.save(filled.pk, cast.people["UF"], clean_form, filled.revision)


def test_a_task_is_recalled_only_while_nothing_is_filled_in(cast: Cast, clean_form: Form) -> None:
    record = cast.forms["u1"]
    saving.save(record.pk, cast.people["UF"], clean_form, record.revision)
    with pytest.raises(tasks.AlreadyBegun):
        tasks.recall(cast.task, cast.people["FP"])
