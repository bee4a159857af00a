"""Every role at every other address of the workbench (权限矩阵逐格，表以外各室): tasks, people, draws, statistics.

What each may do stands in rooms.toml, written by hand from the permission matrix; the addresses of one form are tried
by test_doors.py. An address that stands in neither table fails the test.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from jixiao.form import Form
from jixiao.web.cycle.models import Task
from jixiao.web.forms import saving
from jixiao.web.forms.models import Assignment, FormRecord
from jixiao.web.inspection import drawing
from jixiao.web.inspection.models import Draw, Item, Reply
from jixiao.web.ledger.record import record as log
from jixiao.web.people import duties, uploads
from jixiao.web.people.models import Account, Post, Unit
from jixiao.web.review.models import Phrase
from jixiao.web.rules.models import LocalRulebook
from tests.web.conftest import ROLES, Cast
from tests.web.knocking import GONE, Answer, Door, addresses, all_that_stands, knock

HERE = Path(__file__).parent
TABLE = tomllib.loads((HERE / "rooms.toml").read_text(encoding="utf-8"))
OF_A_FORM = {door["address"] for door in tomllib.loads((HERE / "doors.toml").read_text(encoding="utf-8"))["door"]}
DOORS: list[Door] = sorted(TABLE["door"], key=lambda door: door.get("state", "final"))
OPEN: dict[str, str] = TABLE["open"]
REACH: dict[str, list[str]] = TABLE["reach"]
FORMS = ("u1", "u2", "u3", "u4")  # 本单位、同部门、别的部门、别的地区
NOBODY = "nobody"  # an account without any post
WATCHED = {*FORMS, "d2", "d4", "r2"}  # whose names nobody must read who has no business with them
NAME = re.compile(r"〔(\w+)〕")
RULEBOOK = (
    'title = "办法〔{0}〕"\ntitle_en = "Method 〔{0}〕"\nbased_on = "mof-2020-10"\nissuer = "某某"\nsource = "示例"\n'
    'region = "某某"\nkinds = ["project"]\n'
)

Things = dict[str, dict[str, Any]]


class Town:
    """The cast with a thing of every kind in every scope (各类对象), each named after where it belongs: 〔u1〕."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.since = timezone.localdate() - timedelta(days=1)
        for code, unit in cast.units.items():
            Unit.objects.filter(pk=unit.pk).update(name=f"单位〔{code}〕")
        for code, form in cast.forms.items():
            FormRecord.objects.filter(pk=form.pk).update(project=f"项目〔{code}〕")
        self.strangers = {
            name: self._person(name, role, seat)
            for name, role, seat in (
                *(("filler", "UF", "u4"), ("expert", "EA", "b1"), ("expert4", "EA", "d4"), ("rules4", "RM", "r2")),
                ("administrator4", "SA", "r2"),
            )
        }
        self.strangers[NOBODY] = Account.objects.make(NOBODY, "某新人")
        self.things: Things = {
            "unit": {code: unit.pk for code, unit in cast.units.items()},
            "person": self._people(),
            "form": {code: form.pk for code, form in cast.forms.items()},
            "task": self._tasks(),
            "account": self._accounts(),
            "post": self._posts(),
            "given": self._given(),
            "draw": self._draws(),
            "open_item": self._items("open"),
            "item": self._items("answered"),
            "rulebook": self._rulebooks(),
            "phrase": {code: self._phrase(code) for code in ("u1", "d1", "b1", "r1", "u2", "r2")},
        }
        self.things["reply"] = {code: self._reply(pk) for code, pk in self.things["item"].items()}
        self._told()

    def _person(self, name: str, role: str, seat: str) -> Account:
        account = Account.objects.make(name, f"某{name}〔{seat}〕")
        duties.give(None, account, role, self.cast.units[seat], self.since)
        return account

    def _people(self) -> dict[str, int]:
        return {name: account.pk for name, account in (self.strangers | self.cast.people).items()}

    def _accounts(self) -> dict[str, int]:
        return {"u1": self.cast.people["UC"].pk, "u4": self.strangers["filler"].pk, "new": self.strangers[NOBODY].pk}

    def _posts(self) -> dict[str, int]:
        return {
            "u1": Post.objects.get(account=self.cast.people["UC"]).pk,
            "u4": Post.objects.get(account__username="filler").pk,
        }

    def _tasks(self) -> dict[str, int]:
        Task.objects.filter(pk=self.cast.task.pk).update(title="任务〔r1〕")
        made = {"r1": self.cast.task.pk}
        for code in ("d1", "d2", "r2"):
            kept = Task.objects.get(pk=self.cast.task.pk)
            kept.pk, kept.title, kept.unit = None, f"任务〔{code}〕", self.cast.units[code]
            kept.save(force_insert=True)
            made[code] = kept.pk
        with transaction.atomic():
            saving.begin(Task.objects.get(pk=made["r2"]), self.cast.units["u4"], Form(unit="u4", project="项目〔u4〕"))
        return made

    def _given(self) -> dict[str, int]:
        by, to = self.cast.people["FP"], self.strangers["expert"]
        made = {
            code: Assignment.objects.create(form=self.cast.forms[code], account=to, given_by=by).pk
            for code in ("u2", "u3", "u4")
        }
        return {"u1": Assignment.objects.get(form=self.cast.forms["u1"]).pk} | made

    def _draws(self) -> dict[str, int]:
        pools = {"r1": ("u1", "u2", "u3"), "d1": ("u1", "u2"), "d2": ("u3",), "r2": ("u4",)}
        return {code: self._draw(code, units) for code, units in pools.items()}

    def _draw(self, code: str, units: tuple[str, ...]) -> int:
        pool = [drawing.Candidate(self.cast.forms[unit].pk, f"{unit}|project|p", "") for unit in units]
        made = Draw.objects.create(
            task=Task.objects.get(title=f"任务〔{code}〕"),
            seed="1",
            number=1,
            pool=[list(one) for one in pool],
            pool_hash=drawing.fingerprint(pool),
            drawn_by=self.cast.people["FP"],
        )
        made.drawn.create(form=self.cast.forms[units[0]])
        return int(made.pk)

    def _items(self, state: str) -> dict[str, int]:
        return {
            code: Item.objects.create(
                form=form,
                problem=f"问题〔{code}〕",
                deadline=timezone.localdate(),
                version=1,
                state=state,
                issued_by=self.cast.people["FP"],
            ).pk
            for code, form in self.cast.forms.items()
        }

    def _reply(self, item: int) -> int:
        made = Reply(item_id=item, act="answer", text="已改", name="证明.txt", by=self.cast.people["UF"])
        made.file.save("x.txt", ContentFile(b"x"))
        return int(made.pk)

    def _rulebooks(self) -> dict[str, int]:
        offered = {"r1": self.cast.people["RM"], "r2": self.strangers["rules4"]}
        return {
            code: LocalRulebook.objects.create(
                name=f"own-{code}",
                edition="1",
                title=f"办法〔{code}〕",
                title_en=f"Method 〔{code}〕",
                content=RULEBOOK.format(code),
                unit=self.cast.units[code],
                added_by=by,
                approved_at=timezone.now(),
            ).pk
            for code, by in offered.items()
        }

    def _phrase(self, code: str) -> int:
        return int(Phrase.objects.create(unit=self.cast.units[code], place="form", text=f"常用语〔{code}〕").pk)

    def _told(self) -> None:
        """Something in the log about everything."""
        with transaction.atomic():
            for code, form in self.cast.forms.items():
                log(None, "forms.save", form, about=f"〔{code}〕")
            for code, task in self.things["task"].items():
                log(None, "cycle.issue", Task(pk=task), about=f"〔{code}〕")
            for code, rulebook in self.things["rulebook"].items():
                log(None, "rules.approve", LocalRulebook(pk=rulebook), about=f"〔{code}〕")
            log(self.strangers["filler"], "enter.in", "enter:filler", about="〔r2〕")
            log(None, "people.password", self.strangers["filler"], about="〔r2〕")

    def kept(self, account: Account) -> str:
        """A table that the account has uploaded, to be imported."""
        return uploads.keep(account, "单位编码,单位名称,类别,上级编码\nn1,新单位,预算单位,d1\n".encode(), "单位.csv")

    def facts(self, door: Door, scope: str, account: Account) -> dict[str, Any]:
        """What the words of the table stand for (表中各词)."""
        facts = {f"@{kind}:{code}": pk for kind, ones in self.things.items() for code, pk in ones.items()}
        facts |= {f"@log:{code}": f"formrecord:{pk}" for code, pk in self.things["form"].items()}
        if kind := door.get("of"):
            facts[f"@{kind}"] = self.things[kind][scope]
            facts["@scope"] = scope
        if kind == "form":
            form = FormRecord.objects.get(pk=facts["@form"])
            facts["@seen"] = f"{form.pk}:{form.state}:{form.revision}"
        if kind == "item":
            facts["@reply"] = self.things["reply"][scope]
        if door["address"] == "import_kept":
            facts["@kept"], facts["@other_kept"] = self.kept(account), self.kept(self.strangers["administrator4"])
        return facts


@pytest.fixture
def town(cast: Cast) -> Town:
    return Town(cast)


def test_every_address_of_the_workbench_has_its_row() -> None:
    known = OF_A_FORM | {door["address"] for door in DOORS} | {*OPEN}
    missing = {name for name, _ in addresses(get_resolver().url_patterns)} - known
    assert not missing, f"neither doors.toml nor rooms.toml says who may enter: {sorted(missing)}"


def test_only_the_log_in_stands_open_and_each_says_why() -> None:
    views = addresses(get_resolver().url_patterns)
    assert {name for name, view in views if not getattr(view, "login_required", True)} == {*OPEN}
    assert all(OPEN.values())


def _scopes(door: Door, town: Town) -> list[str]:
    return list(door.get("scopes", town.things[door["of"]])) if "of" in door else [""]


def _may(told: Any, role: str, scope: str) -> bool:  # noqa: ANN401 - "all", a list of roles or a table of scopes
    if isinstance(told, dict):
        return role in told and (not scope or scope in told[role])
    return told == "all" or role in told


def _wrong(door: Door, role: str, scope: str, answer: Answer) -> str:
    """What is wrong about the answer, "" if nothing is (差错)."""
    if _may(door["enters"], role, scope):
        if answer.status >= 400 or answer.changed < door.get("acts", False):
            return "refused though allowed"
        return _overheard(answer, {*REACH.get(role, ()), scope}, door.get("shows", {}).get(role, []), "shows" in door)
    if answer.changed:
        return "done though forbidden"
    named = door.get("named_in_body", False) and _may(door.get("opens", door["enters"]), role, "")
    shut = not named and not _may(door.get("sees", []), role, scope)  # is there at all, for this role
    if answer.status != GONE if shut else answer.status >= 500:
        return "not answered as if it were not there"
    return _overheard(answer, {*REACH.get(role, ())}, [], exactly=False)


def _overheard(answer: Answer, reach: set[str], shows: list[str], exactly: bool) -> str:  # noqa: FBT001 - of the table
    """Names that the page tells and should not, or does not tell and should (所示的名称)."""
    found = {*NAME.findall(answer.text)} & WATCHED
    if exactly:
        return "" if found == {*shows} else f"shows {sorted(found)}, should show {sorted(shows)}"
    return f"shows {sorted(found - reach)}" if found - reach else ""


def _by_state() -> Iterator[tuple[str, list[Door]]]:
    for state, doors in groupby(DOORS, key=lambda door: str(door.get("state", "final"))):
        yield state, list(doors)


@pytest.mark.parametrize("role", [*ROLES, NOBODY])
def test_nobody_enters_or_reads_what_the_matrix_forbids(town: Town, client: Client, role: str) -> None:
    account = town.cast.people.get(role) or town.strangers[role]
    client.force_login(account)
    wrong = []
    for state, doors in _by_state():
        FormRecord.objects.update(state=state)
        before = all_that_stands()
        for door in doors:
            for scope in _scopes(door, town):
                answer = knock(client, door, town.facts(door, scope, account), before)
                if said := _wrong(door, role, scope, answer):
                    where = (
                        f"{door['address']} {door.get('with', '')}{door.get('body', '')} of {scope or 'all'}, {state}"
                    )
                    wrong.append(f"{role} {where}: {answer.status}, {said}")
    assert not wrong, "\n".join(wrong)
