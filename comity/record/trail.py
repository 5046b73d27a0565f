"""Writing to the trail and reading what happened to one object."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet

from comity.record.models import Act


def note(
    obj: Model, verb: str, *, by: Any | None, at: datetime, meeting: Any | None = None, **details: Any
) -> Act:
    """Add one act to the trail; call it inside the transaction of the change itself.

    `details` must be JSON. `by` is None only where the system acted.
    """
    return note_each([(obj, details)], verb, by=by, at=at, meeting=meeting)[0]


def note_each(
    objects: Iterable[tuple[Model, dict[str, Any]]],
    verb: str,
    *,
    by: Any | None,
    at: datetime,
    meeting: Any | None = None,
) -> list[Act]:
    """One act on each of several objects, with the details of each."""
    return Act.objects.bulk_create(
        Act(
            at=at,
            by=by,
            verb=verb,
            object_type=obj._meta.model_name or "",
            object_id=str(obj.pk),
            meeting=meeting if meeting is not None else getattr(obj, "meeting", None),
            details=details,
        )
        for obj, details in objects
    )


def of(obj: Model) -> QuerySet[Act]:
    """What happened to the object, newest first."""
    return Act.objects.filter(object_type=obj._meta.model_name, object_id=str(obj.pk)).select_related("by")
