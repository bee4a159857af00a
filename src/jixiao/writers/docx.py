"""The official form as a Word document (写出 DOCX): one A4 page width, real merges, header rows repeated."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from xml.sax.saxutils import escape

from jixiao.form import Form
from jixiao.writers.measures import column_points
from jixiao.writers.official import Plan, Planned, plan
from jixiao.writers.printable import printable

SUFFIXES = (".docx",)
WIDE = 10  # columns from which the page is laid across
A4 = (11906, 16838)  # twips, 1/20 of a point
EDGE = 680  # twips of margin
SIZE = 9  # points of the table
HALF_POINTS = {"title": 32, "subtitle": 21, "note": 17}
CENTRED = frozenset({"title", "subtitle", "head", "label", "number"})
LONG = 60  # characters from which a row may run over a page end

_NS = "http://schemas.openxmlformats.org/"
_W = f'xmlns:w="{_NS}wordprocessingml/2006/main" xmlns:r="{_NS}officeDocument/2006/relationships"'
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PARTS = {
    "[Content_Types].xml": (
        f'{_HEAD}<Types xmlns="{_NS}package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{_WORD}.styles+xml"/>'
        f'<Override PartName="/word/footer1.xml" ContentType="{_WORD}.footer+xml"/>'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'{_HEAD}<Relationships xmlns="{_NS}package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{_NS}officeDocument/2006/relationships/officeDocument" '
        'Target="word/document.xml"/>'
        f'<Relationship Id="rId2" Type="{_NS}package/2006/relationships/metadata/core-properties" '
        'Target="docProps/core.xml"/></Relationships>'
    ),
    "word/_rels/document.xml.rels": (
        f'{_HEAD}<Relationships xmlns="{_NS}package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{_NS}officeDocument/2006/relationships/styles" Target="styles.xml"/>'
        f'<Relationship Id="rId2" Type="{_NS}officeDocument/2006/relationships/footer" Target="footer1.xml"/>'
        "</Relationships>"
    ),
    "word/styles.xml": (
        f"{_HEAD}<w:styles {_W}><w:docDefaults><w:rPrDefault><w:rPr>"
        '<w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体" w:cs="宋体"/>'
        f'<w:sz w:val="{2 * SIZE}"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0"/></w:pPr></w:pPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style></w:styles>'
    ),
    "word/footer1.xml": (
        f'{_HEAD}<w:ftr {_W}><w:p><w:pPr><w:jc w:val="center"/></w:pPr>'
        '<w:r><w:t xml:space="preserve">第 </w:t></w:r><w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r>'
        '</w:fldSimple><w:r><w:t xml:space="preserve"> 页，共 </w:t></w:r><w:fldSimple w:instr=" NUMPAGES ">'
        '<w:r><w:t>1</w:t></w:r></w:fldSimple><w:r><w:t xml:space="preserve"> 页</w:t></w:r></w:p></w:ftr>'
    ),
}


def write(form: Form, layout: str) -> bytes:
    """The form as a Word document in its official layout (写出 DOCX)."""
    planned = plan(form, layout)
    title = escape(printable(form.title or ""))
    core = (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_NS}package/2006/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title></cp:coreProperties>'
    )
    parts = _PARTS | {"docProps/core.xml": core, "word/document.xml": _document(planned)}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name)  # its date is fixed: the same form gives the same bytes
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text.encode())
    return out.getvalue()


def _document(planned: Plan) -> str:
    across = planned.cols > WIDE
    wide, high = reversed(A4) if across else A4
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
    turned = ' w:orient="landscape"' if across else ""
    section = (
        f'<w:sectPr><w:footerReference w:type="default" r:id="rId2"/><w:pgSz w:w="{wide}" w:h="{high}"{turned}/>'
        f'<w:pgMar w:top="{EDGE}" w:right="{EDGE}" w:bottom="{EDGE}" w:left="{EDGE}" w:header="340" w:footer="340" '
        'w:gutter="0"/></w:sectPr>'
    )
    return f"{_HEAD}<w:document {_W}><w:body>{''.join(blocks)}{section}</w:body></w:document>"


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
    line = 'w:val="single" w:sz="4" w:space="0" w:color="000000"'
    sides = "".join(f"<w:{side} {line}/>" for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    borders = f"<w:tblBorders>{sides}</w:tblBorders>" if ruled else ""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in twips)
    lines = _lines(planned, rows)
    body = "".join(_row(lines[row], repeated=row == planned.repeat[0], twips=twips) for row in rows)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(twips)}" w:type="dxa"/>{borders}<w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"
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
    font = '<w:rFonts w:ascii="黑体" w:hAnsi="黑体" w:eastAsia="黑体"/>' if cell.role == "title" else ""
    size = HALF_POINTS.get(cell.role)
    sized = f'<w:sz w:val="{size}"/>' if size else ""
    run = f"<w:rPr>{font}{sized}</w:rPr>" if font or sized else ""
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in cell.text.split("\n"))
    return f"<w:p><w:pPr>{aligned}</w:pPr><w:r>{run}{lines}</w:r></w:p>"
