"""Labels of a scan with one character misread, and what must stay as it was read."""

from __future__ import annotations

import pytest

from jixiao.document import Cell, Document, Grid
from jixiao.layouts import scan_labels
from jixiao.location import Location


def _mended(text: str, confidence: float | None, *rivals: str) -> str:
    cell = Cell(0, 0, text, Location(page=1), confidence=confidence, rivals=rivals)
    (grid,) = scan_labels.mended(Document("scan.png", "png", (Grid((cell,), 1, 1),))).grids
    return grid.cells[0].text


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("年初预算數", "年初预算数"),
        ("年度资企总额（A）", "年度资金总额（A）"),
        ("一级措标", "一级指标"),
    ],
)
def test_a_label_with_one_wrong_character_is_known(read: str, meant: str) -> None:
    assert _mended(read, 0.6) == meant


def test_of_several_labels_the_one_that_was_seen_as_possible_is_meant() -> None:
    assert _mended("全年执行敷（B）", 0.6) == "全年执行敷（B）"
    assert _mended("全年执行敷（B）", 0.6, "全年执行数（B）") == "全年执行数（B）"
    assert _mended("小汁", 0.6, "小计", "小計") == "小计"


@pytest.mark.parametrize(
    ("read", "confidence"),
    [
        ("年初预算數", 1.0),  # 识别有把握，照读
        ("年初预算數", None),  # 不是扫描件
        ("年初预真數", 0.6),  # 错两个字，不猜
        ("分值", 0.6),
        ("数量指标", 0.6),
        ("小计", 0.6),
        ("优秀", 0.6),
        ("172.78", 0.6),
        ("", 0.6),
    ],
)
def test_what_is_sure_known_or_too_far_stays(read: str, confidence: float | None) -> None:
    assert _mended(read, confidence) == read
