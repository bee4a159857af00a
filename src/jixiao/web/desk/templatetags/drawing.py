"""A tag for drawings (画图标签): `{% load drawing %}`."""

from __future__ import annotations

from django import template

register = template.Library()


@register.simple_tag
def spread(start: float, end: float) -> str:
    """How far two edges are apart (宽或高), at least one point so that it can be seen and clicked."""
    return f"{max(end - start, 1):.2f}"
