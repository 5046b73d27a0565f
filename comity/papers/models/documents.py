"""A document is a work; its versions (original, Add., Corr., Rev.) hold one file a language, read into paragraphs.

An issued version is never changed: another one follows. What the public may see at an instant follows from
`public_from` and `public_until` alone, as with statements.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from comity.files.models import (
    FoundCitation,
    ReadParagraph,
    Sensitivity,
    StoredFile,
    TextInLanguage,
    is_public_at,
    public_at,
)
from comity.languages import localized
from comity.meetings.models import AgendaVersion, Instrument, Meeting, Session


class DocumentSet(models.QuerySet["Document"]):
    def open_to(self, person: Any) -> DocumentSet:
        """Those that the need to know does not close to the person: a CONFIDENTIAL one is for those who are named on
        it (RX-5)."""
        return self.filter(
            Q(sensitivity=Sensitivity.UNCLASSIFIED)
            | Q(pk__in=DocumentClearance.objects.filter(person=person).values("document"))
        )


class Document(models.Model):
    """A paper that the secretariat hands out; its `ref` is its permanent address."""

    class Kind(models.TextChoices):
        CONCEPT_NOTE = "concept_note", _("concept note")
        AGENDA = "agenda", _("annotated agenda")
        INFORMATION_NOTE = "information_note", _("information note")
        LOGISTICS_NOTE = "logistics_note", _("logistics note")
        BACKGROUND_PAPER = "background_paper", _("background paper")
        LIST_OF_DOCUMENTS = "list_of_documents", _("list of documents")
        LIST_OF_PARTICIPANTS = "list_of_participants", _("list of participants")
        REPORT = "report", _("report")
        SUMMARY = "summary", _("summary")
        LETTER = "letter", _("letter")
        OTHER = "other", _("other paper")

    ref = models.SlugField(max_length=44, unique=True)
    """Permanent, random, never like a UN symbol."""
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="documents")
    session = models.ForeignKey(Session, models.PROTECT, null=True, blank=True, related_name="documents")
    kind = models.CharField(max_length=20, choices=Kind)
    symbol = models.CharField(max_length=80, blank=True)
    """The UN symbol that the paper was given elsewhere, as printed on it; none is ever made here."""
    titles = models.JSONField()
    sensitivity = models.CharField(max_length=12, choices=Sensitivity, default=Sensitivity.UNCLASSIFIED)
    embargo_until = models.DateTimeField(null=True, blank=True)
    channels = models.JSONField(default=list)
    """Codes of `Channel`: where it is to be posted."""
    circulate_due_at = models.DateTimeField(null=True, blank=True)
    """Null where it need not be circulated."""
    post_due_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawal_reason = models.TextField(blank=True)

    objects = DocumentSet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["meeting", "kind"])]

    def __str__(self) -> str:
        return localized(self.titles)

    def holding(self, at: datetime) -> tuple[DocumentVersion | None, list[DocumentVersion]]:
        """What of it holds at the instant and what stands beside it; of its versions, where they were prefetched."""
        return holding(self.versions.all(), at)

    @property
    def permanent_address(self) -> str:
        """Never changes; leads to the page in the reader's language."""
        return f"{settings.PUBLIC_ADDRESS}/id/{self.ref}"


class DocumentClearance(models.Model):
    """Somebody who may read a CONFIDENTIAL document; the others of the desk see only that it is there (RX-5)."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="clearances")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="document_clearances")
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()

    class Meta:
        ordering = ["granted_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "person"], name="a_reader_of_a_document_is_named_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.document}: {self.person}"


class DocumentVersionSet(models.QuerySet["DocumentVersion"]):
    def public(self, at: datetime) -> DocumentVersionSet:
        """What anybody may read at the instant."""
        return self.filter(public_at(at))


class DocumentVersion(models.Model):
    """The text of a document as issued at one time, in one or more languages."""

    class Kind(models.TextChoices):
        ORIGINAL = "original", _("original")
        ADDENDUM = "addendum", _("addendum (Add.)")
        CORRECTION = "correction", _("correction (Corr.)")
        REVISION = "revision", _("revision (Rev.)")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        ISSUED = "issued", _("issued")
        SUPERSEDED = "superseded", _("superseded")
        WITHDRAWN = "withdrawn", _("withdrawn")

    document = models.ForeignKey(Document, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    """1, 2, ... within the document; part of the address (`/v2`)."""
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.ORIGINAL)
    ordinal = models.PositiveSmallIntegerField(default=0)
    """n of Add.n, Corr.n, Rev.n; 0 of the original."""
    note = models.CharField(max_length=500, blank=True)
    """What it adds or changes; shown in the history line."""
    agenda = models.OneToOneField(AgendaVersion, models.PROTECT, null=True, related_name="paper")
    """The issued agenda whose text it is."""
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    created_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True, blank=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    public_from = models.DateTimeField(null=True, blank=True)
    public_until = models.DateTimeField(null=True, blank=True)

    objects = DocumentVersionSet.as_manager()

    class Meta:
        ordering = ["document", "number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="one_version_of_a_document_a_number"),
            models.CheckConstraint(
                condition=Q(public_until__isnull=True) | Q(public_until__gte=F("public_from")),
                name="a_document_is_public_until_after_from",
            ),
            models.CheckConstraint(
                condition=~Q(state="draft") | Q(public_from__isnull=True),
                name="only_an_issued_document_is_public",
            ),
        ]
        indexes = [models.Index(fields=["public_from", "public_until"])]

    def __str__(self) -> str:
        return f"{self.document.ref}/v{self.number}"

    @property
    def meeting(self) -> Meeting:
        return self.document.meeting

    @property
    def suffix(self) -> str:
        """As documents of the Organization bear it; "" for the original."""
        short = {"addendum": "Add.", "correction": "Corr.", "revision": "Rev."}.get(self.kind)
        return f"{short}{self.ordinal}" if short else ""

    @property
    def stands_beside(self) -> bool:
        """An addendum adds to what is there; a correction or revision takes its place."""
        return self.kind == self.Kind.ADDENDUM

    def is_public(self, at: datetime) -> bool:
        return is_public_at(self, at)


def holding(
    versions: Iterable[DocumentVersion], at: datetime
) -> tuple[DocumentVersion | None, list[DocumentVersion]]:
    """What holds at the instant and what stands beside it, the oldest first. An addendum may be public alone."""
    public = sorted(
        (one for one in versions if one.is_public(at)), key=lambda one: (one.public_from or at, one.number)
    )
    addenda = [one for one in public if one.stands_beside]
    main = next((one for one in reversed(public) if not one.stands_beside), None)
    if main is None and addenda:
        return addenda[0], addenda[1:]
    return main, addenda


class DocumentLanguage(TextInLanguage):
    """One version of a document in one language."""

    version = models.ForeignKey(DocumentVersion, models.CASCADE, related_name="languages")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="used_by_documents")

    class Meta:
        ordering = ["-is_original", "language"]
        constraints = [
            models.UniqueConstraint(fields=["version", "language"], name="one_file_of_a_document_a_language"),
            models.UniqueConstraint(
                fields=["version"], condition=Q(is_original=True), name="one_original_of_a_document"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.language}"


class DocumentParagraph(ReadParagraph):
    """A citable paragraph of one language version of a document."""

    language_version = models.ForeignKey(DocumentLanguage, models.CASCADE, related_name="paragraphs")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["language_version", "anchor"], name="one_paragraph_of_a_document_an_anchor"
            ),
            models.UniqueConstraint(
                fields=["language_version", "position"], name="one_paragraph_of_a_document_a_position"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.language_version}#{self.anchor}"


class DocumentCitation(FoundCitation):
    """A mention of an instrument in a document."""

    paragraph = models.ForeignKey(DocumentParagraph, models.CASCADE, related_name="citations")
    instrument = models.ForeignKey(Instrument, models.PROTECT, null=True, related_name="document_citations")

    class Meta:
        ordering = ["start"]
        indexes = [models.Index(fields=["symbol"])]
