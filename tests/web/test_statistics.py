"""The statistics (统计): every number is that of the list behind it, and only of forms in scope."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import msgspec
import openpyxl
import pytest
from django.utils import timezone

from jixiao.form import Form
from jixiao.web.cycle import steps
from jixiao.web.forms import saving
from jixiao.web.forms.models import FormRecord
from jixiao.web.people.matrix import matrix
from jixiao.web.review import queue
from tests.web.conftest import ROLES, Cast

Enter = Callable[[str], Any]


@pytest.fixture
def inflated(cast: Cast, clean_form: Form) -> FormRecord:
    """A form that states more than it is due."""
    assert clean_form.total_score is not None
    record = cast.forms["u1"]
    form = msgspec.structs.replace(clean_form, total_score=clean_form.total_weight)
    return saving.save(record.pk, cast.people["UF"], form, record.revision)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("page", ["/review/statistics/", "/review/statistics.xlsx"])
def test_statistics_are_for_those_whom_the_matrix_lets(enter: Enter, cast: Cast, role: str, page: str) -> None:
    assert cast.forms
    assert enter(role).get(page).status_code == (404 if matrix().cell("panel", role) == "no" else 200)


def test_every_number_is_that_of_its_list(enter: Enter, inflated: FormRecord) -> None:
    client = enter("FP")
    page = client.get("/review/statistics/").content.decode()
    links = set(re.findall(r'<a href="(/review/\?[^"]*)">(\d+)</a>', page))
    assert len(links) > 10
    for link, number in links:
        if "severity=any" in link or "severity=must_fix" in link or "code=" in link:
            continue  # these count findings, the list counts forms
        listed = client.get(html.unescape(link)).content.decode()
        count = re.search(r"<li><b>(\d+)</b> 张表", listed)
        assert count is not None
        assert (link, count[1]) == (link, number)
    assert inflated.must_fix


def test_inflation_is_stated_less_recomputed(enter: Enter, cast: Cast, inflated: FormRecord) -> None:
    assert inflated.stated is not None
    assert inflated.score is not None
    page = enter("FP").get("/review/statistics/").content.decode()
    away = f"{inflated.stated - inflated.score:.2f}".rstrip("0").rstrip(".")
    assert f">+{away}<" in page
    other = enter("FP").get("/review/statistics/", {"unit": cast.units["d2"].pk}).content.decode()
    assert f">+{away}<" not in other


@pytest.mark.usefixtures("cast", "inflated")
def test_a_department_counts_its_own_forms(enter: Enter) -> None:
    page = enter("DM").get("/review/statistics/").content.decode()
    assert "单位d1" in page
    assert "单位d2" not in page


@pytest.mark.usefixtures("inflated")
def test_the_workbook_holds_texts_never_formulas(enter: Enter, cast: Cast) -> None:
    cast.units["u1"].name = "=HYPERLINK(1)"
    cast.units["u1"].save()
    answer = enter("FP").get("/review/statistics.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert "=HYPERLINK(1)" in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells} <= {"s", "n"}


def test_timeliness_goes_by_the_first_submission(cast: Cast, filled: FormRecord) -> None:
    def times() -> dict[str, int]:
        own = FormRecord.objects.filter(pk=filled.pk)
        return {time: own.filter(queue.timely(time)).count() for time in queue.TIMES}

    def at(days: int) -> dict[str, int]:
        cast.task.deadline = timezone.localdate() + timedelta(days=days)
        cast.task.save()
        return times()

    assert at(1)["pending"] == 1
    assert at(-1)["missing"] == 1
    steps.apply(filled.pk, "submit", cast.people["UF"])
    assert at(-1)["late"] == 1
    assert at(0) == {"on_time": 1, "late": 0, "missing": 0, "pending": 0}
