"""The catalogue of planted errors (错例目录): how a mutation is declared, and all of them, found by walking."""

from __future__ import annotations

import importlib
import itertools
import pkgutil
import random
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from types import ModuleType
from typing import Any

import msgspec

from jixiao.form import Form
from jixiao.rulebooks.model import Rulebook

Apply = Callable[[Form, random.Random, Rulebook], Form | None]


class Mutation(msgspec.Struct, frozen=True):
    """One way to plant one error (错例) in a correct form."""

    name: str
    code: str  #: the finding that it must cause
    told: str  #: 植入了什么, in Chinese
    apply: Apply  #: gives None where the form has nothing to plant this error in


def mutation(
    code: str, told: str, **choices: Sequence[object]
) -> Callable[[Callable[..., Form | None]], tuple[Mutation, ...]]:
    """Declare a mutation (错例), or one for each combination of the `choices`, which `told` may name.

    The decorated function takes form, rng and rulebook, then the choices by name, and gives the form with the error.
    """

    def declare(function: Callable[..., Form | None]) -> tuple[Mutation, ...]:
        return tuple(_declared(function, code, told, chosen) for chosen in _combinations(choices))

    return declare


def _declared(function: Callable[..., Form | None], code: str, told: str, chosen: dict[str, Any]) -> Mutation:
    name = "-".join([function.__name__, *map(str, chosen.values())])
    return Mutation(name, code, told.format(**chosen), partial(function, **chosen) if chosen else function)


def _combinations(choices: dict[str, Sequence[object]]) -> Iterator[dict[str, Any]]:
    for values in itertools.product(*choices.values()):
        yield dict(zip(choices, values, strict=True))


@cache
def all_mutations() -> tuple[Mutation, ...]:
    """Every mutation of the modules mutations_*.py, in the order of the codes they cause."""
    package = importlib.import_module(__package__)
    names = (info.name for info in pkgutil.iter_modules(package.__path__) if info.name.startswith("mutations_"))
    modules = (importlib.import_module(f"{__package__}.{name}") for name in names)
    return tuple(sorted((one for module in modules for one in _of(module)), key=lambda one: (one.code, one.name)))


def _of(module: ModuleType) -> Iterator[Mutation]:
    for value in vars(module).values():
        if isinstance(value, tuple) and value and isinstance(value[0], Mutation):
            yield from value
