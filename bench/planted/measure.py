"""How many planted errors are found, and how many correct forms are complained of (查出率与误报率).

The forms are made and audited in blocks. What a block holds depends on the seed and its own number alone, so that the
figures are the same for any number of processes.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from decimal import Decimal
from multiprocessing import get_context
from typing import NamedTuple

import msgspec

from bench.planted.catalogue import Mutation, all_mutations
from bench.planted.generator import Made, make, recipes
from jixiao.checks import audit
from jixiao.finding import Finding, Severity
from jixiao.form import Form

BLOCK = 50
"""Correct forms a block: few enough to share out evenly, enough for every mutation to find one that it fits."""
GRAVE = (Severity.MUST_FIX, Severity.EXPLAIN)
"""The two upper severities, for which false alarms are counted against the bar."""


class Job(NamedTuple):
    """One block of work (一批)."""

    seed: str
    block: int
    clean: int
    mutated: int


class Tally(msgspec.Struct):
    """What was counted (计数); tallies of blocks add up."""

    clean: int = 0
    mutated: int = 0
    planted: Counter[str] = msgspec.field(default_factory=Counter)  #: by name of the mutation
    found: Counter[str] = msgspec.field(default_factory=Counter)
    alarms: Counter[tuple[str, str]] = msgspec.field(default_factory=Counter)  #: clean forms, by code and severity

    def add(self, other: Tally) -> None:
        """Take in what another block counted."""
        self.clean += other.clean
        self.mutated += other.mutated
        for ours, theirs in ((self.planted, other.planted), (self.found, other.found)):
            ours.update(theirs)
        self.alarms.update(other.alarms)

    def recall(self, mutations: Iterable[Mutation]) -> Decimal | None:
        """The share of these mutations' plantings that were found; None where none was planted."""
        names = [one.name for one in mutations]
        planted = sum(self.planted[name] for name in names)
        return Decimal(sum(self.found[name] for name in names)) / planted if planted else None

    def alarms_per_thousand(self, code: str, severities: Iterable[Severity] = tuple(Severity)) -> Decimal:
        """How many of a thousand correct forms a check complains of, at these severities."""
        count = sum(self.alarms[code, severity.value] for severity in severities)
        return Decimal(1000 * count) / self.clean if self.clean else Decimal(0)


def jobs(seed: str, clean: int, mutated: int) -> Iterator[Job]:
    """The blocks that make up so many correct and so many mutated forms."""
    blocks = max(1, -(-clean // BLOCK))
    for block in range(blocks):
        yield Job(seed, block, _share(clean, block, blocks), _share(mutated, block, blocks))


def _share(count: int, block: int, blocks: int) -> int:
    return count * (block + 1) // blocks - count * block // blocks


def measure(seed: str, clean: int, mutated: int, processes: int) -> Tally:
    """Audit so many correct and so many mutated forms, and count."""
    total = Tally()
    work = list(jobs(seed, clean, mutated))
    if processes == 1:
        for job in work:
            total.add(run(job))
        return total
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        for tally in pool.map(run, work):
            total.add(tally)
    return total


def run(job: Job) -> Tally:
    """One block: its correct forms, then errors planted in them, each mutation in turn."""
    tally = Tally()
    bases = [base_of(job.seed, job.block * BLOCK + index) for index in range(job.clean)]
    known = []
    for made in bases:
        findings = audit(made.form, made.rulebook)
        known.append(set(map(_identity, findings)))
        tally.clean += 1
        tally.alarms.update({(one.code, one.severity.value) for one in findings})
    for place, mutation, form in _mutants(job, bases):
        tally.mutated += 1
        tally.planted[mutation.name] += 1
        findings = audit(form, bases[place].rulebook)
        tally.found[mutation.name] += any(
            one.code == mutation.code and _identity(one) not in known[place] for one in findings
        )
    return tally


def base_of(seed: str, number: int) -> Made:
    """The correct form of this number: every recipe in turn."""
    known = recipes()
    return make(f"{seed}/{number}", known[number % len(known)])


def _identity(finding: Finding) -> tuple[str, str, str]:
    return finding.code, finding.path, str(sorted(finding.facts.items()))


def _mutants(job: Job, bases: list[Made]) -> Iterator[tuple[int, Mutation, Form]]:
    """So many mutated forms of this block: every mutation in turn, each on the next form that it fits."""
    rng = random.Random(f"{job.seed}/mutants/{job.block}")
    fitting = list(all_mutations())
    rng.shuffle(fitting)  # a small run must not plant the first codes alone
    made = 0
    while made < job.mutated and fitting and bases:
        for mutation in tuple(fitting):
            planted = plant(mutation, bases, rng)
            if planted is None:
                fitting.remove(mutation)
                continue
            yield planted[0], mutation, planted[1]
            made += 1
            if made == job.mutated:
                return


def plant(mutation: Mutation, bases: list[Made], rng: random.Random) -> tuple[int, Form] | None:
    """The error in one of the forms, with that form's place; None where it fits none of them."""
    start = rng.randrange(len(bases))
    for step in range(len(bases)):
        place = (start + step) % len(bases)
        form = mutation.apply(bases[place].form, rng, bases[place].rulebook)
        if form is not None:
            return place, form
    return None
