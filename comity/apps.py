"""The one Django application."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class ComityConfig(AppConfig):
    name = "comity"
    verbose_name = "Comity"

    def ready(self) -> None:
        from comity import checks  # noqa: F401  (registers them)

        pre_migrate.connect(open_gates, sender=self)
        post_migrate.connect(load_register, sender=self)
        post_migrate.connect(close_gates, sender=self)


def load_register(**kwargs: Any) -> None:
    """The 195 States and the organizations that often take part are there as soon as the tables are."""
    from comity.participants import organizations, register

    register.load()
    organizations.load()


def open_gates(*, using: str, plan: Any = (), **kwargs: Any) -> None:
    """A migration may rebuild tables, which SQLite does not do under a trigger of another table."""
    from comity.practices import gates

    if plan:
        gates.take_down(using)


def close_gates(*, using: str, **kwargs: Any) -> None:
    """The register's vocabularies and what the database itself refuses, once its tables are there."""
    from comity.practices import gates, vocabulary

    if gates.has_tables(every_gate(), using):
        vocabulary.load()
        gates.put_up(every_gate(), using)


def every_gate() -> list[Any]:
    """What the database refuses, of all nouns."""
    from comity.framework import rules as framework
    from comity.framework.campaigns import rules as campaigns
    from comity.practices import rules as practices
    from comity.press import rules as press
    from comity.summary import rules as summary

    return [*practices.GATES, *framework.GATES, *campaigns.GATES, *summary.GATES, *press.GATES]
