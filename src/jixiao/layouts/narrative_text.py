"""The running text of a report (报告正文): its paragraphs as one string, each place still known, and its sections."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from jixiao.layouts import labels

if TYPE_CHECKING:
    from jixiao.document import Document, Line
    from jixiao.location import Location

_ENDS = "。；;！!：:"
_HEADING = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]|第[一二三四五六七八九十]部分)"
)
_LONGEST_HEADING = 24
_INDENTED = re.compile(r"^[\s\u3000]")
_SECTIONS = ("conclusion", "problems", "measures")


class Text(NamedTuple):
    """A text with the place of every character (正文)."""

    whole: str  #: paragraphs, white space removed, parted by line breaks
    starts: list[int]  #: where in it each line begins
    places: list[Location]

    @property
    def paragraphs(self) -> list[tuple[int, str]]:
        """Where each paragraph begins, and the paragraph (各段)."""
        found, at = [], 0
        for paragraph in self.whole.split("\n"):
            found.append((at, paragraph))
            at += len(paragraph) + 1
        return found

    def at(self, offset: int) -> Location:
        """The place of the line that this character stands in (字的出处)."""
        return self.places[bisect_right(self.starts, offset) - 1]


def text_of(document: Document) -> Text:
    """The lines of a document as paragraphs; on paper and in a plain text a paragraph goes on over several lines."""
    whole, starts, places = "", [], []
    before: Line | None = None
    for line in document.lines:
        plain = labels.squeezed(line.text)
        if not plain:
            continue
        if before is not None and not _goes_on(document, before, line):
            whole += "\n"
        starts.append(len(whole))
        places.append(line.location)
        whole += plain
        before = line
    return Text(whole, starts, places)


def _goes_on(document: Document, before: Line, line: Line) -> bool:
    """Whether a line goes on with the paragraph of the one before."""
    if document.format not in ("pdf", "text") or is_heading(labels.squeezed(line.text)):
        return False
    last = labels.squeezed(before.text)
    return (
        last[-1] not in _ENDS
        and not is_heading(last)
        and not _INDENTED.match(line.text)
        and len(last) > _LONGEST_HEADING
    )


def is_heading(paragraph: str) -> bool:
    """Whether a paragraph is the heading of a section (标题)."""
    return len(paragraph) <= _LONGEST_HEADING and _HEADING.match(paragraph) is not None and paragraph[-1] not in "。；;"


def sections_in(text: Text) -> dict[str, tuple[int, str]]:
    """The sections that a form has a place for (存在问题、改进措施、自评结论): where each begins, and its text."""
    found: dict[str, tuple[int, list[str]]] = {}
    key: str | None = None
    for start, paragraph in text.paragraphs:
        if is_heading(paragraph):
            name = labels.find(paragraph, "end")
            key = name if name in _SECTIONS and name not in found else None
        elif key is not None:
            found.setdefault(key, (start, []))[1].append(paragraph)
    return {key: (start, "\n".join(paragraphs)) for key, (start, paragraphs) in found.items()}
