"""Text that keeps its columns by spaces becomes tables by geometry alone, or stays as it is where that is doubtful.

tests/golden/aligned/NAME.txt is what `pdftotext -layout` makes of examples/NAME.html printed as a PDF.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from jixiao import layouts
from jixiao.document import Cell, Document
from jixiao.form import Form
from jixiao.opening import open_forms
from jixiao.readers import text

GOLDEN = Path(__file__).parent / "golden" / "aligned"
EXAMPLES = Path(__file__).parent.parent / "examples"
NAMES = sorted(path.stem for path in GOLDEN.glob("*.txt"))
ASIDE = {"locations", "source", "attributes", "layout", "layout_fit"}  # what tells of the file and not of the form
FIELDS = [field for field in Form.__struct_fields__ if field not in ASIDE]


def printed(name: str) -> str:
    return (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


def document_of(content: str) -> Document:
    return text.read(content.encode(), "form.txt")


def form_of(content: str) -> Form:
    (form,) = layouts.recognise(document_of(content))
    return form


def plain(value: Any) -> Any:  # noqa: ANN401 - any field of a form
    """A value without white space, which is all that a printed page may change."""
    if isinstance(value, str):
        return "".join(value.split())
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return {key: plain(item) for key, item in value.items()} if isinstance(value, dict) else value


def values_of(form: Form) -> dict[str, Any]:
    return {field: plain(msgspec.to_builtins(getattr(form, field))) for field in FIELDS}


@pytest.mark.parametrize("name", NAMES)
def test_the_form_is_that_of_the_example(name: str) -> None:
    (example,) = open_forms(EXAMPLES / f"{name}.html")
    assert values_of(form_of(printed(name))) == values_of(example)


def cells_of(document: Document) -> Iterator[Cell]:
    for grid in document.grids:
        yield from grid.cells


@pytest.mark.parametrize("name", NAMES)
def test_every_cell_has_the_place_where_it_begins(name: str) -> None:
    lines = printed(name).split("\n")
    for cell in cells_of(document_of(printed(name))):
        line, column = cell.location.line, cell.location.column
        assert line is not None
        assert column is not None
        assert lines[line - 1][column - 1] == cell.text[0]


@pytest.mark.parametrize("name", NAMES)
def test_no_word_is_understood(name: str) -> None:
    """With every Chinese character but the punctuation made another one, the cells are the same."""
    disguised = re.sub("[\u4e00-\u9fff]", "某", printed(name))
    found = [(cell.row, cell.col, cell.rowspan, cell.colspan) for cell in cells_of(document_of(disguised))]
    assert found == [(cell.row, cell.col, cell.rowspan, cell.colspan) for cell in cells_of(document_of(printed(name)))]


@pytest.mark.parametrize("name", NAMES)
def test_a_margin_changes_nothing(name: str) -> None:
    shifted = "\n".join("    " + line if line else "" for line in printed(name).split("\n"))
    assert values_of(form_of(shifted)) == values_of(form_of(printed(name)))


@pytest.mark.parametrize("name", NAMES)
def test_without_its_wide_gaps_the_text_stays_lines(name: str) -> None:
    squeezed = re.sub(" +", " ", printed(name))
    assert document_of(squeezed).grids == []


@pytest.mark.parametrize(
    ("name", "line", "path"),
    [
        ("project-clean-2023", "改造入户水表数量", "indicators[1].score"),
        ("rural-2022", "受益农户数", "indicators[4].score"),
        ("sichuan-2023", "读者满意度 ", "indicators[6].score"),
        ("yunnan-2023", "示范片面积 ", "indicators[1].score"),
        ("department-2022", "特定目标项目支出", "indicators[7].score"),
    ],
)
def test_a_missing_number_is_missed_where_it_stood_and_nowhere_else(name: str, line: str, path: str) -> None:
    """The last number of a row is blanked out: no other value may move into its place."""
    before = printed(name)
    (whole,) = (one for one in before.split("\n") if line in one and re.search(r"\d$", one))
    number = re.search(r"[\d.]+$", whole)
    assert number is not None
    form = form_of(before.replace(whole, whole[: number.start()]))
    field, index, key = re.split(r"\[|\]\.", path)
    expected = values_of(form_of(before))
    del expected[field][int(index)][key]
    assert values_of(form) == expected


def test_a_table_of_other_words_is_read_by_its_columns() -> None:
    rows = [("甲", "100", "2.5", "1"), ("乙乙", "20", "12.5", "2"), ("丙丙丙", "3", "7", ""), ("丁", "", "7.25", "4")]
    rows *= 2
    rows.insert(0, ("名称", "数量", "单价", "备注"))
    lines = [f"{a:<14}{b:<12}{c:<10}{d}".rstrip() for a, b, c, d in rows]
    (grid,) = document_of("\n".join(lines)).grids
    found = [["" for _ in range(grid.cols)] for _ in range(grid.rows)]
    for cell in grid.cells:
        found[cell.row][cell.col] = cell.text
    assert found == list(map(list, rows))


@pytest.mark.parametrize(
    "content",
    [
        "第一章   总则\n" * 6,
        "\n".join(f"{number}.    各部门按要求填报   不得遗漏" for number in range(20)),
        "目录\n" + "\n".join(f"第{number}节 绩效目标 ........ {number}" for number in range(30)),
    ],
    ids=["headings", "two columns of prose", "contents"],
)
def test_prose_with_gaps_stays_lines(content: str) -> None:
    assert document_of(content).grids == []


def test_tables_that_make_no_form_are_read_as_lines_again() -> None:
    """Nothing of the text is lost for the layouts of lines: the tables keep the lines they were made of."""
    document = document_of(printed("rural-2022"))
    kept = [line.location.line or 0 for grid in document.grids for line in grid.lines]
    outside = [line.location.line or 0 for line in document.lines]
    numbers = [number for number, line in enumerate(printed("rural-2022").split("\n"), 1) if line.strip("\f ")]
    assert sorted(kept + outside) == numbers
