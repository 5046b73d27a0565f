"""The one Django application."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ComityConfig(AppConfig):
    name = "comity"
    verbose_name = "Comity"

    def ready(self) -> None:
        from comity import checks  # noqa: F401  (registers them)

        post_migrate.connect(load_register, sender=self)


def load_register(**kwargs: Any) -> None:
    """The 195 States and the organizations that often take part are there as soon as the tables are."""
    from comity.participants import organizations, register

    register.load()
    organizations.load()
