"""Labels at a page end: one that was cut is made whole, two that are whole stay two."""

from __future__ import annotations

import pytest

from jixiao.location import Box
from jixiao.readers import page_breaks
from jixiao.readers.ruling import Table, TableCell

WIDTHS = (0.0, 36.0, 150.0, 220.0, 260.0)


def _table(*rows: tuple[str, str, str, str], label_rows: int = 1) -> Table:
    """A table of rows of four cells; the label of the first row may take several."""
    cells = []
    for row, texts in enumerate(rows):
        for col, text in enumerate(texts):
            if col == 0 and 0 < row < label_rows:
                continue
            span = label_rows if (row, col) == (0, 0) else 1
            box = Box(WIDTHS[col], 20.0 * row, WIDTHS[col + 1], 20.0 * (row + span))
            room = 6.0 if col == 0 else 40.0
            cells.append(TableCell(row, col, span, 1, box, text, room))
    return Table(list(WIDTHS), [20.0 * row for row in range(len(rows) + 1)], cells)


def _labels(upper: str, lower: str) -> list[tuple[str, int]]:
    first = _table(
        ("产出指标", "数量", "1", "2"), ("", "质量", "3", "4"), (upper, "满意度", "≥90%", "92%"), label_rows=2
    )
    second = _table((lower, "家长满意度", "≥91%", "97%"), ("总分", "", "100", "99"))
    joined = page_breaks.join(page_breaks.single(first, 1), second, 2)
    return [(piece.cell.text, piece.cell.rowspan) for piece in joined.pieces if piece.cell.col == 0]


@pytest.mark.parametrize(
    ("upper", "lower", "whole"),
    [
        ("满意度指", "标（10分）", "满意度指标（10分）"),
        ("服务对象满意", "度指标", "服务对象满意度指标"),
        ("满意度指标", "（10分）", "满意度指标（10分）"),
    ],
)
def test_a_label_that_the_page_end_cut_is_one_label(upper: str, lower: str, whole: str) -> None:
    assert _labels(upper, lower) == [("产出指标", 2), (whole, 2), ("总分", 1)]


@pytest.mark.parametrize(("upper", "lower"), [("效益指标", "满意度指标"), ("效益指标（30分）", "满意度指标（10分）")])
def test_two_labels_stay_two(upper: str, lower: str) -> None:
    assert _labels(upper, lower) == [("产出指标", 2), (upper, 1), (lower, 1), ("总分", 1)]
