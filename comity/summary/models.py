"""The Chair's summary: sentences in the Chair's words, what each rests on, and the versions that were cleared."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.floor.models import Intervention
from comity.meetings.models import Meeting, Session
from comity.practices.models import Excerpt

PER_SESSION = ("issues", "measures", "gaps", "divergence")


class Summary(models.Model):
    """One a meeting: the sentences that stand now. What was cleared and issued lives in versions."""

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="summary")
    language = models.CharField(max_length=2, default="en")
    """Of the original; the others are its translations."""
    ladder = models.JSONField(default=list)
    """Quantifiers as `comity.summary.ladder.checked` takes them; empty for the ladder that comes with the programme."""
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "summaries"

    def __str__(self) -> str:
        return str(_("Summary by the Chair"))


class Sentence(models.Model):
    """A sentence of the draft. Taken out it stays on file, with what it rested on."""

    class Part(models.TextChoices):
        """Of the summary, in its order (DOMAIN.md A.2); the first four once a session."""

        ISSUES = "issues", _("Issues raised")
        MEASURES = "measures", _("Measures and good practices reported")
        GAPS = "gaps", _("Challenges and gaps")
        DIVERGENCE = "divergence", _("Points of divergence")
        RIGHTS = "rights", _("Human rights")
        GENDER = "gender", pgettext_lazy("cross-cutting theme", "Gender")
        VICTIMS = "victims", _("Victims of terrorism")
        COMMITTEE = "committee", _("Actions for the Committee")
        CTED = "cted", _("Actions for CTED")
        STATES = "states", _("Actions for Member States")
        PARTNERS = "partners", _("Actions for partners")

    summary = models.ForeignKey(Summary, models.PROTECT, related_name="sentences")
    number = models.PositiveIntegerField()
    """Within the summary; given once, never used again."""
    part = models.CharField(max_length=10, choices=Part)
    session = models.ForeignKey(Session, models.PROTECT, null=True, blank=True, related_name="+")
    place = models.FloatField()
    """Orders the sentences of a part."""
    texts = models.JSONField(default=dict)
    """Language -> words."""
    edits = models.PositiveIntegerField(default=0)
    """Raised by every change: whoever saves second is told."""
    by_choice = models.BooleanField(default=False)
    """The Chair stands for its quantifier ("all", "most"), whatever the counts say."""
    exception = models.CharField(max_length=500, blank=True)
    """Why the Chair lets it name a State."""
    engine = models.CharField(max_length=120, blank=True)
    """Name and version of the language model that drafted the words; "" once a person has made them theirs."""
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["place", "number"]
        constraints = [
            models.UniqueConstraint(fields=["summary", "number"], name="one_sentence_a_number"),
            models.CheckConstraint(
                condition=Q(part__in=PER_SESSION, session__isnull=False)
                | (~Q(part__in=PER_SESSION) & Q(session__isnull=True)),
                name="a_sentence_of_a_session_names_it",
            ),
        ]

    def __str__(self) -> str:
        return f"sentence {self.number}"

    @property
    def meeting(self) -> Meeting:
        return self.summary.meeting


class Basis(models.Model):
    """What a sentence rests on: exact words that were flagged, or an intervention as its rapporteur noted it."""

    sentence = models.ForeignKey(Sentence, models.PROTECT, related_name="basis")
    excerpt = models.ForeignKey(Excerpt, models.PROTECT, null=True, blank=True, related_name="summarised")
    intervention = models.ForeignKey(
        Intervention, models.PROTECT, null=True, blank=True, related_name="summarised"
    )
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "bases"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(excerpt__isnull=False, intervention__isnull=True)
                | Q(excerpt__isnull=True, intervention__isnull=False),
                name="a_sentence_rests_on_one_thing_at_a_time",
            ),
            models.UniqueConstraint(fields=["sentence", "excerpt"], name="an_excerpt_once_a_sentence"),
            models.UniqueConstraint(
                fields=["sentence", "intervention"], name="an_intervention_once_a_sentence"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sentence}: {self.excerpt or self.intervention}"

    @property
    def key(self) -> str:
        """As pieces are known by: "e12" an excerpt, "i7" an intervention."""
        return f"e{self.excerpt_id}" if self.excerpt_id else f"i{self.intervention_id}"


class SummaryVersion(models.Model):
    """The summary as the Chair cleared it. Its content is never changed; issuing it is an act of its own."""

    summary = models.ForeignKey(Summary, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    """As `comity.summary.clearing.content_of` writes it: what is printed, in every language that was whole."""
    trace = models.JSONField()
    """Number of a sentence -> what it rested on; for the desk only, in no file."""
    sha256 = models.CharField(max_length=64)
    """Of the content as canonical JSON."""
    cleared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    cleared_at = models.DateTimeField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["summary", "number"]
        constraints = [
            models.UniqueConstraint(fields=["summary", "number"], name="one_summary_a_number"),
            models.CheckConstraint(
                condition=Q(issued_at__isnull=True, issued_by__isnull=True)
                | Q(issued_at__isnull=False, issued_by__isnull=False),
                name="an_issued_summary_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.summary} {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        assert self._state.adding, "a summary that was cleared is never changed"
        super().save(*args, **kwargs)

    @property
    def meeting(self) -> Meeting:
        return self.summary.meeting
