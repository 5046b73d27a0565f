"""Bodies (States and organizations), groups, delegations, people, roles and invitations."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comity.languages import localized


class Stakeholder(models.TextChoices):
    """Participant categories (concept note paragraphs 4, 5 and 10)."""

    MEMBER_STATE = "member_state", _("Member State")
    OBSERVER_STATE = "observer_state", _("Observer State")
    UN_ENTITY = "un_entity", _("United Nations entity")
    IGO_INTERNATIONAL = "igo_international", _("International organization")
    IGO_REGIONAL = "igo_regional", _("Regional organization")
    IGO_SUBREGIONAL = "igo_subregional", _("Subregional organization")
    CIVIL_SOCIETY = "civil_society", _("Civil society")
    ACADEMIA = "academia", _("Academia")
    PRIVATE_SECTOR = "private_sector", _("Private sector")
    MEDIA = "media", _("Media")
    INDIVIDUAL_EXPERT = "individual_expert", _("Individual expert")


class Group(models.Model):
    """A regional group (African, Asia-Pacific, ...) or a group in whose name a delegation may speak."""

    class Kind(models.TextChoices):
        REGIONAL = "regional", _("regional group")
        NEGOTIATING = "negotiating", _("negotiating group")

    code = models.SlugField(unique=True)
    kind = models.CharField(max_length=12, choices=Kind)
    names = models.JSONField()
    """Language -> name."""

    def __str__(self) -> str:
        return localized(self.names)


class Body(models.Model):
    """A State or organization that may send a delegation, by its UN short name in six languages."""

    code = models.SlugField(unique=True)
    """ISO 3166-1 alpha-3 in lower case for States, a short word of ours for others."""
    category = models.CharField(max_length=20, choices=Stakeholder)
    names = models.JSONField()
    """Language -> UN short name."""
    groups = models.ManyToManyField(Group, related_name="members", blank=True)
    sample = models.BooleanField(default=False)
    """Invented for the sample meeting."""

    class Meta:
        verbose_name_plural = "bodies"

    def __str__(self) -> str:
        return localized(self.names)

    def names_on(self, day: date) -> dict[str, str]:
        """What it was called on the day: a State that was renamed since keeps its name in what is older."""
        earlier = sorted(
            (former for former in self.former_names.all() if day < former.until_on),
            key=lambda former: former.until_on,
        )
        names: dict[str, str] = earlier[0].names if earlier else self.names
        return names


class FormerName(models.Model):
    """What a body was called before it was renamed, so that older records keep their words."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="former_names")
    names = models.JSONField()
    until_on = models.DateField()

    def __str__(self) -> str:
        return f"{localized(self.names)} (-{self.until_on})"


class Delegation(models.Model):
    """A body's presence at one meeting."""

    meeting = models.ForeignKey("comity.Meeting", models.PROTECT, related_name="delegations")
    body = models.ForeignKey(Body, models.PROTECT, related_name="delegations")
    speaks_for = models.ManyToManyField(Group, related_name="spoken_for_by", blank=True)
    """Groups in whose name it is authorized to speak at this meeting."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "body"], name="one_delegation_a_body")]

    def __str__(self) -> str:
        return str(self.body)


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

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = People()

    class Meta:
        verbose_name_plural = "people"

    def __str__(self) -> str:
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
