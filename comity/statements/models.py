"""A statement is a work; its versions (original, Corr., Rev.) hold one file a language, read into paragraphs.

Published text is never updated: a correction or revision is a new version, and what the public may see at an
instant follows from `Version.public_from` and `public_until` alone, so that no job has to run when an embargo ends.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from comity.files.models import (
    FoundCitation,
    ReadParagraph,
    StoredFile,
    TextInLanguage,
    is_public_at,
    public_at,
)
from comity.files.models import Sensitivity as Level
from comity.languages import localized
from comity.meetings.models import Aspect, Instrument, Meeting, Session
from comity.participants.models import DELEGATION_ROLES, Delegation, Group

CURRENT = ("received", "in_review", "accepted", "embargoed", "published")
"""States of what stands: neither returned, superseded nor withdrawn. The same files again are then the same."""


class StatementSet(models.QuerySet["Statement"]):
    def open_to(self, person: Any) -> StatementSet:
        """Those that the need to know does not close to the person: a CONFIDENTIAL one is for the delegation and for
        those of the desk who are named on it (RX-5)."""
        own = Delegation.objects.filter(
            assignments__person=person, assignments__role__in=list(DELEGATION_ROLES)
        ).values("pk")
        return self.filter(
            Q(sensitivity=Statement.Sensitivity.UNCLASSIFIED)
            | Q(pk__in=Clearance.objects.filter(person=person).values("statement"))
            | Q(delegation__in=own)
        )


class Statement(models.Model):
    """What a delegation says in writing at one meeting; its `ref` is its permanent address."""

    class Delivery(models.TextChoices):
        DELIVERED = "delivered", _("to be delivered on the floor")
        WRITTEN_ONLY = "written_only", _("written only")

    class Embargo(models.TextChoices):
        NONE = "none", _("no embargo")
        UNTIL_TIME = "until_time", _("until a date and time")
        UNTIL_DELIVERED = "until_delivered", _("until delivery")

    Sensitivity = Level

    class Form(models.TextChoices):
        STATEMENT = "statement", _("statement")
        QUESTIONNAIRE = "questionnaire", _("answers to the questionnaire")
        INTERVENTION = "intervention", _("record of an intervention")

    ref = models.SlugField(max_length=40, unique=True)
    """Permanent, random (a gap in a numbering would betray what is under embargo), never like a UN symbol."""
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="statements")
    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="statements")
    on_behalf_of = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="statements")
    session = models.ForeignKey(Session, models.PROTECT, null=True, blank=True, related_name="statements")
    aspects = models.ManyToManyField(Aspect, related_name="statements")
    form = models.CharField(max_length=13, choices=Form, default=Form.STATEMENT)
    speaker_name = models.CharField(max_length=200, blank=True)
    speaker_title = models.CharField(max_length=200, blank=True)
    delivery = models.CharField(max_length=12, choices=Delivery, default=Delivery.WRITTEN_ONLY)
    delivered_at = models.DateTimeField(null=True, blank=True)
    embargo = models.CharField(max_length=16, choices=Embargo, default=Embargo.NONE)
    embargo_until = models.DateTimeField(null=True, blank=True)
    sensitivity = models.CharField(max_length=12, choices=Sensitivity, default=Sensitivity.UNCLASSIFIED)
    has_personal_data = models.BooleanField(default=False)
    consent_to_publish = models.BooleanField(default=False)
    consent_to_quote = models.BooleanField(default=False)
    contact = models.CharField(max_length=300, blank=True)
    """Whom the secretariat may ask; never published."""
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawal_reason = models.TextField(blank=True)

    objects = StatementSet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(embargo="until_time", embargo_until__isnull=False)
                | (~Q(embargo="until_time") & Q(embargo_until__isnull=True)),
                name="an_embargo_until_a_time_has_one",
            ),
            models.CheckConstraint(
                condition=~Q(form="intervention", consent_to_publish=True),
                name="a_record_of_what_was_said_is_not_published",
            ),
        ]
        indexes = [models.Index(fields=["meeting", "delegation"])]

    def __str__(self) -> str:
        return self.ref

    @property
    def whose(self) -> str:
        """The State or organization, by the name that it bore when the meeting opened (RX-7)."""
        return localized(self.names)

    @property
    def inside(self) -> str:
        """As those read it who work on the meeting: of a panellist's words, who she is."""
        return self.delegation.inside if self.delegation.panellist_id else self.whose

    @property
    def names(self) -> dict[str, str]:
        return self.delegation.body.names_on(self.meeting.opens_on)

    @property
    def now_called(self) -> str:
        """Today's name, where it is another one by now; "" otherwise."""
        today = str(self.delegation.body)
        return today if today != self.whose else ""

    @property
    def permanent_address(self) -> str:
        """Never changes; leads to the page in the reader's language."""
        return f"{settings.PUBLIC_ADDRESS}/id/{self.ref}"


class Clearance(models.Model):
    """Somebody of the desk who may read a CONFIDENTIAL statement; the others see only that it is there (RX-5)."""

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="clearances")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="clearances")
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()

    class Meta:
        ordering = ["granted_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["statement", "person"], name="a_reader_is_named_once")]

    def __str__(self) -> str:
        return f"{self.statement}: {self.person}"


class VersionSet(models.QuerySet["Version"]):
    def public(self, at: datetime) -> VersionSet:
        """What anybody may read at the instant."""
        return self.filter(public_at(at))


class Version(models.Model):
    """The text of a statement as received at one time, in one or more languages."""

    class Kind(models.TextChoices):
        ORIGINAL = "original", _("original")
        CORRECTION = "correction", _("correction (Corr.)")
        REVISION = "revision", _("revision (Rev.)")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        RECEIVED = "received", _("received")
        IN_REVIEW = "in_review", _("in review")
        RETURNED = "returned", _("returned for correction")
        ACCEPTED = "accepted", _("accepted")
        EMBARGOED = "embargoed", _("embargoed until delivery")
        PUBLISHED = "published", _("published")
        SUPERSEDED = "superseded", _("superseded")
        WITHDRAWN = "withdrawn", _("withdrawn")

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    """1, 2, ... within the statement; part of the address (`/v2`)."""
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.ORIGINAL)
    note = models.CharField(max_length=500, blank=True)
    """What a Corr. or Rev. changes, in the delegation's words; shown in the history line."""
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    return_reason = models.TextField(blank=True)
    fingerprint = models.CharField(max_length=64, blank=True, db_index=True)
    """SHA-256 over meeting, delegation and the files: the same submission twice is one."""
    late = models.BooleanField(default=False)
    entered = models.BooleanField(default=False)
    """Begun by the secretariat for the delegation: the secretariat sees it before it is sent. Any other draft is the
    delegation's alone."""
    created_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True, blank=True)
    public_from = models.DateTimeField(null=True, blank=True)
    public_until = models.DateTimeField(null=True, blank=True)

    objects = VersionSet.as_manager()

    class Meta:
        ordering = ["statement", "number"]
        constraints = [
            models.UniqueConstraint(fields=["statement", "number"], name="one_version_a_number"),
            models.UniqueConstraint(
                fields=["fingerprint"],
                condition=~Q(fingerprint="") & Q(state__in=CURRENT),
                name="the_same_submission_once",
            ),
            models.CheckConstraint(
                condition=Q(public_until__isnull=True) | Q(public_until__gte=F("public_from")),
                name="public_until_follows_from",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["published", "superseded", "withdrawn"]) | Q(public_from__isnull=True),
                name="only_what_was_published_is_public",
            ),
        ]
        indexes = [models.Index(fields=["public_from", "public_until"]), models.Index(fields=["state"])]

    def __str__(self) -> str:
        return f"{self.statement}/v{self.number}"

    @property
    def meeting(self) -> Meeting:
        return self.statement.meeting

    def is_public(self, at: datetime) -> bool:
        return is_public_at(self, at)


class LanguageVersion(TextInLanguage):
    """One version of a statement in one language: a file and what was read from it."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="languages")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="used_by")

    class Meta:
        ordering = ["-is_original", "language"]
        constraints = [
            models.UniqueConstraint(fields=["version", "language"], name="one_file_a_language"),
            models.UniqueConstraint(fields=["version"], condition=Q(is_original=True), name="one_original"),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.language}"


class Paragraph(ReadParagraph):
    """A citable paragraph of one language version of a statement."""

    language_version = models.ForeignKey(LanguageVersion, models.CASCADE, related_name="paragraphs")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["language_version", "anchor"], name="one_paragraph_an_anchor"),
            models.UniqueConstraint(fields=["language_version", "position"], name="one_paragraph_a_position"),
        ]

    def __str__(self) -> str:
        return f"{self.language_version}#{self.anchor}"


class Citation(FoundCitation):
    """A mention of an instrument in a statement."""

    paragraph = models.ForeignKey(Paragraph, models.CASCADE, related_name="citations")
    instrument = models.ForeignKey(Instrument, models.PROTECT, null=True, related_name="citations")

    class Meta:
        ordering = ["start"]
        indexes = [models.Index(fields=["symbol"])]


class Receipt(models.Model):
    """Proof that a version was received and durably stored. Numbers run per meeting."""

    number = models.CharField(max_length=40, unique=True)
    version = models.OneToOneField(Version, models.PROTECT, related_name="receipt")
    issued_at = models.DateTimeField()
    issued_to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    files = models.JSONField()
    """[{"language", "file_name", "sha256", "size"}]"""
    letter = models.OneToOneField("comity.Letter", models.SET_NULL, null=True, related_name="receipt")
    """None where nobody is written to."""

    def __str__(self) -> str:
        return self.number

    @property
    def mailed_at(self) -> datetime | None:
        """When the mail server took the letter."""
        return self.letter.sent_at if self.letter else None


class ChangeRequest(models.Model):
    """After the deadline a delegation asks to replace or withdraw; the secretariat decides."""

    class Wish(models.TextChoices):
        REPLACE = "replace", _("replace")
        WITHDRAW = "withdraw", _("withdraw")
        CORRECT = "correct", _("correct (Corr.)")
        REVISE = "revise", _("revise (Rev.)")

    class Decision(models.TextChoices):
        OPEN = "open", _("open")
        GRANTED = "granted", _("granted")
        DECLINED = "declined", _("declined")

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="change_requests")
    wish = models.CharField(max_length=10, choices=Wish)
    reason = models.TextField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decision = models.CharField(max_length=10, choices=Decision, default=Decision.OPEN)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["statement", "wish"], condition=Q(decision="open"), name="one_open_request_a_wish"
            )
        ]

    def __str__(self) -> str:
        return f"{self.statement} {self.wish}"
