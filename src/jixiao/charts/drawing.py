"""How our charts look (图表样式): quiet horizontal bars with the exact number beside each; colour only for meaning."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from decimal import Decimal

from jixiao.charts.model import Bar, Option
from jixiao.terminal import width
from jixiao.writers.printable import printable

STATED, DUE, LOST = "#9aa9ba", "#2b5f8f", "#b3261e"  # 填报, 复算, 失分
INK, FAINT = "#334155", "#d5dbe3"
FONT = "Noto Sans SC, Source Han Sans SC, Microsoft YaHei, PingFang SC, sans-serif"
SIZE = 12  # pixels of the labels
LONGEST = 28  # columns of a category's name
THICK, BETWEEN = 12, 16  # pixels of a bar, and of air around a category
TOP, BOTTOM = 34, 14
PALER = {STATED: "#d9e0e8", DUE: "#b5c9dc", LOST: "#e8bab6"}  # what a range leaves open


def bars(categories: Sequence[str], series: Sequence[tuple[str, str, Sequence[Bar]]], unit: str = "") -> Option:
    """Horizontal bars, the first category on top; a series is a name, a colour and one bar a category (横条图)."""
    names = [_short(name) for name in categories]
    room = max((width(line) for name in names for line in name.split("\n")), default=0) * SIZE // 2 + 14
    told = max((width(bar.label) for _, _, line in series for bar in line), default=0) * SIZE // 2 + 16
    return {
        "animation": False,
        "aria": {"enabled": True},
        "textStyle": {"fontFamily": FONT, "fontSize": SIZE, "color": INK},
        "legend": {
            "show": len(series) > 1,
            "top": 0,
            "left": room,
            "itemWidth": 12,
            "itemHeight": 10,
            "itemGap": 20,
            "data": [name for name, _, _ in series],
            "textStyle": {"fontSize": SIZE, "color": INK},
        },
        "grid": {"left": room, "right": max(told, 40), "top": TOP if len(series) > 1 else 8, "bottom": BOTTOM},
        "xAxis": _scale(series, unit),
        "yAxis": {
            "type": "category",
            "inverse": True,
            "data": names,
            "axisTick": {"show": False},
            "axisLine": {"lineStyle": {"color": FAINT}},
            "axisLabel": {"fontSize": SIZE, "color": INK, "interval": 0, "lineHeight": SIZE + 4},
        },
        "series": [part for at, one in enumerate(series) for part in _series(at, *one)],
    }


def height(categories: Sequence[str], series: int) -> int:
    """The pixels that such a chart needs (图高)."""
    lines = max((name.count("\n") + 1 for name in categories), default=1)
    each = max(series * (THICK + 3), lines * (SIZE + 4)) + BETWEEN
    return (TOP if series > 1 else 8) + BOTTOM + each * len(categories)


def _scale(series: Sequence[tuple[str, str, Sequence[Bar]]], unit: str) -> Option:
    """The axis of values: as long as the longest bar, drawn as a faint base line without numbers of its own."""
    longest = max(
        (bar.length + bar.further for _, _, line in series for bar in line if bar.length is not None),
        default=Decimal(0),
    )
    least = Decimal(100) if unit == "%" else Decimal(0)
    return {
        "type": "value",
        "min": 0,
        "max": max(longest, least) or 1,
        "axisLabel": {"show": False},
        "axisLine": {"show": False},
        "axisTick": {"show": False},
        "splitLine": {"show": False},
    }


def _series(at: int, name: str, colour: str, line: Sequence[Bar]) -> list[Option]:
    """The bars of one series, and on top of them, paler, what ranges leave open (区间)."""
    ranges = any(bar.further for bar in line)
    label = {"show": True, "position": "right", "fontSize": SIZE, "color": INK, "distance": 6}
    shape = {"type": "bar", "name": name, "stack": str(at), "barWidth": THICK, "barGap": "25%", "cursor": "pointer"}
    solid = {
        **shape,
        "itemStyle": {"color": colour},
        "data": [_datum(bar.length, "" if bar.further else bar.label, label) for bar in line],
    }
    if not ranges:
        return [solid]
    pale = {
        **shape,
        "itemStyle": {"color": PALER[colour]},
        "data": [_datum(bar.further or None, bar.label if bar.further else "", label) for bar in line],
    }
    return [solid, pale]


def _datum(value: Decimal | None, text: str, label: Option) -> Option:
    return {"value": value, "label": {**label, "show": bool(text) and value is not None, "formatter": text}}


def _short(name: str) -> str:
    """Each line of a name, as much of it as there is room for; braces would be commands in a label."""
    return "\n".join(_cut(line) for line in printable(name).replace("{", "｛").replace("}", "｝").split("\n"))


def _cut(line: str) -> str:
    if width(line) <= LONGEST:
        return line
    kept, used = "", 1
    for char in line:
        used += 2 if unicodedata.east_asian_width(char) in "WF" else 1
        if used > LONGEST:
            break
        kept += char
    return f"{kept}…"
