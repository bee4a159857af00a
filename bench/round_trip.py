"""Forms written in every layout and format, read back, and opened by LibreOffice (写出与读回).

Each generated form is written in all layouts as XLSX, DOCX, HTML and PDF, and what our reader finds in the file is
compared with the form. LibreOffice then opens the workbook and the document of the form's own layout: the workbook's
formulas, their values taken out before, must come to exactly our scores, and the document must read back the same from
what LibreOffice saves of it. The PDF is opened by qpdf, which complains of whatever is not as the standard wants it.

Run: python -m bench.round_trip [--forms 500] [--processes 2] [--write-docs]
"""

from __future__ import annotations

import argparse
import io
import shutil
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from types import ModuleType

from bench import machine
from bench.office_values import DOCUMENT, convert, formula_values, number, recalculated
from bench.page import put
from bench.planted.generator import Made, make, recipes
from bench.same_form import meant, said
from jixiao import opening
from jixiao.writers import docx, official, typst_pdf, web_page, xlsx

WRITERS: dict[str, ModuleType] = {".xlsx": xlsx, ".docx": docx, ".html": web_page, ".pdf": typst_pdf}
BLOCK = 25  # forms that a process takes at a time
OPENED = 100  # files that LibreOffice takes at a time
Counts = Counter[tuple[str, str]]
"""By format and what became of it."""


def main() -> int:
    """Print the table; 1 where a form was not the same."""
    parser = argparse.ArgumentParser(prog="python -m bench.round_trip", description=__doc__)
    parser.add_argument("--forms", type=int, default=72, help="500 for the page")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--seed", default="round trip")
    parser.add_argument("--write-docs", action="store_true", help="put the table into docs/writing.md")
    options = parser.parse_args()
    begin = time.perf_counter()
    blocks = [(options.seed, range(at, min(at + BLOCK, options.forms))) for at in range(0, options.forms, BLOCK)]
    counts: Counts = Counter()
    with ProcessPoolExecutor(options.processes, get_context("spawn")) as pool:
        for found in pool.map(read_back, blocks):
            counts.update(found)
    office = shutil.which("soffice")
    if office is None:
        print("LibreOffice is not installed: it opened nothing")
    else:
        for at in range(0, options.forms, OPENED):
            counts.update(by_libreoffice(office, options.seed, range(at, min(at + OPENED, options.forms))))
    table = "\n".join([HEAD, *(line(job, counts) for job in dict.fromkeys(job for job, _ in counts))])
    layouts = len(official.names())
    where = f"{options.forms} 张表，{layouts} 种表样 · {options.forms} forms, {layouts} layouts; {machine.describe()}"
    print(f"{table}\n\n{where}; {time.perf_counter() - begin:.0f} s")
    if options.write_docs:
        put("writing.md", "bench.round_trip", f"{table}\n\n{where}")
    return int(any(what not in GOOD for _, what in counts))


def line(job: str, counts: Counts) -> str:
    """One job of the table: how many were as they should be, and how many not."""
    told = {what: count for (name, what), count in counts.items() if name == job}
    wrong = "；".join(f"{what} {count}" for what, count in told.items() if what not in GOOD)
    return f"| {job} | {sum(count for what, count in told.items() if what in GOOD)} | {wrong or 0} |"


HEAD = "| | 一致 · as it should be | 不一致 · not |\n|---|--:|--:|"
GOOD = frozenset({"equal", "formulas equal", "opened"})


def made(seed: str, at: int) -> Made:
    """The form of that number: every rulebook and kind in turn (第几张表)."""
    known = recipes()
    return make(f"{seed} {at}", known[at % len(known)])


def read_back(block: tuple[str, range]) -> Counts:
    """A block of forms, written in every layout and format and read back (写出并读回)."""
    import pikepdf  # noqa: PLC0415 - in the process that needs it

    seed, numbers = block
    counts: Counts = Counter()
    for at in numbers:
        one = made(seed, at)
        for layout in official.names():
            for suffix, writer in WRITERS.items():
                data = writer.write(one.form, layout)
                same = is_same(one, layout, data, suffix)
                counts[f"读回 · read back {suffix}", "equal" if same else f"DIFFERENT {layout}"] += 1
                if suffix == ".pdf":
                    with pikepdf.open(io.BytesIO(data)) as pdf:
                        fine = not pdf.check_pdf_syntax()
                    counts["qpdf 检查 PDF · checks PDF", "opened" if fine else "COMPLAINED"] += 1
                if not same:
                    print(f"{seed!r} {at} ({one.rulebook.name}, {one.layout}) in {layout}{suffix}", file=sys.stderr)
    return counts


def is_same(one: Made, layout: str, data: bytes, suffix: str) -> bool:
    """Whether the file says what the form says; in a layout that is not its own, a sign and a unit may move."""
    back = opening.forms_in(data, f"a{suffix}")
    if layout == one.layout:
        return [said(form) for form in back] == [said(one.form)]
    return [said(meant(form)) for form in back] == [said(meant(one.form))]


def by_libreoffice(office: str, seed: str, numbers: range) -> Counts:
    """What LibreOffice makes of the workbooks and documents of these forms (交由 LibreOffice 打开)."""
    counts: Counts = Counter()
    forms = {at: made(seed, at) for at in numbers}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ours = {f"{at}.xlsx": xlsx.write(one.form, one.layout, one.rulebook) for at, one in forms.items()}
        theirs = recalculated(office, folder, ours)
        for book, data in ours.items():
            wanted = {ref: number(value) for ref, value in formula_values(data).items()}
            found = {ref: number(value) for ref, value in theirs[book].items()}
            told = "formulas equal" if wanted == found else "DIFFERENT"
            counts["LibreOffice 重算 XLSX 的公式 · formulas recalculated", told] += len(wanted)
        texts = {at: folder / f"{at}.docx" for at in forms}
        for at, path in texts.items():
            path.write_bytes(docx.write(forms[at].form, forms[at].layout))
        convert(office, folder, list(texts.values()), DOCUMENT)
        for at, one in forms.items():
            same = is_same(one, one.layout, (folder / "out" / f"{at}.docx").read_bytes(), ".docx")
            counts["LibreOffice 另存 DOCX 后读回 · DOCX saved again, read back", "equal" if same else "DIFFERENT"] += 1
            if not same:
                print(f"LibreOffice: {seed} {at} {one.rulebook.name} {one.layout} .docx", file=sys.stderr)
    return counts


if __name__ == "__main__":
    sys.exit(main())
