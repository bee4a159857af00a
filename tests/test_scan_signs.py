"""Signs and figures in cells of a scan, which a recogniser of text takes for characters: told by shape, or again."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from jixiao.readers import scan_rules, scan_signs, scan_text
from jixiao.readers.ocr import Character, Pixels
from jixiao.readers.scan_page import mended, undusted

EM = 25
BOX = (0, 0, 120, 40)


def _cell(*strokes: tuple[int, int, int]) -> Pixels:
    """A cell with flat strokes: left, right, row."""
    ink = np.zeros((40, 120), np.uint8)
    for left, right, row in strokes:
        cv2.rectangle(ink, (left, row), (right, row + 2), 255, -1)
    return ink


@pytest.mark.parametrize(
    ("strokes", "sign"),
    [
        ([(50, 66, 15), (50, 66, 22)], "="),
        ([(50, 70, 19)], "—"),
        ([(53, 65, 13), (48, 71, 27)], ""),  # 二：上短下长
        ([(50, 68, 10), (51, 67, 18), (48, 71, 27)], ""),  # 三
        ([(20, 36, 15), (80, 96, 22)], ""),
    ],
)
def test_a_lone_sign_is_told_by_its_shape(strokes: list[tuple[int, int, int]], sign: str) -> None:
    assert [strip.sign for strip in scan_text.strips(_cell(*strokes), BOX, EM)] == [sign]


@pytest.mark.parametrize(
    ("read", "meant"), [("1l", "11"), ("lO", "lO"), ("9I.5%", "91.5%"), ("1O0", "100"), ("5升l", "5升l"), ("11", "11")]
)
def test_a_letter_among_digits_is_the_digit_it_looks_like(read: str, meant: str) -> None:
    line = [Character(text, 0.5, 0.8, (("1", 0.3), ("0", 0.1)) if text.isalpha() else ()) for text in read]
    assert "".join(one.text for one in mended(line)) == meant
    changed = [new for old, new in zip(line, mended(line), strict=True) if old.text != new.text]
    assert all(one.probability <= 0.3 for one in changed), "as doubtful as the digit was"


@pytest.mark.parametrize(("rivals", "meant"), [(((".", 0.01),), "429.43"), ((), "429:43")])
def test_a_colon_is_a_point_only_where_one_was_seen(rivals: tuple[tuple[str, float], ...], meant: str) -> None:
    line = [Character(text, 0.5, 0.99, rivals if text == ":" else ()) for text in "429:43"]
    assert "".join(one.text for one in mended(line)) == meant


@pytest.mark.parametrize(
    ("read", "rivals", "meant"),
    [("S", (("s", 0.3), ("5", 0.2)), "5"), ("S", (("s", 0.3),), "S"), ("天", (("5", 0.2),), "天")],
)
def test_a_lone_letter_is_the_digit_that_was_seen_as_possible(
    read: str, rivals: tuple[tuple[str, float], ...], meant: str
) -> None:
    (one,) = mended([Character(read, 0.5, 0.5, rivals)])
    assert one.text == meant
    assert one.probability == (0.5 if read == meant else 0.2)


def _wedge(*, level_bar: bool, bar: bool = True) -> Pixels:
    """≥ as it is printed, its bar level or along the lower arm."""
    ink = np.zeros((40, 40), np.uint8)
    cv2.polylines(ink, [np.array([[10, 8], [29, 15], [10, 22]], np.int32)], isClosed=False, color=255, thickness=2)
    if bar:
        cv2.line(ink, (10, 28), (29, 28 if level_bar else 21), 255, 2)
    return ink


@pytest.mark.parametrize(
    ("read", "meant"),
    [("≥89%0", "≥89%"), ("94%à", "94%"), ("9.7%%", "9.7%"), ("≥9%以", "≥9%以"), ("100%", "100%"), ("%0", "%0")],
)
def test_a_ring_read_twice_is_one_percent_sign_in_doubt(read: str, meant: str) -> None:
    line = mended([Character(text, 0.5, 0.99) for text in read])
    assert "".join(one.text for one in line) == meant
    assert (min(one.probability for one in line) < 0.9) is (read != meant)


@pytest.mark.parametrize("level_bar", [True, False])
def test_a_wedge_over_a_bar_is_told_by_its_shape(*, level_bar: bool) -> None:
    ink = _wedge(level_bar=level_bar)
    assert scan_signs.by_shape(ink, EM) == "≥"
    assert scan_signs.by_shape(ink[:, ::-1], EM) == "≤"


def test_a_wedge_without_a_bar_is_no_such_sign() -> None:
    ink = _wedge(level_bar=True, bar=False)
    assert scan_signs.by_shape(ink, EM) == scan_signs.by_shape(ink[:, ::-1], EM) == ""


@pytest.mark.parametrize("digit", "0123456789VXZ")
def test_a_figure_or_a_letter_is_no_sign(digit: str) -> None:
    ink = np.zeros((40, 40), np.uint8)
    cv2.putText(ink, digit, (8, 32), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 255, 2)
    assert scan_signs.by_shape(ink, EM) == ""


@pytest.mark.parametrize(
    ("read", "rivals", "meant", "sure"),
    [
        ("≥", (), "≥", True),
        ("V", (("≥", 0.1),), "≥", True),  # 形与另一读法一致
        ("V", (), "≥", False),
        ("W", (), "≥", False),
        ("6", (), "6", False),
    ],
)
def test_a_sign_is_sure_where_reading_and_shape_agree(
    read: str, rivals: tuple[tuple[str, float], ...], meant: str, *, sure: bool
) -> None:
    line = [Character(read, 0.5, 0.95 if read == "6" else 0.6, rivals)]
    (one,) = scan_signs.read_twice(line, _wedge(level_bar=False), EM)
    assert one.text == meant
    assert (one.probability == 1) is sure


def _page(*gaps: tuple[int, int, int]) -> Pixels:
    """A frame of two columns and three rows, with gaps in lines across: from, to, row."""
    ink = np.zeros((500, 700), np.uint8)
    for row in (50, 150, 250, 350):
        cv2.line(ink, (50, row), (650, row), 255, 2)
    for column in (50, 350, 650):
        cv2.line(ink, (column, 50), (column, 350), 255, 2)
    for begin, end, row in gaps:
        ink[row - 4 : row + 5, begin:end] = 0
    return ink


@pytest.mark.parametrize(
    ("gap", "across"),
    [
        ((150, 230, 150), [(50, 650)]),  # 章盖断的线：两头都悬空
        ((270, 345, 150), [(50, 650)]),  # 断到交叉处
        ((54, 346, 150), [(350, 650)]),  # 合并的单元格：缺口正好是一格
        ((100, 300, 150), [(350, 650)]),  # 缺得太多，悬空的一段不算
    ],
)
def test_a_broken_line_goes_on_and_a_merged_cell_stays_open(
    gap: tuple[int, int, int], across: list[tuple[int, int]]
) -> None:
    level, plumb, _ = scan_rules.segments(_page(gap))
    assert len(plumb) == 3, "no line is lost because another is broken"
    found = [line for line in level if abs(line.position - 150) < 4]
    assert [(round(line.start, -1), round(line.end, -1)) for line in found] == across


def test_a_line_that_a_fold_broke_and_moved_is_one() -> None:
    ink = _page((150, 230, 150))
    ink[140:160, 230:645] = 0
    cv2.line(ink, (230, 148), (648, 148), 255, 2)  # 右半截高了两点
    level, _, _ = scan_rules.segments(ink)
    assert [(round(line.start, -1), round(line.end, -1)) for line in level] == [(50, 650)] * 4


def test_dust_in_an_empty_cell_is_no_text() -> None:
    ink = np.zeros((40, 120), np.uint8)
    cv2.circle(ink, (60, 20), 3, 255, -1)
    assert scan_text.strips(ink, BOX, EM) == []
    cv2.rectangle(ink, (30, 10), (45, 30), 255, 2)
    cv2.rectangle(ink, (48, 10), (56, 30), 255, 2)
    (strip,) = scan_text.strips(ink, BOX, EM)
    assert strip.x1 > 62, "beside a figure it is a point"


@pytest.mark.parametrize("top", [0, 1, 3, 560])
def test_ink_at_the_edge_of_the_picture_is_survived(top: int) -> None:
    ink = np.zeros((600, 400), np.uint8)
    ink[top : top + 40, 0:200:4] = 255
    assert all(strip.y1 > strip.y0 >= 0 for strip in scan_text.outside(ink, EM))


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        (".得分", "得分"),
        ("年度指标值.", "年度指标值"),
        ("、", ""),
        ("全年执行数(B).", "全年执行数(B)"),
        ("78%，", "78%"),
        ("1,215.21.", "1,215.21"),
        ("本地产品销售收入★", "本地产品销售收入"),
        ("已按期完成。", "已按期完成。"),
        ("按时完成率不低于91%。", "按时完成率不低于91%。"),
        ("一、基本支出", "一、基本支出"),
    ],
)
def test_specks_at_the_ends_are_no_characters(read: str, printed: str) -> None:
    line = [Character(text, 0.5, 0.99) for text in read]
    assert "".join(one.text for one in undusted(line)) == printed


def test_a_comma_at_the_end_of_a_line_stays_where_the_text_goes_on() -> None:
    line = [Character(text, 0.5, 0.99) for text in "14.69万元，"]
    assert "".join(one.text for one in undusted(line, alone=False)) == "14.69万元，"
    assert "".join(one.text for one in undusted(line)) == "14.69万元"


@pytest.mark.parametrize(("right", "meant"), [(61, "="), (72, "二")])
def test_a_narrow_two_is_a_blurred_sign_in_doubt(right: int, meant: str) -> None:
    ink = np.zeros((40, 120), np.uint8)
    cv2.rectangle(ink, (50, 14), (right, 22), 255, -1)
    (found,) = scan_signs.read_twice([Character("二", 0.5, 0.95)], ink, EM)
    assert found.text == meant
    assert (found.probability < 0.9) == (meant == "=")
