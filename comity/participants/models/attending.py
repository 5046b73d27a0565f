"""Who takes part in one meeting, and what each of them agrees to. No passport data is kept."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.languages import localized
from comity.participants.models.bodies import Body, Delegation, Group, Stakeholder


class Participant(models.Model):
    """Somebody who takes part in one meeting, with or without an account.

    What is not public and why it is kept: the address, to write to her; the language, to write so that she
    understands; gender and region, if she says them, to count in the balance of panels. Docs: DOMAIN.md, section 5.
    """

    class Kind(models.TextChoices):
        BUREAU = "bureau", _("Chair or Vice-Chair of the Committee")
        HEAD = "head", _("head of delegation")
        DELEGATE = "delegate", _("member of a delegation")
        PANELLIST = "panellist", _("panellist")
        EXPERT = "expert", _("expert of the Executive Directorate")
        OBSERVER = "observer", _("observer")
        MEDIA = "media", _("media")
        OTHERWISE = "otherwise", _("otherwise taking part")

    class State(models.TextChoices):
        INVITED = "invited", _("invited")
        PENDING = "pending", _("waiting for approval")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("not approved")
        DECLINED = "declined", pgettext_lazy("invitation", "declined")
        WITHDRAWN = "withdrawn", _("withdrawn")
        ERASED = "erased", _("erased")

    class Gender(models.TextChoices):
        WOMAN = "woman", _("woman")
        MAN = "man", _("man")
        OTHER = "other", _("another")

    meeting = models.ForeignKey("comity.Meeting", models.PROTECT, related_name="participants")
    kind = models.CharField(max_length=10, choices=Kind)
    category = models.CharField(max_length=20, choices=Stakeholder)
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    delegation = models.ForeignKey(
        Delegation, models.PROTECT, null=True, blank=True, related_name="participants"
    )
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="participants")
    """State or organization, where it is one that is known here; a delegation has its own."""
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="participations"
    )
    """Account, if there is one."""
    honorific = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=200)
    """As the person writes it; empty once erased."""
    pseudonym = models.CharField(max_length=200, blank=True)
    """What the public reads instead of the name."""
    job_title = models.CharField(max_length=200, blank=True)
    affiliation = models.CharField(max_length=300, blank=True)
    """In the person's own words, where no body stands for it."""
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=2, default="en")
    gender = models.CharField(max_length=5, choices=Gender, blank=True)
    """As declared by the person, or not said."""
    region = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="+")
    """As declared by the person; members of a delegation have that of their State."""
    link_series = models.PositiveSmallIntegerField(default=1)
    """Raised to make every link to the own page that was sent so far useless."""
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    """None where she registered herself."""
    registered_at = models.DateTimeField()
    invited_at = models.DateTimeField(null=True)
    """When an invitation was written; null of one who is only noted for a panel."""
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    """Why not, as it was told to her."""
    link_sent_at = models.DateTimeField(null=True)
    """When the link to the own page was last sent on request."""
    private_gone_at = models.DateTimeField(null=True)
    """When what is not public was deleted, by the end of its time."""

    class Meta:
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["meeting", "state"])]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "email", "name"],
                condition=~Q(email="") & Q(state__in=["invited", "pending", "approved"]),
                name="one_registration_a_person",
            ),
            models.CheckConstraint(
                condition=~Q(state="erased") | Q(name="", pseudonym="", email="", gender="", affiliation=""),
                name="nothing_personal_once_erased",
            ),
        ]

    def __str__(self) -> str:
        return " ".join(word for word in (self.honorific, self.name) if word) or str(_("name erased"))

    @property
    def state_said(self) -> str:
        """The state in words: nobody is called invited before an invitation was written."""
        if self.state == self.State.INVITED and self.invited_at is None:
            return str(_("noted, not written to yet"))
        return str(self.get_state_display())

    @property
    def inside(self) -> str:
        """The name with the affiliation, for those who work on the meeting."""
        home = localized(self.affiliations)
        return f"{self} ({home})" if home else str(self)

    @property
    def comes_from(self) -> Body | None:
        return self.delegation.body if self.delegation else self.body

    @property
    def affiliations(self) -> dict[str, str]:
        """Language -> State or organization, by its name when the meeting opened (RX-7), or the person's own words."""
        body = self.comes_from
        if body is not None:
            return body.names_on(self.meeting.opens_on)
        return {self.language: self.affiliation} if self.affiliation else {}


class Use(models.TextChoices):
    """What may be done with what is known of a participant, each allowed by itself (TRACE RX-3)."""

    LIST = "list", _("stand in the public list of participants")
    NAME = "name", _("be named on public pages and papers")
    AFFILIATION = "affiliation", _("have the affiliation named with it")
    PHOTO = "photo", _("be photographed")
    RECORDING = "recording", _("be recorded in sound or picture")
    TEXT = "text", _("have slides and texts published")


class Agreement(models.Model):
    """A participant agreed to one use, or took it back. Append-only: the latest counts, and without one nothing is
    agreed to."""

    class Source(models.TextChoices):
        OWN = "own", _("by the person")
        CATEGORY = "category", _("as usual for those who act for a State or an organization")
        DESK = "desk", _("at the person's wish, by the secretariat")
        ERASURE = "erasure", _("by erasure")

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="agreements")
    use = models.CharField(max_length=11, choices=Use)
    given = models.BooleanField()
    source = models.CharField(max_length=8, choices=Source)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    """None where the person answered by the own page."""

    class Meta:
        indexes = [models.Index(fields=["participant", "use", "-id"])]

    def __str__(self) -> str:
        return f"{self.get_use_display()}: {self.given}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        assert self._state.adding, "an agreement is never changed: another one follows"
        super().save(*args, **kwargs)


class ParticipantList(models.Model):
    """A table of participants as it was sent, until it is taken in or dropped; then its rows go."""

    meeting = models.ForeignKey("comity.Meeting", models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    rows = models.JSONField()
    """[{"line": number in the file, "cells": {column: words}}]; emptied in the end."""
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name
