"""How fast documents of mixed formats become a store (批量速度), and whether killing changes it.

Run: python -m bench.batch [--documents 240] [--repeats 3] [--no-kills]
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import machine
from bench.planted import documents
from bench.planted.generator import Made, make, recipes
from jixiao import form_json
from jixiao.batch.columns import TABLES
from jixiao.batch.run import gather
from jixiao.batch.store import table_file
from jixiao.outcome import examine
from jixiao.writers import docx, typst_pdf

AIM = 1.7  # two processes on two cores, against one
WHOLE_KILLS = 3
KILL_EVERY = 0.7  # seconds between two killed workers, on average
FORMATS = ("xlsx", "html", "docx", "pdf", "json")


def corpus(folder: Path, count: int, formats: tuple[str, ...] = FORMATS) -> None:
    """Documents of every kind of form and the formats in turn, the same for the same count."""
    folder.mkdir(parents=True, exist_ok=True)
    kinds = recipes()
    for number in range(count):
        made = make(f"batch-{number}", kinds[number % len(kinds)])
        suffix = formats[number % len(formats)]
        (folder / f"{made.form.unit}-{number}.{suffix}").write_bytes(written(made, suffix))


def written(made: Made, suffix: str) -> bytes:
    """The form as a file of that format."""
    if suffix == "xlsx":
        return documents.workbook(made)
    if suffix == "html":
        return documents.web_page(made)
    if suffix == "json":
        return form_json.encode(made.form)
    return docx.write(made.form, "L1") if suffix == "docx" else typst_pdf.write(made.form, "L1")


def seal(store: Path) -> str:
    """A hash of every table of the store, as it stands on disk."""
    tables = (hashlib.sha256(table_file(store, table.name).read_bytes()).hexdigest() for table in TABLES)
    return hashlib.sha256("\n".join(tables).encode()).hexdigest()


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=240)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--no-kills", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "source"
        corpus(source, options.documents)
        jobs = {
            "floor: one process that only counts": lambda: counting(1),
            "floor: two of them": lambda: counting(2),
            "read, score, audit only, in this process": lambda: plainly(source),
            "store, 1 process": lambda: seconds(source, folder / "store", 1),
            "store, 2 processes": lambda: seconds(source, folder / "store", 2),
        }
        print(machine.describe())
        print(f"{options.documents} documents ({', '.join(FORMATS)}), median of {options.repeats} runs in turns")
        found = machine.in_turns(jobs, options.repeats)
        for job, values in found.items():
            done = (
                "" if job.startswith("floor") else f"{options.documents / statistics.median(values):8.1f} documents/s"
            )
            print(f"{job:42} {machine.spread(values)} {done}".rstrip())
        one, two = (found[f"store, {label}"] for label in ("1 process", "2 processes"))
        ratio = statistics.median(first / second for first, second in zip(one, two, strict=True))
        print(f"2 processes to 1, median of the pairs: {ratio:.2f}   aim {AIM}: {'met' if ratio >= AIM else 'MISSED'}")
        shares(source, folder / "store")
        one, two = (found[f"floor: {label}"] for label in ("one process that only counts", "two of them"))
        gain = statistics.median(2 * first / second for first, second in zip(one, two, strict=True))
        print(
            f"two processes that only count did {gain:.2f} times the work of one: no store can gain more here and now"
        )
        if not options.no_kills:
            killing(source, folder)


def counting(processes: int) -> float:
    """Seconds of so many processes that share nothing: what the machine has to give."""
    begin = time.perf_counter()
    code = "for _ in range(20_000_000): pass"
    for one in [subprocess.Popen([sys.executable, "-c", code]) for _ in range(processes)]:  # noqa: S603 - our own code
        one.wait()
    return time.perf_counter() - begin


def plainly(source: Path) -> float:
    """Seconds without any store: the floor."""
    begin = time.perf_counter()
    for path in sorted(source.iterdir()):
        examine(path)
    return time.perf_counter() - begin


def cpu() -> tuple[float, float]:
    """Processor seconds of this process and of its finished workers."""
    own, children_ = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime, children_.ru_utime + children_.ru_stime


def shares(source: Path, store: Path) -> None:
    """What of the work is not shared among processes: it bounds the gain, even where the machine is busy."""
    before = cpu()
    seconds(source, store, 2)
    alone, shared = (after - first for first, after in zip(before, cpu(), strict=True))
    bound = (alone + shared) / (alone + shared / 2)
    print(f"processor seconds: {alone:.2f} alone, {shared:.2f} in the workers; two of them can gain {bound:.2f}")


def seconds(source: Path, store: Path, workers: int) -> float:
    """Seconds for a store from nothing."""
    shutil.rmtree(store, ignore_errors=True)
    begin = time.perf_counter()
    gather(source, store, workers)
    return time.perf_counter() - begin


def killing(source: Path, folder: Path) -> None:
    """Kill workers at random and the whole run three times; the store must be that of an undisturbed run."""
    undisturbed, disturbed = folder / "undisturbed", folder / "disturbed"
    length = seconds(source, undisturbed, 2)
    rng = random.Random(1)
    workers_killed = runs = 0
    while True:
        runs += 1
        until = length * rng.uniform(0.3, 0.7) if runs <= WHOLE_KILLS else None
        killed, finished = one_run(source, disturbed, rng, until)
        workers_killed += killed
        if finished:
            break
    same = "equal to the last byte" if seal(undisturbed) == seal(disturbed) else "DIFFERENT"
    print(f"{runs - 1} whole runs and {workers_killed} workers killed: the store is {same}")


def one_run(source: Path, store: Path, rng: random.Random, until: float | None) -> tuple[int, bool]:
    """One run in a process of its own, its workers killed at random, itself after `until` seconds; was it finished?"""
    command = [sys.executable, "-m", "jixiao", "batch", str(source), "-o", str(store), "-j", "2"]
    run = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603 - our own command
    begin, killed = time.monotonic(), 0
    while run.poll() is None:
        time.sleep(rng.uniform(0, 2 * KILL_EVERY))
        if until is not None and time.monotonic() - begin > until:
            run.kill()
        elif workers := children(run.pid):
            os.kill(rng.choice(workers), signal.SIGKILL)
            killed += 1
    return killed, run.returncode == 0


def children(pid: int) -> list[int]:
    """The processes that a process has started, where the system tells."""
    told = Path(f"/proc/{pid}/task/{pid}/children")
    try:
        return [int(child) for child in told.read_text(encoding="ascii").split()]
    except OSError:
        return []


if __name__ == "__main__":
    main()
