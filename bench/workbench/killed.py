"""The workbench killed while people save and submit (断电): nothing acknowledged is lost, no step is half taken.

Run: .venv/bin/python -m bench.workbench.killed [--rounds 100]
     tools/with_postgresql .venv/bin/python -m bench.workbench.killed
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import tempfile
from collections.abc import Sequence
from pathlib import Path

import msgspec

from bench.workbench.client import Browser, Gone
from bench.workbench.serving import Server
from bench.workbench.world import Person, World, people, prepare
from jixiao.web.ledger.chain import Row

PEOPLE = 6
LIFE = (0.3, 1.5)  # seconds from the first request to SIGKILL
STEP_EVERY = 4  # saves


class Known:
    """What one person was told (已确认的结果): the last text, revision and state that the server acknowledged."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.revision = person.revision
        self.text: str | None = None
        self.state = "draft"
        self.asked: tuple[str, str] | None = None  #: what was under way when the server died: (text, state)
        self.count = 0


async def work(known: Known, browser: Browser) -> None:
    """Save, save, submit, withdraw, and so on until the server dies."""
    while True:
        known.count += 1
        if known.count % STEP_EVERY == 0:
            await _step(known, browser, "submit", "at_unit")
            await _step(known, browser, "withdraw", "draft")
            continue
        text = f"第 {known.count} 次填写"
        known.asked = (text, known.state)
        told = {"seen": known.revision, "cells": {"conclusion": text}}
        answer = await browser.post_json(f"/forms/{known.person.form}/save/", told)
        if answer.status != 200:
            message = f"save: {answer.status} {answer.body[:200]!r}"
            raise AssertionError(message)
        known.text, known.revision, known.asked = text, msgspec.json.decode(answer.body)["revision"], None


async def _step(known: Known, browser: Browser, name: str, end: str) -> None:
    known.asked = (known.text or "", end)
    fields = {"state": known.state, "revision": str(known.revision)}
    answer = await browser.post_form(f"/forms/{known.person.form}/step/{name}/", fields)
    if answer.status != 302:
        message = f"{name}: {answer.status}"
        raise AssertionError(message)
    known.state, known.asked = end, None


async def one_life(everybody: list[Known], server: Server, chance: random.Random) -> None:
    """People work until the server is killed under their hands."""

    async def busy(known: Known) -> None:
        browser = Browser(server.port, known.person.session)
        try:
            await work(known, browser)
        except Gone:
            await browser.close()

    jobs = [asyncio.ensure_future(busy(known)) for known in everybody]
    await asyncio.sleep(chance.uniform(*LIFE))
    await asyncio.to_thread(server.kill)
    await asyncio.gather(*jobs)


def faults(everybody: list[Known]) -> list[str]:
    """What is lost or half done in the database; what was under way may stand or not, but whole."""
    from django.db import connection  # noqa: PLC0415 - needs Django set up

    from jixiao.web.forms.models import FormRecord  # noqa: PLC0415
    from jixiao.web.ledger import chain  # noqa: PLC0415

    found = []
    for known in everybody:
        record = FormRecord.objects.get(pk=known.person.form)
        stands = (record.form.conclusion, record.state)
        if stands not in ((known.text, known.state), known.asked):
            found.append(f"form {record.pk}: {stands}, acknowledged {(known.text, known.state)}")
        last = record.steps.last()
        if last is not None and record.state != last.end:
            found.append(f"form {record.pk}: state {record.state}, last step to {last.end}")
        if record.version.revision != record.revision:
            found.append(f"form {record.pk}: revision {record.revision}, its version {record.version.revision}")
        known.text, known.state, known.revision, known.asked = stands[0], stands[1], record.revision, None
    with connection.cursor() as cursor:
        cursor.execute(chain.HEAD_QUERY)
        head = cursor.fetchone()
        cursor.execute(chain.QUERY)
        rows = [chain.Row(*row) for row in cursor.fetchall()]
    found += [f"log: {fault.kind} at {fault.number}" for fault in chain.faults(rows, head)]
    return found + _unlogged(rows)


def _unlogged(rows: Sequence[Row]) -> list[str]:
    from jixiao.web.cycle.models import Step  # noqa: PLC0415 - needs Django set up

    logged = sum(row.action in ("cycle.submit", "cycle.withdraw") for row in rows)
    taken = Step.objects.count()
    return [] if logged == taken else [f"{taken} steps, {logged} in the log"]


def run(world: World, rounds: int, processes: int = 2, seed: int = 1) -> tuple[list[str], int]:
    """So many lives of the server; the faults, and how many acts were acknowledged."""
    from django.db import connections  # noqa: PLC0415 - needs Django set up

    chance, server = random.Random(seed), Server("--processes", str(processes))
    everybody = [Known(person) for person in world.fillers]
    found: list[str] = []
    for at in range(rounds):
        server.start()
        for known in everybody:
            if known.state == "at_unit":  # killed between the two: the form waits to be taken back
                asyncio.run(_back(known, server))
        asyncio.run(one_life(everybody, server, chance))
        found += [f"round {at + 1}: {fault}" for fault in faults(everybody)]
        connections.close_all()
    return found, sum(known.count for known in everybody)


async def _back(known: Known, server: Server) -> None:
    browser = Browser(server.port, known.person.session)
    await _step(known, browser, "withdraw", "draft")
    await browser.close()


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=100)
    asked = parser.parse_args()
    database = os.environ.get("JIXIAO_TEST_DATABASE_URL", "")
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder), database)
        found, acts = run(people(PEOPLE, 0, rows=0), asked.rounds)
    where = "PostgreSQL" if database else "SQLite"
    print(f"{where}: killed {asked.rounds} times during {acts} acts of {PEOPLE} people; faults: {len(found)}")
    print("\n".join(found))


if __name__ == "__main__":
    main()
