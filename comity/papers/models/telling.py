"""Circulation (to whom, when, with what proof) and posting (where, when): two acts, recorded apart (R09-7)."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comity.papers.models.documents import DocumentVersion


class Channel(models.TextChoices):
    """Two websites: this one, and that of the Committee (concept note, paragraph 9)."""

    EVENT_SITE = "event_site", _("event website")
    COMMITTEE_SITE = "committee_site", _("website of the Committee")


class PaperCirculation(models.Model):
    """One act of sending a version to a list of people."""

    class Means(models.TextChoices):
        MAIL = "mail", _("by mail from here")
        OTHER = "other", _("by another way")

    version = models.ForeignKey(DocumentVersion, models.PROTECT, related_name="circulations")
    means = models.CharField(max_length=5, choices=Means, default=Means.MAIL)
    message = models.TextField(blank=True)
    """What was written beside the link."""
    proof = models.CharField(max_length=500, blank=True)
    """Of another way: what shows that it was sent, such as the number of a note verbale."""
    circulated_at = models.DateTimeField()
    circulated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["circulated_at", "pk"]

    def __str__(self) -> str:
        return f"{self.version} {self.circulated_at:%Y-%m-%d %H:%M}"


class Addressee(models.Model):
    """Somebody to whom a version was sent; the letter is the proof."""

    circulation = models.ForeignKey(PaperCirculation, models.CASCADE, related_name="addressees")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=2, default="en")
    token_hash = models.CharField(max_length=64, blank=True, db_index=True)
    """Of the secret in the link of the letter."""
    link_sent_at = models.DateTimeField(null=True)
    """When the link was made anew; null for the one of the circulation."""
    link_ended_at = models.DateTimeField(null=True)
    """When the secretariat ended it; by itself it ends as `comity.papers.links.ends_at` says."""
    letter = models.OneToOneField("comity.Letter", models.SET_NULL, null=True, related_name="addressee")
    opened_at = models.DateTimeField(null=True)
    """First, by the link."""

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["circulation", "email"],
                condition=~Q(email=""),
                name="a_paper_goes_to_an_address_once",
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email or str(_("name erased"))

    @property
    def sent_at(self) -> datetime | None:
        """When the mail server took the letter; of another way, when it was circulated."""
        if self.circulation.means == PaperCirculation.Means.OTHER:
            return self.circulation.circulated_at
        return self.letter.sent_at if self.letter else None


class Posting(models.Model):
    """A version on one website: its checklist, and the address once it is there. One that failed says why."""

    version = models.ForeignKey(DocumentVersion, models.PROTECT, related_name="postings")
    channel = models.CharField(max_length=14, choices=Channel)
    begun_at = models.DateTimeField()
    checked = models.JSONField(default=dict)
    """Item of the checklist -> {"by": name, "at": ISO}."""
    url = models.URLField(max_length=500, blank=True)
    posted_at = models.DateTimeField(null=True)
    posted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    fault = models.CharField(max_length=500, blank=True)
    failed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["channel", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "channel"], name="one_posting_a_channel"),
            models.CheckConstraint(
                condition=Q(posted_at__isnull=True) | Q(posted_by__isnull=False) & ~Q(url=""),
                name="what_is_posted_has_an_address",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.channel}"
