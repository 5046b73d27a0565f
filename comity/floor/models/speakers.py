"""Who asks for the floor, and who had it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.floor.models.floors import Floor
from comity.meetings.models import Aspect, Attribution, Part
from comity.participants.models import Delegation, Group
from comity.statements.models import Statement

LONGEST_KEPT = timedelta(days=7)
"""A clock that was forgotten counts no longer: the database keeps it in 31 bits of milliseconds."""


class Kind(models.TextChoices):
    """What somebody has the floor for."""

    STATEMENT = "statement", _("statement")
    PRESENTATION = "presentation", _("presentation")
    POINT_OF_ORDER = "point_of_order", _("point of order")
    REPLY = "reply", _("right of reply")


class Speaker(models.Model):
    """Who speaks and for whom: a delegation, or somebody who has a part in the session."""

    floor = models.ForeignKey(Floor, models.PROTECT, related_name="%(class)ss")
    kind = models.CharField(max_length=14, choices=Kind, default=Kind.STATEMENT)
    delegation = models.ForeignKey(
        Delegation, models.PROTECT, null=True, blank=True, related_name="%(class)ss"
    )
    part = models.ForeignKey(Part, models.PROTECT, null=True, blank=True, related_name="%(class)ss")
    """A panellist's; her name and affiliation are those of the participant."""
    on_behalf_of = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="%(class)ss")
    speaker_name = models.CharField(max_length=200, blank=True)
    speaker_title = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=2, default="en")
    """In which it is spoken."""
    aspects = models.ManyToManyField(Aspect, related_name="%(class)ss", blank=True)
    statement = models.ForeignKey(Statement, models.PROTECT, null=True, blank=True, related_name="%(class)ss")
    """The written statement that is delivered."""

    class Meta:
        abstract = True

    @property
    def category(self) -> str:
        """Of the stakeholders (`Stakeholder`)."""
        return self.delegation.body.category if self.delegation else self.part.participant.category  # type: ignore[union-attr]


class Inscription(Speaker):
    """A place in the list of speakers of a session (concept note, paragraph 9; R09-1, R09-10)."""

    class Level(models.TextChoices):
        """In the order in which they speak (DOMAIN.md 2.6)."""

        HEAD_OF_STATE = "head_of_state", _("Head of State")
        HEAD_OF_GOVERNMENT = "head_of_government", _("Head of Government")
        VICE_PRESIDENT = "vice_president", _("Vice-President or Crown Prince or Princess")
        DEPUTY_HEAD = "deputy_head", _("Deputy Prime Minister")
        MINISTER = "minister", _("minister")
        VICE_MINISTER = "vice_minister", _("vice-minister")
        REPRESENTATIVE = "representative", _("permanent representative or ambassador")
        CHARGE = "charge", _("chargé d’affaires")
        DELEGATE = "delegate", pgettext_lazy("level of speaker", "delegate")

    class State(models.TextChoices):
        REQUESTED = "requested", _("asked for the floor")
        INSCRIBED = "inscribed", _("inscribed")
        CALLED = "called", _("called")
        HAS_FLOOR = "has_floor", _("has the floor")
        DELIVERED = "delivered", pgettext_lazy("inscription", "delivered")
        FLOOR_WITHDRAWN = "floor_withdrawn", _("floor withdrawn")
        WITHDRAWN = "withdrawn", pgettext_lazy("inscription", "withdrawn")
        PASSED = "passed", _("passed")
        NOT_PRESENT = "not_present", _("not present")
        WRITTEN_ONLY = "written_only", pgettext_lazy("inscription", "written only")
        RULED_OUT = "ruled_out", _("ruled out of scope")

    level = models.CharField(max_length=20, choices=Level, default=Level.DELEGATE)
    state = models.CharField(max_length=15, choices=State, default=State.INSCRIBED)
    number = models.PositiveIntegerField()
    """In which order they asked, within the session."""
    place = models.FloatField(null=True, blank=True)
    """Orders the list; only those who wait have one. Between two neighbours there is always room for another."""
    moved = models.BooleanField(default=False)
    """By hand, with a reason: the policy leaves it where it is."""
    minutes_wanted = models.PositiveSmallIntegerField(null=True, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ["floor", F("place").asc(nulls_last=True), "number"]
        constraints = [
            models.UniqueConstraint(fields=["floor", "number"], name="one_inscription_a_number"),
            models.UniqueConstraint(
                fields=["floor", "delegation"],
                condition=Q(kind="statement", on_behalf_of=None)
                & Q(state__in=["requested", "inscribed", "called", "has_floor", "passed", "not_present"]),
                name="a_delegation_is_inscribed_once",
            ),
            models.UniqueConstraint(
                fields=["floor", "delegation", "on_behalf_of"],
                condition=Q(kind="statement", on_behalf_of__isnull=False)
                & Q(state__in=["requested", "inscribed", "called", "has_floor", "passed", "not_present"]),
                name="a_group_is_inscribed_once",
            ),
            models.CheckConstraint(
                condition=Q(delegation__isnull=False, part__isnull=True)
                | Q(delegation__isnull=True, part__isnull=False),
                name="a_delegation_or_a_panellist_is_inscribed",
            ),
        ]

    def __str__(self) -> str:
        return f"inscription {self.pk}"


class Intervention(Speaker):
    """Somebody had the floor: who, for whom, when and how long. The clock is the server's."""

    class Outcome(models.TextChoices):
        SPEAKING = "speaking", _("has the floor")
        DELIVERED = "delivered", pgettext_lazy("intervention", "delivered")
        CUT_OFF = "cut_off", _("floor withdrawn")

    inscription = models.ForeignKey(
        Inscription, models.PROTECT, null=True, blank=True, related_name="interventions"
    )
    """None for a point of order, which nobody inscribes for."""
    number = models.PositiveIntegerField()
    """Within the session, in order."""
    outcome = models.CharField(max_length=9, choices=Outcome, default=Outcome.SPEAKING)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    allowed_seconds = models.PositiveIntegerField()
    spent_ms = models.PositiveIntegerField(default=0)
    """Up to `running_since`, or all of it where the clock stands."""
    running_since = models.DateTimeField(null=True, blank=True)
    interrupted = models.BooleanField(default=False)
    """By a point of order, after which the floor comes back."""
    attribution = models.CharField(max_length=15, choices=Attribution, default=Attribution.ATTRIBUTED)
    decision = models.CharField(max_length=500, blank=True)
    """Of the presiding officer on a point of order, or why the floor was withdrawn."""
    summary = models.TextField(blank=True)
    """What the rapporteur noted of it."""
    taken = models.OneToOneField(Statement, models.PROTECT, null=True, blank=True, related_name="spoken_as")
    """The text into which what was said was taken for the reading, where no written text says it."""

    class Meta:
        ordering = ["floor", "number"]
        constraints = [
            models.UniqueConstraint(fields=["floor", "number"], name="one_intervention_a_number"),
            models.UniqueConstraint(
                fields=["floor"],
                condition=Q(ended_at=None, interrupted=False),
                name="one_has_the_floor",
            ),
            models.CheckConstraint(
                condition=Q(outcome="speaking", ended_at__isnull=True)
                | (~Q(outcome="speaking") & Q(ended_at__isnull=False, running_since__isnull=True)),
                name="an_intervention_that_ended_has_no_clock",
            ),
        ]

    def __str__(self) -> str:
        return f"intervention {self.pk}"

    def spent(self, at: datetime) -> timedelta:
        """How long the speaker has spoken by then; a clock that was put back takes nothing away."""
        running = max(at - self.running_since, timedelta(0)) if self.running_since else timedelta(0)
        return min(timedelta(milliseconds=self.spent_ms) + running, LONGEST_KEPT)

    def left(self, at: datetime) -> timedelta:
        """Below zero once the time is over."""
        return timedelta(seconds=self.allowed_seconds) - self.spent(at)
