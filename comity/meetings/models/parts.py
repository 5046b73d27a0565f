"""The parts that people have in sessions."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.meetings.models.sessions import Session
from comity.participants.models import Letter, Participant


class Part(models.Model):
    """What a participant does in a session, from the proposal to the appearance (DOMAIN.md 1.18)."""

    class Role(models.TextChoices):
        CHAIR = "chair", _("Chair")
        MODERATOR = "moderator", _("Moderator")
        KEYNOTE = "keynote", _("Keynote speaker")
        PANELLIST = "panellist", _("Panellist")
        RAPPORTEUR = "rapporteur", _("Rapporteur")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        INVITED = "invited", _("invited")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", pgettext_lazy("invitation", "declined")
        CONFIRMED = "confirmed", pgettext_lazy("invitation", "confirmed")
        WITHDRAWN = "withdrawn", _("withdrawn")
        APPEARED = "appeared", _("appeared")

    session = models.ForeignKey(Session, models.PROTECT, related_name="parts")
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="parts")
    role = models.CharField(max_length=10, choices=Role)
    state = models.CharField(max_length=9, choices=State, default=State.PROPOSED)
    topic = models.CharField(max_length=300, blank=True)
    """What she speaks about, in the language in which it was agreed."""
    proposed_at = models.DateTimeField()
    invited_at = models.DateTimeField(null=True)
    answer_by = models.DateField(null=True)
    """Until when an answer is asked for."""
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=500, blank=True)
    """What was said with it, for the secretariat alone."""
    letter = models.ForeignKey(Letter, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["session", "role", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "participant", "role"], name="one_part_of_a_kind")
        ]

    def __str__(self) -> str:
        return f"{self.participant} ({self.get_role_display()}), {self.session}"
