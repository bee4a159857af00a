"""Values of a scanned form (扫描件的值): which to compare with the paper, and which the form's own sums correct."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from jixiao.document import Cell, Line
from jixiao.form import Form, Inference
from jixiao.layouts import figures
from jixiao.location import Location
from jixiao.quantity import Quantity

if TYPE_CHECKING:
    from jixiao.document import Document

SURE_NUMBER = 0.97  # a number of which a character is less sure is to be compared with the paper
POOR_SHARE = 0.15  # of the cells with text
SURE_ON_POOR = 0.995  # a number on a poor page
LONGEST_UNIT = 4  # characters of a sign or unit in a cell of its own
SAME_SIDE = 4.0  # pt
SURE_WORDS = 0.5  # the same for words, where one wrong character misleads nobody


class Source(NamedTuple):
    """What was recognised at one place (识别内容)."""

    text: str
    confidence: float
    rivals: tuple[str, ...]


def marked(form: Form, document: Document) -> Form:
    """The form with its doubtful values marked and its misread figures corrected (识别存疑、更正)."""
    sources = _sources(document)
    if not sources:
        return form
    read = {path: source for path, place in form.locations.items() if (source := sources.get(place)) is not None}
    rivals = {path: source.rivals for path, source in read.items() if source.rivals}
    form, corrected = figures.corrected(form, rivals)
    marks = [Inference(path, why, "corrected", read[path].text) for path, why in corrected.items()]
    against = figures.against(form)
    is_poor = _is_poor(sources)
    read |= _with_signs(form, sources, read, SURE_ON_POOR if is_poor else SURE_NUMBER)
    for path, source in read.items():
        why = _doubt(form, path, source, against.get(path), is_poor=is_poor)
        if path not in corrected and why is not None:
            marks.append(Inference(path, why, "doubtful", source.text))
    return msgspec.structs.replace(form, inferences=(*marks, *form.inferences))


def _sources(document: Document) -> dict[Location, Source]:
    parts: chain[Cell | Line] = chain(document.lines, *(grid.cells for grid in document.grids))
    return {
        part.location: Source(part.text, part.confidence, part.rivals if isinstance(part, Cell) else ())
        for part in parts
        if part.confidence is not None
    }


def _is_poor(sources: dict[Location, Source]) -> bool:
    """Whether much of the document was hardly read (模糊件): a fax, a copy of a copy."""
    texts = [source for source in sources.values() if source.text]
    return sum(source.confidence < SURE_NUMBER for source in texts) > POOR_SHARE * len(texts)


def _with_signs(form: Form, sources: dict[Location, Source], read: dict[str, Source], sure: float) -> dict[str, Source]:
    """The targets beside a cell that was hardly read and is no value itself: its sign or unit may be lost."""
    known = set(form.locations.values())
    unsure = [
        (place, source)
        for place, source in sources.items()
        if source.confidence < sure and len(source.text) <= LONGEST_UNIT and place not in known
    ]
    return {
        path: source
        for path in read
        if path.endswith((".target", ".actual"))
        for place, source in unsure
        if _beside(place, form.locations[path])
    }


def _beside(one: Location, other: Location) -> bool:
    """Whether two cells of a page share a side, left or right."""
    if one.box is None or other.box is None or one.page != other.page:
        return False
    overlap = min(one.box.y1, other.box.y1) - max(one.box.y0, other.box.y0)
    gap = min(abs(one.box.x1 - other.box.x0), abs(other.box.x1 - one.box.x0))
    return gap < SAME_SIDE and overlap > (other.box.y1 - other.box.y0) / 2


def _doubt(form: Form, path: str, source: Source, broken: str | None, *, is_poor: bool) -> str | None:
    """Why the value at `path` is to be compared with the paper, or None.

    On a poor page a figure that agrees with no other may be a row that was lost, however surely it was read.
    """
    value = figures.value_at(form, path)
    if value is None:
        return None
    is_figure = not isinstance(value, str) and (
        any(one.isdigit() for one in source.text) or (isinstance(value, Quantity) and value.number is not None)
    )
    sure = SURE_WORDS if not is_figure else SURE_ON_POOR if is_poor else SURE_NUMBER
    if source.confidence < sure:
        return f"扫描件识别把握 {source.confidence:.0%}，请与原件核对"
    if broken is not None and (is_poor or source.rivals):
        return f"识别结果{broken}，请与原件核对"
    return None
