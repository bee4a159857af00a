"""Whole-process times of `jixiao check` and `jixiao --help` (命令耗时), beside the bare interpreter.

Run: python -m bench.startup [--repeats 11]
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from bench import machine

FORM = Path(__file__).parent.parent / "examples" / "department-2022.txt"
CHECK_AIM, HELP_AIM, ENGINE_AIM = 350, 200, 5  # ms, the house's aims


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=11)
    parser.add_argument("--form", type=Path, default=FORM)
    options = parser.parse_args()
    jixiao = [sys.executable, "-m", "jixiao"]
    commands = {
        "python -c pass (floor)": [sys.executable, "-c", "pass"],
        "jixiao --help": [*jixiao, "--help"],
        f"jixiao check {options.form.name}": [*jixiao, "check", str(options.form)],
    }
    jobs: dict[str, Callable[[], float]] = {
        name: partial(machine.process_seconds, command) for name, command in commands.items()
    }
    seconds = machine.in_turns(jobs, options.repeats)
    print(machine.describe())
    print(f"median of {options.repeats} runs in turns (smallest – largest)")
    aims = [None, HELP_AIM, CHECK_AIM]
    for (name, values), aim in zip(seconds.items(), aims, strict=True):
        met = "" if aim is None else f"   aim {aim} ms: {'met' if 1000 * statistics.median(values) < aim else 'MISSED'}"
        print(f"{name:34} {machine.spread(values)}{met}")
    cold, warm = engine_milliseconds(options.form)
    met = "met" if cold < ENGINE_AIM else "MISSED"
    print(f"{'scoring and checks, first call':34} {cold:8.2f} ms   aim {ENGINE_AIM} ms: {met}")
    print(f"{'scoring and checks, warm':34} {warm:8.2f} ms")


def engine_milliseconds(path: Path) -> tuple[float, float]:
    """Scoring and checks alone, after the form was read: the first call (imports done), and the median of 51 more."""
    from jixiao import checks, opening, rulebooks  # noqa: PLC0415 - the parent's timings must not pay for it

    form = opening.open_forms(path)[0]
    rulebook = rulebooks.for_form(form).rulebook
    checks.all_checks()
    times = []
    for _ in range(52):
        begin = time.perf_counter()
        checks.audit(form, rulebook)
        times.append(1000 * (time.perf_counter() - begin))
    return times[0], statistics.median(times[1:])


if __name__ == "__main__":
    main()
