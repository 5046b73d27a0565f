"""Every act on a floor, in order."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from comity.floor.models.floors import Floor


class FloorAct(models.Model):
    """What was done, and what it changed: a slip can be undone as long as nothing else was done. Never deleted."""

    floor = models.ForeignKey(Floor, models.PROTECT, related_name="acts")
    number = models.PositiveIntegerField()
    """The `Floor.number` that it led to."""
    verb = models.CharField(max_length=60)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    details = models.JSONField(default=dict)
    before = models.JSONField(default=list)
    """[{"model", "pk", "fields": {name: value before} or null where the act made the row}], in order."""
    can_be_undone = models.BooleanField(default=False)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["floor", "number"]
        constraints = [models.UniqueConstraint(fields=["floor", "number"], name="one_act_a_number")]

    def __str__(self) -> str:
        return f"{self.number} {self.verb}"
