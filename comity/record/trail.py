"""Writing to the trail and reading what happened to one object."""

from __future__ import annotations

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
    return Act.objects.create(
        at=at,
        by=by,
        verb=verb,
        object_type=obj._meta.model_name or "",
        object_id=str(obj.pk),
        meeting=meeting if meeting is not None else getattr(obj, "meeting", None),
        details=details,
    )


def of(obj: Model) -> QuerySet[Act]:
    """What happened to the object, newest first."""
    return Act.objects.filter(object_type=obj._meta.model_name, object_id=str(obj.pk)).select_related("by")
