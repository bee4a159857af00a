"""The texts of the workbench (界面文字), as data in both languages: one TOML file a room, `key = ["中文", "English"]`.

In templates: `{% text "home.title" %}`, with facts `{% text "home.waiting" count=3 %}`.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from django.utils import translation

LANGUAGES = ("zh", "en")


@cache
def all_texts() -> dict[str, tuple[str, str]]:
    """Every text by its key, `table.name`."""
    found: dict[str, tuple[str, str]] = {}
    for file in sorted(resources.files(__name__).iterdir(), key=lambda one: one.name):
        if not file.name.endswith(".toml"):
            continue
        for table, rows in tomllib.loads(file.read_text(encoding="utf-8")).items():
            for name, (zh, en) in rows.items():
                if f"{table}.{name}" in found:
                    message = f"{file.name}: {table}.{name}"
                    raise KeyError(message)
                found[f"{table}.{name}"] = (zh, en)
    return found


def current() -> str:
    """The language of this request: zh or en."""
    return "en" if (translation.get_language() or "").startswith("en") else "zh"


def say(key: str, lang: str | None = None, /, **facts: object) -> str:
    """The text of that key in the language, or in that of the request."""
    zh, en = all_texts()[key]
    return (en if (lang or current()) == "en" else zh).format_map(facts)
