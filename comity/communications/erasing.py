"""Erasing everything that is kept of a participant, wherever it is kept; and all of it as a file for her (RX-4).

Here because what she follows and what was sent to her are known to higher nouns than the registration.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from comity.communications.models import Subscriber, Subscription
from comity.languages import page_language
from comity.meetings import erasing
from comity.meetings.models import Meeting
from comity.papers import erasing as papers
from comity.papers import minutes as minuting
from comity.papers.models import Addressee, Minutes
from comity.participants import letters, privacy
from comity.participants.models import Participant, Person, Role
from comity.record import trail
from comity.statements import presenting

TOLD = (Role.SECRETARIAT, Role.RAPPORTEUR)
"""Whom a note tells that minutes still name somebody: those who can have them corrected."""
Named = list[tuple[Minutes, list[int]]]
"""Minutes, and the numbers of their lines."""


def of_address(email: str) -> QuerySet[Subscription]:
    return Subscription.objects.filter(subscriber__email=email.lower())


def followed(subscriptions: QuerySet[Subscription]) -> list[dict[str, Any]]:
    """What is followed, as JSON; ended and unproven wishes too."""
    return [
        {
            "target": one.target,
            "meeting": one.meeting.slug if one.meeting else None,
            "session": one.session.code if one.session else None,
            "delegation": one.body.code if one.body else None,
            "ref": one.ref,
            "query": one.query,
            "filters": one.filters,
            **{name: getattr(one, name) for name in ("scope", "frequency", "is_circulated")},
            "asked_at": one.asked_at.isoformat(),
            "confirmed_at": one.confirmed_at.isoformat() if one.confirmed_at else None,
            "ended_at": one.ended_at.isoformat() if one.ended_at else None,
        }
        for one in subscriptions.select_related("meeting", "session", "body").order_by("pk")
    ]


def addressees(participant: Participant) -> QuerySet[Addressee]:
    """Entries of lists of addressees that are this person's: by the address, or by the name where others read there."""
    found = papers.addressed_to(email=participant.email, name=participant.name, meeting=participant.meeting)
    return found.filter(name__iexact=participant.name) if privacy.is_shared(participant) else found


def all_that_is_kept(participant: Participant) -> dict[str, Any]:
    """As `privacy.all_that_is_kept`, with what she follows by mail and which papers were sent to her."""
    follows = Subscription.objects.none() if privacy.is_shared(participant) else of_address(participant.email)
    return {
        **privacy.all_that_is_kept(participant),
        "follows": followed(follows),
        "texts": presenting.told_of(participant),
        "papers": papers.all_that_is_kept(addressees(participant)),
        "minutes": [
            one.session.code
            for one, _lines in papers.minutes_naming(participant.name, meeting=participant.meeting)
        ],
    }


def erase(participant: Participant, *, by: Person | None, at: datetime) -> Named:
    """As `comity.meetings.erasing.erase`; what she followed by mail and her name on lists of addressees go, too.

    Returns the minutes that name her: a record, which stays. Those who can have it corrected are told in which lines.
    """
    meeting = participant.meeting
    named = [*papers.minutes_naming(participant.name, meeting=meeting)]
    found = [*addressees(participant).values_list("pk", flat=True)]
    email = "" if privacy.is_shared(participant) else participant.email
    with transaction.atomic():
        erasing.erase(participant, by=by, at=at)
        presenting.follow(participant, at=at)
        if email:
            Subscriber.objects.filter(email=email.lower(), person=None).delete()
        papers.take_names_off(Addressee.objects.filter(pk__in=found))
        for one, lines in named:
            trail.note(one, "names somebody whose data were erased", by=by, at=at, lines=lines)
        tell(meeting, named, at=at)
    return named


def tell(meeting: Meeting, named: Named, *, at: datetime) -> None:
    """A mail to those who can have minutes corrected, of the minutes that each may read. It says where, not whom."""
    people = Person.objects.filter(assignments__meeting=meeting, assignments__role__in=TOLD, is_active=True)
    for person in people.distinct().order_by("pk"):
        mine = [(one, lines) for one, lines in named if minuting.may_read(person, one)]
        if not mine:
            continue
        with override(page_language(person.language)):
            subject = _("Minutes that name somebody whose data were erased: %(meeting)s")
            where = [(one, ", ".join(map(str, lines))) for one, lines in mine]
            words = {"meeting": meeting, "named": where, "address": settings.PUBLIC_ADDRESS}
            body = render_to_string("mails/erased.txt", words)
            subject %= {"meeting": meeting.short_title}
        letters.write(to=person.email, subject=subject, body=body.strip() + "\n", at=at, meeting=meeting)
