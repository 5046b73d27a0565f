"""`comity check`: Django's checks with those of a deployment, and every quote of the register against its source."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser, SystemCheckError
from django.core.management.commands import check

from comity.apps import every_gate
from comity.practices import gates, verifying
from comity.press import verifying as press


class Command(check.Command):
    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(deploy=not settings.DEMO)

    def handle(self, *app_labels: list[str], **options: Any) -> None:
        super().handle(*app_labels, **options)
        if app_labels or options["tags"] or options["list_tags"] or not gates.has_tables(every_gate()):
            return
        missing = {gate.name for gate in every_gate()} - gates.standing().keys()
        faults = [f"the database lacks {name}: run `comity migrate`" for name in sorted(missing)]
        checked = 0
        for fault in verifying.quotes():
            checked += 1
            faults += [str(fault)] if fault else []
        highlighted = 0
        for words in press.quotes():
            highlighted += 1
            faults += [words] if words else []
        faults += press.loose()
        if faults:
            raise SystemCheckError("\n".join(faults))
        self.stdout.write(f"{checked} quotes of the register are the exact words of their sources.")
        self.stdout.write(f"{highlighted} highlights of the press room are the exact words of their sources.")
