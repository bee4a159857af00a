"""A form's own arithmetic (表内勾稽) against misread digits: sums and rates that a printed form usually keeps.

It judges no form: whether a person added up wrongly is for the checks to say. A figure is corrected only where the
recogniser itself saw another digit as possible, and where exactly one such reading makes the figures agree.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

import msgspec

from jixiao import numerals
from jixiao.form import Form
from jixiao.layouts import labels

_ROW = re.compile(r"(\w+)\[(\d+)\]\.(\w+)")
_AMOUNTS = ("initial_budget", "full_budget", "executed")
_POINTS = re.compile(r"分$")


class Tie(NamedTuple):
    """Figures that belong together (勾稽关系), and what is said where they do not agree."""

    paths: tuple[str, ...]
    holds: Callable[[Sequence[Decimal]], bool]
    words: str


def value_at(form: Form, path: str) -> object:
    """The value at a path (取值), None for a blank and for what is no single value."""
    row = _ROW.fullmatch(path)
    if row is None:
        return getattr(form, path, None)
    return getattr(getattr(form, row[1])[int(row[2])], row[3], None)


def corrected(form: Form, rivals: Mapping[str, Sequence[str]]) -> tuple[Form, dict[str, str]]:
    """The form with its misread figures mended, and why, by path (按勾稽更正)."""
    said: dict[str, str] = {}
    ties = list(_ties(form))
    for tie in ties:
        values = _values(form, ties)
        if _agrees(tie, values):
            continue
        fits = [
            (path, value)
            for path in tie.paths
            for value in _others(path, rivals.get(path, ()), values[path])
            if path not in said and _all_agree(ties, path, values | {path: value})
        ]
        if len(fits) == 1:
            path, value = fits[0]
            said[path] = (
                f"扫描件识别为 {numerals.plain(values[path])}，{tie.words}；读作 {numerals.plain(value)} 则相符"
            )
            form = _with(form, path, value)
    return form, said


def against(form: Form) -> dict[str, str]:
    """The figures that do not agree with others (不相符的数字), by path, with the words for it."""
    ties = list(_ties(form))
    values = _values(form, ties)
    broken = [tie for tie in ties if not _agrees(tie, values)]
    return {path: tie.words for tie in broken for path in tie.paths}


def _agrees(tie: Tie, values: Mapping[str, Decimal]) -> bool:
    return tie.holds([values[path] for path in tie.paths])


def _all_agree(ties: list[Tie], path: str, values: Mapping[str, Decimal]) -> bool:
    return all(_agrees(tie, values) for tie in ties if path in tie.paths)


def _values(form: Form, ties: list[Tie]) -> dict[str, Decimal]:
    found = {path: value_at(form, path) for tie in ties for path in tie.paths}
    return {path: value for path, value in found.items() if isinstance(value, Decimal)}


def _others(path: str, texts: Sequence[str], value: Decimal) -> list[Decimal]:
    """The other numbers that the recogniser thought possible."""
    read = (_number(path, text) for text in texts)
    return list(dict.fromkeys(one for one in read if one is not None and one != value))


def _number(path: str, text: str) -> Decimal | None:
    if path.endswith(".rate"):
        return numerals.parse_rate(text)
    if path.startswith("headings["):
        return labels.weight_in(text)
    return numerals.parse_number(_POINTS.sub("", numerals.tidy(text)))


def _with(form: Form, path: str, value: Decimal) -> Form:
    row = _ROW.fullmatch(path)
    if row is None:
        return msgspec.structs.replace(form, **{path: value})
    rows = list(getattr(form, row[1]))
    rows[int(row[2])] = msgspec.structs.replace(rows[int(row[2])], **{row[3]: value})
    return msgspec.structs.replace(form, **{row[1]: tuple(rows)})


def _ties(form: Form) -> Iterator[Tie]:
    yield from _totals(form)
    yield from _groups(form)
    yield from _funds(form)
    for index, item in enumerate(form.indicators):
        if item.weight is not None and item.score is not None:
            paths = (f"indicators[{index}].score", f"indicators[{index}].weight")
            yield Tie(paths, _not_above, "得分高于分值")


def _totals(form: Form) -> Iterator[Tie]:
    """Weights and scores to their totals, the execution's among them."""
    execution = [f"funds[{index}]" for index, line in enumerate(form.funds) if line.is_total]
    rows = [*execution, *(f"indicators[{index}]" for index in range(len(form.indicators)))]
    for field, words in (("weight", "与分值合计不符"), ("score", "与总分不符")):
        parts = [path for row in rows if value_at(form, path := f"{row}.{field}") is not None]
        if getattr(form, f"total_{field}") is not None and parts:
            yield Tie((f"total_{field}", *parts), _is_sum, words)


def _groups(form: Form) -> Iterator[Tie]:
    """The points of a first level, as its label prints them, to those of its rows."""
    for index, heading in enumerate(form.headings):
        rows = [number for number, item in enumerate(form.indicators) if item.level1 == heading.label]
        parts = [path for row in rows if value_at(form, path := f"indicators[{row}].weight") is not None]
        if heading.level == 1 and heading.weight is not None and parts and len(parts) == len(rows):
            yield Tie((f"headings[{index}].weight", *parts), _is_sum, "与该组分值之和不符")


def _funds(form: Form) -> Iterator[Tie]:
    """Executed amount by budget to the rate; the parts to the total, where at least one column adds up."""
    for index, line in enumerate(form.funds):
        if line.rate is not None and line.full_budget and line.executed is not None:
            paths = (f"funds[{index}].rate", f"funds[{index}].executed", f"funds[{index}].full_budget")
            yield Tie(paths, _is_rate, "执行率与执行数、预算数不符")
    total = next((index for index, line in enumerate(form.funds) if line.is_total), None)
    if total is None:
        return
    ties = []
    for field in _AMOUNTS:
        others = [f"funds[{index}].{field}" for index in range(len(form.funds)) if index != total]
        parts = [path for path in others if value_at(form, path) is not None]
        if len(parts) > 1 and value_at(form, f"funds[{total}].{field}") is not None:
            ties.append(Tie((f"funds[{total}].{field}", *parts), _is_sum, "与各项资金之和不符"))
    values = _values(form, ties)
    if any(_agrees(tie, values) for tie in ties):
        yield from ties


def _is_sum(values: Sequence[Decimal]) -> bool:
    return values[0] == sum(values[1:])


def _not_above(values: Sequence[Decimal]) -> bool:
    return values[0] <= values[1]


def _is_rate(values: Sequence[Decimal]) -> bool:
    """Whether the rate is the quotient, rounded or cut off at the digits printed."""
    rate, executed, budget = values
    if not budget:
        return True
    last = Decimal((0, (1,), int(rate.as_tuple().exponent)))
    return abs(executed / budget - rate) < last
