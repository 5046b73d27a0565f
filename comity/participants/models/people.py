"""People who sign in, their roles, and what they are when they act for a delegation."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comity.participants.models.bodies import Delegation


class People(BaseUserManager["Person"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save()
        return person


class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in. Names are given as the person writes them; no passport data is kept."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    title = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=2, default="en")
    time_zone = models.CharField(max_length=50, default="America/New_York")
    is_active = models.BooleanField(default=True)
    is_programme = models.BooleanField(default=False)
    """Stands for a job such as the bulk import: cannot sign in and gets no mail."""
    joined_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True)
    """When the person closed the account: from then on the row says only that somebody acted."""

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = People()

    class Meta:
        verbose_name_plural = "people"
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(name="", title="", is_active=False),
                name="nothing_personal_in_a_closed_account",
            )
        ]

    def __str__(self) -> str:
        if self.closed_at is not None:
            return str(_("account closed"))
        return self.name or self.email


class Role(models.TextChoices):
    """What a person is, at one meeting or (administrator) for the whole site."""

    ADMINISTRATOR = "administrator", _("Administrator")
    SECRETARIAT = "secretariat", _("CTED secretariat")
    DOCUMENT_OFFICER = "document_officer", _("Document officer")
    RAPPORTEUR = "rapporteur", _("Rapporteur")
    REVIEWER = "reviewer", _("Human-rights reviewer")
    PRESS_OFFICER = "press_officer", _("Press officer")
    CHAIR = "chair", _("Chair")
    FOCAL_POINT = "focal_point", _("Focal point of a delegation")
    DELEGATE = "delegate", _("Delegate")


DELEGATION_ROLES = frozenset({Role.FOCAL_POINT, Role.DELEGATE})


class Assignment(models.Model):
    """A role that a person holds: for the site, for a meeting, or within one delegation."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="assignments")
    role = models.CharField(max_length=20, choices=Role)
    meeting = models.ForeignKey(
        "comity.Meeting", models.CASCADE, null=True, blank=True, related_name="assignments"
    )
    delegation = models.ForeignKey(
        Delegation, models.CASCADE, null=True, blank=True, related_name="assignments"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role"], condition=Q(meeting__isnull=True), name="a_role_of_the_site_once"
            ),
            models.UniqueConstraint(
                fields=["person", "role", "meeting"],
                condition=Q(delegation__isnull=True),
                name="a_role_at_a_meeting_once",
            ),
            models.UniqueConstraint(
                fields=["person", "role", "delegation"], name="a_role_in_a_delegation_once"
            ),
            models.CheckConstraint(
                condition=(
                    Q(role="administrator", meeting__isnull=True, delegation__isnull=True)
                    | Q(role__in=["focal_point", "delegate"], meeting__isnull=False, delegation__isnull=False)
                    | (
                        ~Q(role__in=["administrator", "focal_point", "delegate"])
                        & Q(meeting__isnull=False, delegation__isnull=True)
                    )
                ),
                name="a_role_has_its_place",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}"
