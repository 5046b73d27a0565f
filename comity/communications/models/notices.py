"""What there is to tell, what readers know already, and to whom it was told."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comity.communications.models.subscriptions import Subscription
from comity.meetings.models import Meeting, Session
from comity.participants.models import Body, Letter


class Watch(models.Model):
    """How far the record and the publication log have been followed, and who follows them now.

    Whoever follows holds the watch until `held_until`; one who is killed lets it go by that.
    """

    name = models.CharField(max_length=20, primary_key=True)
    heard_until = models.DateTimeField()
    held_until = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class KnownSession(models.Model):
    """What readers were last told of a session: a notice says what was by this."""

    session = models.OneToOneField(Session, models.CASCADE, primary_key=True, related_name="known")
    facts = models.JSONField()
    """As `comity.communications.facts.of` writes them."""
    kept_back = models.JSONField(null=True)
    """Facts of which the secretariat said that nobody is to be told of them by mail."""
    since = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.session)


class NoticeSet(models.QuerySet["Notice"]):
    def due(self, at: datetime) -> NoticeSet:
        return self.filter(due_at__lte=at).order_by("due_at", "pk")


class Notice(models.Model):
    """One thing to tell those who follow. Waiting until it is due; then told once, or withheld by the secretariat."""

    class Kind(models.TextChoices):
        MOVED = "moved", _("change of time or room")
        CANCELLED = "cancelled", _("cancellation")
        POSTPONED = "postponed", _("postponement")
        RESTORED = "restored", _("held after all")
        ADDED = "added", _("new session")
        VENUE = "venue", _("change of venue")
        AGENDA = "agenda", _("agenda")
        PAPER = "paper", _("paper")
        RECALLED = "recalled", _("withdrawal of a paper")
        SHARED = "shared", _("minutes shared")
        FINAL = "final", _("minutes final")
        PUBLISHED = "published", _("statement")
        CORRECTED = "corrected", _("correction of a statement")
        REVISED = "revised", _("revision of a statement")
        WITHDRAWN = "withdrawn", _("withdrawal of a statement")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=10, choices=Kind)
    identity = models.CharField(max_length=100, unique=True)
    """What happened, in short: it is told once, however often the record is read."""
    session = models.ForeignKey(Session, models.CASCADE, null=True, related_name="notices")
    body = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+")
    ref = models.CharField(max_length=60, blank=True)
    """Permanent reference of the statement or paper."""
    titles = models.JSONField(default=dict)
    """Of an agenda or paper."""
    was = models.JSONField(default=dict)
    becomes = models.JSONField(default=dict)
    """Facts of a session before and after."""
    words = models.JSONField(default=dict)
    """Language -> what the secretariat adds."""
    happened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, db_index=True)
    told_at = models.DateTimeField(null=True)
    withheld_at = models.DateTimeField(null=True)

    objects = NoticeSet.as_manager()

    class Meta:
        ordering = ["-happened_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_at__isnull=False, told_at__isnull=True, withheld_at__isnull=True)
                | Q(due_at__isnull=True, told_at__isnull=False, withheld_at__isnull=True)
                | Q(due_at__isnull=True, told_at__isnull=True, withheld_at__isnull=False),
                name="a_notice_waits_or_was_told_or_withheld",
            ),
            models.UniqueConstraint(
                fields=["session"], condition=Q(due_at__isnull=False), name="one_notice_of_a_session_waits"
            ),
        ]

    def __str__(self) -> str:
        return self.identity


OF_THE_PROGRAMME = (
    *(Notice.Kind.MOVED, Notice.Kind.CANCELLED, Notice.Kind.POSTPONED, Notice.Kind.RESTORED),
    Notice.Kind.ADDED,
)
OF_PAPERS = (Notice.Kind.PAPER, Notice.Kind.RECALLED)
OF_THE_MEETING = (*OF_THE_PROGRAMME, Notice.Kind.VENUE, Notice.Kind.AGENDA, *OF_PAPERS)
"""Of which whoever takes part must know; the others are about statements, and minutes."""
OF_MINUTES = (Notice.Kind.SHARED, Notice.Kind.FINAL)
"""For those who may read them, and on no public page."""
GONE = (Notice.Kind.WITHDRAWN, Notice.Kind.RECALLED)
"""About what can no longer be read."""


class Delivery(models.Model):
    """That a notice is for a subscription: waiting for its letter, written, or let go with the subscription's end."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="deliveries")
    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="deliveries")
    due_at = models.DateTimeField(null=True, db_index=True)
    written_at = models.DateTimeField(null=True)
    letter = models.ForeignKey(Letter, models.SET_NULL, null=True, related_name="deliveries")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "subscription"], name="a_notice_goes_out_once")
        ]

    def __str__(self) -> str:
        return f"{self.notice} {self.subscription}"
