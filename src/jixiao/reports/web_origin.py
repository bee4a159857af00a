"""The original on a page (原件): pictures with boxes over them, tables, lines; each place can be pointed at."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from jixiao.reports.content import Content, Found
from jixiao.reports.frames import AT, corners
from jixiao.reports.origin import Lines, Origin, Page, Sheet, Spot
from jixiao.reports.web_text import keys, plain, said

FIGURE = 8  # characters: a cell this short stands in the middle


class Marks(NamedTuple):
    """Which findings stand at which place (各处疑点)."""

    at: Mapping[str, Sequence[Found]]

    def attributes(self, key: str) -> str:
        """The id of the place and, where findings point at it, which they are and how grave."""
        if not key:
            return ""
        found = self.at.get(key, ())
        if not found:
            return f' id="{key}"'
        gravest = min(found, key=lambda one: one.severity.rank).severity
        numbers = keys(f"f{one.number}" for one in found)
        return f' id="{key}" data-found="{numbers}" data-severity="{gravest}" tabindex="0"'

    def numbers(self, key: str) -> str:
        """The numbers of the findings at a place: 1, 4."""
        return ",".join(str(one.number) for one in self.at.get(key, ()))


def marks_of(content: Content, origin: Origin) -> Marks:
    """The findings by the places where they stand (按位置)."""
    found: dict[str, list[Found]] = {}
    for one in content.findings:
        for key in origin.at(content.one.form, one.path):
            found.setdefault(key, []).append(one)
    return Marks(found)


def views(origin: Origin, marks: Marks) -> str:
    """The original and the form as read, of which one is shown (原件与读出的表)."""
    shown = "".join(_view(part, marks) for part in origin.parts)
    as_read = sheet(origin.as_read, marks, "form")
    if not origin.parts:
        return f'<p class="hint">{said("no_picture")}</p><div class="view" id="view-form">{as_read}</div>'
    tabs = "".join(
        f'<button type="button" role="tab" aria-selected="{str(name == "source").lower()}" aria-controls="view-{name}" '
        f'data-view="{name}">{said(name)}</button>'
        for name in ("source", "form")
    )
    return (
        f'<div class="tabs" role="tablist">{tabs}</div><div class="view" id="view-source">{shown}</div>'
        f'<div class="view" id="view-form" hidden>{as_read}</div>'
    )


def _view(part: Page | Sheet | Lines, marks: Marks) -> str:
    if isinstance(part, Page):
        return page(part, marks)
    return sheet(part, marks, "source") if isinstance(part, Sheet) else lines(part, marks)


def page(one: Page, marks: Marks) -> str:
    """A picture of a page with a box over each place that the form was read from (页面)."""
    data = base64.b64encode(one.picture).decode()
    boxes = "".join(_box(key, corners(box), marks) for key, box in one.boxes)
    boxes += "".join(_number(key, corners(box), marks) for key, box in one.boxes)
    size = f"{one.width:.1f} {one.height:.1f}"
    return (
        f'<figure class="page"><figcaption>{said("page", page=one.number)}</figcaption>'
        f'<div class="paper"><img alt="" src="data:{one.media};base64,{data}">'
        f'<svg viewBox="0 0 {size}" preserveAspectRatio="none">{boxes}</svg></div></figure>'
    )


def _box(key: str, frame: tuple[float, float, float, float], marks: Marks) -> str:
    x, y, width, height = frame
    rect = f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="1.5"/>'
    return f'<g class="spot"{marks.attributes(key)}>{rect}</g>'


def _number(key: str, frame: tuple[float, float, float, float], marks: Marks) -> str:
    """The numbers of the findings at a place, above every box."""
    if key not in marks.at:
        return ""
    x, y, width, _ = frame
    gravest = min(marks.at[key], key=lambda one: one.severity.rank).severity
    return f'<text class="{gravest}" x="{x + width + AT[0]:.1f}" y="{y + AT[1]:.1f}">{marks.numbers(key)}</text>'


def sheet(one: Sheet, marks: Marks, kind: str) -> str:
    """A table drawn cell by cell (表格)."""
    total = sum(one.widths)
    columns = "".join(f'<col style="width:{100 * width / total:.2f}%">' for width in one.widths)
    rows = "\n".join(f"<tr>{''.join(_cells(row, marks))}</tr>" for row in one.rows)
    named = said("sheet", name=one.name) + (said("hidden") if one.hidden else "")
    caption = f"<figcaption>{named}</figcaption>" if one.name else ""
    return (
        f'<figure class="sheet">{caption}<div class="scroll"><table class="grid {kind}">'
        f"<colgroup>{columns}</colgroup><tbody>{rows}</tbody></table></div></figure>"
    )


def _cells(row: Sequence[Spot], marks: Marks) -> Iterator[str]:
    for cell in row:
        spans = f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
        spans += f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
        role = cell.role or ("number" if len(cell.text) <= FIGURE else "text")
        numbers = marks.numbers(cell.key)
        told = f"<sup>{numbers}</sup>" if numbers else ""
        spot = " spot" if cell.key else ""
        yield f'<td class="{role}{spot}"{spans}{marks.attributes(cell.key)}>{plain(cell.text)}{told}</td>'


def lines(part: Lines, marks: Marks) -> str:
    """Running text, line by line with its numbers; a blank line only keeps a distance (文字行)."""
    drawn: set[str] = set()
    told = []
    for number, text, key in part.lines:
        own = "" if key in drawn else key
        drawn.add(own)
        numbers = marks.numbers(own)
        raised = f"<sup>{numbers}</sup>" if numbers else ""
        spot = ' class="spot"' if own else ""
        told.append(f'<li value="{number or 0}"{spot}{marks.attributes(own)}>{plain(text)}{raised}</li>')
    return f'<figure class="lines"><ol>{"".join(told)}</ol></figure>'
