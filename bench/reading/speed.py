"""From bytes to the scored and audited form, against what others need for less (速度对比), all in one run in turns."""

from __future__ import annotations

import io
import logging
import statistics
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import pypdfium2 as pdfium

from bench.machine import in_turns
from bench.reading.producers import Made
from jixiao import layouts, readers, rulebooks
from jixiao.checks import audit

OWN, FLOOR, PLUMBER, CAMELOT, SAME = "jixiao", "pdfium", "pdfplumber", "camelot", "jixiao on the same files"
MOST_FILES = 24
SLOW_FILES = 4  # camelot takes about a second a page: its share of the files is smaller, and counted by pages
LEAST_SHARE, LEAST_PLUMBER, LEAST_CAMELOT = 0.25, 8.0, 25.0


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
    few = files[:: max(1, len(files) // SLOW_FILES)]
    jobs = {
        FLOOR: _timed(floor, files),
        OWN: _timed(own, files),
        SAME: _timed(own, few),
        PLUMBER: _timed(plumber, few),
        CAMELOT: _timed(camelot, few),
    }
    medians = {name: statistics.median(values) for name, values in in_turns(jobs, repeats).items()}
    return _table(medians, files, few)


def _timed(job: Callable[[bytes], None], files: list[bytes]) -> Callable[[], float]:
    """Seconds a page of one job over all its files."""
    pages = sum(len(pdfium.PdfDocument(data)) for data in files)

    def run() -> float:
        begin = time.perf_counter()
        for data in files:
            job(data)
        return (time.perf_counter() - begin) / pages

    return run


def _table(medians: dict[str, float], files: list[bytes], few: list[bytes]) -> tuple[str, list[str]]:
    share, mine = medians[FLOOR] / medians[OWN], medians[SAME]
    told = {
        FLOOR: "PDFium：只取原始文字 · raw text only",
        OWN: "jixiao：读取、识别、计分、审核 · read, recognise, score, audit",
        PLUMBER: "pdfplumber：只取表格 · tables only",
        CAMELOT: "camelot：只取表格 · tables only",
    }
    lines = ["| 做什么 · what | 每页毫秒 · ms a page | 与 jixiao 之比 · times jixiao |", "|---|--:|--:|"]
    for name, text in told.items():
        own = medians[OWN] if name in (FLOOR, OWN) else mine
        lines.append(f"| {text} | {1000 * medians[name]:.2f} | {medians[name] / own:.2f} |")
    pages = [sum(len(pdfium.PdfDocument(data)) for data in some) for some in (files, few)]
    lines += ["", f"{pages[0]} 页 · pages（pdfplumber、camelot 及与其之比：其中 {pages[1]} 页 · of them）"]
    bars = [
        (share >= LEAST_SHARE, f"speed: {share:.2f} of PDFium's raw text, {LEAST_SHARE} wanted"),
        (
            medians[PLUMBER] >= LEAST_PLUMBER * mine,
            f"speed: {medians[PLUMBER] / mine:.1f} times pdfplumber's, 8 wanted",
        ),
        (medians[CAMELOT] >= LEAST_CAMELOT * mine, f"speed: {medians[CAMELOT] / mine:.1f} times camelot's, 25 wanted"),
    ]
    return "\n".join(lines), [text for met, text in bars if not met]
