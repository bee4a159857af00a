"""Planted errors corrected (更正错例): every safe correction removes its finding and brings no new one.

Each form has one error planted, every error of the catalogue in turn. It is written as a workbook, as a Word document,
as a web page and as JSON; each file is corrected as `jixiao fix` does it, and the copy is read and audited anew. The
finding of every correction that was made must be gone, and no finding may be new. A finding is the same where its code
and its place are: what it saw may change, as a sum does when one of its rows is corrected.

Run: python -m bench.fixing [--forms 1000] [--processes 2] [--write-docs]
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from types import ModuleType

from bench import machine
from bench.page import put
from bench.planted.catalogue import Mutation, all_mutations
from bench.planted.generator import Made
from bench.planted.measure import base_of, plant
from jixiao import form_json, opening
from jixiao.finding import Finding
from jixiao.form import Form
from jixiao.outcome import Audited, audited
from jixiao.writers import docx, fixing, web_page, xlsx
from jixiao.writers.corrections import safe

BASES = 72  # correct forms that a block's errors are planted in: each rulebook and kind twice
BLOCK = 50
WRITERS: dict[str, ModuleType] = {".xlsx": xlsx, ".docx": docx, ".html": web_page}
MADE, LEFT, UNSURE, STAYED, NEW = "made", "left", "unsure", "stayed", "new"
SHOWN = {
    "files": "文件 · files",
    MADE: "更正 · corrections made",
    LEFT: "留给人的疑点 · findings left to a person",
    UNSURE: "其中更正不能单独成立 · of them would not stand alone",
    STAYED: "更正后仍在 · stayed",
    NEW: "更正后新增 · new",
}
Counts = Counter[tuple[str, str]]
"""By format and what became of it."""


def main() -> int:
    """Print the table; 1 where a finding stayed or was new."""
    parser = argparse.ArgumentParser(prog="python -m bench.fixing", description=__doc__)
    parser.add_argument("--forms", type=int, default=200, help="1000 for the page")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--seed", default="fixing")
    parser.add_argument("--write-docs", action="store_true", help="put the table into docs/writing.md")
    options = parser.parse_args()
    begin = time.perf_counter()
    starts = range(0, options.forms, BLOCK)
    blocks = [range(at, min(at + BLOCK, options.forms)) for at in starts]
    counts: Counts = Counter()
    with ProcessPoolExecutor(options.processes, get_context("spawn")) as pool:
        for found in pool.map(partial(block_of, options.seed), blocks):
            counts.update(found)
    rows = [[suffix, *(str(counts[suffix, what]) for what in SHOWN)] for suffix in (*WRITERS, ".json")]
    lines = [["", *SHOWN.values()], ["---", *(["--:"] * len(SHOWN))], *rows]
    table = "\n".join(f"| {' | '.join(row)} |" for row in lines)
    where = f"{options.forms} 张表，各植入一处错误 · {options.forms} forms with one planted error each"
    print(f"{table}\n\n{where}; {machine.describe()}; {time.perf_counter() - begin:.0f} s")
    if options.write_docs:
        put("writing.md", "bench.fixing", f"{table}\n\n{where}")
    return int(any(what in (STAYED, NEW) for _, what in counts))


def block_of(seed: str, numbers: range) -> Counts:
    """One block of forms with planted errors, corrected in every format (一批)."""
    rng = random.Random(f"{seed}/{numbers.start}")
    bases = [base_of(f"{seed}/{numbers.start}", at) for at in range(BASES)]
    known = all_mutations()
    counts: Counts = Counter()
    for at in numbers:
        mutation, made, form = planted(known, at, bases, rng)
        for suffix in (*WRITERS, ".json"):
            told = f"{seed!r} {at} {mutation.name} ({made.rulebook.name}, {made.layout}){suffix}"
            counts.update({(suffix, what): count for what, count in tried(form, made.layout, suffix, told).items()})
    return counts


def planted(known: Sequence[Mutation], at: int, bases: list[Made], rng: random.Random) -> tuple[Mutation, Made, Form]:
    """The error of that number in a form that it fits, else the next one (植入)."""
    for step in range(len(known)):
        mutation = known[(at + step) % len(known)]
        found = plant(mutation, bases, rng)
        if found is not None:
            return mutation, bases[found[0]], found[1]
    raise LookupError(at)


def tried(form: Form, layout: str, suffix: str, told: str) -> Counter[str]:
    """One file corrected and audited anew (更正并复核)."""
    data = form_json.encode(form) if suffix == ".json" else WRITERS[suffix].write(form, layout)
    before = read(data, suffix)
    if suffix == ".json":
        fixed, (found,) = fixing.as_json([before])
    else:
        fixed, (found,) = fixing.in_place(data, suffix[1:], [before])
    after = read(fixed, suffix)
    there, known = set(map(identity, after.findings)), set(map(identity, before.findings))
    gone = [one for one in before.findings if one not in found.left]
    stayed = [one for one in gone if identity(one) in there]
    new = [one for one in after.findings if identity(one) not in known]
    for word, findings in ((STAYED, stayed), (NEW, new)):
        for one in findings:
            print(f"{word} {one.code} {one.path}: {told}: {found.changes}", file=sys.stderr)
    safe_left = sum(safe(one) is not None for one in found.left)
    return Counter({
        "files": 1,
        MADE: len(found.changes),
        LEFT: len(found.left),
        UNSURE: safe_left,
        **{word: len(findings) for word, findings in ((STAYED, stayed), (NEW, new)) if findings},
    })  # fmt: skip


def read(data: bytes, suffix: str) -> Audited:
    """The one form of the file, audited by the method that it chooses itself."""
    (form,) = opening.forms_in(data, f"a{suffix}")
    return audited(form)


def identity(finding: Finding) -> tuple[str, str]:
    """What makes two findings the same one."""
    return finding.code, finding.path


if __name__ == "__main__":
    sys.exit(main())
