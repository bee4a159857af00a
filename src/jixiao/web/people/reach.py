"""How rows of a model hang on a unit and on a form (归属): what row scopes are computed from."""

from __future__ import annotations

from typing import NamedTuple


class Reach(NamedTuple):
    """The lookups from a model to its unit and its form. "" is the model itself, None that there is none."""

    unit: str | None = None
    form: str | None = None
    many: bool = False  #: 一行可归几个单位，联接后会重复

    def unit_lookup(self, rest: str) -> str:
        """The lookup of a field of the unit: form__unit__path__startswith."""
        return f"{self.unit}__{rest}" if self.unit else rest

    def form_lookup(self, rest: str) -> str:
        """The lookup of a field of the form: form__assignments__account."""
        return f"{self.form}__{rest}" if self.form else rest
