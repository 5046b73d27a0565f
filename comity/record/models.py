"""Acts, append-only: the database itself refuses to change or delete one."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models


class Act(models.Model):
    """One thing that one person (or, without one, the system) did to one object."""

    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="acts")
    verb = models.CharField(max_length=60)
    object_type = models.CharField(max_length=40)
    object_id = models.CharField(max_length=60)
    meeting = models.ForeignKey("comity.Meeting", models.PROTECT, null=True, related_name="acts")
    details = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["object_type", "object_id", "at"]),
            models.Index(fields=["meeting", "at"]),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.object_type} {self.object_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        assert self._state.adding, "an act is never changed"
        super().save(*args, **kwargs)
