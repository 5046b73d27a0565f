"""A practice is one object from the first candidate to the compendium; its wording lives in versions."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comity.meetings.models import Aspect, Instrument, Meeting
from comity.participants.models import Group
from comity.practices.models.excerpts import Attribution, Excerpt
from comity.practices.models.vocabulary import Term


class Practice(models.Model):
    """A good practice, or what may become one. `ref` is its permanent address, whatever becomes of it."""

    class State(models.TextChoices):
        CANDIDATE = "candidate", _("candidate")
        SCREENED = "screened", _("screened")
        CONSOLIDATED = "consolidated", _("consolidated")
        DRAFTED = "drafted", _("drafted")
        REVIEWED = "reviewed", _("safeguards reviewed")
        CONFIRMING = "confirming", _("with its sources for confirmation")
        CIRCULATED = "circulated", _("circulated to the Committee")
        RECOMMENDED = "recommended", _("recommended")
        IDENTIFIED = "identified", _("identified")
        NOT_RETAINED = "not_retained", _("not retained")
        UNDER_REVIEW = "under_review", _("under review")
        SUPERSEDED = "superseded", _("superseded")
        WITHDRAWN = "withdrawn", _("withdrawn")
        MERGED = "merged", _("merged")

    class Maturity(models.TextChoices):
        REPORTED = "reported", _("reported")
        PROMISING = "promising", _("promising")
        DEMONSTRATED = "demonstrated", _("demonstrated")
        REPLICATED = "replicated", _("replicated")

    class Status(models.TextChoices):
        ONGOING = "ongoing", _("ongoing")
        PILOT = "pilot", _("pilot")
        ENDED = "ended", _("ended")

    ref = models.SlugField(max_length=40, unique=True)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="practices")
    state = models.CharField(max_length=12, choices=State, default=State.CANDIDATE)
    state_before = models.CharField(max_length=12, choices=State, blank=True)
    """Where it stood when it was merged, so that the merger can be undone."""
    working_title = models.CharField(max_length=200)
    """What the desk calls it until it has a text; never public. Its own `ref` while nobody has named it."""
    number = models.PositiveIntegerField(null=True, blank=True)
    """In the compendium; given once, never changed, never used again."""
    chapter = models.ForeignKey(Term, models.PROTECT, null=True, blank=True, related_name="practices_within")
    practice_type = models.ForeignKey(Term, models.PROTECT, null=True, blank=True, related_name="+")
    level = models.ForeignKey(Term, models.PROTECT, null=True, blank=True, related_name="+")
    legal_basis = models.ForeignKey(Term, models.PROTECT, null=True, blank=True, related_name="+")
    maturity = models.CharField(max_length=12, choices=Maturity, default=Maturity.REPORTED)
    status = models.CharField(max_length=8, choices=Status, blank=True)
    since_year = models.PositiveSmallIntegerField(null=True, blank=True)
    until_year = models.PositiveSmallIntegerField(null=True, blank=True)
    aspects = models.ManyToManyField(Aspect, related_name="practices", blank=True)
    regions = models.ManyToManyField(Group, related_name="practices", blank=True)
    """Regional groups in whose States it is done, as far as that may be told."""
    codes = models.ManyToManyField(Term, through="Coding", related_name="practices")
    instruments = models.ManyToManyField(Instrument, through="PracticeInstrument", related_name="practices")
    excerpts = models.ManyToManyField(
        Excerpt, through="Support", through_fields=("practice", "excerpt"), related_name="practices"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="practices_owned"
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    next_review_on = models.DateField(null=True, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged_from")
    split_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    superseded_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="supersedes"
    )
    reason = models.TextField(blank=True)
    """Why it was not retained or was withdrawn; public for what was once public."""
    public_from = models.DateTimeField(null=True, blank=True)
    """When it was put into the public register: sharing is an act of its own (R03-2)."""
    closed_at = models.DateTimeField(null=True, blank=True)
    """When it was superseded or withdrawn."""

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="one_practice_a_number"),
            models.CheckConstraint(
                condition=(Q(state="merged") & Q(merged_into__isnull=False))
                | (~Q(state="merged") & Q(merged_into__isnull=True)),
                name="what_is_merged_names_into_what",
            ),
            models.CheckConstraint(
                condition=~Q(state="superseded") | Q(superseded_by__isnull=False),
                name="what_is_superseded_names_by_what",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["withdrawn", "not_retained"]) | ~Q(reason=""),
                name="what_is_given_up_has_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["meeting", "state"])]

    def __str__(self) -> str:
        return self.ref

    @property
    def is_named(self) -> bool:
        return self.working_title != self.ref

    @property
    def permanent_address(self) -> str:
        """Never changes; leads to the page in the reader's language."""
        return f"{settings.PUBLIC_ADDRESS}/id/{self.ref}"


class Coding(models.Model):
    """What a practice is about, who does it, for whom and with whom."""

    class Role(models.TextChoices):
        ABOUT = "about", _("about")
        ACTOR = "actor", _("implementing actor")
        BENEFICIARY = "beneficiary", _("beneficiary")
        PARTNER = "partner", _("partner")

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="codings")
    term = models.ForeignKey(Term, models.PROTECT, related_name="codings")
    role = models.CharField(max_length=11, choices=Role, default=Role.ABOUT)

    class Meta:
        ordering = ["role", "term__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["practice", "term", "role"], name="a_term_once_a_role")
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.term}"


class PracticeInstrument(models.Model):
    """An instrument on which the practice rests, with its operative paragraph ("2 (f)") where it is named (R02-1)."""

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="instrument_links")
    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="practice_links")
    paragraph_cited = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "instrument", "paragraph_cited"], name="an_instrument_once_a_practice"
            )
        ]

    def __str__(self) -> str:
        return f"{self.instrument} {self.paragraph_cited}".strip()


class SupportSet(models.QuerySet["Support"]):
    def live(self) -> SupportSet:
        """What the practice rests on now."""
        return self.filter(left_at__isnull=True, excerpt__discarded_at__isnull=True).exclude(
            excerpt__attribution=Attribution.WITHDRAWN
        )


class Support(models.Model):
    """An excerpt under a practice. `number` is its mark in the practice's text, "[1]", and stays its own."""

    class Stance(models.TextChoices):
        SUPPORTS = "supports", _("supports")
        DIVERGES = "diverges", _("diverges")

    practice = models.ForeignKey(Practice, models.PROTECT, related_name="supports")
    excerpt = models.ForeignKey(Excerpt, models.PROTECT, related_name="supports")
    number = models.PositiveSmallIntegerField()
    stance = models.CharField(max_length=8, choices=Stance, default=Stance.SUPPORTS)
    joined_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    came_from = models.ForeignKey(Practice, models.PROTECT, null=True, blank=True, related_name="+")
    """The practice that brought it when it was merged into this one."""

    objects = SupportSet.as_manager()

    class Meta:
        ordering = ["practice", "number"]
        constraints = [
            models.UniqueConstraint(fields=["practice", "excerpt"], name="an_excerpt_once_a_practice"),
            models.UniqueConstraint(fields=["practice", "number"], name="one_source_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.practice} [{self.number}]"


class Refusal(models.Model):
    """A person said that the excerpt does not belong to the practice: nobody proposes it again."""

    practice = models.ForeignKey(Practice, models.PROTECT, related_name="refusals")
    excerpt = models.ForeignKey(Excerpt, models.PROTECT, related_name="refusals")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practice", "excerpt"], name="refused_once_a_practice")
        ]

    def __str__(self) -> str:
        return f"{self.practice}: {self.excerpt}"


class PracticeVersion(models.Model):
    """One wording of a practice; frozen when its sources or the Committee are asked about it."""

    class Strength(models.TextChoices):
        SHOULD = "should", _("should")
        ENCOURAGED = "encouraged", _("are encouraged to")
        MAY_CONSIDER = "may_consider", _("may consider")

    practice = models.ForeignKey(Practice, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    original_language = models.CharField(max_length=2)
    strength = models.CharField(max_length=12, choices=Strength, default=Strength.ENCOURAGED)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    frozen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["practice", "number"]
        constraints = [
            models.UniqueConstraint(fields=["practice", "number"], name="one_wording_a_number"),
            models.UniqueConstraint(
                fields=["practice"], condition=Q(frozen_at__isnull=True), name="one_open_wording_a_practice"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.practice}/v{self.number}"

    @property
    def meeting(self) -> Meeting:
        return self.practice.meeting


class PracticeText(models.Model):
    """The wording in one language. Sentences name their sources by "[n]", the number of a `Support`."""

    version = models.ForeignKey(PracticeVersion, models.CASCADE, related_name="texts")
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=200)
    """An imperative of at most 15 words."""
    summary = models.TextField(blank=True)
    gap = models.TextField(blank=True)
    """The problem it answers."""
    what = models.TextField(blank=True)
    """What is done, and how."""
    who = models.TextField(blank=True)
    legal_basis = models.TextField(blank=True)
    safeguards = models.TextField(blank=True)
    evidence = models.TextField(blank=True)
    """Evidence and its limits."""
    inputs = models.TextField(blank=True)
    """Cost, staff, technology, time."""
    transferability = models.TextField(blank=True)
    inclusion = models.TextField(blank=True)
    """Gender, age, victims, access of languages."""
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    edited_at = models.DateTimeField()

    class Meta:
        ordering = ["version", "language"]
        constraints = [models.UniqueConstraint(fields=["version", "language"], name="one_text_a_language")]

    def __str__(self) -> str:
        return f"{self.version} {self.language}"


class Evidence(models.Model):
    """What shows that the practice works, with its source, method and limits, in the words of whoever records it."""

    practice = models.ForeignKey(Practice, models.PROTECT, related_name="evidence")
    evidence_type = models.ForeignKey(Term, models.PROTECT, related_name="+")
    source = models.CharField(max_length=500)
    dated_on = models.DateField(null=True, blank=True)
    method = models.TextField(blank=True)
    result = models.TextField(blank=True)
    limitations = models.TextField(blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "evidence"

    def __str__(self) -> str:
        return self.source

    @property
    def meeting(self) -> Meeting:
        return self.practice.meeting
