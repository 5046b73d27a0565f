"""A press release is a work; its versions (the first, corrections) hold one text a language.

What the public may see at an instant follows from `public_from` and `public_until`, and from what the release quotes:
as long as one source of a quotation has not appeared, neither has the release (decisions/0029).
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from comity.files.models import public_at
from comity.languages import localized
from comity.meetings.models import Meeting
from comity.participants.models import Letter
from comity.press.models.conferences import Accreditation
from comity.press.models.highlights import Highlight, HighlightWords


class PressRelease(models.Model):
    """What is told to the press on one occasion; its `ref` is its permanent address."""

    class Kind(models.TextChoices):
        RELEASE = "release", _("press release")
        STATEMENT = "statement", _("press statement")
        REMARKS = "remarks", _("remarks to the press")
        ADVISORY = "advisory", _("media advisory")

    ref = models.SlugField(max_length=44, unique=True)
    """Permanent and random: a gap in a numbering would betray what is under embargo."""
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="press_releases")
    kind = models.CharField(max_length=9, choices=Kind, default=Kind.RELEASE)
    number = models.CharField(max_length=40, blank=True)
    """As the press service gave it ("SC/12345"); none is ever made here."""
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawal_reason = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return self.ref

    @property
    def permanent_address(self) -> str:
        """Never changes; leads to the page in the reader's language."""
        return f"{settings.PUBLIC_ADDRESS}/id/{self.ref}"


def waiting_for_its_sources() -> Exists:
    """Something that the version quotes has not appeared yet, whoever moved its embargo since."""
    quoted = HighlightWords.objects.filter(highlight__quotations__version=OuterRef("pk"))
    source = "paragraph__language_version__version__public_from"
    return Exists(quoted.filter(Q(**{f"{source}__isnull": True}) | Q(**{f"{source}__gt": OuterRef("now")})))


class ReleaseVersionSet(models.QuerySet["ReleaseVersion"]):
    def public(self, at: datetime) -> ReleaseVersionSet:
        """What anybody may read at the instant."""
        now = models.Value(at, output_field=models.DateTimeField())
        return self.alias(now=now).filter(public_at(at), ~waiting_for_its_sources())


class ReleaseVersion(models.Model):
    """The release as it was released at one time, in one or more languages."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        CLEARED = "cleared", _("cleared")
        RELEASED = "released", _("released")
        SUPERSEDED = "superseded", _("corrected")
        WITHDRAWN = "withdrawn", _("withdrawn")

    release = models.ForeignKey(PressRelease, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    """1, 2, ... within the release; part of the address (`/v2`)."""
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    """A released one is under embargo until `public_from`: no job has to move it then."""
    original_language = models.CharField(max_length=2)
    corrections = models.JSONField(default=dict)
    """Language -> what it puts right; the line that stands above a correction."""
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    public_from = models.DateTimeField(null=True, db_index=True)
    public_until = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)
    """When the mails to the accredited list were written, all of them at once."""

    objects = ReleaseVersionSet.as_manager()

    class Meta:
        ordering = ["release", "number"]
        constraints = [
            models.UniqueConstraint(fields=["release", "number"], name="one_version_of_a_release_a_number"),
            models.UniqueConstraint(
                fields=["release"],
                condition=Q(state__in=["draft", "cleared"]),
                name="one_version_of_a_release_is_in_work",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "cleared"], public_from__isnull=True)
                | Q(state="released", public_from__isnull=False)
                | Q(state__in=["superseded", "withdrawn"]),
                name="only_a_released_version_is_public",
            ),
            models.CheckConstraint(
                condition=Q(public_until__isnull=True) | Q(public_until__gte=F("public_from")),
                name="a_release_is_public_until_after_from",
            ),
            models.CheckConstraint(
                condition=Q(mailed_at__isnull=True) | Q(mailed_at__gte=F("public_from")),
                name="no_release_is_mailed_early",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.release}/v{self.number}"

    @property
    def meeting(self) -> Meeting:
        return self.release.meeting

    @property
    def is_correction(self) -> bool:
        return self.number > 1

    def is_under_embargo(self, at: datetime) -> bool:
        return self.state == self.State.RELEASED and self.public_from is not None and at < self.public_from


class ReleaseText(models.Model):
    """A version in one language. "[1]" in the body stands for its first quotation."""

    version = models.ForeignKey(ReleaseVersion, models.CASCADE, related_name="texts")
    language = models.CharField(max_length=2)
    headline = models.CharField(max_length=200)
    dateline = models.CharField(max_length=100)
    """Place and day, as printed: "NEW YORK, 1 December 2016"."""
    lead = models.TextField()
    """Who, what, when, where: one paragraph."""
    body = models.TextField(blank=True)
    background = models.TextField(blank=True)
    contacts = models.TextField(blank=True)
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    edited_at = models.DateTimeField()

    class Meta:
        ordering = ["version", "language"]
        constraints = [
            models.UniqueConstraint(fields=["version", "language"], name="one_text_of_a_release_a_language")
        ]

    def __str__(self) -> str:
        return self.headline


class Quotation(models.Model):
    """A version quotes an approved highlight; its words are those of the highlight and stand nowhere else."""

    version = models.ForeignKey(ReleaseVersion, models.CASCADE, related_name="quotations")
    number = models.PositiveSmallIntegerField()
    highlight = models.ForeignKey(Highlight, models.PROTECT, related_name="quotations")

    class Meta:
        ordering = ["version", "number"]
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="one_quotation_a_number"),
            models.UniqueConstraint(fields=["version", "highlight"], name="a_highlight_is_quoted_once"),
        ]

    def __str__(self) -> str:
        return f"{self.version} [{self.number}]"


class ReleaseClearance(models.Model):
    """One side lets a version go to the public, as it was then. It lapses when a word is changed."""

    class Side(models.TextChoices):
        CHAIR = "chair", _("Chair")
        CTED = "cted", _("Executive Directorate")
        COMMITTEE = "committee", _("Committee, by consensus")

    version = models.ForeignKey(ReleaseVersion, models.CASCADE, related_name="clearances")
    side = models.CharField(max_length=9, choices=Side)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)
    """Of the texts and quotations that were read."""
    lapsed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "side"],
                condition=Q(lapsed_at__isnull=True),
                name="a_side_clears_a_version_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.get_side_display()}"


class ReleaseMail(models.Model):
    """That a version went to somebody of the accredited list."""

    version = models.ForeignKey(ReleaseVersion, models.PROTECT, related_name="mails")
    accreditation = models.ForeignKey(Accreditation, models.PROTECT, related_name="mails")
    letter = models.OneToOneField(Letter, models.SET_NULL, null=True, related_name="release_mail")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "accreditation"], name="a_release_is_mailed_once")
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.accreditation_id}"


def headline(version: ReleaseVersion) -> str:
    """In the reader's language, or the nearest."""
    return localized({text.language: text.headline for text in version.texts.all()}) or version.release.ref
