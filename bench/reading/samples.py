"""The forms that the documents are made of (样表): generated ones of one to three pages, and the golden ones."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from bench.planted.generator import make, recipes
from jixiao import form_json
from jixiao.form import Form, Indicator
from jixiao.writers.official import Plan, Planned, plan
from tools.make_examples import Sheet, parse

GOLDEN = Path(__file__).parents[2] / "tests" / "golden"
LENGTHS = (1, 1, 2, 1, 3)
"""How many times the indicators of a form stand in it: the long ones fill two and three pages."""


class Sample(NamedTuple):
    """One printed form with what must be read out of it (一份样表)."""

    name: str
    plan: Plan
    forms: list[Form]
    generated: bool  #: its plan knows which value of the form each cell prints


def samples(seed: str, count: int, *, titled: bool = False) -> list[Sample]:
    """`count` different forms: all recipes and layouts of the generator in turn, every fifth one a golden form.

    Golden forms print their title in the table; with `titled` there are none, so that a title parts each from the next.
    """
    known = recipes()
    golden = _golden()
    found: list[Sample] = []
    for number in range(count):
        if number % 5 == 4 and not titled:
            found.append(golden[number // 5 % len(golden)])
        else:
            made = make(f"{seed}-{number}", known[number * 7 % len(known)])
            form = _longer(made.form, LENGTHS[number % len(LENGTHS)])
            found.append(Sample(f"{number:03}-{made.layout}", plan(form, made.layout), [form], generated=True))
    return found


def _longer(form: Form, times: int) -> Form:
    """The form with its indicators repeated under other names (加长)."""
    rows: list[Indicator] = list(form.indicators)
    for turn in range(1, times):
        rows += [replace(row, name=f"{row.name}（第{turn + 1}批）") for row in form.indicators]
    return replace(form, indicators=tuple(rows))


def _golden() -> list[Sample]:
    """The golden forms of every family (各表样的标准样例)."""
    found = []
    for path in sorted(GOLDEN.glob("*.grid")):
        forms = form_json.decode(path.with_suffix(".json").read_bytes(), path.stem)
        sheet = parse(path.read_text("utf-8"))
        if len(forms) == 1 and _is_even(sheet):
            found.append(Sample(path.stem, _plan_of(sheet), forms, generated=False))
    return found


def _is_even(sheet: Sheet) -> bool:
    """Whether all rows are equally wide: an uneven table has no truth about the empty places at its side."""
    ends: dict[int, int] = {}
    for cell in sheet.cells:
        for row in range(cell.row, cell.row + cell.down):
            ends[row] = max(ends.get(row, 0), cell.col + cell.across)
    return len(set(ends.values())) == 1


def _plan_of(sheet: Sheet) -> Plan:
    cells = [
        Planned(cell.row - 1, cell.col - 1, cell.down, cell.across, cell.text, "title" if cell.row == 1 else "text")
        for cell in sheet.cells
    ]
    rows = max(cell.row + cell.rowspan for cell in cells)
    cols = max(cell.col + cell.colspan for cell in cells)
    return Plan("golden", cells, rows, [10] * cols, (0, rows - 1), (0, 0))
