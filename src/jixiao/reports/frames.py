"""A page with frames around what the findings are about (加框的页面): one SVG, the picture inside it."""

from __future__ import annotations

import base64
from collections.abc import Sequence

from jixiao.finding import Severity
from jixiao.location import Box
from jixiao.reports.origin import Page
from jixiao.writers.mark_pdf import COLOURS, EDGE

NUMBERS = 7.5  # points of the numbers beside frames
AT = (3.0, 2.5)  # points from the upper right corner, across which they stand: least of the text is hidden there


def framed(page: Page, boxes: Sequence[tuple[Box, Severity, str]]) -> bytes:
    """The page with a frame and the numbers of the findings at each box (画框)."""
    size = f'width="{page.width:.1f}" height="{page.height:.1f}"'
    data = base64.b64encode(page.picture).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {page.width:.1f} {page.height:.1f}">'
        f'<image {size} preserveAspectRatio="none" href="data:{page.media};base64,{data}"/>'
        f"{''.join(_frame(box, severity) for box, severity, _ in boxes)}"
        f"{''.join(_number(*one) for one in boxes)}</svg>"
    ).encode()


def _frame(box: Box, severity: Severity) -> str:
    colour, (x, y, width, height) = _colour(severity), corners(box)
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="1.5" fill="{colour}" '
        f'fill-opacity="0.06" stroke="{colour}" stroke-width="1"/>'
    )


def _number(box: Box, severity: Severity, numbers: str) -> str:
    """The numbers of the findings, above every frame."""
    x, y, width, _ = corners(box)
    place = f'x="{x + width + AT[0]:.1f}" y="{y + AT[1]:.1f}" text-anchor="end"'
    font = f'font-family="Noto Sans SC, sans-serif" font-size="{NUMBERS}"'
    halo = f'<text {place} {font} fill="#ffffff" stroke="#ffffff" stroke-width="2">{numbers}</text>'
    return f'{halo}<text {place} {font} fill="{_colour(severity)}">{numbers}</text>'


def _colour(severity: Severity) -> str:
    return "#" + "".join(f"{round(255 * part):02x}" for part in COLOURS[severity])


def corners(box: Box) -> tuple[float, float, float, float]:
    """Left, top, width and height of a frame just inside the rulings (框的位置)."""
    return box.x0 + EDGE, box.y0 + EDGE, max(box.x1 - box.x0 - 2 * EDGE, 1), max(box.y1 - box.y0 - 2 * EDGE, 1)
