"""Seconds a scanned page (扫描件计时), in turns with RapidOCR's own full run on the same pictures."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

from bench.machine import in_turns
from bench.reading.degraded import Pixels
from bench.reading.scan_forms import pictures, stated
from jixiao.readers import scan
from jixiao.readers.pages import Pages

KINDS = ("clean", "typical")
AIM_SECONDS = 3
OWN, PEER = "jixiao", "rapidocr"
TOLD = {
    OWN: "jixiao：摆正、表格、识别、勾稽 · straighten, grid, recognise",
    PEER: "RapidOCR：检测、识别，无表格 · detect, recognise, no tables",
}


def table(pages: int, repeats: int) -> tuple[str, list[str]]:
    """The table of wall and processor seconds, and what missed its aim."""
    taken = [(kind, page) for kind in KINDS for page in _first(kind, pages)]
    jobs: dict[str, Callable[[Pixels, float | None], object]] = {OWN: _own}
    if find_spec("rapidocr") is not None:
        jobs[PEER] = _peer()
    spent: dict[str, list[float]] = {name: [] for name in jobs}
    walls = in_turns({name: _timed(job, taken, spent[name]) for name, job in jobs.items()}, repeats)
    lines = [
        "| 做什么 · what | 每页秒 · s a page | 每页处理器秒 · CPU s a page | 与 jixiao 之比 · times jixiao |",
        "|---|--:|--:|--:|",
    ]
    mine = statistics.median(walls[OWN])
    for name, values in walls.items():
        wall, processor = statistics.median(values), statistics.median(spent[name][1:])
        lines.append(f"| {TOLD[name]} | {wall:.2f} | {processor:.2f} | {wall / mine:.2f} |")
    lines += ["", f"{len(taken)} 页 · pages（{'、'.join(KINDS)}）× {repeats}"]
    slow = [f"{mine:.1f} s a page, {AIM_SECONDS} wanted on two idle cores"] if mine > AIM_SECONDS else []
    return "\n".join(lines), slow


def _first(kind: str, count: int) -> list[Pixels]:
    """The pages of the first forms of a kind."""
    found: list[Pixels] = []
    number = 0
    while len(found) < count:
        found += pictures(kind, number)[1]
        number += 1
    return found[:count]


def _timed(
    job: Callable[[Pixels, float | None], object], taken: list[tuple[str, Pixels]], spent: list[float]
) -> Callable[[], float]:
    """Wall seconds a page over all pages; the processor's are put into `spent`."""

    def run() -> float:
        begin, worked = time.perf_counter(), time.process_time()
        for kind, page in taken:
            job(page, stated(kind))
        spent.append((time.process_time() - worked) / len(taken))
        return (time.perf_counter() - begin) / len(taken)

    return run


def _own(page: Pixels, dpi: float | None) -> object:
    pages = Pages()
    scan.add(pages, 1, scan.Picture(page, dpi))
    return pages.parts()


def _peer() -> Callable[[Pixels, float | None], object]:
    from rapidocr import RapidOCR  # noqa: PLC0415 - a peer, of the bench only

    engine: Any = RapidOCR(params={"Global.log_level": "error"})
    return lambda page, _: engine(page)
