"""Web pages: decoding, spans, layout tables, and pages made to do harm."""

from __future__ import annotations

import pytest

from jixiao.document import Grid, Line
from jixiao.errors import FileEmpty, FileTooLarge
from jixiao.readers import parse


def grid_of(page: str) -> Grid:
    return parse(page.encode(), "form.html").grids[0]


def places_of(grid: Grid) -> dict[str, tuple[int, int, int, int]]:
    return {cell.text: (cell.row, cell.col, cell.rowspan, cell.colspan) for cell in grid.cells}


@pytest.mark.parametrize(
    ("stated", "encoding"),
    [
        ('<meta charset="gb2312">', "gb18030"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=gbk">', "gb18030"),
        ("<meta charset=utf-8>", "utf-8"),
        ("<meta charset=utf-8>", "gb18030"),
        ("", "gb18030"),
        ("", "utf-8-sig"),
        ("", "utf-16"),
    ],
)
def test_chinese_is_decoded_whatever_the_page_says(stated: str, encoding: str) -> None:
    page = f"<html><head>{stated}</head><body><table><tr><td>㎡—绩效①</td></tr></table></body></html>"
    document = parse(page.encode(encoding), "form.html")
    assert [cell.text for cell in document.grids[0].cells] == ["㎡—绩效①"]
    assert document.problems == ()


def test_bytes_that_fit_no_encoding_are_reported() -> None:
    document = parse(b"<table><tr><td>a\xff\xff</td></tr></table>", "form.html")
    assert document.problems == ("网页中有不能按 utf-8 解码的字节，已用 \ufffd 代替。",)


def test_spans_push_later_cells_to_the_right() -> None:
    grid = grid_of("<table><tr><td rowspan=2>甲<td colspan=2>乙<tr><td>丙<td>丁<tr><td>戊</table>")
    assert places_of(grid) == {
        "甲": (0, 0, 2, 1),
        "乙": (0, 1, 1, 2),
        "丙": (1, 1, 1, 1),
        "丁": (1, 2, 1, 1),
        "戊": (2, 0, 1, 1),
    }
    assert (grid.rows, grid.cols) == (3, 3)


def test_spans_end_with_the_table() -> None:
    grid = grid_of("<table><tr><td rowspan=999999999>甲<td rowspan=0>乙<td rowspan=x colspan=-3>丙<tr><td>丁</table>")
    assert places_of(grid) == {"甲": (0, 0, 2, 1), "乙": (0, 1, 2, 1), "丙": (0, 2, 1, 1), "丁": (1, 2, 1, 1)}


def test_a_cell_keeps_its_line_breaks_and_drops_what_is_not_shown() -> None:
    cell = "<p>一&nbsp;级</p><div>指标<br>（50\n分）</div><script>x()</script><span style='display: none'>隐</span>"
    assert grid_of(f"<table><tr><td>{cell}</td></tr></table>").cells[0].text == "一 级\n指标\n（50 分）"


def test_a_hidden_row_is_read_and_flagged() -> None:
    grid = grid_of('<table><tr><td>甲</td></tr><tr style="display:none"><td>乙</td></tr></table>')
    assert [cell.text for cell in grid.cells] == ["甲", "乙"]
    assert grid.hidden_rows == {1}


def test_a_layout_table_is_taken_apart_in_order() -> None:
    page = (
        "<body><h1>自评表</h1><style>p{}</style><table><tr><td>导航</td></tr>"
        "<tr><td><p>单位：元</p><table><tr><td>甲</td><td>乙</td></tr></table>尾注</td></tr></table><p>页脚</p></body>"
    )
    parts = parse(page.encode(), "form.html").parts
    assert [part.text if isinstance(part, Line) else [cell.text for cell in part.cells] for part in parts] == [
        "自评表",
        ["导航"],
        "单位：元",
        ["甲", "乙"],
        "尾注",
        "页脚",
    ]


def test_places_count_tables_rows_and_columns_from_one() -> None:
    document = parse(
        "<table><tr><td>甲</td></tr></table><table><tr><td></td><td>乙</td></tr></table>".encode(), "f.html"
    )
    assert document.grids[1].cells[1].location.describe() == "表 2 第 1 行 第 2 列"


def test_a_page_of_huge_spans_is_refused() -> None:
    row = "<tr>" + "<td colspan=1000>甲</td>" * 201 + "</tr>"
    with pytest.raises(FileTooLarge, match="超过上限（200000 个单元格）"):
        parse(f"<table>{row}</table>".encode(), "f.html")


def test_a_page_without_text_is_empty() -> None:
    with pytest.raises(FileEmpty, match="文件里没有任何文字"):
        parse(b"<html></html>", "f.html")


@pytest.mark.parametrize("page", [b"<div>" * 200_000, b"<table><tr><td>" * 5_000, "绩效".encode() * 2_000_000])
def test_a_page_that_the_parser_would_cut_off_is_refused(page: bytes) -> None:
    with pytest.raises(FileTooLarge, match="网页嵌套"):
        parse(b"<p>text</p>" + page, "f.html")
