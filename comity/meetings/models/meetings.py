"""Series, meetings, and what one meeting declares: its aspects, its rooms, what it hands on to the next."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.languages import localized
from comity.meetings.models.instruments import Instrument


class Series(models.Model):
    """Meetings that follow one another on the same subject."""

    slug = models.SlugField(unique=True)
    titles = models.JSONField()
    tells_consultations = models.BooleanField(default=False)
    """Whether the public reads how many of each category were consulted; never who (R02-4)."""

    class Meta:
        verbose_name_plural = "series"

    def __str__(self) -> str:
        return localized(self.titles)


class Meeting(models.Model):
    """An intergovernmental meeting. Texts are dicts: language -> words."""

    class State(models.TextChoices):
        CONCEPT = "concept", _("concept")
        APPROVED = "approved", _("approved")
        PROVISIONAL = "provisional", _("provisional")
        ANNOUNCED = "announced", _("announced")
        REGISTRATION = "registration", _("registration open")
        IN_SESSION = "in_session", _("in session")
        SUSPENDED = "suspended", _("suspended")
        ADJOURNED = "adjourned", _("adjourned")
        OUTCOME_PENDING = "outcome_pending", _("outcome pending")
        OUTCOME_ISSUED = "outcome_issued", _("outcome issued")
        FOLLOW_UP = "follow_up", _("in follow-up")
        ARCHIVED = "archived", _("archived")
        POSTPONED = "postponed", _("postponed")
        CANCELLED = "cancelled", _("cancelled")

    class LatePolicy(models.TextChoices):
        REFUSE = "refuse", _("refuse statements after the deadline")
        TAKE_LATE = "take_late", _("take statements after the deadline and mark them late")

    slug = models.SlugField(unique=True)
    series = models.ForeignKey(Series, models.PROTECT, null=True, blank=True, related_name="meetings")
    titles = models.JSONField()
    short_titles = models.JSONField(default=dict)
    descriptions = models.JSONField(default=dict)
    convened_by = models.JSONField(default=dict)
    venues = models.JSONField(default=dict)
    state = models.CharField(max_length=16, choices=State, default=State.CONCEPT)
    announced_at = models.DateTimeField(null=True, blank=True)
    """First; what was announced once stays public when it is postponed or cancelled."""
    time_zone = models.CharField(max_length=50, default="America/New_York")
    opens_on = models.DateField()
    closes_on = models.DateField()
    statements_due_at = models.DateTimeField(null=True, blank=True)
    registration_due_at = models.DateTimeField(null=True, blank=True)
    late_policy = models.CharField(max_length=10, choices=LatePolicy, default=LatePolicy.REFUSE)
    words_per_minute = models.PositiveSmallIntegerField(default=110)
    """Reading speed against which the length of a statement is checked (100 to 120 is usual)."""
    instruments = models.ManyToManyField(Instrument, related_name="meetings", blank=True)
    """In whose framework it is held (concept note, paragraphs 2 to 5)."""
    sample = models.BooleanField(default=False)
    rehearses = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="rehearsals")
    """The meeting of which this one is a rehearsal: played with invented delegates, never announced."""
    receipts_issued = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")), name="a_meeting_ends_after_it_opens"
            )
        ]

    def __str__(self) -> str:
        return localized(self.titles)

    @property
    def short_title(self) -> str:
        return localized(self.short_titles) or localized(self.titles)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def deadline_passed(self, at: datetime) -> bool:
        return self.statements_due_at is not None and at > self.statements_due_at


class Aspect(models.Model):
    """A declared aspect of the subject; every statement names at least one. Any number a meeting."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="aspects")
    code = models.SlugField()
    position = models.PositiveSmallIntegerField()
    titles = models.JSONField()
    scope_notes = models.JSONField(default=dict)
    in_scope = models.JSONField(default=dict)
    out_of_scope = models.JSONField(default=dict)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["meeting", "code"], name="one_aspect_a_code")]

    def __str__(self) -> str:
        return localized(self.titles)


class Room(models.Model):
    """A room at the venue. It holds one session at a time."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="rooms")
    code = models.SlugField()
    names = models.JSONField()
    capacity = models.PositiveIntegerField(null=True, blank=True)
    """Seats; null where nobody has said."""

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["meeting", "code"], name="one_room_a_code")]

    def __str__(self) -> str:
        return localized(self.names)


class HandedOn(models.Model):
    """Something that a meeting leaves open: open in every later one of its series until somebody closes it, and again
    once it is opened again (R03-1). The trail keeps each time."""

    STANDING: ClassVar[dict[str, Any]] = {}
    """Of those that were not removed."""

    class Ended(models.TextChoices):
        DONE = "done", pgettext_lazy("what was left open", "done")
        OVERTAKEN = "overtaken", pgettext_lazy("what was left open", "overtaken by something else")
        DROPPED = "dropped", pgettext_lazy("what was left open", "not pursued")

    closed_at = models.DateTimeField(null=True)
    """When it was recorded; null while it is open."""
    closed_on = models.DateField(null=True)
    """The day on which it came to its end."""
    closed_in = models.ForeignKey(Meeting, models.PROTECT, null=True, related_name="%(class)s_closed")
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ended = models.CharField(max_length=9, choices=Ended, blank=True)
    outcomes = models.JSONField(default=dict)
    """What came of it, or why it ended."""

    class Meta:
        abstract = True

    @property
    def left_by(self) -> Meeting:
        raise NotImplementedError


def is_closed_whole(name: str) -> models.CheckConstraint:
    """What is closed says at which meeting, on which day and how."""
    is_open = Q(closed_at__isnull=True, closed_in__isnull=True, closed_on__isnull=True, ended="")
    is_closed = Q(closed_at__isnull=False, closed_in__isnull=False, closed_on__isnull=False) & ~Q(ended="")
    return models.CheckConstraint(condition=is_open | is_closed, name=name)


class FollowUp(HandedOn):
    """An action that a meeting leaves to be done."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="follow_ups")
    number = models.PositiveSmallIntegerField()
    titles = models.JSONField()
    interlocutors = models.JSONField(default=dict)
    """With whom (concept note, paragraph 12)."""
    due_on = models.DateField(null=True, blank=True)
    is_public = models.BooleanField(default=False)
    """Whether the public reads of it; what the house has to do is its own affair."""
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["meeting", "number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="one_follow_up_a_number"),
            is_closed_whole("a_follow_up_is_closed_by_a_meeting"),
        ]

    def __str__(self) -> str:
        return localized(self.titles)

    @property
    def left_by(self) -> Meeting:
        return self.meeting
