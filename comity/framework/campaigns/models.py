"""A campaign: its plan in words, what is measured, the review, and results that are corrected and never overwritten."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.framework.models.tree import Framework, Node
from comity.languages import localized
from comity.meetings.models import Meeting


class Campaign(models.Model):
    """What is said to whom by whom, and when it ends. Texts: language -> words. Its words are fixed but in draft."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("campaign", "draft")
        REVIEWED = "reviewed", pgettext_lazy("campaign", "reviewed")
        APPROVED = "approved", pgettext_lazy("campaign", "approved")
        RUNNING = "running", pgettext_lazy("campaign", "running")
        ENDED = "ended", pgettext_lazy("campaign", "ended")
        WITHDRAWN = "withdrawn", pgettext_lazy("campaign", "withdrawn")

    class Audience(models.TextChoices):
        GENERAL = "general", _("the general public")
        VULNERABLE = "vulnerable", _("people who could be drawn in")
        SYMPATHETIC = "sympathetic", _("people who sympathize with the message of violence")
        INVOLVED = "involved", _("people who are involved already")
        TRUSTED = "trusted", _("people whom these trust: families, teachers, communities")

    framework = models.ForeignKey(Framework, models.PROTECT, related_name="campaigns")
    number = models.PositiveSmallIntegerField()
    """Its own for good."""
    node = models.ForeignKey(Node, models.PROTECT, null=True, blank=True, related_name="campaigns")
    """The element or guideline that it carries out; none for the framework as a whole."""
    titles = models.JSONField()
    goals = models.JSONField(default=dict)
    audiences = models.JSONField(default=dict)
    audience_kind = models.CharField(max_length=11, choices=Audience, blank=True)
    messages = models.JSONField(default=dict)
    messengers = models.JSONField(default=dict)
    media = models.JSONField(default=dict)
    actions = models.JSONField(default=dict)
    """What the audience is asked to do."""
    contexts = models.JSONField(default=dict)
    """How it is made to fit where it is seen."""
    alternatives = models.JSONField(default=dict)
    """What it offers instead, for a rebuttal alone convinces nobody."""
    endings = models.JSONField(default=dict)
    """When it ends, and when it is stopped before."""
    comparisons = models.JSONField(default=dict)
    """With whom or with what results are compared; empty where with nothing."""
    baselines = models.JSONField(default=dict)
    """How the values before it began were found."""
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    edited_at = models.DateTimeField()
    """When a word or a measure changed last: answers of the review that are older hold no more."""
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    public_at = models.DateTimeField(null=True)
    """When it was first approved: since then there is something at its address."""
    began_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    outcomes = models.JSONField(default=dict)
    """What came of it, said at its end."""
    withdrawn_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    """Why it was withdrawn; public where it had been public."""

    class Meta:
        ordering = ["framework", "number"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "number"], name="one_campaign_a_number"),
            models.CheckConstraint(condition=~Q(titles={}), name="a_campaign_has_a_title"),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "running", "ended"])
                | ~(
                    Q(goals={})
                    | Q(audiences={})
                    | Q(audience_kind="")
                    | Q(messages={})
                    | Q(messengers={})
                    | Q(media={})
                    | Q(actions={})
                    | Q(contexts={})
                    | Q(alternatives={})
                    | Q(endings={})
                    | Q(baselines={})
                ),
                name="an_approved_campaign_is_planned",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"])
                | Q(reviewed_by__isnull=False, reviewed_at__isnull=False),
                name="a_reviewed_campaign_has_a_reviewer",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "running", "ended"])
                | Q(approved_by__isnull=False, approved_at__isnull=False, public_at__isnull=False),
                name="an_approved_campaign_says_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["running", "ended"]) | Q(began_on__isnull=False),
                name="a_campaign_that_began_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="ended") | (Q(ended_on__isnull=False) & ~Q(outcomes={})),
                name="a_campaign_that_ended_says_what_came",
            ),
            models.CheckConstraint(
                condition=(Q(state="withdrawn", withdrawn_at__isnull=False) & ~Q(reason=""))
                | (~Q(state="withdrawn") & Q(withdrawn_at__isnull=True, reason="")),
                name="a_withdrawn_campaign_says_why",
            ),
        ]

    def __str__(self) -> str:
        return localized(self.titles)

    @property
    def meeting(self) -> Meeting:
        return self.framework.meeting


class CampaignMeasure(models.Model):
    """What is counted, from which value to which. `names` and `units`: language -> words."""

    class Level(models.TextChoices):
        AWARENESS = "awareness", pgettext_lazy("campaign", "awareness")
        ENGAGEMENT = "engagement", pgettext_lazy("campaign", "engagement")
        IMPACT = "impact", pgettext_lazy("campaign", "impact")

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="measures")
    number = models.PositiveSmallIntegerField()
    level = models.CharField(max_length=10, choices=Level)
    names = models.JSONField()
    units = models.JSONField()
    baseline = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    baseline_on = models.DateField(null=True, blank=True)
    target = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    target_on = models.DateField(null=True, blank=True)
    of_audience = models.BooleanField(default=True)
    """It counts the audience that is meant, not whoever happens to look."""
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["campaign", "number"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="one_measure_a_number"),
            models.CheckConstraint(
                condition=~(Q(names={}) | Q(units={})), name="a_measure_says_what_it_counts"
            ),
            models.CheckConstraint(
                condition=Q(baseline__isnull=True, baseline_on__isnull=True)
                | Q(baseline__isnull=False, baseline_on__isnull=False),
                name="a_baseline_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(target__isnull=True, target_on__isnull=True)
                | Q(target__isnull=False, target_on__isnull=False),
                name="a_target_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return localized(self.names)

    @property
    def meeting(self) -> Meeting:
        return self.campaign.meeting


class CampaignAnswer(models.Model):
    """The reviewer's answer to one question of ethics and of doing no harm (questions.json)."""

    class Answer(models.TextChoices):
        YES = "yes", _("yes")
        NO = "no", _("no")
        UNKNOWN = "unknown", _("unknown")

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="answers")
    code = models.CharField(max_length=24)
    answer = models.CharField(max_length=7, choices=Answer)
    words = models.TextField()
    """Why; never public."""
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        ordering = ["campaign", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "code"], name="one_answer_a_question_of_a_campaign"),
            models.CheckConstraint(condition=~Q(words=""), name="an_answer_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.code}: {self.answer}"

    @property
    def meeting(self) -> Meeting:
        return self.campaign.meeting


class CampaignTable(models.Model):
    """A table of results as it was sent, until it is taken in or dropped; then its rows go."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="tables")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    """Of the file: the same one is taken in once."""
    rows = models.JSONField()
    """[{"line": number in the file, "cells": {column: words}}]; emptied in the end."""
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["campaign", "sent_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "sha256"],
                condition=Q(taken_at__isnull=False),
                name="a_table_of_results_is_taken_once",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def meeting(self) -> Meeting:
        return self.campaign.meeting


class CampaignResultSet(models.QuerySet["CampaignResult"]):
    def standing(self) -> CampaignResultSet:
        """What holds: not corrected by a later one, and not taken back."""
        return self.filter(correction__isnull=True, value__isnull=False)


class CampaignResult(models.Model):
    """What was counted on a day. Never changed: a correction names the one whose place it takes."""

    measure = models.ForeignKey(CampaignMeasure, models.PROTECT, related_name="results")
    day = models.DateField()
    value = models.DecimalField(max_digits=16, decimal_places=4, null=True)
    """None where a correction takes a result back."""
    of_audience = models.BooleanField()
    """Of the audience that is meant."""
    source = models.CharField(max_length=300)
    note = models.CharField(max_length=500, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    table = models.ForeignKey(CampaignTable, models.PROTECT, null=True, related_name="results")
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="correction")

    objects = CampaignResultSet.as_manager()

    class Meta:
        ordering = ["measure", "day", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(source=""), name="a_result_has_a_source"),
            models.CheckConstraint(
                condition=Q(value__isnull=False) | Q(corrects__isnull=False),
                name="only_a_correction_has_no_value",
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | ~Q(note=""), name="a_correction_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure}: {self.day} {self.value}"

    @property
    def meeting(self) -> Meeting:
        return self.measure.meeting
