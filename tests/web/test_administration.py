"""Administration (管理): the first administrator, passwords, accounts stopped, imports tried before they are taken."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from jixiao.web.ledger.models import Entry
from jixiao.web.people import duties, first
from jixiao.web.people.models import Account, Post, Unit
from tests.web.conftest import ROLES, Cast

Enter = Callable[[str], Any]
GOOD, BETTER = "云溪 2026 安全", "云溪 2027 更安全"


@pytest.mark.django_db
def test_the_first_administrator_logs_in_and_has_no_business_rights(client: Client) -> None:
    assert first.administrator("boss", lambda: GOOD)
    assert not first.administrator("boss", lambda: pytest.fail("asked again"))
    assert client.post("/enter/", {"username": "boss", "password": GOOD}).headers["Location"] == "/"
    assert client.get("/people/").status_code == 200
    assert client.get("/review/").status_code == 404
    assert GOOD not in "".join(entry.facts for entry in Entry.objects.all())


@pytest.mark.django_db
def test_the_password_comes_out_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(first.PASSWORD_VARIABLE, GOOD)
    first.administrator("boss", lambda: pytest.fail("asked"))
    assert Account.objects.get().check_password(GOOD)


@pytest.mark.parametrize(
    ("name", "password"), [("boss", "12345678901"), ("boss", "x"), ("bad name", GOOD), ("uf", GOOD)]
)
def test_no_administrator_by_halves(cast: Cast, name: str, password: str) -> None:
    before = Account.objects.count()
    with pytest.raises(first.BadAdministrator):
        first.administrator(name, lambda: password)
    assert (Account.objects.count(), cast.people["UF"].posts_on().count()) == (before, 1)


def change(client: Any, present: str, new: str, again: str) -> str:  # noqa: ANN401 - Django's test client
    page: str = client.post("/password/", {"present": present, "password": new, "again": again}).content.decode()
    return page


def test_one_changes_ones_own_password(enter: Enter, cast: Cast) -> None:
    person = cast.people["DM"]
    person.set_password(GOOD)
    person.save()
    elsewhere = Client()
    elsewhere.force_login(person)
    client = enter("DM")
    assert "原密码不对" in change(client, "错", BETTER, BETTER)
    assert "不一致" in change(client, GOOD, BETTER, GOOD)
    assert "密码没有改" in change(client, GOOD, "1234567890", "1234567890")
    assert "密码已修改" in change(client, GOOD, BETTER, BETTER)
    assert client.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302  # 其他地方的登录失效
    assert Account.objects.get(pk=person.pk).check_password(BETTER)


@pytest.mark.parametrize("role", ROLES)
def test_only_the_administrator_changes_accounts(enter: Enter, cast: Cast, role: str) -> None:
    person = cast.people["UC"]
    answer = enter(role).post(f"/people/accounts/{person.pk}/change/", {"act": "stop"})
    assert answer.status_code == (302 if role == "SA" else 404)
    assert Account.objects.get(pk=person.pk).is_active is (role != "SA")


def test_a_stopped_account_is_out_at_once(enter: Enter, cast: Cast) -> None:
    person = Client()
    person.force_login(cast.people["UC"])
    assert person.get("/forms/").status_code == 200
    administrator = enter("SA")
    administrator.post(f"/people/accounts/{cast.people['UC'].pk}/change/", {"act": "stop"})
    assert person.get("/forms/").status_code == 302
    administrator.post(f"/people/accounts/{cast.people['UC'].pk}/change/", {"act": "start"})
    assert person.get("/forms/").status_code in (200, 302)
    administrator.post(f"/people/accounts/{cast.people['SA'].pk}/change/", {"act": "stop"})
    assert Account.objects.get(pk=cast.people["SA"].pk).is_active  # nobody locks himself out


def test_every_fault_of_a_table_is_told_at_once(enter: Enter, cast: Cast) -> None:
    rows = [
        "a1,甲,单位填报人,u1,",
        "a2,乙,皇帝,u1,",
        "a3,丙,单位填报人,u9,",
        "a4,,单位填报人,u1,",
        "a 5,戊,单位填报人,u1,",
        "a6,己,单位填报人,u1,123",
    ]
    table = "账号,姓名,角色,单位编码,初始密码\n" + "\n".join(rows) + "\n"
    file = SimpleUploadedFile("人员.csv", table.encode())
    page = enter("SA").post("/people/import/accounts/", {"file": file}).content.decode()
    assert "有 5 行不能导入" in page
    for word in ("没有角色“皇帝”", "没有单位编码“u9”", "“姓名”为空"):
        assert word in page
    assert not Account.objects.filter(username__startswith="a").exclude(username="au").exists()
    assert not Entry.objects.filter(action="people.post.give", facts__contains="a1").exists()
    assert Unit.objects.count() == len(cast.units)


def test_first_passwords_are_not_shown(enter: Enter, cast: Cast) -> None:
    table = f"账号,姓名,角色,单位编码,初始密码\na1,甲,单位填报人,u1,{GOOD}\n"
    file = SimpleUploadedFile("人员.csv", table.encode())
    page = enter("SA").post("/people/import/accounts/", {"file": file}).content.decode()
    assert GOOD not in page
    assert cast.people


def test_a_kept_table_is_its_uploaders_alone(enter: Enter, cast: Cast) -> None:
    assert cast.people
    answer = enter("SA").post("/people/import/units/take/", {"kept": "made up"}, follow=True)
    assert "预览已过期" in answer.content.decode()


# ---- 地区之间 · an administrator of one region
def imported(client: Any, what: str, table: str) -> str:  # noqa: ANN401 - Django's test client
    page = client.post(
        f"/people/import/{what}/", {"file": SimpleUploadedFile("表.csv", table.encode())}
    ).content.decode()
    if (kept := re.search(r'name="kept" value="([^"]+)"', page)) is not None:
        client.post(f"/people/import/{what}/take/", {"kept": kept[1]})
    return str(page)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("n1,新单位,预算单位,d4", "没有上级编码“d4”"),
        ("u4,改了名,预算单位,d1", "属于别的地区"),
        ("r1,本地区,预算单位,", "所管地区的类别和上级"),
        ("r1,本地区,地区,d1", "所管地区的类别和上级"),
    ],
)
def test_units_of_another_region_are_out_of_reach(enter: Enter, cast: Cast, row: str, said: str) -> None:
    before = list(Unit.objects.values_list())
    assert said in imported(enter("SA"), "units", f"单位编码,单位名称,类别,上级编码\n{row}\n")
    assert list(Unit.objects.values_list()) == before
    assert cast.units


def test_what_names_no_place_stands_below_the_own_region(enter: Enter, cast: Cast) -> None:
    table = "单位编码,单位名称,类别,上级编码\nr1,云溪县,地区,\nn1,新局,主管部门,\n"
    imported(enter("SA"), "units", table)
    assert [one.parent for one in Unit.objects.filter(code__in=("r1", "n1"))] == [None, cast.units["r1"]]
    assert Unit.objects.get(code="r1").name == "云溪县"


@pytest.mark.parametrize(("row", "said"), [("a1,甲,UF,u4", "没有单位编码"), ("far,甲,UF,u1", "已有人使用")])
def test_people_of_another_region_are_out_of_reach(enter: Enter, cast: Cast, row: str, said: str) -> None:
    duties.give(None, Account.objects.make("far", "某远人"), "EA", cast.units["r2"], timezone.localdate())
    before = Post.objects.count()
    assert said in imported(enter("SA"), "accounts", f"账号,姓名,角色,单位编码\n{row}\n")
    assert Post.objects.count() == before


def test_the_password_of_somebody_who_serves_elsewhere_too_is_not_set(enter: Enter, cast: Cast) -> None:
    person = cast.people["EA"]
    post = duties.give(None, person, "EA", cast.units["d4"], timezone.localdate())
    page, client = f"/people/accounts/{person.pk}/", enter("SA")
    assert "单位d4" not in client.get(page).content.decode()
    for act in ("password", "second", "stop"):
        told = client.post(f"{page}change/", {"act": act, "password": GOOD}, follow=True).content.decode()
        assert "在别的地区也有岗位" in told, act
    person.refresh_from_db()
    assert (person.is_active, person.check_password(GOOD)) == (True, False)
    duties.end(None, post, timezone.localdate() - timedelta(days=1))
    client.post(f"{page}change/", {"act": "password", "password": GOOD})
    person.refresh_from_db()
    assert person.check_password(GOOD)


def test_the_first_administrator_reaches_every_top(client: Client, cast: Cast) -> None:
    first.administrator("boss", lambda: GOOD)
    client.force_login(Account.objects.get(username="boss"))
    page = client.get("/people/").content.decode()
    assert all(unit.name in page for unit in cast.units.values())
