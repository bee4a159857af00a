"""Reports (报告耗时与大小): page, PDF, Word document and draft of one form, warm, and the whole command of each.

Processor time of this process, so that other work on the machine changes little. The original is a PDF made by our own
writer. Run: python -m bench.reporting [--repeats 15]
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench import machine
from jixiao import charts
from jixiao.outcome import Audited, examine
from jixiao.reports import paper_docx, paper_pdf, web, word
from jixiao.reports.content import content_of
from jixiao.reports.draft import draft_of
from jixiao.reports.origin import origin_of
from jixiao.writers import typst_pdf

EXAMPLE = Path(__file__).parent.parent / "examples" / "department-2022.xlsx"
Job = Callable[[], bytes]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=15)
    options = parser.parse_args()
    print(machine.describe())
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "department.pdf"
        source.write_bytes(typst_pdf.write(examine(EXAMPLE).forms[0].form, "L1-GZ"))
        jobs = jobs_of(examine(source).forms[0], source)
        print(f"one department form, a PDF of one page; processor ms, median of {options.repeats} in turns, and size")
        times: dict[str, list[float]] = {name: [] for name in jobs}
        for _ in range(options.repeats):
            for name, job in jobs.items():
                start = time.process_time()
                job()
                times[name].append(1000 * (time.process_time() - start))
        for name, job in jobs.items():
            print(f"  {name:32} {statistics.median(times[name]):7.0f} ms  {len(job()) / 1000:8.0f} kB")
        for suffix in ("html", "pdf", "docx"):
            print(
                f"  jixiao report -o a.{suffix:5} {once('report', source, Path(folder) / f'a.{suffix}'):7.2f} s in all"
            )
    print(f"  ECharts in each page {len(charts.script()) / 1000:8.0f} kB")


def jobs_of(one: Audited, source: Path) -> dict[str, Job]:
    """What is timed: everything from the audited form on."""

    def origin(*, paper: bool) -> bytes:
        return b"".join(getattr(part, "picture", b"") for part in origin_of(one.form, source, paper=paper).parts)

    content, shown = content_of(one, source.name), origin_of(one.form, source)
    paper = origin_of(one.form, source, paper=True)
    drawn = charts.charts_of(one, "zh")
    return {
        "findings, scores, proofs": lambda: repr(content_of(one, source.name)).encode(),
        "picture of the page, for a page": lambda: origin(paper=False),
        "picture of the page, for paper": lambda: origin(paper=True),
        "four charts as SVG": lambda: "".join(charts.svg(chart.option, 620, chart.height) for chart in drawn).encode(),
        "HTML": lambda: web.write(content, shown, "zh"),
        "PDF, charts included": lambda: paper_pdf.write(content, paper, "zh"),
        "DOCX, charts included": lambda: paper_docx.write(content, paper, "zh"),
        "draft, DOCX": lambda: word.docx(draft_of(one, source.name)),
    }


def once(command: str, source: Path, target: Path) -> float:
    """Seconds of processor time of the whole command, its start included (整条命令)."""
    code = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, capture_output=True);"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN); print(used.ru_utime + used.ru_stime)"
    )
    given = [sys.executable, "-c", code, sys.executable, "-m", "jixiao", command, str(source), "-o", str(target)]
    done = subprocess.run(given, check=True, capture_output=True, text=True)  # noqa: S603 - our own command
    return float(done.stdout)


if __name__ == "__main__":
    main()
