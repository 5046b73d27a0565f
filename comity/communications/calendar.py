"""Sessions as entries of a calendar: what it is called, when, where, and whether it is held (RFC 5545, RFC 7986)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Max, Q, QuerySet
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from comity.communications import facts
from comity.communications.models import Subscription
from comity.languages import comma, localized, reader_language
from comity.meetings import casting
from comity.meetings.models import Meeting, Part, Session
from comity.meetings.parts import STANDING
from comity.meetings.queries import is_public, was_announced
from comity.participants.models import Participant, Person
from comity.record.models import Act
from comity.statements.authority import BY_ROLE
from comity.statements.authority import Act as StatementAct

NAMESPACE = uuid.UUID("5f6b1d3c-0d53-4c1e-9d0a-6a0b6a9f2f6e")
STATUS = {facts.HELD: "CONFIRMED", facts.CANCELLED: "CANCELLED", facts.POSTPONED: "TENTATIVE"}
DUE = timedelta(minutes=30)
"""How long the entry of a deadline is, ending at it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry, its words in one language. Times are instants, shown by the clock of `zone`."""

    uid: str
    sequence: int
    changed_at: datetime
    starts_at: datetime
    ends_at: datetime
    zone: str
    title: str
    place: str
    words: str
    address: str
    status: str
    language: str
    categories: tuple[str, ...] = field(default=())


def uid(*parts: object) -> str:
    """The same for the same thing for ever, on every machine that serves it, and telling nothing (RFC 7986, 5.3)."""
    return f"{uuid.uuid5(NAMESPACE, '/'.join(str(part) for part in parts))}@comity"


def of_sessions(
    sessions: QuerySet[Session], *, at: datetime, own: dict[int, list[str]] | None = None
) -> list[Entry]:
    """Entries in the reader's language; as many queries however many sessions. Those that are cancelled are among them
    and say so: a calendar that reads them again would otherwise keep them. `own`: session -> lines for one reader."""
    found = list(sessions.select_related("room", "meeting").prefetch_related("aspects"))
    changed = last_changes("session", [one.pk for one in found])
    leading = leaders(found)
    mine = own or {}
    return [
        entry(one, changed.get(one.pk, at), [*mine.get(one.pk, []), *leading.get(one.pk, [])])
        for one in found
    ]


def leaders(sessions: list[Session]) -> dict[int, list[str]]:
    """Session -> who chairs or moderates it, of those who confirmed and let public pages name them (RX-3)."""
    led = {
        pk: [one for one in people if one.role in casting.LEADING and not casting.unconfirmed(one.state)]
        for pk, people in casting.standing(sessions).items()
    }
    agreed = casting.named(one.who for people in led.values() for one in people)
    return {
        pk: [f"{one.called}: {one.name}" for one in people if one.who in agreed] for pk, people in led.items()
    }


def last_changes(kind: str, keys: Iterable[int]) -> dict[int, datetime]:
    """Key -> when anything was last done to it."""
    acts = Act.objects.filter(object_type=kind, object_id__in=[str(pk) for pk in keys])
    rows = acts.order_by().values_list("object_id").annotate(last=Max("at"))
    return {int(pk): last for pk, last in rows}


def entry(session: Session, changed_at: datetime, leading: Iterable[str] = ()) -> Entry:
    state, meeting = facts.state(session), session.meeting
    return Entry(
        uid=uid(meeting.slug, session.code),
        sequence=session.calendar_sequence,
        changed_at=changed_at,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        zone=meeting.time_zone,
        title=titled(str(session), state),
        place=comma().join(part for part in (str(session.room or ""), localized(meeting.venues)) if part),
        words="\n".join(words(session, leading)),
        address=address(session),
        status=STATUS[state] if is_public(meeting) else "TENTATIVE",
        language=reader_language(),
        categories=(meeting.short_title, str(session.get_tier_display())),
    )


def titled(title: str, state: str) -> str:
    """Many calendars that follow an address show nothing of the status: the title says it too."""
    if state == facts.CANCELLED:
        return _("Cancelled: %(title)s") % {"title": title}
    return _("Postponed: %(title)s") % {"title": title} if state == facts.POSTPONED else title


def words(session: Session, leading: Iterable[str]) -> Iterable[str]:
    """What stands below: why it is cancelled, what it is about, who leads it, where to read more."""
    if session.cancellation:
        yield localized(session.cancellation)
    if session.annotations:
        yield localized(session.annotations)
    aspects = [str(one) for one in session.aspects.all()]
    if aspects:
        label = _("Aspects")
        yield f"{label}: {comma().join(aspects)}"
    yield from leading
    yield address(session)


def address(session: Session) -> str:
    """Of the session on the programme, in the reader's language."""
    return settings.PUBLIC_ADDRESS + render_to_string("mails/session.txt", {"session": session}).strip()


def deadlines(meetings: Iterable[Meeting], *, at: datetime) -> list[Entry]:
    """Until when written statements are taken, of the meetings that take any."""
    found = {one.pk: one for one in meetings if one.statements_due_at is not None}
    changed = last_changes("meeting", found)
    return [
        Entry(
            uid=uid(one.slug, "statements due"),
            sequence=0,
            changed_at=changed.get(one.pk, at),
            starts_at=one.statements_due_at - DUE,
            ends_at=one.statements_due_at,
            zone=one.time_zone,
            title=_("Written statements are due: %(meeting)s") % {"meeting": one.short_title},
            place="",
            words="",
            address=settings.PUBLIC_ADDRESS,
            status="CONFIRMED",
            language=reader_language(),
            categories=(one.short_title,),
        )
        for one in found.values()
        if one.statements_due_at is not None
    ]


def of_person(person: Person, *, at: datetime) -> list[Entry]:
    """The person's own calendar: sessions of the meetings at which she holds a role, those that she follows, and until
    when statements are taken there. Who works at the desk also sees what is not announced yet."""
    desk = BY_ROLE[StatementAct.READ_UNPUBLISHED]
    there = Participant.objects.filter(person=person, state=Participant.State.APPROVED)
    own = Meeting.objects.filter(Q(assignments__person=person) | Q(pk__in=there.values("meeting")))
    inside = own.filter(assignments__person=person, assignments__role__in=desk)
    followed = Subscription.objects.standing().filter(subscriber__person=person)
    sessions = Session.objects.filter(
        Q(meeting__in=inside)
        | was_announced("meeting__")
        & (
            Q(meeting__in=own)
            | Q(pk__in=followed.filter(target="session").values("session"))
            | Q(meeting__in=followed.filter(target="meeting").values("meeting"))
        )
    )
    meetings = own.filter(was_announced()).distinct().order_by("pk")
    return [*of_sessions(sessions, at=at, own=parts_of(person)), *deadlines(meetings, at=at)]


def parts_of(person: Person) -> dict[int, list[str]]:
    """Session -> what the person does there, or was invited to; of a proposal she is told by the invitation."""
    found: dict[int, list[str]] = {}
    label, parts = _("Your part"), Part.objects.filter(participant__person=person, state__in=STANDING)
    for one in parts.exclude(state=Part.State.PROPOSED).order_by("pk"):
        found.setdefault(one.session_id, []).append(f"{label}: {one.get_role_display()}")
    return found
