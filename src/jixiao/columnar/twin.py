"""The twin (孪生): scores many forms at once, and tells what the checks on numbers find in most of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from jixiao.columnar.findings import SETTLED, Found, arithmetic
from jixiao.columnar.points import Due, Totals, execution_due, rows_due, totals
from jixiao.columnar.sheet import Sheet, Truth
from jixiao.rulebooks import load
from jixiao.rulebooks.model import Rulebook


class Verdict(NamedTuple):
    """What the twin says of many forms (判断), each under its own method."""

    rows: Due  #: 指标应得分, one of each row
    execution: Due  #: 执行率应得分, one of each form
    totals: Totals
    found: Found  #: 疑点; a form that is answered there has points and totals that are sure

    @property
    def quiet(self) -> Truth:
        """The forms whose every number is as it should be (数字全部相符)."""
        quiet: Truth = self.found.answered & ~np.logical_or.reduce([*self.found.fired.values()])
        return quiet


def judge(sheet: Sheet, under: Rulebook | None = None) -> Verdict:
    """Score the forms and tell what can be told of them (列式计分与勾稽), `under` one method or each under its own.

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
    return verdict._replace(found=_among(verdict.found, ~sheet.forms.truth("from_notes")))


def _judged(sheet: Sheet, rulebook: Rulebook) -> Verdict:
    rows, execution = rows_due(sheet, rulebook), execution_due(sheet, rulebook)
    whole = sheet.forms.array("left_out") == 0  # a number too large for the store is not there to be looked at
    found = _among(arithmetic(sheet, rulebook, rows, execution), whole)
    return Verdict(rows, execution, totals(sheet, rulebook, rows, execution), found)


def _among(found: Found, which: Truth) -> Found:
    """The findings of those forms, the others not answered."""
    return Found(found.answered & which, {code: fired & which for code, fired in found.fired.items()})


def _joined(sheet: Sheet, told: list[tuple[Truth, Verdict]]) -> Verdict:
    """The verdicts of the methods put together in the order of the forms."""
    size = int(sheet.rows.starts[-1])
    findings = [(which, (verdict.found.answered, *verdict.found.fired.values())) for which, verdict in told]
    answered, *fired = _put(findings, sheet.size)
    return Verdict(
        Due(*_put([(sheet.rows.spread(which), verdict.rows) for which, verdict in told], size)),
        Due(*_put([(which, verdict.execution) for which, verdict in told], sheet.size)),
        Totals(*_put([(which, verdict.totals) for which, verdict in told], sheet.size)),
        Found(answered, dict(zip(SETTLED, fired, strict=True))),
    )


def _put(parts: Sequence[tuple[Truth, tuple[NDArray[Any], ...]]], size: int) -> Iterator[NDArray[Any]]:
    """Each array of the parts, put where it belongs."""
    for at, sample in enumerate(parts[0][1]):
        whole = np.zeros(size, sample.dtype)
        for which, arrays in parts:
            whole[which] = arrays[at]
        yield whole
