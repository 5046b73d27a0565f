"""The one Django application."""

from __future__ import annotations

from django.apps import AppConfig


class ComityConfig(AppConfig):
    name = "comity"
    verbose_name = "Comity"

    def ready(self) -> None:
        from comity import checks  # noqa: F401  (registers them)
