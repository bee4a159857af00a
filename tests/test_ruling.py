"""Ruling lines to cells: any drawn table comes back with its spans, however its borders are drawn."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from jixiao.readers.ruling import Glyph, tables, text_of
from jixiao.readers.strokes import Segment

WIDTH, HEIGHT = 40.0, 20.0


@st.composite
def _partitions(draw: st.DrawFn) -> tuple[int, int, list[tuple[int, int, int, int]]]:
    """A grid cut into rectangles: (row, col, rowspan, colspan), found by greedy filling."""
    rows, cols = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    free = {(row, col) for row in range(rows) for col in range(cols)}
    cells = []
    for row in range(rows):
        for col in range(cols):
            if (row, col) not in free:
                continue
            tall, wide = draw(st.integers(1, rows - row)), draw(st.integers(1, cols - col))
            while any((r, c) not in free for r in range(row, row + tall) for c in range(col, col + wide)):
                tall, wide = max(1, tall - 1), max(1, wide - 1)
            free -= {(r, c) for r in range(row, row + tall) for c in range(col, col + wide)}
            cells.append((row, col, tall, wide))
    return rows, cols, cells


def _borders(cells: list[tuple[int, int, int, int]]) -> tuple[list[Segment], list[Segment]]:
    across, down = [], []
    for row, col, tall, wide in cells:
        left, right = 50 + col * WIDTH, 50 + (col + wide) * WIDTH
        top, bottom = 80 + row * HEIGHT, 80 + (row + tall) * HEIGHT
        across += [Segment(top, left, right), Segment(bottom, left, right)]
        down += [Segment(left, top, bottom), Segment(right, top, bottom)]
    return across, down


def _visible_rows_and_cols(rows: int, cols: int, cells: list[tuple[int, int, int, int]]) -> tuple[list[int], list[int]]:
    """Which grid lines have any border at all: a line that nobody draws cannot come back."""
    ys = sorted({edge for row, _, tall, _ in cells for edge in (row, row + tall)})
    xs = sorted({edge for _, col, _, wide in cells for edge in (col, col + wide)})
    assert ys[0] == xs[0] == 0
    assert (ys[-1], xs[-1]) == (rows, cols)
    return ys, xs


@settings(max_examples=200, deadline=None)
@given(_partitions())
def test_every_partition_comes_back_with_its_spans(partition: tuple[int, int, list[tuple[int, int, int, int]]]) -> None:
    rows, cols, cells = partition
    ys, xs = _visible_rows_and_cols(rows, cols, cells)
    glyphs = [
        Glyph(chr(0x4E00 + index), 50 + col * WIDTH + 5, 80 + row * HEIGHT + 12, 9, spaced=False)
        for index, (row, col, _, _) in enumerate(cells)
    ]
    found, rest = tables(*_borders(cells), glyphs)
    assert rest == []
    assert len(found) == 1
    got = {(cell.row, cell.col, cell.rowspan, cell.colspan, cell.text) for cell in found[0].cells}
    wanted = {
        (
            ys.index(row),
            xs.index(col),
            ys.index(row + tall) - ys.index(row),
            xs.index(col + wide) - xs.index(col),
            chr(0x4E00 + index),
        )
        for index, (row, col, tall, wide) in enumerate(cells)
    }
    assert got == wanted


def test_a_dashed_line_is_one_line() -> None:
    dashes = [Segment(10, x, x + 3) for x in range(0, 100, 5)]
    down = [Segment(0, 0, 20), Segment(98, 0, 20)]
    found, _ = tables([Segment(0, 0, 98), *dashes, Segment(20, 0, 98)], down, [])
    assert [(cell.row, cell.rowspan) for cell in found[0].cells] == [(0, 1), (1, 1)]


def test_two_tables_side_by_side_stay_apart() -> None:
    def square(left: float) -> tuple[list[Segment], list[Segment]]:
        return (
            [Segment(0, left, left + 30), Segment(30, left, left + 30)],
            [Segment(left, 0, 30), Segment(left + 30, 0, 30)],
        )

    (a, b), (c, d) = square(0), square(60)
    found, rest = tables([*a, *c], [*b, *d], [Glyph("外", 45, 15, 9, spaced=False)])
    assert [table.xs for table in found] == [[0, 30], [60, 90]]
    assert [glyph.text for glyph in rest] == ["外"]


def test_a_full_stop_out_of_another_font_stays_in_its_line() -> None:
    # 句点字身矮而低：按基线归行，不按字框中点，否则金额 3365.05 会变成 336505.
    first = [Glyph(text, 10 + 5 * index, 100.0, 9, spaced=False) for index, text in enumerate("3365")]
    point = Glyph(".", 30, 100.9, 5, spaced=False)
    last = [Glyph(text, 33 + 5 * index, 100.0, 9, spaced=False) for index, text in enumerate("05")]
    assert text_of([*first, point, *last], 60) == "3365.05"


def _line(text: str, baseline: float, left: float = 10) -> list[Glyph]:
    return [Glyph(one, left + 9 * index, baseline, 9, spaced=False) for index, one in enumerate(text)]


def test_a_full_line_runs_on_and_a_short_one_ends() -> None:
    cell = [*_line("严格控制三公经费压缩会议", 100), *_line("费支出", 112), *_line("二是规范管理", 124)]
    assert text_of(cell, 120) == "严格控制三公经费压缩会议费支出\n二是规范管理"


def test_a_space_counts_only_where_the_gap_is_as_wide() -> None:
    close = [Glyph(one, 10 + 5 * index, 50, 9, spaced=True) for index, one in enumerate("100")]
    apart = [Glyph("9", 40, 50, 9, spaced=True)]
    assert text_of([*close, *apart], 90) == "100 9"


def test_a_row_cut_open_by_the_page_end_is_still_a_row() -> None:
    across = [Segment(0, 0, 80), Segment(20, 0, 80)]
    down = [Segment(0, 0, 55), Segment(40, 0, 55), Segment(80, 0, 55)]
    found, rest = tables(across, down, [Glyph("断", 45, 35, 9, spaced=False)])
    assert [(cell.row, cell.col, cell.text) for cell in found[0].cells] == [
        (0, 0, ""),
        (0, 1, ""),
        (1, 0, ""),
        (1, 1, "断"),
    ]
    assert rest == []


def test_a_table_without_outer_borders_keeps_its_outer_columns() -> None:
    across = [Segment(y, 0, 90) for y in (0, 20, 40)]
    down = [Segment(30, 0, 40), Segment(60, 0, 40)]
    found, _ = tables(across, down, [])
    assert [(cell.row, cell.col) for cell in found[0].cells] == [(r, c) for r in (0, 1) for c in (0, 1, 2)]
