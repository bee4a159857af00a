"""Text laid out for a terminal: display widths, line breaks that suit Chinese, tables without ragged columns."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jixiao.terminal import NOT_FIRST, Column, Row, Span, clean, pad, paragraph, plain, table, width, wrap

TEXT = st.text(st.sampled_from("绩效自评表，。（）“”％、；≥99.5% abc12 \n\u3000\u0301\u202e—…-/"), max_size=60)


@pytest.mark.parametrize(
    ("text", "columns"),
    [("abc", 3), ("绩效", 4), ("≥99%", 4), ("“三公”", 6), ("ｅ\u0301", 2), ("\x1b[1m", 3), ("", 0)],
)
def test_width_counts_columns(text: str, columns: int) -> None:
    assert width(text) == columns


@pytest.mark.parametrize(
    ("text", "columns", "lines"),
    [
        ("严格控制经费", 8, ["严格控制", "经费"]),
        ("执行数为 2468.99 万元", 12, ["执行数为", "2468.99 万元"]),
        ("指标值完成，良好", 10, ["指标值完", "成，良好"]),
        ("共计（含上年）八项", 6, ["共计", "（含上", "年）八", "项"]),
        ("examples/department-2022.xlsx", 20, ["examples/department-", "2022.xlsx"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("", 10, [""]),
    ],
)
def test_lines_break_where_chinese_allows(text: str, columns: int, lines: list[str]) -> None:
    assert wrap(text, columns) == lines


@given(TEXT, st.integers(8, 40))
@example("（（（（（（（（（", 8)
@example("，" * 20, 8)
def test_wrapping_fits_and_loses_nothing(text: str, columns: int) -> None:
    lines = wrap(text, columns)
    assert all(width(line) <= columns for line in lines)
    assert "".join("".join(lines).split()) == "".join(clean(text).split())


@given(st.text(st.sampled_from("绩效自评表数据，。；"), min_size=1, max_size=60), st.integers(8, 40))
def test_a_line_begins_with_a_closing_mark_only_after_another(text: str, columns: int) -> None:
    for before, line in zip(lines := wrap(text, columns), lines[1:], strict=False):
        assert line[0] not in NOT_FIRST or before[-1] in NOT_FIRST


def test_what_could_steer_a_terminal_is_taken_out() -> None:
    assert clean("总\x1b[2J分\u202e99\n八\x07") == "总[2J分99 八"


COLUMNS = [
    Column("行", "right"),
    Column("指标", flexible=True),
    Column("完成值", flexible=True),
    Column("得分", "right"),
]


@given(st.lists(st.tuples(TEXT, TEXT), max_size=5), st.integers(50, 120))
def test_columns_of_a_table_stand_under_their_heads(cells: list[tuple[str, str]], columns: int) -> None:
    rows = [Row([str(index), a, b, "10"]) for index, (a, b) in enumerate(cells)]
    lines = plain(table(COLUMNS, [*rows, None], columns)).splitlines()
    assert all(width(line) <= columns for line in lines)
    ends = {width(line) for line in lines if line.endswith((" 10", "得分"))}
    assert len(ends) == 1


def test_a_table_is_drawn_whole() -> None:
    drawn = table(COLUMNS, [Row(["1", "供水管网漏损率", "10.8%", "10"]), None, Row(["", "合计", "", "100"])], 30)
    assert plain(drawn) == (
        "  行  指标      完成值    得分\n"
        "  ────────────────────────────\n"
        "   1  供水管网  10.8%       10\n"
        "      漏损率\n"
        "  ────────────────────────────\n"
        "      合计                 100\n"
    )


def test_padding_is_by_columns() -> None:
    assert (pad("绩效", 6), pad("9.5", 6, "right")) == ("绩效  ", "   9.5")


def test_a_paragraph_hangs_under_its_label() -> None:
    assert plain(paragraph("严格控制经费", 14, first=[Span("  改法  ")])) == "  改法  严格控制\n        经费\n"
