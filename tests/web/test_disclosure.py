"""Disclosure (公开): who reads what, and that no personal data leave with it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import msgspec
import openpyxl
import pytest

from jixiao import quantity
from jixiao.form import Form
from jixiao.web.cycle import steps
from jixiao.web.forms import saving
from jixiao.web.forms.models import FormRecord
from jixiao.web.people.matrix import matrix
from jixiao.web.review import public
from tests.web.conftest import ROLES, Cast

Enter = Callable[[str], Any]
SECRETS = ("13800000000", "someone@example.com", "0851-80000000", "某某某")


@pytest.fixture
def secret_form(clean_form: Form) -> Form:
    """A form with personal data in every kind of place."""
    first, *rest = clean_form.indicators
    row = msgspec.structs.replace(first, reason="请电13800000000", actual=quantity.parse("12.6公里，详询13800000000"))
    return msgspec.structs.replace(
        clean_form,
        contact="某某某",
        phone="0851-80000000",
        measures="来信someone@example.com，共3项",
        attributes={"联系人电话": "某某某13800000000"},
        indicators=(row, *rest),
        source="某某某13800000000.xlsx",
    )


@pytest.fixture
def final(cast: Cast, secret_form: Form) -> FormRecord:
    record = cast.forms["u1"]
    saving.save(record.pk, cast.people["UF"], secret_form, record.revision)
    FormRecord.objects.filter(pk=record.pk).update(state="final")
    return FormRecord.objects.get(pk=record.pk)


def test_masking_takes_persons_and_leaves_the_rest(secret_form: Form, clean_form: Form) -> None:
    text = msgspec.json.encode(public.masked(secret_form)).decode()
    assert not [secret for secret in SECRETS if secret in text]
    assert "共3项" in text
    masked = public.masked(clean_form)
    assert masked.indicators == clean_form.indicators
    assert masked.funds == clean_form.funds
    assert masked.kind is clean_form.kind
    assert masked.project_code == clean_form.project_code


@pytest.mark.parametrize("role", ROLES)
def test_a_final_form_is_seen_by_those_who_prepare_its_disclosure(
    enter: Enter, cast: Cast, final: FormRecord, role: str
) -> None:
    prepares = matrix().cell("prepare_disclosure", role) != "no"
    client = enter(role)
    assert client.get("/disclosure/").status_code == (404 if matrix().cell("published", role) == "no" else 200)
    assert client.get(f"/disclosure/{final.pk}/").status_code == (200 if prepares else 404)
    assert cast.forms


@pytest.mark.parametrize("role", ROLES)
def test_only_those_disclose_whom_the_matrix_lets(enter: Enter, final: FormRecord, role: str) -> None:
    enter(role).post("/disclosure/disclose/", {"forms": [final.pk, "x", "9" * 40]})
    disclosed = FormRecord.objects.get(pk=final.pk).state == "disclosed"
    assert disclosed is (matrix().cell("disclose", role) != "no")


def test_a_draft_is_not_disclosed(enter: Enter, cast: Cast) -> None:
    enter("FP").post("/disclosure/disclose/", {"forms": [cast.forms["u1"].pk]})
    assert FormRecord.objects.get(pk=cast.forms["u1"].pk).state == "draft"


def test_a_researcher_reads_the_public_page_and_no_other(enter: Enter, cast: Cast, final: FormRecord) -> None:
    client = enter("RS")
    steps.apply(final.pk, "disclose", cast.people["FP"])
    assert f"/disclosure/{final.pk}/" in client.get("/disclosure/").content.decode()
    page = client.get(f"/disclosure/{final.pk}/").content.decode()
    assert "更换老化供水管道长度" in page
    assert not [secret for secret in SECRETS if secret in page]
    for other in (f"/forms/{final.pk}/", f"/review/{final.pk}/", f"/forms/{final.pk}/file/json/"):
        assert client.get(other).status_code == 404


def test_another_region_reads_nothing(enter: Enter, cast: Cast) -> None:
    FormRecord.objects.filter(pk=cast.forms["u4"].pk).update(state="disclosed")
    for role in ("RS", "FP", "AU"):
        assert enter(role).get(f"/disclosure/{cast.forms['u4'].pk}/").status_code == 404


@pytest.mark.parametrize("to", ["json", "xlsx", "docx"])
def test_downloads_are_masked(enter: Enter, cast: Cast, final: FormRecord, to: str) -> None:
    steps.apply(final.pk, "disclose", cast.people["FP"])
    data = enter("RS").get(f"/disclosure/{final.pk}/file/{to}/").content
    parts = (
        [data]
        if to == "json"
        else [zipfile.ZipFile(io.BytesIO(data)).read(name) for name in zipfile.ZipFile(io.BytesIO(data)).namelist()]
    )
    text = b"".join(parts).decode("utf-8", "replace")
    assert "12.6公里" in text
    assert not [secret for secret in SECRETS if secret in text]
    assert enter("RS").get(f"/disclosure/{final.pk}/file/html/").status_code == 404


def test_the_register_is_a_workbook(enter: Enter, cast: Cast, final: FormRecord) -> None:
    steps.apply(final.pk, "disclose", cast.people["FP"])
    book = openpyxl.load_workbook(io.BytesIO(enter("RS").get("/disclosure/register.xlsx").content))
    rows = list(book.worksheets[0].iter_rows(min_row=2, values_only=True))
    assert len(rows) == 1
    assert rows[0][0] == "单位u1"
    assert rows[0][6] is not None
