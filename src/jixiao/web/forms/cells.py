"""A form as the texts of its cells (单元格文字), as the editor shows them: the inverse of `typing`."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from jixiao.numerals import plain
from jixiao.writers.blank import layout_for
from jixiao.writers.files import LAYOUTS
from jixiao.writers.official import frame, fund_text, indicator_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from jixiao.form import Form, Goal, Indicator, ManagementAspect
    from jixiao.rulebooks.model import Rulebook
    from jixiao.writers.official import Frame

BLOCKS = ("funds", "management", "goals", "indicators", "notes")
SINGLES = ("title", "unit", "department", "project", "project_code", "amount_unit", "seal", "contact", "phone")
ENDS = ("total_weight", "total_score", "grade", "conclusion", "problems", "measures")


def framed(form: Form, rulebook: Rulebook) -> Frame:
    """The columns and labels that the editor draws the form in (表样)."""
    return frame(form, layout_for(form, rulebook, list(LAYOUTS)))


class Told:
    """The texts of a form's cells (单元格文字), each worked out when it is asked for.

    What was typed into a cell for numbers and is none stands in `unread` of the form, and is shown again.
    """

    def __init__(self, form: Form, board: Frame) -> None:
        self.form = form
        self._refused = {one.path: one.text for one in form.unread if one.path}
        self._columns: dict[str, tuple[list[str], Callable[[Any, str], str]]] = {
            "funds": ([one.key for one in board.funds], fund_text),
            "management": ([key for key, _ in board.management], _plain_text),
            "goals": ([key for key, _ in board.goals], _plain_text),
            "indicators": ([one.key for one in board.columns[1:]], partial(cell_text, form, board)),
            "notes": (["text"], lambda note, _: note),
        }

    @cached_property
    def cells(self) -> dict[str, str]:
        """Those outside of the rows, by path (单项)."""
        return _cells(self.form, self._refused)

    def row(self, block: str, at: int) -> dict[str, str]:
        """Those of one row, by column (一行)."""
        keys, told = self._columns[block]
        row = getattr(self.form, block)[at]
        return {key: told(row, key) or self._refused.get(path_of(block, at, key), "") for key in keys}


def texts_of(form: Form, board: Frame) -> dict[str, Any]:
    """All texts of the form: `cells` by path, and the rows of each block by column (全部文字)."""
    told = Told(form, board)
    rows = {block: [told.row(block, at) for at in range(len(getattr(form, block)))] for block in BLOCKS}
    return {"cells": told.cells, "rows": rows, "subtotals": _subtotals(form)}


def path_of(block: str, at: int | str, key: str) -> str:
    """The path of one cell of a row (路径); a note is one text, without columns."""
    return f"{block}[{at}]" if block == "notes" else f"{block}[{at}].{key}"


def _plain_text(row: Goal | ManagementAspect, key: str) -> str:
    return getattr(row, key) or ""


def cell_text(form: Form, board: Frame, row: Indicator, key: str) -> str:
    """The text of one cell of an indicator, as `jixiao.writers.official` prints it (指标单元格)."""
    if key in ("level1", "level2"):
        return level_text(form, row, 1 if key == "level1" else 2)
    beside = indicator_text(row, "unit") if has_unit(board) else ""
    return indicator_text(row, key, beside)


def has_unit(board: Frame) -> bool:
    """Whether the unit of measure stands in a column of its own (度量单位列)."""
    return any(column.key == "unit" for column in board.columns)


def level_text(form: Form, row: Indicator, level: int) -> str:
    """A first or second level with the weight that its heading prints: 产出指标（50分）."""
    label = (row.level1 if level == 1 else row.level2) or ""
    heading = next(
        (
            one
            for one in form.headings
            if (one.level, one.label) == (level, label) and (level == 1 or one.group in (None, row.group))
        ),
        None,
    )
    weight = None if heading is None else heading.weight
    return label if weight is None else f"{label}\n（{plain(weight)}分）"


def _cells(form: Form, refused: dict[str, str]) -> dict[str, str]:
    found = {name: _shown(getattr(form, name)) for name in (*SINGLES, *ENDS)}
    found["year"] = "" if form.year is None else str(form.year)
    day = form.filed_on
    found["filed_on"] = "" if day is None else f"{day.year}年{day.month}月{day.day}日"
    found |= {f"attributes.{label}": text for label, text in form.attributes.items()}
    found |= {f"headings[{at}].score": _shown(one.score) for at, one in enumerate(form.headings)}
    return {path: text or refused.get(path, "") for path, text in found.items()}


def _shown(value: object) -> str:
    if value is None:
        return ""
    return plain(value) if isinstance(value, Decimal) else str(value)


def _subtotals(form: Form) -> dict[str, int]:
    """The headings that print a subtotal (小计得分), by the label of their first level."""
    return {one.label: at for at, one in enumerate(form.headings) if one.level == 1 and one.score is not None}
