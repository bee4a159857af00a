"""How exactly and how fast scans are read (扫描件基准): printed forms, degraded five ways, against their text layer.

Run: python -m bench.reading.scans [--forms 12] [--first 0] [--kinds clean typical poor fax photo] [--show]
Where rapidocr is installed, its own full run (detection and recognition) on the same pages is timed beside ours.
"""

from __future__ import annotations

import argparse
import re
import statistics
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from importlib.util import find_spec
from typing import NamedTuple

import msgspec
import numpy as np

from bench import machine
from bench.planted.generator import make, recipes
from bench.reading import degraded
from bench.reading.degraded import Pixels
from jixiao import layouts, readers
from jixiao.document import Document
from jixiao.errors import JixiaoError
from jixiao.form import Form
from jixiao.quantity import Quantity
from jixiao.readers import scan
from jixiao.readers.pages import Pages
from jixiao.writers import typst_pdf

AIM_FORMS = {"clean": Decimal("0.995"), "typical": Decimal("0.995")}
AIM_CELLS = {"typical": Decimal("0.97")}
AIM_SECONDS = 3
_BLANKS = re.compile(r"\s")
_ALIKE = str.maketrans({"“": '"', "”": '"', "—": "-", "–": "-", "一": "-"})
_FIGURES = ("total_score", "total_weight", "year", "funds", "headings", "indicators")


class Tally(NamedTuple):
    """What came of all pages of one kind (一类扫描件的结果)."""

    forms: int
    right: int  #: forms with every number right
    silent: int  #: wrong numbers that nothing marks
    marked: int  #: values marked as doubtful or corrected
    cells: int
    exact: int
    seconds: list[float]
    peer: list[float]


def main() -> int:
    """Print the table; 1 where an aim is missed."""
    parser = argparse.ArgumentParser(prog="python -m bench.reading.scans", description=__doc__)
    parser.add_argument("--forms", type=int, default=12)
    parser.add_argument("--first", type=int, default=0, help="number of the first form, to go on with others")
    parser.add_argument("--kinds", nargs="+", default=list(degraded.KINDS), choices=list(degraded.KINDS))
    parser.add_argument("--show", action="store_true", help="every wrong number and cell")
    options = parser.parse_args()
    printed = list(_printed(range(options.first, options.first + options.forms)))
    peer = _peer()
    print(machine.describe())
    print("kind      forms all right   silent   marked   cells exact       s/page   rapidocr/ours")
    missed = []
    for kind in options.kinds:
        tally = _measured(kind, dict(enumerate(printed, options.first)), peer, show=options.show)
        print(_row(kind, tally))
        missed += list(_missed(kind, tally))
    for line in missed:
        print(line, file=sys.stderr)
    return 1 if missed else 0


def _printed(numbers: range) -> Iterator[bytes]:
    """Forms as PDF, all recipes in turn."""
    known = recipes()
    for number in numbers:
        made = make(f"scan{number}", known[number * 5 % len(known)])
        yield typst_pdf.write(made.form, made.layout)


def _peer() -> Callable[[Pixels], object] | None:
    if find_spec("rapidocr") is None:
        return None
    from rapidocr import RapidOCR  # type: ignore[import-not-found]  # noqa: PLC0415 - a peer, of the bench only

    engine: Callable[[Pixels], object] = RapidOCR()
    return engine


def _measured(kind: str, printed: dict[int, bytes], peer: Callable[[Pixels], object] | None, *, show: bool) -> Tally:
    total = Tally(0, 0, 0, 0, 0, 0, [], [])
    for number, pdf in printed.items():
        rng = np.random.default_rng([number, *kind.encode()])
        pictures = [degraded.KINDS[kind](page, rng) for page in degraded.rendered(pdf)]
        dpi = None if kind == "photo" else degraded.DPI
        pages = Pages()
        for index, picture in enumerate(pictures):
            total.seconds.append(_seconds(partial(scan.add, pages, index + 1, scan.Picture(picture, dpi))))
            if peer is not None:
                total.peer.append(_seconds(partial(peer, picture)))
        document = Document(f"{kind} {number}", "png", tuple(pages.parts()))
        total = _compared(total, readers.parse(pdf, "form.pdf"), document, show=show)
    return total


def _seconds(job: Callable[[], object]) -> float:
    begin = time.perf_counter()
    job()
    return time.perf_counter() - begin


def _compared(total: Tally, truth: Document, read: Document, *, show: bool) -> Tally:
    cells, found = _cells(truth), _cells(read)
    wrong_cells = [place for place in cells if cells[place] != found.get(place)]
    (form,) = layouts.recognise(truth)
    wanted = numbers(form)
    wrong, silent, marked = _numbers_against(wanted, read)
    if show:
        for path in wrong:
            print(f"  {read.name} {path}: {wanted.get(path)}{'  SILENT' if path in silent else ''}")
        for place in wrong_cells[:10]:
            print(f"  {read.name} {place}: {cells[place][:40]!r} read {found.get(place, '')[:40]!r}")
    return total._replace(
        forms=total.forms + 1,
        right=total.right + (not wrong),
        silent=total.silent + len(silent),
        marked=total.marked + marked,
        cells=total.cells + len(cells),
        exact=total.exact + len(cells) - len(wrong_cells),
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


def _row(kind: str, tally: Tally) -> str:
    ratio = f"{statistics.median(tally.peer) / statistics.median(tally.seconds):8.2f}" if tally.peer else "       –"
    return (
        f"{kind:9} {tally.right:3} of {tally.forms:<3}  {tally.right / tally.forms:6.1%}"
        f"   {tally.silent:4}   {tally.marked:6}"
        f"   {tally.exact:5} of {tally.cells:<5} {tally.exact / tally.cells:6.1%}"
        f"   {statistics.median(tally.seconds):5.2f}   {ratio}"
    )


def _missed(kind: str, tally: Tally) -> Iterator[str]:
    if Decimal(tally.right) < AIM_FORMS.get(kind, Decimal(0)) * tally.forms:
        yield f"{kind}: numbers right in {tally.right} of {tally.forms} forms only"
    if Decimal(tally.exact) < AIM_CELLS.get(kind, Decimal(0)) * tally.cells:
        yield f"{kind}: {tally.exact} of {tally.cells} cells exact only"
    if tally.silent:
        yield f"{kind}: {tally.silent} wrong numbers are not marked"
    if statistics.median(tally.seconds) > AIM_SECONDS:
        yield f"{kind}: {statistics.median(tally.seconds):.1f} s a page (aim {AIM_SECONDS} s on two idle cores)"


if __name__ == "__main__":
    sys.exit(main())
