"""Who follows what by mail, and the secret address of a person's calendar.

Nothing of this is noted in the record of acts: that one can never be emptied, and whom somebody follows is hers (RX-4).
"""

from __future__ import annotations

import secrets
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comity.meetings.models import Meeting, Session
from comity.participants.models import Body


def new_key() -> str:
    return secrets.token_urlsafe(24)


class Subscriber(models.Model):
    """An address that is told of news, with or without an account.

    The key stands in every mail to it: whoever holds it may see, change and end what the address follows, and nothing
    else.
    """

    email = models.EmailField(unique=True)
    """In lower case."""
    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="subscriber"
    )
    language = models.CharField(max_length=2, default="en")
    time_zone = models.CharField(max_length=50, blank=True)
    """"" where nobody has said: times are then those of the meeting's place and UTC alone."""
    key = models.CharField(max_length=40, unique=True, default=new_key)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return self.email


class SubscriptionSet(models.QuerySet["Subscription"]):
    def standing(self) -> SubscriptionSet:
        """Confirmed by whoever reads the address, and not ended."""
        return self.filter(confirmed_at__isnull=False, ended_at__isnull=True)


class Subscription(models.Model):
    """One thing that an address follows. It stands once the address was proven, until it is ended."""

    class Target(models.TextChoices):
        MEETING = "meeting", _("a meeting")
        SESSION = "session", _("a session")
        DELEGATION = "delegation", _("the statements of a delegation")
        DOCUMENT = "document", _("a document")
        SEARCH = "search", _("a search")

    class Scope(models.TextChoices):
        EVERYTHING = "everything", _("everything new")
        CHANGES = "changes", _("only changes of time and room, the agenda and papers")

    class Frequency(models.TextChoices):
        AT_ONCE = "at_once", _("at once")
        DAILY = "daily", _("once a day, in the morning")

    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="subscriptions")
    target = models.CharField(max_length=10, choices=Target)
    meeting = models.ForeignKey(Meeting, models.CASCADE, null=True, related_name="subscriptions")
    session = models.ForeignKey(Session, models.CASCADE, null=True, related_name="subscriptions")
    body = models.ForeignKey(Body, models.CASCADE, null=True, related_name="subscriptions")
    ref = models.CharField(max_length=60, blank=True)
    """Permanent reference of a statement or paper."""
    query = models.CharField(max_length=300, blank=True)
    filters = models.JSONField(default=dict)
    """Facet -> values, as the search takes them."""
    identity = models.CharField(max_length=80)
    """What is followed, in short: the same thing is followed once by an address."""
    scope = models.CharField(max_length=10, choices=Scope, default=Scope.EVERYTHING)
    frequency = models.CharField(max_length=8, choices=Frequency, default=Frequency.AT_ONCE)
    is_circulated = models.BooleanField(default=False)
    """The person takes part in the meeting and did not ask; she may end it like any other."""
    asked_at = models.DateTimeField(db_index=True)
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = SubscriptionSet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subscriber", "identity"], name="the_same_is_followed_once"),
            models.CheckConstraint(
                condition=Q(target="meeting", meeting__isnull=False, session__isnull=True, body__isnull=True)
                | Q(target="session", meeting__isnull=False, session__isnull=False, body__isnull=True)
                | Q(target="delegation", meeting__isnull=True, session__isnull=True, body__isnull=False)
                | Q(target="document", meeting__isnull=True, session__isnull=True, body__isnull=True)
                & ~Q(ref="")
                | Q(target="search", meeting__isnull=True, session__isnull=True, body__isnull=True)
                & ~Q(query=""),
                name="a_subscription_has_its_target",
            ),
        ]
        indexes = [models.Index(fields=["identity"])]

    def __str__(self) -> str:
        return f"{self.subscriber}: {self.identity}"

    @property
    def stands(self) -> bool:
        return self.confirmed_at is not None and self.ended_at is None


class CalendarAddress(models.Model):
    """The secret address under which a person's own calendar is read by a programme that cannot sign in."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_address")
    key = models.CharField(max_length=40, unique=True, default=new_key)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.person)

    @classmethod
    def of(cls, person: object, *, at: datetime) -> CalendarAddress:
        """The person's address, made when it is first asked for."""
        return cls.objects.get_or_create(person=person, defaults={"made_at": at})[0]
