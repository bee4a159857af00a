"""Every text that was filled in (填报的文字), with its path. Labels, notes and telephone are not among them."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.form import Form, Indicator

_HEAD = ("title", "unit", "department", "project", "conclusion", "problems", "measures")
_GOAL = ("expected", "actual", "initial")
_ROW = ("name", "reason", "standard")


def texts_of(form: Form) -> list[tuple[str, str]]:
    """Path and text of every cell that holds words or a value (各格文字); blanks are left out."""
    return [(path, text) for path, text in _cells(form) if text]


def _cells(form: Form) -> Iterator[tuple[str, str | None]]:
    yield from ((name, getattr(form, name)) for name in _HEAD)
    for index, goal in enumerate(form.goals):
        yield from ((f"goals[{index}].{name}", getattr(goal, name)) for name in _GOAL)
    yield from ((f"funds[{index}].reason", line.reason) for index, line in enumerate(form.funds))
    for index, item in enumerate(form.indicators):
        yield from _of_row(f"indicators[{index}]", item)
    yield from ((f"attributes.{label}", text) for label, text in form.attributes.items())


def _of_row(path: str, item: Indicator) -> Iterator[tuple[str, str | None]]:
    yield from ((f"{path}.{name}", getattr(item, name)) for name in _ROW)
    for name, value in (("target", item.target), ("actual", item.actual)):
        if value is not None:
            yield f"{path}.{name}", value.text
