"""The official form as a Word document (写出 DOCX): one A4 page width, real merges, header rows repeated."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.form import Form
from jixiao.writers import word_package
from jixiao.writers.measures import column_points
from jixiao.writers.official import Plan, Planned, plan
from jixiao.writers.word_package import A4, IN_HEI, Margins, said

SUFFIXES = (".docx",)
WIDE = 10  # columns from which the page is laid across
EDGE = 680  # twips of margin
MARGINS = Margins(EDGE, EDGE, EDGE, EDGE, header=340, footer=340)
SIZE = 9  # points of the table
HALF_POINTS = {"title": 32, "subtitle": 21, "note": 17}
CENTRED = frozenset({"title", "subtitle", "head", "label", "number"})
LONG = 60  # characters from which a row may run over a page end


def write(form: Form, layout: str) -> bytes:
    """The form as a Word document in its official layout (写出 DOCX)."""
    planned = plan(form, layout)
    styles, footer = word_package.styles(2 * SIZE), word_package.paged()
    return word_package.package(_document(planned), styles, footer, form.title or "")


def _document(planned: Plan) -> str:
    across = planned.cols > WIDE
    wide = A4[1] if across else A4[0]
    twips = [round(20 * points) for points in column_points(planned, (wide - 2 * EDGE) / 20, SIZE)]
    first, last = planned.table
    head = planned.repeat[0]
    blocks = [
        *_outside(planned, range(first), twips),
        _table(planned, range(first, head), twips),
        _GAP,  # only the first rows of a table repeat on the next page, so the indicators begin one of their own
        _table(planned, range(head, last + 1), twips),
        *_outside(planned, range(last + 1, planned.rows), twips),
    ]
    return word_package.document("".join(blocks), MARGINS, across=across)


_GAP = (
    '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/><w:rPr><w:sz w:val="2"/></w:rPr>'
    "</w:pPr></w:p>"
)


def _outside(planned: Plan, rows: range, twips: list[int]) -> Iterator[str]:
    """The lines above and below the ruled part; a row of two texts is a table without rulings."""
    for row in rows:
        cells = [cell for cell in planned.cells if cell.row == row]
        if len(cells) == 1:
            yield _paragraph(cells[0])
        elif cells:
            yield _table(planned, range(row, row + 1), twips, ruled=False)
            yield _GAP


def _table(planned: Plan, rows: range, twips: list[int], *, ruled: bool = True) -> str:
    """The planned rows as one table; its columns are those of the whole plan."""
    if not rows:
        return ""
    borders = word_package.borders() if ruled else ""
    lines = _lines(planned, rows)
    body = "".join(_row(lines[row], repeated=row == planned.repeat[0], twips=twips) for row in rows)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(twips)}" w:type="dxa"/>{borders}<w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"{word_package.grid(twips)}{body}</w:tbl>"
    )


_Part = tuple[Planned, str]
"""A cell as it stands in one row: the planned one, and "", "restart" or "continue" of its vertical merge."""


def _lines(planned: Plan, rows: range) -> dict[int, list[_Part]]:
    """The cells of each row from left to right, those that go on from above among them."""
    lines: dict[int, list[_Part]] = {row: [] for row in rows}
    for cell in planned.cells:
        if cell.row not in lines:
            continue
        start, height = cell.row, cell.rowspan
        if height > 1 and start == planned.repeat[0]:  # a header row repeats only if nothing in it goes on below
            lines[start].append((cell._replace(text=""), ""))
            start, height = start + 1, height - 1
        lines[start].append((cell, "restart" if height > 1 else ""))
        for row in range(start + 1, start + height):
            lines[row].append((cell, "continue"))
    return {row: sorted(parts, key=lambda part: part[0].col) for row, parts in lines.items()}


def _row(parts: list[_Part], *, repeated: bool, twips: list[int]) -> str:
    whole = all(len(cell.text) <= LONG for cell, merge in parts if not merge)
    properties = ("<w:cantSplit/>" if whole else "") + ("<w:tblHeader/>" if repeated else "")
    cells = "".join(_cell(cell, merge, sum(twips[cell.col : cell.col + cell.colspan])) for cell, merge in parts)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{cells}</w:tr>" if properties else f"<w:tr>{cells}</w:tr>"


def _cell(cell: Planned, merge: str, width: int) -> str:
    span = f'<w:gridSpan w:val="{cell.colspan}"/>' if cell.colspan > 1 else ""
    merged = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    inside = "<w:p/>" if merge == "continue" else _paragraph(cell)
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merged}<w:vAlign w:val="center"/></w:tcPr>'
        f"{inside}</w:tc>"
    )


def _paragraph(cell: Planned) -> str:
    aligned = '<w:jc w:val="center"/>' if cell.role in CENTRED else '<w:jc w:val="left"/>'
    font = IN_HEI if cell.role == "title" else ""
    size = HALF_POINTS.get(cell.role)
    sized = f'<w:sz w:val="{size}"/>' if size else ""
    return f"<w:p><w:pPr>{aligned}</w:pPr>{said(cell.text, font + sized)}</w:p>"
