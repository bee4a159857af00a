"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class Review(AppConfig):
    """The room review."""

    name = "jixiao.web.review"
    label = "review"

    def ready(self) -> None:
        """Weigh each form as it is submitted, so that the queue has nothing left to work out."""
        from jixiao.web.review import gauges  # noqa: PLC0415 - models are loaded only now

        gauges.listen()
