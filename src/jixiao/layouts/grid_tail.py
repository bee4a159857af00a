"""What follows the indicators of a grid form (表尾): total, grade, conclusion, problems, measures and notes."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from jixiao import numerals
from jixiao.layouts import labels
from jixiao.layouts.grid_draft import is_numeric
from jixiao.layouts.grid_rows import Row, block, inline, span_of

if TYPE_CHECKING:
    from jixiao.document import Cell
    from jixiao.layouts.grid_draft import Draft

_GRADES = re.compile(r"优秀?|良好?|中等?|一般|及格|不及格|合格|不合格|较?差")
_PAGE_NUMBER = re.compile(r"[-—–]*第?\d{1,4}页?(?:[,/]?共?\d{1,4}页?)?[-—–]*")
_NOTES = re.compile(r"(?:注|备注|说明|填报说明|填表说明|注意事项|填表注意事项)(?:释)?(?:[:：]|(?=1[.、．]))")
_NUMBERED = re.compile(r"(?:\d{1,2}[.、．](?!\d)|[(（]\d{1,2}[)）]|[①-⑳])")
_NEXT_ITEM = re.compile(r"(?<=[。；;])(?=\d{1,2}[.、．](?!\d))")
_SUMS = ("weight", "score")
_OTHER_SUMS = ("deduction", "review_score", "deviation", "coefficient")  # a total row adds up these columns too
_TEXTS = ("conclusion", "problems", "measures")
_ENDS = "。；;！!"


def label_of(row: Row) -> tuple[str, Cell] | None:
    """The label that makes this a row of the tail (表尾标签): its key and its cell."""
    for cell in row.filled[:2]:
        key = labels.find(cell.text, "end")
        if key is None and (found := labels.lead(cell.text, "end")) is not None:
            key = found[0]
        if key is not None and key != "notes":
            return key, cell
    return None


def total_in_head(row: Row) -> Cell | None:
    """The label of a total that stands among the items of the head (表头的自评总分), a number beside it."""
    for cell in row.filled[2:]:
        beside = row.after(cell)
        if labels.find(cell.text, "end") == "total" and "分" in cell.text and beside is not None and is_numeric(beside):
            return cell
    return None


def read(draft: Draft, row: Row, key: str, label: Cell) -> None:
    """Read one row of the tail."""
    draft.marks.add(f"end.{key}")
    if key == "total":
        _read_total(draft, row, label)
        return
    inside = labels.lead(label.text, "end")
    texts = [cell for cell in row.filled if cell.col > label.col]
    value = block(inside[1]) if inside and inside[1] else "\n".join(block(cell.text) for cell in texts)
    place = texts[0] if texts and not (inside and inside[1]) else label
    if key in _TEXTS:
        draft.put(key, value or None, place)
    elif key == "grade":
        draft.put("grade", inline(value) or None, place)
    elif value:
        draft.attributes.setdefault(labels.normal(label.text.partition(":")[0].partition("：")[0]), value)


def is_titled_text(rows: list[Row], at: int) -> bool:
    """Whether a row holds only a title, and the next one its text across the table (标题在上、文字在下)."""
    if at + 1 >= len(rows) or rows[at].is_line or rows[at].table != rows[at + 1].table:
        return False
    title, text = rows[at].filled, rows[at + 1].filled
    alone = len(title) == len(text) == 1 and title[0].colspan == text[0].colspan > 1
    return alone and labels.find(title[0].text, "end") in _TEXTS and label_of(rows[at + 1]) is None


def read_titled_text(draft: Draft, rows: list[Row], at: int) -> int:
    """Read a title with its text below; the index of the first row after them."""
    key = labels.find(rows[at].filled[0].text, "end")
    draft.marks.add(f"end.{key}")
    text = rows[at + 1].filled[0]
    draft.put(str(key), block(text.text), text)
    return at + 2


def _read_total(draft: Draft, row: Row, label: Cell) -> None:
    """The weights' sum and the total: by their columns, else in the order printed (one number is the total)."""
    inside = labels.lead(label.text, "end")
    if inside is not None and inside[1]:
        _put_total(draft, "total_score", numerals.parse_number(inside[1].removesuffix("分")), label)
    rest = [cell for cell in row.cells if cell.row == row.number and cell.col > label.col]
    others = [cell for key in _OTHER_SUMS if (cell := _in_column(draft, rest, key)) is not None]
    numbers = [cell for cell in rest if is_numeric(cell) and cell not in others]
    placed = {key: cell for key in _SUMS if (cell := _in_column(draft, rest, key)) is not None}
    if any(cell not in placed.values() for cell in numbers[-2:]):  # the row is shifted against the columns
        placed = dict(zip(_SUMS[-len(numbers[-2:]) :], numbers[-2:], strict=True))
    for key, cell in placed.items():
        path = f"total_{key}"
        first = draft.locations.get(path)
        _put_total(draft, path, draft.number(path, cell), cell)
        if first is not None:
            draft.locations[path] = first
    for cell in rest:
        if _GRADES.fullmatch(cell.text.strip()):
            draft.marks.add("end.grade")
            draft.put("grade", cell.text.strip(), cell)


def _put_total(draft: Draft, path: str, number: Decimal | None, cell: Cell) -> None:
    """Set a total; where the form prints two that differ, the first counts, and that is said."""
    first = draft.values.get(path)
    if first is not None and number is not None and first != number:
        draft.infer(path, f"表中两处总分不同：{first} 与 {number}，取先印的 {first}", str(number))
    draft.put(path, number, cell)


def forget_total(draft: Draft) -> None:
    """Take back a total that turned out to be the sum of one group (撤销总分)."""
    for path in ("total_weight", "total_score"):
        draft.values.pop(path, None)
        draft.locations.pop(path, None)


def _in_column(draft: Draft, cells: list[Cell], key: str) -> Cell | None:
    cols = {col for col, other in draft.columns.items() if other == key}
    return next((cell for cell in cells if cols & set(span_of(cell))), None)


def begins_notes(row: Row) -> bool:
    """Whether the row opens the notes (注)."""
    return bool(row.filled) and _NOTES.match(labels.squeezed(row.filled[0].text)) is not None


def read_notes(draft: Draft, rows: list[Row], start: int) -> int:
    """Read the notes from `rows[start]` on, over all rows and lines that go on with them; the index after."""
    at = start
    while at < len(rows):
        row = rows[at]
        text = "\n".join(cell.text for cell in row.filled)
        if at > start and not _goes_on(draft, row, text):
            if not _at_page_end(draft, rows[at : at + 2]):
                break
        else:
            for item in _items(text):
                _add(draft, item, row.filled[0])
        at += 1
    return at


def is_page_number(row: Row) -> bool:
    """Whether the line is the number of its page (页码)."""
    return row.is_line and _PAGE_NUMBER.fullmatch(labels.normal(row.cells[0].text)) is not None


def _at_page_end(draft: Draft, rows: list[Row]) -> bool:
    """Whether a page ends here, and the notes go on upon the next one."""
    if len(rows) == 1 or not is_page_number(rows[0]):
        return False
    return _goes_on(draft, rows[1], "\n".join(cell.text for cell in rows[1].filled))


def _goes_on(draft: Draft, row: Row, text: str) -> bool:
    plain = labels.squeezed(text)
    if not plain or label_of(row) is not None:
        return False
    # a line of a web page is a paragraph; in cells and on paper a note may go on in the next line
    may_wrap = not row.is_line or row.cells[0].location.page is not None
    unfinished = may_wrap and bool(draft.notes) and draft.notes[-1][-1] not in _ENDS
    return unfinished or _NUMBERED.match(plain) is not None


def _items(text: str) -> list[str]:
    """The numbered items of a text, white space removed; a line without a number goes with the one before."""
    items: list[str] = []
    for line in text.splitlines():
        plain = labels.squeezed(line)
        opened = _NOTES.match(plain)
        plain = plain[opened.end() :] if opened else plain
        items.extend(part for part in _NEXT_ITEM.split(plain) if part)
    return items


def _add(draft: Draft, item: str, cell: Cell) -> None:
    if draft.notes and not _NUMBERED.match(item):
        draft.notes[-1] += item
        return
    draft.locations[f"notes[{len(draft.notes)}]"] = cell.location
    draft.notes.append(item)
