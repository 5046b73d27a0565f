"""Exact words of a paragraph, and what readers and machines say of paragraphs.

The database itself keeps the words of an excerpt equal to those of its paragraph: comity/practices/gates.py.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from comity.meetings.models import Aspect, Instrument, Meeting
from comity.meetings.models import Attribution as Attribution
from comity.participants.models import Delegation, Group
from comity.practices.models.vocabulary import Term
from comity.statements.models import Paragraph, Version
from comity.texts import quotes


class ExcerptSet(models.QuerySet["Excerpt"]):
    def live(self) -> ExcerptSet:
        """What may carry a practice: neither discarded nor taken back by its source."""
        return self.filter(discarded_at__isnull=True).exclude(attribution=Attribution.WITHDRAWN)


class Excerpt(models.Model):
    """`text == paragraph.text[start:end]` in code points, for ever; discarded at most, never changed or deleted."""

    class Kind(models.TextChoices):
        PRACTICE = "practice", _("practice")
        RECOMMENDATION = "recommendation", _("recommendation")
        CHALLENGE = "challenge", _("challenge")
        INITIATIVE = "initiative", _("initiative")
        COMMITMENT = "commitment", _("commitment")
        CLAIM = "claim", _("claim")

    class Domain(models.TextChoices):
        TECHNOLOGICAL = "technological", _("technological")
        LAW_ENFORCEMENT = "law_enforcement", _("law enforcement")

    paragraph = models.ForeignKey(Paragraph, models.PROTECT, related_name="excerpts")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    language = models.CharField(max_length=3)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="excerpts")
    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="excerpts")
    """The contributor; whom it may be told to is a matter of `attribution` (public.py, seal.py)."""
    kind = models.CharField(max_length=14, choices=Kind)
    attribution = models.CharField(max_length=14, choices=Attribution, default=Attribution.ATTRIBUTED)
    domain = models.CharField(max_length=15, choices=Domain, blank=True)
    codes = models.ManyToManyField(Term, related_name="excerpts", blank=True)
    aspects = models.ManyToManyField(Aspect, related_name="excerpts", blank=True)
    instruments = models.ManyToManyField(Instrument, through="ExcerptInstrument", related_name="excerpts")
    note = models.TextField(blank=True)
    flagged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="excerpts_flagged")
    flagged_at = models.DateTimeField()
    discarded_at = models.DateTimeField(null=True, blank=True)
    discard_reason = models.TextField(blank=True)
    checked_against = models.ForeignKey(Version, models.PROTECT, null=True, blank=True, related_name="+")
    """The latest correction of its source that its owner has seen and kept it in spite of."""

    objects = ExcerptSet.as_manager()

    class Meta:
        ordering = ["flagged_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="an_excerpt_has_words"),
            models.UniqueConstraint(
                fields=["paragraph", "start", "end", "kind"],
                condition=Q(discarded_at__isnull=True),
                name="the_same_words_once_a_kind",
            ),
        ]
        indexes = [models.Index(fields=["meeting", "kind"])]

    def __str__(self) -> str:
        return f"excerpt {self.pk}"  # in lists and records: never whose words they are

    @property
    def is_live(self) -> bool:
        return self.discarded_at is None and self.attribution != Attribution.WITHDRAWN

    @property
    def as_title(self) -> str:
        """The words as the title of what they report, where nobody gives one."""
        return self.text[:200]

    @property
    def quote(self) -> quotes.Quote:
        """For `quotes.verify` and the annotation that machines read."""
        return quotes.quote(self.paragraph, self.start, self.end)


class ExcerptInstrument(models.Model):
    """The instrument in whose framework the words stand, with the paragraph of it where one is named."""

    excerpt = models.ForeignKey(Excerpt, models.CASCADE, related_name="instrument_links")
    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="excerpt_links")
    paragraph_cited = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["excerpt", "instrument", "paragraph_cited"], name="an_instrument_once_an_excerpt"
            )
        ]

    def __str__(self) -> str:
        return f"{self.instrument} {self.paragraph_cited}".strip()


class Consent(models.Model):
    """A source allows that its words be attributed more openly than it said before. Never changed or deleted."""

    excerpt = models.ForeignKey(Excerpt, models.PROTECT, related_name="consents")
    attribution = models.CharField(max_length=14, choices=Attribution)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.excerpt}: {self.get_attribution_display()}"


class Reading(models.Model):
    """What one reader decided about one paragraph; the live one is that which was not undone."""

    class Decision(models.TextChoices):
        FLAGGED = "flagged", _("flagged")
        REJECTED = "rejected", _("rejected")
        REFERRED = "referred", _("referred")
        SET_ASIDE = "set_aside", _("set aside")

    paragraph = models.ForeignKey(Paragraph, models.CASCADE, related_name="readings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="readings")
    decision = models.CharField(max_length=10, choices=Decision)
    reason = models.CharField(max_length=500, blank=True)
    referred_to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    drawn = models.BooleanField(default=False)
    """Whether the paragraph was drawn at random and not shown for its score: from such readings follows how many are
    left."""

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["paragraph", "by"],
                condition=Q(undone_at__isnull=True),
                name="one_reading_a_reader",
            ),
            models.CheckConstraint(
                condition=~Q(decision="rejected") | ~Q(reason=""), name="a_rejection_has_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(decision="referred") | Q(referred_to__isnull=False),
                name="a_referral_goes_to_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paragraph}: {self.get_decision_display()}"


class Bookmark(models.Model):
    """Where a reader is in a meeting, so that tomorrow begins where today ended."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="bookmarks")
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="+")
    paragraph = models.ForeignKey(Paragraph, models.CASCADE, null=True, related_name="+")
    way = models.CharField(max_length=40, default="queue")
    """How the reader goes through the meeting: "queue", "second", or the ref of the statement read to its end."""
    drawn = models.BooleanField(default=False)
    """Whether the paragraph was drawn at random."""
    keys = models.BooleanField(default=True)
    """Whether single keys act; whoever dictates or uses a screen reader may switch them off (WCAG 2.1.4)."""
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "meeting"], name="one_bookmark_a_reader"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.paragraph_id}"


class Proposal(models.Model):
    """What an engine proposed for a paragraph or an excerpt. It is labelled, and worth nothing until a person acts."""

    class Kind(models.TextChoices):
        FLAG = "flag", _("a paragraph worth a look")
        JOIN = "join", _("an excerpt that may belong to a practice")
        ALIGNMENT = "alignment", _("an alignment with another statement")

    kind = models.CharField(max_length=10, choices=Kind)
    paragraph = models.ForeignKey(Paragraph, models.CASCADE, related_name="proposals")
    excerpt = models.ForeignKey(Excerpt, models.PROTECT, null=True, related_name="proposals")
    practice = models.ForeignKey("comity.Practice", models.PROTECT, null=True, related_name="proposals")
    engine = models.CharField(max_length=60)
    version = models.CharField(max_length=40)
    label = models.CharField(max_length=20, blank=True)
    score = models.FloatField()
    reasons = models.JSONField(default=list)
    """[{"code", "words"}], worded for people by the site."""
    source_sha256 = models.CharField(max_length=64)
    """Of the words that the engine saw: it is obsolete when they are no longer those."""
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-score", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(engine="") & ~Q(version=""), name="a_proposal_names_its_engine"
            ),
            models.UniqueConstraint(
                fields=["paragraph", "kind", "engine", "version"],
                condition=Q(excerpt__isnull=True),
                name="one_proposal_a_paragraph",
            ),
            models.UniqueConstraint(
                fields=["excerpt", "practice", "engine", "version"],
                condition=Q(excerpt__isnull=False),
                name="one_proposal_an_excerpt",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.engine} {self.version}: {self.get_kind_display()}"

    @property
    def obsolete(self) -> bool:
        """The source no longer reads as the engine saw it, or no longer stands."""
        words = self.excerpt.text if self.excerpt else self.paragraph.text
        state = self.paragraph.language_version.version.state
        return quotes.digest(words) != self.source_sha256 or state in ("superseded", "withdrawn")


class Alignment(models.Model):
    """A sentence in which a delegation aligns itself with the statement of another or of a group."""

    paragraph = models.ForeignKey(Paragraph, models.PROTECT, related_name="alignments")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="alignments")
    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="alignments")
    """Who aligns itself."""
    with_group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="aligned")
    with_delegation = models.ForeignKey(
        Delegation, models.PROTECT, null=True, blank=True, related_name="aligned"
    )
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(with_group__isnull=False, with_delegation__isnull=True)
                | Q(with_group__isnull=True, with_delegation__isnull=False),
                name="an_alignment_is_with_one",
            ),
            models.UniqueConstraint(
                fields=["paragraph", "start"],
                condition=Q(undone_at__isnull=True),
                name="one_alignment_a_sentence",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delegation}: {self.with_group or self.with_delegation}"

    @property
    def whom(self) -> str:
        """With whose statement, in the reader's language."""
        return str(self.with_group) if self.with_group else self.with_delegation.whose  # type: ignore[union-attr]
