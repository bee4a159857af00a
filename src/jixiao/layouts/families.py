"""Which printed family a form belongs to (表样): each module beside this one that has MARKS says what it prints."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Set as AbstractSet
from functools import cache
from pathlib import Path
from typing import NamedTuple

ENOUGH = 50  # percent; below it the form has no known layout


class Family(NamedTuple):
    """One printed family (表样): its name, the marks that it prints, such as fund.reason, and those it needs."""

    name: str
    title: str
    marks: frozenset[str]
    needs: frozenset[str]

    def fit(self, marks: AbstractSet[str]) -> int:
        """How much of what either prints both print (吻合度), whole percent."""
        return self.likeness(marks) if self.needs <= marks else 0

    def likeness(self, marks: AbstractSet[str]) -> int:
        """The same whether or not what it needs is there (相似度), for the best guess at what is no form."""
        relevant = marks & _all_marks()
        return 100 * len(relevant & self.marks) // len(relevant | self.marks)


def best(marks: AbstractSet[str]) -> tuple[str | None, int]:
    """The family that fits best with its fit (最接近的表样); no name where none fits well enough."""
    found = max(known(), key=lambda family: (family.fit(marks), -len(family.name)))
    fit = found.fit(marks)
    return (found.name if fit >= ENOUGH else None), fit


def guess(marks: AbstractSet[str]) -> tuple[str, int] | None:
    """The family most like these marks (最接近的表样): name and title, and how like; None where none is like."""
    found = max(known(), key=lambda family: (family.likeness(marks), -len(family.name)))
    likeness = found.likeness(marks)
    return (f"{found.name} {found.title}", likeness) if likeness else None


@cache
def known() -> tuple[Family, ...]:
    """Every family of the folder `printed` (全部表样)."""
    package = importlib.import_module("jixiao.layouts.printed")
    names = (info.name for info in pkgutil.iter_modules([str(Path(str(package.__file__)).parent)]))
    modules = (importlib.import_module(f"jixiao.layouts.printed.{name}") for name in names)
    return tuple(Family(module.NAME, module.TITLE, module.MARKS, module.NEEDS) for module in modules)


@cache
def _all_marks() -> frozenset[str]:
    return frozenset(mark for family in known() for mark in family.marks)
