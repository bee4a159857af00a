"""One printed form degraded, read as a scan and compared with its text layer (单份扫描件的比对)."""

from __future__ import annotations

import re
import time
import unicodedata
from decimal import Decimal

import msgspec
import numpy as np

from bench.planted.generator import make, recipes
from bench.reading import degraded
from jixiao import layouts, readers
from jixiao.document import Document
from jixiao.errors import JixiaoError
from jixiao.form import Form
from jixiao.quantity import Quantity
from jixiao.readers import scan
from jixiao.readers.pages import Pages
from jixiao.writers import typst_pdf

MOST_SHOWN = 10
_BLANKS = re.compile(r"\s")
_ALIKE = str.maketrans({"“": '"', "”": '"', "—": "-", "–": "-", "一": "-"})
_FIGURES = ("total_score", "total_weight", "year", "funds", "headings", "indicators")


class Result(msgspec.Struct, frozen=True):
    """What came of one form (一份的结果), as one line of the results file."""

    kind: str
    number: int
    wrong: dict[str, str]  #: numbers that are wrong, by path: what was printed
    silent: tuple[str, ...]  #: those of them that nothing marks
    marked: int  #: values marked as doubtful or corrected
    cells: int
    exact: int
    misread: tuple[tuple[str, str], ...]  #: some cells as printed and as read
    processor: tuple[float, ...]  #: seconds of processor time, a page each


def pictures(kind: str, number: int) -> tuple[bytes, list[degraded.Pixels]]:
    """Form `number` as PDF, all recipes in turn, and its degraded pages; the same for the same number."""
    known = recipes()
    made = make(f"scan{number}", known[number * 5 % len(known)])
    pdf = typst_pdf.write(made.form, made.layout)
    rng = np.random.default_rng([number, *kind.encode()])
    return pdf, [degraded.KINDS[kind](page, rng) for page in degraded.rendered(pdf)]


def stated(kind: str) -> float | None:
    """The resolution that the picture tells: a telephone knows none."""
    return None if kind == "photo" else degraded.DPI


def measured(kind: str, number: int) -> Result:
    """Read form `number` as a scan of this kind."""
    pdf, pages = pictures(kind, number)
    read, seconds = Pages(), []
    for index, picture in enumerate(pages):
        begin = time.process_time()
        scan.add(read, index + 1, scan.Picture(picture, stated(kind)))
        seconds.append(round(time.process_time() - begin, 3))
    document = Document(f"{kind} {number}", "png", tuple(read.parts()))
    return _compared(kind, number, readers.parse(pdf, "form.pdf"), document, tuple(seconds))


def _compared(kind: str, number: int, truth: Document, read: Document, seconds: tuple[float, ...]) -> Result:
    cells, found = _cells(truth), _cells(read)
    wrong_cells = [place for place in cells if cells[place] != found.get(place)]
    (form,) = layouts.recognise(truth)
    wanted = numbers(form)
    wrong, silent, marked = _numbers_against(wanted, read)
    return Result(
        kind,
        number,
        {path: str(wanted.get(path)) for path in wrong},
        tuple(silent),
        marked,
        len(cells),
        len(cells) - len(wrong_cells),
        tuple((cells[place], found.get(place, "")) for place in wrong_cells[:MOST_SHOWN]),
        seconds,
    )


def _numbers_against(wanted: dict[str, object], read: Document) -> tuple[list[str], list[str], int]:
    """The wrong numbers, those of them that nothing marks, and how many values are marked.

    A number that was not read is wrong, yet silent only where another stands in its place.
    """
    try:
        forms = layouts.recognise(read)
    except JixiaoError:
        return list(wanted), [], 0
    got = numbers(forms[0])
    marks = {mark.path for mark in forms[0].inferences if mark.status in ("doubtful", "corrected")}
    wrong = [path for path in wanted | got if wanted.get(path) != got.get(path)]
    return wrong, [path for path in wrong if path in got and path not in marks], len(marks)


def numbers(form: Form) -> dict[str, object]:
    """Every number of a form, by path (全部数字)."""
    found: dict[str, object] = {}
    for name in _FIGURES:
        value = getattr(form, name)
        rows = {f"{name}[{index}]": row for index, row in enumerate(value)} if isinstance(value, tuple) else {}
        fields = {
            f"{path}.{field}": one for path, row in rows.items() for field, one in msgspec.structs.asdict(row).items()
        }
        for path, one in ({name: value} if not isinstance(value, tuple) else fields).items():
            if isinstance(one, Quantity) and one.number is not None:
                found[path] = (one.operator, str(one.number), one.unit)
            elif isinstance(one, Decimal | int) and not isinstance(one, bool):
                found[path] = str(one)
    return found


def _cells(document: Document) -> dict[tuple[int, ...], str]:
    """The text of each cell by table, place and spans; width of punctuation and kind of dash do not count."""
    return {
        (number, cell.row, cell.col, cell.rowspan, cell.colspan): unicodedata.normalize(
            "NFKC", _BLANKS.sub("", cell.text)
        ).translate(_ALIKE)
        for number, grid in enumerate(document.grids)
        for cell in grid.cells
    }
