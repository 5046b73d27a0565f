"""With whom the meeting was prepared (concept note, paragraph 2)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from comity.languages import localized
from comity.participants.models.bodies import Body, Stakeholder


class Consultation(models.Model):
    """One talk or exchange with somebody before the meeting, kept for the report by category (R02-4)."""

    class Way(models.TextChoices):
        MEETING = "meeting", _("a meeting")
        CALL = "call", _("a call")
        LETTER = "letter", _("letters or mails")
        QUESTIONNAIRE = "questionnaire", _("a questionnaire")
        EVENT = "event", _("an event")

    meeting = models.ForeignKey("comity.Meeting", models.PROTECT, related_name="consultations")
    category = models.CharField(max_length=20, choices=Stakeholder)
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="consultations")
    whom = models.CharField(max_length=300, blank=True)
    """Where it is nobody of the register."""
    held_on = models.DateField()
    way = models.CharField(max_length=13, choices=Way)
    about = models.CharField(max_length=1000, blank=True)
    aspects = models.ManyToManyField("comity.Aspect", related_name="consultations", blank=True)
    """Of which aspects of the meeting one spoke."""
    held_by = models.CharField(max_length=200, blank=True)
    """Who consulted, where it was not whoever logged it."""
    outcome = models.CharField(max_length=1000, blank=True)
    """What came of it."""
    confidential = models.BooleanField(default=False)
    """With whom and about what is for those who log consultations alone; it is not in any public figure."""
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    struck_at = models.DateTimeField(null=True)
    """When it was taken out as entered by mistake."""

    class Meta:
        ordering = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return localized(self.body.names_on(self.held_on)) if self.body else self.whom
