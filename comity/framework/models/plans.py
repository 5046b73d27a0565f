"""What hangs on the tree for those who carry it out: options for implementation, and proposed future work."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comity.framework.models.tree import Framework, Node
from comity.languages import localized
from comity.meetings.models import HandedOn, Meeting, is_closed_whole
from comity.practices.models import Practice


class ImplementationOption(models.Model):
    """A way of coordinating the implementation, for the Committee to choose (R04-4). Texts: language -> words."""

    class Decision(models.TextChoices):
        OPEN = "open", _("not decided yet")
        CHOSEN = "chosen", _("chosen")
        DECLINED = "declined", _("not chosen")
        DEFERRED = "deferred", _("put off")

    framework = models.ForeignKey(Framework, models.PROTECT, related_name="options")
    number = models.PositiveSmallIntegerField()
    node = models.ForeignKey(Node, models.PROTECT, null=True, blank=True, related_name="options")
    """The element or guideline that it would carry out; none for the framework as a whole."""
    titles = models.JSONField()
    leads = models.JSONField()
    partners = models.JSONField(default=dict)
    steps = models.JSONField()
    resources = models.JSONField(default=dict)
    timeframes = models.JSONField(default=dict)
    pros = models.JSONField(default=dict)
    cons = models.JSONField(default=dict)
    decision = models.CharField(max_length=8, choices=Decision, default=Decision.OPEN)
    decided_on = models.DateField(null=True, blank=True)
    reasons = models.JSONField(default=dict)
    """Of the decision."""
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["framework", "number"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "number"], name="one_option_a_number"),
            models.CheckConstraint(
                condition=Q(decision="open", decided_on__isnull=True)
                | (~Q(decision="open") & Q(decided_on__isnull=False)),
                name="a_decision_on_an_option_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return localized(self.titles)

    @property
    def meeting(self) -> Meeting:
        return self.framework.meeting


class FutureWork(HandedOn):
    """An item of the proposed future work of the Committee and its Executive Directorate (R12-10); open in the later
    meetings of the series until it is closed (R03-1)."""

    STANDING: ClassVar[dict[str, Any]] = {"removed_at": None}

    class Owner(models.TextChoices):
        COMMITTEE = "committee", _("Committee")
        CTED = "cted", _("Executive Directorate")

    framework = models.ForeignKey(Framework, models.PROTECT, related_name="future_work")
    number = models.PositiveSmallIntegerField()
    titles = models.JSONField()
    purposes = models.JSONField()
    interlocutors = models.JSONField()
    """With whom (concept note, paragraph 12)."""
    owner = models.CharField(max_length=9, choices=Owner)
    timings = models.JSONField()
    due_on = models.DateField(null=True, blank=True)
    practices = models.ManyToManyField(Practice, related_name="future_work", blank=True)
    """What it rests on."""
    nodes = models.ManyToManyField(Node, related_name="future_work", blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["framework", "number"]
        verbose_name_plural = "future work"
        constraints = [
            models.UniqueConstraint(fields=["framework", "number"], name="one_item_a_number"),
            is_closed_whole("future_work_is_closed_by_a_meeting"),
        ]

    def __str__(self) -> str:
        return localized(self.titles)

    @property
    def meeting(self) -> Meeting:
        return self.framework.meeting

    @property
    def left_by(self) -> Meeting:
        return self.framework.meeting
