"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class Desk(AppConfig):
    """The room desk."""

    name = "jixiao.web.desk"
    label = "desk"
