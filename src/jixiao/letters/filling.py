"""Values put into the XML of a Word template (填充): places such as {{单位}}, and sections that repeat.

The language has no expressions, no attributes and no loops but these, so that a template from anywhere can do nothing
but be filled in. `{{名称}}` is a value. `{{#名称}}` and `{{/名称}}` stand around what is written once an item, or once
if a text is not blank; `{{^名称}}` around what is written if there is none. A section's two marks stand in paragraphs
or table rows of their own, or both in the one paragraph or row that repeats.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import deepcopy
from typing import TYPE_CHECKING, NamedTuple

from jixiao.letters.values import Gap, Value, Values
from jixiao.writers.printable import printable
from jixiao.writing_errors import TemplateTooLarge, TemplateWrong

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
MARK = re.compile(r"\{\{\s*([#^/]?)\s*([^{}#^/\s][^{}]{0,59}?)\s*\}\}")
MOST_ELEMENTS = 400_000  # that sections may add to one letter: some three hundred pages
DEEPEST = 8  # sections inside sections
GAP_COLOUR = "yellow"


class Section(NamedTuple):
    """A section's first mark (块标记)."""

    kind: str  #: # or ^
    name: str


class Filler:
    """Fills one part of a template with the values of one letter (填充一个部件)."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        self.name = name
        self.known = known
        self.left = MOST_ELEMENTS

    def fill(self, parent: _Element, scopes: Sequence[Values], depth: int = 0) -> None:
        """Fill everything below `parent`; of the scopes, the innermost one first."""
        children = list(parent)
        at = 0
        while at < len(children):
            child = children[at]
            section = self._section(child)
            if section is None:
                self._plain(child, scopes, depth)
                at += 1
                continue
            end = at if self._is_whole(child, section) else self._end(children, at, section)
            self._repeat(parent, children[at : end + 1], section, scopes, depth)
            at = end + 1

    def _plain(self, child: _Element, scopes: Sequence[Values], depth: int) -> None:
        if child.tag == f"{W}p":
            for paragraph in child.iter(f"{W}p"):  # a text box is a paragraph with others in it
                self._put(paragraph, scopes)
        elif len(child):
            self.fill(child, scopes, depth)

    def _section(self, child: _Element) -> Section | None:
        """The section that begins with this paragraph or table row."""
        if child.tag not in (f"{W}p", f"{W}tr"):
            return None
        found = MARK.match(_text(child).strip())
        return Section(found[1], found[2]) if found is not None and found[1] in ("#", "^") else None

    def _is_whole(self, child: _Element, section: Section) -> bool:
        """Whether the section also ends in this paragraph or row, as its last word."""
        found = list(MARK.finditer(text := _text(child).strip()))
        last = found[-1]
        return last[1] == "/" and last[2] == section.name and last.end() == len(text)

    def _end(self, children: Sequence[_Element], start: int, section: Section) -> int:
        """Where the section ends among its siblings."""
        depth = 0
        for at in range(start + 1, len(children)):
            if children[at].tag not in (f"{W}p", f"{W}tr"):
                continue
            for mark in MARK.finditer(_text(children[at])):
                if mark[2] == section.name and mark[1]:
                    depth += -1 if mark[1] == "/" else 1
                if depth < 0:
                    return at
        raise TemplateWrong(
            self.name,
            f"“{{{{{section.kind}{section.name}}}}}”没有对应的“{{{{/{section.name}}}}}”，或不在同一层（同一张表、同一格）",
            f"{{{{{section.kind}{section.name}}}}} has no {{{{/{section.name}}}}} beside it, in the same table or cell",
        )

    def _repeat(
        self, parent: _Element, block: Sequence[_Element], section: Section, scopes: Sequence[Values], depth: int
    ) -> None:
        """Write the block once an item, in its place."""
        if depth == DEEPEST:
            raise TemplateTooLarge(self.name)
        inside = block if len(block) == 1 else block[1:-1]
        place = parent.index(block[0])
        items = self._items(section, scopes)
        size = sum(1 for one in inside for _ in one.iter())
        self.left -= size * len(items)
        if self.left < 0:
            raise TemplateTooLarge(self.name)
        for one in block:
            parent.remove(one)
        if len(block) == 1:
            _unmark(block[0])
        for item in items:
            holder = parent.makeelement(parent.tag)
            holder.extend(deepcopy(one) for one in inside)
            self.fill(holder, (item, *scopes), depth + 1)
            for one in list(holder):
                parent.insert(place, one)
                place += 1

    def _items(self, section: Section, scopes: Sequence[Values]) -> Sequence[Values]:
        value = self._value(section.name, scopes)
        if section.kind == "^":
            return () if value and not isinstance(value, Gap) else ({},)
        if isinstance(value, str):
            return ({},) if value and not isinstance(value, Gap) else ()
        return value

    def _value(self, name: str, scopes: Sequence[Values]) -> Value:
        for scope in scopes:
            if name in scope:
                return scope[name]
        if name in self.known:  # a word of a section, used outside it
            raise TemplateWrong(
                self.name, f"“{{{{{name}}}}}”只能用在它所属的块里", f"{{{{{name}}}}} belongs inside its section"
            )
        raise TemplateWrong(
            self.name,
            f"没有“{{{{{name}}}}}”这一项，可用：{'、'.join(self.known)}",
            f"there is no {{{{{name}}}}}; known are {', '.join(self.known)}",
        )

    def _put(self, paragraph: _Element, scopes: Sequence[Values]) -> None:
        """Put the values into one paragraph, from its last place to its first, so that the others keep theirs."""
        texts = _texts(paragraph)
        joined = "".join(one.text or "" for one in texts)
        for mark in reversed(list(MARK.finditer(joined))):
            if mark[1]:
                raise TemplateWrong(
                    self.name,
                    f"“{mark[0]}”要单独成段（或单独占一行），或与另一半同在一段的首尾",
                    f"{mark[0]} must stand in a paragraph or row of its own, or at the edge of one that its half ends",
                )
            value = self._value(mark[2], scopes)
            if not isinstance(value, str):
                raise TemplateWrong(
                    self.name,
                    f"“{mark[0]}”是列表，要写成“{{{{#{mark[2]}}}}}……{{{{/{mark[2]}}}}}”",
                    f"{mark[0]} is a list: write {{{{#{mark[2]}}}}} and {{{{/{mark[2]}}}}} around a row",
                )
            _replace(texts, mark.start(), mark.end(), value)
        for one in texts:
            if "\n" in (one.text or ""):
                _break_lines(one)


def _text(element: _Element) -> str:
    return "".join(one.text or "" for one in element.iter(f"{W}t"))


def _texts(paragraph: _Element) -> list[_Element]:
    """The pieces of text of a paragraph, without those of paragraphs in its text boxes."""
    inner = {one for below in paragraph.iterdescendants(f"{W}p") for one in below.iter(f"{W}t")}
    return [one for one in paragraph.iter(f"{W}t") if one not in inner]


def _replace(texts: Sequence[_Element], start: int, end: int, value: str) -> None:
    """The characters from `start` to `end` of the joined texts become the value; Word may have cut them anywhere."""
    at, first = 0, True
    for one in texts:
        own = one.text or ""
        low, high = max(start - at, 0), min(end - at, len(own))
        at += len(own)
        if low >= high:
            continue
        if first and isinstance(value, Gap):
            _set_off(one, own[:low], printable(value), own[high:])
        else:
            one.text = own[:low] + (printable(value) if first else "") + own[high:]
            one.set(SPACE, "preserve")
        first = False


def _set_off(text: _Element, before: str, gap: str, after: str) -> None:
    """The gap in a run of its own, highlighted; the text around it keeps its own run."""
    run = text.getparent()
    if run is None or run.tag != f"{W}r" or run.getparent() is None:
        text.text = before + gap + after
        return
    properties = run.find(f"{W}rPr")
    marked, rest = run.makeelement(f"{W}r"), run.makeelement(f"{W}r")
    for one in (marked, rest):
        if properties is not None:
            one.append(deepcopy(properties))
    own = marked.find(f"{W}rPr")
    if own is None:
        own = marked.makeelement(f"{W}rPr")
        marked.append(own)
    _highlight(own)
    _with_text(marked, gap)
    tail = list(run)[list(run).index(text) + 1 :]
    _with_text(rest, after)
    for one in tail:
        rest.append(one)
    text.text = before
    text.set(SPACE, "preserve")
    run.addnext(marked)
    marked.addnext(rest)


_BEHIND_HIGHLIGHT = ("u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang", "eastAsianLayout")
"""Properties of a run that the schema wants behind its highlight."""


def _highlight(properties: _Element) -> None:
    for old in properties.findall(f"{W}highlight"):
        properties.remove(old)
    mark = properties.makeelement(f"{W}highlight")
    mark.set(f"{W}val", GAP_COLOUR)
    names = {f"{W}{name}" for name in (*_BEHIND_HIGHLIGHT, "specVanish", "oMath")}
    place = next((at for at, one in enumerate(properties) if one.tag in names), len(properties))
    properties.insert(place, mark)


def _with_text(run: _Element, text: str) -> None:
    one = run.makeelement(f"{W}t")
    one.text = text
    one.set(SPACE, "preserve")
    run.append(one)


def _break_lines(text: _Element) -> None:
    """Line breaks in a value become breaks of the paragraph's line."""
    first, *others = (text.text or "").split("\n")
    text.text = first
    text.set(SPACE, "preserve")
    place = text
    for line in others:
        for made in (text.makeelement(f"{W}br"), text.makeelement(f"{W}t")):
            place.addnext(made)
            place = made
        place.text = line
        place.set(SPACE, "preserve")


def _unmark(block: _Element) -> None:
    """Take the two marks of a section out of the one paragraph or row that it repeats."""
    texts = list(block.iter(f"{W}t"))
    marks = list(MARK.finditer("".join(one.text or "" for one in texts)))
    for mark in (marks[-1], marks[0]):
        _replace(texts, mark.start(), mark.end(), "")
