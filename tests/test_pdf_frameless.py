"""PDFs whose tables have no frame: read by alignment where it is clear, and no wrong number passes for a sure one."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.reading.scan_forms import numbers
from jixiao import layouts, readers
from jixiao.document import Document
from jixiao.form import Form
from jixiao.opening import open_forms
from jixiao.writers import typst_pdf

EXAMPLES = Path(__file__).parent.parent / "examples"
LAYOUTS = {"project-clean-2023": "L1", "yunnan-2023": "L1-YN", "rural-2022": "L1-rural", "department-2022": "L1"}


@pytest.fixture(scope="module")
def frameless(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The template of the official form, without strokes."""
    return _with_stroke("none", tmp_path_factory)


@pytest.fixture(scope="module")
def ruled_across(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The template with a line below every row and no upright, as web pages are styled."""
    return _with_stroke("(bottom: 0.5pt)", tmp_path_factory)


def _with_stroke(stroke: str, folders: pytest.TempPathFactory) -> Path:
    template = folders.mktemp("typst") / "form.typ"
    text = typst_pdf.TEMPLATE.read_text("utf-8").replace("stroke: 0.5pt", f"stroke: {stroke}")
    template.write_text(text, "utf-8")
    return template


def printed(name: str, template: Path = typst_pdf.TEMPLATE) -> tuple[Document, Form]:
    form = open_forms(EXAMPLES / f"{name}.xlsx")[0]
    document = readers.parse(typst_pdf.write(form, LAYOUTS[name], template=template), f"{name}.pdf")
    return document, layouts.recognise(document)[0]


@pytest.mark.parametrize("name", LAYOUTS)
@pytest.mark.parametrize("template", ["frameless", "ruled_across"])
def test_no_wrong_number_passes_for_a_sure_one(name: str, template: str, request: pytest.FixtureRequest) -> None:
    wanted, form = numbers(printed(name)[1]), printed(name, request.getfixturevalue(template))[1]
    read = {path: value for path, value in numbers(form).items() if not path.endswith(".level")}
    told = {mark.path for mark in form.inferences} | {place.path for place in form.unread}
    assert {path for path, value in read.items() if wanted.get(path) != value} <= told


def test_a_frameless_table_is_a_table_and_says_so(frameless: Path) -> None:
    document, form = printed("project-clean-2023", frameless)
    assert document.grids
    assert any("没有框线" in (place.reason or "") for place in form.unread)
    assert numbers(form) == numbers(printed("project-clean-2023")[1])
    box = form.locations["total_score"].box
    assert box is not None
    assert 0 < box.x0 < box.x1 < 900
