"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class Ledger(AppConfig):
    """The room ledger."""

    name = "jixiao.web.ledger"
    label = "ledger"
