"""Keys with which a programme acts for a person, and the answers that it was given."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """What a token may be used for, within what its person may do."""

    READ = "read", _("read what you may read")
    WRITE_PROGRAMME = "write:programme", _("add and change sessions, aspects and guiding questions")
    ISSUE_AGENDAS = "issue:agendas", _("issue the agenda and record its adoption")
    WRITE_PEOPLE = "write:people", _("register participants and decide about them")
    WRITE_PANELS = "write:panels", _("propose, invite and confirm people for sessions")
    WRITE_PAPERS = "write:papers", _("upload, issue and post documents")
    CIRCULATE_PAPERS = "circulate:papers", _("circulate documents by mail")
    WRITE_MINUTES = "write:minutes", _("write, share and finish minutes")
    SUBMIT_STATEMENTS = "submit:statements", _("submit, replace and withdraw statements")
    DECIDE_REQUESTS = "decide:requests", _("decide what delegations ask for about their statements")


class TokenSet(models.QuerySet["Token"]):
    def good(self, at: datetime) -> TokenSet:
        """Neither revoked nor over, of people who may sign in."""
        return self.filter(revoked_at=None, expires_at__gt=at, person__is_active=True)


class Token(models.Model):
    """A secret word that a programme brings along, kept as its SHA-256 only. It never outlives a year."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=100)
    scopes = models.JSONField()
    """Values of `Scope`."""
    hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    """To the minute."""
    revoked_at = models.DateTimeField(null=True)

    objects = TokenSet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")), name="a_token_expires_after_it_was_made"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def may(self, scope: Scope) -> bool:
        return scope.value in self.scopes


class KeptAnswer(models.Model):
    """What a request with an Idempotency-Key was answered, so that the same request again does nothing twice."""

    token = models.ForeignKey(Token, models.CASCADE, related_name="answers")
    key = models.CharField(max_length=100)
    fingerprint = models.CharField(max_length=64)
    """SHA-256 of method, address and body: another request must bring another key."""
    at = models.DateTimeField(db_index=True)
    status = models.PositiveSmallIntegerField(default=0)
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="one_answer_a_key")]

    def __str__(self) -> str:
        return self.key
