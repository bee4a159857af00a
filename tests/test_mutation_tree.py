"""The copy for mutation testing does what the project does: only where the bodies stand differs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from tools.mutation_tree import undecorated

SOURCE = '''
from contextlib import contextmanager
from functools import cache, cached_property

class Tally:
    """A class."""

    def __init__(self, numbers): self.numbers = numbers

    @cached_property
    def total(self):
        """Their sum."""
        return sum(self.numbers)

    @staticmethod
    def name(): return "tally"

@cache
def scaled(number, /, by=2, *more, upper=None, **others):
    return min(number * by + sum(more) + len(others), upper or 100)

@contextmanager
def opened(name):
    """Opens it."""
    yield name
'''


def test_the_bodies_move_out_and_the_answers_stay() -> None:
    moved = undecorated(SOURCE)
    assert "def _bare_total(self):" in moved
    assert "def _bare_name" not in moved
    names: dict[str, Any] = {}
    exec(moved, names)  # noqa: S102 - the source above
    tally = names["Tally"]([1, 2])
    assert (tally.total, tally.name(), names["Tally"].total.__doc__) == (3, "tally", "Their sum.")
    assert [names["scaled"](4), names["scaled"](4, 3, 1, x=0), names["scaled"](60, upper=7)] == [8, 14, 7]
    assert names["scaled"].cache_info().misses == 3
    with names["opened"]("book") as name:
        assert name == "book"
    assert names["opened"].__doc__ == "Opens it."
