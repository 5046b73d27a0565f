"""How a practice or a guideline is carried out, State by State: always with a source, never a score (R03-5, R12-11)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.framework.models.tree import Node
from comity.languages import localized
from comity.meetings.models import Instrument, Meeting
from comity.participants.models import Delegation


class FollowUpPolicy(models.Model):
    """What holds for the follow-up of one meeting; the defaults are those of country visits (DOMAIN.md 4.5)."""

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="follow_up_policy")
    observation_days = models.PositiveSmallIntegerField(default=30)
    """A State has so long for factual observations before a record about it is public."""
    report_months = models.PositiveSmallIntegerField(default=6)
    """A State is asked to report within so many months."""
    reminder_days = models.JSONField(default=list)
    """Days before a deadline on which one is reminded; empty for 30, 7 and 0."""

    class Meta:
        verbose_name_plural = "follow-up policies"

    def __str__(self) -> str:
        return f"policy of {self.meeting_id}"


class Progress(models.Model):
    """What one source says of one State and one node at one time. Never changed: a newer one stands beside it."""

    class Status(models.TextChoices):
        NOT_STARTED = "not_started", pgettext_lazy("implementation", "not started")
        IN_PROGRESS = "in_progress", pgettext_lazy("implementation", "in progress")
        IMPLEMENTED = "implemented", pgettext_lazy("implementation", "implemented")
        NOT_APPLICABLE = "not_applicable", pgettext_lazy("implementation", "not applicable")
        NO_INFORMATION = "no_information", pgettext_lazy("implementation", "no information")

    class Source(models.TextChoices):
        STATE = "state", _("the State’s own report")
        VISIT = "visit", _("a country visit")
        SURVEY = "survey", _("a survey")
        DOCUMENT = "document", _("a public document")

    node = models.ForeignKey(Node, models.PROTECT, related_name="progress")
    """A guideline, or the place of a practice."""
    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="progress")
    status = models.CharField(max_length=14, choices=Status)
    narrative = models.TextField(blank=True)
    language = models.CharField(max_length=2, default="en")
    source = models.CharField(max_length=8, choices=Source)
    reference = models.CharField(max_length=500)
    """Which report, visit, survey or document."""
    address = models.URLField(max_length=500, blank=True)
    as_of = models.DateField()
    confidential = models.BooleanField(default=False)
    """Until the State agrees that it be public, as reports of visits are."""
    source_on_file = models.BooleanField(default=False)
    """The public reads that a source is on file, and not which: also once the State has agreed."""
    public_from = models.DateTimeField(null=True)
    """When the time for observations is over, or the State has agreed; None while it is confidential."""
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-as_of", "-pk"]
        verbose_name_plural = "progress"
        constraints = [
            models.CheckConstraint(condition=~Q(reference=""), name="progress_has_a_source"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_because="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_because="")),
                name="withdrawn_progress_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.node}: {self.get_status_display()}"

    @property
    def meeting(self) -> Meeting:
        return self.node.meeting


class ProgressList(models.Model):
    """A table of what a visit or a survey found, as it was sent, until it is taken in or dropped; then its rows go."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    given = models.JSONField(default=dict)
    """Column -> what holds for lines that leave it empty."""
    rows = models.JSONField()
    """[{"line": number in the file, "cells": {column: words}}]; emptied in the end."""
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class Observation(models.Model):
    """The State's own comment, beside what is said of it. Never changed: another one follows."""

    progress = models.ForeignKey(Progress, models.PROTECT, related_name="observations")
    text = models.TextField()
    language = models.CharField(max_length=2, default="en")
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["written_at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="an_observation_has_words")]

    def __str__(self) -> str:
        return f"observation on {self.progress_id}"


class ReportRequest(models.Model):
    """A State is asked to report on a node by a day; it is reminded, and nothing more happens."""

    node = models.ForeignKey(Node, models.PROTECT, related_name="report_requests")
    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="report_requests")
    due_on = models.DateField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey(Progress, models.PROTECT, null=True, related_name="answers")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["node", "delegation"],
                condition=Q(closed_at__isnull=True),
                name="a_state_is_asked_once_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.delegation}: {self.due_on}"

    @property
    def meeting(self) -> Meeting:
        return self.node.meeting


class Mandate(models.Model):
    """What the Council asked for by a day; the status page counts down to it (R04-6)."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="mandates")
    titles = models.JSONField()
    instrument = models.ForeignKey(Instrument, models.PROTECT, null=True, blank=True, related_name="mandates")
    paragraph = models.CharField(max_length=60, blank=True)
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=500, blank=True)
    """What was handed over, with its symbol."""
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_on__isnull=True, outcome="") | (Q(done_on__isnull=False) & ~Q(outcome="")),
                name="a_mandate_that_is_done_says_how",
            )
        ]

    def __str__(self) -> str:
        return localized(self.titles)


class Reminder(models.Model):
    """That somebody was reminded of a deadline: each once, though the worker is stopped in the middle."""

    request = models.ForeignKey(ReportRequest, models.CASCADE, null=True, related_name="reminders")
    mandate = models.ForeignKey(Mandate, models.CASCADE, null=True, related_name="reminders")
    days_before = models.SmallIntegerField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(request__isnull=False, mandate__isnull=True)
                | Q(request__isnull=True, mandate__isnull=False),
                name="a_reminder_is_of_one_deadline",
            ),
            models.UniqueConstraint(fields=["request", "days_before"], name="one_reminder_of_a_report_a_day"),
            models.UniqueConstraint(
                fields=["mandate", "days_before"], name="one_reminder_of_a_mandate_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"reminder {self.days_before}"
