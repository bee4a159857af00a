"""What the editor suggests for a cell (下拉建议): levels, signs, units, grades, sources, qualitative results."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from jixiao.writers.blank import FUNDS, ROWS, SOURCES
from jixiao.writers.method_notes import NAMES

if TYPE_CHECKING:
    from jixiao.form import Form
    from jixiao.rulebooks.model import Rulebook


@cache
def _words() -> dict[str, list[str]]:
    text = resources.files(__package__).joinpath("choices.toml").read_text(encoding="utf-8")
    words: dict[str, list[str]] = tomllib.loads(text)
    return words


def choices(form: Form, rulebook: Rulebook) -> dict[str, Any]:
    """The suggestions of each column (各列建议); `level2` by the label of the first level."""
    level2 = {NAMES[group]: [name for _, name, _ in rows] for group, rows in ROWS.items()}
    level2[""] = list(dict.fromkeys(name for names in level2.values() for name in names))
    grades = [] if rulebook.grades is None else [band.name for band in rulebook.grades.bands]
    bands = [band.name for band in rulebook.qualitative.bands]
    own = [line.source for line in form.funds]
    return {
        **_words(),
        "level1": list(dict.fromkeys([*NAMES.values(), *(row.level1 for row in form.indicators if row.level1)])),
        "level2": level2,
        "source": list(dict.fromkeys([*own, *FUNDS.get(form.kind, SOURCES)])),
        "grade": grades,
        "qualitative": bands,
    }
