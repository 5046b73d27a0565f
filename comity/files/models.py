"""Bytes as received, the parts of a text that was read from them, and the publication log.

A statement and a document of the meeting are kept alike: each has versions, a version has one text a language, and a
text has paragraphs with anchors. What they have in common stands here once; the nouns say whose it is.
"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

RECEIVED = "received"
"""Folder of the storage."""


class Sensitivity(models.TextChoices):
    """Markings of ST/SGB/2007/6 that this site may hold; STRICTLY CONFIDENTIAL is refused (RX-5)."""

    UNCLASSIFIED = "unclassified", _("UNCLASSIFIED")
    CONFIDENTIAL = "confidential", _("CONFIDENTIAL")


class StoredFile(models.Model):
    """Bytes as received, kept once under their SHA-256 in `storages["default"]`."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=120)
    stored_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha256[:12]

    @property
    def path(self) -> str:
        """Name in the storage."""
        return f"{RECEIVED}/{self.sha256[:2]}/{self.sha256}"


class TextInLanguage(models.Model):
    """One version of a paper in one language: a file (`file`) and what was read from it (`paragraphs`)."""

    language = models.CharField(max_length=3)
    """Two letters of an official language, or "und" for another one (kept and flagged)."""
    is_original = models.BooleanField(default=False)
    file_name = models.CharField(max_length=255)
    """As whoever sent it named it; shown to staff, never used as a path."""
    pages = models.PositiveIntegerField(null=True)
    words = models.PositiveIntegerField(default=0)
    languages_read = models.JSONField(default=list)
    """[{"language", "share"}] as found in the text."""
    warnings = models.JSONField(default=list)
    """[{"code", "message", "paragraph"}] of the reading."""

    class Meta:
        abstract = True


class ReadParagraph(models.Model):
    """A citable paragraph of a text (`language_version`); `anchor` is what a quote points at."""

    position = models.PositiveIntegerField()
    anchor = models.CharField(max_length=40)
    number = models.CharField(max_length=20, blank=True)
    kind = models.CharField(max_length=10)
    level = models.PositiveSmallIntegerField(default=0)
    text = models.TextField()
    language = models.CharField(max_length=3)
    page = models.PositiveIntegerField(null=True)
    attributed_to = models.JSONField(default=list)

    class Meta:
        abstract = True


class FoundCitation(models.Model):
    """A mention of an instrument (`instrument`) in a paragraph (`paragraph`); offsets count code points of its text."""

    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.CharField(max_length=300)
    symbol = models.CharField(max_length=80)
    year = models.PositiveSmallIntegerField(null=True)
    paragraph_cited = models.CharField(max_length=60, blank=True)
    status = models.CharField(max_length=14)
    """known, unknown or year_mismatch."""

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.text


class PublicationEntry(models.Model):
    """The publication log: at `effective_at` what the public sees of the version changes: look again.

    Search indexes and page caches of every node follow it. An embargo that ends is an entry with a future
    `effective_at`, so no job has to run on time.
    """

    version = models.ForeignKey(
        "comity.Version", models.PROTECT, null=True, related_name="publication_entries"
    )
    """Of a statement."""
    document_version = models.ForeignKey(
        "comity.DocumentVersion", models.PROTECT, null=True, related_name="publication_entries"
    )
    effective_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name_plural = "publication entries"
        constraints = [
            models.CheckConstraint(
                condition=Q(version__isnull=False, document_version__isnull=True)
                | Q(version__isnull=True, document_version__isnull=False),
                name="an_entry_is_about_one_version",
            )
        ]

    def __str__(self) -> str:
        return f"{self.version or self.document_version} {self.effective_at:%Y-%m-%d %H:%M:%S}"


class Timed(Protocol):
    """What is public from one instant to another."""

    public_from: datetime | None
    public_until: datetime | None


def public_at(at: datetime) -> Q:
    """What anybody may read at the instant, of rows that are `Timed`."""
    return Q(public_from__lte=at) & (Q(public_until__isnull=True) | Q(public_until__gt=at))


def is_public_at(one: Timed, at: datetime) -> bool:
    return (
        one.public_from is not None
        and one.public_from <= at
        and (one.public_until is None or at < one.public_until)
    )
