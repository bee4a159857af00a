"""What somebody typed becomes a form (填写入表): the library parses the texts of cells, and nothing typed is lost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from jixiao import numerals, quantity
from jixiao.errors import JixiaoError
from jixiao.form import Form, FundLine, Goal, GroupHeading, Indicator, Inference, ManagementAspect, Unread
from jixiao.layouts import labels, levels
from jixiao.web.forms.cells import BLOCKS, ENDS, SINGLES, has_unit, path_of
from jixiao.writers.official import indicator_text
from jixiao.writers.printable import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from decimal import Decimal

    from jixiao.quantity import Quantity
    from jixiao.web.forms.cells import Told
    from jixiao.writers.official import Frame

MOST_ROWS = 500  # of one block; the longest published form has about a hundred indicators
LONGEST_TEXT = 20_000  # characters of one cell
YEARS = range(1990, 3000)
NEW = re.compile(r"n[0-9]{1,9}")
HEADING = re.compile(r"headings\[([0-9]{1,4})\]\.score")
ROW = re.compile(r"(\w+)\[([0-9]+)\](.*)")
WEIGHED = re.compile(r"(.*?)\s*[（(]([0-9.]+)分[）)]\s*", re.DOTALL)
POINTS = ("weight", "score", "deduction")
AMOUNTS = ("initial_budget", "full_budget", "arrived", "executed", "forecast")
QUANTITIES = ("target", "actual", "initial_target", "long_term_target", "forecast")
LONG_TEXTS = (
    "reason",
    "standard",
    "conclusion",
    "problems",
    "measures",
    "expected",
    "actual",
    "initial",
    "long_term",
    "situation",
)
BLANKS: dict[str, FundLine | ManagementAspect | Goal | Indicator | str] = {
    "funds": FundLine(""),
    "management": ManagementAspect(""),
    "goals": Goal(),
    "indicators": Indicator(),
    "notes": "",
}
NO_NUMBER = "填写的不是一个数"
NO_DATE = "填写的不是年月日"
NO_VALUE = "还没有填写指标值"
PARTS = ("sign", "value", "unit")


class RowEdits(msgspec.Struct, forbid_unknown_fields=True):
    """What changed in one block of rows (一块的改动)."""

    order: list[int | str] | None = (
        None  #: rows as they now follow: an old index, or "n1" for a new row; None as before
    )
    cells: dict[str, dict[str, str]] = {}  #: old index or name of a new row → column → text


class Edits(msgspec.Struct, forbid_unknown_fields=True):
    """What changed since the revision that was seen (改动)."""

    seen: int
    cells: dict[str, str] = {}
    rows: dict[str, RowEdits] = {}


class NotUnderstood(JixiaoError):
    """改动与表对不上。"""

    def __init__(self) -> None:
        super().__init__(
            "这次改动与表的内容对不上，没有保存。请刷新页面，您的填写会保留在本机。",
            "This change does not fit the form and was not saved. Reload; what you typed stays on this machine.",
        )


class TooMuch(JixiaoError):
    """一格或一表过长。"""

    def __init__(self) -> None:
        super().__init__(
            f"一格最多 {LONGEST_TEXT} 字，一块最多 {MOST_ROWS} 行。请缩短后再存。",
            f"A cell holds {LONGEST_TEXT} characters and a block {MOST_ROWS} rows at most. Shorten it.",
        )


class _Cell(NamedTuple):
    """A row after one cell was typed (填后的行), and why the text is no value, where it is none."""

    row: Any
    refused: str = ""


def applied(form: Form, edits: Edits, board: Frame) -> Form:
    """The form with the edits (填入改动). Raises NotUnderstood and TooMuch; then nothing of it counts."""
    _refuse_too_much(edits)
    draft = _Draft(form, board)
    for block, change in edits.rows.items():
        if block not in BLOCKS:
            raise NotUnderstood
        draft.rows(block, change)
    for path, text in edits.cells.items():
        draft.single(path, printable(text))
    return draft.done()


def _refuse_too_much(edits: Edits) -> None:
    texts = [
        *edits.cells.values(),
        *(text for one in edits.rows.values() for row in one.cells.values() for text in row.values()),
    ]
    if any(len(text) > LONGEST_TEXT for text in texts) or any(
        len(one.order or ()) > MOST_ROWS for one in edits.rows.values()
    ):
        raise TooMuch


class _Draft:
    """One form while edits go into it (填写中的表)."""

    def __init__(self, form: Form, board: Frame) -> None:
        self.form = form
        self.board = board
        self.headings = list(form.headings)
        self.marks: dict[str, list[Any]] = {
            "inferences": list(form.inferences),
            "unread": list(form.unread),
        }
        self.locations = dict(form.locations)
        self.fields: dict[str, Any] = {}

    def rows(self, block: str, change: RowEdits) -> None:
        """Reorder and retype the rows of a block (各行)."""
        old = getattr(self.form, block)
        order = list(range(len(old))) if change.order is None else change.order
        kept = [one for one in order if isinstance(one, int)]
        names = [one for one in order if isinstance(one, str)]
        fits = all(0 <= one < len(old) for one in kept) and all(map(NEW.fullmatch, names))
        if not fits or len(set(order)) != len(order) or not set(change.cells) <= {str(one) for one in order}:
            raise NotUnderstood
        if change.order is not None:
            self._move(block, {one: at for at, one in enumerate(order) if isinstance(one, int)})
        made: list[Any] = []
        for at, one in enumerate(order):
            row: Any = old[one] if isinstance(one, int) else BLANKS[block]
            for key, text in change.cells.get(str(one), {}).items():
                row = self._typed(block, at, row, key, printable(text))
            labelled = block == "indicators" and {"level1", "level2"} & {*change.cells.get(str(one), {})}
            made.append(self._levelled(row, at) if labelled else row)
        self.fields[block] = tuple(_with_total(made) if block == "funds" else made)

    def _typed(self, block: str, at: int, row: Any, key: str, text: str) -> Any:  # noqa: ANN401 - a row of any block
        path = path_of(block, at, key)
        self._forget(f"{block}[{at}].target" if key in PARTS else path)
        if block == "indicators":
            row, refused = self._indicator(row, f"{block}[{at}]", key, text)
        else:
            row, refused = SIMPLE[block](row, key, text)
        if refused:
            self.marks["unread"].append(Unread(path, text, refused))
        return row

    def _indicator(self, row: Indicator, path: str, key: str, text: str) -> _Cell:
        if key in ("level1", "level2"):
            return _Cell(msgspec.structs.replace(row, **{key: self._label(text, 1 if key == "level1" else 2)}))
        beside = has_unit(self.board)
        if key in PARTS and beside:
            return _Cell(self._targeted(row, path, key, text))
        if key in QUANTITIES:
            unit = indicator_text(row, "unit") if beside else ""
            return _Cell(msgspec.structs.replace(row, **{key: _as_before(getattr(row, key), text, unit)}))
        if key in ("name", "reason", "standard", "likelihood"):
            return _Cell(msgspec.structs.replace(row, **{key: _text(key, text) or None}))
        if key in POINTS:
            return _number(row, key, text)
        raise NotUnderstood

    def _label(self, text: str, level: int) -> str | None:
        """The label of a level; a weight behind it goes to its heading: 产出指标（50分）."""
        weighed = WEIGHED.fullmatch(text)
        label = numerals.clean(weighed[1] if weighed else text)
        weight = numerals.parse_number(weighed[2]) if weighed else None
        at = next((at for at, one in enumerate(self.headings) if (one.level, one.label) == (level, label)), None)
        if at is not None:
            self.headings[at] = msgspec.structs.replace(self.headings[at], weight=weight)
        elif weight is not None:
            group = labels.group_of(label) if level == 1 else None
            self.headings.append(GroupHeading(label, group, level=level, weight=weight))
        return label or None

    def _levelled(self, row: Indicator, at: int) -> Indicator:
        """The row with group and facet by the labels that were typed (一级、二级的归类)."""
        found = levels.carried(levels.Levels(), row.level1, row.level2)
        self._forget(f"indicators[{at}].group")
        if found.evidence is not None:
            self.marks["inferences"].append(Inference(f"indicators[{at}].group", found.evidence))
        return msgspec.structs.replace(row, group=found.group, facet=found.facet)

    def _targeted(self, row: Indicator, path: str, key: str, text: str) -> Indicator:
        """The row after a part of its target was typed (指标性质、指标值、度量单位).

        A sign or unit without a value is kept as not read until the value comes.
        """
        waiting = {one.path: one.text for one in self.marks["unread"]}
        parts = {name: indicator_text(row, name) or waiting.get(f"{path}.{name}", "") for name in PARTS}
        parts[key] = numerals.tidy(text)
        for name in PARTS:
            self._forget(f"{path}.{name}")
        target = quantity.parse(parts["value"], sign=parts["sign"], unit=parts["unit"])
        if target is None:
            left = [Unread(f"{path}.{name}", parts[name], NO_VALUE) for name in ("sign", "unit") if parts[name]]
            self.marks["unread"] += left
        if key != "unit" or row.actual is None:
            return msgspec.structs.replace(row, target=target)
        return msgspec.structs.replace(row, target=target, actual=quantity.parse(row.actual.text, unit=parts["unit"]))

    def single(self, path: str, text: str) -> None:
        """Retype one value outside the rows (单项)."""
        self._forget(path)
        heading = HEADING.fullmatch(path)
        if path in SINGLES or path in ENDS or path in ("year", "filed_on"):
            self._named(path, text)
        elif path.startswith("attributes.") and (label := path.removeprefix("attributes.")) in self.form.attributes:
            self.fields.setdefault("attributes", dict(self.form.attributes))[label] = numerals.tidy(text)
        elif heading is not None and int(heading[1]) < len(self.form.headings):
            cell = _number(self.headings[int(heading[1])], "score", text)
            self.headings[int(heading[1])] = cell.row
            self._refuse(path, text, cell.refused)
        else:
            raise NotUnderstood

    def _named(self, path: str, text: str) -> None:
        value: Any
        refused = ""
        if path in ("total_weight", "total_score"):
            value = _points(text)
            refused = NO_NUMBER if text.strip() and value is None else ""
        elif path == "year":
            number = numerals.parse_number(text.strip().removesuffix("年度").removesuffix("年"))
            value = int(number) if number is not None and number == int(number) and int(number) in YEARS else None
            refused = NO_NUMBER if text.strip() and value is None else ""
        elif path == "filed_on":
            value = numerals.parse_date(text)
            refused = NO_DATE if text.strip() and value is None else ""
        else:
            value = _text(path, text)
            if not value and getattr(self.form, path) is None:
                value = None
        self.fields[path] = value
        self._refuse(path, text, refused)

    def _refuse(self, path: str, text: str, reason: str) -> None:
        if reason:
            self.marks["unread"].append(Unread(path, text, reason))

    def _forget(self, path: str) -> None:
        """What was said of a value that somebody has now typed: he has seen it himself (人工已核)."""
        for name, marks in self.marks.items():
            self.marks[name] = [one for one in marks if one.path != path]
        self.locations.pop(path, None)

    def _move(self, block: str, place: dict[int, int]) -> None:
        """Let what is said of the rows follow them (出处随行移动)."""
        for name, marks in self.marks.items():
            told = ((one, moved(one.path, block, place)) for one in marks)
            self.marks[name] = [
                msgspec.structs.replace(one, path=path) for one, path in told if path is not None or one.path is None
            ]
        places = ((moved(path, block, place), at) for path, at in self.locations.items())
        self.locations = {path: at for path, at in places if path is not None}

    def done(self) -> Form:
        """The form as it stands now (成表); headings that no row bears any more go."""
        form = msgspec.structs.replace(
            self.form,
            **self.fields,
            headings=tuple(self.headings),
            locations=self.locations,
            **{name: tuple(marks) for name, marks in self.marks.items()},
        )
        if "indicators" not in self.fields:
            return form
        borne = {row.level1 for row in form.indicators} | {row.level2 for row in form.indicators}
        bore = {row.level1 for row in self.form.indicators} | {row.level2 for row in self.form.indicators}
        gone = bore - borne
        return msgspec.structs.replace(form, headings=tuple(one for one in form.headings if one.label not in gone))


def _with_total(rows: list[FundLine]) -> list[FundLine]:
    """The fund rows with one that is the total (年度资金总额), where one of that name has been typed."""
    named = [at for at, row in enumerate(rows) if labels.find(row.source, "fund_row") == "total"]
    if any(row.is_total for row in rows) or not named:
        return rows
    return [msgspec.structs.replace(row, is_total=at == named[0]) for at, row in enumerate(rows)]


def moved(path: str | None, block: str, place: Mapping[int, int]) -> str | None:
    """The path after the rows of a block changed places (移行后的路径); None where its row is gone."""
    found = ROW.fullmatch(path or "")
    if found is None or found[1] != block:
        return path
    to = place.get(int(found[2]))
    return None if to is None else f"{block}[{to}]{found[3]}"


def _labels(row: Indicator) -> tuple[str | None, str | None]:
    return row.level1, row.level2


def _fund(row: FundLine, key: str, text: str) -> _Cell:
    if key == "source":
        return _Cell(msgspec.structs.replace(row, source=numerals.clean(text)))
    if key == "reason":
        return _Cell(msgspec.structs.replace(row, reason=_text(key, text) or None))
    if key == "rate":
        value = numerals.parse_rate(text)
        return _Cell(msgspec.structs.replace(row, rate=value), NO_NUMBER if text.strip() and value is None else "")
    if key in AMOUNTS or key in POINTS[:2]:
        return _number(row, key, text)
    raise NotUnderstood


def _goal(row: Goal, key: str, text: str) -> _Cell:
    if key not in ("expected", "actual", "initial", "long_term"):
        raise NotUnderstood
    return _Cell(msgspec.structs.replace(row, **{key: _text(key, text) or None}))


def _management(row: ManagementAspect, key: str, text: str) -> _Cell:
    if key == "aspect":
        return _Cell(msgspec.structs.replace(row, aspect=numerals.clean(text)))
    if key not in ("situation", "problems"):
        raise NotUnderstood
    return _Cell(msgspec.structs.replace(row, **{key: _text(key, text) or None}))


def _note(_: str, key: str, text: str) -> _Cell:
    if key != "text":
        raise NotUnderstood
    return _Cell(numerals.clean(text))


SIMPLE: dict[str, Callable[[Any, str, str], _Cell]] = {
    "funds": _fund,
    "management": _management,
    "goals": _goal,
    "notes": _note,
}
"""How a text goes into a row of each block but the indicators."""


def _as_before(old: Quantity | None, text: str, unit: str) -> Quantity | None:
    """The value typed; 定性 as before where it is words again, as no column beside it says so (沿用定性)."""
    new = quantity.parse(text, unit=unit)
    if old is None or new is None or not old.qualitative or new.number is not None:
        return new
    return msgspec.structs.replace(new, qualitative=True)


def _number(row: Any, key: str, text: str) -> _Cell:  # noqa: ANN401 - a row of any block
    value = _points(text)
    return _Cell(msgspec.structs.replace(row, **{key: value}), NO_NUMBER if text.strip() and value is None else "")


def _points(text: str) -> Decimal | None:
    """A number, with or without 分 behind it."""
    return numerals.parse_number(text.strip().removesuffix("分"))


def _text(key: str, text: str) -> str:
    """Long texts keep their lines, short ones are put on one (整理文字)."""
    return text.strip() if key in LONG_TEXTS else numerals.tidy(text)


def retold(edits: Edits, told: Told) -> dict[str, str]:
    """What was typed and now reads otherwise (规范后的文字): path → text, of the cells that were sent."""
    found = {path: told.cells[path] for path, text in edits.cells.items() if told.cells.get(path, text) != text}
    for block, change in edits.rows.items():
        order = change.order if change.order is not None else list(range(len(getattr(told.form, block))))
        for at, one in enumerate(order):
            typed = change.cells.get(str(one))
            if not typed:
                continue
            row = told.row(block, at)
            found |= {path_of(block, at, key): row[key] for key, text in typed.items() if row.get(key, text) != text}
    return found
