"""Scoring and all checks of one form with 60 indicators, warm (计分与审核耗时), with the cost of each check.

Run: python -m bench.audit [--repeats 301]
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import msgspec

from bench import machine
from jixiao import opening, rulebooks
from jixiao.checks import all_checks, audit
from jixiao.checks.dossier import Dossier
from jixiao.form import Form
from jixiao.scoring import score

EXAMPLE = Path(__file__).parent.parent / "examples" / "project-clean-2023.xlsx"
ROWS, AIM = 60, 2  # indicators; ms, the house's aim


def large_form(count: int = ROWS) -> Form:
    """The clean example with its indicators told apart and repeated; weights shared so that they stay 90."""
    form = opening.open_forms(EXAMPLE)[0]
    share = Decimal(90) / count
    rows = []
    for index in range(count):
        row = form.indicators[index % len(form.indicators)]
        rows.append(msgspec.structs.replace(row, name=f"{row.name}（第{index}片）", weight=share, score=share))
    return msgspec.structs.replace(form, indicators=tuple(rows), headings=(), locations={})


def microseconds(job: Callable[[], object], repeats: int) -> float:
    """Median time of one call."""
    times = []
    for _ in range(repeats):
        begin = time.perf_counter()
        job()
        times.append(time.perf_counter() - begin)
    return 1e6 * statistics.median(times)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=301)
    repeats = parser.parse_args().repeats
    form = large_form()
    rulebook = rulebooks.for_form(form).rulebook
    audit(form, rulebook)
    print(machine.describe())
    print(f"one form, {ROWS} indicators, {len(all_checks())} checks, {rulebook.name}; median of {repeats} calls")
    whole = microseconds(lambda: audit(form, rulebook), repeats)
    met = "met" if whole < 1000 * AIM else "MISSED"
    print(f"{'score and all checks':58} {whole / 1000:7.3f} ms   aim {AIM} ms: {met}")
    print(f"{'of which score':58} {microseconds(lambda: score(form, rulebook), repeats) / 1000:7.3f} ms")
    dossier = Dossier(form, rulebook)
    costs = []
    for one in all_checks():
        list(one.find(dossier))  # what the checks share is worked out once and belongs to none of them
        costs.append((microseconds(lambda find=one.find: list(find(dossier)), repeats // 3), one))  # type: ignore[misc]
    for cost, one in sorted(costs, key=lambda item: -item[0]):
        print(f"  {one.code}  {one.slug.partition('_')[2]:50} {cost:8.1f} µs")


if __name__ == "__main__":
    main()
