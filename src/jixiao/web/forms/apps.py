"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class Forms(AppConfig):
    """The room forms."""

    name = "jixiao.web.forms"
    label = "forms"
