"""Plain text (纯文本): lines with their numbers, form feeds as page breaks. The last resort of the readers.

Lines whose cells are parted by tabs (pasted out of a workbook) or by upright strokes (a | b | c) make a table, and so
do lines that keep their columns by spaces.
"""

from __future__ import annotations

import codecs
import itertools
import re
from typing import TYPE_CHECKING

from jixiao.document import Cell, Document, Grid, Line
from jixiao.errors import FileDamaged, FileEmpty, FileTooLarge
from jixiao.location import Location

if TYPE_CHECKING:
    from collections.abc import Iterator

SUFFIXES = (".txt", ".text", ".md")
MOST_LINES = 100_000

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CUT = 4  # a head may end inside a character of up to so many bytes
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_LINE_END = re.compile("\r\n|[\n\r\x0b\x85\u2028\u2029]")
_COMMON = re.compile("[\u4e00-\u9fa5\uff00-\uff5e\u3000-\u3011\x20-\x7e\\s]")
_MOSTLY = 0.9
_GAP = re.compile(r"\S {2,}(?=\S)")
_GAPS = 2  # gaps in a line: three columns
_GAPPED_LINES = 4  # a header and three rows
_STROKES = re.compile(r"[|｜│┃]")
_RULE = re.compile(r"[\s|｜│┃:+\-=—─━┼├┤]+")
_LEAST_MARKS = 2  # tabs or strokes of a line that is a row of a table
_LEAST_ROWS = 3  # such lines one after another that make a table


def fits(head: bytes) -> bool:
    """Whether the bytes can be read as text at all; says nothing about what the text is."""
    return bool(head.strip()) and any(_decoded(head[: len(head) - cut]) is not None for cut in range(_CUT))


def read(data: bytes, name: str) -> Document:
    """The lines of a text in UTF-8, UTF-16, UTF-32 or GB18030, blank ones left out.

    Raises FileEmpty, FileTooLarge, FileDamaged (binary data, or no known encoding).
    """
    problems = []
    text = _decoded(data)
    if text is None:
        text = next((part for cut in range(1, _CUT) if (part := _decoded(data[:-cut])) is not None), None)
        if text is None:
            raise FileDamaged(name, "不是纯文本，或文字编码不明", "not plain text, or text in an unknown encoding")
        problems.append("文件末尾的一个字不完整，可能被截断；请核对是否完整。")
    if not text.strip():
        raise FileEmpty(name)
    if text.count("\n") > MOST_LINES:
        raise FileTooLarge(name, f"{MOST_LINES} 行", f"{MOST_LINES} lines")
    parts = tuple(_parts(_lines(text)))
    if not any(isinstance(part, Grid) for part in parts) and _keeps_columns(text):
        from jixiao.readers import alignment_text  # noqa: PLC0415 - only for text laid out by spaces

        parts = tuple(alignment_text.parts_of([part for part in parts if isinstance(part, Line)]))
    return Document(name, "text", parts, tuple(problems))


def _keeps_columns(text: str) -> bool:
    """Whether enough lines hold wide gaps for a table: the costly search for columns is for such text alone."""
    gapped = (line for line in text.split("\n") if len(_GAP.findall(line)) >= _GAPS)
    return len(list(itertools.islice(gapped, _GAPPED_LINES))) == _GAPPED_LINES


def _decoded(data: bytes) -> str | None:
    """The text, or None when it is binary or in no encoding known here."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _clean(data[len(mark) :], encoding)
    if b"\0" in data:
        both = (_clean(data, encoding) for encoding in ("utf-16-le", "utf-16-be"))
        return next((text for text in both if text is not None and _is_common(text)), None)
    text = _clean(data, "utf-8")
    return text if text is not None else _clean(data, "gb18030")


def _clean(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if _CONTROL.search(text) else text


def _is_common(text: str) -> bool:
    """Whether nearly all characters are usual ones: UTF-16 read in the wrong byte order is legal but rare signs."""
    return bool(text) and len(_COMMON.findall(text)) >= _MOSTLY * len(text)


def _lines(text: str) -> list[Line]:
    paged = "\f" in text
    page = 1
    lines = []
    for number, whole in enumerate(_LINE_END.split(text), start=1):
        for place, part in enumerate(whole.split("\f")):
            page += place > 0
            if part.strip():
                lines.append(Line(part, Location(line=number, page=page if paged else None)))
    return lines


def _parts(lines: list[Line]) -> Iterator[Line | Grid]:
    """The lines, those that make up a table as one grid."""
    rows: list[tuple[Line, list[str]]] = []
    for line in lines:
        cells = _cells(line.text)
        if cells is not None:
            rows.append((line, cells))
            continue
        yield from _table(rows)
        rows = []
        yield line
    yield from _table(rows)


def _cells(text: str) -> list[str] | None:
    """The cells of a row of a table, [] for a drawn rule; None when the line is none."""
    if text.count("\t") >= _LEAST_MARKS:
        return [cell.strip() for cell in text.split("\t")]
    if len(_STROKES.findall(text)) < _LEAST_MARKS:
        return None
    if _RULE.fullmatch(text):
        return []
    return [cell.strip() for cell in _STROKES.split(text)]


def _table(rows: list[tuple[Line, list[str]]]) -> Iterator[Line | Grid]:
    """The rows as one grid; too few of them stay lines."""
    if len(rows) < _LEAST_ROWS:
        yield from (line for line, _ in rows)
        return
    filled = [(line, cells) for line, cells in rows if cells]
    if all(not cells[0] for _, cells in filled):  # every row begins with a stroke: that is the frame, no empty cell
        filled = [(line, cells[1:]) for line, cells in filled]
    cells = tuple(
        Cell(row, col, text, line.location)
        for row, (line, texts) in enumerate(filled)
        for col, text in enumerate(texts)
    )
    yield Grid(cells, len(filled), max((len(texts) for _, texts in filled), default=0))
