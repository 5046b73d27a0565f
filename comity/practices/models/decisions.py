"""Safeguards, confirmation by sources, the silence procedure, decisions and editions."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from comity.languages import localized
from comity.meetings.models import Meeting
from comity.participants.models import Body, Delegation
from comity.practices.models.excerpts import Attribution
from comity.practices.models.practices import Practice, PracticeVersion


class SafeguardsReview(models.Model):
    """A human-rights reviewer's judgement of one wording; the system records it and does not make it.

    Complete when every question has an answer; then it is fixed, and a later one may only take its place.
    """

    class Result(models.TextChoices):
        COMPATIBLE = "compatible", _("compatible")
        CONDITIONAL = "conditional", _("compatible with stated conditions")
        INSUFFICIENT = "insufficient_information", _("insufficient information")
        NOT_COMPATIBLE = "not_compatible", _("not compatible")

    version = models.ForeignKey(PracticeVersion, models.PROTECT, related_name="reviews")
    speech = models.BooleanField()
    """A measure on speech: the six parts of the Rabat threshold are asked."""
    companies = models.BooleanField()
    """Companies take part: the principles for business are asked."""
    result = models.CharField(max_length=24, choices=Result, blank=True)
    reasons = models.TextField(blank=True)
    conditions = models.JSONField(default=dict)
    """Language -> the conditions, which print in the public text."""
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    completed_at = models.DateTimeField(null=True)
    replaced_at = models.DateTimeField(null=True)
    """When a later review of the same wording took its place."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version"], condition=Q(replaced_at__isnull=True), name="one_review_a_wording"
            ),
            models.CheckConstraint(
                condition=Q(completed_at__isnull=True) | (~Q(result="") & Q(reviewer__isnull=False)),
                name="a_complete_review_has_a_result",
            ),
            models.CheckConstraint(
                condition=~Q(result="conditional") | ~Q(conditions={}), name="conditions_are_stated"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.get_result_display() or '…'}"

    @property
    def meeting(self) -> Meeting:
        return self.version.practice.meeting


class ReviewItem(models.Model):
    """The answer to one question of the checklist (comity/practices/checklist.json)."""

    class Answer(models.TextChoices):
        YES = "yes", _("yes")
        PARTLY = "partly", _("partly")
        NO = "no", _("no")
        NOT_APPLICABLE = "not_applicable", _("not applicable")
        UNKNOWN = "unknown", _("unknown")

    review = models.ForeignKey(SafeguardsReview, models.CASCADE, related_name="items")
    code = models.SlugField()
    position = models.PositiveSmallIntegerField()
    answer = models.CharField(max_length=14, choices=Answer, blank=True)
    """Empty until it is answered."""
    reason = models.TextField(blank=True)
    source = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["review", "code"], name="one_answer_a_question"),
            models.CheckConstraint(
                condition=Q(answer__in=["", "yes"]) | ~Q(reason=""), name="what_is_not_yes_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.get_answer_display()}"


class Confirmation(models.Model):
    """A contributor is asked whether its words are rightly used; it sees its excerpts and the draft."""

    class Answer(models.TextChoices):
        CONFIRMED = "confirmed", _("confirmed")
        CORRECTED = "corrected", _("facts to be corrected")
        TIGHTENED = "tightened", _("confirmed, attribution tightened")
        WITHDRAWN = "withdrawn", _("words withdrawn")
        SILENT = "silent", _("no answer by the date")

    class Silence(models.TextChoices):
        CONFIRMS = "confirms", _("silence counts as confirmation")
        UNNAMED = "unnamed", _("after silence the words are used without a name")
        LEAVES_OUT = "leaves_out", _("after silence the words are left out")

    version = models.ForeignKey(PracticeVersion, models.PROTECT, related_name="confirmations")
    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="confirmations")
    silence = models.CharField(max_length=10, choices=Silence)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    remarks = models.TextField(blank=True)
    tightened_to = models.CharField(max_length=14, choices=Attribution, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "delegation"], name="one_confirmation_a_contributor"),
            models.CheckConstraint(condition=Q(due_at__gt=F("sent_at")), name="there_is_time_to_answer"),
            models.CheckConstraint(
                condition=~Q(answer="corrected") | ~Q(remarks=""), name="a_correction_says_what"
            ),
        ]

    def __str__(self) -> str:
        return f"confirmation {self.pk}"  # in lists and records: never whom it was sent to

    @property
    def meeting(self) -> Meeting:
        return self.version.practice.meeting


class Holiday(models.Model):
    """A day on which the secretariat does not work, apart from Saturdays and Sundays."""

    on = models.DateField(unique=True, db_column="day")
    titles = models.JSONField()

    class Meta:
        ordering = ["on"]

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d} {localized(self.titles)}"


class Circulation(models.Model):
    """A silence procedure: agreed unless a member objects by the end of `due_on` at the meeting's place."""

    version = models.OneToOneField(PracticeVersion, models.PROTECT, related_name="circulation")
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    working_days = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    halted_at = models.DateTimeField(null=True)
    """While an objection stands."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(working_days__gte=1), name="silence_lasts_a_day_at_least")
        ]

    def __str__(self) -> str:
        return f"{self.version} until {self.due_on:%Y-%m-%d}"

    @property
    def meeting(self) -> Meeting:
        return self.version.practice.meeting


class Objection(models.Model):
    """A member of the Committee breaks the silence; it stays on record when it is lifted."""

    circulation = models.ForeignKey(Circulation, models.PROTECT, related_name="objections")
    member = models.ForeignKey(Body, models.PROTECT, related_name="+")
    words = models.TextField()
    made_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifting = models.TextField(blank=True)
    """How it was met."""

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="an_objection_says_what")]

    def __str__(self) -> str:
        return f"objection {self.pk}"


class Extension(models.Model):
    """A silence procedure was given more time."""

    circulation = models.ForeignKey(Circulation, models.PROTECT, related_name="extensions")
    from_on = models.DateField()
    to_on = models.DateField()
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(to_on__gt=F("from_on")), name="an_extension_gives_time")
        ]

    def __str__(self) -> str:
        return f"{self.from_on:%Y-%m-%d} - {self.to_on:%Y-%m-%d}"


class Decision(models.Model):
    """What the Committee decided of one wording. Never changed or deleted; another decision may follow."""

    class Outcome(models.TextChoices):
        RECOMMENDED = "recommended", _("recommended")
        IDENTIFIED = "identified", _("identified only")
        NOT_RETAINED = "not_retained", _("not retained")

    class Procedure(models.TextChoices):
        CONSENSUS = "consensus", _("consensus")
        SILENCE = "silence", _("silence procedure")

    version = models.ForeignKey(PracticeVersion, models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=12, choices=Outcome)
    decided_on = models.DateField()
    procedure = models.CharField(max_length=9, choices=Procedure)
    objections = models.TextField(blank=True)
    reservations = models.TextField(blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["decided_on", "pk"]

    def __str__(self) -> str:
        return f"{self.version}: {self.get_outcome_display()}"

    @property
    def meeting(self) -> Meeting:
        return self.version.practice.meeting


class Edition(models.Model):
    """An issue of the compendium. Never changed or deleted."""

    class Kind(models.TextChoices):
        EDITION = "edition", _("edition")
        ADDENDUM = "addendum", _("addendum")

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=Kind)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()

    class Meta:
        ordering = ["meeting", "number"]
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="one_edition_a_number")]

    def __str__(self) -> str:
        return f"{self.meeting}: {self.get_kind_display()} {self.number}"


class Entry(models.Model):
    """A practice as an edition prints it. Never changed or deleted; the number is the practice's own for ever."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="entries")
    practice = models.ForeignKey(Practice, models.PROTECT, related_name="entries")
    version = models.ForeignKey(PracticeVersion, models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField()

    class Meta:
        ordering = ["edition", "number"]
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="one_entry_a_number"),
            models.UniqueConstraint(fields=["edition", "practice"], name="one_entry_a_practice"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.version}"
