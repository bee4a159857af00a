"""The workbench under load (负荷): people who fill in and people who review, all at once; every save is read back.

Run: tools/with_postgresql .venv/bin/python -m bench.workbench.load [--seconds 300] [--write-docs]
Without PostgreSQL in JIXIAO_TEST_DATABASE_URL it runs on SQLite, and says so.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import msgspec

from bench import machine
from bench.workbench.client import Answer, Browser, Gone
from bench.workbench.serving import Server
from bench.workbench.world import ROWS, Person, World, people, prepare
from jixiao.processors import cores

PAGE, SAVE = "page", "save"
AIMS = {PAGE: 300, SAVE: 150}  # ms, p95
PAUSE_FILLING, PAUSE_REVIEWING = (3, 7), (4, 8)  # seconds between two acts of one person
SAVES_A_PAGE = 12
SETTLE = 5  # seconds until every process of the server stands
DOCS = Path(__file__).parents[2] / "docs" / "workbench-load.md"


class Tally:
    """What everybody saw until the end (全体的结果)."""

    def __init__(self, until: float) -> None:
        self.until = until  # by time.monotonic(): nobody begins anything after it, and what was begun is waited for
        self.seconds: dict[str, list[float]] = {PAGE: [], SAVE: []}
        self.wrong: list[str] = []
        self.saved: dict[int, dict[str, str]] = {}  #: form → row → the last value that was acknowledged

    def count(self, kind: str, answer: Answer, what: str) -> bool:
        """Count the answer; whether it was good."""
        self.seconds[kind].append(answer.seconds)
        if answer.status != 200:
            self.wrong.append(f"{what}: {answer.status}")
        return answer.status == 200


async def filling(person: Person, browser: Browser, tally: Tally, chance: random.Random) -> None:
    """One save; now and then the page is opened anew."""
    seen = person.revision
    acts = 0
    while time.monotonic() < tally.until:
        if acts % SAVES_A_PAGE == 0:
            tally.count(PAGE, await browser.get(f"/forms/{person.form}/edit/"), "edit")
        acts += 1
        row, value = str(chance.randrange(ROWS)), f"{chance.randrange(1, 10_000)}"
        told = {"seen": seen, "rows": {"indicators": {"cells": {row: {"actual": value}}}}}
        answer = await browser.post_json(f"/forms/{person.form}/save/", told)
        if tally.count(SAVE, answer, "save"):
            seen = msgspec.json.decode(answer.body)["revision"]
            tally.saved.setdefault(person.form, {})[row] = value
        await asyncio.sleep(chance.uniform(*PAUSE_FILLING))


async def reviewing(waiting: list[int], browser: Browser, tally: Tally, chance: random.Random) -> None:
    """The queue, then a form of it, and so on."""
    while time.monotonic() < tally.until:
        tally.count(PAGE, await browser.get("/review/"), "queue")
        await asyncio.sleep(chance.uniform(*PAUSE_REVIEWING))
        tally.count(PAGE, await browser.get(f"/review/{chance.choice(waiting)}/"), "review")
        await asyncio.sleep(chance.uniform(*PAUSE_REVIEWING))


async def crowd(world: World, port: int, seconds: int) -> Tally:
    """Everybody at once for so long; they arrive one after the other within the first pause."""
    tally = Tally(time.monotonic() + seconds)

    async def one(session: str, seed: int, acts: Callable[[Browser, random.Random], Awaitable[None]]) -> None:
        chance, browser = random.Random(seed), Browser(port, session)
        await asyncio.sleep(chance.uniform(0, PAUSE_FILLING[1]))
        try:
            await acts(browser, chance)
        except Gone as error:
            tally.wrong.append(f"the server hung up: {error}")
        await browser.close()

    jobs = [
        one(person.session, at, lambda browser, chance, person=person: filling(person, browser, tally, chance))  # type: ignore[misc]
        for at, person in enumerate(world.fillers)
    ]
    jobs += [
        one(person.session, -1 - at, lambda browser, chance: reviewing(world.waiting, browser, tally, chance))
        for at, person in enumerate(world.reviewers)
    ]
    await asyncio.gather(*jobs)
    return tally


def lost(tally: Tally) -> int:
    """How many acknowledged values are not in the database."""
    from jixiao.web.forms.models import FormRecord  # noqa: PLC0415 - needs Django set up

    found = 0
    for pk, rows in tally.saved.items():
        indicators = FormRecord.objects.get(pk=pk).form.indicators
        for row, value in rows.items():
            actual = indicators[int(row)].actual
            found += actual is None or actual.text != value
    return found


def percentile(times: list[float], share: float) -> float:
    """In milliseconds."""
    ordered = sorted(times)
    return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def report(tally: Tally, missing: int, head: str) -> list[str]:
    """The table, as Markdown."""
    lines = [head, "", "| | requests | p50 ms | p95 ms | p99 ms | aim p95 | |", "|---|---|---|---|---|---|---|"]
    for kind, times in tally.seconds.items():
        half, most, nearly = (percentile(times, share) for share in (0.5, 0.95, 0.99))
        met = "met" if most < AIMS[kind] else "MISSED"
        lines.append(f"| {kind} | {len(times)} | {half:.0f} | {most:.0f} | {nearly:.0f} | {AIMS[kind]} | {met} |")
    values = sum(map(len, tally.saved.values()))
    lines += ["", f"Errors: {len(tally.wrong)}. Values read back at the end: {values}, lost: {missing}."]
    return lines + [f"- {what}" for what in sorted(set(tally.wrong))[:10]]


def main() -> None:
    """Run and print; `--write-docs` writes the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fillers", type=int, default=200)
    parser.add_argument("--reviewers", type=int, default=20)
    parser.add_argument("--seconds", type=int, default=300)
    parser.add_argument("--processes", type=int, default=cores() + 1)
    parser.add_argument("--write-docs", action="store_true")
    asked = parser.parse_args()
    database = os.environ.get("JIXIAO_TEST_DATABASE_URL", "")
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder), database)
        world = people(asked.fillers, asked.reviewers)
        server = Server("--processes", str(asked.processes))
        server.start()
        time.sleep(SETTLE)
        try:
            tally = asyncio.run(crowd(world, server.port, asked.seconds))
        finally:
            server.kill()
        where = "PostgreSQL" if database else "SQLite"
        head = (
            f"{machine.describe()}; {where}; {asked.fillers} people filling and {asked.reviewers} reviewing for "
            f"{asked.seconds} s, {asked.processes} server processes, {ROWS} indicators a form; the people "
            "are simulated on the same machine."
        )
        lines = report(tally, lost(tally), head)
    print("\n".join(lines))
    if asked.write_docs:
        text = DOCS.read_text(encoding="utf-8")
        start, end = "<!-- figures -->\n", "<!-- end -->"
        before, _, rest = text.partition(start)
        DOCS.write_text(before + start + "\n".join(lines) + "\n" + end + rest.partition(end)[2], encoding="utf-8")


if __name__ == "__main__":
    main()
