"""The floor of one session: whether it sits, whether its list is open, and under which policy."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.meetings.models import Segment, Session


class Floor(models.Model):
    """One a session; whoever acts on it holds this row, so that acts follow one another."""

    class Proceedings(models.TextChoices):
        WAITING = "waiting", _("not begun")
        SITTING = "sitting", _("in progress")
        SUSPENDED = "suspended", pgettext_lazy("session", "suspended")
        ADJOURNED = "adjourned", pgettext_lazy("session", "adjourned")

    class List(models.TextChoices):
        NOT_OPEN = "not_open", _("not open yet")
        OPEN = "open", pgettext_lazy("list of speakers", "open")
        CLOSED = "closed", pgettext_lazy("list of speakers", "closed")

    session = models.OneToOneField(Session, models.PROTECT, related_name="floor")
    proceedings = models.CharField(max_length=9, choices=Proceedings, default=Proceedings.WAITING)
    list_state = models.CharField(max_length=8, choices=List, default=List.NOT_OPEN)
    policy: Any = models.JSONField(default=dict)
    """As `comity.floor.policy.Policy` writes it."""
    number = models.PositiveIntegerField(default=0)
    """Raised by every act: whoever follows knows by it whether something is new."""
    segment = models.ForeignKey(Segment, models.SET_NULL, null=True, blank=True, related_name="+")
    """The part of the session that is on."""
    called_to_order_at = models.DateTimeField(null=True, blank=True)
    suspended_until = models.DateTimeField(null=True, blank=True)
    """When it is expected to go on, where that was said."""
    adjourned_at = models.DateTimeField(null=True, blank=True)
    inscriptions_taken = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.session)
