"""Press conferences, and who is accredited to the meeting as press."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.languages import localized
from comity.meetings.models import Meeting
from comity.papers.models import Document
from comity.participants.models import Letter


class PressConferenceSet(models.QuerySet["PressConference"]):
    def public(self, at: datetime) -> PressConferenceSet:
        """Announced once; one that was cancelled since says so."""
        return self.filter(announced_at__lte=at)


class PressConference(models.Model):
    """Who speaks to the press when and where. Texts: language -> words."""

    class State(models.TextChoices):
        PLANNED = "planned", _("being planned")
        ANNOUNCED = "announced", _("announced")
        HELD = "held", _("held")
        CANCELLED = "cancelled", _("cancelled")

    ref = models.SlugField(max_length=44, unique=True)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="press_conferences")
    titles = models.JSONField()
    subjects = models.JSONField(default=dict)
    """What it is about, in a paragraph."""
    places = models.JSONField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    persons = models.JSONField(default=list)
    """[{"name", "capacities": language -> words}] in the order in which they speak."""
    papers = models.ManyToManyField(Document, related_name="press_conferences", blank=True)
    releases = models.ManyToManyField("comity.PressRelease", related_name="press_conferences", blank=True)
    recording_url = models.URLField(max_length=500, blank=True)
    """Where the recording can be seen; held elsewhere, and never embedded."""
    state = models.CharField(max_length=9, choices=State, default=State.PLANNED)
    reasons = models.JSONField(default=dict)
    """Of a cancellation."""
    announced_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    objects = PressConferenceSet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="a_press_conference_takes_time"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["announced", "held"]) | Q(announced_at__isnull=False),
                name="an_announced_press_conference_says_when",
            ),
        ]

    def __str__(self) -> str:
        return localized(self.titles)

    @property
    def permanent_address(self) -> str:
        """Never changes; leads to the page in the reader's language."""
        return f"{settings.PUBLIC_ADDRESS}/id/{self.ref}"


def new_key() -> str:
    return secrets.token_urlsafe(24)


class AccreditationSet(models.QuerySet["Accreditation"]):
    def listed(self) -> AccreditationSet:
        """To whom releases go by mail: approved, and agreed to it."""
        return self.filter(state=Accreditation.State.APPROVED, mails_agreed_at__isnull=False)


class Accreditation(models.Model):
    """Somebody of the press asks to be accredited to a meeting. Of one that ended nothing personal is kept.

    The key stands in every mail: whoever holds it may stop the mails or end the accreditation, and nothing else.
    """

    class Medium(models.TextChoices):
        AGENCY = "agency", _("news agency")
        PRINT = "print", _("newspaper or magazine")
        ONLINE = "online", _("online medium")
        RADIO = "radio", _("radio")
        TELEVISION = "television", _("television")
        PHOTO = "photo", _("photography")
        OTHER = "other", pgettext_lazy("medium", "other")

    class State(models.TextChoices):
        ASKED = "asked", _("asked for")
        APPROVED = "approved", pgettext_lazy("accreditation", "approved")
        REFUSED = "refused", pgettext_lazy("accreditation", "refused")
        ENDED = "ended", pgettext_lazy("accreditation", "ended")

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="press_accreditations")
    name = models.CharField(max_length=200, blank=True)
    outlet = models.CharField(max_length=200, blank=True)
    medium = models.CharField(max_length=10, choices=Medium)
    email = models.EmailField(blank=True)
    """In lower case."""
    language = models.CharField(max_length=2, default="en")
    holds_pass = models.BooleanField(default=False)
    """Says to hold a valid accreditation of the United Nations; its number is asked for at the door only."""
    conferences = models.ManyToManyField(PressConference, related_name="accreditations", blank=True)
    """Which the person wishes to attend."""
    mails_agreed_at = models.DateTimeField(null=True)
    """When the person agreed to get releases by mail; null where not, or no longer."""
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    key = models.CharField(max_length=40, unique=True, default=new_key)
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    """Of a refusal; the person is told."""
    ended_at = models.DateTimeField(null=True)
    letter = models.OneToOneField(Letter, models.SET_NULL, null=True, related_name="accreditation")

    objects = AccreditationSet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "email"],
                condition=Q(state__in=["asked", "approved"]),
                name="an_address_is_accredited_once_a_meeting",
            ),
            models.CheckConstraint(
                condition=~Q(state="ended") | Q(ended_at__isnull=False, name="", outlet="", email=""),
                name="of_an_ended_accreditation_nothing_is_kept",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(reason=""), name="a_refused_accreditation_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"accreditation {self.pk}"  # in lists and records: nothing personal
