"""The pages around the editor: beginning a form, evidence, versions, downloads, updated targets."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from urllib.parse import unquote

import msgspec
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse

from jixiao import quantity
from jixiao.form import Form
from jixiao.web.cycle.models import Task
from jixiao.web.forms import saving
from jixiao.web.forms.models import Evidence, FormRecord, FormVersion, Reading
from jixiao.web.ledger.models import Entry

from .conftest import Cast

Enter = Callable[[str], Any]


def now(record: FormRecord) -> FormRecord:
    return FormRecord.objects.get(pk=record.pk)


def workbook(form: Form) -> SimpleUploadedFile:
    from jixiao import rulebooks  # noqa: PLC0415
    from jixiao.writers import files  # noqa: PLC0415

    data = files.written(form, "xlsx", "L1", rulebooks.for_form(form).rulebook)
    return SimpleUploadedFile("自评表.xlsx", data)


def test_an_empty_form_is_begun_blank(enter: Enter, cast: Cast) -> None:
    client, record = enter("UF"), cast.forms["u1"]
    assert client.get(reverse("edit", args=[record.pk])).url == reverse("start", args=[record.pk])
    assert client.post(reverse("start", args=[record.pk]), {"revision": record.revision}).url == reverse(
        "edit", args=[record.pk]
    )
    form = now(record).form
    assert sum(one.weight or 0 for one in form.headings) + (form.funds[0].weight or 0) == 100
    assert form.indicators
    assert (form.unit, form.year) == (cast.units["u1"].name, cast.task.year)
    assert client.get(reverse("edit", args=[record.pk])).status_code == 200


def test_a_form_is_begun_from_an_earlier_one(enter: Enter, cast: Cast, filled: FormRecord) -> None:
    later = Task.objects.create(
        title="明年", year=2024, kinds=["project"], levels=[], deadline=cast.task.deadline, unit=cast.units["r1"],
        issued_by=cast.people["FP"],
    )  # fmt: skip
    with transaction.atomic():
        record = saving.begin(later, cast.units["u1"], Form(unit="u1", project="p"))
    enter("UF").post(reverse("start", args=[record.pk]), {"source": filled.pk, "revision": record.revision})
    form = now(record).form
    assert [row.name for row in form.indicators] == [row.name for row in filled.form.indicators]
    assert [row.target for row in form.indicators] == [row.target for row in filled.form.indicators]
    assert {row.actual for row in form.indicators} == {None}
    assert form.year == 2024


def test_another_units_form_is_no_source(enter: Enter, cast: Cast) -> None:
    record, other = cast.forms["u1"], cast.forms["u3"]
    answer = enter("UF").post(reverse("start", args=[record.pk]), {"source": other.pk, "revision": record.revision})
    assert answer.status_code == 404


def test_a_file_is_read_confirmed_and_taken_over(enter: Enter, cast: Cast, clean_form: Form) -> None:
    client, record = enter("UF"), cast.forms["u1"]
    answer = client.post(reverse("upload", args=[record.pk]), {"file": workbook(clean_form)})
    reading = Reading.objects.get()
    assert answer.url == reverse("reading", args=[record.pk, reading.pk])
    page = client.get(answer.url).content.decode()
    assert clean_form.indicators[0].name in page
    assert "data-key" in page
    client.post(answer.url, {"revision": record.revision, "how": "whole", "cell:indicators[0].score": "9.99"})
    form = now(record).form
    assert form.indicators[0].score == Decimal("9.99")
    assert [row.score for row in form.indicators[1:]] == [row.score for row in clean_form.indicators[1:]]
    assert Entry.objects.filter(action="forms.read").count() == 1


def test_targets_alone_may_be_taken_from_a_file(enter: Enter, cast: Cast, clean_form: Form) -> None:
    client, record = enter("UF"), cast.forms["u1"]
    answer = client.post(reverse("upload", args=[record.pk]), {"file": workbook(clean_form)})
    client.post(answer.url, {"revision": record.revision, "how": "carry"})
    form = now(record).form
    assert [row.name for row in form.indicators] == [row.name for row in clean_form.indicators]
    assert {row.score for row in form.indicators} == {None}


@pytest.mark.parametrize("data", [b"", b"nothing of a form", b"PK\x03\x04broken", b"%PDF-1.4 broken"])
def test_a_file_that_cannot_be_read_is_one_line(enter: Enter, cast: Cast, data: bytes) -> None:
    record = cast.forms["u1"]
    sent = {"file": SimpleUploadedFile("坏.xlsx", data)}
    answer = enter("UF").post(reverse("upload", args=[record.pk]), sent, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("start", args=[record.pk])
    assert 'class="notice error"' in answer.content.decode()
    assert not Reading.objects.exists()


def attached(client: Any, record: FormRecord, name: str = "验收单.pdf", data: bytes = b"%PDF-1.4") -> Any:  # noqa: ANN401
    body = {"file": SimpleUploadedFile(name, data), "indicator": record.form.indicators[0].name, "kind": "验收单"}
    return client.post(reverse("evidence_add", args=[record.pk]), body, follow=True)


def test_evidence_is_kept_with_its_hash_and_missed_where_there_is_none(enter: Enter, filled: FormRecord) -> None:
    client = enter("UF")
    before = client.get(reverse("evidence", args=[filled.pk])).content.decode().count('class="missing"')
    page = attached(client, filled).content.decode()
    one = Evidence.objects.get()
    assert one.sha256 == hashlib.sha256(b"%PDF-1.4").hexdigest()
    assert one.sha256 in page
    assert page.count('class="missing"') == before - 1
    answer = client.get(reverse("evidence_file", args=[filled.pk, one.pk]))
    assert b"".join(answer.streaming_content) == b"%PDF-1.4"
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "验收单.pdf" in unquote(answer.headers["Content-Disposition"])
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", ["virus.exe", "page.html", "picture.svg", "none"])
def test_other_kinds_of_files_are_refused(enter: Enter, filled: FormRecord, name: str) -> None:
    assert 'class="notice error"' in attached(enter("UF"), filled, name).content.decode()
    assert not Evidence.objects.exists()


def test_a_hostile_name_is_stored_under_one_of_ours(enter: Enter, filled: FormRecord) -> None:
    attached(enter("UF"), filled, '..\\../..\u202e"x\n.pdf')
    one = Evidence.objects.get()
    assert "\u202e" not in one.name
    stored = str(one.file.name)
    assert ".." not in stored
    assert stored.startswith("evidence/")


def test_what_is_taken_away_stays_for_the_auditor(enter: Enter, filled: FormRecord) -> None:
    client = enter("UF")
    attached(client, filled)
    one = Evidence.objects.get()
    client.post(reverse("evidence_remove", args=[filled.pk, one.pk]))
    file = reverse("evidence_file", args=[filled.pk, one.pk])
    assert client.get(file).status_code == 404
    assert "验收单.pdf" not in client.get(reverse("evidence", args=[filled.pk])).content.decode()
    auditor = enter("AU")
    assert b"".join(auditor.get(file).streaming_content) == b"%PDF-1.4"
    assert "验收单.pdf" in auditor.get(reverse("evidence", args=[filled.pk])).content.decode()


def test_versions_differ_readably_and_come_back(enter: Enter, cast: Cast, filled: FormRecord) -> None:
    changed = msgspec.structs.replace(filled.form, conclusion="全新的结论")
    saving.save(filled.pk, cast.people["UF"], changed, filled.revision, apart=True)
    client = enter("UF")
    page = client.get(reverse("versions", args=[filled.pk])).content.decode()
    assert "全新的结论" in page
    first = FormVersion.objects.filter(record=filled).order_by("number").first()
    assert first is not None
    body = {"revision": now(filled).revision}
    client.post(reverse("restore", args=[filled.pk, first.number]), body)
    assert now(filled).form == first.form
    assert "全新的结论" in [one.form.conclusion for one in FormVersion.objects.filter(record=filled)]


def test_a_version_does_not_come_back_over_a_later_save(enter: Enter, cast: Cast, filled: FormRecord) -> None:
    changed = msgspec.structs.replace(filled.form, conclusion="后来的")
    saving.save(filled.pk, cast.people["UF"], changed, filled.revision, apart=True)
    enter("UF").post(reverse("restore", args=[filled.pk, 1]), {"revision": filled.revision})
    assert now(filled).form.conclusion == "后来的"


@pytest.mark.parametrize(("to", "start"), [("xlsx", b"PK"), ("docx", b"PK"), ("pdf", b"%PDF"), ("json", b"{")])
def test_the_form_is_had_as_a_file(enter: Enter, filled: FormRecord, to: str, start: bytes) -> None:
    answer = enter("FP").get(reverse("download", args=[filled.pk, to]))
    assert answer.content.startswith(start)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert unquote(answer.headers["Content-Disposition"]).rstrip('"').endswith(f".{to}")


def test_a_downloaded_workbook_is_read_back_the_same(enter: Enter, filled: FormRecord) -> None:
    from openpyxl import load_workbook  # noqa: PLC0415

    data = enter("UF").get(reverse("download", args=[filled.pk, "xlsx"])).content
    texts = {
        str(cell.value) for sheet in load_workbook(io.BytesIO(data)) for row in sheet for cell in row if cell.value
    }
    assert {row.name for row in filled.form.indicators} <= texts


@pytest.mark.parametrize("to", ["html", "docx"])
def test_the_review_is_had_as_a_file(enter: Enter, filled: FormRecord, to: str) -> None:
    answer = enter("UF").get(reverse("report", args=[filled.pk, to]))
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_the_page_to_print_runs_no_script(enter: Enter, filled: FormRecord) -> None:
    answer = enter("UF").get(reverse("paper", args=[filled.pk]))
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert filled.form.indicators[0].name in answer.content.decode()


PAGES = ["edit", "start", "evidence", "versions", "paper", "why", "refresh", "upload", "save", "evidence_add"]


@pytest.mark.parametrize("name", PAGES)
def test_another_units_form_is_not_there(enter: Enter, cast: Cast, name: str) -> None:
    client, address = enter("UF"), reverse(name, args=[cast.forms["u3"].pk])
    assert 404 in (client.get(address).status_code, client.post(address).status_code)
    assert {client.get(address).status_code, client.post(address).status_code} <= {404, 405}


def test_targets_are_updated_where_ticked_and_results_stay(
    enter: Enter, cast: Cast, filled: FormRecord, clean_form: Form
) -> None:
    rows = list(clean_form.indicators)
    rows[0] = msgspec.structs.replace(rows[0], target=quantity.parse("≥15公里"))
    rows[1] = msgspec.structs.replace(rows[1], target=quantity.parse("≥99项"))
    rows.append(msgspec.structs.replace(rows[0], name="批复新增的指标"))
    earlier = Task.objects.create(
        title="目标", year=2022, kinds=["project"], levels=[], deadline=cast.task.deadline, unit=cast.units["r1"],
        issued_by=cast.people["FP"],
    )  # fmt: skip
    with transaction.atomic():
        source = saving.begin(
            earlier, cast.units["u1"], msgspec.structs.replace(clean_form, indicators=tuple(rows), year=2022)
        )
    client = enter("UF")
    address = f"{reverse('refresh', args=[filled.pk])}?earlier={source.pk}"
    page = client.get(address).content.decode()
    assert "≥15公里" in page
    assert "批复新增的指标" in page
    new = f"new.{len(rows) - 1}"
    client.post(address, {"revision": filled.revision, "take": ["0.target", new]})
    form = now(filled).form
    assert form.indicators[0].target == quantity.parse("≥15公里")
    assert form.indicators[0].actual == clean_form.indicators[0].actual
    assert form.indicators[1].target == clean_form.indicators[1].target
    added = next(row for row in form.indicators if row.name == "批复新增的指标")
    assert (added.actual, added.score) == (None, None)
