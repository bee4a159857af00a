"""Which word belongs to which column (拍平行的切分): the cheapest reading of the words under the columns of the header.

A reading walks over the places of the text from left to right. At each span it goes on with the cell, begins a later
cell of the row, or begins a new row. Every step has a price: what does not look like its column, a cell that breaks
where no cell breaks, a column left blank. The cheapest walk is found by dynamic programming, in time linear in the
text; what it costs more to read otherwise tells how sure the reading is. Prices are whole tenths.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from jixiao.layouts import labels
from jixiao.layouts.flattened_words import Break, Kind, Places, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

NEVER = 10_000
LEVELS = frozenset({"level1", "level2"})
POINTS = frozenset({"weight", "score", "review_score", "deduction", "coefficient"})
VALUES = frozenset({"target", "actual", "initial_target"})
FLAGS = frozenset({"sign", "unit_of_measure", "core", "direction"})
MOST_POINTS = 100
SHORT = 12  # a value in words or a label of the unit's own is seldom longer

# Prices of beginning a cell with a span that looks so: WORDS, VALUE, NUMBER, BLANK, SIGN, RUN, LABEL1, LABEL2
_START = {
    "level1": (80, NEVER, NEVER, NEVER, NEVER, NEVER, 0, NEVER),
    "level2": (50, NEVER, NEVER, NEVER, NEVER, NEVER, NEVER, 0),
    "name": (0, 50, 80, 60, 90, 60, NEVER, NEVER),
    "reason": (10, 40, 60, 0, 90, 40, NEVER, NEVER),
    "value": (10, 0, 0, 10, 5, NEVER, NEVER, NEVER),
    "points": (NEVER, NEVER, 0, 20, NEVER, NEVER, NEVER, NEVER),
    "sign": (NEVER, NEVER, NEVER, 20, 0, NEVER, NEVER, NEVER),
    "unit_of_measure": (0, 20, NEVER, 10, NEVER, NEVER, NEVER, NEVER),
    "flag": (0, NEVER, NEVER, 10, 10, NEVER, NEVER, NEVER),
}
# Prices of leaving a column blank; whatever is not named costs nothing.
_BLANK = {"level3": 80, "target": 60, "actual": 60, "weight": 60, "score": 60, "sign": 20, "unit_of_measure": 20}
_NAMED_BY_LEVEL2 = 60  # 三级指标 left blank where the row has just printed its second level
_PAST_LABEL = 40  # going on with a cell where a line begins with the label of a level
_LABEL_AS_NAME = 90  # 三级指标 or a reason made of the word of a second level
_MEASURE_AS_NAME = 30  # the same for a word that is rather a measure
_FRAGMENT = 2  # so short a name is rather the last line of a longer one
_FRAGMENT_AS_NAME = 15
_LEVEL1_ALONE = 10  # a first level without a second one
# Prices of going on with a cell over each kind of break: DIGITS, GLUED, SPACE, LINE, GAP
_GOING_ON = (NEVER, NEVER, 15, 5, 20)
# Prices of ending a cell at each kind of break, of ending a row there, and of a label that ends one there
_NEW_CELL = (30, 15, 0, 0, 0)
_NEW_ROW = (NEVER, 90, 50, 0, 0)
_NEW_LABEL = (NEVER, 40, 10, 0, 0)
# Prices of going on with WORDS, VALUE, NUMBER, BLANK, SIGN, RUN: in values and names, in prose
_STRANGE = ((0, 20, 40, 30, 30, 60), (0, 10, 25, 10, 10, 30))
_HOPELESS = 200  # a reading so much dearer than another one is given up
_ECHO = 20  # off, where a result repeats its target: 促进发展 促进发展
_SENTENCE_OVER = 20  # going on after the end of a sentence at the end of a line
_LINE_OVER = 20  # going on after a line that ends early
_VALUE_OVER = 30  # going on after a number, which is a value by itself
_OVER_WEIGHT = 60  # a score above its weight
_REASON_LEAD = 20
_REASON_LOST_POINTS = 15
_REASON_FULL_POINTS = 10
_LONG_VALUE = 10

_MEASURE = re.compile("(?:率|(?<!服务对象)满意度)$")
_CLOSES = re.compile("[。；;！？]$")
_JOINS = re.compile("(?:[，、：:；;（(的和与及或]|以及)$")
_JOINED = re.compile("^[，、：:；;）)。]")
_DATE_OPEN = re.compile(r"(?:20\d\d年|\d{1,2}月|[至~～—-])$")
_SIGN_OPEN = re.compile("[≥≤=═﹦><≧≦＞＜]$")
_REASON = re.compile(
    r"^(?:\d{1,2}[.、．]|[（(]\d|[①-⑩]|因|由于|受|疫情|原因|偏差|主要|未|下一步|改进|措施|经费|年中|年初|部分|按照|已)"
)


class Part(NamedTuple):
    """One span in its column (切分出的词段)."""

    start: int  #: its place
    span: Span
    column: str
    new_row: bool


class Step(NamedTuple):
    """How a place was reached (一步)."""

    cost: int
    column: int
    span: Span
    start: int
    before: Step | None
    new_row: bool


class Grammar:
    """The prices of one indicator table (切分代价), from its columns."""

    def __init__(self, places: Places, columns: Sequence[str]) -> None:
        self.places = places
        self.columns = list(columns)
        self._blank = [_BLANK.get(column, 0) for column in columns]
        self._begin = [sum(self._blank[:c]) for c in range(len(columns))]  # blanks before the first cell of a row
        self._end = [sum(self._blank[c + 1 :]) for c in range(len(columns))]  # blanks after the last one

    def reading(self) -> list[Part]:
        """The cheapest reading of all places; empty when there is none."""
        found = self._walk(0, len(self.places.spans), 1, rows=True)
        return _parts(found[0], self.columns) if found else []

    def row_readings(self, start: int, end: int, many: int) -> list[tuple[int, list[Part]]]:
        """The cheapest readings as one row, with their prices."""
        return [(step.cost, _parts(step, self.columns)) for step in self._walk(start, end, many, rows=False)]

    def _walk(self, start: int, end: int, many: int, *, rows: bool) -> list[Step]:
        width = len(self.columns)
        reached: list[list[list[Step]]] = [[[] for _ in range(width)] for _ in range(end - start + 1)]
        for place in range(start, end):
            at = reached[place - start]
            ways = _hopeful([step for column in at for step in _cheapest(column, many)])
            at[:] = []
            rests = sorted(ways, key=self._rest)[:many] if rows else []
            for span in self.places.spans[place]:
                if span.end <= end and (ways or place == start):
                    self._extend(reached[span.end - start], place, span, (ways, rests), first=place == start)
        ended = [step for column in reached[-1] for step in column]
        return [step._replace(cost=self._rest(step)) for step in sorted(ended, key=self._rest)[:many]]

    def _rest(self, step: Step) -> int:
        """The price of a reading whose row ends here."""
        return step.cost + self._end[step.column]

    def _extend(
        self, reached: list[list[Step]], place: int, span: Span, before: tuple[list[Step], list[Step]], *, first: bool
    ) -> None:
        """Every way to read the span after every way to come to its place."""
        ways, rests = before
        is_label = span.kind in (Kind.LABEL1, Kind.LABEL2)
        new_row = (_NEW_LABEL if is_label else _NEW_ROW)[self.places.breaks[place]]
        for column, name in enumerate(self.columns):
            price = _beginning(name, span)
            if price < NEVER:
                if first:
                    cost = self._begin[column] + price + _row_price(name, span)
                    reached[column].append(Step(cost, column, span, place, None, new_row=True))
                alone = price + self._begin[column] + new_row + _row_price(name, span)
                for step in rests:
                    reached[column].append(Step(self._rest(step) + alone, column, span, place, step, new_row=True))
                for step in ways:
                    if step.column < column:
                        cost = step.cost + price + self._next(step, column, span, place)
                        reached[column].append(Step(cost, column, span, place, step, new_row=False))
            for step in ways:
                if step.column == column and (on := self._going_on(step, span, place)) < NEVER:
                    reached[column].append(Step(step.cost + on, column, span, place, step, new_row=False))

    def _next(self, step: Step, column: int, span: Span, place: int) -> int:
        """The price of beginning a later cell of the same row."""
        last, name = self.columns[step.column], self.columns[column]
        price = _NEW_CELL[self.places.breaks[place]] + sum(self._blank[step.column + 1 : column])
        if "level3" in self.columns[step.column + 1 : column] and last == "level2":
            price -= _BLANK["level3"] - _NAMED_BY_LEVEL2
        if last == "level1" and name != "level2" and "level2" in self.columns:
            price += _LEVEL1_ALONE
        if name == "actual" and last == "target" and self.places.goes_on_with(place, _cell_text(step)):
            price -= _ECHO
        if self._passes_label(place) and name != "level2":
            price += _PAST_LABEL
        if name == "score" and last == "weight" and _exceeds(span, step.span):
            price += _OVER_WEIGHT
        if name == "reason":
            price += _reason_price(step, self.columns, span)
        return price

    def _passes_label(self, place: int) -> bool:
        """Whether a line begins here with the label of a level."""
        return self.places.breaks[place] >= Break.LINE and self.places.has_label(place)

    def _going_on(self, step: Step, span: Span, place: int) -> int:
        """The price of going on with the same cell."""
        name = self.columns[step.column]
        if name in LEVELS or name in POINTS or name in FLAGS or span.kind in (Kind.LABEL1, Kind.LABEL2):
            return NEVER
        gap, text = self.places.breaks[place], step.span.text
        if gap >= Break.SPACE and (_SIGN_OPEN.search(text) or _DATE_OPEN.search(text)) and span.kind != Kind.WORDS:
            return 2
        price = _GOING_ON[gap] + (_PAST_LABEL if self._passes_label(place) else 0)
        prose = name not in VALUES and name != "level3"
        if gap >= Break.SPACE and (_JOINS.search(text) or _JOINED.search(span.text)):
            price = 3 if gap < Break.GAP else _GOING_ON[Break.SPACE]
        elif gap == Break.SPACE and prose:
            price = 3
        if name in VALUES and step.span.kind != Kind.WORDS:
            price += _VALUE_OVER
        if gap >= Break.LINE:
            price += (_SENTENCE_OVER if _CLOSES.search(text) else 0) // (2 if prose else 1)
            # the line is narrower than the one before, which tells nothing where that one is of the row above
            ends_early = self.places.ends[place] and not _opens_row(step)
            price += (_LINE_OVER if ends_early else 0) // (4 if prose else 1)
        return price + _STRANGE[prose][span.kind]


def _cheapest(steps: list[Step], many: int) -> list[Step]:
    if len(steps) <= 1:
        return steps
    return [min(steps, key=_cost)] if many == 1 else sorted(steps, key=_cost)[:many]


def _hopeful(steps: list[Step]) -> list[Step]:
    """Without the readings that are so dear that they cannot end as the cheapest."""
    if len(steps) <= 1:
        return steps
    most = min(map(_cost, steps)) + _HOPELESS
    return [step for step in steps if step.cost <= most]


def _cost(step: Step) -> int:
    return step.cost


def _beginning(column: str, span: Span) -> int:
    """The price of beginning this column's cell with the span."""
    kind = span.kind
    if column in POINTS:
        too_many = kind == Kind.BLANK or (span.number is not None and span.number <= MOST_POINTS)
        return _START["points"][Kind.NUMBER if span.number is not None else kind] if too_many else NEVER
    if column in VALUES:
        return _START["value"][kind] + (_LONG_VALUE if kind == Kind.WORDS and len(span.text) > SHORT else 0)
    if column in LEVELS or column in ("sign", "unit_of_measure"):
        return NEVER if kind == Kind.WORDS and len(span.text) > SHORT else _START[column][kind]
    if column in FLAGS:
        return _START["flag"][kind] if len(span.text) <= SHORT else NEVER
    return _START["name" if column == "level3" else "reason"][kind]


def _row_price(column: str, span: Span) -> int:
    """The price of a row that begins with this cell.

    满意度指标 on its own is rather the first level, for the second one is called 服务对象满意度; and a row that
    begins with the word of a second level, such as 完成时间, prints no 三级指标 rather than no 二级指标, unless the
    word is what is measured: 受益群众满意度, 完成及时率.
    """
    if span.kind == Kind.LABEL2:
        return 15 if span.text.startswith("满意度") else 0
    if column == "level3" and len(span.text) <= _FRAGMENT:
        return _FRAGMENT_AS_NAME
    if column != "level3" or labels.find(span.text, "level2") is None:
        return 0
    return _MEASURE_AS_NAME if _MEASURE.search(span.text) else _LABEL_AS_NAME


def _exceeds(score: Span, weight: Span) -> bool:
    return score.number is not None and weight.number is not None and score.number > weight.number


def _reason_price(step: Step, columns: Sequence[str], span: Span) -> int:
    """A reason begins like one, and where points were lost."""
    price = -_REASON_LEAD if _REASON.match(span.text) else 0
    before = step.before
    if columns[step.column] == "score" and before is not None and columns[before.column] == "weight":
        score, weight = step.span.number, before.span.number
        if score is not None and weight is not None:
            price += -_REASON_LOST_POINTS if score < weight else _REASON_FULL_POINTS
    return price


def _opens_row(step: Step) -> bool:
    """Whether the line on which this step ends is the first one of its row, and all of one cell."""
    line = step.span.row
    while not step.new_row and step.before is not None and step.before.column == step.column:
        step = step.before
    return step.new_row and step.span.row == line


def _cell_text(step: Step) -> str:
    """What the cell holds so far that ends with this step."""
    text, column = step.span.text, step.column
    while step.before is not None and step.before.column == column and not step.new_row:
        step = step.before
        text = step.span.text + text
    return text


def _parts(step: Step | None, columns: Sequence[str]) -> list[Part]:
    parts = []
    while step is not None:
        parts.append(Part(step.start, step.span, columns[step.column], step.new_row))
        step = step.before
    return parts[::-1]
