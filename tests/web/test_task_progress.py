"""Progress of a task (填报进度): how far each unit is, and the list of those to remind."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest

from jixiao.form import Form
from jixiao.web.cycle import progress, steps
from jixiao.web.forms import saving
from jixiao.web.forms.models import FormRecord
from jixiao.web.people.matrix import matrix
from tests.web.conftest import ROLES, Cast

Enter = Callable[[str], Any]


def counts(cast: Cast) -> dict[str, int]:
    return {
        name: count for name, count in progress.counts(progress.rows(cast.task, cast.people["FP"])).items() if count
    }


def test_a_form_moves_from_stage_to_stage(cast: Cast, clean_form: Form) -> None:
    assert counts(cast) == {"unbegun": 3}  # u4 is of another region
    record = cast.forms["u1"]
    saving.save(record.pk, cast.people["UF"], clean_form, record.revision)
    assert counts(cast) == {"unbegun": 2, "draft": 1}
    steps.apply(record.pk, "submit", cast.people["UF"])
    assert counts(cast) == {"unbegun": 2, "submitted": 1}
    steps.apply(record.pk, "return", cast.people["UC"], "请补充")
    assert counts(cast) == {"unbegun": 2, "returned": 1}
    for name, role in (("submit", "UF"), ("approve", "UC"), ("approve", "DM"), ("approve", "FL")):
        steps.apply(record.pk, name, cast.people[role])
    assert counts(cast) == {"unbegun": 2, "final": 1}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("page", ["", "reminder.xlsx"])
def test_progress_is_for_those_who_issue(enter: Enter, cast: Cast, role: str, page: str) -> None:
    answer = enter(role).get(f"/tasks/{cast.task.pk}/{page}")
    # the task stands at the region: a department and a division see their own tasks alone
    assert answer.status_code == (200 if matrix().cell("issue", role) == "all" else 404)


def test_the_list_names_units_that_must_act_and_whom_to_ask(enter: Enter, cast: Cast, filled: FormRecord) -> None:
    steps.apply(filled.pk, "submit", cast.people["UF"])
    cast.units["u2"].name = "=1+1"
    cast.units["u2"].save()
    answer = enter("FP").get(f"/tasks/{cast.task.pk}/reminder.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [row[1] for row in rows] == ["=1+1", "单位u3"]
    assert [row[0] for row in rows] == ["单位d1", "单位d2"]
    assert sheet["B2"].data_type == "s"  # a text, never a formula
    assert [row[7] for row in rows] == [9, 9]


@pytest.mark.parametrize(
    ("stage", "units"),
    [
        ("unbegun", {"u2", "u3"}),
        ("draft", {"u1"}),
        ("late", {"u1", "u2", "u3"}),
        ("final", set()),
        ("x", {"u1", "u2", "u3"}),
    ],
)
def test_the_page_shows_one_stage(enter: Enter, cast: Cast, filled: FormRecord, stage: str, units: set[str]) -> None:
    assert filled.state == "draft"
    page = enter("FP").get(f"/tasks/{cast.task.pk}/", {"stage": stage}).content.decode()
    assert {code for code in ("u1", "u2", "u3", "u4") if f">单位{code}<" in page} == units


def test_a_task_issued_on_the_page_reaches_the_units_ticked(enter: Enter, cast: Cast) -> None:
    data = {
        "title": "补报",
        "year": "2023",
        "deadline": "2030-01-31",
        "kinds": ["department"],
        "levels": ["unit"],
        "units": [cast.units["u1"].pk, cast.units["u3"].pk, cast.units["u4"].pk],
    }
    enter("FP").post("/tasks/new/", data)
    reached = FormRecord.objects.filter(task__title="补报").values_list("unit__code", flat=True)
    assert sorted(reached) == ["u1", "u3"]  # u4 is outside of the region
