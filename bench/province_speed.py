"""How fast a province is scored and audited (省级速度): beside the floor, a scan of the same columns, and peers.

Run: python -m bench.province_speed [--forms 20000] [--repeats 5] [--folder FOLDER]
The peers: OpenFisca-core and pydantic with Decimal (extra bench), and the same formulas in floating point.
"""

from __future__ import annotations

import argparse
import math
import resource
import shutil
import statistics
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import duckdb
import msgspec
import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray

from bench import machine
from bench.province import write
from jixiao import rulebooks, scoring
from jixiao.batch.run import gather
from jixiao.batch.store import table_file
from jixiao.checks import all_checks
from jixiao.checks.dossier import Dossier
from jixiao.columnar.points import Totals, execution_due, rows_due
from jixiao.columnar.points import totals as totals_of
from jixiao.columnar.recompute import Recomputed, recompute
from jixiao.columnar.sheet import UNIT, Sheet
from jixiao.columnar.stream import Place, batch, places
from jixiao.columnar.twin import Verdict, judge
from jixiao.form import Form
from jixiao.rulebooks.model import Rulebook

SAMPLE = 2_000  # forms that the peers are tried on
CENT = Decimal("0.01")
CENT_OFF = 0.0049
NUMBERS = {
    "forms": ("full_budget", "executed", "rate", "execution_score", "total_score", "total_weight"),
    "funds": ("initial_budget", "full_budget", "executed"),
    "indicators": ("target_number", "actual_number", "weight", "score"),
}


def cpu() -> float:
    """Processor seconds of this process and of its finished workers."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def timed(job: Callable[[], object]) -> tuple[float, float]:
    """Seconds on the clock and processor seconds of a job."""
    begin, used = time.perf_counter(), cpu()
    job()
    return time.perf_counter() - begin, cpu() - used


def floor(store: Path) -> None:
    """Scan every number column that scoring needs, once."""
    for table, columns in NUMBERS.items():
        sums = ", ".join(f"sum({name})" for name in columns)
        duckdb.execute(f"SELECT {sums} FROM '{table_file(store, table)}'").fetchall()  # noqa: S608 - names of our own


def scored(forms: Iterable[Form]) -> None:
    """Score and run the checks of arithmetic (A...), in plain functions over one form."""
    arithmetic = [one for one in all_checks() if one.code.startswith("A")]
    for form in forms:
        method = rulebooks.for_form(form).rulebook
        scoring.score(form, method)
        dossier = Dossier(form, method)
        for one in arithmetic:
            list(one.find(dossier))


def pydantic_scored(raw: list[dict[str, Any]]) -> None:
    """The same formulas over pydantic models with Decimal: what an application would write."""
    from pydantic import create_model  # noqa: PLC0415 - of the extra bench

    maybe = (Decimal | None, None)
    value = create_model("Value", number=(Decimal, ...), operator=(str, ""))
    row = create_model("Row", target=(value, ...), actual=(value, ...), weight=(Decimal, ...), score=(Decimal, ...))
    fund = create_model("Fund", full_budget=(Decimal, ...), executed=(Decimal, ...), weight=maybe, score=maybe)
    whole = create_model("Whole", funds=(list[fund], ...), indicators=(list[row], ...), total_score=(Decimal, ...))  # type: ignore[valid-type]
    for one in raw:
        form: Any = whole.model_validate(one)
        total = form.funds[0]
        points = [total.executed / total.full_budget * 10, *map(_points, form.indicators)]
        told = sum((point.quantize(CENT, ROUND_HALF_UP) for point in points), Decimal(0))
        _ = told == form.total_score


def _points(row: Any) -> Decimal:  # noqa: ANN401 - a model of the peer
    top, bottom = (row.actual, row.target) if row.target.operator == "≥" else (row.target, row.actual)
    points: Decimal = row.weight * min(top.number / bottom.number, Decimal(1))
    return points


def float_errors(raw: list[dict[str, Any]]) -> int:
    """How many rows a floating-point peer scores a cent off, with the usual round(x, 2)."""
    wrong = 0
    for one in raw:
        for row in one["indicators"]:
            target, actual = float(row["target"]["number"]), float(row["actual"]["number"])
            share = actual / target if row["target"]["operator"] == "≥" else target / actual
            told = round(float(row["weight"]) * min(share, 1.0), 2)
            wrong += not math.isclose(told, _exact(row), abs_tol=0.001)
    return wrong


def _exact(row: dict[str, Any]) -> float:
    weight, numbers = int(row["weight"]) * 100, (int(row["target"]["number"]), int(row["actual"]["number"]))
    bottom, top = numbers if row["target"]["operator"] == "≥" else numbers[::-1]
    return (min(weight * bottom, weight * top) * 2 + bottom) // (2 * bottom) / 100


def wrong_totals(store: Path, planted: Path) -> int:
    """Forms without a planted fault of the total whose recomputed total is not the one that they were made with."""
    query = f"""SELECT count(*) FROM '{table_file(store, "forms")}' AS forms
        WHERE recomputed_score IS DISTINCT FROM total_score AND NOT EXISTS (FROM '{planted}' AS planted
            WHERE ends_with(forms.file, planted.name) AND fault IN ('total_wrong', 'score_over'))"""  # noqa: S608
    return int((duckdb.execute(query).fetchone() or (0,))[0])


def lines(folder: Path, count: int, repeats: int) -> Iterator[str]:
    """The table, row by row."""
    wall, used = timed(lambda: write(folder, count))
    yield f"{count} forms of 15 indicators, made in {wall:.0f} s ({used:.0f} processor seconds)"
    store = folder / "store"
    shutil.rmtree(store, ignore_errors=True)
    wall, used = timed(lambda: gather(folder / "province.parquet", store, 2))
    most = [resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    each = used / count * 1000
    yield f"store with every check, 2 processes: {wall:.0f} s, {used:.0f} processor seconds, {each:.2f} ms a form"
    yield f"most memory: this process {most[0]:.0f} MiB, the largest worker {most[1]:.0f} MiB"
    wrong = wrong_totals(store, folder / "planted.parquet")
    yield f"recomputed totals that are not those the forms were made with: {wrong}"
    yield from numbers(store, folder / "recomputed.parquet", count, repeats)
    texts = pq.ParquetFile(folder / "province.parquet").read_row_group(0, ["form"]).column(0).to_pylist()[:SAMPLE]
    yield from one_by_one(texts)


def numbers(store: Path, target: Path, count: int, repeats: int) -> Iterator[str]:
    """The floor, the columnar twin and OpenFisca over the same columns, in turns; medians of processor time."""
    duckdb.execute("SET threads = 2")
    jobs = {
        "floor": lambda: floor(store),
        "points": lambda: deque((_points_of(store, place) for place in places(store)), 0),
        "whole": lambda: recompute(store, target, None, 1),
    }
    found: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(repeats):
        for name, job in jobs.items():
            found[name].append(timed(job)[1] / count * 1e6)
    least, points, whole = (statistics.median(found[name]) for name in jobs)
    yield f"floor, scanning the same columns once: {least:.2f} µs a form (processor time, median of {repeats} in turns)"
    yield f"reading, scoring and proving right by columns: {points:.1f} µs, {points / least:.1f} times the floor"
    yield f"jixiao recompute, scores and checks on numbers of every form: {whole:.1f} µs, {whole / least:.1f} times"
    done: list[Recomputed] = []
    wall = timed(lambda: done.append(recompute(store, target, None, 2)))[0]
    yield f"  {done[0].proved} of {done[0].forms} proved right by columns, the others by the plain functions"
    yield f"  2 processes: {wall:.1f} s on the clock, with the start of the processes"
    yield from _beside_openfisca(store, repeats)


def _points_of(store: Path, place: Place) -> Verdict:
    return judge(batch(store, place).sheet)


def _beside_openfisca(store: Path, repeats: int) -> Iterator[str]:
    try:
        from bench.openfisca_peer import scored as peer  # noqa: PLC0415 - of the extra bench
    except ImportError:
        yield "OpenFisca: not installed (extra bench)"
        return
    sheet = batch(store, places(store)[0]).sheet
    rulebook = rulebooks.load(sheet.forms.words("rulebook").names[0])
    formulas, outside, ours = [], [], []
    totals: NDArray[np.floating[Any]] = np.zeros(sheet.size)
    for _ in range(repeats):
        began = time.process_time()
        seconds, totals = peer(sheet)
        outside.append(time.process_time() - began)
        formulas.append(seconds)
        ours.append(timed(lambda: points_of(sheet, rulebook))[1])
    exact = points_of(sheet, rulebook).low / UNIT
    wrong = int((np.abs(totals.astype(float) - exact) > CENT_OFF).sum())
    told = [statistics.median(one) / sheet.size * 1e6 for one in (formulas, outside, ours)]
    yield (
        f"from the same arrays to totals: OpenFisca-core {told[1]:.2f} µs a form ({told[0]:.2f} its formulas alone), "
        f"jixiao {told[2]:.2f}; {wrong} of {sheet.size} totals of OpenFisca (float32) a cent off"
    )


def points_of(sheet: Sheet, rulebook: Rulebook) -> Totals:
    """Totals by columns, nothing proved."""
    rows, execution = rows_due(sheet, rulebook), execution_due(sheet, rulebook)
    return totals_of(sheet, rulebook, rows, execution)


def one_by_one(texts: list[str]) -> Iterator[str]:
    """The plain functions and pydantic, form by form."""
    forms = [msgspec.json.decode(text, type=Form) for text in texts]
    raw = [msgspec.json.decode(text) for text in texts]
    scored(forms[:50])
    ours = timed(lambda: scored(forms))[1] / len(forms) * 1e6
    yield f"the plain functions, scores and checks on numbers: {ours:.0f} µs a form"
    try:
        peer = timed(lambda: pydantic_scored(raw))[1] / len(raw) * 1e6
        yield f"pydantic with Decimal, the scores alone: {peer:.0f} µs a form"
    except ImportError:
        yield "pydantic with Decimal: not installed (extra bench)"
    rows = sum(len(one["indicators"]) for one in raw)
    yield f"floating point: {float_errors(raw)} of {rows} scores a cent off; jixiao: 0 by the line above"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--forms", type=int, default=20_000)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    print(machine.describe())
    with tempfile.TemporaryDirectory() as name:
        for line in lines(options.folder or Path(name), options.forms, options.repeats):
            print(line, flush=True)


if __name__ == "__main__":
    main()
