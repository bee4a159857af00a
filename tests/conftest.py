"""Mutation testing (变异测试, docs/mutation.md) tries many mutants after one run of the tests, in forks of one process.

A mutant must not be spared because an answer was remembered before it came to life: the caches of `jixiao` are emptied
for each mutant, and before each test while it is found out which test reaches which function.
"""

from __future__ import annotations

import os
import sys

_emptied_for: list[str] = []


def pytest_runtest_setup() -> None:
    mutant = os.environ.get("MUTANT_UNDER_TEST")  # set by mutmut alone
    if not mutant or (mutant in _emptied_for and mutant != "stats"):
        return
    _emptied_for.append(mutant)
    for module in [module for name, module in sys.modules.items() if name.startswith("jixiao")]:
        for value in list(vars(module).values()):
            if hasattr(value, "cache_clear"):
                value.cache_clear()
