"""The official form as an Excel workbook (写出 XLSX): live formulas, input cells open, the rest protected, A4."""

from __future__ import annotations

import io
import math
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from jixiao.attainment import Sort, compare
from jixiao.errors import TextTooLong
from jixiao.form import Form
from jixiao.readers.xlsx import letters
from jixiao.rulebooks.model import Rulebook
from jixiao.writers.measures import column_points, lines_of
from jixiao.writers.official import Plan, Planned, plan
from jixiao.writers.printable import printable
from jixiao.writers.xlsx_formulas import Place, Working, working
from jixiao.writers.xlsx_numbers import Stored, blank_like, stored

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

SUFFIXES = (".xlsx",)
SHEET = "自评表"
WIDE = 10  # columns from which the page is laid across
ACROSS, UPRIGHT = 780.0, 600.0  # points of the whole table, before it is fitted to the page
SIZES = {"title": 16, "subtitle": 11, "note": 9}  # points; 10 for all others
SIZE = 10
LINE = 1.35  # height of a line, in sizes of its letters
ROOM = {"goals": 90.0, "conclusion": 60.0, "problems": 40.0, "measures": 40.0, "indicators": 24.0}
"""Points of height of a blank cell that waits for a text."""
TALLEST = 400  # points; a spreadsheet row ends at 409
LONGEST = 32_767  # characters that a cell holds
CENTRED = frozenset({"title", "subtitle", "head", "label", "number"})
LOCKED = frozenset({"head", "label"})
BLANK = " "  # the value kept of a formula that shows nothing: with "" the library would keep none at all
MADE = datetime(2000, 1, 1, tzinfo=UTC)  # the same form gives the same bytes


def write(form: Form, layout: str, rulebook: Rulebook | None = None) -> bytes:
    """The form as a workbook in its official layout (写出 XLSX); formulas by the rulebook, else the form's own."""
    import xlsxwriter  # noqa: PLC0415 - only where a workbook is written

    if rulebook is None:
        from jixiao import rulebooks  # noqa: PLC0415 - as above

        rulebook = rulebooks.for_form(form).rulebook
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"title": printable(form.title or ""), "created": MADE})
        _Sheet(book, form, rulebook, plan(form, layout)).write()
    return out.getvalue()


class _Spot(NamedTuple):
    """Where a planned cell stands in the sheet (位置): rows and columns from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def ref(self) -> str:
        return f"{letters(self.left)}{self.top + 1}"


class _Sheet:
    """One form being written (工作表)."""

    def __init__(self, book: Workbook, form: Form, rulebook: Rulebook, planned: Plan) -> None:
        self.book = book
        self.form = form
        self.rulebook = rulebook
        self.planned = planned
        self.across = planned.cols > WIDE
        self.widths = column_points(planned, ACROSS if self.across else UPRIGHT, SIZE)
        self.starts, self.heights = _rows(planned, self.widths)
        self.numbers = {at: stored(cell.text) for at, cell in enumerate(planned.cells) if _may_be_number(cell)}
        self.formats: dict[tuple[tuple[str, Any], ...], Format] = {}
        self.sheet: Worksheet = book.add_worksheet(SHEET)

    def write(self) -> None:
        """All cells, then how the page looks and what may be typed into it."""
        made = working(self.form, self.rulebook, self._places())
        for at, cell in enumerate(self.planned.cells):
            self._cell(cell, self.numbers.get(at), made)
        self._page()
        self._guard()

    def _spot(self, cell: Planned) -> _Spot:
        bottom = self.starts[cell.row + cell.rowspan] - 1
        return _Spot(self.starts[cell.row], cell.col, bottom, cell.col + cell.colspan - 1)

    def _places(self) -> dict[str, Place]:
        """The cells that formulas may refer to: numbers and blanks, by path."""
        places: dict[str, Place] = {}
        for at, cell in enumerate(self.planned.cells):
            number = self.numbers.get(at)
            if cell.path is None or at not in self.numbers or (number is None and cell.text):
                continue
            if number is None:
                is_percentage = self._blank_form(cell).endswith("%")
                places.setdefault(cell.path, Place(self._spot(cell).ref, is_percentage))
            elif cell.path not in places or places[cell.path].number is None:
                value = Decimal(f"{number.value:.15G}").scaleb(2 if number.is_percentage else 0)
                places[cell.path] = Place(self._spot(cell).ref, number.is_percentage, value)
        for path, place in places.items():  # a rate is a fraction in the form as well
            if path.endswith(".rate") and place.number is not None:
                places[path] = place._replace(number=place.number.scaleb(-2))
        return places

    def _blank_form(self, cell: Planned) -> str:
        """The number format of a blank cell: that of the values it waits for."""
        path = cell.path or ""
        if path.endswith(".rate"):
            return "0.00%"
        if path.endswith(".actual") and path.startswith("indicators"):
            target = self.form.indicators[int(path[len("indicators[") : path.index("]")])].target
            return blank_like(printable(target.text) if target else "")
        return "General"

    def _cell(self, cell: Planned, number: Stored | None, made: Working) -> None:
        live = made.live.get(cell.path or "")
        form = (number.form if live else number.typed) if number else self._blank_form(cell)
        style = self._style(cell, form, locked=live is not None or cell.role in LOCKED)
        spot = self._spot(cell)
        if (spot.top, spot.left) != (spot.bottom, spot.right):
            self.sheet.merge_range(*spot, "", style)
        if live is not None:
            value = BLANK if live.value is None else float(live.value)
            self.sheet.write_formula(spot.top, spot.left, live.formula, style, value)
        elif number is not None:
            self.sheet.write_number(spot.top, spot.left, number.value, style)
        elif len(cell.text) > LONGEST:
            raise TextTooLong(cell.path or "", len(cell.text), LONGEST)
        else:
            self.sheet.write_string(spot.top, spot.left, cell.text, style)  # never as a formula
        if cell.path in made.notes:
            self.sheet.write_comment(spot.top, spot.left, made.notes[cell.path], {"author": "jixiao", "x_scale": 2})

    def _style(self, cell: Planned, form: str, *, locked: bool) -> Format:
        ruled = self.planned.table[0] <= cell.row <= self.planned.table[1]
        wanted = {
            "font_name": "黑体" if cell.role == "title" else "宋体",
            "font_size": SIZES.get(cell.role, SIZE),
            "align": "center" if cell.role in CENTRED else "left",
            "valign": "vcenter",
            "text_wrap": True,
            "border": int(ruled),
            "locked": locked,
            "num_format": form,
        }
        key = tuple(wanted.items())
        if key not in self.formats:
            self.formats[key] = self.book.add_format(wanted)
        return self.formats[key]

    def _page(self) -> None:
        """A4, one page wide, header rows repeated (页面设置)."""
        sheet, planned = self.sheet, self.planned
        for col, points in enumerate(self.widths):
            sheet.set_column_pixels(col, col, round(points * 4 / 3))
        for row, points in enumerate(self.heights):
            sheet.set_row(row, points)
        sheet.set_paper(9)
        if self.across:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.47, right=0.47, top=0.5, bottom=0.6)
        sheet.center_horizontally()
        sheet.repeat_rows(self.starts[planned.repeat[0]], self.starts[planned.repeat[1] + 1] - 1)
        sheet.print_area(0, 0, len(self.heights) - 1, planned.cols - 1)
        sheet.set_footer('&C&"宋体"&9第 &P 页，共 &N 页')
        sheet.hide_gridlines(2)

    def _guard(self) -> None:
        """Protection without a password, levels to choose from, a mark for scores above their weight."""
        sheet = self.sheet
        sheet.protect("", {"format_cells": True, "format_columns": True, "format_rows": True})
        sheet.ignore_errors({"number_stored_as_text": f"A1:{letters(self.planned.cols - 1)}{len(self.heights)}"})
        spots = {cell.path: self._spot(cell) for cell in self.planned.cells if cell.path}
        warning = self.book.add_format({"bg_color": "#FFC7CE", "font_color": "#9C0006"})
        for path, spot in spots.items():
            owner, _, field = path.rpartition(".")
            weight = spots.get("total_weight" if path == "total_score" else f"{owner}.weight")
            if (field == "score" or path == "total_score") and weight is not None:
                rule = f"AND(ISNUMBER({spot.ref}),ISNUMBER({weight.ref}),{spot.ref}>{weight.ref})"
                sheet.conditional_format(*spot, {"type": "formula", "criteria": f"={rule}", "format": warning})
        levels = [band.name for band in self.rulebook.qualitative.bands]
        for index, row in enumerate(self.form.indicators):
            where = spots.get(f"indicators[{index}].actual")
            if where is not None and levels and compare(row.target, None).kind is Sort.WORDS:
                choice = {"validate": "list", "source": levels, "error_type": "information", "show_error": False}
                sheet.data_validation(where.top, where.left, where.top, where.left, choice)


def _may_be_number(cell: Planned) -> bool:
    """Whether the cell is one for numbers: an amount, points, a rate, a target or an actual value."""
    path = cell.path or ""
    if path in ("total_weight", "total_score"):
        return True
    kind, _, field = path.partition(".")
    if kind.startswith("funds"):
        return field not in ("source", "reason")
    measured = ("target", "initial_target", "actual", "weight", "score", "review_score", "deduction")
    return kind.startswith(("indicators", "headings")) and field in measured


def _rows(planned: Plan, widths: list[float]) -> tuple[list[int], list[float]]:
    """The first sheet row of each planned row (and the end), and the height of each sheet row.

    A row whose texts need more than a spreadsheet row can have takes several, merged.
    """
    needed = [0.0] * planned.rows
    for cell in sorted(planned.cells, key=lambda one: one.rowspan):
        size = SIZES.get(cell.role, SIZE)
        points = sum(widths[cell.col : cell.col + cell.colspan])
        height = max(lines_of(cell.text, points, size) * size * LINE + 5, _room_to_write(cell))
        rows = range(cell.row, cell.row + cell.rowspan)
        missing = height - sum(needed[row] for row in rows)
        if missing > 0:
            for row in rows:
                needed[row] += missing / len(rows)
    starts, heights = [0], []
    for height in needed:
        parts = max(1, math.ceil(height / TALLEST))
        heights += [round(height / parts, 2)] * parts
        starts.append(len(heights))
    return starts, heights


def _room_to_write(cell: Planned) -> float:
    """The height that a blank cell needs to be written into."""
    return 0.0 if cell.text or cell.path is None else ROOM.get(cell.path.partition("[")[0], 0.0)
