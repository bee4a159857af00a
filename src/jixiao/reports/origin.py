"""The original beside the findings (原件): pictures of its pages, or its tables and lines drawn, each place with a key.

A key is the name of one place in the report, so that a finding, a proof and a box can point at each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from jixiao import readers
from jixiao.document import Grid, Line
from jixiao.errors import JixiaoError
from jixiao.form import Form
from jixiao.location import Box, Location
from jixiao.outcome import openable
from jixiao.readers import sniff
from jixiao.writers.blank import layout_for
from jixiao.writers.official import plan
from jixiao.writers.printable import printable

PICTURES = ("png", "jpeg", "tiff", "bmp", "webp")
LONGEST = 2000  # lines of text around a form that are drawn


class Page(NamedTuple):
    """One page of a PDF or a scan (一页)."""

    number: int  #: from 1
    picture: bytes
    media: str  #: image/webp, image/png, image/jpeg
    width: float  #: points
    height: float
    boxes: list[tuple[str, Box]]  #: each place with its key


class Spot(NamedTuple):
    """One cell of a table that is drawn (一格)."""

    text: str
    rowspan: int
    colspan: int
    key: str  #: "" where the form has no value
    role: str = ""  #: as in the official layout: title, head, label, number, ...


class Sheet(NamedTuple):
    """One table that is drawn (一张表格)."""

    name: str
    rows: list[list[Spot]]
    widths: tuple[int, ...] = ()  #: relative, where they are known
    hidden: bool = False


class Lines(NamedTuple):
    """Running text (文字行): number in the source, text, key."""

    lines: list[tuple[int | None, str, str]]


class Origin(NamedTuple):
    """What can be shown of one form's file (原件与读出的表)."""

    kind: str  #: pages, tables, or "" where only the form as read can be shown
    parts: Sequence[Page | Sheet | Lines]
    as_read: Sheet  #: the form in its official layout
    keys: dict[Location, str]  #: of the original
    read_keys: dict[str, str]  #: of the form as read, by path
    left_out: int = 0  #: pages that are not shown

    def at(self, form: Form, path: str) -> list[str]:
        """The keys of the place that a path means: in the original, and in the form as read (位置)."""
        row = path.partition(".")[0]
        near = (path, row, *(f"{row}.{field}" for field in ("name", "source", "actual", "level2", "weight", "score")))
        places = (form.locations[one] for one in near if one in form.locations)
        original = next((self.keys[place] for place in places if place in self.keys), None)
        near = (*near, *_headed(form, path))
        read = next((self.read_keys[one] for one in near if one in self.read_keys), None)
        return [key for key in (original, read) if key is not None]


def _headed(form: Form, path: str) -> tuple[str, ...]:
    """Where a group heading stands in the official layout: beside its first indicator."""
    if not path.startswith("headings["):
        return ()
    heading = form.headings[int(path[len("headings[") : path.index("]")])]
    field = "level1" if heading.level == 1 else "level2"
    return tuple(
        f"indicators[{index}].{field}"
        for index, row in enumerate(form.indicators)
        if getattr(row, field) == heading.label
    )[:1]


def origin_of(form: Form, path: Path, *, paper: bool = False) -> Origin:
    """What to show of the file that the form was read from; for `paper` pictures that typst and Word take."""
    as_read, read_keys = form_as_read(form)
    try:
        data = readers.load(openable(path))
        kind = sniff.kind_of(data).name
        located = _located(form)
        if kind == "pdf" or kind in PICTURES:
            from jixiao.reports import pages  # noqa: PLC0415 - loads native libraries

            shown, left_out = pages.shown(data, kind, located, paper=paper)
            boxed = {key for page in shown for key, _ in page.boxes}
            keys = {location: key for location, key in located.items() if key in boxed}
            return Origin("pages" if shown else "", shown, as_read, keys, read_keys, left_out)
        if kind not in ("json", "zip"):
            parts = drawn(readers.parse(data, path.name).parts, located)
            return Origin("tables" if parts else "", parts, as_read, _kept(located, parts), read_keys)
    except JixiaoError:
        pass  # read once already; should it fail now, the form as read still stands
    return Origin("", (), as_read, {}, read_keys)


def _located(form: Form) -> dict[Location, str]:
    """Every place that the form names, once, with its key; text lines by their number alone."""
    found: dict[Location, str] = {}
    for location in form.locations.values():
        if location.pointer is None:
            found.setdefault(location, f"s{len(found)}")
    return found


def _kept(located: dict[Location, str], parts: Sequence[Sheet | Lines]) -> dict[Location, str]:
    """The places that were really drawn; a place within a line has the line's key (画出的位置)."""
    found = {cell.key for part in parts if isinstance(part, Sheet) for row in part.rows for cell in row}
    by_line = {number: key for part in parts if isinstance(part, Lines) for number, _, key in part.lines if key}
    found |= set(by_line.values())
    keys = {place: key if key in found else by_line.get(place.line, "") for place, key in located.items()}
    return {place: key for place, key in keys.items() if key}


def drawn(parts: Sequence[Grid | Line], located: dict[Location, str]) -> list[Sheet | Lines]:
    """The tables and lines of a document, with the keys of those that the form was read from (画出)."""
    by_line = {place.line: key for place, key in reversed(located.items()) if place.box is None}
    by_line.pop(None, None)
    found: list[Sheet | Lines] = []
    for part in parts:
        if isinstance(part, Grid):
            found.append(_sheet(part, located))
            continue
        key = located.get(part.location, by_line.get(part.location.line, ""))
        line = (part.location.line, printable(part.text), key)
        if found and isinstance(found[-1], Lines):
            found[-1].lines.append(line)
        else:
            found.append(Lines([line]))
    return [_within(part) if isinstance(part, Lines) else part for part in found if _has_place(part)]


def _has_place(part: Sheet | Lines) -> bool:
    """Whether the form has anything there: other tables and texts of the file are not part of it."""
    if isinstance(part, Lines):
        return any(key for _, _, key in part.lines)
    return any(cell.key for row in part.rows for cell in row)


def _within(part: Lines) -> Lines:
    """The lines from the first to the last that the form was read from, as far as a page can bear."""
    known = [at for at, (_, _, key) in enumerate(part.lines) if key]
    return Lines(part.lines[known[0] : known[-1] + 1][:LONGEST])


def _sheet(grid: Grid, located: dict[Location, str]) -> Sheet:
    rows: list[list[Spot]] = [[] for _ in range(grid.rows)]
    for cell in sorted(grid.cells, key=lambda one: (one.row, one.col)):
        key = located.get(cell.location, "")
        rows[cell.row].append(Spot(printable(cell.text), cell.rowspan, cell.colspan, key))
    while rows and not any(cell.text for cell in rows[-1]):
        rows.pop()
    return Sheet(printable(grid.name), rows, hidden=grid.hidden)


def form_as_read(form: Form) -> tuple[Sheet, dict[str, str]]:
    """The form in its official layout, with a key for each value (读出的表)."""
    from jixiao import rulebooks  # noqa: PLC0415 - as above
    from jixiao.writers import files  # noqa: PLC0415 - as above

    planned = plan(form, layout_for(form, rulebooks.for_form(form).rulebook, list(files.LAYOUTS)))
    rows: list[list[Spot]] = [[] for _ in range(planned.rows)]
    keys: dict[str, str] = {}
    for number, cell in enumerate(planned.cells):
        key = "" if cell.path is None else keys.setdefault(cell.path, f"c{number}")
        key = key if key == f"c{number}" else ""
        rows[cell.row].append(Spot(cell.text, cell.rowspan, cell.colspan, key, cell.role))
    return Sheet("", rows, tuple(planned.widths)), keys
