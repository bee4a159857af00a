"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class Inspection(AppConfig):
    """The room inspection."""

    name = "jixiao.web.inspection"
    label = "inspection"
