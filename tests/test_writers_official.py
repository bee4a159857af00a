"""Official forms written and read back: nothing is lost or changed on the way."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import msgspec
import pytest

from jixiao import opening
from jixiao.form import Form
from jixiao.writers import official, typst_pdf, web_page

EXAMPLES = Path(__file__).parent.parent / "examples"
PRINTED = {
    "department-2022": "L1-GZ",
    "project-clean-2023": "L1",
    "rural-2022": "L1-rural",
    "sichuan-2023": "L2",
    "yunnan-2023": "L1-YN",
}


def _values(form: Form) -> dict[str, object]:
    """Everything that the form says; how and where it was read, and the breaks between lines, do not count."""
    said = msgspec.structs.replace(form, locations={}, inferences=(), layout_fit=None, source=None)
    told: dict[str, object] = msgspec.to_builtins(said)
    return {key: _unbroken(value) for key, value in told.items()}


def _unbroken(value: object) -> object:
    if isinstance(value, str):
        return "".join(value.split())
    if isinstance(value, list | tuple):
        return [_unbroken(one) for one in value]
    if isinstance(value, dict):
        return {key: _unbroken(one) for key, one in value.items()}
    return value


@pytest.mark.parametrize("layout", official.names())
def test_the_fund_block_and_the_indicator_block_share_one_grid(layout: str) -> None:
    planned = official.plan(opening.open_forms(EXAMPLES / "project-clean-2023.html")[0], layout)
    covered = [
        (cell.row + down, cell.col + right)
        for cell in planned.cells
        if planned.table[0] <= cell.row <= planned.table[1]
        for down in range(cell.rowspan)
        for right in range(cell.colspan)
    ]
    rows = range(planned.table[0], planned.table[1] + 1)
    assert sorted(covered) == [(row, col) for row in rows for col in range(planned.cols)]


@pytest.mark.parametrize(("writer", "suffix"), [(web_page, ".html"), (typst_pdf, ".pdf")], ids=["html", "pdf"])
@pytest.mark.parametrize(("name", "layout"), PRINTED.items(), ids=PRINTED)
def test_what_is_written_reads_back_equal(name: str, layout: str, writer: ModuleType, suffix: str) -> None:
    form = opening.open_forms(EXAMPLES / f"{name}.html")[0]
    back = opening.forms_in(writer.write(form, layout), f"{name}{suffix}")
    assert [_values(one) for one in back] == [_values(form)]


def test_markup_in_a_text_stays_text() -> None:
    form = opening.open_forms(EXAMPLES / "project-clean-2023.html")[0]
    hostile = msgspec.structs.replace(form, conclusion='<script>alert("1")</script> #panic() *粗* $x$ \\n')
    assert b"<script" not in web_page.write(hostile, "L1")
    back = opening.forms_in(typst_pdf.write(hostile, "L1"), "a.pdf")[0]
    assert "".join((back.conclusion or "").split()) == "".join((hostile.conclusion or "").split())
