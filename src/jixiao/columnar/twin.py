"""The twin (孪生): scores many forms at once, and tells of which of them the checks on numbers are silent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from jixiao.columnar import quiet
from jixiao.columnar.points import Due, Totals, execution_due, rows_due, totals
from jixiao.columnar.sheet import Sheet, Truth
from jixiao.rulebooks import load
from jixiao.rulebooks.model import Rulebook


class Verdict(NamedTuple):
    """What the twin says of many forms (判断), each under its own method."""

    rows: Due  #: 指标应得分, one of each row
    execution: Due  #: 执行率应得分, one of each form
    totals: Totals
    quiet: Truth  #: every number of the form is as it should be, and all of the above is sure


def judge(sheet: Sheet, under: Rulebook | None = None) -> Verdict:
    """Score the forms and prove quiet what can be proved so (列式计分与勾稽), `under` one method or each under its own.

    A form whose own notes set its method is left to the plain functions, unless a method is named.
    """
    if under is not None:
        return _judged(sheet, under)
    method = sheet.forms.words("rulebook")
    parts = [(method.code == code, load(name)) for code, name in enumerate(method.names) if name]
    told = [
        (which, _judged(sheet if which.all() else sheet.take(which), rulebook))
        for which, rulebook in parts
        if which.any()
    ]
    verdict = told[0][1] if len(told) == 1 else _joined(sheet, told)
    return verdict._replace(quiet=verdict.quiet & ~sheet.forms.truth("from_notes"))


def _judged(sheet: Sheet, rulebook: Rulebook) -> Verdict:
    rows, execution = rows_due(sheet, rulebook), execution_due(sheet, rulebook)
    silent = quiet.arithmetic(sheet, rulebook, rows, execution)
    silent &= sheet.forms.array("left_out") == 0  # a number too large for the store is not there to be looked at
    return Verdict(rows, execution, totals(sheet, rulebook, rows, execution), silent)


def _joined(sheet: Sheet, told: list[tuple[Truth, Verdict]]) -> Verdict:
    """The verdicts of the methods put together in the order of the forms."""
    size = int(sheet.rows.starts[-1])
    return Verdict(
        Due(*_put([(sheet.rows.spread(which), verdict.rows) for which, verdict in told], size)),
        Due(*_put([(which, verdict.execution) for which, verdict in told], sheet.size)),
        Totals(*_put([(which, verdict.totals) for which, verdict in told], sheet.size)),
        *_put([(which, (verdict.quiet,)) for which, verdict in told], sheet.size),
    )


def _put(parts: Sequence[tuple[Truth, tuple[NDArray[Any], ...]]], size: int) -> Iterator[NDArray[Any]]:
    """Each array of the parts, put where it belongs."""
    for at, sample in enumerate(parts[0][1]):
        whole = np.zeros(size, sample.dtype)
        for which, arrays in parts:
            whole[which] = arrays[at]
        yield whole
