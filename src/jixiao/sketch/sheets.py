"""What a sketch shows (识别图内容): sheets with marked places, whether the file has pages or only tables and lines."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from jixiao import layouts, readers
from jixiao.document import Cell, Document, Grid, Line
from jixiao.errors import UnknownLayout
from jixiao.form import Form, Inference
from jixiao.layouts import labels
from jixiao.location import Box, Location
from jixiao.places import in_words
from jixiao.readers import sniff
from jixiao.sketch.flow import Flow
from jixiao.writers.printable import printable
from jixiao.writing_errors import NothingToDraw

if TYPE_CHECKING:
    from jixiao.reports.origin import Page

FAMILIES = ("header", "fund", "fund_row", "goal", "indicator", "level1", "level2", "end", "section")
LONGEST_LABEL = 30  # characters
MOST_CELLS = 20_000  # of a sketch; what is beyond is a book and no form
PICTURES = ("png", "jpeg", "tiff", "bmp", "webp")


class Value(NamedTuple):
    """One value of a form (一项值)."""

    key: str  #: of this value in the sketch
    form: int  #: number of the form in the file, from 1
    path: str
    named: tuple[str, str]  #: the path in words
    printed: str  #: what stands at its place
    where: tuple[str, str]
    status: str  #: read, inferred, corrected, doubtful, unread
    evidence: str


class Place(NamedTuple):
    """One cell or line where it stands (一处)."""

    box: Box
    text: str
    is_cell: bool
    label: str  #: the families of words that know it, as "fund"
    values: tuple[Value, ...]
    told: str  #: row, column, spans and how surely it was read


class Sheet(NamedTuple):
    """One page, or all tables and lines of a file without pages (一面)."""

    number: int
    width: float
    height: float
    picture: tuple[bytes, str] | None  #: with its media type; None where the texts are drawn
    places: list[Place]


class Sketch(NamedTuple):
    """A file as it was understood (识别图)."""

    name: str
    format: str
    forms: list[Form]
    refusal: UnknownLayout | None  #: why there is no form
    sheets: list[Sheet]
    values: list[Value]
    problems: tuple[str, ...]
    left_out: int = 0  #: cells and lines that are not drawn


def sketch(data: bytes, name: str) -> Sketch:
    """Read and recognise a file, and keep what was seen on the way (画识别图).

    Raises what reading raises; a file of no known layout is drawn all the same. Raises NothingToDraw for JSON and ZIP.
    """
    kind = sniff.kind_of(readers.checked(data, name)).name
    if kind in ("json", "zip"):
        raise NothingToDraw(name)
    document = readers.parse(data, name)
    forms: list[Form] = []
    refusal = None
    try:
        forms = layouts.recognise(document)
    except UnknownLayout as error:
        refusal = error
    values = [one for number, form in enumerate(forms, start=1) for one in _values(form, number, document)]
    at: dict[Location, list[Value]] = {}
    for value, location in values:
        at.setdefault(location, []).append(value)
    pieces = list(_pieces(document, at))
    sheets = _pages(pieces[:MOST_CELLS], data, kind) if _has_pages(document) else [_flow(pieces[:MOST_CELLS])]
    left_out = max(0, len(pieces) - MOST_CELLS)
    shown = [value for value, _ in values]
    return Sketch(name, document.format, forms, refusal, sheets, shown, document.problems, left_out)


class _Piece(NamedTuple):
    """One cell or line of the document, on its way into a sheet."""

    part: Cell | Line
    grid: int  #: number of its grid; -1 for a line
    place: Place


def _values(form: Form, number: int, document: Document) -> Iterator[tuple[Value, Location]]:
    """Each value of the form with its place, and each place that could not be read."""
    texts = {part.location: part.text for part in _parts(document)}
    lines = {line.location.line: line.text for line in document.lines}
    inferred = {one.path: one for one in form.inferences}
    seen = [(path, place, *_how(inferred.get(path))) for path, place in form.locations.items()]
    seen += [(one.path or "", one.location, "unread", one.reason) for one in form.unread if one.location is not None]
    for at, (path, place, status, evidence) in enumerate(seen):
        named = in_words(form, path, "zh"), in_words(form, path, "en")
        printed = printable(texts.get(place) or lines.get(place.line, ""))
        where = place.describe("zh"), place.describe("en")
        yield Value(f"v{number}-{at}", number, path, named, printed, where, status, evidence), place


def _how(inference: Inference | None) -> tuple[str, str]:
    return ("read", "") if inference is None else (inference.status, inference.evidence)


def _parts(document: Document) -> Iterator[Cell | Line]:
    for part in document.parts:
        if isinstance(part, Grid):
            yield from part.cells
        else:
            yield part


def _pieces(document: Document, at: Mapping[Location, Sequence[Value]]) -> Iterator[_Piece]:
    by_line: dict[int | None, list[Value]] = {}
    for location, values in at.items():
        by_line.setdefault(location.line, []).extend(values)
    by_line.pop(None, None)
    for number, part in enumerate(document.parts):
        if isinstance(part, Line):
            yield _Piece(part, -1, _place(part, "", at.get(part.location, by_line.get(part.location.line, ()))))
            continue
        for cell in part.cells:
            yield _Piece(cell, number, _place(cell, _label(cell.text), at.get(cell.location, ())))


def _place(part: Cell | Line, label: str, values: Sequence[Value]) -> Place:
    told = [f"{part.row},{part.col} · {part.rowspan}×{part.colspan}"] if isinstance(part, Cell) else []
    told += [] if part.confidence is None else [f"{part.confidence:.0%}"]
    box = part.location.box or Box(0, 0, 0, 0)
    return Place(box, printable(part.text), isinstance(part, Cell), label, tuple(values), " · ".join(told))


def _label(text: str) -> str:
    """Which families of words know a text, the first two."""
    if not text.strip() or len(text) > LONGEST_LABEL:
        return ""
    known = [f"{family}.{key}" for family in FAMILIES if (key := labels.find(text, family)) is not None]
    return " ".join(known[:2])


def _has_pages(document: Document) -> bool:
    return any(part.location.page is not None for part in _parts(document))


def _pages(pieces: Sequence[_Piece], data: bytes, kind: str) -> list[Sheet]:
    by_page: dict[int, list[Place]] = {}
    for piece in pieces:
        by_page.setdefault(piece.part.location.page or 1, []).append(piece.place)
    shown = _pictures(data, kind, list(by_page))
    found = []
    for number, places in sorted(by_page.items()):
        page = shown.get(number)
        width = page.width if page else max(place.box.x1 for place in places) + 20
        height = page.height if page else max(place.box.y1 for place in places) + 20
        found.append(Sheet(number, width, height, (page.picture, page.media) if page else None, places))
    return found


def _pictures(data: bytes, kind: str, numbers: list[int]) -> dict[int, Page]:
    """The pages as they look; none where Pillow is not installed, and the texts are drawn in their stead."""
    if importlib.util.find_spec("PIL") is None:
        return {}
    from jixiao.reports import pages  # noqa: PLC0415 - loads native libraries

    wanted = {Location(page=number): "" for number in numbers}
    return {one.number: one for one in pages.shown(data, kind, wanted, paper=False)[0]}


def _flow(pieces: Sequence[_Piece]) -> Sheet:
    """The tables and lines of a file without pages, below each other as they come."""
    flow = Flow()
    placed: dict[int, Box] = {}
    at = 0
    while at < len(pieces):
        grid = pieces[at].grid
        end = at + 1
        while grid >= 0 and end < len(pieces) and pieces[end].grid == grid:
            end += 1
        run = pieces[at:end]
        cells = [piece.part for piece in run if isinstance(piece.part, Cell)]
        boxes = flow.table(cells) if cells else [flow.line(run[0].place.text)]
        placed.update(zip(range(at, end), boxes, strict=True))
        at = end
    places = [piece.place._replace(box=placed[index]) for index, piece in enumerate(pieces)]
    return Sheet(1, flow.width, flow.height, None, places)
