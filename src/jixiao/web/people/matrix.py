"""The permission matrix as data (权限表, permissions.toml)."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import NamedTuple


class Role(NamedTuple):
    """One role (角色)."""

    code: str
    zh: str
    en: str
    own: str  #: what `own` means: unit, below, region, assigned, published, none
    business: bool  #: 是否有业务权


class Incompatible(NamedTuple):
    """Two sets of roles that one person may not join (不相容职责)."""

    roles: frozenset[str]
    others: frozenset[str]
    where: str  #: anywhere, overlap, form


class Matrix(NamedTuple):
    """All of it."""

    roles: dict[str, Role]
    actions: dict[str, dict[str, str]]
    incompatible: tuple[Incompatible, ...]

    def cell(self, action: str, role: str) -> str:
        """all, own, assigned, published, logs, rules or no."""
        return self.actions[action].get(role, "no")

    def joined(self, role: str, other: str, where: str) -> bool:
        """Whether the two roles are incompatible in that way."""
        return any(
            pair.where == where
            and ((role in pair.roles and other in pair.others) or (other in pair.roles and role in pair.others))
            for pair in self.incompatible
        )


@cache
def matrix() -> Matrix:
    """The matrix, read once."""
    text = resources.files(__package__).joinpath("permissions.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    return Matrix(
        roles={code: Role(code, **row) for code, row in data["roles"].items()},
        actions=data["actions"],
        incompatible=tuple(
            Incompatible(frozenset(one["roles"]), frozenset(one["with"]), one["where"]) for one in data["incompatible"]
        ),
    )
