"""The machine that a figure was measured on (测速环境), in one line; medians of repeats taken in turns."""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path


def describe() -> str:
    """Processor, cores, system and Python, without the machine's name."""
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        names = [line for line in cpuinfo.read_text().splitlines() if line.startswith("model name")]
        model = names[0].partition(":")[2].strip() if names else model
    return f"{model}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"


def process_seconds(command: Sequence[str]) -> float:
    """Wall seconds of one whole process; its output is thrown away. Exit codes 0 and 1 (findings) are fine.

    Modules are compiled once into a cache of our own, as an installation does, even where the environment forbids it.
    """
    begin = time.perf_counter()
    done = subprocess.run(  # noqa: S603 - our own commands
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False, env=_environment()
    )
    seconds = time.perf_counter() - begin
    if done.returncode not in (0, 1):
        sys.exit(f"{' '.join(command)}: exit {done.returncode}\n{done.stderr.decode(errors='replace')}")
    return seconds


@cache
def _environment() -> dict[str, str]:
    folder = Path(tempfile.gettempdir()) / f"jixiao-bench-{os.getuid() if hasattr(os, 'getuid') else 0}"
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPYCACHEPREFIX": str(folder)}


def in_turns(jobs: dict[str, Callable[[], float]], repeats: int) -> dict[str, list[float]]:
    """Every job once unmeasured, then `repeats` rounds of all jobs in turn, so that drift hits them alike."""
    for job in jobs.values():
        job()
    seconds: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(repeats):
        for name, job in jobs.items():
            seconds[name].append(job())
    return seconds


def spread(values: Sequence[float]) -> str:
    """Median, with the smallest and the largest, in milliseconds."""
    low, mid, high = (1000 * value for value in (min(values), statistics.median(values), max(values)))
    return f"{mid:8.1f} ms   ({low:.1f} – {high:.1f})"
