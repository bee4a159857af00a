"""The pages (页面): what each role gets, and what nobody gets."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from jixiao.web.cycle import steps
from jixiao.web.cycle.models import Task
from jixiao.web.desk import entering
from jixiao.web.forms.models import FormRecord
from jixiao.web.local import local_account
from jixiao.web.people import duties
from jixiao.web.people.models import Account, EntryToken, Unit
from tests.web.conftest import ROLES, Cast

PAGES = {"/tasks/": "issue", "/tasks/new/": "issue", "/people/": "people", "/log/": "history"}
Enter = Callable[[str], Any]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("page", "action"), PAGES.items())
def test_a_page_is_there_only_for_those_who_may(enter: Enter, role: str, page: str, action: str) -> None:
    from jixiao.web.people.matrix import matrix  # noqa: PLC0415

    wanted = 404 if matrix().cell(action, role) == "no" else 200
    assert enter(role).get(page).status_code == wanted


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_home_and_lists_stand_for_every_role_in_both_languages(enter: Enter, role: str, lang: str) -> None:
    for page in ("/", "/forms/"):
        answer = enter(role).get(page, {"lang": lang})
        assert answer.status_code == 200
        assert answer.headers["Content-Language"] == lang


def test_the_form_of_another_unit_is_not_there(enter: Enter, cast: Cast) -> None:
    assert enter("UF").get(f"/forms/{cast.forms['u1'].pk}/").status_code == 200
    assert enter("UF").get(f"/forms/{cast.forms['u2'].pk}/").status_code == 404
    assert enter("UF").post(f"/forms/{cast.forms['u2'].pk}/step/submit/").status_code == 404


def test_nobody_gets_in_without_logging_in(client: Client, cast: Cast) -> None:
    for page in ("/", "/forms/", f"/forms/{cast.forms['u1'].pk}/", "/log/", "/people/"):
        answer = client.get(page)
        assert (answer.status_code, answer.headers["Location"].startswith("/enter/")) == (302, True)


def test_a_step_is_taken_on_the_page(enter: Enter, filled: FormRecord) -> None:
    data = {"state": filled.state, "revision": filled.revision}
    answer = enter("UF").post(f"/forms/{filled.pk}/step/submit/", data, follow=True)
    assert "待单位审核" in answer.content.decode()
    again = enter("UF").post(f"/forms/{filled.pk}/step/submit/", data, follow=True)
    assert "刚被别人办理" in again.content.decode()


def test_a_returned_form_says_why_wherever_one_opens_it(enter: Enter, cast: Cast, filled: FormRecord) -> None:
    steps.apply(filled.pk, "submit", cast.people["UF"])
    steps.apply(filled.pk, "return", cast.people["UC"], "请补验收单<b>")
    for page in ("", "edit/"):
        told = enter("UF").get(f"/forms/{filled.pk}/{page}").content.decode()
        assert re.search(r"某UC [\d: -]+ 退回：</b> 请补验收单&lt;b&gt;", told)


def test_a_refused_step_leads_back_to_the_editor(enter: Enter, filled: FormRecord) -> None:
    data = {"state": "final", "revision": filled.revision, "editing": "1"}
    assert enter("UF").post(f"/forms/{filled.pk}/step/submit/", data).headers["Location"] == f"/forms/{filled.pk}/edit/"


def test_nothing_inline_and_nothing_from_elsewhere(enter: Enter, filled: FormRecord) -> None:
    answer = enter("UF").get(f"/forms/{filled.pk}/")
    page = answer.content.decode()
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert not re.search(r"<script(?![^>]*src=)|\son\w+=|style=|https?://", page)


def test_five_failures_lock_the_name_and_tell_nothing_else(client: Client, cast: Cast) -> None:
    person = cast.people["UC"]
    person.set_password("正确的密码 1234")
    person.save()
    for _ in range(entering.MOST_FAILURES):
        assert "账号或密码不对" in client.post("/enter/", {"username": "uc", "password": "x"}).content.decode()
    locked = client.post("/enter/", {"username": "uc", "password": "正确的密码 1234"})
    assert "分钟后再试" in locked.content.decode()


def test_a_link_logs_in_once(client: Client, cast: Cast) -> None:
    secret = EntryToken.issue(cast.people["UF"])
    assert client.get(f"/enter/once/{secret}/").headers["Location"] == "/"
    assert Client().get(f"/enter/once/{secret}/").headers["Location"] == "/enter/"


def test_the_cast_of_the_demonstration_is_no_way_in_otherwise(client: Client, cast: Cast) -> None:
    Account.objects.make("demo-filler", "某")
    assert not settings.DEMO
    assert cast.people
    assert client.post("/enter/demo/demo-filler/").status_code == 404


def test_units_are_imported_all_or_none(enter: Enter, cast: Cast) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415

    good = "单位编码,单位名称,类别,上级编码\nn1,新单位,预算单位,d1\n"
    bad = good.replace("n1", "n2") + "n3,孤单位,预算单位,没有\n"
    kept = {}
    for name, text, word in (("good", good, "新建 1 条"), ("bad", bad, "没有上级编码“没有”")):
        file = SimpleUploadedFile("单位.csv", text.encode("gb18030"))
        page = enter("SA").post("/people/import/units/", {"file": file}).content.decode()
        assert word in page
        kept[name] = re.search(r'name="kept" value="([^"]+)"', page)
    assert not Unit.objects.filter(code__in=("n1", "n2")).exists()  # a preview keeps nothing
    assert kept["bad"] is None
    assert kept["good"] is not None
    for times in ("一次", "再一次"):
        answer = enter("SA").post("/people/import/units/take/", {"kept": kept["good"][1]}, follow=True)
        assert ("预览已过期" in answer.content.decode()) is (times == "再一次")
    assert cast.units["d1"].children.filter(code="n1").exists()  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_a_filler_opens_a_form_for_a_project_of_its_own_unit_once(enter: Enter, cast: Cast) -> None:
    data = {"task": cast.task.pk, "unit": cast.units["u1"].pk, "kind": "project", "project": "新项目"}
    assert "可以开始填报" in enter("UF").post("/forms/new/", data, follow=True).content.decode()
    assert "已有自评表" in enter("UF").post("/forms/new/", data, follow=True).content.decode()
    enter("UF").post("/forms/new/", {**data, "unit": cast.units["u2"].pk})
    assert [one.unit.code for one in FormRecord.objects.filter(project="新项目")] == ["u1"]


@pytest.mark.parametrize(("role", "seat"), [("FP", "r1"), ("DM", "d1")])
def test_a_filler_opens_a_form_under_a_task_issued_above(enter: Enter, cast: Cast, role: str, seat: str) -> None:
    duties.give(None, cast.people["DM"], "UC", cast.units["u3"], timezone.localdate())  # 不以这个岗位下达
    data = {"title": "新任务", "year": 2023, "deadline": "2099-01-31", "kinds": "project", "levels": "unit"}
    enter(role).post("/tasks/new/", data | {"units": cast.units["u1"].pk})
    task = Task.objects.get(title="新任务")
    assert task.unit == cast.units[seat]
    assert f"/tasks/{task.pk}/" in enter(role).get("/tasks/").content.decode()
    opened = {"task": task.pk, "unit": cast.units["u1"].pk, "kind": "project", "project": "新项目"}
    assert "可以开始填报" in enter("UF").post("/forms/new/", opened, follow=True).content.decode()


@pytest.mark.parametrize("digits", [19, 5000])  # more than a database takes, more than Python reads
def test_a_number_that_is_no_key_chooses_nothing(enter: Enter, cast: Cast, digits: int) -> None:
    key = "9" * digits
    lists = [("FP", "/forms/", "task"), ("SA", "/people/", "unit"), ("FB", "/inspection/items/", "form")]
    for role, page, name in lists:
        assert enter(role).get(page, {name: key}).status_code == 200
    data = {"title": "新任务", "year": 2023, "deadline": "2099-01-31", "kinds": "project", "levels": "unit"}
    assert "至少选一个单位" in enter("FP").post("/tasks/new/", data | {"units": key}).content.decode()
    assert not Task.objects.exclude(pk=cast.task.pk).exists()


@pytest.mark.django_db
def test_on_a_laptop_a_form_is_opened_and_finished_by_one_person(client: Client) -> None:
    account = local_account()
    assert account is not None
    client.force_login(account)
    unit, task = Unit.objects.get(), Task.objects.get()
    client.post("/forms/new/", {"task": task.pk, "unit": unit.pk, "kind": "project", "project": "甲"})
    record = FormRecord.objects.get()
    assert client.get(f"/forms/{record.pk}/").status_code == 200
    assert local_account() == account
