"""How exactly and how fast scans are read (扫描件基准): printed forms, degraded five ways, against their text layer.

Run: python -m bench.reading.scans --results scans.jsonl [--forms 200] [--first 0] [--kinds clean typical]
     python -m bench.reading.scans --results scans.jsonl --clock --write-docs     only the clock is run again
A form that stands in the results file is not read again, so that a run goes on where it was broken off; --again reads
those that were not right, after the reader was mended. The clock needs rapidocr, of the extra bench.
"""

from __future__ import annotations

import argparse
import itertools
import statistics
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import msgspec

from bench import machine
from bench.page import put
from bench.reading import degraded, scan_clock
from bench.reading.scan_forms import Result, measured

AIM_FORMS = {"clean": Decimal("0.995"), "typical": Decimal("0.995")}
AIM_CELLS = {"typical": Decimal("0.97")}
NAMES = {"clean": "清晰", "typical": "普通", "poor": "模糊", "fax": "传真", "photo": "手机拍照"}


def main() -> int:
    """Print the table; 1 where an aim is missed."""
    options = _options()
    known = _known(options.results)
    numbers = range(options.first, options.first + options.forms) if not options.clock else ()
    for number, kind in itertools.product(numbers, options.kinds):
        before = known.get((kind, number))
        if before is None or (options.again and before.wrong):
            known[kind, number] = _noted(measured(kind, number), options.results)
    by_kind = {kind: [one for one in known.values() if one.kind == kind] for kind in degraded.KINDS}
    tally = {kind: results for kind, results in by_kind.items() if results}
    table, missed = _table(tally)
    print(table)
    timed = ""
    if options.clock:
        timed, slow = scan_clock.table(options.pages, options.repeats)
        missed += slow
        print(f"\n{timed}")
    print(f"\n{machine.describe()}")
    if options.write_docs:
        put("reading.md", "bench.reading.scans", f"{table}\n\n{timed}\n\n{machine.describe()}")
    for line in missed:
        print(line, file=sys.stderr)
    return 1 if missed else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.reading.scans", description=__doc__)
    parser.add_argument("--results", type=Path, help="file that keeps what came of each form")
    parser.add_argument("--forms", type=int, default=12)
    parser.add_argument("--first", type=int, default=0, help="number of the first form, to go on with others")
    parser.add_argument("--kinds", nargs="+", default=list(degraded.KINDS), choices=list(degraded.KINDS))
    parser.add_argument("--again", action="store_true", help="read the forms again that were not right")
    parser.add_argument("--clock", action="store_true", help="read no more forms; time pages in turns with rapidocr")
    parser.add_argument("--pages", type=int, default=4, help="pages of each kind that the clock reads")
    parser.add_argument("--repeats", type=int, default=3, help="rounds of the clock")
    parser.add_argument("--write-docs", action="store_true", help="put both tables into docs/reading.md")
    return parser.parse_args()


def _known(path: Path | None) -> dict[tuple[str, int], Result]:
    """What stands in the results file; of a form read twice the last."""
    if path is None or not path.exists():
        return {}
    lines = path.read_bytes().splitlines()
    return {(one.kind, one.number): one for one in (msgspec.json.decode(line, type=Result) for line in lines)}


def _noted(result: Result, path: Path | None) -> Result:
    """The result, kept in the file, and told where it is not right."""
    if path is not None:
        with path.open("ab") as file:
            file.write(msgspec.json.encode(result) + b"\n")
    for place, printed in result.wrong.items():
        mark = "  SILENT" if place in result.silent else ""
        print(f"{result.kind} {result.number} {place}: {printed}{mark}", flush=True)
    return result


def _table(tally: dict[str, list[Result]]) -> tuple[str, list[str]]:
    """One line a kind, and what missed its aim."""
    heads = (
        "扫描件 · scan",
        "表 · forms",
        "数字全对 · all right",
        "错而未标 · wrong, unmarked",
        "每表存疑 · marked a form",
        "单元格 · cells",
        "准确 · exact",
        "每页处理器秒 · CPU s a page",
    )
    lines = [f"| {' | '.join(heads)} |", f"|---|{'--:|' * (len(heads) - 1)}"]
    missed: list[str] = []
    for kind, results in tally.items():
        forms, cells = len(results), sum(one.cells for one in results)
        right = sum(not one.wrong for one in results)
        exact, silent = sum(one.exact for one in results), sum(len(one.silent) for one in results)
        marked, seconds = sum(one.marked for one in results), [part for one in results for part in one.processor]
        lines.append(
            f"| {NAMES[kind]} · {kind} | {forms} | {right}（{right / forms:.1%}） | {silent} | {marked / forms:.1f} "
            f"| {cells} | {exact / cells:.2%} | {statistics.median(seconds):.2f} |"
        )
        missed += _missed(kind, (forms, right, silent), (cells, exact))
    return "\n".join(lines), missed


def _missed(kind: str, forms: tuple[int, int, int], cells: tuple[int, int]) -> Iterator[str]:
    count, right, silent = forms
    if Decimal(right) < AIM_FORMS.get(kind, Decimal(0)) * count:
        yield f"{kind}: numbers right in {right} of {count} forms only"
    if Decimal(cells[1]) < AIM_CELLS.get(kind, Decimal(0)) * cells[0]:
        yield f"{kind}: {cells[1]} of {cells[0]} cells exact only"
    if silent:
        yield f"{kind}: {silent} wrong numbers are not marked"


if __name__ == "__main__":
    sys.exit(main())
