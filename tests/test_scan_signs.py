"""Signs and figures in cells of a scan, which a recogniser of text takes for characters: told by shape, or again."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from jixiao.readers import scan_text
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
        ("一、基本支出", "一、基本支出"),
    ],
)
def test_specks_at_the_ends_are_no_characters(read: str, printed: str) -> None:
    line = [Character(text, 0.5, 0.99) for text in read]
    assert "".join(one.text for one in undusted(line)) == printed
