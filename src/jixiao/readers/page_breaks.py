"""Tables over a page end (跨页表): joined into one, repeated headers dropped, a cell cut in two made whole."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from jixiao.readers.ruling import CLOSING, PADDING, Table, TableCell

SAME_FRAME = 4.0  # pt: outer edges this close belong to one table
SAME_COLUMN = 2.0  # pt
HEADER_CELLS = 3  # a row of fewer cells is a merged line, not a header
HEADER_ROWS = 3  # printed headers repeat at most this many rows
WORD = 12.0  # pt: a Chinese character of the usual size, and what wide cell margins take
_POINTS = re.compile(r"[（(]?[\d.]*分?[）)]")  # the points of a group, printed below its name
_LABEL = re.compile(r"[一-鿿]{2,14}指标(?:[（(][\d.]+分?[)）])?")  # as a group or kind of indicators is called
_PUNCTUATION = re.compile(r"[，。；！]")
_WORD = re.compile(r"[!-~]+")


class Piece(NamedTuple):
    """One cell of a joined table with the page it starts on (跨页单元格)."""

    cell: TableCell
    page: int


class Joined(NamedTuple):
    """A table that may run over several pages (跨页合并后的表)."""

    xs: list[float]
    rows: int
    pieces: list[Piece]
    page: int  #: page it starts on
    top: float  #: y of its top edge there


def single(table: Table, page: int) -> Joined:
    """A table of one page."""
    return Joined(table.xs, len(table.ys) - 1, [Piece(cell, page) for cell in table.cells], page, table.ys[0])


def continues(upper: Joined, lower: Table) -> bool:
    """Whether the first table of the next page has the frame of the last one of this page."""
    left, right = lower.xs[0] - upper.xs[0], lower.xs[-1] - upper.xs[-1]
    return abs(left) < SAME_FRAME and abs(right) < SAME_FRAME


def starts_alike(upper: Joined, lower: Table) -> bool:
    """Whether both begin with the same text, as two forms after one another do."""
    first = [_key(piece.cell) for piece in upper.pieces if piece.cell.row == 0]
    again = [_key(cell) for cell in lower.cells if cell.row == 0]
    return bool(first and again) and bool(first[0]) and first[0] == again[0]


def join(upper: Joined, lower: Table, page: int) -> Joined:
    """`lower` put below `upper`: on one set of columns, header repeats dropped, cells cut in two made whole."""
    xs = _merged(upper.xs, lower.xs)
    columns = _Columns(xs)
    above = [Piece(_placed(piece.cell, columns, 0), piece.page) for piece in upper.pieces]
    below = [Piece(_placed(cell, columns, upper.rows), page) for cell in lower.cells]
    repeated = _repeated_rows(above, below, upper.rows)
    if repeated:
        below = [left for piece in below if (left := _without(piece, upper.rows, repeated)) is not None]
    added = len(lower.ys) - 1 - repeated
    return _mended(Joined(xs, upper.rows, above, upper.page, upper.top), below, added)


def _without(piece: Piece, start: int, repeated: int) -> Piece | None:
    """A piece once the repeated header above it is gone; a label beside the header may go on below it."""
    cell = piece.cell
    first, end = max(cell.row - repeated, start), cell.row + cell.rowspan - repeated
    return Piece(cell._replace(row=first, rowspan=end - first), piece.page) if end > start else None


def _merged(one: list[float], other: list[float]) -> list[float]:
    found: list[float] = []
    for value in sorted([*one, *other]):
        if not found or value - found[-1] > SAME_COLUMN:
            found.append(value)
    return found


class _Columns(dict[float, int]):
    """The column line nearest to a place (列线序号), remembered, since cells share their edges."""

    def __init__(self, xs: list[float]) -> None:
        super().__init__()
        self.xs = xs

    def __missing__(self, value: float) -> int:
        index = bisect_left(self.xs, value)
        if index and (index == len(self.xs) or value - self.xs[index - 1] <= self.xs[index] - value):
            index -= 1
        self[value] = index
        return index


def _placed(cell: TableCell, columns: _Columns, first_row: int) -> TableCell:
    left, right = columns[cell.box.x0], columns[cell.box.x1]
    if left == cell.col and right - left == cell.colspan and not first_row:
        return cell
    return TableCell(cell.row + first_row, left, cell.rowspan, right - left, *cell[4:])


def _key(cell: TableCell) -> str:
    return "".join(cell.text.split())


def _repeated_rows(above: list[Piece], below: list[Piece], start: int) -> int:
    """How many rows the lower part repeats of the upper one as its header (0 when none): equal in text and columns."""
    rows = _rows([piece.cell for piece in above])
    lower = _rows([piece.cell for piece in below])
    again = [_header_texts(lower.get(start + count, [])) for count in range(HEADER_ROWS)]
    for row in rows:
        count = 0
        while count < HEADER_ROWS and _repeats(rows.get(row + count, []), again[count]):
            count += 1
        if count:
            return count
    return 0


def _rows(cells: list[TableCell]) -> dict[int, list[TableCell]]:
    rows: dict[int, list[TableCell]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell)
    return rows


def _header_texts(again: list[TableCell]) -> set[tuple[int, int, str]]:
    """Where the cells of a row stand and what they say, without the label beside them that covers more rows."""
    return {(cell.col, cell.colspan, key) for cell in again if cell.rowspan <= HEADER_ROWS and (key := _key(cell))}


def _repeats(printed: list[TableCell], texts: set[tuple[int, int, str]]) -> bool:
    """Whether a row stands there again; the label beside it that covers more rows may be left out."""
    if len(texts) < HEADER_CELLS or len(printed) < len(texts):
        return False
    first: set[tuple[int, int, str]] = set()
    labels: set[tuple[int, int, str]] = set()
    for cell in printed:
        if key := _key(cell):
            text = (cell.col, cell.colspan, key)
            first.add(text)
            if cell.rowspan > 1:
                labels.add(text)
            elif text not in texts:
                return False
    return texts <= first and first - texts <= labels


def _mended(upper: Joined, below: list[Piece], added: int) -> Joined:
    """The two parts as one table: cells cut by the break are joined; a row cut in two becomes one row."""
    end = upper.rows
    starts = {(piece.cell.col, piece.cell.colspan): piece for piece in below if piece.cell.row == end}
    pairs = [
        (piece, starts[key])
        for piece in upper.pieces
        if piece.cell.row + piece.cell.rowspan == end and (key := (piece.cell.col, piece.cell.colspan)) in starts
    ]
    cells = [(high.cell, low.cell) for high, low in pairs]
    split = len(pairs) == len(starts) and _row_is_split(cells)
    merged = {(one.cell.col, one.cell.colspan) for one in (*upper.pieces, *below) if one.cell.rowspan > 1}
    drawn = _told_by_borders(cells)
    same_block = 2 * len(pairs) > len(starts)  # another block of the form has other columns, and a label of its own
    swallowed: dict[int, Piece] = {}
    grown: dict[int, Piece] = {}
    for high, low in pairs:
        goes_on = high.cell.open_bottom if drawn else same_block and _label_goes_on(high.cell, low.cell, merged)
        if split or goes_on:
            grown[id(high)] = Piece(_whole(high.cell, low.cell, split=split), high.page)
            swallowed[id(low)] = low
    shift = 1 if split else 0
    pieces = [grown.get(id(piece), piece) for piece in upper.pieces]
    for piece in below:
        if id(piece) not in swallowed:
            row = piece.cell.row - (shift if piece.cell.row > end else 0)
            pieces.append(Piece(piece.cell._replace(row=row), piece.page))
    return Joined(upper.xs, end + added - shift, pieces, upper.page, upper.top)


def _told_by_borders(pairs: list[tuple[TableCell, TableCell]]) -> bool:
    """Whether the page end tells cut cells from whole ones: the edge is drawn below some and left open below others."""
    return len({high.open_bottom for high, _ in pairs}) > 1


def _row_is_split(pairs: list[tuple[TableCell, TableCell]]) -> bool:
    """A row is cut in two when some text above has none below, and every text below goes on with the one above."""
    if _told_by_borders(pairs):
        return False
    texts = [(_key(high), _key(low), high, low) for high, low in pairs]
    if not any(upper and not lower for upper, lower, _, _ in texts) and any(upper for upper, _, _, _ in texts):
        return False
    if all(high.open_bottom and low.open_top for high, low in pairs):  # nobody drew a line there at all
        both = sum(1 for upper, lower, _, _ in texts if upper and lower)
        return 2 * both < 1 + sum(1 for upper, lower, _, _ in texts if upper or lower)
    below = [(upper, lower, high) for upper, lower, high, _ in texts if lower]
    if not below or not all(upper for upper, _, _ in below):
        return False
    strict = [_runs_on(high, lower) for _, lower, high in below]
    few = 2 * len(below) <= sum(1 for upper, _, _, _ in texts if upper)
    return all(strict) or (few and any(strict) and all(_runs_on(high, lower, WORD) for _, lower, high in below))


def _runs_on(high: TableCell, lower: str, slack: float = 0.0) -> bool:
    """Whether a text can go on with `lower`: its last line had no room for it, or what follows cannot begin a text."""
    word = _WORD.match(lower)
    needed = WORD * (0.6 * len(word[0]) if word else 2 if lower[1:2] in CLOSING else 1)
    return high.room < PADDING + needed + slack or lower[0] in CLOSING or lower[0] in "(（"


def _label_goes_on(high: TableCell, low: TableCell, merged: set[tuple[int, int]]) -> bool:
    """A label over several rows goes on below: empty there, or the same text again, or empty above, or cut in two."""
    upper, lower = _key(high), _key(low)
    if upper and _POINTS.fullmatch(lower):
        return True
    if (high.col, high.colspan) in merged and is_cut_label(upper, lower) and _runs_on(high, lower):
        return True
    if high.rowspan == 1 and low.rowspan == 1:
        is_sentence = _PUNCTUATION.search(upper + lower) is not None  # a reason belongs to its own row
        return (high.col, high.colspan) in merged and bool(upper) != bool(lower) and not is_sentence
    return not lower or upper == lower or not upper


def is_cut_label(upper: str, lower: str) -> bool:
    """Whether two texts are one label that a page end cut: 服务对象满意 | 度指标."""
    return bool(upper and lower) and "指标" not in upper and _LABEL.fullmatch(upper + lower) is not None


def _whole(high: TableCell, low: TableCell, *, split: bool) -> TableCell:
    text, lower = high.text, _key(low)
    upper = _key(high)
    if upper in lower:  # printed whole on both pages, or only on the second
        text = low.text or text
    elif lower not in upper:
        text = f"{text}{'' if _runs_on(high, lower) else chr(10)}{low.text}"
    rows = high.rowspan + low.rowspan - (1 if split else 0)
    return high._replace(text=text, rowspan=rows, room=low.room, open_bottom=low.open_bottom)
