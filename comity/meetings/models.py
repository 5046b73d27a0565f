"""A meeting with its aspects and sessions, and the register of instruments as records."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from comity.languages import localized


class Series(models.Model):
    """Meetings that follow one another on the same subject."""

    slug = models.SlugField(unique=True)
    titles = models.JSONField()

    class Meta:
        verbose_name_plural = "series"

    def __str__(self) -> str:
        return localized(self.titles)


class Meeting(models.Model):
    """An intergovernmental meeting. Texts are dicts: language -> words."""

    class State(models.TextChoices):
        CONCEPT = "concept", _("concept")
        PROVISIONAL = "provisional", _("provisional")
        ANNOUNCED = "announced", _("announced")
        IN_SESSION = "in_session", _("in session")
        ADJOURNED = "adjourned", _("adjourned")
        ARCHIVED = "archived", _("archived")

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
    time_zone = models.CharField(max_length=50, default="America/New_York")
    opens_on = models.DateField()
    closes_on = models.DateField()
    statements_due_at = models.DateTimeField(null=True, blank=True)
    late_policy = models.CharField(max_length=10, choices=LatePolicy, default=LatePolicy.REFUSE)
    words_per_minute = models.PositiveSmallIntegerField(default=110)
    """Reading speed against which the length of a statement is checked (100 to 120 is usual)."""
    sample = models.BooleanField(default=False)
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


class Session(models.Model):
    """A technical session or a session of the Special Meeting."""

    class Tier(models.TextChoices):
        TECHNICAL = "technical", _("technical session")
        SPECIAL = "special", _("Special Meeting")

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="sessions")
    code = models.SlugField()
    tier = models.CharField(max_length=10, choices=Tier)
    position = models.PositiveSmallIntegerField()
    titles = models.JSONField()
    annotations = models.JSONField(default=dict)
    rooms = models.JSONField(default=dict)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    aspects = models.ManyToManyField(Aspect, related_name="sessions", blank=True)
    slot_minutes = models.PositiveSmallIntegerField(default=3)
    """Minutes that one statement may take on the floor."""

    class Meta:
        ordering = ["starts_at", "position"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "code"], name="one_session_a_code"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="a_session_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return localized(self.titles)


class Instrument(models.Model):
    """A resolution, presidential statement, treaty or other document that statements cite.

    Filled from the register bundled with `comity.texts.instruments`, and with `known=False` for symbols
    that somebody cited and the register does not hold.
    """

    symbol = models.CharField(max_length=80, unique=True)
    slug = models.SlugField(max_length=100, unique=True)
    kind = models.CharField(max_length=30)
    year = models.PositiveSmallIntegerField(null=True)
    adopted_on = models.DateField(null=True)
    title = models.TextField(blank=True)
    operative_paragraphs = models.PositiveSmallIntegerField(null=True)
    known = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.symbol
