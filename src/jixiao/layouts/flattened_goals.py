"""The yearly goals of a flattened form (拍平的总体目标): two columns one after another, side by side or in turns."""

from __future__ import annotations

import re
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from jixiao.form import Goal
from jixiao.layouts.flattened_words import width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jixiao.layouts.flattened_lines import Row
    from jixiao.layouts.flattened_marks import Marks

_ENDS = re.compile("[。；;.!！]$")
_ORDINAL = re.compile(r"(?:目标|任务)?[（(]?(?:1|一|①)[)）.、．:：]|①")
_RESULT = re.compile("(?:20\\d\\d年)?(?:已|完成|全年|截至|截止|共|实际|按时|顺利|圆满)")
_SAME = 6  # characters that make a copied beginning
_LEAST_COLUMN = 4
_MOSTLY = 0.7
_SURE = 30


class _Split(NamedTuple):
    """The two columns and why they were parted so (分栏)."""

    expected: list[tuple[Row, str]]
    actual: list[tuple[Row, str]]
    evidence: str


def read(rows: Sequence[Row], columns: Sequence[str], marks: Marks) -> tuple[Goal, ...]:
    """The goal that these lines hold; none when there are no lines."""
    if not rows:
        return ()
    if "actual" not in columns:
        _mark(marks, "expected", rows[0])
        return (Goal(expected=_joined([(row, row.plain) for row in rows])),)
    split = _in_turns(rows) or _side_by_side(rows) or _one_after_other(rows)
    _mark(marks, "expected", rows[0])
    if split is None:
        return (_undivided(rows, marks),)
    if columns.index("actual") == 0:
        split = split._replace(expected=split.actual, actual=split.expected)
    for name, part in (("expected", split.expected), ("actual", split.actual)):
        _mark(marks, name, part[0][0])
        if len(rows) > 1:  # on one line the white space parts the columns, as in any other row
            marks.inferred(f"goals[0].{name}", split.evidence)
    return (Goal(expected=_joined(split.expected), actual=_joined(split.actual)),)


def _mark(marks: Marks, name: str, row: Row) -> None:
    marks.at(f"goals[0].{name}", row.place)


def _undivided(rows: Sequence[Row], marks: Marks) -> Goal:
    """Both columns in one text that cannot be parted: kept whole under 预期目标, and said so."""
    text = _joined([(row, row.plain) for row in rows])
    if len(rows) > 1:
        marks.inferred("goals[0].expected", "两栏文字首尾相连，找不到分界，全部列在预期目标，可能含实际完成情况")
        marks.left("goals[0].actual", text, "与预期目标首尾相连，找不到分界", rows[0].place)
    return Goal(expected=text)


def _joined(parts: Sequence[tuple[Row, str]]) -> str:
    return "".join(text for _, text in parts)


def _side_by_side(rows: Sequence[Row]) -> _Split | None:
    """Each line holds a line of both columns, parted by white space."""
    halves = [row.text.split() for row in rows]
    pairs = [pair for pair in halves if len(pair) == 2 and min(map(len, pair)) >= _LEAST_COLUMN]  # noqa: PLR2004
    if len(pairs) < max(1, _MOSTLY * len(rows)):
        return None
    left = median(width(pair[0]) for pair in pairs)
    expected: list[tuple[Row, str]] = []
    actual: list[tuple[Row, str]] = []
    for row, words in zip(rows, halves, strict=True):
        if len(words) == 2:  # noqa: PLR2004
            expected.append((row, words[0]))
            actual.append((row, words[1]))
        else:
            (actual if row.indent >= left else expected).append((row, row.plain))
    return _Split(expected, actual, "两栏文字并排，按每行中间的空白分开")


def _in_turns(rows: Sequence[Row]) -> _Split | None:
    """The lines of the two columns take turns: both first lines begin alike."""
    if len(rows) < 2 or not _begins_alike(rows[0].plain, rows[1].plain):  # noqa: PLR2004
        return None
    both = ([(row, row.plain) for row in rows[0::2]], [(row, row.plain) for row in rows[1::2]])
    return _Split(*both, "两栏文字隔行交替，前两行开头相同，按单双行分开")


def _begins_alike(one: str, other: str) -> bool:
    both_first = _ORDINAL.match(one) is not None and _ORDINAL.match(other) is not None
    return both_first or (len(one) >= _SAME and one[:_SAME] == other[:_SAME])


def _one_after_other(rows: Sequence[Row]) -> _Split | None:
    """The second column follows the first: it begins anew where most signs of a boundary meet."""
    widths = [width(row.plain) for row in rows]
    best = max(
        ((*_signs(rows, widths, at), at) for at in range(1, len(rows))), key=lambda found: found[0], default=(0, [], 0)
    )
    weight, signs, at = best
    if weight < _SURE:
        return None
    evidence = f"两栏文字首尾相连，在{'、'.join(signs)}处分开"
    return _Split([(row, row.plain) for row in rows[:at]], [(row, row.plain) for row in rows[at:]], evidence)


def _signs(rows: Sequence[Row], widths: Sequence[int], at: int) -> tuple[int, list[str]]:
    """How strongly a boundary before this line is marked, and by what."""
    here, before = rows[at].plain, rows[at - 1].plain
    signs = [
        (40, "与开头文字重复", len(here) >= _SAME and here[:_SAME] == rows[0].plain[:_SAME]),
        (25, "编号重新从 1 开始", bool(_ORDINAL.match(here)) and bool(_ORDINAL.match(rows[0].plain))),
        (15, "空行", rows[at].gap),
        (10, "句末", _ENDS.search(before) is not None),
        (10, "短行之后", at > 1 and widths[at - 1] + 2 <= widths[at - 2]),
        (15, "仅有的两行之间", len(rows) == 2),  # noqa: PLR2004
        (10, "完成情况的起首", _RESULT.match(here) is not None),
    ]
    held = [(weight, name) for weight, name, holds in signs if holds]
    return sum(weight for weight, _ in held), [name for _, name in held]
