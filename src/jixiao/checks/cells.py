"""Every text that was filled in (填报的文字), with its path. Labels, notes and telephone are not among them.

Nor are values that were read as a number or a date: nothing but that stands in their cells.
"""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.form import Form, Indicator
from jixiao.quantity import QuantityKind

_HEAD = ("title", "unit", "department", "project", "conclusion", "problems", "measures")
_GOAL = ("expected", "actual", "initial")
_ROW = ("name", "reason", "standard")
_READ = (QuantityKind.NUMBER, QuantityKind.RANGE, QuantityKind.DATE, QuantityKind.PERIOD)


def prose_of(form: Form) -> list[tuple[str, str]]:
    """Path and text of the cells outside the indicators (指标以外的文字); blanks are left out."""
    return [(path, text) for path, text in _prose(form) if text]


def rows_of(form: Form) -> list[tuple[str, str]]:
    """Path and text of the cells of the indicators (指标各格文字); blanks are left out."""
    rows = (_of_row(f"indicators[{index}]", item) for index, item in enumerate(form.indicators))
    return [(path, text) for row in rows for path, text in row if text]


def row_texts(form: Form) -> list[str]:
    """The same texts without their paths, far quicker: most forms are done with a look at these (指标各格文字)."""
    found: list[str | None] = []
    for item in form.indicators:
        found += (item.name, item.reason, item.standard)
        found += (value.text for value in (item.target, item.actual) if value is not None and value.kind not in _READ)
    return [text for text in found if text]


def _prose(form: Form) -> Iterator[tuple[str, str | None]]:
    yield from ((name, getattr(form, name)) for name in _HEAD)
    for index, goal in enumerate(form.goals):
        yield from ((f"goals[{index}].{name}", getattr(goal, name)) for name in _GOAL)
    yield from ((f"funds[{index}].reason", line.reason) for index, line in enumerate(form.funds))
    yield from ((f"attributes.{label}", text) for label, text in form.attributes.items())


def _of_row(path: str, item: Indicator) -> Iterator[tuple[str, str | None]]:
    yield from ((f"{path}.{name}", getattr(item, name)) for name in _ROW)
    for name, value in (("target", item.target), ("actual", item.actual)):
        if value is not None and value.kind not in _READ:
            yield f"{path}.{name}", value.text
