"""Word documents: what is shown comes back, cell by cell, in the order of the text."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from jixiao import readers
from jixiao.document import Grid, Line
from jixiao.errors import FileDamaged, FileEmpty, FileTooLarge

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def _docx(body: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:document {NAMESPACE}><w:body>{body}</w:body></w:document>")
    return out.getvalue()


def _p(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def _tc(text: str, *properties: str) -> str:
    return f"<w:tc><w:tcPr>{''.join(properties)}</w:tcPr>{_p(text)}</w:tc>"


def _cells(part: Grid | Line) -> list[tuple[int, int, int, int, str]]:
    assert isinstance(part, Grid)
    return [(cell.row, cell.col, cell.rowspan, cell.colspan, cell.text) for cell in part.cells]


def test_merged_cells_keep_their_spans_and_the_text_around_its_place() -> None:
    start, on, wide = '<w:vMerge w:val="restart"/>', "<w:vMerge/>", '<w:gridSpan w:val="2"/>'
    table = (
        f"<w:tbl><w:tr>{_tc('产出指标', start)}{_tc('数量', wide)}</w:tr>"
        f"<w:tr>{_tc('', on)}{_tc('12')}{_tc('10')}</w:tr></w:tbl>"
    )
    document = readers.parse(_docx(_p("（2022年度）") + table + _p("注：1.满分为100分")), "表.docx")
    assert [part.text for part in document.lines] == ["（2022年度）", "注：1.满分为100分"]
    assert _cells(document.parts[1]) == [
        (0, 0, 2, 1, "产出指标"),
        (0, 1, 1, 2, "数量"),
        (1, 1, 1, 1, "12"),
        (1, 2, 1, 1, "10"),
    ]
    assert document.grids[0].cells[2].location.describe() == "表 1 第 2 行 第 2 列"


def test_a_row_that_starts_further_right_keeps_its_columns() -> None:
    row = f"<w:tr><w:trPr><w:gridBefore w:val='2'/></w:trPr>{_tc('99')}</w:tr>"
    document = readers.parse(_docx(f"<w:tbl><w:tr>{_tc('总分')}{_tc('')}{_tc('100')}</w:tr>{row}</w:tbl>"), "表.docx")
    assert _cells(document.parts[0])[-1] == (1, 2, 1, 1, "99")


def test_a_table_inside_a_cell_follows_its_table() -> None:
    inner = f"<w:tbl><w:tr>{_tc('里')}</w:tr></w:tbl>"
    document = readers.parse(_docx(f"<w:tbl><w:tr><w:tc>{inner}{_p('外')}</w:tc></w:tr></w:tbl>"), "表.docx")
    assert [_cells(grid) for grid in document.grids] == [[(0, 0, 1, 1, "外")], [(0, 0, 1, 1, "里")]]


def test_deleted_text_is_gone_and_inserted_text_is_there() -> None:
    run = "<w:r><w:t>1</w:t></w:r>"
    tracked = (
        f"<w:p>{run}<w:del><w:r><w:delText>5</w:delText></w:r></w:del><w:ins><w:r><w:t>0</w:t></w:r></w:ins></w:p>"
    )
    assert [line.text for line in readers.parse(_docx(tracked), "表.docx").lines] == ["10"]


@pytest.mark.parametrize(
    ("data", "error", "message"),
    [
        (_docx(""), FileEmpty, "表.docx：文件里没有任何文字。请重新导出或下载后再试。"),
        (
            _docx(_p("a"))[:-30],
            FileDamaged,
            "表.docx：文件损坏或不完整：压缩包结构不完整。请用原软件打开后另存，或重新下载。",
        ),
        (
            _docx(_p("字" * 70_000_000)),
            FileTooLarge,
            "表.docx：超过上限（解压后 64 MiB），未读取。请只保留自评表后另存再试。",
        ),
    ],
    ids=["blank", "truncated", "bomb"],
)
def test_what_cannot_be_read_is_said_in_one_line(data: bytes, error: type[Exception], message: str) -> None:
    with pytest.raises(error) as caught:
        readers.parse(data, "表.docx")
    assert str(caught.value) == message


def test_entities_are_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        doctype = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
        text = f"{doctype}<w:document {NAMESPACE}><w:body>{_p('&x;')}</w:body></w:document>"
        archive.writestr("word/document.xml", text)
    with pytest.raises(FileDamaged, match="DTD"):
        readers.parse(out.getvalue(), "表.docx")


def test_an_old_workbook_reads_like_its_new_twin() -> None:
    golden = Path(__file__).parent / "golden" / "department-2022.xls"
    twin = Path(__file__).parent.parent / "examples" / "department-2022.xlsx"

    def shown(path: Path) -> dict[tuple[int, int], tuple[str, int, int]]:
        cells = readers.read(path).grids[0].cells
        return {(cell.row, cell.col): (cell.text, cell.rowspan, cell.colspan) for cell in cells if cell.text}

    assert shown(golden) == shown(twin)


@pytest.mark.parametrize("share", [2, 3, 5])
def test_a_truncated_old_workbook_is_named(share: int) -> None:
    data = (Path(__file__).parent / "golden" / "department-2022.xls").read_bytes()
    with pytest.raises(FileDamaged) as caught:
        readers.parse(data[: len(data) * (share - 1) // share], "表.xls")
    assert str(caught.value).startswith("表.xls：文件损坏或不完整：")
