"""Corrections that need no person (可直接更正): which ones they are, and the form with them put in."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

import msgspec

from jixiao.finding import Correction, Finding, Safety
from jixiao.form import Form, Inference
from jixiao.outcome import Audited
from jixiao.quantity import parse

STEP = re.compile(r"([a-z_0-9]+)(?:\[(\d+)\])?")
TEXTS = frozenset({"grade", "conclusion", "problems", "measures", "reason", "name", "standard"})
QUANTITIES = frozenset({"target", "actual", "initial_target"})


class Change(NamedTuple):
    """One correction to be made (一处更正)."""

    path: str
    old: str | None
    new: str
    code: str


class Sorted(NamedTuple):
    """The findings of a form: what can be corrected, and what is left for a person (分拣结果)."""

    changes: list[Change]
    left: list[Finding]


def sorted_out(findings: Sequence[Finding]) -> Sorted:
    """The safe corrections, each place once; where two of them disagree, both are left."""
    wanted: dict[str, set[str]] = {}
    for finding in findings:
        repair = safe(finding)
        if repair is not None:
            wanted.setdefault(repair.path, set()).add(repair.new or "")
    changes: dict[str, Change] = {}
    left = []
    for finding in findings:
        repair = safe(finding)
        if repair is None or repair.new is None or len(wanted[repair.path]) > 1:
            left.append(finding)
        else:
            changes.setdefault(repair.path, Change(repair.path, repair.old, repair.new, finding.code))
    return Sorted(list(changes.values()), left)


def settled(one: Audited, without: Collection[str] = ()) -> Sorted:
    """The safe corrections that hold together (经复核的更正): each removes its finding, and none brings a new one.

    A correction that does not, as of a total that the conclusion repeats, is left to a person with its finding; so are
    those of the paths `without`, which could not be put into the file.
    """
    found = sorted_out(one.findings)
    changes = [change for change in found.changes if change.path not in without]
    if not _hold(one, changes):
        kept: list[Change] = []
        for change in changes:
            if _hold(one, [*kept, change]):
                kept.append(change)
        changes = kept
    done = {change.path for change in changes}
    left = [finding for finding in one.findings if finding in found.left or not _repairs(finding, done)]
    return Sorted(changes, left)


def _repairs(finding: Finding, done: Collection[str]) -> bool:
    repair = safe(finding)
    return repair is not None and repair.path in done


def _hold(one: Audited, changes: Sequence[Change]) -> bool:
    """Whether the form with these changes lacks the findings that they repair, and has no finding that it had not."""
    if not changes:
        return True
    from jixiao.checks import audit  # noqa: PLC0415 - loads every check

    done = {change.path for change in changes}
    told = (*one.findings, *(finding for finding, _ in one.waived))
    before = {(finding.code, finding.path) for finding in told}
    mended = {(finding.code, finding.path) for finding in one.findings if _repairs(finding, done)}
    after = {(finding.code, finding.path) for finding in audit(corrected(one.form, changes), one.rulebook)}
    return after <= before - mended


def safe(finding: Finding) -> Correction | None:
    """The finding's correction, if it follows from the form by arithmetic alone."""
    repair = finding.correction
    return repair if repair is not None and repair.safety is Safety.SAFE and repair.new is not None else None


def corrected(form: Form, changes: Sequence[Change]) -> Form:
    """The form with the changes put in, each one marked as corrected (更正后的表)."""
    for change in changes:
        evidence = f"按 {change.code} 更正"
        mark = Inference(change.path, evidence, "corrected", change.old)
        form = _put(form, change.path.split("."), change.new)
        kept = tuple(one for one in form.inferences if one.path != change.path)
        form = msgspec.structs.replace(form, inferences=(*kept, mark))
    return form


def _put(owner: Any, steps: list[str], new: str) -> Any:  # noqa: ANN401 - a form or one of its rows
    found = STEP.fullmatch(steps[0])
    if found is None:
        raise KeyError(steps[0])
    field, index = found[1], found[2]
    if index is None:
        return msgspec.structs.replace(owner, **{field: _value(field, new)})
    rows = list(getattr(owner, field))
    rows[int(index)] = _put(rows[int(index)], steps[1:], new)
    return msgspec.structs.replace(owner, **{field: tuple(rows)})


def _value(field: str, new: str) -> object:
    if field in QUANTITIES:
        return parse(new)
    if field in TEXTS:
        return new
    return Decimal(new.removesuffix("%")).scaleb(-2) if new.endswith("%") else Decimal(new)


def stands(shown: str, old: str | None) -> bool:
    """Whether a cell shows the value to be corrected and nothing else: 99, 99.0 and 99分 do, 总分：99 does not."""
    text = "".join(shown.split()).removesuffix("分")
    if old is None:
        return not text
    try:
        return text == old or Decimal(text.rstrip("%％")) == Decimal(old.rstrip("%"))
    except InvalidOperation:
        return False
