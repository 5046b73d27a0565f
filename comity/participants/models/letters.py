"""Mails from their writing on, and the invitations to take up a role."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from comity.participants.models.bodies import Delegation
from comity.participants.models.people import Person, Role


class Letter(models.Model):
    """A mail from its writing on. Due until it is sent or given up; then its words go, and that it was stays."""

    LONGEST_SUBJECT = 300
    LONGEST_REASON = 300

    to = models.EmailField()
    subject = models.CharField(max_length=LONGEST_SUBJECT)
    body = models.TextField(blank=True)
    headers = models.JSONField(default=dict)
    """Name -> value, beside those that every mail bears."""
    files = models.JSONField(default=list)
    """[{"name", "type", "text"}]"""
    meeting = models.ForeignKey("comity.Meeting", models.CASCADE, null=True, blank=True, related_name="+")
    written_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, db_index=True)
    """Of the next attempt; null where there will be none."""
    attempts = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    """Why the last attempt failed."""
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at__isnull=False, due_at__isnull=True, given_up_at__isnull=True, body="")
                | Q(sent_at__isnull=True, due_at__isnull=False, given_up_at__isnull=True)
                | Q(sent_at__isnull=True, due_at__isnull=True, given_up_at__isnull=False),
                name="a_letter_is_due_or_sent_or_given_up",
            )
        ]

    def __str__(self) -> str:
        return self.subject


class Invitation(models.Model):
    """A link sent by mail: whoever opens it takes up the role. Only a hash of its token is kept."""

    email = models.EmailField()
    name = models.CharField(max_length=200)
    language = models.CharField(max_length=2, default="en")
    role = models.CharField(max_length=20, choices=Role)
    meeting = models.ForeignKey(
        "comity.Meeting", models.CASCADE, null=True, blank=True, related_name="invitations"
    )
    delegation = models.ForeignKey(
        Delegation, models.CASCADE, null=True, blank=True, related_name="invitations"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="invitations_sent")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="invitations_accepted")
    withdrawn_at = models.DateTimeField(null=True)
    letter = models.OneToOneField(Letter, models.SET_NULL, null=True, related_name="invitation")

    def __str__(self) -> str:
        return self.email

    def is_open(self, at: datetime) -> bool:
        return self.accepted_at is None and self.withdrawn_at is None and at < self.expires_at
