"""Plain text in the encodings of Chinese offices becomes lines with their numbers."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.errors import FileDamaged, FileEmpty, JixiaoError
from jixiao.location import Location
from jixiao.readers import text

CONTENT = "部门整体支出绩效自评表\r\n（2022年度）\r\n\r\n执行率 90.24% — ≥\r\n"


@pytest.mark.parametrize(
    "data",
    [
        CONTENT.encode(),
        codecs.BOM_UTF8 + CONTENT.encode(),
        CONTENT.encode("utf-16"),
        codecs.BOM_UTF16_BE + CONTENT.encode("utf-16-be"),
        CONTENT.encode("utf-16-le"),
        CONTENT.encode("gb18030"),
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16", "utf-16 big-endian", "utf-16 without mark", "gb18030"],
)
def test_the_same_text_in_every_encoding(data: bytes) -> None:
    document = text.read(data, "form.txt")
    assert [line.text for line in document.lines] == ["部门整体支出绩效自评表", "（2022年度）", "执行率 90.24% — ≥"]
    assert [line.location.line for line in document.lines] == [1, 2, 4]
    assert document.problems == ()
    assert text.fits(data)


def test_form_feeds_count_the_pages() -> None:
    document = text.read("第一页\n末行\f第二页\n\f\n第三页".encode(), "form.txt")
    assert [(line.text, line.location) for line in document.lines] == [
        ("第一页", Location(line=1, page=1)),
        ("末行", Location(line=2, page=1)),
        ("第二页", Location(line=2, page=2)),
        ("第三页", Location(line=4, page=3)),
    ]


TABLE = (("产出指标", "养护里程", "≥5公里", ""), ("", "合格率", "", "10"), ("总分", "", "", "100"))


@pytest.mark.parametrize(
    "printed",
    [
        "\n".join("\t".join(row) for row in TABLE),
        "\n".join(" | ".join(row) for row in TABLE),
        "\n|---|---|---|---|\n".join(f"| {' | '.join(row)} |" for row in TABLE),
    ],
    ids=["tabs", "strokes", "framed strokes"],
)
def test_cells_parted_by_tabs_or_strokes_make_a_table(printed: str) -> None:
    document = text.read(f"自评表\n{printed}\n注：略".encode(), "form.txt")
    grid = document.grids[0]
    rows = [tuple(cell.text for cell in grid.cells if cell.row == row)[:4] for row in range(grid.rows)]
    assert tuple(rows) == TABLE
    assert grid.cells[0].location == Location(line=2)
    assert [line.text for line in document.lines] == ["自评表", "注：略"]


def test_two_lines_with_strokes_make_no_table() -> None:
    document = text.read("首页 | 公开 | 预决算\n自评表\n上一页 | 1 | 下一页".encode(), "form.txt")
    assert (document.grids, len(document.lines)) == ([], 3)


def test_binary_data_is_refused() -> None:
    with pytest.raises(FileDamaged) as refused:
        text.read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x03", "form.doc")
    assert refused.value.zh.startswith("form.doc：文件损坏或不完整：不是纯文本，或文字编码不明。")
    assert not text.fits(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x03")


def test_a_text_cut_inside_a_character_is_read_and_said_so() -> None:
    document = text.read("绩效自评表\n总分 100 99".encode()[:-1] + "分".encode()[:2], "form.txt")
    assert [line.text for line in document.lines] == ["绩效自评表", "总分 100 9"]
    assert document.problems == ("文件末尾的一个字不完整，可能被截断；请核对是否完整。",)


def test_nothing_but_white_space_is_an_empty_file() -> None:
    with pytest.raises(FileEmpty):
        text.read(b" \r\n\t\r\n", "form.txt")


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        document = text.read(data, "any")
    except JixiaoError:
        return
    assert document.parts
    assert all(line.text.strip() for line in document.lines)


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\u2028\u2029\ufeff"), min_size=1))
def test_no_character_is_lost(content: str) -> None:
    if content.strip():
        assert text.read(content.encode(), "any").lines[0].text == content
