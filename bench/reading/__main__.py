"""How exactly documents of many producers are read, and how fast (阅卷基准).

Run: python -m bench.reading [--documents 300] [--seed 1] [--repeats 5] [--write-docs]
     python -m bench.reading --show PRODUCER     what was wrong in its documents; --keep FOLDER keeps all documents
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bench import machine
from bench.reading.exact import Result, check
from bench.reading.producers import Made, Producer, documents, producers
from bench.reading.report import exactness, write_page
from bench.reading.samples import samples
from bench.reading.speed import speed


def main() -> int:
    """Make the documents, read them, print both tables; 1 where a bar is missed."""
    options = _options()
    chosen = [one for one in producers() if not options.show or options.show.lower() in one.name.lower()]
    tally: list[tuple[Producer, list[Result]]] = []
    pdfs: list[Made] = []
    for producer in chosen:
        count = _forms(producer, options.documents)
        forms = samples(f"{options.seed}{producer.name}", count, titled=producer.a_document > 1)
        made = documents(producer, forms)
        tally.append((producer, [check(one) for one in made]))
        pdfs += made if producer.suffix == "pdf" and producer.a_document == 1 else []
        _keep(options.keep, producer, made)
        if options.show:
            _show(made, tally[-1][1])
    table, missed = exactness(tally)
    print(table)
    timed = ""
    if not options.show:
        timed, slow = speed(pdfs, options.repeats)
        missed += slow
        print(timed)
    print(machine.describe())
    if options.write_docs:
        write_page(table, timed, machine.describe())
    for line in missed:
        print(line, file=sys.stderr)
    return 1 if missed else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.reading", description=__doc__)
    parser.add_argument("--documents", type=int, default=300)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--repeats", type=int, default=5, help="rounds of the speed table")
    parser.add_argument("--show", metavar="PRODUCER", help="only the producers of that name, with every fault")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="write all documents there")
    parser.add_argument("--write-docs", action="store_true", help="put the tables into docs/reading.md")
    return parser.parse_args()


def _forms(producer: Producer, total: int) -> int:
    return max(1, round(total * producer.share)) * producer.a_document


def _keep(folder: Path | None, producer: Producer, made: list[Made]) -> None:
    if folder is None:
        return
    place = folder / "".join(one if one.isalnum() else "-" for one in producer.name)
    place.mkdir(parents=True, exist_ok=True)
    for one in made:
        (place / one.name).write_bytes(one.data)


def _show(made: list[Made], results: list[Result]) -> None:
    for one, result in zip(made, results, strict=True):
        for fault in result.faults[:30]:
            print(f"{one.name}: {fault}")


if __name__ == "__main__":
    sys.exit(main())
