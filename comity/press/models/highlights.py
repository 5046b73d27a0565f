"""Highlights: exact words of published statements, approved once and used wherever the meeting is told of (R13-1).

The database itself keeps the words equal to those of their paragraph: comity/press/rules.py.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from comity.languages import localized
from comity.meetings.models import Meeting
from comity.practices.models import Excerpt
from comity.practices.models.excerpts import Attribution
from comity.statements.models import Paragraph, Statement, Version


def told_otherwise() -> Exists:
    """The source, or a rapporteur for it, has closed the attribution of words that these share (DOMAIN.md 5)."""
    shared = Excerpt.objects.filter(
        paragraph=OuterRef("paragraph"), start__lt=OuterRef("end"), end__gt=OuterRef("start")
    )
    return Exists(shared.filter(discarded_at__isnull=True).exclude(attribution=Attribution.ATTRIBUTED))


def may_be_quoted(prefix: str, at: datetime) -> Q:
    """The statement at `prefix` is one whose delegation lets itself be quoted by name, and it has been delivered, or
    is in writing only."""
    fields = {
        "sensitivity": Statement.Sensitivity.UNCLASSIFIED,
        "consent_to_publish": True,
        "consent_to_quote": True,
        "withdrawn_at__isnull": True,
    }
    said = Q(**{f"{prefix}delivery": Statement.Delivery.WRITTEN_ONLY})
    said |= Q(**{f"{prefix}delivered_at__lte": at})
    return said & Q(**{f"{prefix}{name}": value for name, value in fields.items()})


class HighlightSet(models.QuerySet["Highlight"]):
    def public(self, at: datetime) -> HighlightSet:
        """What anybody may read at the instant: approved, and its words stand before the public by name. Gone with
        its source, by time alone."""
        words = HighlightWords.objects.standing(at).filter(highlight=OuterRef("pk"), is_original=True)
        return self.filter(Exists(words), state=Highlight.State.APPROVED, approved_at__lte=at)


class Highlight(models.Model):
    """Words worth repeating of one statement. Approved at most once; dropped, never changed or deleted."""

    class State(models.TextChoices):
        PICKED = "picked", _("picked")
        APPROVED = "approved", _("approved")
        DROPPED = "dropped", _("dropped")

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="highlights")
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="highlights")
    titles = models.JSONField(default=dict)
    """Language -> what it is about, in a few words of the press officer."""
    state = models.CharField(max_length=8, choices=State, default=State.PICKED)
    picked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    picked_at = models.DateTimeField()
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    """Why it was dropped."""

    objects = HighlightSet.as_manager()

    class Meta:
        ordering = ["picked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(approved_at__isnull=False, approved_by__isnull=False),
                name="a_highlight_is_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state="dropped", dropped_at__isnull=False)
                | (~Q(state="dropped") & Q(dropped_at__isnull=True)),
                name="a_dropped_highlight_says_when",
            ),
        ]
        indexes = [models.Index(fields=["meeting", "state"])]

    def __str__(self) -> str:
        return localized(self.titles) or f"highlight {self.pk}"


class HighlightWordsSet(models.QuerySet["HighlightWords"]):
    def standing(self, at: datetime) -> HighlightWordsSet:
        """Those that anybody may be told at the instant, with the name of who said them."""
        version = "paragraph__language_version__version__"
        return self.filter(
            ~told_otherwise(),
            may_be_quoted(f"{version}statement__", at),
            Q(**{f"{version}public_from__lte": at}),
            Q(**{f"{version}public_until__isnull": True}) | Q(**{f"{version}public_until__gt": at}),
        )


class HighlightWords(models.Model):
    """The words in one language of the statement: `text == paragraph.text[start:end]` in code points, for ever."""

    highlight = models.ForeignKey(Highlight, models.PROTECT, related_name="words")
    paragraph = models.ForeignKey(Paragraph, models.PROTECT, related_name="highlighted")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    language = models.CharField(max_length=3)
    is_original = models.BooleanField(default=False)
    """What was picked first; the others are the same in further languages of the statement."""

    objects = HighlightWordsSet.as_manager()

    class Meta:
        ordering = ["highlight", "-is_original", "language"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="a_highlight_has_words"),
            models.UniqueConstraint(
                fields=["highlight", "language"], name="words_of_a_highlight_once_a_language"
            ),
            models.UniqueConstraint(
                fields=["highlight"], condition=Q(is_original=True), name="a_highlight_was_picked_once"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def version(self) -> Version:
        return self.paragraph.language_version.version

    @property
    def meeting(self) -> Meeting:
        return self.highlight.meeting
