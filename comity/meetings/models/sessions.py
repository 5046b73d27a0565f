"""Sessions, what they consist of, and what they ask."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from comity.languages import localized
from comity.meetings.models.meetings import Aspect, Meeting, Room


class Attribution(models.TextChoices):
    """Who may learn whose words they are, from open to closed. It may be tightened, never loosened without consent."""

    ATTRIBUTED = "attributed", _("attributed")
    BY_CATEGORY = "by_category", _("by category")
    NON_ATTRIBUTED = "non_attributed", _("not attributed")
    CONFIDENTIAL = "confidential", _("confidential")
    WITHDRAWN = "withdrawn", _("withdrawn")


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
    room = models.ForeignKey(Room, models.PROTECT, null=True, blank=True, related_name="sessions")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    aspects = models.ManyToManyField(Aspect, related_name="sessions", blank=True)
    leads_to = models.ManyToManyField("self", symmetrical=False, related_name="prepared_by", blank=True)
    """The topics of the Special Meeting that a technical session covers in more depth (concept note, paragraph 7)."""
    slot_minutes = models.PositiveSmallIntegerField(default=3)
    """Minutes that one statement may take on the floor."""
    attribution = models.CharField(max_length=15, choices=Attribution, default=Attribution.ATTRIBUTED)
    """How its notes name speakers, unless one says otherwise; technical sessions under the Chatham House Rule."""
    interpretation = models.JSONField(default=list)
    """Two-letter codes of the languages in which one hears it."""
    webcast = models.BooleanField(default=False)
    calendar_sequence = models.PositiveIntegerField(default=0)
    """Raised by every change that a calendar must learn of (RFC 5545, SEQUENCE)."""
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancellation = models.JSONField(default=dict)
    """Why it is not held."""

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

    @property
    def minutes(self) -> int:
        """How long the slot is."""
        return round((self.ends_at - self.starts_at).total_seconds() / 60)


class Segment(models.Model):
    """A part of a session: the planned minutes of all of them fill its slot (concept note, paragraph 7)."""

    class Kind(models.TextChoices):
        OPENING = "opening", _("opening")
        PRESENTATION = "presentation", _("presentation")
        DISCUSSION = "discussion", _("discussion")
        BREAK = "break", _("break")
        CLOSING = "closing", _("closing")

    session = models.ForeignKey(Session, models.CASCADE, related_name="segments")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=Kind)
    minutes = models.PositiveSmallIntegerField()
    titles = models.JSONField(default=dict)
    annotations = models.JSONField(default=dict)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["session", "position"], name="one_segment_a_position"),
            models.CheckConstraint(condition=Q(minutes__gte=1), name="a_segment_takes_time"),
        ]

    def __str__(self) -> str:
        return localized(self.titles) or str(self.get_kind_display())


class GuidingQuestion(models.Model):
    """What a session is asked to discuss, within one declared aspect (DOMAIN.md A.1)."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="questions")
    aspect = models.ForeignKey(Aspect, models.PROTECT, related_name="questions")
    position = models.PositiveSmallIntegerField()
    texts = models.JSONField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["session", "position"], name="one_question_a_position")
        ]

    def __str__(self) -> str:
        return localized(self.texts)
