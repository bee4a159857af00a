"""Web pages (.html) and tables saved as such: data tables as grids, the text around them as lines, in order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from jixiao.document import Cell, Document, Grid, Line
from jixiao.errors import FileDamaged, FileEmpty, FileTooLarge
from jixiao.location import Location
from jixiao.readers import sniff

if TYPE_CHECKING:
    from lxml.html import HtmlElement

SUFFIXES = (".html", ".htm")
MOST_CELLS = 200_000  # places that the cells of all tables may cover
MOST_NESTED = 40  # tables within tables; pages of the nineties reach about ten
MOST_ROWSPAN, MOST_COLSPAN = 65_534, 1_000  # as HTML itself limits them

_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_CHINESE_CHARSETS = frozenset({"gb2312", "gbk", "gb18030", "gb_2312-80", "x-gbk", "cp936", "hz-gb-2312"})
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SPACES = re.compile(r"[ \t\r\n\f\xa0]+")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_SKIPPED = frozenset({"script", "style", "head", "noscript", "template", "svg", "select", "button", "iframe", "object"})
_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "caption", "center", "dd", "div", "dl", "dt", "fieldset", "footer"}
    | {"form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section"}
    | {"table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"}
)


def fits(head: bytes) -> bool:
    """Whether the content is a web page."""
    return sniff.kind_of(head).name == "html"


def read(data: bytes, name: str) -> Document:
    """The tables and the running text of a page (网页), without scripts and styles.

    A table that only lays out the page is taken apart: its texts become lines, the tables in it grids.
    Raises FileDamaged, FileEmpty (no text), FileTooLarge.
    """
    problems: list[str] = []
    page = _Page(name)
    page.flow(parsed(data, name, problems))
    if not page.parts:
        raise FileEmpty(name, has_bytes=True)
    return Document(name, "html", tuple(page.parts), tuple(problems))


def parsed(data: bytes, name: str, problems: list[str], *, whole: bool = False) -> HtmlElement:
    """The page as a tree (解析网页), with its comments where it is to be written again as a `whole`."""
    from lxml import etree, html  # noqa: PLC0415 - loads a native library

    text = decoded(data, problems)
    parser = html.HTMLParser(
        encoding="utf-8", huge_tree=False, no_network=True, remove_comments=not whole, remove_pis=not whole
    )
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise FileDamaged(name, "网页无法解析", "the page cannot be parsed") from error
    if any(one.level == etree.ErrorLevels.FATAL for one in parser.error_log):  # what follows was cut off
        raise FileTooLarge(
            name, "网页嵌套 255 层，或一段 10 MB 文字", "255 levels of nesting, or 10 MB of text in one place"
        )
    return root


def places(root: HtmlElement) -> dict[Location, HtmlElement]:
    """Every cell of a page by the place that `read` gives it (单元格位置)."""
    page = _Page("")
    page.flow(root)
    return page.elements


def decoded(data: bytes, problems: list[str]) -> str:
    """The characters of the page (解码): its mark, its own statement, else what fits. GB2312 is read as GB18030."""
    for mark, charset in _BOMS:
        if data.startswith(mark):
            return data.decode(charset, "replace")
    stated = _CHARSET.search(data[: sniff.HEAD])
    charset = stated[1].decode("ascii", "replace").lower() if stated else "utf-8"
    order = ["gb18030", "utf-8"] if charset in _CHINESE_CHARSETS else ["utf-8", "gb18030"]
    if charset == "big5":
        order = ["big5", *order]
    for candidate in order:
        try:
            return data.decode(candidate)
        except UnicodeDecodeError:
            continue
    problems.append(f"网页中有不能按 {order[0]} 解码的字节，已用 \ufffd 代替。")
    return data.decode(order[0], "replace")


class _Page:
    """The parts of a page as they are met (逐段累积)."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.parts: list[Grid | Line] = []
        self.elements: dict[Location, HtmlElement] = {}
        self.tables = 0
        self.places_left = MOST_CELLS
        self._depth = 0
        self._words: list[str] = []
        self._line: int | None = None

    def flow(self, top: HtmlElement) -> None:
        """Everything below `top`: text to lines, tables to grids. Not recursive but for tables within tables."""
        from lxml import etree  # noqa: PLC0415 - already loaded

        walk = etree.iterwalk(top, events=("start", "end"))
        for event, element in walk:
            tag = element.tag
            if event == "start":
                if tag == "table" and element is not top:
                    self._break()
                    self._table(element)
                    walk.skip_subtree()
                elif tag in _SKIPPED or _is_hidden(element):
                    walk.skip_subtree()
                else:
                    self._start(element)
            else:
                self._end(element, last=element is top)
        self._break()

    def _start(self, element: HtmlElement) -> None:
        if element.tag in _BLOCKS or element.tag == "br":
            self._break()
        self._say(element.text, element.sourceline)

    def _end(self, element: HtmlElement, *, last: bool) -> None:
        if element.tag in _BLOCKS:
            self._break()
        if not last:
            self._say(element.tail, element.sourceline)

    def _say(self, text: str | None, line: int | None) -> None:
        if text and text.strip():
            self._line = self._line or line
        if text:
            self._words.append(text)

    def _break(self) -> None:
        text = _SPACES.sub(" ", "".join(self._words)).strip()
        if text:
            self.parts.append(Line(text, Location(line=self._line)))
        self._words.clear()
        self._line = None

    def _table(self, table: HtmlElement) -> None:
        """A data table as one grid; a row that holds further tables is taken apart where it stands."""
        rows: list[HtmlElement] = []
        for row in _rows(table):
            if row.tag == "caption" or row.find(".//table") is not None:
                self._grid(rows)
                rows = []
                self._layout(row)
            else:
                rows.append(row)
        self._grid(rows)

    def _layout(self, row: HtmlElement) -> None:
        if self._depth < MOST_NESTED:
            self._depth += 1
            self.flow(row)
            self._depth -= 1

    def _grid(self, rows: list[HtmlElement]) -> None:
        if not rows:
            return
        self.tables += 1
        cells, width = self._cells(rows)
        if any(cell.text for cell in cells):
            hidden = frozenset(index for index, row in enumerate(rows) if _HIDDEN.search(row.get("style") or ""))
            self.parts.append(Grid(tuple(cells), len(rows), width, hidden_rows=hidden))

    def _cells(self, rows: list[HtmlElement]) -> tuple[list[Cell], int]:
        """The cells of a table with their places (占位): a span pushes later cells to the right, as browsers do."""
        if sum(map(len, rows)) > self.places_left:  # before any of them is read
            raise FileTooLarge(self.name, f"{MOST_CELLS} 个单元格", f"{MOST_CELLS} cells")
        cells: list[Cell] = []
        taken: set[tuple[int, int]] = set()
        width = 0
        for number, row in enumerate(rows):
            col = 0
            for element in row.iterchildren("td", "th"):
                while (number, col) in taken:
                    col += 1
                height = _span(element, "rowspan", MOST_ROWSPAN) or len(rows)  # 0 spans to the end
                height = min(height, len(rows) - number)
                across = max(_span(element, "colspan", MOST_COLSPAN), 1)
                self.places_left -= height * across
                if self.places_left < 0:
                    raise FileTooLarge(self.name, f"{MOST_CELLS} 个单元格", f"{MOST_CELLS} cells")
                taken |= {(number + down, col + right) for down in range(height) for right in range(across)}
                place = Location(table=self.tables, row=number + 1, col=col + 1)
                self.elements[place] = element
                cells.append(Cell(number, col, cell_text(element), place, height, across))
                col += across
            width = max(width, col)
        return cells, width


def _rows(table: HtmlElement) -> Iterator[HtmlElement]:
    for child in table:
        if child.tag in ("tbody", "thead", "tfoot"):
            yield from (row for row in child if row.tag == "tr")
        elif child.tag in ("tr", "caption"):
            yield child


def _span(element: HtmlElement, attribute: str, most: int) -> int:
    stated = (element.get(attribute) or "1").strip()
    return min(int(stated[:9]), most) if stated.isdecimal() else 1


def cell_text(cell: HtmlElement) -> str:
    """The text of a cell (单元格文字): one line for each block or line break."""
    from lxml import etree  # noqa: PLC0415 - already loaded

    words: list[str] = []
    walk = etree.iterwalk(cell, events=("start", "end"))
    for event, element in walk:
        starts = event == "start"
        if starts and element is not cell and (element.tag in _SKIPPED or _is_hidden(element)):
            walk.skip_subtree()
            continue
        if element.tag in _BLOCKS or (starts and element.tag == "br"):
            words.append("\0")
        words.append((element.text if starts else element.tail if element is not cell else "") or "")
    lines: Iterable[str] = (_SPACES.sub(" ", line).strip() for line in "".join(words).split("\0"))
    return "\n".join(line for line in lines if line)


def _is_hidden(element: HtmlElement) -> bool:
    """Whether the page does not show the element; a hidden row is still read, as in a workbook."""
    return element.tag != "tr" and _HIDDEN.search(element.get("style") or "") is not None
