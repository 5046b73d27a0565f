"""Those whom a meeting concerns: they are told of its changes without having asked (R11-2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from comity.communications.models import Subscriber, Subscription
from comity.meetings.models import Meeting
from comity.papers.models import Addressee
from comity.participants.models import Assignment, Participant, Person

MANY = 500


@dataclass(frozen=True, slots=True)
class Somebody:
    """`person`: the account, where there is one. `time_zone`: "" where nobody has said."""

    email: str
    person: Person | None
    language: str
    time_zone: str


def taking_part(meeting: Meeting) -> list[Somebody]:
    """Each address once: those who hold a role, participants who were approved, and those to whom a paper of the
    meeting was circulated; three queries."""
    people = Person.objects.filter(
        assignments__meeting=meeting, is_active=True, is_programme=False
    ).distinct()
    found = {
        one.email: Somebody(one.email, one, one.language, one.time_zone) for one in people.order_by("pk")
    }
    approved = Participant.objects.filter(meeting=meeting, state=Participant.State.APPROVED).exclude(email="")
    for email, language in approved.order_by("pk").values_list("email", "language"):
        found.setdefault(email.lower(), Somebody(email.lower(), None, language, ""))
    listed = Addressee.objects.filter(circulation__version__document__meeting=meeting).exclude(email="")
    for email, language in listed.order_by("pk").values_list("email", "language"):
        found.setdefault(email.lower(), Somebody(email.lower(), None, language, ""))
    return list(found.values())


def addresses(meeting: Meeting) -> set[str]:
    return {one.email for one in taking_part(meeting)}


def identity(meeting: Meeting) -> str:
    """Of subscriptions to the meeting."""
    return f"{Subscription.Target.MEETING} {meeting.pk}"


def unproven() -> Q:
    return Q(confirmed_at__isnull=True, ended_at__isnull=True)


def not_yet_told(meeting: Meeting) -> list[Somebody]:
    """Those who take part and are not on the list, nor ever ended it. A wish that nobody proved counts for nothing: it
    may be a stranger's."""
    told = Subscription.objects.filter(identity=identity(meeting)).exclude(unproven())
    known = {*told.values_list("subscriber__email", flat=True)}
    return [one for one in taking_part(meeting) if one.email not in known]


def circulate(meeting: Meeting, *, at: datetime) -> int:
    """Whoever takes part follows the changes of the meeting from `at` on, unless she ended that once. Returns how many
    are new."""
    new = {one.email: one for one in not_yet_told(meeting)}
    accounts = {*Subscriber.objects.filter(person__isnull=False).values_list("person", flat=True)}
    Subscriber.objects.bulk_create(
        (
            Subscriber(
                email=email,
                person=one.person if one.person is None or one.person.pk not in accounts else None,
                language=one.language,
                time_zone=one.time_zone,
                since=at,
            )
            for email, one in new.items()
        ),
        ignore_conflicts=True,
        batch_size=MANY,
    )
    Subscription.objects.bulk_create(
        (
            Subscription(
                subscriber=one,
                target=Subscription.Target.MEETING,
                meeting=meeting,
                identity=identity(meeting),
                scope=Subscription.Scope.CHANGES,
                is_circulated=True,
                asked_at=at,
                confirmed_at=at,
            )
            for one in Subscriber.objects.filter(email__in=[*new])
        ),
        ignore_conflicts=True,
        batch_size=MANY,
    )
    asked = Subscription.objects.filter(unproven(), identity=identity(meeting), subscriber__email__in=[*new])
    asked.update(
        is_circulated=True,
        scope=Subscription.Scope.CHANGES,
        frequency=Subscription.Frequency.AT_ONCE,
        confirmed_at=at,
    )
    return len(new)


def forget() -> int:
    """Take those off the list whom the meeting no longer concerns (RX-4); returns how many."""
    meeting, email = OuterRef("meeting"), OuterRef("subscriber__email")
    roles = Assignment.objects.filter(meeting=meeting, person__email=email)
    parts = Participant.objects.filter(meeting=meeting, email__iexact=email, state=Participant.State.APPROVED)
    listed = Addressee.objects.filter(circulation__version__document__meeting=meeting, email__iexact=email)
    gone = Subscription.objects.filter(is_circulated=True)
    for reason in (roles, parts, listed):
        gone = gone.exclude(Exists(reason))
    return gone.delete()[1].get("comity.Subscription", 0)
