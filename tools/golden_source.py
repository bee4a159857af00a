"""The notation of the golden documents (标准样例的写法): a printed form, each value marked with what to read it as.

First `key: value` lines: `family`, `format`, `kind`, `widths`, and as often as needed `group: 决策 = decision`,
`infer: PATH = evidence <- printed`, `unread: PATH = text <- reason` (its place is marked
`{unread[0]}`), `attribute: label = text`. Then parts: `=== table NAME` with rows as tools/make_examples.py
has them, `=== text` with lines outside of tables, `=== page` for a new page of a PDF, `=== form KIND` for a next form.

`{title}` before a text says that the text is the form's title; `{year=2023}` gives the value where it differs from the
text; several may stand in one cell. `#indicators . level1 level2 name target` says what the columns of the rows below
hold, and a row that begins with "+ " is the next of them, "+* " the row of the total funds. There `{=20}` gives the
value of a cell's column, `{!}` says that nothing is read there, `{!name}` that no name is, and `{.group=benefit}` adds
a value that no column prints. `sign` and `unit` go into target and actual.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, get_type_hints

import msgspec

from jixiao import form as model
from jixiao import quantity
from tools.make_examples import SPANS, Placed, places

MARK = re.compile(r"\{([^{}=]*)(?:=([^{}]*))?\}")
WEIGHT = re.compile(r"[（(](\d+(?:\.\d+)?)分?[)）]$|[（(](\d+(?:\.\d+)?)%[)）]$")
BLANK = frozenset({"", "—", "——", "-", "/", "无", "×"})
GROUPS = {
    "产出指标": "output", "项目完成指标": "output", "产出": "output", "效益指标": "benefit", "效果指标": "benefit",
    "效益": "benefit", "满意度指标": "satisfaction", "满意度": "satisfaction", "成本指标": "cost", "决策": "decision",
    "过程": "process", "项目决策": "decision", "项目管理": "process",
}  # fmt: skip
FACETS = {
    "数量": "quantity", "质量": "quality", "时效": "timeliness", "完成时间": "timeliness", "成本": "cost",
    "经济成本": "cost", "社会成本": "social_cost", "生态环境成本": "ecological_cost", "经济效益": "economic",
    "社会效益": "social", "生态效益": "ecological", "可持续影响": "sustainable", "服务对象满意度": "satisfaction",
    "满意度": "satisfaction",
}  # fmt: skip
ROWS: dict[str, type[msgspec.Struct]] = {
    "funds": model.FundLine,
    "management": model.ManagementAspect,
    "goals": model.Goal,
    "headings": model.GroupHeading,
    "indicators": model.Indicator,
}
QUANTITIES = ("target", "initial_target", "long_term_target", "actual", "forecast")
ONE_A_ROW = ("weight", "score", "review_score", "deduction")
PATH = re.compile(r"(\w+)\[(\d+)\]\.(\w+)")


class Spot(NamedTuple):
    """Where a value stands (位置): the part of the document, and the cell in it."""

    part: int
    row: int
    col: int


class Part(msgspec.Struct):
    """A table, or the lines between tables (表格、表外文字)."""

    kind: str  #: table, text or page
    name: str = ""
    cells: list[Placed] = []
    rows: int = 0


class Golden(msgspec.Struct):
    """A golden document as written (标准样例): its parts and the forms that must be read of them."""

    settings: dict[str, str]
    parts: list[Part]
    forms: list[FormSource]

    @property
    def widths(self) -> list[int]:
        """The widths of the columns (列宽)."""
        return [int(width) for width in self.settings["widths"].split()]


class FormSource(msgspec.Struct):
    """What must be read of one form (应读出的内容): values and places by path."""

    kind: str
    values: dict[str, Any] = {}
    spots: dict[str, Spot] = {}
    inferences: list[model.Inference] = []
    unread: list[model.Unread] = []
    attributes: dict[str, str] = {}


def parse(text: str) -> Golden:
    """The golden document that a source describes."""
    head, *blocks = re.split(r"^=== ", text, flags=re.MULTILINE)
    reader = _Reader(head)
    for block in blocks:
        reader.block(block)
    return reader.golden


def built(source: FormSource, layout: str, groups: dict[str, str]) -> model.Form:
    """The form that must be read, without its places."""
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in ROWS}
    single: dict[str, Any] = {}
    notes: list[str] = []
    for path, value in source.values.items():
        found = PATH.fullmatch(path)
        if path.startswith("notes["):
            notes.append(value)
        elif found is None:
            single[path] = _typed(model.Form, path, value)
        else:
            entries, index = rows[found[1]], int(found[2])
            entries.extend({} for _ in range(index + 1 - len(entries)))
            entries[index][found[3]] = _typed(ROWS[found[1]], found[3], value)
    for row in rows["indicators"]:
        row.update(_canonical(row, groups))
    for row in rows["headings"]:
        row.setdefault("group", _group(row["label"], groups))
    structs = {name: tuple(ROWS[name](**entry) for entry in entries) for name, entries in rows.items()}
    return model.Form(
        kind=model.FormKind(source.kind),
        **single,
        **structs,  # type: ignore[arg-type]  # each is a tuple of the field's own type
        notes=tuple(notes),
        attributes=source.attributes,
        layout=layout,
        inferences=tuple(source.inferences),
        unread=tuple(source.unread),
    )


def _typed(struct: type[msgspec.Struct], field: str, value: object) -> object:
    """A printed text as the field's type."""
    if not isinstance(value, str):
        return value
    hint = get_type_hints(struct)[field]
    kind = next((kind for kind in getattr(hint, "__args__", (hint,)) if kind in TYPED), str)
    return TYPED[kind](value)


def _decimal(text: str) -> Decimal:
    number = text.removesuffix("分").replace(",", "")
    return Decimal(number[:-1]).scaleb(-2) if number.endswith("%") else Decimal(number)


TYPED: dict[type, Callable[[str], object]] = {
    bool: bool,
    Decimal: _decimal,
    date: date.fromisoformat,
    int: int,
    model.Group: model.Group,
    model.Facet: model.Facet,
    quantity.Quantity: quantity.parse,
    str: str,
}


def _canonical(row: dict[str, Any], groups: dict[str, str]) -> dict[str, Any]:
    """Group and facet of a row, where it does not give them itself."""
    facet = FACETS.get((row.get("level2") or "").removesuffix("指标"))
    group = _group(row.get("level1"), groups)
    if facet is None and row.get("level2") is None and group is model.Group.SATISFACTION:
        facet = "satisfaction"
    found: dict[str, Any] = {"group": group, "facet": model.Facet(facet) if facet else None}
    return {key: value for key, value in found.items() if key not in row}


def _group(label: str | None, groups: dict[str, str]) -> model.Group | None:
    key = groups.get(label or "") or GROUPS.get(label or "")
    return model.Group(key) if key else None


class _Reader:
    """The source being read line by line."""

    def __init__(self, head: str) -> None:
        settings: dict[str, str] = {}
        self.form = FormSource("")
        for line in filter(None, head.splitlines()):
            key, _, value = line.partition(": ")
            if key in ("infer", "unread", "attribute", "group"):
                self._tell(key, value)
            settings[f"group {value.partition(' = ')[0]}" if key == "group" else key] = value.rpartition(" = ")[2]
        self.form.kind = settings["kind"]
        self.golden = Golden(settings, [], [self.form])
        self.fields: list[str] = []
        self.rows = ""
        self.marks: dict[tuple[int, int, int], list[tuple[str, str | None]]] = {}

    def _tell(self, key: str, value: str) -> None:
        name, _, text = value.partition(" = ")
        if key == "infer":
            text, _, printed = text.partition(" <- ")
            self.form.inferences.append(model.Inference(name, text, printed=printed or None))
        elif key == "unread":
            at, _, reason = text.partition(" <- ")
            self.form.unread.append(model.Unread(name or None, at, reason))
        elif key == "attribute":
            self.form.attributes[name] = text.replace("\\n", "\n")

    def block(self, block: str) -> None:
        """Read one part."""
        head, *lines = block.split("\n")
        kind, _, name = head.partition(" ")
        if kind == "form":
            self.form = FormSource(name)
            self.golden.forms.append(self.form)
            return
        part = Part(kind, name, [])
        self.golden.parts.append(part)
        covered: set[tuple[int, int]] = set()
        for line in filter(None, lines):
            if line.startswith("#"):
                self.rows, *self.fields = line[1:].split()
            elif line.startswith("? "):
                self._tell(*line[2:].split(": ", 1))
            else:
                self._row(part, line, covered)

    def _row(self, part: Part, line: str, covered: set[tuple[int, int]]) -> None:
        part.rows += 1
        entry = re.match(r"\+\*? ", line)
        line = line[entry.end() :] if entry else line
        column = 1
        for written in [line] if part.kind == "text" else (f"{line} " if line.endswith(" |") else line).split(" | "):
            while (part.rows, column) in covered:
                column += 1
            cell = self._placed(part, written, column)
            part.cells.append(cell)
            covered |= places(cell)
            column += cell.across
        if part.kind == "table" and column - 1 > len(self.golden.widths):
            raise IndexError(part.name, part.rows, column - 1)  # more columns than widths
        if entry is not None:
            self._entry(part, is_total="*" in entry[0])

    def _placed(self, part: Part, written: str, column: int) -> Placed:
        across, down, marks, marked = 1, 1, [], written
        while (found := MARK.match(marked) or SPANS.match(marked)) is not None:
            marked = marked[found.end() :]
            if found.re is MARK:
                marks.append((found[1], found[2]))
            else:
                across, down = int(found[1]), int(found[2] or 1)
        cell = Placed(part.rows, column, marked.replace("\\n", "\n").strip(), across, down)
        at = Spot(len(self.golden.parts) - 1, cell.row, cell.col)
        self.marks[at] = marks
        for path, value in marks:
            if path and path[0] not in "!.":
                self._put(path, cell.text if value is None else value.replace("\\n", "\n"), at)
        return cell

    def _put(self, path: str, value: object, spot: Spot) -> None:
        """A value that the source gives itself; an empty one has only its place."""
        is_row = re.fullmatch(r"\w+\[\d+\]", path) is not None and not path.startswith("notes")
        if value not in ("", None) and not is_row and not path.startswith("unread"):
            self.form.values[path] = value
        if not path.endswith((".group", ".is_total", ".facet")):
            self.form.spots[path] = spot

    def _entry(self, part: Part, *, is_total: bool) -> None:
        count = sum(1 for path in self.form.spots if re.fullmatch(rf"{self.rows}\[\d+\]", path))
        path = f"{self.rows}[{count}]"
        cells = {field: cell for field, cell in self._under(part) if not self._skipped(cell, field)}
        self._rows_place(path, part, cells)
        if is_total:
            self.form.values[f"{path}.is_total"] = True
        signs: dict[str, str] = {key: self._text(cells[key]) for key in cells if key in ("sign", "unit")}
        for field, cell in cells.items():
            if field in signs or (cell.row != part.rows and field in ONE_A_ROW):
                continue
            value = self._value(field, cell, signs)
            if value is not None:
                self.form.values[f"{path}.{field}"] = value
            self.form.spots[f"{path}.{field}"] = self._spot(cell)
        for cell in (one for one in part.cells if one.row == part.rows):
            added = (mark for mark in self.marks[self._spot(cell)] if mark[0].startswith("."))
            for field, value in added:
                self._put(f"{path}{field}", cell.text if value is None else value, self._spot(cell))
        if self.rows == "indicators":
            self._headings(part, cells)

    def _rows_place(self, path: str, part: Part, cells: dict[str, Placed]) -> None:
        own = [cell for cell in part.cells if cell.row == part.rows and cell.text]
        name = cells.get("source") or cells.get("name") or own[0]
        self.form.spots[path] = self._spot(name)

    def _under(self, part: Part) -> Iterator[tuple[str, Placed]]:
        at = {place: cell for cell in part.cells for place in places(cell)}
        for column, field in enumerate(self.fields, start=1):
            if field != "." and (part.rows, column) in at:
                yield field, at[part.rows, column]

    def _skipped(self, cell: Placed, field: str) -> bool:
        return bool({("!", None), (f"!{field}", None)} & set(self.marks[self._spot(cell)]))

    def _spot(self, cell: Placed) -> Spot:
        return Spot(len(self.golden.parts) - 1, cell.row, cell.col)

    def _given(self, cell: Placed) -> str | None:
        return next((value for path, value in self.marks[self._spot(cell)] if not path), None)

    def _text(self, cell: Placed) -> str:
        given = self._given(cell)
        return cell.text if given is None else given

    def _value(self, field: str, cell: Placed, signs: dict[str, str]) -> object:
        text = self._text(cell)
        if self.rows == "indicators" and field in QUANTITIES:
            sign = "" if field == "actual" else signs.get("sign", "")
            return quantity.parse(text, sign=sign, unit=signs.get("unit", ""))
        if self._given(cell) is None and field in ("level1", "level2"):
            text = WEIGHT.sub("", "".join(text.split())) or text
        if field == "source":
            text = text.rstrip("：")
        hint = get_type_hints(ROWS[self.rows]).get(field)
        is_number = Decimal in getattr(hint, "__args__", ())
        return None if not text or (is_number and text in BLANK) else text

    def _headings(self, part: Part, cells: dict[str, Placed]) -> None:
        for level, key in ((1, "level1"), (2, "level2")):
            cell = cells.get(key)
            if cell is None or cell.row != part.rows or not cell.text:
                continue
            weight = WEIGHT.search("".join(cell.text.split()))
            label = str(self._value(key, cell, {}))
            labels = [
                value
                for path, value in self.form.values.items()
                if re.fullmatch(r"headings\[\d+\]\.label", path)
                and self.form.values.get(path.replace(".label", ".level"), 1) == 1
            ]
            if (level == 1 and labels[-1:] == [label]) or (level == 2 and weight is None):  # noqa: PLR2004 - 一级、二级
                continue
            self._heading(label, level, weight, cell)

    def _heading(self, label: str, level: int, weight: re.Match[str] | None, cell: Placed) -> None:
        path = f"headings[{sum(key.endswith('.label') for key in self.form.values)}]"
        self._put(f"{path}.label", label, self._spot(cell))
        if level > 1:
            self.form.values[f"{path}.level"] = level
            self.form.values[f"{path}.group"] = None
        if weight is not None:
            self._put(f"{path}.weight", weight[1] or weight[2], self._spot(cell))
