"""Samples drawn, forms given to experts, matters put right (抽查、委托、整改)."""

from __future__ import annotations

import hashlib
import html
import io
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import msgspec
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jixiao.form import Form
from jixiao.waivers import fingerprint
from jixiao.web.cycle.models import Task
from jixiao.web.forms import marks
from jixiao.web.forms.models import Assignment, FindingDecision, FormRecord
from jixiao.web.forms.saving import _write
from jixiao.web.inspection import drawing, rectifying, sampling
from jixiao.web.inspection.drawing import Candidate, Size
from jixiao.web.inspection.models import Draw, Item
from jixiao.web.ledger.models import Entry
from jixiao.web.people.matrix import matrix
from jixiao.web.review import acts
from tests.web.conftest import ROLES, Cast

Enter = Callable[[str], Any]
PATIENT = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)  # beside busy browsers
UNITS = ("u1", "u2", "u3", "u4")
REACHED = {"unit": {"u1"}, "below": {"u1", "u2"}, "region": {"u1", "u2", "u3"}, "assigned": {"u1"}}
SOON = {"deadline": (timezone.localdate() + timedelta(days=9)).isoformat()}


@pytest.fixture
def final(cast: Cast, clean_form: Form) -> Cast:
    """Every form final, that of u1 with a finding that was accepted."""
    for code, record in cast.forms.items():
        _write(record, msgspec.structs.replace(clean_form, unit=code, total_score=clean_form.total_weight), None)
    FormRecord.objects.update(state="final")
    return cast


def accepted(cast: Cast) -> FormRecord:
    record = FormRecord.objects.get(pk=cast.forms["u1"].pk)
    form = record.form
    finding = next(one for one in marks.examined(record).audited.findings if one.code == "A006")
    mark = fingerprint(form, finding)
    FindingDecision.objects.create(
        form=record, code=finding.code, path=finding.path, fingerprint=mark, verdict="accepted", by=cast.people["FP"]
    )
    return record


def draw(enter: Enter, task: Task, **more: str) -> Draw:
    typed = {"task": task.pk, "pool": "done", "how": "share", "size": "50", "by_department": "on", "seed": "20261123"}
    enter("FP").post("/inspection/", typed | more)
    return Draw.objects.get()


# ---- 抽取 · the draw
counted = st.dictionaries(st.sampled_from("甲乙丙丁戊己"), st.integers(0, 60))


@PATIENT
@given(counted, st.integers(1, 200))
def test_a_number_is_shared_out_to_the_last(counts: dict[str, int], number: int) -> None:
    found = drawing.quotas(counts, Size(None, number))
    assert sum(found.values()) == min(number, sum(counts.values()))
    assert all(0 <= found[name] <= count for name, count in counts.items())


@PATIENT
@given(counted, st.decimals("0.01", "100", places=2))
def test_a_share_is_rounded_up_in_each_stratum(counts: dict[str, int], share: Decimal) -> None:
    for name, quota in drawing.quotas(counts, Size(share, None)).items():
        assert quota - 1 < counts[name] * share / 100 <= quota


@PATIENT
@given(st.lists(st.integers(0, 99), unique=True, max_size=30), st.sampled_from(["", "7", "摇号 07"]))
def test_the_order_of_the_list_does_not_matter(numbers: list[int], seed: str) -> None:
    pool = [Candidate(number, f"u{number}|project|", f"d{number % 3}") for number in numbers]
    back, size = pool[::-1], Size(Decimal(30), None)
    assert drawing.drawn(pool, seed, size) == drawing.drawn(back, seed, size)
    assert drawing.fingerprint(pool) == drawing.fingerprint(back)


def test_the_draw_is_repeated_with_nothing_but_sha256(enter: Enter, final: Cast) -> None:
    one = draw(enter, final.task)
    book = openpyxl.load_workbook(io.BytesIO(enter("AU").get(f"/inspection/{one.pk}/pool.xlsx").content))
    rows = list(book.worksheets[1].iter_rows(min_row=2, values_only=True))
    by_stratum: dict[str, list[str]] = {}
    for stratum, key, _, _ in rows:
        by_stratum.setdefault(str(stratum), []).append(str(key))
    assert {name: len(keys) for name, keys in by_stratum.items()} == {"单位d1": 2, "单位d2": 1}  # u4: 别的地区
    chosen = {
        min(keys, key=lambda key: hashlib.sha256(f"20261123\n{key}".encode()).hexdigest())
        for keys in by_stratum.values()
    }
    assert chosen == {str(key) for _, key, _, word in rows if word}
    assert {f"{row.form.unit.code}|project|p" for row in one.drawn.all()} == chosen
    logged = msgspec.json.decode(Entry.objects.get(action="inspection.draw").facts)
    assert (logged["seed"], logged["pool_hash"]) == ("20261123", one.pool_hash)
    assert sorted(logged["drawn"]) == sorted(chosen)


def test_a_draw_that_was_tampered_with_is_told(enter: Enter, final: Cast) -> None:
    one = draw(enter, final.task)
    page = f"/inspection/{one.pk}/"
    assert "结果一致" in enter("FP").get(page).content.decode()
    left = FormRecord.objects.exclude(drawn__draw=one).filter(unit__code__in=("u1", "u2")).first()
    assert left is not None
    one.drawn.filter(form__unit__parent__code="d1").update(form=left)
    assert "不一致" in enter("FP").get(page).content.decode()


@pytest.mark.parametrize("typed", [{"size": "0"}, {"size": "101"}, {"size": "x"}, {"how": "number", "size": "1.5"}])
def test_no_draw_by_halves(enter: Enter, final: Cast, typed: dict[str, str]) -> None:
    with pytest.raises(Draw.DoesNotExist):
        draw(enter, final.task, **typed)


def test_nothing_final_nothing_drawn(enter: Enter, cast: Cast) -> None:
    with pytest.raises(Draw.DoesNotExist):
        draw(enter, cast.task)
    assert "还没有" in enter("FP").get("/inspection/").content.decode()


def test_a_form_added_by_hand_is_told_apart(enter: Enter, final: Cast) -> None:
    one = draw(enter, final.task)
    left = FormRecord.objects.exclude(drawn__draw=one).filter(unit__code__in=("u1", "u2")).get()
    enter("FP").post(f"/inspection/{one.pk}/pick/", {"form": left.pk, "reason": ""})
    assert one.drawn.count() == 2
    enter("FP").post(f"/inspection/{one.pk}/pick/", {"form": left.pk, "reason": "群众反映"})
    assert "人工：群众反映" in enter("FP").get(f"/inspection/{one.pk}/").content.decode()
    assert sampling.repeats(one)
    other = {"form": final.forms["u4"].pk, "reason": "别的地区"}
    enter("FP").post(f"/inspection/{one.pk}/pick/", other)
    assert one.drawn.count() == 3


@pytest.mark.parametrize("role", ROLES)
def test_who_draws_and_who_only_checks(enter: Enter, final: Cast, role: str) -> None:
    one = draw(enter, final.task)
    sees = matrix().cell("redraw", role) != "no"
    client = enter(role)
    assert client.get("/inspection/").status_code == (200 if sees else 404)
    assert client.get(f"/inspection/{one.pk}/").status_code == (200 if sees else 404)
    assert client.get(f"/inspection/{one.pk}/pool.xlsx").status_code == (200 if sees else 404)
    typed = {"task": final.task.pk, "pool": "done", "how": "share", "size": "50"}
    client.post("/inspection/", typed)
    client.post(f"/inspection/{one.pk}/close/")
    one.refresh_from_db()
    assert (Draw.objects.count() == 2, one.closed_at is not None) == (role == "FP", role == "FP")


def test_a_final_form_takes_opinions_only_while_it_is_examined(enter: Enter, final: Cast) -> None:
    record = final.forms["u1"]
    word = acts.Word("", "复核属实", None)
    record.refresh_from_db()
    with pytest.raises(acts.NotYours):
        acts.opine(record.pk, final.people["EA"], word, record.revision)
    one = draw(enter, final.task, size="100")
    for role, says in (("EA", True), ("FP", True), ("UC", False), ("DM", False), ("AU", False)):
        assert acts.may_decide(record, final.people[role]) is says, role
    acts.opine(record.pk, final.people["EA"], word, record.revision)
    assert "抽中复核" in enter("EA").get(f"/review/{record.pk}/").content.decode()
    assert f"/review/{record.pk}/" in enter("EA").get("/review/").content.decode()
    assert f"/forms/{record.pk}/" in enter("EA").get("/").content.decode()
    enter("FP").post(f"/inspection/{one.pk}/close/")
    assert not acts.may_decide(record, final.people["EA"])


# ---- 委托 · experts
def test_a_form_is_given_and_taken_back(enter: Enter, final: Cast) -> None:
    record, expert = final.forms["u2"], final.people["EA"]
    client = enter("FP")
    client.post("/inspection/assign/", {"forms": [record.pk, final.forms["u4"].pk], "to": expert.pk})
    given = Assignment.objects.get(form=record)
    assert not Assignment.objects.filter(form=final.forms["u4"]).exists()  # 别的地区
    assert enter("EA").get(f"/review/{record.pk}/").status_code == 200
    enter("FP").post(f"/inspection/assign/{given.pk}/back/")
    assert enter("EA").get(f"/review/{record.pk}/").status_code == 404
    told = list(Entry.objects.filter(action__startswith="inspection.").values_list("action", flat=True))
    assert told == ["inspection.assign", "inspection.take_back"]


@pytest.mark.parametrize("role", ROLES)
def test_forms_are_given_by_those_whom_the_matrix_lets(enter: Enter, final: Cast, role: str) -> None:
    client, cell = enter(role), matrix().cell("assign", role)
    assert client.get("/inspection/assign/").status_code == (404 if cell == "no" else 200)
    reached = {"all": {"u1", "u2", "u3"}, "own": {"u1", "u2"}}.get(cell, set())
    for unit in UNITS:
        Assignment.objects.all().delete()
        client.post("/inspection/assign/", {"forms": [final.forms[unit].pk], "to": final.people["EA"].pk})
        assert Assignment.objects.exists() is (unit in reached), unit


def test_only_an_expert_is_given_forms(enter: Enter, final: Cast) -> None:
    page = enter("FP").post("/inspection/assign/", {"forms": [final.forms["u2"].pk], "to": final.people["UC"].pk})
    assert page.status_code == 302
    assert not Assignment.objects.filter(form=final.forms["u2"]).exists()


def test_a_draft_is_given_to_nobody(enter: Enter, cast: Cast) -> None:
    enter("FP").post("/inspection/assign/", {"forms": [cast.forms["u2"].pk], "to": cast.people["EA"].pk})
    assert not Assignment.objects.filter(form=cast.forms["u2"]).exists()


# ---- 整改 · putting right
def test_a_finding_is_issued_answered_and_confirmed(enter: Enter, final: Cast) -> None:
    record = accepted(final)
    client = enter("FP")
    assert "下达整改" in client.get(f"/review/{record.pk}/").content.decode()
    for _ in range(2):  # the second finds nothing new
        client.post(f"/review/{record.pk}/rectify/", SOON | {"demand": "按各行得分重填总分"})
    item = Item.objects.get()
    assert (item.code, item.state, "总分" in item.problem) == ("A006", "open", True)
    assert f"/inspection/items/{item.pk}/" in enter("UF").get("/inspection/items/").content.decode()
    assert "本表有 1 项整改尚未完成" in enter("UF").get(f"/forms/{record.pk}/").content.decode()
    file = SimpleUploadedFile("更正表.pdf", b"%PDF-1.4")
    page = f"/inspection/items/{item.pk}/"
    enter("UF").post(f"{page}answer/", {"text": "已重填", "file": file})
    item.refresh_from_db()
    assert item.state == "answered"
    reply = item.replies.get()
    proof = enter("FP").get(f"{page}file/{reply.pk}/")
    assert (b"".join(proof), reply.sha256) == (b"%PDF-1.4", hashlib.sha256(b"%PDF-1.4").hexdigest())
    assert "attachment" in proof.headers["Content-Disposition"]
    enter("FP").post(f"{page}reopen/", {"text": "未附依据", "deadline": "2099-01-31"})
    item.refresh_from_db()
    assert (item.state, item.deadline.isoformat()) == ("open", "2099-01-31")
    enter("UC").post(f"{page}answer/", {"text": "已补依据"})
    enter("FP").post(f"{page}confirm/")
    item.refresh_from_db()
    assert (item.state, [one.act for one in item.replies.all()]) == (
        "closed",
        ["answer", "reopen", "answer", "confirm"],
    )
    told = list(Entry.objects.filter(action__startswith="inspection.").values_list("action", flat=True))
    assert told == [f"inspection.{name}" for name in ("rectify", "answer", "reopen", "answer", "confirm")]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", ["answer", "confirm", "reopen"])
def test_nobody_acts_on_a_matter_against_the_matrix(enter: Enter, final: Cast, role: str, name: str) -> None:
    client, cell = enter(role), matrix().cell("reply" if name == "answer" else "rectify", role)
    reached = REACHED.get({"all": "region", "own": matrix().roles[role].own}.get(cell, "none"), set())
    for unit in UNITS:
        item = _item(final, unit, "open" if name == "answer" else "answered")
        status = client.post(f"/inspection/items/{item.pk}/{name}/", {"text": "办"}).status_code
        assert item.replies.exists() is (unit in reached), unit
        seen = unit in REACHED.get(matrix().roles[role].own, set())
        assert status == (302 if seen else 404), unit
        assert client.get(f"/inspection/items/{item.pk}/").status_code == (200 if seen else 404), unit


def _item(cast: Cast, unit: str, state: str) -> Item:
    return Item.objects.create(
        form=cast.forms[unit],
        problem="总分不符",
        deadline=timezone.localdate(),
        version=1,
        state=state,
        issued_by=cast.people["FP"],
    )


def test_who_answered_does_not_confirm(final: Cast) -> None:
    item = _item(final, "u1", "open")
    from jixiao.web.people import duties  # noqa: PLC0415

    day = timezone.localdate() - timedelta(days=1)
    duties.give(None, final.people["UC"], "DM", final.units["d1"], day)
    item = rectifying.act(item.pk, final.people["UC"], "answer", rectifying.Said("已改"))
    assert rectifying.allowed(item, final.people["UC"]) == []
    assert rectifying.allowed(item, final.people["DM"]) == ["confirm", "reopen"]


def test_a_matter_in_words_and_one_that_comes_too_late(enter: Enter, final: Cast) -> None:
    record = final.forms["u3"]
    client = enter("FL")
    client.post(f"/review/{record.pk}/rectify/", {"deadline": "2020-01-01", "other": "补签字"})
    client.post(f"/review/{record.pk}/rectify/", {"deadline": "2026-02-30", "other": "补签字"})
    client.post(f"/review/{record.pk}/rectify/", SOON)
    assert not Item.objects.exists()
    client.post(f"/review/{record.pk}/rectify/", SOON | {"other": "<b>补签字</b>"})
    page = client.get("/inspection/items/").content.decode()
    assert "&lt;b&gt;补签字" in page
    assert "<b>补签字" not in page


def test_the_ledger_and_the_figures_count_the_same(enter: Enter, final: Cast) -> None:
    late = _item(final, "u1", "open")
    Item.objects.filter(pk=late.pk).update(deadline=timezone.localdate() - timedelta(days=1), problem="=1+1")
    _item(final, "u2", "closed")
    _item(final, "u3", "answered")
    _item(final, "u4", "open")
    client = enter("FP")
    page = client.get("/inspection/items/").content.decode()
    for count, word in ((3, "全部"), (1, "待整改"), (1, "待确认"), (1, "已整改"), (1, "逾期未反馈")):
        assert f"<b>{count}</b> {word}" in page
    sheet = openpyxl.load_workbook(io.BytesIO(client.get("/inspection/items/list.xlsx").content)).worksheets[0]
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row]
    assert len(cells) // 11 == 3
    assert {cell.data_type for cell in cells if cell.value == "=1+1"} == {"s"}
    assert "整改事项等您反馈：1 项" in enter("UF").get("/").content.decode()
    counted = html.unescape(enter("FP").get("/review/statistics/").content.decode())
    for which, count in (("any", 3), ("left", 2)):
        assert f'&item={which}">{count}</a>' in counted
        listed = enter("FP").get("/review/", {"scope": "all", "item": which}).content.decode()
        assert f"<li><b>{count}</b> 张表" in listed
