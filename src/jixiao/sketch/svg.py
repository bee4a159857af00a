"""A sheet as SVG (识别图绘制): the page or its texts, every cell, what is known as a label, and every value by name."""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Iterator

from jixiao.sketch.flow import LINE, SIZE, TAG, lines_of, width_of
from jixiao.sketch.sheets import Place, Sheet, Value

KINDS = ("head", "funds", "goals", "indicators", "headings", "total")
COLOURS = {
    "head": "#1f6fb2",
    "funds": "#1b8a5a",
    "goals": "#7a4fc0",
    "indicators": "#c46a00",
    "headings": "#8a6d1d",
    "total": "#c0262d",
}
LABEL, GRID, OTHER = "#5b6b7f", "#3aa0d8", "#9aa5b1"
OTHERS = {"label": LABEL, "cell": GRID, "alarm": "#d6007f"}
ALARM = {"inferred": "#b38600", "corrected": "#c2410c", "doubtful": "#d6007f", "unread": "#d6007f"}
TYPE = "Noto Sans SC, Noto Sans CJK SC, Microsoft YaHei, sans-serif"
TAG_SIZE, TAG_RISE = 5.2, 4.2  # points of the names of values, and how far down in a cell they stand
LOW = 17.0  # points: in a lower cell the names are smaller
_ROW = re.compile(r"([a-z]+)\[(\d+)\]\.?(.*)")
_TOTALS = ("total_score", "total_weight", "grade")


def kind_of(path: str) -> str:
    """Which block of the form a path belongs to (所属部分)."""
    row = _ROW.match(path)
    name = row[1] if row else path
    return "total" if name in _TOTALS else name if name in KINDS else "head"


def drawn(sheet: Sheet, *, alone: bool = False) -> str:
    """The sheet as an SVG element; `alone` for a file of its own, where it has a size in points."""
    size = f'width="{sheet.width:.1f}" height="{sheet.height:.1f}"'
    start = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {sheet.width:.1f} {sheet.height:.1f}"'
    parts = [f"{start} {size}>" if alone else f"{start}>"]
    parts.append(f'<rect {size} fill="#ffffff"/>')
    if sheet.picture is not None:
        picture, media = sheet.picture
        data = base64.b64encode(picture).decode()
        parts.append(f'<image {size} preserveAspectRatio="none" href="data:{media};base64,{data}"/>')
    parts += [_place(place, draws_text=sheet.picture is None) for place in sheet.places]
    return "".join([*parts, "</svg>"])


def legend(named: list[tuple[str, str]]) -> tuple[str, float, float]:
    """The colours with what they stand for (图例), as SVG, with its width and height."""
    chips, x = [], 4.0
    for colour, text in named:
        chips.append(
            f'<rect x="{x:.1f}" y="4" width="10" height="8" fill="{colour}" fill-opacity="0.2" stroke="{colour}"/>'
            f'<text x="{x + 13:.1f}" y="11" font-family="{TYPE}" font-size="7">{html.escape(text)}</text>'
        )
        x += 23 + width_of(text) * 7 / SIZE
    size = f'width="{x:.1f}" height="16"'
    start = f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {x:.1f} 16">'
    return f'{start}<rect {size} fill="#ffffff"/>{"".join(chips)}</svg>', x, 16.0


def _place(place: Place, *, draws_text: bool) -> str:
    box = place.box
    frame = f'x="{box.x0:.1f}" y="{box.y0:.1f}" width="{box.x1 - box.x0:.1f}" height="{box.y1 - box.y0:.1f}"'
    look = f'fill="none" stroke="{GRID if place.is_cell else OTHER}" stroke-width="{0.7 if place.is_cell else 0.4}"'
    if not place.is_cell:
        look += ' stroke-dasharray="2 2"'
    if place.label:
        look = look.replace('fill="none"', f'fill="{LABEL}" fill-opacity="0.16"')
    parts = [f'<g><title>{html.escape(_told(place))}</title><rect {frame} {look} pointer-events="all"/>']
    if draws_text:
        parts.append(_text(place))
    parts += _values(place)
    return "".join([*parts, "</g>"])


def _told(place: Place) -> str:
    """What a pointer that rests on the place is told."""
    lines = [place.told, place.label and f"标签 label: {place.label}", place.text]
    lines += [f"{value.form}# {value.path} = {value.printed} {value.evidence}".strip() for value in place.values]
    return "\n".join(line for line in lines if line)


def _text(place: Place) -> str:
    top = place.box.y0 + TAG + SIZE
    lines = lines_of(place.text, place.box.x1 - place.box.x0)
    rows = "".join(
        f'<tspan x="{place.box.x0 + 3:.1f}" y="{top + LINE * index:.1f}">{html.escape(line)}</tspan>'
        for index, line in enumerate(lines)
        if line.strip()
    )
    return f'<text font-family="{TYPE}" font-size="{SIZE}" fill="#1a1f26">{rows}</text>'


def _values(place: Place) -> Iterator[str]:
    """A tint and the names of the values that stand in the place; a frame in alarm where one was not simply read."""
    if not place.values:
        return
    box = place.box
    colour = COLOURS[kind_of(place.values[0].path)]
    frame = (
        f'x="{box.x0 + 0.8:.1f}" y="{box.y0 + 0.8:.1f}" width="{max(box.x1 - box.x0 - 1.6, 1):.1f}" '
        f'height="{max(box.y1 - box.y0 - 1.6, 1):.1f}"'
    )
    yield f'<rect {frame} fill="{colour}" fill-opacity="0.15" stroke="{colour}" stroke-width="0.8"/>'
    keys = " ".join(value.key for value in place.values)
    alarm = next((ALARM[value.status] for value in place.values if value.status in ALARM), None)
    if alarm is not None:
        yield f'<rect {frame} fill="none" stroke="{alarm}" stroke-width="1.6" stroke-dasharray="3 2"/>'
    yield f'<rect class="spot" data-values="{keys}" {frame} fill="none" stroke="none"/>'
    named = "、".join(map(_short, [one for one in place.values if "." in one.path] or place.values))
    size = TAG_SIZE * (0.7 if place.is_cell and box.y1 - box.y0 < LOW else 1)
    room = max(4, int((box.x1 - box.x0) / (size * 0.56)))
    named = named if len(named) <= room else named[: room - 1] + "…"
    look = f'font-family="{TYPE}" font-size="{size:.2f}" fill="{colour}" stroke="#ffffff" stroke-width="1"'
    y = box.y0 + (TAG_RISE * size / TAG_SIZE if place.is_cell else 0)
    yield f'<text x="{box.x0 + 1.5:.1f}" y="{y:.1f}" {look} paint-order="stroke">{html.escape(named)}</text>'


def _short(value: Value) -> str:
    """The path without the name of its block, which the colour tells: indicators[3].score is 3.score."""
    row = _ROW.match(value.path)
    if row is None:
        return value.path
    return f"{row[2]}.{row[3]}" if row[3] else row[2]
