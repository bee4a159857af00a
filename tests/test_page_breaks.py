"""Page ends: a label that was cut is made whole, two that are whole stay two, a header may be cut in two."""

from __future__ import annotations

from pathlib import Path

import pytest

from jixiao import layouts, readers
from jixiao.form import Indicator
from jixiao.location import Box
from jixiao.readers import page_breaks
from jixiao.readers.ruling import Table, TableCell
from tools import golden_pdf, golden_source

MONITORING = Path(__file__).parent / "golden" / "families" / "L12" / "wetland-watch.grid"

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


def _indicators_below(lines: int) -> tuple[Indicator, ...]:
    """The rows of a monitoring form that so many lines push down the page."""
    source = MONITORING.read_text("utf-8").replace("=== table", "附表\n" * lines + "=== table", 1)
    data, _ = golden_pdf.pdf(golden_source.parse(source))
    return layouts.recognise(readers.parse(data, "监控表.pdf"))[0].indicators


@pytest.mark.parametrize("lines", [10, 12, 14, 15, 16, 18])  # 14 and 15: the page ends between the rows of the header
def test_a_header_of_two_rows_that_a_page_end_cuts_is_read_whole(lines: int) -> None:
    whole = _indicators_below(0)
    assert [one.likelihood for one in whole] == ["确定能", "有可能", "确定能", "有可能"]
    assert _indicators_below(lines) == whole
