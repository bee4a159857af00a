"""The workbook that jixiao writes: live formulas, protection, page set-up; recalculated by LibreOffice as well."""

from __future__ import annotations

import io
import os
import re
import shutil
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from bench.office_values import DOCUMENT, convert, formula_values, number, recalculated
from bench.planted.generator import Made, make, recipes
from jixiao import opening, rulebooks
from jixiao.errors import TextTooLong
from jixiao.form import Form
from jixiao.quantity import parse
from jixiao.readers import xlsx as reader
from jixiao.scoring import Award, score
from jixiao.writers import docx, xlsx

EXAMPLES = Path(__file__).parent.parent / "examples"
OFFICE = shutil.which("soffice")


def _example(name: str) -> Form:
    return opening.open_forms(EXAMPLES / f"{name}.html")[0]


def _sheet(data: bytes) -> Worksheet:
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    assert isinstance(sheet, Worksheet)
    return sheet


def _cell_of(data: bytes, path: str) -> Any:  # noqa: ANN401 - openpyxl's cell, merged or not
    location = opening.forms_in(data, "a.xlsx")[0].locations[path]
    return _sheet(data)[location.cell or ""]


def test_scores_sums_and_the_rate_are_formulas_that_show_what_the_form_states() -> None:
    form = _example("project-clean-2023")
    data = xlsx.write(form, "L1")
    paths = ["funds[0].rate", "funds[0].score", "total_weight", "total_score", "funds[0].executed"]
    paths += [f"indicators[{index}].score" for index, row in enumerate(form.indicators) if row.target.number]  # type: ignore[union-attr]
    formulas = {path: str(_cell_of(data, path).value) for path in paths}
    assert {path: text[:1] for path, text in formulas.items()} == dict.fromkeys(paths, "=")
    assert opening.forms_in(data, "a.xlsx")[0].total_score == form.total_score


def test_a_score_that_differs_from_the_method_stays_and_says_what_the_method_gives() -> None:
    data = xlsx.write(_example("department-2022"), "L1-GZ")
    cell = _cell_of(data, "funds[0].score")
    assert cell.value == 9
    assert cell.comment.text == "按办法应得 9.02 分：10 × 2468.99 ÷ 2735.89 = 9.0244… → 9.02（四舍五入到 0.01）。"
    assert "各项得分合计" in _cell_of(data, "total_score").comment.text


def test_a_target_is_a_number_under_a_format_that_shows_its_sign_and_unit() -> None:
    form = _example("project-clean-2023")
    row = msgspec.structs.replace(form.indicators[0], target=parse("≥50个"), actual=parse("48.5个"), score=None)
    data = xlsx.write(msgspec.structs.replace(form, indicators=(row, *form.indicators[1:])), "L1")
    target, actual = (_cell_of(data, f"indicators[0].{key}") for key in ("target", "actual"))
    assert (target.value, target.number_format) == (50, '"≥"General"个"')
    assert (actual.value, actual.number_format) == (48.5, 'General"个"')
    assert [one.actual for one in opening.forms_in(data, "a.xlsx")[0].indicators][:1] == [parse("48.5个")]


def test_a_text_never_becomes_a_formula() -> None:
    form = _example("project-clean-2023")
    names = ["=1+1", "+1", "-1+1", "@SUM(A1)", "=cmd|'/C calc'!A0"]
    rows = [msgspec.structs.replace(form.indicators[0], name=name, reason=name) for name in names]
    data = xlsx.write(msgspec.structs.replace(form, indicators=tuple(rows), unit="=2+2", conclusion="=3"), "L1")
    cells = [cell for row in _sheet(data).iter_rows() for cell in row if isinstance(cell.value, str)]
    kinds = {cell.value: cell.data_type for cell in cells if cell.value in {*names, "=2+2", "=3"}}
    assert kinds == dict.fromkeys([*names, "=2+2", "=3"], "s")


def test_input_cells_are_open_and_all_others_protected_without_a_password() -> None:
    data = xlsx.write(_example("project-clean-2023"), "L1")
    assert _sheet(data).protection.sheet
    assert _sheet(data).protection.password is None
    locked = {
        path: _cell_of(data, path).protection.locked
        for path in ("indicators[0].actual", "indicators[0].reason", "project", "funds[0].rate", "total_score")
    }
    assert locked == {
        "indicators[0].actual": False,
        "indicators[0].reason": False,
        "project": False,
        "funds[0].rate": True,
        "total_score": True,
    }


def test_levels_to_choose_from_and_a_mark_for_scores_above_the_weight() -> None:
    form = _example("yunnan-2023")
    data = xlsx.write(form, "L1-YN")
    sheet = _sheet(data)
    qualitative = next(index for index, row in enumerate(form.indicators) if row.target and row.target.text == "良好")
    place = opening.forms_in(data, "a.xlsx")[0].locations[f"indicators[{qualitative}].actual"].cell
    choices = {str(one.sqref): one.formula1 for one in sheet.data_validations.dataValidation}
    levels = [band.name for band in rulebooks.for_form(form).rulebook.qualitative.bands]
    assert choices == {place: '"' + ",".join(levels) + '"'}
    rules = [rule.formula[0] for block in sheet.conditional_formatting for rule in block.rules]
    assert len(rules) == len(form.indicators) + len(form.funds) + 1
    assert all(re.fullmatch(r"AND\(ISNUMBER\((\w+)\),ISNUMBER\((\w+)\),\1>\2\)", rule) for rule in rules)


def test_the_page_is_a4_one_page_wide_with_the_headings_repeated() -> None:
    sheet = _sheet(xlsx.write(_example("sichuan-2023"), "L2"))
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)  # one is what a file leaves out
    first = int(str(sheet.print_title_rows).split(":")[0].strip("$"))
    assert "三级指标" in [cell.value for cell in sheet[first]]
    assert sheet.print_area.endswith(f"${sheet.max_row}")


def test_a_long_text_gets_the_rows_it_needs() -> None:
    form = _example("project-clean-2023")
    rows = (msgspec.structs.replace(form.indicators[0], reason="很长的原因，" * 1600), *form.indicators[1:])
    data = xlsx.write(msgspec.structs.replace(form, indicators=rows), "L1")
    sheet = _sheet(data)
    place = opening.forms_in(data, "a.xlsx")[0].locations["indicators[0].reason"].cell
    block = next(one for one in sheet.merged_cells.ranges if str(one).startswith(f"{place}:"))
    heights = [sheet.row_dimensions[row].height or 0 for row in range(block.min_row, block.max_row + 1)]
    assert max(heights) <= 409
    width = sheet.column_dimensions[re.sub(r"\d", "", place or "")].width * 5.25  # points of a column unit
    assert sum(heights) > 9600 / (width / 10) * 10  # characters ÷ characters a line × points a line


def test_a_text_that_no_cell_holds_is_refused_with_a_way_out() -> None:
    form = msgspec.structs.replace(_example("project-clean-2023"), conclusion="长" * 40_000)
    with pytest.raises(TextTooLong) as refused:
        xlsx.write(form, "L1")
    assert str(refused.value) == (
        "conclusion 处的文字有 40000 字，超过 Excel 单元格的上限（32767 字）。请缩短，或改写成 Word、PDF。"
    )


# ---- LibreOffice ----


def _made() -> list[Made]:
    return [make("recalculated", recipe) for recipe in recipes()]


needs_office = pytest.mark.skipif(
    OFFICE is None and not os.environ.get("JIXIAO_CI"), reason="LibreOffice (soffice) is not installed"
)


@needs_office
def test_libreoffice_works_out_exactly_our_numbers(tmp_path: Path) -> None:
    written = {f"{at}.xlsx": xlsx.write(one.form, one.layout, one.rulebook) for at, one in enumerate(_made())}
    ours = {name: formula_values(data) for name, data in written.items()}
    theirs = recalculated(str(OFFICE), tmp_path, written)
    assert sum(map(len, ours.values())) > 600
    for name, values in ours.items():
        assert (name, {ref: number(value) for ref, value in theirs[name].items()}) == (
            name,
            {ref: number(value) for ref, value in values.items()},
        )


@needs_office
def test_a_blank_form_works_its_scores_out_as_it_is_filled_in(tmp_path: Path) -> None:
    form = _example("project-clean-2023")
    rulebook = rulebooks.for_form(form).rulebook
    rows = tuple(msgspec.structs.replace(row, score=None, actual=None) for row in form.indicators)
    data = xlsx.write(msgspec.structs.replace(form, indicators=rows, total_score=None), "L1", rulebook)
    places = opening.forms_in(data, "a.xlsx")[0].locations
    book = openpyxl.load_workbook(io.BytesIO(data))
    filled = {}
    for index, (row, award) in enumerate(zip(form.indicators, score(form, rulebook).indicators, strict=True)):
        reached = row.actual.number if row.actual else None
        cell = book.worksheets[0][places[f"indicators[{index}].score"].cell or ""]
        if isinstance(award, Award) and reached is not None and str(cell.value).startswith("="):
            share = 100 if row.actual and row.actual.unit == "%" else 1
            book.worksheets[0][places[f"indicators[{index}].actual"].cell or ""] = float(reached) / share
            filled[cell.coordinate] = award.points
    out = io.BytesIO()
    book.save(out)
    values = recalculated(str(OFFICE), tmp_path, {"a.xlsx": out.getvalue()})["a.xlsx"]
    assert filled
    assert {ref: number(values[ref]) for ref in filled} == filled


@needs_office
def test_libreoffice_opens_the_document(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(docx.write(_example("department-2022"), "L1-GZ"))
    convert(str(OFFICE), tmp_path, [tmp_path / "a.docx"], DOCUMENT)
    back, form = opening.open_forms(tmp_path / "out" / "a.docx")[0], _example("department-2022")
    assert (back.indicators, back.total_score, back.notes) == (form.indicators, form.total_score, form.notes)


def test_our_reader_finds_no_problem_in_our_workbook() -> None:
    assert reader.read(xlsx.write(_example("department-2022"), "L1-GZ"), "a.xlsx").problems == ()


@pytest.mark.parametrize(
    ("printed", "typed", "read"),
    [
        ("96%", 0.965, "96.5%"),
        ("96%", 0.96, "96%"),
        ("96%", 0.9625, "96.25%"),
        ("96.5%", 0.96125, "96.125%"),
        ("96.5%", 0.965, "96.5%"),
        ("≥9.40个", 9.4, "≥9.40个"),
        ("≥9.40个", 9.4567, "≥9.4567个"),
        ("1,200元", 1200, "1,200元"),
        ("1,200元", 1200.75, "1,200.75元"),
    ],
)
def test_a_value_typed_over_another_keeps_its_decimals(printed: str, typed: float, read: str) -> None:
    form = _example("project-clean-2023")
    row = msgspec.structs.replace(form.indicators[0], actual=parse(printed), score=None)
    data = xlsx.write(msgspec.structs.replace(form, indicators=(row, *form.indicators[1:])), "L1")
    place = opening.forms_in(data, "a.xlsx")[0].locations["indicators[0].actual"].cell
    book = openpyxl.load_workbook(io.BytesIO(data))
    book.worksheets[0][place or ""].value = typed
    out = io.BytesIO()
    book.save(out)
    actual = opening.forms_in(out.getvalue(), "a.xlsx")[0].indicators[0].actual
    assert actual is not None
    assert actual.text == read
