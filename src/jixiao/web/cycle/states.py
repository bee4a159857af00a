"""The state machine as data (流程图, cycle.toml)."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

import msgspec


class Level(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One level of approval (审核层级)."""

    state: str
    roles: tuple[str, ...]
    action: str


class State(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One state of a form (状态)."""

    editable: bool = False
    falls: str = ""
    waits: tuple[str, ...] = ()


class Transition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One step from state to state (办理动作)."""

    starts: tuple[str, ...] = msgspec.field(name="from")
    to: str
    action: str
    comment: bool = False
    clean: bool = False
    seals: bool = False
    new_version: bool = False
    undoes: tuple[str, ...] = ()


class Cycle(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of it."""

    levels: dict[str, Level]
    states: dict[str, State]
    transitions: dict[str, Transition]

    @property
    def editable(self) -> frozenset[str]:
        """The states in which the unit may change the form (可填报的状态)."""
        return frozenset(name for name, state in self.states.items() if state.editable)

    @property
    def dropped(self) -> dict[str, str]:
        """Where a state falls back to when the content changes (改动后退回)."""
        return {name: state.falls for name, state in self.states.items() if state.falls}

    def level_of(self, state: str) -> Level | None:
        """The level at which a form in that state waits."""
        return next((level for level in self.levels.values() if level.state == state), None)

    def after(self, state: str, levels: list[str]) -> str:
        """The state after that one passes, with these levels (下一状态)."""
        chosen = [self.levels[name].state for name in self.levels if name in levels]
        following = chosen[chosen.index(state) + 1 :] if state in chosen else chosen
        return following[0] if following else "final"

    def waiting_for(self, role: str) -> frozenset[str]:
        """The states in which a form waits for that role (等其办理的状态)."""
        return frozenset(name for name, state in self.states.items() if role in state.waits)


@cache
def cycle() -> Cycle:
    """The machine, read once."""
    text = resources.files(__package__).joinpath("cycle.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Cycle)
