"""Every family of printed forms, read from a workbook and from a web page, against the form that a person checked.

tests/golden/NAME.grid is the printed form in the notation of tools/make_examples.py, NAME.json what must be read.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from jixiao import form_json
from jixiao.form import Form
from jixiao.opening import forms_in
from tools.make_examples import Sheet, page, parse, workbook

GOLDEN = sorted((Path(__file__).parent / "golden").glob("*.grid"))
WRITERS: dict[str, Callable[[Sheet], bytes]] = {"xlsx": workbook, "html": lambda sheet: page(sheet).encode()}


def bare(form: Form) -> Form:
    """The form without what depends on the file format: places and file name."""
    unread = tuple(msgspec.structs.replace(one, location=None) for one in form.unread)
    return msgspec.structs.replace(form, locations={}, source=None, unread=unread)


@pytest.mark.parametrize("suffix", WRITERS)
@pytest.mark.parametrize("golden", GOLDEN, ids=lambda path: path.stem)
def test_the_form_is_read_as_checked(golden: Path, suffix: str) -> None:
    sheet = parse(golden.read_text(encoding="utf-8"))
    forms = forms_in(WRITERS[suffix](sheet), f"{golden.stem}.{suffix}")
    expected = form_json.decode(golden.with_suffix(".json").read_bytes(), golden.stem)
    assert [bare(form) for form in forms] == expected


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda path: path.stem)
def test_every_value_has_its_cell(golden: Path) -> None:
    sheet = parse(golden.read_text(encoding="utf-8"))
    texts = {(cell.row, cell.col): cell.text for cell in sheet.cells}
    for form in forms_in(workbook(sheet), "form.xlsx"):
        paths = [f"indicators[{index}].{key}" for index in range(len(form.indicators)) for key in ("target", "actual")]
        paths += [f"funds[{index}].executed" for index in range(len(form.funds))]
        for path in paths:
            place = form.locations[path]
            assert place.sheet == sheet.name
            assert place.cell is not None
            row, col = int(place.cell[1:]), ord(place.cell[0]) - ord("A") + 1
            assert (row, col) in texts, f"{path} says {place.cell}, where no cell begins"
