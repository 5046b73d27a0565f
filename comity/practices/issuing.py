"""Sharing: publishing decided practices, editions and addenda, and what is superseded or withdrawn (R12-8)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from comity.meetings.models import Meeting
from comity.participants.models import Person
from comity.practices import deciding, states
from comity.practices.authority import Act, require
from comity.practices.models import Decision, Edition, Entry, Practice, PracticeVersion
from comity.practices.states import State
from comity.record import trail
from comity.refusals import NotNow, Refused

STANDING = (State.RECOMMENDED, State.UNDER_REVIEW, *sorted(states.WORDED_ANEW))
"""States in which a recommendation that was made once still holds."""


def publish(practice: Practice, *, by: Person, at: datetime) -> None:
    """Show a recommended or identified practice in the public register. Raises `NotNow` for any other."""
    require(by, Act.ISSUE, meeting=practice.meeting_id)
    with transaction.atomic():
        now = states.locked(practice, State.RECOMMENDED, State.IDENTIFIED)
        if now.public_from is not None:
            raise NotNow(_("The practice is public already."))
        make_public([now], by=by, at=at)
    practice.refresh_from_db()


def make_public(practices: Sequence[Practice], *, by: Person, at: datetime) -> None:
    hidden = [one for one in practices if one.public_from is None]
    Practice.objects.filter(pk__in=[one.pk for one in hidden]).update(public_from=at)
    trail.note_each([(one, {}) for one in hidden], "published", by=by, at=at)


def issue(meeting: Meeting, *, kind: str, by: Person, at: datetime) -> Edition:
    """Issue an edition (every recommended practice) or an addendum (those that no edition has in their present
    wording). New ones get the next numbers, by chapter; a number is never used again. All become public.

    Raises `Refused` where there is nothing to issue.
    """
    require(by, Act.ISSUE, meeting=meeting)
    with transaction.atomic():
        Meeting.objects.select_for_update().get(pk=meeting.pk)  # numbers run once
        wordings = [
            (practice, version)
            for practice, version in recommended(meeting)
            if kind == Edition.Kind.EDITION or not version.entries.exists()
        ]
        if not wordings or kind not in Edition.Kind.values:
            raise Refused(_("There is no recommended practice that has not been issued yet."))
        numbers = number_each(meeting, [practice for practice, _version in wordings])
        last = meeting.editions.aggregate(last=Max("number"))["last"] or 0
        edition = Edition.objects.create(
            meeting=meeting, number=last + 1, kind=kind, issued_by=by, issued_at=at
        )
        Entry.objects.bulk_create(
            Entry(edition=edition, practice=practice, version=version, number=numbers[practice.pk])
            for practice, version in wordings
        )
        make_public([practice for practice, _version in wordings], by=by, at=at)
        trail.note(edition, "issued", by=by, at=at, kind=kind, entries=len(wordings))
    return edition


def recommended(meeting: Meeting) -> list[tuple[Practice, PracticeVersion]]:
    """Practices whose recommendation holds, with the wording that was recommended, in the order of chapters."""
    practices = (
        Practice.objects.select_for_update(of=("self",))
        .filter(meeting=meeting, state__in=STANDING)
        .order_by("chapter__position", "pk")
    )
    found = [(one, deciding.standing(one)) for one in practices]
    return [
        (practice, decision.version)
        for practice, decision in found
        if decision is not None and decision.outcome == Decision.Outcome.RECOMMENDED
    ]


def number_each(meeting: Meeting, practices: Sequence[Practice]) -> dict[int, int]:
    """Practice -> its number; those that have none get the next ones."""
    last = meeting.practices.aggregate(last=Max("number"))["last"] or 0
    numbers: dict[int, int] = {}
    for practice in practices:
        if practice.number is None:
            last += 1
            practice.number = last
            Practice.objects.filter(pk=practice.pk).update(number=last)
        numbers[practice.pk] = practice.number
    return numbers


def review(practice: Practice, *, reason: str, by: Person, at: datetime) -> None:
    """Take a decided practice under review; what was decided holds meanwhile."""
    require(by, Act.ISSUE, meeting=practice.meeting_id)
    if not reason.strip():
        raise Refused(_("Say why it is reviewed."))
    with transaction.atomic():
        states.move(practice, State.UNDER_REVIEW)
        trail.note(practice, "under review", by=by, at=at, reason=reason)


def supersede(practice: Practice, *, by_practice: Practice, by: Person, at: datetime) -> None:
    """Another decided practice takes its place; its address stays and leads there."""
    require(by, Act.ISSUE, meeting=practice.meeting_id)
    if by_practice.pk == practice.pk or by_practice.state not in (State.RECOMMENDED, State.IDENTIFIED):
        raise Refused(_("Choose another practice that is recommended or identified."))
    with transaction.atomic():
        states.move(practice, State.SUPERSEDED, superseded_by=by_practice, closed_at=at)
        trail.note(practice, "superseded", by=by, at=at, by_practice=by_practice.ref)


def withdraw(practice: Practice, *, reason: str, by: Person, at: datetime) -> None:
    """Take a decided practice back; its address stays and says so, with the reason."""
    require(by, Act.ISSUE, meeting=practice.meeting_id)
    if not reason.strip():
        raise Refused(_("Say why it is withdrawn."))
    with transaction.atomic():
        now = states.locked(practice)
        if not states.was_decided(now):
            raise NotNow(_("Nothing was decided about it yet: take it back, or do not retain it."))
        states.move(practice, State.WITHDRAWN, reason=reason.strip(), closed_at=at)
        trail.note(practice, "withdrawn", by=by, at=at, reason=reason)
