"""Writing the official form, warm (写出耗时), beside openpyxl alone and a LibreOffice conversion.

openpyxl writes the same cells, merges and styles, but no formulas' values, which a reader needs. LibreOffice turns our
workbook into a PDF, as a script without a typesetter of its own would. Every call writes another generated form: the
typesetter remembers what it has set before.

Run: python -m bench.writing [--repeats 31]
"""

from __future__ import annotations

import argparse
import io
import itertools
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.worksheet import Worksheet

from bench import machine
from bench.planted.generator import make, recipes
from jixiao import rulebooks
from jixiao.form import Form
from jixiao.writers import docx, official, typst_pdf, web_page, xlsx

RULEBOOK, LAYOUT = "guizhou-department-2022", "L1-GZ"
AIMS = {"PDF": 50, "XLSX": 60}  # ms, the house's aims
SLOW = 3  # rounds of LibreOffice, which takes seconds


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=31)
    options = parser.parse_args()
    recipe = next(one for one in recipes() if one.rulebook == RULEBOOK)
    forms = [make(f"writing {number}", recipe).form for number in range(options.repeats + 1)]
    rulebook = rulebooks.load(RULEBOOK)
    jobs = {
        "PDF": each(forms, lambda form: typst_pdf.write(form, LAYOUT)),
        "XLSX": each(forms, lambda form: xlsx.write(form, LAYOUT, rulebook)),
        "DOCX": each(forms, lambda form: docx.write(form, LAYOUT)),
        "HTML": each(forms, lambda form: web_page.write(form, LAYOUT)),
        "openpyxl alone, same cells": each(forms, by_openpyxl),
    }
    seconds = machine.in_turns(jobs, options.repeats)
    print(machine.describe())
    rows = statistics.median(len(form.indicators) for form in forms)
    print(f"department forms of {rows:.0f} indicators: median of {options.repeats} runs in turns (smallest – largest)")
    for name, values in seconds.items():
        aim = AIMS.get(name)
        met = "" if aim is None else f"   aim {aim} ms: {'met' if 1000 * statistics.median(values) < aim else 'MISSED'}"
        print(f"{name:32} {machine.spread(values)}{met}")
    office = shutil.which("soffice")
    if office is None:
        print("LibreOffice is not installed: its conversion was not measured")
        return
    slow = machine.in_turns({"LibreOffice, XLSX to PDF": each(forms, partial(by_libreoffice, office))}, SLOW)
    for name, values in slow.items():
        print(f"{name:32} {machine.spread(values)}   {SLOW} runs, the whole process")


def each(forms: Sequence[Form], job: Callable[[Form], object]) -> Callable[[], float]:
    """The job as one that takes the next form at every call and answers its seconds."""
    waiting = itertools.cycle(forms)

    def run() -> float:
        form = next(waiting)
        begin = time.perf_counter()
        job(form)
        return time.perf_counter() - begin

    return run


def by_openpyxl(form: Form) -> bytes:
    """The same cells, merges, borders and fonts by openpyxl, as texts."""
    planned = official.plan(form, LAYOUT)
    book = Workbook()
    sheet = book.active
    if not isinstance(sheet, Worksheet):
        raise TypeError(type(sheet))
    side = Side(style="thin")
    border = Border(left=side, right=side, top=side, bottom=side)
    for cell in planned.cells:
        row, col = cell.row + 1, cell.col + 1
        if cell.rowspan > 1 or cell.colspan > 1:
            sheet.merge_cells(
                start_row=row, start_column=col, end_row=row + cell.rowspan - 1, end_column=col + cell.colspan - 1
            )
        place = sheet.cell(row, col)
        place.value = cell.text
        place.font = Font(name="宋体", size=10)
        place.alignment = Alignment(wrap_text=True, vertical="center")
        place.border = border
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def by_libreoffice(office: str, form: Form) -> bytes:
    """Our workbook as a PDF by LibreOffice: the whole process, as a script would call it."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "a.xlsx"
        source.write_bytes(xlsx.write(form, LAYOUT))
        command = [office, "--headless", "--convert-to", "pdf", "--outdir", folder, str(source)]
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - the office program of this machine
        return (Path(folder) / "a.pdf").read_bytes()


if __name__ == "__main__":
    main()
