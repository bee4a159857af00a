"""What a check is about (规则说明): the paragraphs of its docstring, 为何重要, 如何处理, 依据, in one language."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

from jixiao.terminal_help import paragraphs

if TYPE_CHECKING:
    from jixiao.checks.engine import Check  # the help needs none of it


def explained(one: Check, lang: str) -> list[str]:
    """The paragraphs of a check's docstring in one language."""
    both = paragraphs(inspect.cleandoc(one.doc), "zh")
    english = paragraphs(inspect.cleandoc(one.doc), "en")
    return english if lang == "en" else [part for part in both if part not in english]
