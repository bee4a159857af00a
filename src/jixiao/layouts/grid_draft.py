"""A form while it is being read from a grid (识别中的自评表): values with their places, and what could not be read."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from jixiao import numerals
from jixiao.form import FundLine, Goal, GroupHeading, Indicator, Inference, ManagementAspect, Unread
from jixiao.layouts import labels

if TYPE_CHECKING:
    from jixiao.document import Cell
    from jixiao.location import Location

_DASH = re.compile(r"[-—–―─－﹣一/／\\＼*＊×]{1,4}|无|不适用|不涉及|不计分|N/?A|…+", re.IGNORECASE)
_POINTS = re.compile(r"分$")
_PERCENT = re.compile(r"[%％‰]|分之")
NO_HEADING = "所在的栏没有栏名，不知是分值还是得分"
_IN_PERCENT = re.compile(r"[(（\[](?:%|％|百分比)[)）\]]")


def is_numeric(cell: Cell) -> bool:
    """Whether a cell holds a number, an amount, a rate or the dash that stands for none (数字单元格)."""
    text = numerals.tidy(cell.text)
    if not text:
        return False
    readings = (numerals.parse_number, numerals.parse_rate, numerals.parse_amount)
    return _DASH.fullmatch(labels.squeezed(text)) is not None or any(one(text) is not None for one in readings)


class Draft:
    """What has been read of one form so far (草稿)."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}  #: fields of Form that hold one value
        self.unit_label = ""  #: beside which label the unit stood
        self.attributes: dict[str, str] = {}
        self.funds: list[FundLine] = []
        self.management: list[ManagementAspect] = []
        self.goals: list[Goal] = []
        self.headings: list[GroupHeading] = []
        self.indicators: list[Indicator] = []
        self.notes: list[str] = []
        self.locations: dict[str, Location] = {}
        self.inferences: list[Inference] = []
        self.unread: list[Unread] = []
        self.marks: set[str] = set()  #: what the layout families are told apart by: fund.reason, end.grade, ...
        self.is_hidden = False  #: every row is hidden, as on a hidden sheet
        self.choices: dict[int, str] = {}  #: headings of columns that are ticked: 确定能, 经费保障
        self.goal_beside: Cell | None = None  #: the goal that stands left of the indicators being read
        self.parts: dict[int, str] = {}  #: columns of target values, one a part of the project
        self.long_term: dict[int, str] = {}  #: columns of medium-term indicators, left of the yearly ones
        self.scores_only = False  #: the table at hand gives points to indicators that stand further up
        self.unnamed: set[int] = set()  #: columns right of them that have no heading
        self.header: tuple[int, int] = (-1, -1)  #: table and last row of the headings of the indicators
        self.columns: dict[int, str] = {}  #: of the indicator block, once its header has been seen

    def put(self, path: str, value: object, cell: Cell) -> None:
        """Set a single value (填入) unless it is already there; a second one is kept as an attribute by the caller."""
        if self.values.get(path) is None:
            self.values[path] = value
            self.locations[path] = cell.location

    def text(self, path: str, value: str, cell: Cell | None) -> str | None:
        """A text as it goes into a row (文字项); None when blank."""
        if cell is not None:
            self.locations[path] = cell.location
        return value or None

    def number(self, path: str, cell: Cell | None) -> Decimal | None:
        """Points or a plain number (分数): a dash is a blank; what is neither is reported as unread."""
        if (text := self._printed(path, cell)) is None:
            return None
        number = numerals.parse_number(_POINTS.sub("", text))
        return self._or_unread(path, cell, number, "不是数字")

    def amount(self, path: str, cell: Cell | None) -> Decimal | None:
        """An amount in the form's unit (金额); a unit in the cell itself is heeded."""
        if (text := self._printed(path, cell)) is None:
            return None
        number = numerals.parse_number(text)
        if number is None and (found := numerals.parse_amount(text)) is not None:
            number = self._in_unit_of_form(path, text, *found)
        return self._or_unread(path, cell, number, "不是金额")

    def rate(self, path: str, cell: Cell | None, heading: str) -> Decimal | None:
        """A rate as a fraction (比率); `heading` is that of its column, which may say (%)."""
        if (text := self._printed(path, cell)) is None:
            return None
        bare = numerals.parse_number(text)
        if bare is not None and _IN_PERCENT.search(heading):
            return bare.scaleb(-2)
        rate = numerals.parse_rate(text)
        if rate is not None and not _PERCENT.search(text) and rate != bare:
            self.infer(path, f"执行率印作 {text}，没有百分号，按百分数读作 {text}%", text)
        return self._or_unread(path, cell, rate, "不是比率")

    def infer(self, path: str, evidence: str, printed: str | None = None) -> None:
        """Say that the value at `path` was not simply read (记推断)."""
        self.inferences.append(Inference(path, evidence, printed=printed))

    def miss(self, path: str | None, cell: Cell, reason: str, text: str | None = None) -> None:
        """Say that a place could not be read (记未读); `text` where it is only a part of the cell."""
        self.unread.append(Unread(path, cell.text.strip() if text is None else text, reason, cell.location))

    def _printed(self, path: str, cell: Cell | None) -> str | None:
        """The text of a number's cell, its place kept; None for a blank and for a dash in its stead."""
        if cell is None:
            return None
        self.locations[path] = cell.location
        text = numerals.tidy(cell.text)
        return None if not text or _DASH.fullmatch(labels.squeezed(text)) else text

    def _or_unread(self, path: str, cell: Cell | None, number: Decimal | None, reason: str) -> Decimal | None:
        if number is None and cell is not None:
            self.miss(path, cell, reason)
        return number

    def _in_unit_of_form(self, path: str, text: str, number: Decimal, unit: str) -> Decimal | None:
        from jixiao import units  # noqa: PLC0415 - few forms print units inside the cells

        stated = self.values.get("amount_unit")
        if stated is None:
            self.values["amount_unit"] = unit
            self.infer("amount_unit", f"表头未注明金额单位，单元格印作 {text}", text)
        if stated in (None, unit):
            return number
        converted = units.rescale(number, units.canonical(unit), units.canonical(stated))
        if converted is not None:
            self.infer(path, f"单元格印作 {text}，按表头单位换算为 {numerals.plain(converted)}{stated}", text)
        return converted
