"""Writing, warm (写出耗时): official forms and a thousand letters, beside their peers in the same run.

openpyxl writes the same cells, merges and styles, but no formulas' values, which a reader needs. WeasyPrint sets our
own web page of the form with the same fonts; LibreOffice turns our workbook into a PDF, as a script without a
typesetter of its own would. docxtpl fills our own template of a letter. Every call writes another generated form: a
typesetter remembers what it has set before. All jobs take turns, so that what else the machine does hits them alike;
beside the time on the clock stands the time of the processor, threads and child processes included. On a machine that
does nothing else the clock shows no more than that, so the aims are held against it.

Run: python -m bench.writing [--repeats 31] [--letters 1000] [--write-docs]
"""

from __future__ import annotations

import argparse
import io
import itertools
import os
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.worksheet import Worksheet

from bench import letters, machine
from bench.page import put
from bench.planted.generator import make, recipes
from jixiao import rulebooks
from jixiao.form import Form
from jixiao.writers import docx, official, typst_pdf, web_page, xlsx

RULEBOOK, LAYOUT = "guizhou-department-2022", "L1-GZ"
PDF, XLSX = "PDF 官方表样 · official PDF", "XLSX 官方表样 · official workbook"
AIMS = {PDF: 50, XLSX: 60}  # ms, the house's aims
LETTERS_AIM = 120  # seconds for a thousand
SLOW = 3  # rounds of LibreOffice, which takes seconds
HEADS = ("写出 · written", "中位数 ms · median", "最小–最大 · range", "处理器 ms · processor", "目标 · aim")


class Timed:
    """A job with the time of the processor that it took, child processes and threads included (计时)."""

    def __init__(self, job: Callable[[], object]) -> None:
        self.job = job
        self.processor: list[float] = []

    def __call__(self) -> float:
        """One call: its seconds on the clock."""
        spent, begin = _processor(), time.perf_counter()
        self.job()
        seconds = time.perf_counter() - begin
        self.processor.append(_processor() - spent)
        return seconds


def _processor() -> float:
    times = os.times()
    return time.process_time() + times.children_user + times.children_system


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.writing", description=__doc__)
    parser.add_argument("--repeats", type=int, default=31)
    parser.add_argument("--letters", type=int, default=200, help="letters to write from files; 1000 for the page")
    parser.add_argument("--write-docs", action="store_true", help="put the table into docs/writing.md")
    options = parser.parse_args()
    rows = [*_forms(options.repeats), *_letters(options.letters)]
    lines = [HEADS, ("---", "--:", "--:", "--:", "---"), *rows]
    table = "\n".join(f"| {' | '.join(row)} |" for row in lines)
    load = f"{os.getloadavg()[1]:.1f}" if hasattr(os, "getloadavg") else "?"
    where = (
        f"{machine.describe()}；轮流计时 {options.repeats} 次；其间平均负载 {load} · "
        f"{options.repeats} rounds in turns; load average meanwhile {load}"
    )
    print(f"{table}\n\n{where}")
    if options.write_docs:
        put("writing.md", "bench.writing", f"{table}\n\n{where}")


def _forms(repeats: int) -> Iterator[tuple[str, ...]]:
    recipe = next(one for one in recipes() if one.rulebook == RULEBOOK)
    forms = [make(f"writing {number}", recipe).form for number in range(repeats + 1)]
    rulebook = rulebooks.load(RULEBOOK)
    jobs: dict[str, Timed] = {
        PDF: each(forms, lambda form: typst_pdf.write(form, LAYOUT)),
        XLSX: each(forms, lambda form: xlsx.write(form, LAYOUT, rulebook)),
        "DOCX 官方表样 · official document": each(forms, lambda form: docx.write(form, LAYOUT)),
        "HTML 官方表样 · official page": each(forms, lambda form: web_page.write(form, LAYOUT)),
        "XLSX，只用 openpyxl · openpyxl alone": each(forms, by_openpyxl),
    }
    by_weasyprint = weasyprint()
    if by_weasyprint is not None:
        jobs["PDF，WeasyPrint"] = each(forms, by_weasyprint)
    jobs |= {name: Timed(job) for name, job in letters.fillings(repeats).items()}
    yield from _told(jobs, repeats)
    office = shutil.which("soffice")
    if office is None:
        print("LibreOffice is not installed: its conversion was not measured")
        return
    yield from _told({"PDF，LibreOffice 转换 XLSX · converted": each(forms, partial(by_libreoffice, office))}, SLOW)


def _told(jobs: dict[str, Timed], repeats: int) -> Iterator[tuple[str, ...]]:
    for name, values in machine.in_turns(dict(jobs), repeats).items():
        low, middle, high = (1000 * value for value in (min(values), statistics.median(values), max(values)))
        processor = 1000 * statistics.median(jobs[name].processor[1:])
        aim = AIMS.get(name)
        met = "" if aim is None else f"< {aim} ms：{'达到 · met' if processor < aim else '未达到 · MISSED'}"
        yield name, f"{middle:.1f}", f"{low:.1f}–{high:.1f}", f"{processor:.1f}", met


def _letters(count: int) -> Iterator[tuple[str, ...]]:
    """So many workbooks in a folder to as many letters: the whole command, with one process and with two."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        letters.folder_of(folder / "in", count)
        for jobs in (1, 2):
            timed = Timed(partial(letters.seconds_for, folder / "in", folder / f"out{jobs}", jobs))
            seconds = timed()
            written = len(list((folder / f"out{jobs}").iterdir()))
            if written != count:
                raise ValueError(written)
            aim = LETTERS_AIM * count / 1000
            met = f"< {aim:.0f} s：{'达到 · met' if timed.processor[0] < aim else '未达到 · MISSED'}"
            told = f"{count} 份退回意见，整条命令 -j {jobs} · {count} letters, the whole command"
            yield (
                told,
                f"{1000 * seconds:.0f}",
                f"{1000 * seconds / count:.1f} 一份 · each",
                f"{1000 * timed.processor[0]:.0f}",
                met,
            )


def each(forms: Sequence[Form], job: Callable[[Form], object]) -> Timed:
    """The job as one that takes the next form at every call."""
    waiting = itertools.cycle(forms)
    return Timed(lambda: job(next(waiting)))


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


def weasyprint() -> Callable[[Form], bytes] | None:
    """Our page of the form set by WeasyPrint with the fonts of the package; None where it is not installed."""
    import pylopdf_fonts_zh_cn  # noqa: PLC0415 - the fonts that our own PDF has

    try:
        from weasyprint import CSS, HTML  # noqa: PLC0415 - a peer, of the extra bench
        from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 - as above
    except (ImportError, OSError) as error:  # OSError: it needs pango of the system
        print(f"WeasyPrint was not measured: {str(error).splitlines()[0]}")
        return None
    font = next(Path(str(pylopdf_fonts_zh_cn.__file__)).parent.rglob("*Serif*.otf"))
    fonts = FontConfiguration()
    face = f"@font-face{{font-family:'Noto Serif SC';src:url('{font.as_uri()}')}}"
    style = CSS(string=face, font_config=fonts)

    def write(form: Form) -> bytes:
        page = HTML(string=web_page.write(form, LAYOUT).decode())
        made: bytes = page.write_pdf(stylesheets=[style], font_config=fonts)
        return made

    return write


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
