"""Minutes of a session: its rapporteur's notes, every text of which is kept."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comity.meetings.models import Attribution, Meeting, Session


class Minutes(models.Model):
    """Draft, then shared with the chair, then final and locked; afterwards a Corr. only."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        SHARED = "shared", _("shared with the chair")
        FINAL = "final", _("final")

    session = models.OneToOneField(Session, models.PROTECT, related_name="minutes_kept")
    language = models.CharField(max_length=2, default="en")
    status = models.CharField(max_length=6, choices=Status, default=Status.DRAFT)
    attribution = models.CharField(max_length=15, choices=Attribution, default=Attribution.NON_ATTRIBUTED)
    """May be tightened, never loosened."""
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    shared_at = models.DateTimeField(null=True)
    finalised_at = models.DateTimeField(null=True)
    finalised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name_plural = "minutes"
        constraints = [
            models.CheckConstraint(
                condition=Q(status="final", finalised_at__isnull=False, finalised_by__isnull=False)
                | ~Q(status="final") & Q(finalised_at__isnull=True),
                name="final_minutes_say_by_whom_and_when",
            )
        ]

    def __str__(self) -> str:
        return str(self.session)

    @property
    def meeting(self) -> Meeting:
        return self.session.meeting


class MinutesText(models.Model):
    """One text of the minutes; the newest holds. None is ever changed."""

    class Kind(models.TextChoices):
        TEXT = "text", _("text")
        CORRECTION = "correction", _("correction (Corr.)")

    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="texts")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.TEXT)
    text = models.TextField()
    """Markdown."""
    reason = models.CharField(max_length=500, blank=True)
    """Of a correction: what it corrects."""
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["minutes", "number"]
        constraints = [
            models.UniqueConstraint(fields=["minutes", "number"], name="one_text_of_minutes_a_number"),
            models.CheckConstraint(
                condition=~Q(kind="correction") | ~Q(reason=""), name="a_correction_of_minutes_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.minutes} v{self.number}"
