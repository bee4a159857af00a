"""The log (留痕): nothing in it can be changed, and what was changed all the same is found."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from jixiao.web.ledger import chain
from jixiao.web.ledger.models import AlreadyWritten, Entry, Head
from jixiao.web.ledger.record import record
from jixiao.web.ledger.views import readable
from tests.command_line import Run
from tests.web.conftest import Cast

Rows = list[chain.Row]


def made(count: int) -> Rows:
    rows: Rows = []
    for number in range(1, count + 1):
        previous = rows[-1].hash if rows else chain.START
        row = chain.Row(number, f"2026-11-2{number}T00:00:00.000000Z", "某", "forms.save", "form:1", "{}", previous, "")
        rows.append(row._replace(hash=chain.digest(row)))
    return rows


def head(rows: Rows) -> tuple[int, str]:
    return rows[-1].number, rows[-1].hash


def altered(rows: Rows) -> Rows:
    return [*rows[:2], rows[2]._replace(facts='{"score":"100"}'), *rows[3:]]


def forged(rows: Rows) -> Rows:
    row = rows[2]._replace(facts='{"score":"100"}')
    return [*rows[:2], row._replace(hash=chain.digest(row)), *rows[3:]]


def removed(rows: Rows) -> Rows:
    return [*rows[:2], *rows[3:]]


def reordered(rows: Rows) -> Rows:
    return [rows[0], rows[2]._replace(number=2), rows[1]._replace(number=3), *rows[3:]]


@pytest.mark.parametrize(
    ("harm", "kind", "number"),
    [(altered, "altered", 3), (forged, "unlinked", 4), (removed, "missing", 3), (reordered, "unlinked", 2)],
)
def test_what_was_done_to_the_chain_is_found(harm: Callable[[Rows], Rows], kind: str, number: int) -> None:
    rows = made(5)
    assert list(chain.faults(rows, head(rows))) == []
    assert chain.Fault(number, kind) in list(chain.faults(harm(rows), head(rows)))


def test_a_cut_end_is_found() -> None:
    rows = made(5)
    assert list(chain.faults(rows[:3], head(rows))) == [chain.Fault(4, "cut")]


def test_the_acts_of_the_cast_make_a_whole_chain(cast: Cast) -> None:
    end = Head.objects.get(pk=1)
    rows = [entry.row for entry in Entry.objects.order_by("number")]
    assert len(rows) == end.number >= len(cast.people)
    assert list(chain.faults(rows, (end.number, end.hash))) == []


@pytest.mark.parametrize(("role", "reads"), [("FP", True), ("AU", True), ("SA", True), ("DM", False), ("RM", False)])
def test_who_reaches_every_unit_reads_the_whole_log(cast: Cast, role: str, reads: bool) -> None:  # noqa: FBT001 - a case
    with transaction.atomic():
        record(None, "enter.failed", "enter:某生人")
        record(None, "cycle.issue", cast.units["r2"])
    account, every = cast.people[role], Entry.objects.count()
    assert readable(account).count() < every  # r2 is beyond
    cast.units["r2"].parent = cast.units["r1"]
    cast.units["r2"].save()
    assert (readable(account).count() == every) is reads


@pytest.mark.usefixtures("cast")
def test_the_application_cannot_change_or_remove_an_entry() -> None:
    entry = Entry.objects.get(number=1)
    for act in (entry.delete, Entry.objects.all().delete, lambda: Entry.objects.update(account="别人")):
        with pytest.raises(AlreadyWritten):
            act()
    with pytest.raises(DatabaseError), transaction.atomic():
        entry.save()


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize(
    "statement", ["UPDATE ledger_entry SET facts = '{}'", "DELETE FROM ledger_entry WHERE number = 1"]
)
def test_the_database_refuses_as_well(statement: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.usefixtures("cast")
def test_an_act_that_fails_leaves_no_entry() -> None:
    before = Head.objects.get(pk=1).number

    def failing() -> None:
        with transaction.atomic():
            record(None, "forms.save", "form:1")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing()
    assert (Head.objects.get(pk=1).number, Entry.objects.count()) == (before, before)


def stored(path: Path, rows: Rows, end: tuple[int, str]) -> Path:
    connected = sqlite3.connect(path)
    connected.execute(f"CREATE TABLE ledger_entry ({', '.join(chain.FIELDS)})")
    connected.execute("CREATE TABLE ledger_head (id, number, hash)")
    connected.executemany(f"INSERT INTO ledger_entry VALUES ({','.join('?' * len(chain.FIELDS))})", rows)  # noqa: S608
    connected.execute("INSERT INTO ledger_head VALUES (1, ?, ?)", end)
    connected.commit()
    connected.close()
    return path


def test_the_command_verifies_a_file(run: Run, tmp_path: Path) -> None:
    rows = made(4)
    code, out, _ = run("verify-log", stored(tmp_path / "whole.sqlite3", rows, head(rows)), "--head", rows[1].hash)
    assert (code, "4 条" in out) == (0, True)
    code, out, _ = run("verify-log", stored(tmp_path / "harmed.sqlite3", altered(rows), head(rows)))
    assert (code, "第 3 条被改动" in out) == (1, True)


def test_the_command_says_what_is_no_log(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x.sqlite3").write_bytes(b"no database")
    code, _, err = run("verify-log", tmp_path / "x.sqlite3")
    assert (code, "x.sqlite3" in err) == (2, True)
    assert run("verify-log", tmp_path / "none")[0] == 2
