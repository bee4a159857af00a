"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class Rules(AppConfig):
    """The room rules."""

    name = "jixiao.web.rules"
    label = "rules"
