"""Labels of a scan with one character misread (标题误识): 年初预算數 heads the column 年初预算数.

Only words that head columns and rows are mended, never a value, and only where the reading was not sure and exactly
one known word differs in one character; of several, the one that the recogniser saw as possible.
"""

from __future__ import annotations

from functools import cache

import msgspec

from jixiao.document import Cell, Document, Grid
from jixiao.layouts import labels

FAMILIES = ("fund", "fund_row", "goal", "indicator", "end", "section")
SUBTOTAL = "小计"
UNSURE, UNSURE_SHORT = 0.97, 0.9  # a label read more surely stands as it is; so does a short one from here on
SHORT = 2  # characters
ANY = "\0"


def mended(document: Document) -> Document:
    """The document with its misread labels as they are known (标题订正); itself where nothing was misread."""
    parts = tuple(_grid(part) if isinstance(part, Grid) else part for part in document.parts)
    return msgspec.structs.replace(document, parts=parts)


def _grid(grid: Grid) -> Grid:
    return msgspec.structs.replace(grid, cells=tuple(_cell(cell) for cell in grid.cells))


def _cell(cell: Cell) -> Cell:
    plain = labels.normal(cell.text)
    limit = UNSURE if len(plain) > SHORT else UNSURE_SHORT
    if cell.confidence is None or cell.confidence >= limit or len(plain) < SHORT or _is_known(cell.text):
        return cell
    words = {word for pattern in _patterns(plain) for word in _near().get(pattern, ())}
    if len(words) > 1:
        words &= {labels.normal(rival) for rival in cell.rivals}
    if len(words) != 1:
        return cell
    text = _respelt(cell.text, plain, *words)
    return cell if text is None else msgspec.structs.replace(cell, text=text)


def _is_known(text: str) -> bool:
    return labels.normal(text) == SUBTOTAL or any(
        labels.find(text, family) is not None for family in (*FAMILIES, "header", "level1", "level2")
    )


def _respelt(text: str, plain: str, word: str) -> str | None:
    """The text as printed with the one character put right."""
    wrong, right = next((one, other) for one, other in zip(plain, word, strict=True) if one != other)
    tries = (text[:at] + right + text[at + 1 :] for at, one in enumerate(text) if labels.half_width(one) == wrong)
    return next((one for one in tries if labels.normal(one) == word), None)


def _patterns(word: str) -> list[str]:
    return [word[:at] + ANY + word[at + 1 :] for at in range(len(word))]


@cache
def _near() -> dict[str, frozenset[str]]:
    """Every word with one character left open, and the words that it may be."""
    found: dict[str, set[str]] = {}
    known = {word for family in FAMILIES for word in labels.spellings(family) if len(word) >= SHORT}
    for word in known | {SUBTOTAL}:
        for pattern in _patterns(word):
            found.setdefault(pattern, set()).add(word)
    return {pattern: frozenset(words) for pattern, words in found.items()}
