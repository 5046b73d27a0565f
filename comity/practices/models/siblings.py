"""What stands beside practices: challenges that they answer, and initiatives (named programmes)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comity.languages import localized
from comity.meetings.models import Meeting
from comity.participants.models import Delegation, Group
from comity.practices.models.excerpts import Excerpt
from comity.practices.models.practices import Practice
from comity.practices.models.vocabulary import Term


class Challenge(models.Model):
    """A problem that delegations report (concept note, paragraphs 3 and 5), and the practices that answer it."""

    ref = models.SlugField(max_length=40, unique=True)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="challenges")
    titles = models.JSONField()
    challenge_type = models.ForeignKey(Term, models.PROTECT, related_name="challenges")
    threats = models.ManyToManyField(Term, related_name="challenges_posed")
    aspects = models.ManyToManyField("comity.Aspect", related_name="challenges", blank=True)
    excerpts = models.ManyToManyField(Excerpt, related_name="challenges", blank=True)
    answered_by = models.ManyToManyField(Practice, related_name="challenges", blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    public_from = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return localized(self.titles)


class Initiative(models.Model):
    """A named programme, entered by its owner or the secretariat and reviewed before it is public (R06-2, R06-3)."""

    class State(models.TextChoices):
        RECEIVED = "received", _("received")
        IN_REVIEW = "in_review", _("in review")
        RETURNED = "returned", _("returned for correction")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        RUNNING = "running", _("running")
        ENDED = "ended", _("ended")

    ref = models.SlugField(max_length=40, unique=True)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="initiatives")
    state = models.CharField(max_length=9, choices=State, default=State.RECEIVED)
    names = models.JSONField()
    """Language -> the name of the programme."""
    descriptions = models.JSONField(default=dict)
    owner = models.CharField(max_length=200)
    delegation = models.ForeignKey(
        Delegation, models.PROTECT, null=True, blank=True, related_name="initiatives"
    )
    """Whose members entered it; None where the secretariat did."""
    level = models.ForeignKey(Term, models.PROTECT, related_name="initiatives")
    region = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="initiatives")
    measures = models.ManyToManyField(Term, related_name="initiatives_of", blank=True)
    started_year = models.PositiveSmallIntegerField(null=True, blank=True)
    status = models.CharField(max_length=8, choices=Status, default=Status.RUNNING)
    link = models.URLField(max_length=500, blank=True)
    excerpts = models.ManyToManyField(Excerpt, related_name="initiatives", blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reason = models.TextField(blank=True)
    """Why it was returned or withdrawn."""
    public_from = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(state="published") & Q(public_from__isnull=False)) | ~Q(state="published"),
                name="a_published_initiative_has_its_instant",
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(reason=""), name="a_returned_initiative_says_why"
            ),
        ]
        indexes = [models.Index(fields=["meeting", "state"])]

    def __str__(self) -> str:
        return localized(self.names)


class AnswersKept(models.Model):
    """Answers to the questionnaire that a delegation has not sent yet; gone once they are sent."""

    delegation = models.OneToOneField(Delegation, models.CASCADE, related_name="answers_kept")
    answers = models.JSONField(default=dict)
    """What stands in the fields of the form, by their names."""
    kept_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "answers kept"

    def __str__(self) -> str:
        return f"answers of {self.delegation_id}"
