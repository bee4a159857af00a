"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class People(AppConfig):
    """The room people."""

    name = "jixiao.web.people"
    label = "people"
