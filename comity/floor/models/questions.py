"""Questions from the floor, and what was ruled out of scope."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.floor.models.floors import Floor
from comity.floor.models.speakers import Inscription
from comity.meetings.models import Aspect, Attribution, Part
from comity.participants.models import Delegation, Participant
from comity.statements.models import Statement


class Question(models.Model):
    """Put from the floor, on at least one declared aspect (concept note, paragraph 9; R09-1)."""

    class State(models.TextChoices):
        SUBMITTED = "submitted", pgettext_lazy("question", "submitted")
        IN_SCOPE = "in_scope", _("in scope")
        RULED_OUT = "ruled_out", _("ruled out of scope")
        PUT = "put", pgettext_lazy("question", "put")
        ANSWERED = "answered", pgettext_lazy("question", "answered")
        IN_WRITING = "in_writing", _("to be answered in writing")
        WITHDRAWN = "withdrawn", pgettext_lazy("question", "withdrawn")

    LONGEST = 1000

    floor = models.ForeignKey(Floor, models.PROTECT, related_name="questions")
    number = models.PositiveIntegerField()
    delegation = models.ForeignKey(
        Delegation, models.PROTECT, null=True, blank=True, related_name="questions"
    )
    participant = models.ForeignKey(
        Participant, models.PROTECT, null=True, blank=True, related_name="questions"
    )
    text = models.CharField(max_length=LONGEST)
    language = models.CharField(max_length=2, default="en")
    aspects = models.ManyToManyField(Aspect, related_name="floor_questions")
    addressed_to = models.ForeignKey(Part, models.PROTECT, null=True, blank=True, related_name="questions")
    """The panellist who is asked; None for whoever wishes to answer."""
    state = models.CharField(max_length=10, choices=State, default=State.SUBMITTED)
    attribution = models.CharField(max_length=15, choices=Attribution, default=Attribution.ATTRIBUTED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ["floor", "number"]
        constraints = [
            models.UniqueConstraint(fields=["floor", "number"], name="one_question_a_number"),
            models.CheckConstraint(
                condition=Q(delegation__isnull=False, participant__isnull=True)
                | Q(delegation__isnull=True, participant__isnull=False),
                name="a_question_has_somebody_who_asks",
            ),
        ]

    def __str__(self) -> str:
        return f"question {self.pk}"


class Ruling(models.Model):
    """A question or an inscription is out of scope, and why (R09-2). It may be taken back; it is never changed."""

    floor = models.ForeignKey(Floor, models.PROTECT, related_name="rulings")
    inscription = models.ForeignKey(Inscription, models.PROTECT, null=True, related_name="rulings")
    question = models.ForeignKey(Question, models.PROTECT, null=True, related_name="rulings")
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)
    statement = models.ForeignKey(Statement, models.PROTECT, null=True, related_name="+")
    """The written statement into which its author turned it."""

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="a_ruling_has_a_reason"),
            models.CheckConstraint(
                condition=Q(inscription__isnull=False, question__isnull=True)
                | Q(inscription__isnull=True, question__isnull=False),
                name="a_ruling_is_on_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"ruling {self.pk}"
