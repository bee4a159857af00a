"""Workbooks: values as shown, merges, hidden parts, and files made to do harm."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from jixiao.document import Cell, Document
from jixiao.errors import FileDamaged, FileEmpty, FileEncrypted, FileTooLarge, JixiaoError
from jixiao.readers import parse
from jixiao.readers.xlsx_styles import shown

HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def raw(sheet_data: str, *, after: str = "", prologue: str = HEADER, **parts: str) -> bytes:
    """A workbook of one sheet 表, its XML written out."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        workbook = '<sheets><sheet name="表" sheetId="1" r:id="r1"/></sheets>'
        archive.writestr("xl/workbook.xml", f'{HEADER}<workbook xmlns="{MAIN}" xmlns:r="{RELS}">{workbook}</workbook>')
        link = '<Relationship Id="r1" Target="worksheets/sheet1.xml"/>'
        archive.writestr("xl/_rels/workbook.xml.rels", f"{HEADER}<Relationships>{link}</Relationships>")
        sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{sheet_data}</sheetData>{after}</worksheet>'
        archive.writestr("xl/worksheets/sheet1.xml", prologue + sheet)
        for name, text in parts.items():
            archive.writestr(f"xl/{name}.xml", text)
    return out.getvalue()


def cells_of(document: Document) -> dict[str, Cell]:
    return {cell.location.cell or "": cell for grid in document.grids for cell in grid.cells}


def texts_of(data: bytes) -> dict[str, str]:
    return {place: cell.text for place, cell in cells_of(parse(data, "form.xlsx")).items()}


@pytest.mark.parametrize(
    ("stored", "code", "text"),
    [
        ("0.90240000000000005", "General", "0.9024"),
        ("2468.9899999999998", "General", "2468.99"),
        ("1E-3", "General", "0.001"),
        ("51010000000123", "General", "51010000000123"),
        ("0", "General", "0"),
        ("50.5", '"≥"General"个"', "≥50.5个"),
        ("-3", 'G/通用格式"元"', "-3元"),
        ("0.902445", "0.00%", "90.24%"),
        ("0.5", "0%", "50%"),
        ("9", "0.00", "9.00"),
        ("9.005", "0.00", "9.01"),
        ("-0.001", "0.00", "0.00"),
        ("1234567.891", "#,##0.00", "1,234,567.89"),
        ("12345678", "#,##0,", "12,346"),
        ("-1234.5", r"#,##0.00_);[Red]\(#,##0.00\)", "(1,234.50)"),
        ("0", '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-"),
        ("12.5", '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "12.50"),
        ("12.345", '0.00"万元"', "12.35万元"),
        ("3", '"≥"0"%"', "≥3%"),
        ("99", "@", "99"),
        ("45117", 'yyyy"年"m"月"d"日"', "2023年7月10日"),
        ("45117", '[DBNum1][$-804]yyyy"年"m"月"d"日"', "二〇二三年七月十日"),
        ("45117", "yyyy.m.d", "2023.7.10"),
        ("45117.5", "yyyy/mm/dd hh:mm", "2023/07/10 12:00"),
        ("45117.75", "h:mm AM/PM", "6:00 PM"),
        ("1.5", "[h]:mm", "36:00"),
    ],
)
def test_a_number_is_shown_as_in_the_spreadsheet(stored: str, code: str, text: str) -> None:
    assert shown(stored, code) == text


@given(st.integers(-(10**12), 10**12), st.integers(0, 6))
def test_general_keeps_every_digit_that_a_form_prints(number: int, places: int) -> None:
    value = Decimal(number).scaleb(-places)
    assert Decimal(shown(str(value), "General")) == value


def test_strings_numbers_and_dates_come_as_shown() -> None:
    book = Workbook()
    page = book.worksheets[0]
    page.title = "自评表"
    page["A1"], page["B1"], page["C1"] = "产出指标\n（50分）", 2735.89, 0.9024
    page["C1"].number_format = "0.00%"
    page["A2"], page["B2"] = date(2023, 7, 10), True
    page["A2"].number_format = 'yyyy"年"m"月"d"日"'
    assert texts_of(saved(book)) == {
        "A1": "产出指标\n（50分）",
        "B1": "2735.89",
        "C1": "90.24%",
        "A2": "2023年7月10日",
        "B2": "TRUE",
    }


def test_rich_text_is_joined_without_its_reading_aids() -> None:
    runs = "<r><t>绩效</t></r><r><t>自评_x000A_表</t></r><rPh><t>jixiao</t></rPh>"
    strings = f'{HEADER}<sst xmlns="{MAIN}"><si>{runs}</si></sst>'
    row = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>行内</t></is></c></row>'
    assert texts_of(raw(row, sharedStrings=strings)) == {"A1": "绩效自评\n表", "B1": "行内"}


def test_merged_cells_become_spans_and_cover_nothing_twice() -> None:
    book = Workbook()
    page = book.worksheets[0]
    page["A1"], page["C1"], page["C2"], page["C3"] = "产出指标", "甲", "乙", "丙"
    page.merge_cells("A1:B3")
    cells = cells_of(parse(saved(book), "form.xlsx"))
    assert (cells["A1"].rowspan, cells["A1"].colspan) == (3, 2)
    assert set(cells) == {"A1", "C1", "C2", "C3"}


def test_hidden_rows_columns_and_sheets_are_read_and_flagged() -> None:
    book = Workbook()
    page = book.worksheets[0]
    page.title = "显示"
    page["A1"], page["A2"], page["B1"] = "一", "二", "三"
    page.row_dimensions[2].hidden = True
    page.column_dimensions["B"].hidden = True
    other = book.create_sheet("底稿")
    other["A1"], other.sheet_state = "草稿", "hidden"
    document = parse(saved(book), "form.xlsx")
    first, second = document.grids
    assert (first.name, first.hidden_rows, first.hidden_cols, first.hidden) == (
        "显示",
        frozenset({1}),
        frozenset({1}),
        False,
    )
    assert (second.name, second.hidden, second.cells[0].text) == ("底稿", True, "草稿")
    assert document.problems == ("工作表“底稿”是隐藏的，其内容也已读取。",)


def test_a_formula_shows_its_saved_value_and_is_never_worked_out() -> None:
    row = '<row r="1"><c r="A1"><f>1+1</f><v>99</v></c><c r="B1"><f>SUM(A1:A9)</f></c></row>'
    document = parse(raw(row), "form.xlsx")
    assert cells_of(document)["A1"].text == "99"
    assert cells_of(document).get("B1") is None
    assert document.problems == ("表!B1：公式没有保存计算结果，请用 Excel 或 WPS 打开后保存再读取。",)


def test_a_far_cell_costs_nothing() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    grid = parse(raw(rows), "form.xlsx").grids[0]
    assert [(cell.row, cell.col) for cell in grid.cells] == [(0, 0), (1_048_575, 16_383)]


def test_a_merge_over_the_whole_sheet_is_cut_to_the_cells_in_use() -> None:
    row = '<row r="1"><c r="A1"><v>1</v></c><c r="C2"><v>2</v></c></row>'
    after = '<mergeCells><mergeCell ref="A1:XFD1"/><mergeCell ref="A200:XFD1048576"/></mergeCells>'
    cells = cells_of(parse(raw(row, after=after), "form.xlsx"))
    assert (cells["A1"].rowspan, cells["A1"].colspan) == (1, 3)


def test_a_merge_of_millions_of_cells_is_a_problem_and_no_hang() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    after = '<mergeCells><mergeCell ref="A1:XFC1048576"/></mergeCells>'
    document = parse(raw(rows, after=after), "form.xlsx")
    assert document.problems == ("工作表“表”的合并区域过大，A1:XFC1048576 起未按合并处理。",)


def bomb() -> bytes:
    return raw("<row>" + " " * (70 << 20) + "</row>")


def many_cells() -> bytes:
    return raw("<row>" + "<c><v>1</v></c>" * 200_001 + "</row>")


def entity() -> bytes:
    dtd = f'{HEADER}<!DOCTYPE worksheet [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    return raw('<row><c t="str"><v>&e;</v></c></row>', prologue=dtd)


def laughs() -> bytes:
    nested = "".join(f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' for level in range(1, 10))
    return raw(
        '<row><c t="str"><v>&l9;</v></c></row>', prologue=f'{HEADER}<!DOCTYPE worksheet [<!ENTITY l0 "lol">{nested}]>'
    )


def truncated() -> bytes:
    return raw('<row><c r="A1"><v>1</v></c></row>')[:-60]


def cut_xml() -> bytes:
    return raw('<row><c r="A1"><v>1</v></c>')


def missing_string() -> bytes:
    return raw('<row><c r="A1" t="s"><v>7</v></c></row>')


def no_index() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", f'{HEADER}<workbook xmlns="{MAIN}"/>')
    return out.getvalue()


def encrypted() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 512 + "EncryptedPackage".encode("utf-16-le")


@pytest.mark.parametrize(
    ("made", "error", "message"),
    [
        (bomb, FileTooLarge, "f.xlsx：超过上限（解压后 64 MiB），未读取。请只保留自评表后另存再试。"),
        (many_cells, FileTooLarge, "f.xlsx：超过上限（200000 个单元格），未读取。请只保留自评表后另存再试。"),
        (truncated, FileDamaged, "f.xlsx：文件损坏或不完整：压缩包结构不完整。请用原软件打开后另存，或重新下载。"),
        (missing_string, FileDamaged, "f.xlsx：文件损坏或不完整：缺少共享字符串 7。请用原软件打开后另存，或重新下载。"),
        (no_index, FileDamaged, "f.xlsx：文件损坏或不完整：缺少工作簿目录。请用原软件打开后另存，或重新下载。"),
        (encrypted, FileEncrypted, "f.xlsx：文件设有打开密码，未读取。请在原软件中取消密码另存后再试。"),
        (lambda: saved(Workbook()), FileEmpty, "f.xlsx：文件里没有任何文字。请重新导出或下载后再试。"),
    ],
)
def test_a_bad_workbook_is_refused_with_its_cause(
    made: Callable[[], bytes], error: type[JixiaoError], message: str
) -> None:
    with pytest.raises(error) as raised:
        parse(made(), "f.xlsx")
    assert str(raised.value) == message


@pytest.mark.parametrize("made", [entity, laughs, cut_xml])
def test_no_entity_is_expanded_and_broken_xml_is_refused(made: Callable[[], bytes]) -> None:
    with pytest.raises(FileDamaged, match=r"xl/worksheets/sheet1\.xml"):
        parse(made(), "f.xlsx")


def test_a_picture_renamed_to_xlsx_is_called_a_picture() -> None:
    with pytest.raises(FileDamaged, match="图片无法解码"):
        parse(b"\x89PNG\r\n\x1a\n" + b"\x00" * 99, "f.xlsx")


@pytest.mark.parametrize(
    ("stored", "code", "text"),
    [
        ("0.96", "[=0.96]0%;0.0#%", "96%"),
        ("0.965", "[=0.96]0%;0.0#%", "96.5%"),
        ("-0.965", "[=0.96]0%;0.0#%", "-96.5%"),
        ("12000", '[>=1000]0,"千";0', "12千"),
        ("120", "[Red][<0]-0;[Blue][>=100]0.0;0.00", "120.0"),
        ("12", "[Red][<0]-0;[Blue][>=100]0.0;0.00", "12.00"),
        ("12", "[>100]0;[<=5]0.0", "12.0"),
    ],
)
def test_a_format_with_conditions_shows_what_fits_the_number(stored: str, code: str, text: str) -> None:
    assert shown(stored, code) == text
