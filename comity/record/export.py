"""The record for an auditor: every act as one line, in the order in which it was written."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from datetime import UTC
from itertools import islice
from typing import Any, Protocol

from django.apps import apps
from django.db.models import QuerySet

from comity.record.models import Act

COLUMNS = ("number", "at", "by", "name", "verb", "object", "id", "called", "meeting", "details")
TOGETHER = 1_000
"""Acts whose objects are looked up together."""


class Out(Protocol):
    """Whatever takes text: a file, or the output of a command."""

    def write(self, text: str, /) -> Any: ...


def lines(acts: QuerySet[Act]) -> Iterator[dict[str, Any]]:
    """Each act under `COLUMNS`: `at` in UTC; `by` and `name` (address and name of the person) null where the system
    acted; `called` what the object is called now, null where it is gone; `meeting` its short name or null.

    Numbers have gaps where a transaction was given up; an act is never changed or taken out.
    """
    ordered = acts.order_by("pk").select_related("by", "meeting").iterator(TOGETHER)
    while some := list(islice(ordered, TOGETHER)):
        names = called(some)
        for act in some:
            yield {
                "number": act.pk,
                "at": act.at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
                "by": act.by.email if act.by else None,
                "name": act.by.name if act.by else None,
                "verb": act.verb,
                "object": act.object_type,
                "id": act.object_id,
                "called": names.get((act.object_type, act.object_id)),
                "meeting": act.meeting.slug if act.meeting else None,
                "details": act.details,
            }


def called(acts: Iterable[Act]) -> dict[tuple[str, str], str]:
    """(kind, id) -> what the object is called; one query a kind."""
    wanted: dict[str, set[str]] = {}
    for act in acts:
        wanted.setdefault(act.object_type, set()).add(act.object_id)
    models = {model._meta.model_name: model for model in apps.get_app_config("comity").get_models()}
    return {
        (kind, str(found.pk)): str(found)
        for kind, keys in wanted.items()
        if kind in models
        for found in models[kind]._default_manager.filter(pk__in=keys)
    }


def write_json(acts: QuerySet[Act], out: Out) -> None:
    """JSON Lines."""
    for line in lines(acts):
        out.write(json.dumps(line, ensure_ascii=False) + "\n")


def write_csv(acts: QuerySet[Act], out: Out) -> None:
    """CSV with a head; `details` as JSON. A cell that a spreadsheet would take for a formula is given a quote mark."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for line in lines(acts):
        line["details"] = json.dumps(line["details"], ensure_ascii=False)
        writer.writerow(harmless(line[name]) for name in COLUMNS)


def harmless(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
