"""Following by mail: asking for it, proving the address, changing one's mind.

Whoever has no account proves the address by a link; until then nothing else is sent to it. Nothing here is told to the
record of acts (see the models).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from comity.communications import audience
from comity.communications.models import Subscriber, Subscription
from comity.communications.targets import Wish
from comity.participants import letters
from comity.participants.models import Person
from comity.refusals import NotNow

ASKED_AT_MOST = 5
"""Unproven wishes of one address within a day, and letters to it: nobody can fill somebody else's letter box from
here, with many wishes or with the same one again and again."""
ASKED_BY_ALL = 600
"""Unproven wishes of all addresses within an hour."""
PROVEN_WITHIN = timedelta(days=7)

Scope, Frequency = Subscription.Scope, Subscription.Frequency


@dataclass(frozen=True, slots=True)
class How:
    """How somebody wants to be told."""

    language: str
    scope: str = Scope.EVERYTHING
    frequency: str = Frequency.AT_ONCE
    time_zone: str = ""


def ask(
    email: str, wish: Wish, how: How, *, at: datetime, letter: Callable[[Subscription], object]
) -> Subscription | None:
    """Somebody wants an address to be told. `letter` writes the mail by which it is proven, or which says that it
    follows this already and how to change that. What was ended stays ended until then: whoever asks may be a stranger.

    None where the address was written to often enough lately: whoever asks is not told, since it may be somebody
    else's. Raises `NotNow` where too many ask at once.
    """
    unproven = Subscription.objects.filter(confirmed_at__isnull=True)
    if unproven.filter(asked_at__gt=at - timedelta(hours=1)).count() >= ASKED_BY_ALL:
        raise NotNow(_("Too many ask for mails at the moment. Try again in an hour, or use the feed."))
    with transaction.atomic():
        subscriber = of_address(email, how, at=at)
        lately = unproven.filter(subscriber=subscriber, asked_at__gt=at - timedelta(days=1))
        written = letters.lately(subscriber.email, at=at).filter(deliveries__isnull=True)
        if max(lately.count(), written.count()) >= ASKED_AT_MOST:
            return None
        subscription = begin(subscriber, wish, how, at=at)
        if subscription.stands and subscription.asked_at > at - timedelta(days=1):
            return None
        if subscription.stands:
            Subscription.objects.filter(pk=subscription.pk).update(asked_at=at)
        elif subscription.ended_at is not None or subscription.asked_at < at:
            renew(subscription, how, asked_at=at)
        letter(subscription)
    return subscription


def follow(person: Person, wish: Wish, how: How, *, at: datetime) -> Subscription:
    """Somebody who has signed in follows at once: the account is the proof of the address."""
    with transaction.atomic():
        subscriber = of_person(person, at=at)
        subscription = begin(subscriber, wish, how, at=at)
        renew(subscription, how, asked_at=at, confirmed_at=at, ended_at=None, is_circulated=False)
    return subscription


def confirm(subscription: Subscription, *, at: datetime) -> None:
    """The address is proven. Again and again is once. Raises `NotNow` where it was ended since, or the link is too
    old."""
    wanted = Q(confirmed_at__isnull=True, ended_at__isnull=True) | Q(ended_at__lt=F("asked_at"))
    found = Subscription.objects.filter(wanted, pk=subscription.pk, asked_at__gt=at - PROVEN_WITHIN)
    if subscription.stands or found.update(confirmed_at=at, ended_at=None, is_circulated=False):
        subscription.refresh_from_db()
        return
    raise NotNow(_("This link is no longer valid. Ask once more on the page of what you want to follow."))


def end(subscriptions: Iterable[Subscription], *, at: datetime) -> int:
    """They tell no more, letters that are not written yet included; returns how many ended now."""
    keys = [one.pk for one in subscriptions]
    return Subscription.objects.filter(pk__in=keys, ended_at__isnull=True).update(ended_at=at)


def change(subscription: Subscription, *, scope: str, frequency: str) -> None:
    """What is told, and how often."""
    Subscription.objects.filter(pk=subscription.pk).update(scope=scope, frequency=frequency)
    subscription.refresh_from_db()


def found(key: str) -> Subscriber | None:
    """Whom the key in a mail belongs to."""
    return Subscriber.objects.filter(key=key).select_related("person").first()


def forget(*, at: datetime) -> int:
    """Addresses that nobody proved, that no longer take part, and that follow nothing go (RX-4); returns how many."""
    audience.forget()
    unproven = Subscription.objects.filter(confirmed_at__isnull=True, ended_at__isnull=True)
    unproven.filter(asked_at__lt=at - PROVEN_WITHIN).delete()
    idle = Subscriber.objects.filter(subscriptions__isnull=True, since__lt=at - PROVEN_WITHIN)
    return idle.delete()[1].get("comity.Subscriber", 0)


def of_person(person: Person, *, at: datetime) -> Subscriber:
    """The person's subscriber; one of the same address that had no account becomes it."""
    known = Subscriber.objects.filter(person=person).first()
    if known is not None:
        return known
    facts = {"person": person, "language": person.language, "time_zone": person.time_zone}
    return Subscriber.objects.update_or_create(
        email=person.email, defaults=facts, create_defaults={**facts, "since": at}
    )[0]


def of_address(email: str, how: How, *, at: datetime) -> Subscriber:
    return Subscriber.objects.get_or_create(
        email=email.lower(), defaults={"language": how.language, "time_zone": how.time_zone, "since": at}
    )[0]


def begin(subscriber: Subscriber, wish: Wish, how: How, *, at: datetime) -> Subscription:
    return Subscription.objects.get_or_create(
        subscriber=subscriber,
        identity=wish.identity,
        defaults={**wish.fields(), "scope": how.scope, "frequency": how.frequency, "asked_at": at},
    )[0]


def renew(subscription: Subscription, how: How, **fields: object) -> None:
    Subscription.objects.filter(pk=subscription.pk).update(scope=how.scope, frequency=how.frequency, **fields)
    subscription.refresh_from_db()
