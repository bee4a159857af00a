"""Official forms written and read back: nothing is lost or changed on the way, in any layout and any format."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import msgspec
import pytest

from bench.planted.generator import Made, make, recipes
from bench.same_form import meant, said, unbroken, values
from jixiao import opening
from jixiao.writers import docx, files, official, typst_pdf, web_page, xlsx

EXAMPLES = Path(__file__).parent.parent / "examples"
PRINTED = {
    "department-2022": "L1-GZ",
    "project-clean-2023": "L1",
    "rural-2022": "L1-rural",
    "sichuan-2023": "L2",
    "yunnan-2023": "L1-YN",
}
WRITERS = {".html": web_page, ".pdf": typst_pdf, ".xlsx": xlsx, ".docx": docx}
HOSTILE = {
    '=HYPERLINK("http://example.com","点此")': None,
    "+1+cmd|' /C calc'!A0": None,
    "-2+3": None,
    "@SUM(A1:A9)": None,
    "_x0041_ &lt; <b>粗</b> ]]> ${x}": None,
    '<script>alert("1")</script> #panic() *粗* $x$ \\n': None,
    "甲\x00乙\x07丙\x1b[31m丁": "甲乙丙[31m丁",
    "总计\u202e001\u202c元\u200f\u2066x\u2069": "总计001元x",
    "半\ud800字": "半\ufffd字",
    "".join(f"很长的说明{number}，" for number in range(1250)): None,
    "".join(f"x{number}" for number in range(2230)): None,
}
"""Texts that could steer a program, and what is to be read of them: every visible character, and nothing else."""


def _generated() -> list[Made]:
    """One form a rulebook and kind, so that every layout comes several times, with all that a form may hold."""
    return [make("writers", recipe) for recipe in recipes()]


@pytest.mark.parametrize("layout", official.names())
@pytest.mark.parametrize("name", PRINTED)
def test_every_place_of_the_ruled_part_is_covered_once(name: str, layout: str) -> None:
    planned = official.plan(opening.open_forms(EXAMPLES / f"{name}.html")[0], layout)
    covered = [
        (cell.row + down, cell.col + right)
        for cell in planned.cells
        if planned.table[0] <= cell.row <= planned.table[1]
        for down in range(cell.rowspan)
        for right in range(cell.colspan)
    ]
    rows = range(planned.table[0], planned.table[1] + 1)
    assert sorted(covered) == [(row, col) for row in rows for col in range(planned.cols)]


@pytest.mark.parametrize(("suffix", "writer"), WRITERS.items(), ids=WRITERS)
@pytest.mark.parametrize(("name", "layout"), PRINTED.items(), ids=PRINTED)
def test_what_is_written_reads_back_equal(name: str, layout: str, writer: ModuleType, suffix: str) -> None:
    form = opening.open_forms(EXAMPLES / f"{name}.html")[0]
    back = opening.forms_in(writer.write(form, layout), f"{name}{suffix}")
    assert [one.layout for one in back] == [layout]
    assert [values(one) for one in back] == [values(form)]


@pytest.mark.parametrize("made", _generated(), ids=lambda made: f"{made.rulebook.name}-{made.form.kind}-{made.layout}")
def test_generated_forms_read_back_equal_from_every_format(made: Made) -> None:
    for suffix, writer in WRITERS.items():
        back = opening.forms_in(writer.write(made.form, made.layout), f"a{suffix}")
        assert (suffix, [said(one) for one in back]) == (suffix, [said(made.form)])


@pytest.mark.parametrize(("suffix", "writer"), WRITERS.items(), ids=WRITERS)
@pytest.mark.parametrize("layout", official.names())
def test_a_form_reads_back_equal_in_a_layout_that_is_not_its_own(layout: str, writer: ModuleType, suffix: str) -> None:
    form = opening.open_forms(EXAMPLES / "sichuan-2023.html")[0]
    back = opening.forms_in(writer.write(form, layout), f"a{suffix}")
    assert [said(meant(one)) for one in back] == [said(meant(form))]


@pytest.mark.parametrize(("suffix", "writer"), WRITERS.items(), ids=WRITERS)
@pytest.mark.parametrize(("text", "read"), HOSTILE.items(), ids=[f"{text[:6]!a}" for text in HOSTILE])
def test_a_hostile_text_comes_out_whole_and_harmless(
    text: str, read: str | None, writer: ModuleType, suffix: str
) -> None:
    form = opening.open_forms(EXAMPLES / "project-clean-2023.html")[0]
    rows = (msgspec.structs.replace(form.indicators[0], reason=text), *form.indicators[1:])
    written = writer.write(msgspec.structs.replace(form, indicators=rows), "L1")
    back = opening.forms_in(written, f"a{suffix}")
    assert [unbroken(one.indicators[0].reason) for one in back] == [unbroken(read or text)]
    assert len(back[0].indicators) == len(form.indicators)
    assert b"<script" not in written


def test_the_commands_know_every_layout_and_format() -> None:
    from jixiao.commands import write  # noqa: PLC0415 - only here

    assert sorted(write.LAYOUTS) == sorted(files.LAYOUTS) == official.names()
    assert write.FORMATS == files.FORMATS


@pytest.mark.parametrize("writer", [xlsx, docx], ids=["xlsx", "docx"])
def test_the_same_form_gives_the_same_bytes(writer: ModuleType) -> None:
    form = opening.open_forms(EXAMPLES / "department-2022.html")[0]
    assert writer.write(form, "L1-GZ") == writer.write(form, "L1-GZ")


def test_notes_that_run_over_pages_read_back_whole() -> None:
    notes = tuple(f"{number}.第{number}条说明：按办法规定填写，不得漏项。" for number in range(1, 90))
    form = msgspec.structs.replace(opening.open_forms(EXAMPLES / "project-clean-2023.html")[0], notes=notes)
    (back,) = opening.forms_in(typst_pdf.write(form, "L1"), "a.pdf")
    assert back.notes == notes
