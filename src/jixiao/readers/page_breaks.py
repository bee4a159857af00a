"""Tables over a page end (跨页表): joined into one, repeated headers dropped, a cell cut in two made whole."""

from __future__ import annotations

from typing import NamedTuple

from jixiao.location import Box
from jixiao.readers.ruling import Table, TableCell

SAME_FRAME = 4.0  # pt: outer edges this close belong to one table
SAME_COLUMN = 2.0  # pt
HEADER_CELLS = 3  # a row of fewer cells is a merged line, not a header
HEADER_ROWS = 3  # printed headers repeat at most this many rows


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


def join(upper: Joined, lower: Table, page: int) -> Joined:
    """`lower` put below `upper`: on one set of columns, header repeats dropped, cells cut in two made whole."""
    xs = _merged(upper.xs, lower.xs)
    above = [Piece(_placed(piece.cell, xs, 0), piece.page) for piece in upper.pieces]
    below = [Piece(_placed(cell, xs, upper.rows), page) for cell in lower.cells]
    added = len(lower.ys) - 1
    repeated = _repeated_rows(above, below, upper.rows)
    if repeated:
        below = [
            Piece(piece.cell._replace(row=piece.cell.row - repeated), page)
            for piece in below
            if piece.cell.row >= upper.rows + repeated
        ]
        added -= repeated
    return _mended(Joined(xs, upper.rows, above, upper.page, upper.top), below, added)


def _merged(one: list[float], other: list[float]) -> list[float]:
    found: list[float] = []
    for value in sorted([*one, *other]):
        if not found or value - found[-1] > SAME_COLUMN:
            found.append(value)
    return found


def _placed(cell: TableCell, xs: list[float], first_row: int) -> TableCell:
    left, right = _index(xs, cell.box.x0), _index(xs, cell.box.x1)
    return cell._replace(row=cell.row + first_row, col=left, colspan=right - left)


def _index(xs: list[float], value: float) -> int:
    return min(range(len(xs)), key=lambda index: abs(xs[index] - value))


def _key(cell: TableCell) -> str:
    return "".join(cell.text.split())


def _repeated_rows(above: list[Piece], below: list[Piece], start: int) -> int:
    """How many rows the lower part repeats of the upper one as its header (0 when none): equal in text and columns."""
    rows = _rows([piece.cell for piece in above])
    lower = _rows([piece.cell for piece in below])
    first = lower.get(start)
    if not first or len(first) < HEADER_CELLS:
        return 0
    wanted = _shape(first)
    for row, cells in rows.items():
        if _shape(cells) == wanted and any(_key(cell) for cell in cells):
            count = 1
            while count < HEADER_ROWS and _same(rows.get(row + count), lower.get(start + count)):
                count += 1
            return count
    return 0


def _rows(cells: list[TableCell]) -> dict[int, list[TableCell]]:
    rows: dict[int, list[TableCell]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell)
    return rows


def _shape(cells: list[TableCell]) -> list[tuple[int, int, str]]:
    return [(cell.col, cell.colspan, _key(cell)) for cell in cells]


def _same(one: list[TableCell] | None, other: list[TableCell] | None) -> bool:
    return one is not None and other is not None and len(one) >= HEADER_CELLS and _shape(one) == _shape(other)


def _mended(upper: Joined, below: list[Piece], added: int) -> Joined:
    """The two parts as one table: cells cut by the break are joined; a row cut in two becomes one row."""
    end = upper.rows
    starts = {(piece.cell.col, piece.cell.colspan): piece for piece in below if piece.cell.row == end}
    pairs = [
        (piece, starts[key])
        for piece in upper.pieces
        if piece.cell.row + piece.cell.rowspan == end and (key := (piece.cell.col, piece.cell.colspan)) in starts
    ]
    split = _row_is_split(pairs, starts)
    swallowed: dict[int, Piece] = {}
    grown: dict[int, Piece] = {}
    for high, low in pairs:
        if split or _label_goes_on(high.cell, low.cell):
            grown[id(high)] = Piece(_whole(high.cell, low.cell, split=split), high.page)
            swallowed[id(low)] = low
    shift = 1 if split else 0
    pieces = [grown.get(id(piece), piece) for piece in upper.pieces]
    for piece in below:
        if id(piece) not in swallowed:
            row = piece.cell.row - (shift if piece.cell.row > end else 0)
            pieces.append(Piece(piece.cell._replace(row=row), piece.page))
    return Joined(upper.xs, end + added - shift, pieces, upper.page, upper.top)


def _row_is_split(pairs: list[tuple[Piece, Piece]], starts: dict[tuple[int, int], Piece]) -> bool:
    """A row is cut in two when its columns agree and some cell with text above has none below."""
    plain = [(high.cell, low.cell) for high, low in pairs if high.cell.rowspan == 1 and low.cell.rowspan == 1]
    below = sum(1 for piece in starts.values() if piece.cell.rowspan == 1)
    if not plain or len(plain) != below:
        return False
    if not any(_key(high) and not _key(low) for high, low in plain):
        return False
    return 2 * sum(1 for _, low in plain if _key(low)) < len(plain) + 1


def _label_goes_on(high: TableCell, low: TableCell) -> bool:
    """A vertical label over several rows goes on below: empty there, or the same text again, or empty above."""
    if high.rowspan == 1 and low.rowspan == 1:
        return False
    upper, lower = _key(high), _key(low)
    return not lower or upper == lower or not upper


def _whole(high: TableCell, low: TableCell, *, split: bool) -> TableCell:
    text = high.text
    if _key(low) and _key(low) != _key(high):
        text = f"{high.text}\n{low.text}" if high.text else low.text
    box = Box(high.box.x0, high.box.y0, high.box.x1, high.box.y1)
    return high._replace(text=text, rowspan=high.rowspan + low.rowspan - (1 if split else 0), box=box)
