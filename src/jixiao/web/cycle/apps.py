"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class Cycle(AppConfig):
    """The room cycle."""

    name = "jixiao.web.cycle"
    label = "cycle"
