"""From bytes to the scored and audited form, against what others need for less (速度对比), all in one run in turns."""

from __future__ import annotations

import io
import logging
import statistics
import tempfile
import time
import warnings
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import pypdfium2 as pdfium

from bench.reading.producers import Made
from jixiao import layouts, readers, rulebooks
from jixiao.checks import audit

OWN, FLOOR, PLUMBER, CAMELOT = "jixiao", "pdfium", "pdfplumber", "camelot"
MOST_FILES = 24
SLOW_FILES = 4  # camelot takes about a second a page: its share of the files is smaller
LEAST = {FLOOR: 0.25, PLUMBER: 8.0, CAMELOT: 25.0}  # times what jixiao takes, by the clock and by the processor
TOLD = {
    FLOOR: "PDFium：只取原始文字 · raw text only",
    OWN: "jixiao：读取、识别、计分、审核 · read, recognise, score, audit",
    PLUMBER: "pdfplumber：只取表格 · tables only",
    CAMELOT: "camelot：只取表格 · tables only",
}


def own(data: bytes) -> None:
    """Read, recognise, score and audit."""
    for form in layouts.recognise(readers.parse(data, "form.pdf")):
        audit(form, rulebooks.for_form(form).rulebook)


def floor(data: bytes) -> None:
    """Only the raw text of every page, by PDFium."""
    pdf = pdfium.PdfDocument(data)
    for page in pdf:
        text = page.get_textpage()
        text.get_text_range()
        text.close()
        page.close()
    pdf.close()


def plumber(data: bytes) -> None:
    """Only the tables, by pdfplumber."""
    import pdfplumber  # noqa: PLC0415 - a peer, of the bench only

    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            page.extract_tables()


def camelot(data: bytes) -> None:
    """Only the tables, by camelot."""
    import camelot as peer  # noqa: PLC0415 - a peer, of the bench only

    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        path = Path(folder) / "form.pdf"
        path.write_bytes(data)
        peer.read_pdf(str(path), pages="all", flavor="lattice")


class Spent(NamedTuple):
    """What one job took (用时), in seconds."""

    clock: float
    processor: float


def speed(made: list[Made], repeats: int) -> tuple[str, list[str]]:
    """The table, and which bars were missed."""
    try:
        import camelot as _camelot  # noqa: F401, PLC0415 - peers, of the bench only
        import pdfplumber as _pdfplumber  # noqa: F401, PLC0415
    except ImportError as error:
        return f"（速度表须先安装对照工具 · install the peers first: pip install -e '.[bench]'; {error}）", []
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    step = max(1, len(made) // MOST_FILES)
    files = [one.data for one in made[::step]]
    slow = frozenset(range(0, len(files), max(1, len(files) // SLOW_FILES)))
    taken = [_in_turns(data, JOBS if at in slow else JOBS[:-1], repeats) for at, data in enumerate(files)]
    pages = [_pages(data) for data in files]
    return _table(taken, pages)


def _in_turns(data: bytes, jobs: Sequence[Job], repeats: int) -> dict[str, Spent]:
    """Each job on one file: once unmeasured, then in turns; the median of clock and processor time."""
    for _, job in jobs:
        job(data)
    found: dict[str, list[Spent]] = {name: [] for name, _ in jobs}
    for _ in range(repeats):
        for name, job in jobs:
            clock, processor = time.perf_counter(), time.process_time()
            job(data)
            found[name].append(Spent(time.perf_counter() - clock, time.process_time() - processor))
    return {
        name: Spent(statistics.median(one.clock for one in some), statistics.median(one.processor for one in some))
        for name, some in found.items()
    }


def _pages(data: bytes) -> int:
    with pdfium.PdfDocument(data) as pdf:
        return len(pdf)


def _table(taken: list[dict[str, Spent]], pages: list[int]) -> tuple[str, list[str]]:
    lines = [
        "| 做什么 · what | 每页毫秒 · ms a page | 处理器 · CPU | 与 jixiao 之比 · times jixiao | 处理器 · CPU |",
        "|---|--:|--:|--:|--:|",
    ]
    missed = []
    counted = {}
    for name, _ in JOBS:
        both = [(one[name], one[OWN], count) for one, count in zip(taken, pages, strict=True) if name in one]
        counted[name] = sum(count for *_, count in both)
        theirs, ours = _sum(one for one, _, _ in both), _sum(one for _, one, _ in both)
        times = Spent(theirs.clock / ours.clock, theirs.processor / ours.processor)
        each = (f"{1000 * seconds / counted[name]:.2f}" for seconds in theirs)
        lines.append(f"| {TOLD[name]} | {' | '.join(each)} | {times.clock:.2f} | {times.processor:.2f} |")
        if min(times) < LEAST.get(name, 0):
            missed.append(f"speed: {name} takes {min(times):.2f} times as long, {LEAST[name]} wanted")
    lines += ["", f"{counted[OWN]} 页 · pages（camelot 及与其之比：其中 {counted[CAMELOT]} 页 · of them）"]
    return "\n".join(lines), missed


def _sum(some: Iterable[Spent]) -> Spent:
    clocks, processors = zip(*some, strict=True)
    return Spent(sum(clocks), sum(processors))


Job = tuple[str, Callable[[bytes], None]]
JOBS: tuple[Job, ...] = ((FLOOR, floor), (OWN, own), (PLUMBER, plumber), (CAMELOT, camelot))
"""In turns on every file; the last one only on a few."""
