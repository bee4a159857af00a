"""Which forms of two files are compared (两个文件的对照): forms of the same project, else of the same unit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from jixiao.checks.texts import bare
from jixiao.form import Form


class FormPairs(NamedTuple):
    """The forms of two files put together, and those left alone (成对的表)."""

    pairs: list[tuple[Form, Form]]
    first_alone: list[Form]
    second_alone: list[Form]


def pair_forms(first: Sequence[Form], second: Sequence[Form]) -> FormPairs:
    """The forms that belong together (对应表单); two files of one form each are a pair whatever they are called."""
    if len(first) == len(second) == 1:
        return FormPairs([(first[0], second[0])], [], [])
    left = list(second)
    pairs, alone = [], []
    for form in first:
        found = next((at for at, other in enumerate(left) if _called(form) and _called(other) == _called(form)), None)
        if found is None:
            alone.append(form)
        else:
            pairs.append((form, left.pop(found)))
    return FormPairs(pairs, alone, left)


def _called(form: Form) -> str:
    """What tells the form from the others in a file; "" where it says neither project nor unit."""
    return bare(form.project or form.unit or "")
