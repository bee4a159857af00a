"""Rulebooks of a bureau's own (本地计分办法): offered, checked, approved by another, chosen by a task, kept by it."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urljoin

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jixiao.web.cycle.models import Task
from jixiao.web.forms import marks
from jixiao.web.forms.models import FormRecord
from jixiao.web.ledger.models import Entry
from jixiao.web.people import duties
from jixiao.web.people.models import Account, Post
from jixiao.web.rules import keeping
from jixiao.web.rules.models import LocalRulebook

from .conftest import ROLES, Cast

Enter = Callable[[str], Any]
OWN = """title = "云溪示范县自评计分办法"
title_en = "Method of Yunxi"
based_on = "mof-2020-10"
issuer = "云溪示范县财政局"
source = "示例"
region = "云溪示范县"
kinds = ["project"]

[execution]
weight = "{weight}"
method = "proportional"
denominator = "full_budget"
basis = "text"
clause = "第五条"
"""


def sent(client: Any, content: str | bytes, name: str = "yunxi-2024.toml") -> str:  # noqa: ANN401 - Django's client
    data = content.encode() if isinstance(content, str) else content
    answer = client.post(reverse("local_rules_add"), {"file": SimpleUploadedFile(name, data)}, follow=True)
    return str(answer.content.decode())


def active(enter: Enter, weight: int = 20) -> LocalRulebook:
    sent(enter("RM"), OWN.format(weight=weight))
    one = LocalRulebook.objects.first()
    assert one is not None
    enter("FP").post(reverse("local_rules_act", args=[one.pk]), {"act": "approve"})
    one.refresh_from_db()
    assert one.state == "active"
    return one


def test_it_is_offered_approved_by_another_and_scores_the_forms_of_a_task(
    enter: Enter, filled: FormRecord, cast: Cast
) -> None:
    one = active(enter)
    assert one.key in enter("FP").get("/tasks/new/").content.decode()
    Task.objects.filter(pk=cast.task.pk).update(rulebook=one.key)
    record = FormRecord.objects.get(pk=filled.pk)
    rulebook = marks.examined(record).audited.rulebook
    assert (rulebook.name, str(rulebook.execution.weight)) == ("yunxi-2024", "20")
    assert "云溪示范县自评计分办法" in enter("UF").get(reverse("edit", args=[filled.pk])).content.decode()
    assert [entry.action for entry in Entry.objects.filter(action__startswith="rules.")] == [
        "rules.offer",
        "rules.approve",
    ]


@pytest.mark.parametrize("role", ["UF", "UC", "DM", "FP"])
def test_whoever_sees_a_form_reads_the_method_that_scores_it(
    enter: Enter, filled: FormRecord, cast: Cast, role: str
) -> None:
    one = active(enter)
    Task.objects.filter(pk=cast.task.pk).update(rulebook=one.key)
    active(enter, weight=30)  # 后来又有一版
    FormRecord.objects.filter(pk=filled.pk).update(state="at_bureau")
    client = enter(role)
    address = reverse("form_method", args=[filled.pk])
    pages = [reverse("form", args=[filled.pk])] + (
        [reverse("review", args=[filled.pk])] if role in {"DM", "FP"} else []
    )
    for page in pages:
        assert f'href="{address}"' in client.get(page).content.decode()
    told = client.get(address).content.decode()
    assert "云溪示范县自评计分办法" in told
    assert f"{one.name} {marks.rulebook_version(keeping.load(one.key))}" in told


def test_the_editor_leads_to_the_method(enter: Enter, filled: FormRecord) -> None:
    client = enter("UF")
    edit = reverse("edit", args=[filled.pk])
    assert 'href="../method/"' in client.get(edit).content.decode()
    assert client.get(urljoin(edit, "../method/")).status_code == HTTPStatus.OK


def test_a_task_keeps_its_edition_when_another_comes_and_when_it_is_withdrawn(
    enter: Enter, filled: FormRecord, cast: Cast
) -> None:
    first = active(enter)
    Task.objects.filter(pk=cast.task.pk).update(rulebook=first.key)
    second = active(enter, weight=30)
    assert second.pk != first.pk
    enter("RM").post(reverse("local_rules_act", args=[first.pk]), {"act": "withdraw"})
    assert [name for name, _, _ in marks.known_rulebooks(cast.people["FP"]) if "@" in name] == [second.key]
    record = FormRecord.objects.get(pk=filled.pk)
    assert marks.examined(record).audited.rulebook.execution.weight == 20


FAULTS = {
    "not TOML": ("title = ", "不是 TOML"),
    "no title": ("based_on = 'mof-2020-10'", "title"),
    "unknown method": (OWN.format(weight=10).replace('"proportional"', '"by magic"'), "execution.method"),
    "unknown base": (OWN.format(weight=10).replace("mof-2020-10", "no-such"), "based_on"),
    "base on the server": (OWN.format(weight=10).replace("mof-2020-10", "/etc/own.toml"), "based_on"),
    "not text": (b"\xff\xfe\x00", "TOML"),
    "too long": ("#" * 300_000, "200 KB"),
    "nothing": ("", "没有收到文件"),
}


@pytest.mark.parametrize(("content", "said"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_told_with_its_place(enter: Enter, content: str | bytes, said: str) -> None:
    page = sent(enter("RM"), content)
    assert 'class="notice error"' in page
    assert said in page
    assert "tmp/" not in page
    assert not LocalRulebook.objects.exists()


@pytest.mark.parametrize("name", ["mof-2020-10.toml", "own.py", "Own.toml", "a b.toml", "-.toml", "x" * 70 + ".toml"])
def test_other_names_are_refused(enter: Enter, name: str) -> None:
    assert 'class="notice error"' in sent(enter("RM"), OWN.format(weight=10), name)
    assert not LocalRulebook.objects.exists()


def test_the_same_file_twice_is_one_edition(enter: Enter) -> None:
    for _ in range(2):
        sent(enter("RM"), OWN.format(weight=10))
    assert LocalRulebook.objects.count() == 1


@pytest.mark.parametrize("role", ROLES)
def test_only_the_rule_manager_offers_and_only_the_performance_division_approves(enter: Enter, role: str) -> None:
    sent(enter("RM"), OWN.format(weight=10))
    one = LocalRulebook.objects.get()
    client = enter(role)
    seen = role in ("RM", "FP")
    assert client.get(reverse("local_rules")).status_code == (200 if seen else 404)
    assert client.get(reverse("local_rules_one", args=[one.pk])).status_code == (200 if seen else 404)
    client.post(reverse("local_rules_act", args=[one.pk]), {"act": "approve"})
    one.refresh_from_db()
    assert one.state == ("active" if role == "FP" else "offered")
    sent(client, OWN.format(weight=30))
    assert LocalRulebook.objects.count() == (2 if role == "RM" else 1)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_pages_speak_both_languages(enter: Enter, lang: str) -> None:
    one = active(enter)
    client = enter("RM")
    page = client.get(reverse("local_rules"), {"lang": lang}).content.decode()
    assert (one.title_en if lang == "en" else one.title) in page
    assert client.get("/methods/yunxi-2024/").url == reverse("local_rules_one", args=[one.pk])
    assert "第五条" in client.get(reverse("local_rules_one", args=[one.pk])).content.decode()
    assert reverse("local_rules") in client.get("/methods/").content.decode()


def test_a_rulebook_stays_with_its_region_whoever_comes_and_goes(enter: Enter, cast: Cast) -> None:
    one = active(enter)
    Post.objects.filter(account=cast.people["RM"]).update(unit=cast.units["r2"])  # 上传人调往别的地区
    assert one.key in enter("FP").get("/tasks/new/").content.decode()
    assert one.title not in enter("RM").get(reverse("local_rules")).content.decode()
    assert "别的地区已上传过" in sent(enter("RM"), OWN.format(weight=20))
    Post.objects.filter(account=cast.people["FP"]).update(unit=cast.units["r2"])
    assert one.key not in enter("FP").get("/tasks/new/").content.decode()
    with transaction.atomic():
        follower = Account.objects.make("rules", "某规则员")
    duties.give(None, follower, "RM", cast.units["r1"], timezone.localdate())
    client = Client()
    client.force_login(follower)
    assert one.title in client.get(reverse("local_rules")).content.decode()
