"""The fund rows of a flattened form (拍平的资金行), under whatever columns the header prints."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from jixiao import numerals
from jixiao.form import FundLine
from jixiao.layouts import labels
from jixiao.layouts.flattened_runs import AMOUNTS, Cut, agreeing, cuts, fits, is_cell, number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jixiao.layouts.flattened_lines import Row
    from jixiao.layouts.flattened_marks import Marks
    from jixiao.location import Location

_GLUED_LABEL = re.compile(r"(?P<label>.*?[\u4e00-\u9fff:：）)])(?P<cells>\d[\d.,%％—\-]*)")
_BRACKETS = re.compile("[（(](?:人民币)?(?:单位[:：])?(?:亿元|万元|千元|元)[）)]")
_NAMES = {
    "initial_budget": "年初预算数",
    "full_budget": "全年预算数",
    "arrived": "到位数",
    "executed": "全年执行数",
    "weight": "分值",
    "rate": "执行率",
    "score": "得分",
}
MOST_ROWS = 60  # of the fund part of one form
_MOST_LABEL = 30


class _Raw(NamedTuple):
    """A fund row before its cells are put into columns."""

    source: str
    place: Location
    cells: list[tuple[str, Location]]
    reason: list[tuple[str, Location]]


def read(rows: Sequence[Row], columns: Sequence[str], marks: Marks) -> tuple[FundLine, ...]:
    """The fund rows of these lines; what cannot be put into columns is noted as unread."""
    numeric = [column for column in columns if column in _NAMES]
    with_reason = "reason" in columns
    found = _rows(rows, len(numeric), marks, with_reason=with_reason)
    if len(found) > MOST_ROWS:
        marks.left("funds", found[MOST_ROWS].source, f"资金部分超过 {MOST_ROWS} 行，以下未读", found[MOST_ROWS].place)
    return tuple(_line(index, raw, numeric, marks) for index, raw in enumerate(found[:MOST_ROWS]))


def _rows(rows: Sequence[Row], width: int, marks: Marks, *, with_reason: bool) -> list[_Raw]:
    found: list[_Raw] = []
    pending: _Pending | None = None
    for row in rows:
        before, cells, after = _parts(row)
        if pending is not None and before and _is_whole(pending.text, before):
            found.append(pending.row())  # a source with nothing in its columns
            pending = None
        label = _Pending(pending.text + before, pending.place) if pending is not None else _Pending(before, row.place)
        if cells and label.text:
            found.append(label.row())
            pending = None
        if with_reason and len(cells) == width + 1:
            cells.pop()  # a dash under 原因
        if cells and found and len(found[-1].cells) + len(cells) <= max(width, 1):
            found[-1].cells.extend((cell, row.place) for cell in cells)
        elif cells:
            marks.left(None, row.text, "资金部分的这些数字不属于任何资金行", row.place)
        if after and with_reason and found:
            found[-1].reason.append((after, row.place))
        elif not cells:
            pending = _left_over(label, found, row, with_reason=with_reason)
    return [*found, pending.row()] if pending is not None and _is_whole(pending.text, "") else found


class _Pending(NamedTuple):
    """A label, or the beginning of one, that waits for its cells."""

    text: str
    place: Location

    def row(self) -> _Raw:
        return _Raw(_source(self.text), self.place, [], [])


def _is_whole(label: str, more: str) -> bool:
    """Whether the label names a source by itself, and not rather together with what follows."""
    return labels.find(label, "fund_row") is not None and (not more or labels.find(label + more, "fund_row") is None)


def _left_over(label: _Pending, found: list[_Raw], row: Row, *, with_reason: bool) -> _Pending | None:
    """What a line of words alone leaves for the next line: the beginning of a label, or nothing."""
    bare = _BRACKETS.sub("", label.text)
    if not bare or labels.find(bare, "section") is not None:
        return None
    if with_reason and found and found[-1].reason and labels.find(bare, "fund_row") is None:
        found[-1].reason.append((row.plain, row.place))
        return None
    return label if len(label.text) <= _MOST_LABEL else _Pending(row.plain, row.place)


def _parts(row: Row) -> tuple[str, list[str], str]:
    """A line as the words before its cells, the cells, and the words after them."""
    words = [part for word in row.text.split() for part in _unglued(word)]
    first = next((at for at, word in enumerate(words) if is_cell(word)), len(words))
    last = next((at for at in range(first, len(words)) if not is_cell(words[at])), len(words))
    return "".join(words[:first]), words[first:last], "".join(words[last:])


def _unglued(word: str) -> Iterator[str]:
    """A label and the numbers that stuck to it."""
    glued = _GLUED_LABEL.fullmatch(word)
    if glued is not None and labels.find(glued["label"], "fund_row") is not None:
        yield glued["label"]
        yield glued["cells"]
    else:
        yield word


def _source(label: str) -> str:
    """资金来源 as printed, without the section's label before it and the colon behind it."""
    for begin in range(len(label)):
        if labels.find(label[begin:], "fund_row") is not None and (begin == 0 or _is_section(label[:begin])):
            return label[begin:].rstrip(":：")
    return label.rstrip(":：")


def _is_section(text: str) -> bool:
    return labels.find(_BRACKETS.sub("", text) or text, "section") is not None or not _BRACKETS.sub("", text)


def _line(index: int, raw: _Raw, columns: Sequence[str], marks: Marks) -> FundLine:
    path = f"funds[{index}]"
    is_total = labels.find(raw.source, "fund_row") == "total"
    marks.at(path, raw.place)
    marks.at(f"{path}.source", raw.place)
    line = FundLine(source=raw.source, is_total=is_total)
    if raw.reason:
        line = msgspec.structs.replace(line, reason="".join(text for text, _ in raw.reason))
        marks.at(f"{path}.reason", raw.reason[0][1])
    cut = _cut(path, raw, columns, marks, is_total=is_total)
    if cut is None:
        return line
    values = {}
    for column, cell in cut.cells.items():
        value = numerals.parse_rate(cell) if column == "rate" else number(cell)
        if value is not None:
            values[column] = value
            marks.at(f"{path}.{column}", _place(raw, cell))
    return msgspec.structs.replace(line, **values)


def _place(raw: _Raw, cell: str) -> Location:
    return next((place for text, place in raw.cells if cell in text), raw.place)


def _cut(path: str, raw: _Raw, columns: Sequence[str], marks: Marks, *, is_total: bool) -> Cut | None:
    """The one way to put the cells into columns, or None with a note."""
    words = [text for text, _ in raw.cells]
    if all(number(word) is None and fits("weight", word) for word in words):
        return Cut({}, 0, 0)  # dashes are no values
    if len(words) == len(columns) and all(map(fits, columns, words)):
        return Cut(dict(zip(columns, words, strict=True)), 0, 0)
    budget = "full_budget" if "full_budget" in columns else "initial_budget"
    printed = " ".join(words)
    plain = cuts(words, columns, split=False, skip=True)
    usual = [cut for cut in plain if _is_usual(cut, columns, is_total=is_total)]
    if len(plain) == 1 or (len(usual) == 1 and not is_total):
        cut = (usual or plain)[0]
        if len(plain) > 1:
            _infer(path, cut, f"“{printed}”少于表头列数，按明细行不填分值、执行率、得分对应各金额列", marks)
        return cut
    found = agreeing(plain, budget)
    if len(found) == 1:
        _infer(path, found[0], f"“{printed}”少于表头列数，只有这样对应时执行率与预算数、执行数相符", marks)
        return found[0]
    parted = _parted(words, columns, budget) if not plain else None
    if parted is not None:
        shown = "、".join(f"{_NAMES[column]} {cell}" for column, cell in parted.cells.items())
        _infer(path, parted, f"“{printed}”粘连，只有拆为{shown}时算术相符", marks)
        return parted
    marks.left(path, printed, "数字与表头各列无法唯一对应，未作猜测", raw.place)
    return None


def _parted(words: Sequence[str], columns: Sequence[str], budget: str) -> Cut | None:
    """The one way to part words that ran together so that the arithmetic of the row holds."""
    for skip in (False, True):
        found = agreeing(cuts(words, columns, split=True, skip=skip), budget)
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _infer(path: str, cut: Cut, evidence: str, marks: Marks) -> None:
    for column, cell in cut.cells.items():
        if number(cell) is not None or column == "rate":
            marks.inferred(f"{path}.{column}", evidence)


def _is_usual(cut: Cut, columns: Sequence[str], *, is_total: bool) -> bool:
    """A row below the total that fills every amount and nothing else."""
    return not is_total and set(cut.cells) == {column for column in columns if column in AMOUNTS}
