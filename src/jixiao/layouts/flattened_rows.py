"""The indicator rows of a flattened form (拍平的指标行): the words put into columns become indicators and headings."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from jixiao import numerals, quantity
from jixiao.form import GroupHeading, Indicator
from jixiao.layouts import labels
from jixiao.layouts.flattened_grammar import LEVELS, Grammar, Part
from jixiao.layouts.flattened_words import REST_OF_LABEL, Break, Kind, Places, places
from jixiao.layouts.levels import Levels, carried

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from jixiao.layouts.flattened_lines import Row
    from jixiao.layouts.flattened_marks import Marks
    from jixiao.location import Location

_PREFIX = re.compile(r"^(?:三级)?(?:指标|目标)\d{1,2}[:：.．、]")
_PLACEHOLDER = re.compile(r"(?:(?:指标|目标)\d{0,2}[:：]?)?[.…·。]*")
_POINTS = re.compile("分$")
_CLOSED = re.compile("[。；;]$")
_TEXT_COLUMNS = ("level3", "target", "actual")
COLUMN_NAMES = {
    "level3": "三级指标",
    "target": "年度指标值",
    "actual": "实际完成值",
    "weight": "分值",
    "score": "得分",
}
FIELDS = {"level3": "name"}
MOST_WORDS = 6000  # of one indicator table; a form of three hundred indicators has fewer
MOST_DOUBTS = 200  # rows that can be read in several ways; more of them make no form
_SHOWN = 100  # characters of an unread line that are quoted
_FILLED = frozenset({"target", "actual", "weight", "score"})
_READINGS = 6
_CLOSE = 15  # another reading that costs at most so much more makes a row doubtful
_CLOSE_CUT = 45  # the same, where cells ran together
_TIE = 5  # readings whose prices are so near are equally good


class Doubt(NamedTuple):
    """A row that can be read in more than one way (存疑的行)."""

    row: int  #: index of its indicator
    readings: list[Indicator]  #: the first is the cheapest
    printed: str
    place: Location
    cut: bool  #: cells ran together
    tie: bool  #: nothing in the row speaks for one reading rather than another


class Table(NamedTuple):
    """The indicators with their headings (指标部分)."""

    indicators: tuple[Indicator, ...]
    headings: tuple[GroupHeading, ...]
    doubts: tuple[Doubt, ...] = ()


def read(rows: Sequence[Row], columns: Sequence[str], marks: Marks) -> Table:
    """The indicators that these lines hold, read under the columns of the header."""
    grammar = Grammar(places(_readable(rows, marks)), columns)
    builder = _Builder(rows, grammar, marks)
    found = _split_rows(grammar.reading())
    for at, parts in enumerate(found):
        if len(builder.doubts) >= MOST_DOUBTS:
            builder.leave(parts[0])
            break
        builder.add(parts, below=found[at + 1] if at + 1 < len(found) else ())
    return Table(tuple(builder.indicators), tuple(builder.headings), tuple(builder.doubts))


def _readable(rows: Sequence[Row], marks: Marks) -> Sequence[Row]:
    """The rows as far as the table may go."""
    count = 0
    for at, row in enumerate(rows):
        count += len(row.text.split())
        if count > MOST_WORDS:
            marks.left("indicators", row.text[:_SHOWN], f"指标部分超过 {MOST_WORDS} 个词，从这一行起未读", row.place)
            return rows[:at]
    return rows


def _split_rows(parts: Sequence[Part]) -> list[list[Part]]:
    rows: list[list[Part]] = []
    for part in parts:
        if part.new_row or not rows:
            rows.append([])
        rows[-1].append(part)
    return rows


def _by_column(parts: Sequence[Part]) -> dict[str, list[Part]]:
    cells: dict[str, list[Part]] = {}
    for part in parts:
        cells.setdefault(part.column, []).append(part)
    return cells


class _Builder:
    """Indicators and headings as they come, row by row."""

    def __init__(self, rows: Sequence[Row], grammar: Grammar, marks: Marks) -> None:
        self.rows = rows
        self.grammar = grammar
        self.text: Places = grammar.places
        self.marks = marks
        self.levels = Levels()
        self.indicators: list[Indicator] = []
        self.headings: list[GroupHeading] = []
        self.doubts: list[Doubt] = []

    def add(self, parts: Sequence[Part], below: Sequence[Part]) -> None:
        """Add the indicator of one row, unless the row holds only labels or a placeholder."""
        cells = _by_column(parts)
        self._carry(cells)
        values = self._values(cells)
        if not set(values) - {"level3", "reason"}:
            name = values.get("level3")
            if name is not None and not _PLACEHOLDER.fullmatch(name):
                self.marks.left(None, name, "只有文字，没有指标值、分值和得分，未作为指标", self._place(parts[0]))
            return
        path = f"indicators[{len(self.indicators)}]"
        for column, found in cells.items():
            self.marks.at(f"{path}.{FIELDS.get(column, column)}", self._place(found[0]))
        if self.levels.evidence is not None:
            self.marks.inferred(f"{path}.group", self.levels.evidence)
        self.indicators.append(self._indicator(values))
        self._note_shape(path, cells)
        if "reason" in cells and below and below[0].column == "level3":
            self._note_reason(path, cells["reason"], below[0])
        self._note_doubt(parts)

    def leave(self, part: Part) -> None:
        """Say that the rows from here on are left unread, because hardly any of them is sure."""
        reason = f"存疑的行已达 {MOST_DOUBTS} 行，从这一行起未读"
        self.marks.left("indicators", part.span.text[:_SHOWN], reason, self._place(part))

    def _values(self, cells: Mapping[str, list[Part]]) -> dict[str, str]:
        """The text of each column below the levels; a dash in a column of points is no value."""
        values = {}
        for column, parts in cells.items():
            blank = column in ("weight", "score", "review_score", "deduction") and parts[0].span.kind == Kind.BLANK
            if column not in ("level1", "level2") and not blank:
                values[column] = self._joined(parts)
        return values

    def _carry(self, cells: Mapping[str, list[Part]]) -> None:
        label1 = self._label(cells, "level1")
        label2 = self._label(cells, "level2")
        if label1 is not None:
            self._heading(label1, cells["level1"][0], 1)
        if label2 is not None and labels.weight_in(cells["level2"][0].span.text) is not None:
            self._heading(label2, cells["level2"][0], 2)
        self.levels = carried(self.levels, label1, label2)

    def _label(self, cells: Mapping[str, list[Part]], column: str) -> str | None:
        if column not in cells:
            return None
        text = cells[column][0].span.text
        if (
            column == "level1"
            and labels.find(text, "level1") is None
            and REST_OF_LABEL.fullmatch(labels.half_width(text))
        ):
            self._take_rest(text, cells[column][0])
            return None
        return labels.bare(text).rstrip(":：")

    def _take_rest(self, text: str, part: Part) -> None:
        """The rest of a label that broke over rows: the points it prints belong to the heading above."""
        weight = labels.weight_in(text)
        at = next((at for at in range(len(self.headings) - 1, -1, -1) if self.headings[at].level == 1), None)
        if weight is None:
            return
        if at is None or self.headings[at].weight is not None:
            self.marks.left(None, text, "只印有分值，一级指标名称缺失", self._place(part))
            return
        heading = self.headings[at]
        self.headings[at] = GroupHeading(heading.label, heading.group, heading.level, weight, heading.score)
        self.marks.at(f"headings[{at}].weight", self._place(part))
        self.marks.inferred(f"headings[{at}].weight", f"“{text}”印在“{heading.label}”之后的行中")

    def _heading(self, label: str, part: Part, level: int) -> None:
        last = next((one for one in reversed(self.headings) if one.level == level), None)
        weight = labels.weight_in(part.span.text)
        if last is not None and last.label == label and weight in (None, last.weight):
            return  # the label stands again in every row or after a page break
        path = f"headings[{len(self.headings)}]"
        group = labels.group_of(label) if level == 1 else None
        self.headings.append(GroupHeading(label, group, level, weight))
        self.marks.at(f"{path}.label", self._place(part))
        if weight is not None:
            end = self.text.rows[part.span.end - 1]
            self.marks.at(f"{path}.weight", self.rows[end].place)

    def _indicator(self, values: Mapping[str, str]) -> Indicator:
        levels = self.levels
        sign, unit = values.get("sign", ""), values.get("unit_of_measure", "")
        return Indicator(
            name=_PREFIX.sub("", values.get("level3", "")) or None,
            level1=levels.level1,
            level2=levels.level2,
            group=levels.group,
            facet=levels.facet,
            target=quantity.parse(values.get("target"), sign=sign, unit=unit),
            initial_target=quantity.parse(values.get("initial_target"), sign=sign, unit=unit),
            actual=quantity.parse(values.get("actual"), unit=unit),
            weight=_points(values.get("weight")),
            score=_points(values.get("score")),
            review_score=_points(values.get("review_score")),
            deduction=_points(values.get("deduction")),
            reason=values.get("reason"),
            standard=values.get("standard"),
        )

    def _joined(self, parts: Sequence[Part]) -> str:
        """The text of a cell on one line; a space stays only between two letters or digits of one line."""
        text = parts[0].span.text
        for part in parts[1:]:
            new = part.span.text
            apart = self.text.breaks[part.start] == Break.SPACE and _is_latin(text[-1]) and _is_latin(new[0])
            text += f" {new}" if apart else new
        return text

    def _place(self, part: Part) -> Location:
        return self.rows[part.span.row].place

    def _note_shape(self, path: str, cells: Mapping[str, list[Part]]) -> None:
        """Say which texts were parted by the shape of the lines only, not by white space within a line."""
        for left, right in pairwise(_TEXT_COLUMNS):
            if left not in cells or right not in cells:
                continue
            first, second = cells[left][-1], cells[right][0]
            several = len(cells[left]) > 1 or len(cells[right]) > 1
            words = first.span.kind == second.span.kind == Kind.WORDS
            if words and several and self.text.breaks[second.start] >= Break.LINE:
                evidence = f"{COLUMN_NAMES[left]}与{COLUMN_NAMES[right]}的文字换行相连，按断行、空行和标点分开"
                for column in (left, right):
                    self.marks.inferred(f"{path}.{FIELDS.get(column, column)}", evidence)

    def _note_reason(self, path: str, reason: Sequence[Part], below: Part) -> None:
        """Say that a reason of several lines may take in, or leave, a line of the name below it."""
        over_lines = any(self.text.breaks[part.start] >= Break.LINE for part in reason)
        if over_lines and not (_CLOSED.search(reason[-1].span.text) and self.text.breaks[below.start] == Break.GAP):
            self.marks.inferred(f"{path}.reason", "原因与下一行三级指标的文字换行相连，按断行、空行和标点分开")

    def _note_doubt(self, parts: Sequence[Part]) -> None:
        """Keep the other ways to read the row, where there are any that are nearly as good."""
        if self._is_plain(parts):
            return
        found = self.grammar.row_readings(parts[0].start, parts[-1].span.end, _READINGS)
        breaks = {self.text.breaks[part.start] for part in parts[1:]}
        cut = bool(breaks & {Break.DIGITS, Break.GLUED})
        most = found[0][0] + (_CLOSE_CUT if cut else _CLOSE)
        least = 0 if Break.DIGITS in breaks or not cut else _filled(parts)
        close = [
            (cost - found[0][0], reading)
            for cost, reading in found[1:]
            if cost <= most and _filled(reading) >= least and _level_parts(reading) == _level_parts(parts)
        ]
        ties = self._readings([parts, *(reading for more, reading in close if more <= _TIE)])
        readings = ties if len(ties) > 1 else self._readings([parts, *(reading for _, reading in close)])
        if cut or len(readings) > 1:
            words = [part for part in parts if part.column not in LEVELS]
            printed = "".join(" " * (self.text.breaks[part.start] > Break.GLUED) + part.span.text for part in words)
            place = self._place(parts[0])
            tie = len(ties) > 1
            self.doubts.append(Doubt(len(self.indicators) - 1, readings, printed.strip(), place, cut=cut, tie=tie))

    def _readings(self, found: Sequence[Sequence[Part]]) -> list[Indicator]:
        """The indicators that the readings make, each once."""
        made = [self._indicator(self._values(_by_column(parts))) for parts in found]
        return [one for at, one in enumerate(made) if one not in made[:at]]

    def _is_plain(self, parts: Sequence[Part]) -> bool:
        """Whether every word of the row has a column of its own, so that there is only one way to read it."""
        below = [part for part in parts if part.column not in LEVELS]
        alone = len({part.column for part in below}) == len(below) and _filled(parts) == len(_FILLED)
        return alone and all(self.text.breaks[part.start] > Break.GLUED for part in parts[1:])


def _filled(parts: Sequence[Part]) -> int:
    return len({part.column for part in parts} & _FILLED)


def _level_parts(parts: Sequence[Part]) -> list[Part]:
    return [part._replace(new_row=True) for part in parts if part.column in LEVELS]


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _points(text: str | None) -> Decimal | None:
    return None if text is None else numerals.parse_number(_POINTS.sub("", text))
