"""The columnar twin against the plain functions (孪生对照): random forms full of blanks, under every method.

Each row that the twin is sure of must have the same points, each form that it answers the same totals and the same
checks on numbers that fire. One difference is a fault.

Run: python -m bench.twin [--forms 1000000] [--seed 1] [--processes 2]
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from decimal import Decimal
from itertools import count, islice
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from bench import machine
from bench.random_forms import forms
from jixiao import rulebooks
from jixiao.batch.columns import FORMS, FUNDS, INDICATORS
from jixiao.batch.parts import table_schema
from jixiao.batch.rows import rows_of
from jixiao.checks import all_checks, audit
from jixiao.columnar.findings import ELSEWHERE
from jixiao.columnar.points import Due
from jixiao.columnar.sheet import UNIT, Sheet, of_tables
from jixiao.columnar.twin import Verdict, judge
from jixiao.form import Form
from jixiao.outcome import Audited
from jixiao.rulebooks.model import Rulebook
from jixiao.scoring import Award, Unscored, score
from jixiao.scoring.sums import limits

CHUNK = 500  # forms held against each other at a time


class Compared(NamedTuple):
    """What was held against each other (对照结果)."""

    forms: int
    rows: int
    sure: int  #: rows that the twin is sure of
    answered: int  #: forms that it answers
    quiet: int  #: those of them that it proves quiet
    silent: int  #: forms of which the plain checks on numbers are silent
    wrong: tuple[str, ...]  #: differences

    def plus(self, other: Compared) -> Compared:
        """Both together."""
        return Compared(*(mine + more for mine, more in zip(self, other, strict=True)))  # type: ignore[operator]


NOTHING = Compared(0, 0, 0, 0, 0, 0, ())


def sheet_of(found: Sequence[Audited]) -> Sheet:
    """The forms as arrays, by way of the rows that a store would hold."""
    rows = [rows_of(f"{at:032}", 1, one) for at, one in enumerate(found)]
    tables = (
        pa.Table.from_pylist(
            [row for told in rows for row in told[table.name]], schema=table_schema(table, inside=True)
        )
        for table in (FORMS, FUNDS, INDICATORS)
    )
    return of_tables(*tables)


def compared(found: Sequence[Form], rulebook: Rulebook) -> Compared:
    """Hold the twin's answers on these forms against those of the plain functions."""
    numeric = [one for one in all_checks() if one.code.startswith("A") and one.code not in ELSEWHERE]
    told = [Audited(form, rulebook, (), score(form, rulebook), tuple(audit(form, rulebook, numeric))) for form in found]
    sheet = sheet_of([one._replace(findings=()) for one in told])
    verdict = judge(sheet, rulebook)
    wrong = [
        f"{rulebook.name}, form {at}: {what}"
        for at, one in enumerate(told)
        for what in _differences(one, at, sheet, verdict)
    ]
    sizes = len(verdict.rows.sure), int(verdict.rows.sure.sum())
    proved = int(verdict.found.answered.sum()), int(verdict.quiet.sum())
    return Compared(len(found), *sizes, *proved, sum(not one.findings for one in told), tuple(wrong))


def _differences(one: Audited, at: int, sheet: Sheet, verdict: Verdict) -> Iterator[str]:
    card, first = one.scorecard, int(sheet.rows.starts[at])
    for row, award in enumerate(card.indicators, start=first):
        if verdict.rows.sure[row] and _told(award) != _due(verdict.rows, row):
            yield f"row {row - first}: {award} is not {_due(verdict.rows, row)}"
    rate = verdict.execution
    of_rate = None if rate.absent[at] else _due(rate, at)
    if rate.sure[at] and (None if card.execution is None else _told(card.execution)) != of_rate:
        yield f"execution: {card.execution} is not {of_rate}"
    if not verdict.found.answered[at]:
        return
    codes = {finding.code for finding in one.findings}
    fired = {code for code, forms in verdict.found.fired.items() if forms[at]}
    if codes != fired:
        yield f"{sorted(fired)} told, but {sorted(codes)} found"
    whole = verdict.totals
    if (card.total.low, card.total.high) != (_exact(whole.low[at]), _exact(whole.high[at])):
        yield f"total {card.total} is not {whole.low[at]}–{whole.high[at]}"
    taken = _exact(whole.taken[at]) if whole.known[at] else None
    if card.taken != taken:
        yield f"total as taken {card.taken} is not {taken}"


def _told(award: Award | Unscored) -> tuple[Decimal, Decimal, bool]:
    return *limits(award), isinstance(award, Award)


def _due(due: Due, at: int) -> tuple[Decimal, Decimal, bool]:
    return _exact(due.low[at]), _exact(due.high[at]), bool(due.given[at])


def _exact(number: np.int64) -> Decimal:
    return Decimal(int(number)) / UNIT


def part(name: str, seed: int, number: int) -> Compared:
    """So many forms of one method."""
    rulebook = rulebooks.load(name)
    made = forms(seed, rulebook)
    whole = NOTHING
    for at in count():
        size = min(CHUNK, number - at * CHUNK)
        if size <= 0:
            return whole
        whole = whole.plus(compared([*islice(made, size)], rulebook))
    return whole


def main() -> None:
    """Print what was held against each other, method by method."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--forms", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    print(machine.describe())
    names = rulebooks.names()
    each = -(-options.forms // len(names))
    began, whole = time.perf_counter(), NOTHING
    with ProcessPoolExecutor(options.processes) as crew:
        for name, one in zip(
            names, crew.map(part, names, [options.seed] * len(names), [each] * len(names)), strict=True
        ):
            whole = whole.plus(one)
            print(
                f"{name}: {one.forms} forms, {one.answered} answered, quiet {one.quiet} of {one.silent} silent, "
                f"{len(one.wrong)} wrong",
                flush=True,
            )
            for line in one.wrong[:3]:
                print(f"  {line}")
    share = whole.sure * 100 // max(whole.rows, 1)
    print(f"{whole.forms} forms, {whole.rows} rows ({share} % sure)")
    print(f"{whole.answered} answered, {whole.quiet} of them proved quiet of {whole.silent} that are")
    print(f"{len(whole.wrong)} differences, {time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
