"""Text laid out for a terminal (终端排版): display widths, line breaks and tables that suit Chinese. Prints nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple


class Span(NamedTuple):
    """A piece of a line with its style (带样式的文字)."""

    text: str
    style: str = ""  #: a key of terminal_out.STYLES; "" for plain


Line = list[Span]

# A line does not begin with these, nor end with those (避头尾).
NOT_FIRST = frozenset("，。、；：！？）》〉」』】〕”’…％·～,.;:!?)]}%")
NOT_LAST = frozenset("（《〈「『【〔“‘([{")
SEPARATORS = "/\\-_."  # a long file name is cut after one of them
# What stays together: a run of narrow characters (a number with its unit sign, an English word), else one character.
TOKENS = re.compile(r"[!-~≥≤±×÷·°]+|\s+|.", re.DOTALL)


@cache
def char_width(char: str) -> int:
    """Columns that one character takes: 2 for Chinese and full-width, 0 for marks and controls, else 1."""
    if unicodedata.category(char) in ("Mn", "Me", "Cc", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def width(text: str) -> int:
    """Columns that the text takes (显示宽度).

    >>> width("≥99% 满意")
    9
    """
    return len(text) if text.isascii() and text.isprintable() else sum(map(char_width, text))


def clean(text: str) -> str:
    r"""The text without what could steer a terminal: control and direction characters become nothing, breaks a space.

    >>> clean("a\x1b[31m红\n字")
    'a[31m红 字'
    """
    return "".join(
        " " if char in "\n\t\r" else char
        for char in text
        if char in "\n\t\r" or unicodedata.category(char) not in ("Cc", "Cf")
    )


def pad(text: str, columns: int, align: str = "left") -> str:
    """The text filled up with spaces to that many columns."""
    space = max(0, columns - width(text))
    if align == "right":
        return " " * space + text
    return text + " " * space


def wrap(text: str, columns: int) -> list[str]:
    """The text broken into lines of at most that many columns; never empty.

    Chinese may break between any two characters, except before a closing mark or after an opening one; numbers and
    English words stay whole while they fit.
    """
    lines = [""]
    for token in _tokens(clean(text), columns):
        if width(lines[-1]) + width(token) <= columns:
            lines[-1] += token if lines[-1] else token.lstrip()
            continue
        carried, rest = _split_for(lines[-1], token, columns)
        if width(carried + token) > columns:  # too much to carry: the mark begins the line
            carried, rest = "", lines[-1]
        lines[-1] = rest
        lines.append((carried + token).lstrip())
    return [line.rstrip() for line in lines]


def _tokens(text: str, columns: int) -> Iterator[str]:
    """Unbreakable pieces; a piece wider than a whole line is cut."""
    for token in TOKENS.findall(text):
        while width(token) > columns > 0:
            cut = 1 + max(token.rfind(mark, 1, columns) for mark in SEPARATORS) or columns
            yield token[:cut]
            token = token[cut:]  # noqa: PLW2901 - what is left of it
        if token:
            yield token


def _split_for(line: str, token: str, columns: int) -> tuple[str, str]:
    """What moves down from the end of `line` so that `token` may begin the next one, and what stays."""
    stays = line
    while stays and (token[0] in NOT_FIRST or stays[-1] in NOT_LAST):
        moved = TOKENS.findall(stays)[-1]
        if width(line[len(stays) - len(moved) :] + token) > columns or moved == stays:
            return "", line  # nothing sensible can move
        stays, token = stays[: -len(moved)], moved
    return line[len(stays) :], stays


class Column(NamedTuple):
    """A column of a table (列)."""

    title: str
    align: str = "left"
    flexible: bool = False  #: shares what the others leave, and wraps; another is as wide as its widest cell
    cap: int = 0  #: a fixed column wraps beyond this; 0 for no limit


NARROW = 72  # a page with fewer columns leaves out what can be missed


class Row(NamedTuple):
    """A row of a table (行); a style for all of it, or one for each cell."""

    cells: Sequence[str]
    style: str = ""
    styles: Sequence[str] = ()


GAP = 2
LEAST = 8  # columns that a flexible column is not squeezed below


def table(columns: Sequence[Column], rows: Sequence[Row | None], total: int, indent: int = 2) -> list[Line]:
    """The table as lines at most `total` columns wide. None among the rows is a thin rule."""
    widths = fitted(columns, [row for row in rows if row is not None], total - indent)
    full = sum(widths) + GAP * (len(widths) - 1)
    rule = [Span(" " * indent + "─" * full, "rule")]
    lines = [*_drawn(Row([column.title for column in columns], "heading"), columns, widths, indent), rule]
    for row in rows:
        lines += [rule] if row is None else _drawn(row, columns, widths, indent)
    return lines


def without(
    columns: Sequence[Column], rows: Sequence[Row | None], dropped: set[int]
) -> tuple[list[Column], list[Row | None]]:
    """The table without some of its columns, by their indices."""
    kept = [at for at in range(len(columns)) if at not in dropped]
    left = [
        row and Row([row.cells[at] for at in kept], row.style, [row.styles[at] for at in kept] if row.styles else ())
        for row in rows
    ]
    return [columns[at] for at in kept], left


def fitted(columns: Sequence[Column], rows: Sequence[Row], total: int) -> list[int]:
    """The widths of the columns: fixed ones by their content, the flexible ones by need out of what is left."""
    wanted = [max([width(one.title), *(_longest(row.cells[at]) for row in rows)]) for at, one in enumerate(columns)]
    widths = [min(need, one.cap) if one.cap else need for need, one in zip(wanted, columns, strict=True)]
    left = total - GAP * (len(columns) - 1) - sum(w for w, one in zip(widths, columns, strict=True) if not one.flexible)
    # The least demanding first: what one does not need goes to the others.
    greedy = sorted((at for at, one in enumerate(columns) if one.flexible), key=lambda at: wanted[at])
    for count, at in enumerate(greedy):
        widths[at] = max(LEAST, min(wanted[at], left // (len(greedy) - count)))
        left -= widths[at]
    return widths


def _longest(text: str) -> int:
    return max(map(width, text.split("\n")))


def _drawn(row: Row, columns: Sequence[Column], widths: Sequence[int], indent: int) -> list[Line]:
    """One row as as many lines as its tallest cell needs."""
    cells = [
        [line for part in text.split("\n") for line in wrap(part, columns)]
        for text, columns in zip(row.cells, widths, strict=True)
    ]
    styles = row.styles or [row.style] * len(cells)
    lines = []
    for at in range(max(map(len, cells))):
        line = [Span(" " * indent)]
        for cell, column, columns_wide, style in zip(cells, columns, widths, styles, strict=True):
            line += [Span(pad(cell[at] if at < len(cell) else "", columns_wide, column.align), style), Span(" " * GAP)]
        lines.append(trimmed(line))
    return lines


def trimmed(line: Line) -> Line:
    """The line without spaces at its end."""
    while line and not line[-1].text.strip():
        line.pop()
    return [*line[:-1], Span(line[-1].text.rstrip(), line[-1].style)] if line else line


def paragraph(text: str, total: int, *, indent: int = 0, first: Line | None = None, style: str = "") -> list[Line]:
    """The text as a block that hangs under its `first` spans (a label), or indented."""
    begin = [Span(" " * indent)] if first is None else first
    hang = sum(width(span.text) for span in begin)
    parts = wrap(text, max(LEAST, total - hang))
    return [[*begin, Span(parts[0], style)], *([Span(" " * hang), Span(part, style)] for part in parts[1:])]


def plain(lines: Iterable[Line]) -> str:
    """The lines without styles, as one text."""
    return "".join("".join(span.text for span in line) + "\n" for line in lines)
