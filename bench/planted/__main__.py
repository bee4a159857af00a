"""Recall and false alarms of every check, on planted errors and correct forms (错例基准).

Run: python -m bench.planted [--clean 2000] [--mutated 20000] [--processes 2] [--seed 1] [--write-docs]
     python -m bench.planted --show NAME     one form with that error, and its findings
     python -m bench.planted --list          every mutation
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from pathlib import Path

from bench import machine
from bench.planted.catalogue import all_mutations
from bench.planted.measure import base_of, measure, plant
from bench.planted.report import shortfalls, summary, table
from jixiao.checks import audit, render

PAGE = Path(__file__).parents[2] / "docs" / "planted-errors.md"
BEGIN, END = "<!-- begin: python -m bench.planted --write-docs -->", "<!-- end -->"
TRIED = 400
"""Correct forms that --show looks through for one that the error fits."""


def main() -> int:
    """Measure and print; 1 where a bar is missed."""
    options = _options()
    if options.list:
        for one in all_mutations():
            print(f"{one.code}  {one.name:44} {one.told}")
        return 0
    if options.show:
        return show(options.show, options.seed)
    begin = time.perf_counter()
    tally = measure(options.seed, options.clean, options.mutated, options.processes)
    seconds = time.perf_counter() - begin
    print(table(tally))
    print(summary(tally))
    print(f"{seconds:.0f} s, {options.processes} processes; {machine.describe()}")
    if options.write_docs:
        write_page(table(tally), summary(tally))
    missed = shortfalls(tally)
    for line in missed:
        print(line, file=sys.stderr)
    return 1 if missed else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.planted", description=__doc__)
    parser.add_argument("--clean", type=int, default=2000, help="correct forms")
    parser.add_argument("--mutated", type=int, default=20000, help="forms with one planted error each")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--write-docs", action="store_true", help="put the table into docs/planted-errors.md")
    parser.add_argument("--show", metavar="NAME", help="print one form's findings with this mutation")
    parser.add_argument("--list", action="store_true", help="print the catalogue")
    return parser.parse_args()


def show(name: str, seed: str) -> int:
    """One correct form with the error planted, what changed, and every finding."""
    chosen = next((one for one in all_mutations() if one.name == name), None)
    if chosen is None:
        print(f"没有名为 {name} 的错例；--list 列出全部。", file=sys.stderr)
        return 2
    bases = [base_of(seed, number) for number in range(TRIED)]
    planted = plant(chosen, bases, random.Random(seed))
    if planted is None:
        print(f"{name}：{TRIED} 张表都不适用。", file=sys.stderr)
        return 2
    made, form = bases[planted[0]], planted[1]
    print(f"{chosen.name}：{chosen.told}（应由 {chosen.code} 查出；{made.rulebook.title}，{made.layout}）")
    for field in form.__struct_fields__:
        if getattr(form, field) != getattr(made.form, field):
            print(f"  {field}\n    原：{getattr(made.form, field)}\n    今：{getattr(form, field)}")
    findings = audit(form, made.rulebook)
    for one in findings:
        print(f"{one.code} {one.severity:8} {one.path:28} {render(one)}")
    return 0 if any(one.code == chosen.code for one in findings) else 1


def write_page(figures: str, words: str) -> None:
    """The measured table into the page, between its marks."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text(f"{before}{BEGIN}\n\n{words}\n\n{figures}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
