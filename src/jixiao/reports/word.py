"""Blocks as a Word document (写出 DOCX): styles that Word lists, real tables, pictures inside the file."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import quoteattr

from jixiao.reports.blocks import Block, Cell, Heading, PageBreak, Paper, Paragraph, Picture, Run, Table
from jixiao.reports.word_parts import MARGINS, footer_of, styles_of
from jixiao.writers import word_package
from jixiao.writers.word_package import DRAWING, IN_HEI, NS, RULED, said

EMU = 635  # a twip
PIXELS = 1240  # of a picture across
COLOUR_COUNT = 128
COLOURS = {"must_fix": "B3261E", "explain": "A85A00", "look": "1D5FA0", "note": "66707D", "dim": "5B6776"}
FILLS = {
    "head": "F3F5F7",
    "group": "F3F5F7",
    "must_fix": "FBECEB",
    "explain": "FBF1E3",
    "look": "E9F1F9",
    "note": "F1F3F5",
}
RULINGS = {"grid": "9AA3AD", "rows": "D5DAE0"}


def docx(paper: Paper) -> bytes:
    """A document of blocks as a Word file (排成 DOCX)."""
    pictures = [block for block in paper.blocks if isinstance(block, Picture)]
    images = _images(pictures)
    margins = MARGINS[paper.manner]
    body = "".join(_Body(images, margins.width).set(paper.blocks))
    document = word_package.document(body, margins, more=DRAWING)
    return word_package.package(document, styles_of(paper), footer_of(paper), paper.title, images)


def _images(pictures: Sequence[Picture]) -> list[bytes]:
    """The pictures as PNG of few colours; nothing is loaded where there are none."""
    if not pictures:
        return []
    from PIL import Image  # noqa: PLC0415 - a large library

    from jixiao.reports.paper_pdf import pictures as drawn  # noqa: PLC0415 - loads a native library

    made = []
    for data in drawn([one.svg for one in pictures], PIXELS):
        out = io.BytesIO()
        with Image.open(io.BytesIO(data)) as file:
            file.convert("RGB").quantize(COLOUR_COUNT, Image.Quantize.FASTOCTREE).save(out, "PNG", optimize=True)
        made.append(out.getvalue())
    return made


class _Body:
    """The blocks one after the other (正文)."""

    def __init__(self, images: Sequence[bytes], width: int) -> None:
        self.images = images
        self.width = width
        self.shown = 0

    def set(self, blocks: Sequence[Block]) -> Iterator[str]:
        after_table = False
        for block in blocks:
            if isinstance(block, Table):
                yield _GAP * after_table + _table(block, self.width)
            elif isinstance(block, Picture):
                yield self._picture(block)
            elif isinstance(block, Heading):
                yield _styled(f"h{block.level}", (Run(block.text),))
            elif isinstance(block, PageBreak):
                yield '<w:p><w:pPr><w:pStyle w:val="gap"/></w:pPr><w:r><w:br w:type="page"/></w:r></w:p>'
            else:
                yield _paragraph(block)
            after_table = isinstance(block, Table)
        yield _GAP * after_table

    def _picture(self, picture: Picture) -> str:
        self.shown += 1
        width = round(self.width * EMU * picture.share)
        height = round(width * picture.ratio)
        named = f'id="{self.shown}" name="{self.shown}" descr={quoteattr(picture.told)}'
        size = f'cx="{width}" cy="{height}"'
        return (
            '<w:p><w:pPr><w:pStyle w:val="picture"/></w:pPr><w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" '
            f'distR="0"><wp:extent {size}/><wp:docPr {named}/><a:graphic><a:graphicData '
            f'uri="{NS}drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr {named}/><pic:cNvPicPr/></pic:nvPicPr>'
            f'<pic:blipFill><a:blip r:embed="rIdImage{self.shown}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
            f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
            "</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
        )


_GAP = '<w:p><w:pPr><w:pStyle w:val="gap"/></w:pPr></w:p>'


def _paragraph(block: Paragraph) -> str:
    return _styled(block.style.replace(" ", "-") or "plain", block.runs)


def _styled(style: str, runs: Sequence[Run], more: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{"".join(map(_run, runs))}</w:p>'


def _run(run: Run, size: float | None = None) -> str:
    """A piece of text; the order of what says how it looks is the one that Word asks for."""
    strong = run.style in ("strong", "must_fix", "explain", "look", "note")
    look = IN_HEI if strong else ""
    look += f'<w:color w:val="{COLOURS[run.style]}"/>' if run.style in COLOURS else ""
    look += "" if size is None else f'<w:sz w:val="{round(2 * size)}"/>'
    look += '<w:highlight w:val="yellow"/>' if run.style == "gap" else ""
    return said(run.text, look)


def _table(table: Table, across: int) -> str:
    total = sum(table.widths)
    twips = [across * width // total for width in table.widths]
    colour = RULINGS.get(table.style)
    sides = RULED if table.style == "grid" else ("bottom", "insideH")
    borders = word_package.borders(colour, sides) if colour else ""
    rows = "".join(_row(row, at < table.head, table, twips) for at, row in enumerate(_laid(table)))
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(twips)}" w:type="dxa"/>{borders}<w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:top w:w="30" w:type="dxa"/><w:left w:w="60" w:type="dxa"/><w:bottom w:w="30" w:type="dxa"/>'
        f'<w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr>{word_package.grid(twips)}{rows}</w:tbl>'
    )


_Placed = tuple[int, Cell, str]
"""A cell in a row: its first column, the cell, and "", "restart" or "continue" of its vertical merge."""


def _laid(table: Table) -> list[list[_Placed]]:
    """Each row with its cells from left to right, those that go on from above among them (排列)."""
    rows: list[list[_Placed]] = [[] for _ in table.rows]
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(table.rows):
        column = 0
        for cell in row:
            while (number, column) in taken:
                column += 1
            last = min(number + cell.rowspan, len(rows))
            for below in range(number, last):
                merge = "" if last - number <= 1 else "restart" if below == number else "continue"
                rows[below].append((column, cell, merge))
                taken |= {(below, at) for at in range(column, column + cell.colspan)}
            column += cell.colspan
    return [sorted(row, key=lambda placed: placed[0]) for row in rows]


def _row(row: Sequence[_Placed], repeated: bool, table: Table, twips: Sequence[int]) -> str:  # noqa: FBT001 - one row
    head = "<w:tblHeader/>" if repeated else ""
    cells = "".join(_cell(cell, merge, sum(twips[at : at + cell.colspan]), table) for at, cell, merge in row)
    return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{cells}</w:tr>"


def _cell(cell: Cell, merge: str, width: int, table: Table) -> str:
    span = f'<w:gridSpan w:val="{cell.colspan}"/>' if cell.colspan > 1 else ""
    merged = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    sides = "".join(f'<w:{side} w:val="nil"/>' for side in ("top", "left", "bottom", "right"))
    borders = f"<w:tcBorders>{sides}</w:tcBorders>" if cell.fill == "none" else ""
    fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{FILLS[cell.fill]}"/>' if cell.fill in FILLS else ""
    runs = "" if merge == "continue" else "".join(_run(one, table.size) for one in cell.runs)
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merged}{borders}{fill}'
        '<w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="cell"/><w:jc w:val="{cell.align}"/></w:pPr>{runs}</w:p></w:tc>'
    )
