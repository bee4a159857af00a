"""The kinds of letters (公文种类): each a TOML of this folder with its template, and every name that it may use."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import msgspec

from jixiao.letters import typeset
from jixiao.letters.template import Template

Said = tuple[str, str]


class Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One kind (一种公文): its template in the notation of `typeset`, and its names with what they are."""

    title: str
    title_en: str
    page: str
    lines: str
    fields: dict[str, Said]
    inside: dict[str, Said]  #: names that stand inside a section only

    @property
    def known(self) -> list[str]:
        """Every name that a template of this kind may use (可用的名称)."""
        return [*self.fields, *self.inside]

    def document(self) -> bytes:
        """Our own template as a Word file (自带模板)."""
        return typeset.document(self.lines.split("\n"), self.page, self.title)


@cache
def kind(name: str) -> Kind:
    """The kind of that name: returned, paper or roster."""
    raw = tomllib.loads((Path(__file__).parent / f"{name}.toml").read_text(encoding="utf-8"))
    return msgspec.convert(raw, Kind)


def template(name: str, own: Path | None) -> Template:
    """The template to fill: the bureau's own, else ours (取模板)."""
    one = kind(name)
    if own is None:
        return Template(one.document(), one.title, one.known)
    from jixiao import readers  # noqa: PLC0415 - only for a template of one's own

    return Template(readers.load(own), own.name, one.known)
