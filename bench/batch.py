"""How fast documents of mixed formats become a store (批量速度), and whether killing changes it.

The documents are made once and kept in FOLDER. They are taken in slices, each by one process and by two in turns, so
that whatever else the machine does hits both alike.

Run: python -m bench.batch [FOLDER] [--documents 5000] [--slices 5] [--rounds 2] [--no-kills | --only-kills]
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
from jixiao.writers import docx, typst_pdf

AIM = 1.7  # two processes on two cores, against one
WHOLE_KILLS = 3
KILLS = 25  # workers killed in the time of an undisturbed run, on average
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
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--documents", type=int, default=5000)
    parser.add_argument("--slices", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--no-kills", action="store_true")
    parser.add_argument("--only-kills", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        source = options.folder or Path(name) / "source"
        if not source.is_dir() or sum(1 for _ in source.iterdir()) != options.documents:
            shutil.rmtree(source, ignore_errors=True)
            corpus(source, options.documents)
        print(machine.describe())
        print(f"{options.documents} documents ({', '.join(FORMATS)})")
        if not options.only_kills:
            speed(sliced(source, Path(name), options.slices), Path(name) / "store", options.rounds)
        if not options.no_kills:
            killing(source, Path(name))


def sliced(source: Path, folder: Path, count: int) -> list[Path]:
    """The documents in so many folders, every format in each of them."""
    files = sorted(source.iterdir())
    for at in range(count):
        (folder / f"slice-{at}").mkdir()
        for file in files[at::count]:
            shutil.copy(file, folder / f"slice-{at}" / file.name)
    return [folder / f"slice-{at}" for at in range(count)]


def speed(slices: list[Path], store: Path, rounds: int) -> None:
    """Each slice by one process and by two, and beside it what the machine has to give at that time."""
    seconds(slices[0], store, 2)  # not measured: what must be loaded from disk
    found: dict[str, list[float]] = {"one": [], "two": [], "gain": []}
    alone = shared = 0.0
    for turn in range(rounds):
        for part in slices:
            order = ("one", "two") if turn % 2 else ("two", "one")
            for name in order:
                before = cpu()
                found[name].append(seconds(part, store, 1 if name == "one" else 2))
                own, workers = (after - first for first, after in zip(before, cpu(), strict=True))
                if name == "two":
                    alone, shared = alone + own, shared + workers
            found["gain"].append(2 * counting(1) / counting(2))
    ratios = [one / two for one, two in zip(found["one"], found["two"], strict=True)]
    documents = rounds * sum(sum(1 for _ in part.iterdir()) for part in slices)
    for name in ("one", "two"):
        total = sum(found[name])
        print(f"store, {name} process(es): {total:7.1f} s for {documents} documents, {documents / total:.1f} a second")
    whole = sum(found["one"]) / sum(found["two"])
    verdict = "met" if whole >= AIM else "MISSED"
    print(f"two to one, all slices: {whole:.2f} (slices {min(ratios):.2f} – {max(ratios):.2f})   aim {AIM}: {verdict}")
    share, bound = alone / (alone + shared), (alone + shared) / (alone + shared / 2)
    print(
        f"processor seconds: {alone:.2f} alone ({100 * share:.1f} %), {shared:.2f} in workers; two can gain {bound:.2f}"
    )
    gain = statistics.median(found["gain"])
    print(f"two processes that only count did {gain:.2f} times the work of one: no store can gain more here and now")


def counting(processes: int) -> float:
    """Seconds of so many processes that share nothing: what the machine has to give."""
    begin = time.perf_counter()
    code = "for _ in range(20_000_000): pass"
    for one in [subprocess.Popen([sys.executable, "-c", code]) for _ in range(processes)]:  # noqa: S603 - our own code
        one.wait()
    return time.perf_counter() - begin


def cpu() -> tuple[float, float]:
    """Processor seconds of this process and of its finished workers."""
    own, children_ = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime, children_.ru_utime + children_.ru_stime


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
    print(f"undisturbed: {length:.0f} s", flush=True)
    rng = random.Random(1)
    workers_killed = runs = 0
    while True:
        runs += 1
        until = length * rng.uniform(0.1, 0.25) if runs <= WHOLE_KILLS else None  # each goes on where the last ended
        killed, code = one_run(source, disturbed, rng, until, length / KILLS)
        workers_killed += killed
        if code not in {0, -signal.SIGKILL}:  # killed workers must not stop it
            sys.exit(f"run {runs}: {killed} workers killed, ended by itself with {code}")
        print(f"run {runs}: {killed} workers killed, {'killed' if code else 'finished'}", flush=True)
        if code == 0:
            break
    same = "equal to the last byte" if seal(undisturbed) == seal(disturbed) else "DIFFERENT"
    print(f"{runs - 1} whole runs and {workers_killed} workers killed: the store is {same}")


def one_run(source: Path, store: Path, rng: random.Random, until: float | None, every: float) -> tuple[int, int]:
    """One run in a process of its own, workers killed at random, itself after `until` seconds: kills and exit code."""
    command = [sys.executable, "-m", "jixiao", "batch", str(source), "-o", str(store), "-j", "2"]
    run = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603 - our own command
    begin, killed = time.monotonic(), 0
    while run.poll() is None:
        time.sleep(rng.uniform(0, 2 * every))
        if until is not None and time.monotonic() - begin > until:
            run.kill()
        elif workers := children(run.pid):
            os.kill(rng.choice(workers), signal.SIGKILL)
            killed += 1
    return killed, run.returncode


def children(pid: int) -> list[int]:
    """The processes that a process has started, where the system tells."""
    told = Path(f"/proc/{pid}/task/{pid}/children")
    try:
        return [int(child) for child in told.read_text(encoding="ascii").split()]
    except OSError:
        return []


if __name__ == "__main__":
    main()
