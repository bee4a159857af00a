"""Make the golden documents (标准样例) of tests/golden/families: out of each NAME.grid the document and its NAME.json.

Run: python -m tools.make_goldens. The notation is that of tools/golden_source.py. The JSON holds the form that must be
read, with the place of every value as the maker placed it; no reader of jixiao has a part in it.
"""

from __future__ import annotations

import html
import io
from pathlib import Path
from xml.sax.saxutils import escape

import msgspec
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from jixiao.form import Form
from jixiao.location import Box, Location
from tools import bare_word, golden_pdf
from tools.golden_source import Golden, Part, Spot, built, parse
from tools.make_examples import MADE, Placed, fill, tag, with_fixed_times

FAMILIES = Path(__file__).parent.parent / "tests" / "golden" / "families"


def main() -> None:
    """Write every golden document."""
    for source in sorted(FAMILIES.glob("*/*.grid")):
        golden = parse(source.read_text(encoding="utf-8"))
        data, forms = made(golden)
        source.with_suffix(f".{golden.settings['format']}").write_bytes(data)
        source.with_suffix(".json").write_bytes(as_json(forms))
        print(source.relative_to(FAMILIES))


def as_json(forms: list[Form]) -> bytes:
    """The forms as JSON, a line a value."""
    return msgspec.json.format(msgspec.json.encode(forms if len(forms) > 1 else forms[0]), indent=1) + b"\n"


def made(golden: Golden) -> tuple[bytes, list[Form]]:
    """The document and the forms in it, every value with its place."""
    data, places = WRITERS[golden.settings["format"]](golden)
    groups = {key.removeprefix("group "): value for key, value in golden.settings.items() if key.startswith("group ")}
    forms = []
    for source in golden.forms:
        form = built(source, golden.settings["family"], groups)
        found = {path: places[spot] for path, spot in source.spots.items()}
        unread = tuple(
            msgspec.structs.replace(one, location=found.pop(f"unread[{index}]"))
            for index, one in enumerate(form.unread)
        )
        forms.append(msgspec.structs.replace(form, locations=found, unread=unread))
    return data, forms


Made = tuple[bytes, dict[Spot, Location]]


def _spots(golden: Golden) -> list[tuple[Part, Placed, Spot]]:
    return [
        (part, cell, Spot(number, cell.row, cell.col))
        for number, part in enumerate(golden.parts)
        for cell in part.cells
    ]


def workbook(golden: Golden) -> Made:
    """A workbook, one sheet a table."""
    book = Workbook()
    book.properties.creator = "jixiao"
    book.properties.created = MADE
    book.remove(book.worksheets[0])
    places = {}
    for number, part in enumerate(golden.parts):
        sheet = book.create_sheet(part.name)
        for index, width in enumerate(golden.widths, start=1):
            sheet.column_dimensions[get_column_letter(index)].width = width
        for cell in part.cells:
            fill(sheet.cell(cell.row, cell.col), cell.text, title=cell.row == 1)
            if cell.across * cell.down > 1:
                sheet.merge_cells(None, cell.row, cell.col, cell.row + cell.down - 1, cell.col + cell.across - 1)
            where = Location(sheet=part.name, cell=f"{get_column_letter(cell.col)}{cell.row}")
            places[Spot(number, cell.row, cell.col)] = where
    packed = io.BytesIO()
    book.save(packed)
    return with_fixed_times(packed.getvalue()), places


_HEAD = '<html lang="zh-CN"><head><meta charset="utf-8"><title>绩效公开</title></head><body>'


def web_page(golden: Golden) -> Made:
    """A web page: lines as paragraphs, tables as tables; a line's place is its number in the file."""
    out, places = ["<!DOCTYPE html>", _HEAD], _in_flow(golden)
    for number, part in enumerate(golden.parts):
        if part.kind == "text":
            for cell in part.cells:
                out.append(f"<p>{html.escape(cell.text)}</p>")
                places[Spot(number, cell.row, cell.col)] = Location(line=len(out))
            continue
        rows = ("".join(tag(cell) for cell in part.cells if cell.row == row) for row in range(1, part.rows + 1))
        out += ['<table border="1">', *(f"<tr>{row}</tr>" for row in rows), "</table>"]
    return "\n".join([*out, "</body></html>", ""]).encode(), places


def _in_flow(golden: Golden) -> dict[Spot, Location]:
    """Places by table, row and column, and of lines by their number among the paragraphs."""
    places: dict[Spot, Location] = {}
    tables = paragraphs = 0
    for number, part in enumerate(golden.parts):
        tables += part.kind == "table"
        for cell in part.cells:
            paragraphs += part.kind == "text"
            line, table = Location(line=paragraphs), Location(table=tables, row=cell.row, col=cell.col)
            places[Spot(number, cell.row, cell.col)] = line if part.kind == "text" else table
    return places


_TEXT_WIDTH = 13_600  # twentieths of a point


def word(golden: Golden) -> Made:
    """A Word document: lines as paragraphs, tables with merged cells."""
    total = sum(golden.widths)
    widths = [_TEXT_WIDTH * width // total for width in golden.widths]
    body = "".join(
        "".join(_paragraph(cell.text) for cell in part.cells)
        if part.kind == "text"
        else _word_table(part, widths) + _paragraph("")
        for part in golden.parts
    )
    paper = '<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/></w:sectPr>'
    return with_fixed_times(bare_word.document(body + paper)), _with_empty_paragraphs(golden)


def _with_empty_paragraphs(golden: Golden) -> dict[Spot, Location]:
    """As in a web page, but Word wants an empty paragraph after a table, which counts."""
    tables = 0
    places = _in_flow(golden)
    for number, part in enumerate(golden.parts):
        tables += part.kind == "table"
        for cell in part.cells if part.kind == "text" else ():
            spot = Spot(number, cell.row, cell.col)
            places[spot] = Location(line=(places[spot].line or 0) + tables)
    return places


def _word_table(part: Part, widths: list[int]) -> str:
    rows = []
    for row in range(1, part.rows + 1):
        touching = [cell for cell in part.cells if cell.row <= row < cell.row + cell.down]
        cells = (_word_cell(cell, row, widths) for cell in sorted(touching, key=lambda one: one.col))
        rows.append(f"<w:tr>{''.join(cells)}</w:tr>")
    return f"<w:tbl><w:tblPr>{bare_word.BORDERS}</w:tblPr>{bare_word.grid(widths)}{''.join(rows)}</w:tbl>"


def _word_cell(cell: Placed, row: int, widths: list[int]) -> str:
    """One cell of a row; one merged from above stands in it again, marked as its continuation."""
    own = widths[cell.col - 1 : cell.col - 1 + cell.across]
    marks = bare_word.marks(own, cell.down, begins=cell.row == row)
    return f"<w:tc><w:tcPr>{marks}</w:tcPr>{_paragraph(cell.text if cell.row == row else '')}</w:tc>"


def _paragraph(text: str) -> str:
    style = '<w:rPr><w:rFonts w:eastAsia="宋体"/><w:sz w:val="20"/></w:rPr>'
    runs = "<w:r><w:br/></w:r>".join(
        f'<w:r>{style}<w:t xml:space="preserve">{escape(line)}</w:t></w:r>' for line in text.split("\n")
    )
    return f"<w:p>{runs}</w:p>"


def plain_text(golden: Golden) -> Made:
    """A text: tables as rows of cells between strokes, a merged cell with empty ones beside and below it."""
    lines: list[str] = []
    places = {}
    for number, part in enumerate(golden.parts):
        for row in range(1, part.rows + 1):
            texts = [""] * len(golden.widths)
            for cell in (one for one in part.cells if one.row == row):
                texts[cell.col - 1] = cell.text.replace("\n", "")
                places[Spot(number, cell.row, cell.col)] = Location(line=len(lines) + 1)
            lines.append(texts[0] if part.kind == "text" else f"| {' | '.join(texts)} |")
    return ("\n".join(lines) + "\n").encode(), places


def page_of(golden: Golden) -> Made:
    """A PDF with text."""
    data, boxes = golden_pdf.pdf(golden)
    places = {}
    for spot, (page, *sides) in boxes.items():
        x0, y0, x1, y1 = (round(side, 1) for side in sides)
        places[spot] = Location(page=page, box=Box(x0, y0, x1, y1))
    return data, places


WRITERS = {"xlsx": workbook, "html": web_page, "docx": word, "txt": plain_text, "pdf": page_of}


if __name__ == "__main__":
    main()
