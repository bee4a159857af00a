"""What was read against what was printed (读数核对): cells with spans and text, and every number of the forms."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from bench.reading.producers import Made
from bench.reading.samples import Sample
from jixiao import layouts, readers
from jixiao.document import Document, Grid
from jixiao.errors import JixiaoError
from jixiao.form import Form
from jixiao.quantity import Quantity

RULED_ONLY = frozenset({"pdf", "docx"})  # there the lines above and below the table are no cells
MONEY = ("initial_budget", "full_budget", "arrived", "executed", "weight", "rate", "score")
POINTS = ("weight", "score", "review_score", "deduction")
TOTALS = ("total_weight", "total_score", "year")

Place = tuple[int, int, int, int]  # row, column, rows and columns spanned


class Result(NamedTuple):
    """What came of one document (一份文件的结果)."""

    cells: int
    exact: int
    forms: int
    right: int
    faults: list[str]  #: what was wrong, for --show


def check(made: Made) -> Result:
    """Read one document and compare it with its forms."""
    try:
        document = readers.parse(made.data, made.name)
        forms = layouts.recognise(document)
    except JixiaoError as error:
        cells = sum(len(one.plan.cells) for one in made.samples)
        return Result(cells, 0, sum(len(one.forms) for one in made.samples), 0, [str(error)])
    cells = exact = 0
    faults: list[str] = []
    grids = list(document.grids)
    for sample in made.samples:
        total, wrong = _cells(sample, grids, document)
        cells, exact = cells + total, exact + max(0, total - len(wrong))
        faults += wrong
    expected = [(form, sample) for sample in made.samples for form in sample.forms]
    right = 0
    for index, (form, sample) in enumerate(expected):
        wrong = differences(form, forms[index], sample) if index < len(forms) else ["no such form"]
        right += not wrong
        faults += [f"form {index + 1}: {one}" for one in wrong]
    if len(forms) > len(expected):
        faults.append(f"{len(forms)} forms read, {len(expected)} printed")
        right = 0
    return Result(cells, exact, len(expected), right, faults)


def _cells(sample: Sample, grids: list[Grid], document: Document) -> tuple[int, list[str]]:
    """How many cells there are and which of them are wrong, in the table that fits best."""
    wanted = _wanted(sample, ruled_only=document.format in RULED_ONLY)
    best: list[str] | None = None
    chosen = None
    for grid in grids:
        wrong = _wrong(wanted, grid)
        if best is None or len(wrong) < len(best):
            best, chosen = wrong, grid
        if not wrong:
            break
    if chosen is not None:
        grids.remove(chosen)
    return len(wanted), best if best is not None else ["no table"] * len(wanted)


def _wanted(sample: Sample, *, ruled_only: bool) -> dict[Place, str]:
    first, last = sample.plan.table if ruled_only else (0, sample.plan.rows)
    return {
        (cell.row - first, cell.col, cell.rowspan, cell.colspan): "".join(cell.text.split())
        for cell in sample.plan.cells
        if first <= cell.row <= last
    }


def _wrong(wanted: dict[Place, str], grid: Grid) -> list[str]:
    """The cells that are not as printed, and those that were not printed. A blank cell may be absent."""
    seen = {(cell.row, cell.col, cell.rowspan, cell.colspan): "".join(cell.text.split()) for cell in grid.cells}
    wrong = [
        f"cell {place} printed {text!r} read {seen.get(place)!r}"
        for place, text in wanted.items()
        if seen.get(place) != text and (text or place[2:] != (1, 1) or seen.get(place))
    ]
    return wrong + [
        f"cell {place} read {text!r}, not printed" for place, text in seen.items() if text and place not in wanted
    ]


def differences(form: Form, read: Form, sample: Sample) -> list[str]:
    """The numbers of the form that were read otherwise; of a generated form those that its layout prints."""
    wanted, seen = figures(form), figures(read)
    if sample.generated:
        printed = {cell.path for cell in sample.plan.cells if cell.path}
        wanted = {path: value for path, value in wanted.items() if path in printed or path.startswith("count")}
    found = [
        f"{path} printed {value} read {seen.get(path)}" for path, value in wanted.items() if seen.get(path) != value
    ]
    extra = [path for path in seen if path not in wanted and path not in figures(form)]
    return found + [f"{path} read {seen[path]}, not printed" for path in extra]


def figures(form: Form) -> dict[str, object]:
    """Every number of a form by its path (全部数字), and how many rows there are."""
    found: dict[str, object] = {
        "count of funds": len(form.funds),
        "count of indicators": len(form.indicators),
    }
    found |= {name: getattr(form, name) for name in TOTALS}
    for index, line in enumerate(form.funds):
        found |= {f"funds[{index}].{name}": getattr(line, name) for name in MONEY}
    for index, row in enumerate(form.indicators):
        found |= {f"indicators[{index}].{name}": getattr(row, name) for name in POINTS}
        found |= {f"indicators[{index}].{name}": _bare(getattr(row, name)) for name in ("target", "actual")}
    return {path: value for path, value in found.items() if value is not None}


def _bare(value: Quantity | None) -> tuple[Decimal | None, Decimal | None, str] | None:
    return None if value is None else (value.number, value.upper, value.operator or "")
