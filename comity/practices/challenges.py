"""Challenges that delegations report, and the practices that answer them (R03-3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from comity.meetings.models import Aspect, Meeting
from comity.participants.models import Person
from comity.practices.addresses import new_ref
from comity.practices.authority import Act, require
from comity.practices.models import Challenge, Excerpt, Practice, Term
from comity.practices.models.vocabulary import Scheme
from comity.record import trail
from comity.refusals import NotNow, Refused


def record(
    meeting: Meeting,
    *,
    titles: dict[str, str],
    challenge_type: Term,
    threats: Sequence[Term],
    by: Person,
    at: datetime,
    aspects: Iterable[Aspect] = (),
    excerpts: Iterable[Excerpt] = (),
) -> Challenge:
    """Put a challenge on record, of its type and with at least one threat vector (R01-1)."""
    require(by, Act.GROUP, meeting=meeting)
    check(titles, challenge_type, threats)
    with transaction.atomic():
        challenge = Challenge.objects.create(
            ref=new_ref(meeting, "c"),
            meeting=meeting,
            titles=titles,
            challenge_type=challenge_type,
            recorded_by=by,
            recorded_at=at,
        )
        challenge.threats.set(threats)
        challenge.aspects.set(aspects)
        for excerpt in excerpts:
            check_excerpt(challenge, excerpt)
            challenge.excerpts.add(excerpt)
        trail.note(challenge, "recorded challenge", by=by, at=at)
    return challenge


def check(titles: dict[str, str], challenge_type: Term, threats: Sequence[Term]) -> None:
    if not any(words.strip() for words in titles.values()):
        raise Refused(_("Name the challenge in at least one language."))
    if challenge_type.scheme != Scheme.CHALLENGE_TYPE:
        raise Refused(_("Choose the type of the challenge."))
    if not threats or any(one.scheme != Scheme.THREAT for one in threats):
        raise Refused(_("Choose at least one threat vector of the challenge."))


def check_excerpt(challenge: Challenge, excerpt: Excerpt) -> None:
    if excerpt.meeting_id != challenge.meeting_id or not excerpt.is_live:
        raise Refused(_("The words are of another meeting, or do not stand any more."))


def revise(
    challenge: Challenge,
    *,
    titles: dict[str, str],
    challenge_type: Term,
    threats: Sequence[Term],
    by: Person,
    at: datetime,
) -> None:
    require(by, Act.GROUP, meeting=challenge.meeting_id)
    check(titles, challenge_type, threats)
    with transaction.atomic():
        Challenge.objects.filter(pk=challenge.pk).update(titles=titles, challenge_type=challenge_type)
        challenge.threats.set(threats)
        trail.note(challenge, "revised challenge", by=by, at=at)
    challenge.refresh_from_db()


def attach(challenge: Challenge, excerpt: Excerpt, *, by: Person, at: datetime) -> None:
    """Words that report the challenge; `detach` undoes it."""
    require(by, Act.GROUP, meeting=challenge.meeting_id)
    check_excerpt(challenge, excerpt)
    with transaction.atomic():
        challenge.excerpts.add(excerpt)
        trail.note(challenge, "attached", by=by, at=at, excerpt=excerpt.pk)


def detach(challenge: Challenge, excerpt: Excerpt, *, by: Person, at: datetime) -> None:
    require(by, Act.GROUP, meeting=challenge.meeting_id)
    with transaction.atomic():
        challenge.excerpts.remove(excerpt)
        trail.note(challenge, "detached", by=by, at=at, excerpt=excerpt.pk)


def answer(challenge: Challenge, practice: Practice, *, by: Person, at: datetime) -> None:
    """The practice answers the challenge; `unanswer` undoes it."""
    require(by, Act.GROUP, meeting=challenge.meeting_id)
    if practice.meeting_id != challenge.meeting_id:
        raise Refused(_("Choose a practice of the same meeting."))
    with transaction.atomic():
        challenge.answered_by.add(practice)
        trail.note(challenge, "answered", by=by, at=at, practice=practice.ref)


def unanswer(challenge: Challenge, practice: Practice, *, by: Person, at: datetime) -> None:
    require(by, Act.GROUP, meeting=challenge.meeting_id)
    with transaction.atomic():
        challenge.answered_by.remove(practice)
        trail.note(challenge, "unanswered", by=by, at=at, practice=practice.ref)


def publish(challenge: Challenge, *, by: Person, at: datetime) -> None:
    """Show it in the public register; `hide` undoes it."""
    require(by, Act.ISSUE, meeting=challenge.meeting_id)
    show(challenge, None, at, "published", by=by, at=at)


def hide(challenge: Challenge, *, by: Person, at: datetime) -> None:
    require(by, Act.ISSUE, meeting=challenge.meeting_id)
    show(challenge, challenge.public_from, None, "hidden", by=by, at=at)


def show(
    challenge: Challenge,
    was: datetime | None,
    public_from: datetime | None,
    verb: str,
    *,
    by: Person,
    at: datetime,
) -> None:
    with transaction.atomic():
        changed = Challenge.objects.filter(pk=challenge.pk, public_from=was).update(public_from=public_from)
        if not changed or was == public_from:
            raise NotNow(_("Somebody else was first, or there is nothing to change. Load it again."))
        trail.note(challenge, verb, by=by, at=at)
    challenge.refresh_from_db()
