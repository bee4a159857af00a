"""The block of indicators (绩效指标部分) of a grid: columns by their headings, merged levels shared by their rows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from jixiao import numerals, quantity
from jixiao.form import Group, GroupHeading, Indicator
from jixiao.layouts import labels
from jixiao.layouts.grid_columns import ONE_A_ROW
from jixiao.layouts.grid_cut_labels import CutLabels
from jixiao.layouts.grid_draft import NO_HEADING, is_numeric
from jixiao.layouts.grid_rows import Row, block, inline
from jixiao.layouts.levels import Levels, carried

if TYPE_CHECKING:
    from decimal import Decimal

    from jixiao.document import Cell
    from jixiao.layouts.grid_draft import Draft
    from jixiao.quantity import Quantity

_LEVELS = ("level1", "level2", "level3")
_VALUES = ("target", "actual", "weight", "score")
_JOINED = ("level3", "target", "actual")
_PREFIX = re.compile(r"^(?:三级)?(?:指标|目标)\s*\d{1,2}\s*[:：.．、]\s*")
_PLACEHOLDER = re.compile(r"(?:指标|目标)?\s*\d{0,2}\s*[:：]?\s*[.…·。]*")
_SHARE = re.compile(r"(\d{1,3}(?:\.\d+)?)[%％]")
_TICK = frozenset("√✓✔☑■●＊*Vv是")
_COMPLETION = "项目完成指标"  # what older forms call 产出指标
_SUBTOTAL = ("小计", "分项小计")


class Block:
    """The indicator rows being read (指标行): the levels of the row before carry over to blank cells below."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.levels = Levels()
        self.heading: GroupHeading | None = None
        self.labels = CutLabels(draft)
        self._header: dict[int, str] = {}
        self._under: dict[str, set[int]] = {}  #: the columns of each heading of that header

    def read(self, row: Row) -> None:
        """Read one row below the header; a row that holds no indicator leaves only its headings."""
        cells = {key: self._cell(row, key) for key in self._columns()}
        if _is_prose(cells):
            return
        if self.draft.scores_only:
            self._add_points(cells)
            return
        path = f"indicators[{len(self.draft.indicators)}]"
        name_cell, levels = self._levels(row, cells)
        self.levels = levels
        if self._is_subtotal(row, cells) or not self._is_indicator(row, cells, name_cell):
            return
        self.draft.indicators.append(self._indicator(path, row, cells, name_cell))
        if self.draft.long_term:
            self._add_long_term(row)
        if self.draft.parts:
            self._part(row)
        for cell in row.filled:
            if cell.col > max(self.draft.columns) and is_numeric(cell) and cell.col in self.draft.unnamed:
                self.draft.miss(None, cell, NO_HEADING)

    def _part(self, row: Row) -> None:
        """Make of the last row one for each part of the project that has a target of its own (分项目列示)."""
        draft = self.draft
        whole, path = draft.indicators.pop(), f"indicators[{len(draft.indicators)}]"
        places = {key: place for key, place in draft.locations.items() if key.startswith(path)}
        for col, part in draft.parts.items():
            cell = next(iter(row.across([col])), None)
            if cell is None or not _filled(cell):
                continue
            own = f"indicators[{len(draft.indicators)}]"
            draft.locations |= {key.replace(path, own, 1): place for key, place in places.items()}
            draft.locations[f"{own}.target"] = cell.location
            draft.infer(f"{own}.name", f"指标值按“{part}”分栏填列，名称后注明", whole.name)
            name, target = f"{whole.label}（{part}）", quantity.parse(cell.text)
            draft.indicators.append(msgspec.structs.replace(whole, name=name, target=target))

    def _add_long_term(self, row: Row) -> None:
        """The medium-term half of a row (中期指标): it belongs to the yearly indicator of that name, else to none."""
        columns = self.draft.long_term
        found = {
            key: next(iter(row.across(col for col, other in columns.items() if other == key)), None)
            for key in ("level2", "level3", "target")
        }
        name = found["level3"]
        if name is None or name.row != row.number or not _filled(name):
            return
        rows, named = self.draft.indicators, _PREFIX.sub("", inline(name.text))
        path = f"indicators[{len(rows) - 1}]"
        if rows[-1].name != named:
            path = f"indicators[{len(rows)}]"
            label = _label(found["level2"])
            own = carried(Levels(self.levels.level1, None, self.levels.group), None, label)
            self.draft.locations[path] = self.draft.locations[f"{path}.name"] = name.location
            rows.append(Indicator(named, own.level1, own.level2, own.group, own.facet))
        value = found["target"]
        if value is not None:
            self.draft.locations[f"{path}.long_term_target"] = value.location
            rows[-1] = msgspec.structs.replace(rows[-1], long_term_target=quantity.parse(value.text))

    def _add_points(self, cells: dict[str, Cell | None]) -> None:
        """A row of a scoring table of its own (评分表): its points belong to the indicator of that name further up."""
        name = cells.get("level3")
        if name is None or not _filled(name):
            return
        named = _PREFIX.sub("", inline(name.text))
        rows = self.draft.indicators
        at = next((index for index, row in enumerate(rows) if row.name == named and row.weight is None), None)
        if at is None:
            self.draft.miss(None, name, "评分表中的指标在指标表中没有同名的")
            return
        path = f"indicators[{at}]"
        rows[at] = msgspec.structs.replace(
            rows[at],
            weight=self._weight(path, cells.get("weight")),
            score=self.draft.number(f"{path}.score", cells.get("score")),
            standard=self._long(path, cells, "standard"),
        )

    def _columns(self) -> dict[str, set[int]]:
        """The columns under each heading (各栏所占列), found anew when another header has been read."""
        if self._header is not self.draft.columns:
            self._header, self._under = self.draft.columns, {}
            for col, key in self._header.items():
                self._under.setdefault(key, set()).add(col)
        return self._under

    def has_points(self, row: Row) -> bool:
        """Whether the row prints a weight or a score of its own (本行有分)."""
        cells = (self._cell(row, key) for key in ONE_A_ROW)
        return any(cell is not None and cell.row == row.number and is_numeric(cell) for cell in cells)

    def _cell(self, row: Row, key: str) -> Cell | None:
        """The cell under a heading; of several under a wide heading one, with their texts joined: ≥ | 8 | 个."""
        cells = row.across(self._columns().get(key, ()))
        table, last = self.draft.header
        if row.table == table:  # a heading above a page end may have been joined to the empty cell below it
            cells = [cell for cell in cells if cell.row > last]
        filled = [cell for cell in cells if cell.text.strip()]
        if len(filled) > 1 and key in _JOINED:
            return msgspec.structs.replace(filled[-1], text="".join(inline(cell.text) for cell in filled))
        return next(iter(filled or cells), None)

    def _levels(self, row: Row, cells: dict[str, Cell | None]) -> tuple[Cell | None, Levels]:
        """The row's levels, and the cell of its name; a cell across two levels belongs to the one it names."""
        owned = _owned_levels(cells)
        first, second, third = (owned.get(key) for key in _LEVELS)
        first, second = self.labels.whole(1, first), self.labels.whole(2, second)
        if (joined := self.labels.joined.pop(1, None)) is not None:
            self.heading = self.labels.rename_heading(joined)
            self.levels = self.levels._replace(level1=joined.label, group=joined.group, evidence=None)
        if (joined := self.labels.joined.pop(2, None)) is not None:
            self.levels = self.levels._replace(level2=joined.label, facet=labels.facet_of(joined.label))
        self._add_heading(row, first, 1)
        if second is not None and labels.weight_in(second.text) is not None:
            self._add_heading(row, second, 2)
        return third, carried(self.levels, _label(first), _label(second))

    def _add_heading(self, row: Row, cell: Cell | None, level: int) -> None:
        """Keep a level's label with the points it prints, once."""
        if cell is None or cell.row != row.number or not cell.text.strip():
            return
        label = labels.bare(cell.text)
        if labels.find(label, "end") == "total" or label in _SUBTOTAL:
            return
        if level == 1 and self.heading is not None and self.heading.label == label:
            return  # the label stands again in every row
        if label == _COMPLETION:
            self.draft.marks.add("heading.completion")
        group = labels.group_of(label)
        weight = labels.weight_in(cell.text)
        heading = GroupHeading(label, group, level, weight)
        path = f"headings[{len(self.draft.headings)}]"
        self.draft.headings.append(heading)
        self.draft.locations[f"{path}.label"] = cell.location
        if weight is not None:
            self.draft.locations[f"{path}.weight"] = cell.location
        if level == 1:
            self.heading = heading

    def _is_subtotal(self, row: Row, cells: dict[str, Cell | None]) -> bool:
        """A row with only a group's name, weight and score (小计行): they go to the heading."""
        subtotal = any(labels.normal(cell.text) in _SUBTOTAL for cell in row.filled)
        first = cells.get("level1")
        alone = first is not None and first.row == row.number and first.rowspan == 1
        others = [cells.get(key) for key in ("level2", "level3", "target", "actual") if cells.get(key) is not first]
        group = labels.group_of(first.text) if first is not None and alone else None
        bare_group = group not in (None, Group.EXECUTION) and not any(_filled(cell) for cell in others)
        if not (subtotal or bare_group) or not self.draft.headings:
            return False
        at = max(index for index, one in enumerate(self.draft.headings) if one.level == 1 or index == 0)
        old, path = self.draft.headings[at], f"headings[{at}]"
        weight = self.draft.number(f"{path}.weight", cells.get("weight"))
        score = self.draft.number(f"{path}.score", cells.get("score"))
        self.draft.headings[at] = GroupHeading(old.label, old.group, old.level, old.weight or weight, score)
        return True

    def _is_indicator(self, row: Row, cells: dict[str, Cell | None], name: Cell | None) -> bool:
        """Whether the row holds an indicator: something of its own, and not only the template's placeholder."""
        own = [cells.get(key) for key in (*_VALUES, "deduction", "review_score")]
        if any(_filled(cell) and cell is not None and cell.row == row.number for cell in own):
            return True
        if name is None or not _filled(name):
            return False
        return name.row == row.number and not _PLACEHOLDER.fullmatch(name.text.strip())

    def _indicator(self, path: str, row: Row, cells: dict[str, Cell | None], name: Cell | None) -> Indicator:
        draft, levels = self.draft, self.levels
        if row.is_hidden:
            draft.infer(path, "所在行在文件中是隐藏的，仍按填报内容读取")
        if levels.evidence is not None:
            draft.infer(f"{path}.group", levels.evidence)
        draft.locations[path] = (name or row.filled[0]).location
        for key in _LEVELS[:2]:
            cell = cells.get(key)
            if cell is not None:
                draft.locations[f"{path}.{key}"] = cell.location
        unit = self._text(cells, "unit_of_measure") or ""
        sign = self._text(cells, "sign") or ""
        own = {key: cell if cell is not None and cell.row == row.number else None for key, cell in cells.items()}
        return Indicator(
            name=self._name(path, name),
            level1=levels.level1,
            level2=levels.level2,
            group=levels.group,
            facet=levels.facet,
            target=self._quantity(path, cells, "target", sign, unit),
            initial_target=self._quantity(path, cells, "initial_target", sign, unit),
            long_term_target=self._quantity(path, cells, "long_term_target", sign, unit),
            actual=self._quantity(path, cells, "actual", "", unit),
            forecast=self._quantity(path, cells, "forecast", "", unit),
            weight=self._weight(path, own.get("weight")),
            score=draft.number(f"{path}.score", own.get("score")),
            review_score=draft.number(f"{path}.review_score", own.get("review_score")),
            deduction=draft.number(f"{path}.deduction", own.get("deduction")),
            reason=self._reason(path, row, cells),
            standard=self._long(path, cells, "standard"),
            likelihood=self._likelihood(path, row, cells),
        )

    def _chosen(self, row: Row, key: str) -> list[Cell]:
        """The cells ticked under the choices of a heading (打勾的单元格)."""
        cols = [col for col in self.draft.choices if self.draft.columns.get(col) == key]
        return [cell for cell in row.across(cols) if cell.text.strip() and set(labels.squeezed(cell.text)) <= _TICK]

    def _likelihood(self, path: str, row: Row, cells: dict[str, Cell | None]) -> str | None:
        """How likely the target is (完成可能性): the choice ticked, or the words where one column takes them."""
        chosen = self._chosen(row, "likelihood")
        if not chosen:
            return self._long(path, cells, "likelihood")
        self.draft.locations[f"{path}.likelihood"] = chosen[0].location
        if len(chosen) > 1:
            self.draft.miss(f"{path}.likelihood", chosen[1], "完成可能性勾选了不止一项")
            return None
        return self.draft.choices[chosen[0].col]

    def _reason(self, path: str, row: Row, cells: dict[str, Cell | None]) -> str | None:
        """The reason (偏差原因); causes that are ticked (经费保障、制度保障…) stand before the words."""
        words = self._long(path, cells, "reason")
        causes = "、".join(self.draft.choices[cell.col] for cell in self._chosen(row, "cause"))
        return f"{causes}：{words}" if causes and words else causes or words

    def _weight(self, path: str, cell: Cell | None) -> Decimal | None:
        """The points of a row; a share of the whole (权重占比) counts as so many of a hundred."""
        if cell is not None and (share := _SHARE.fullmatch(numerals.tidy(cell.text))) is not None:
            self.draft.locations[f"{path}.weight"] = cell.location
            self.draft.infer(f"{path}.weight", f"权重占比 {share[0]}，按满分 100 分读作 {share[1]} 分", share[0])
            return numerals.parse_number(share[1])
        return self.draft.number(f"{path}.weight", cell)

    def _name(self, path: str, cell: Cell | None) -> str | None:
        if cell is None:
            return None
        text = inline(cell.text)
        name = _PREFIX.sub("", text)
        return self.draft.text(f"{path}.name", "" if _PLACEHOLDER.fullmatch(text) else name, cell)

    def _quantity(self, path: str, cells: dict[str, Cell | None], key: str, sign: str, unit: str) -> Quantity | None:
        cell = cells.get(key)
        if cell is None:
            return None
        self.draft.locations[f"{path}.{key}"] = cell.location
        return quantity.parse(cell.text, sign=sign, unit=unit)

    def _long(self, path: str, cells: dict[str, Cell | None], key: str) -> str | None:
        cell = cells.get(key)
        return self.draft.text(f"{path}.{key}", block(cell.text), cell) if cell is not None else None

    @staticmethod
    def _text(cells: dict[str, Cell | None], key: str) -> str | None:
        cell = cells.get(key)
        return inline(cell.text) if cell is not None else None


def _is_prose(cells: dict[str, Cell | None]) -> bool:
    """Whether one text runs through from the levels to the values (通栏文字): a heading or a remark, no indicator."""
    values = [cell for key in _VALUES if (cell := cells.get(key)) is not None]
    return any(cells.get(level) is cell for level in _LEVELS for cell in values)


def _label(cell: Cell | None) -> str | None:
    return labels.bare(cell.text) or None if cell is not None else None


def _owned_levels(cells: dict[str, Cell | None]) -> dict[str, Cell]:
    """The cell of each level (各级指标单元格); one merged over several levels belongs to the level that it names."""
    owned: dict[str, Cell] = {}
    for level in _LEVELS:
        cell = cells.get(level)
        if cell is None or cell in owned.values():
            continue
        shared = [key for key in _LEVELS if cells.get(key) is cell]
        owner = shared[-1] if "level3" in shared else shared[0]
        if "level2" in shared and labels.facet_of(cell.text) is not None:
            owner = "level2"
        if "level1" in shared and labels.group_of(cell.text) is not None:
            owner = "level1"
        owned[owner] = cell
    return owned


def _filled(cell: Cell | None) -> bool:
    return cell is not None and bool(cell.text.strip())
