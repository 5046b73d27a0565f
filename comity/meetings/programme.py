"""Making the programme: sessions are added, worded, moved, cancelled and taken up again."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Max, ProtectedError
from django.utils.translation import gettext_lazy as _

from comity.meetings import clashing, states
from comity.meetings.authority import Act, require
from comity.meetings.holding import keeps_topic
from comity.meetings.models import Aspect, Attribution, Meeting, Room, Session
from comity.meetings.queries import PUBLIC
from comity.participants.models import Person
from comity.record import trail
from comity.refusals import NotNow, Refused
from comity.texts.model import LANGUAGES

LONGEST = timedelta(hours=24)
CODES = {Session.Tier.TECHNICAL: "ts", Session.Tier.SPECIAL: "sm"}
CHATHAM_HOUSE = {
    Session.Tier.TECHNICAL: Attribution.NON_ATTRIBUTED,
    Session.Tier.SPECIAL: Attribution.ATTRIBUTED,
}
"""Technical sessions by default under the Chatham House Rule, the Special Meeting on the record."""
SOMEBODY_ELSE = _(
    "Somebody else was first: the session has changed since you opened the page. Load it again."
)
PUBLIC_NOW = _("The programme with this session is public: cancel the session, so that it says so.")
OPEN_TO_CLOSED = [one for one in Attribution if one != Attribution.WITHDRAWN]


@dataclass(frozen=True, slots=True)
class Wording:
    """What is said of a session, apart from its time and place. Texts: language -> words."""

    titles: dict[str, str]
    annotations: dict[str, str] = field(default_factory=dict)
    aspects: Collection[Aspect] = ()
    leads_to: Collection[Session] = ()
    slot_minutes: int = 3
    attribution: str = ""
    """"" for the default of the tier."""
    interpretation: Iterable[str] = LANGUAGES
    webcast: bool = False


def add(
    meeting: Meeting,
    tier: Session.Tier,
    wording: Wording,
    *,
    starts_at: datetime,
    ends_at: datetime,
    room: Room | None = None,
    code: str = "",
    by: Person,
    at: datetime,
) -> Session:
    """A new session. Its code is the next of its tier ("ts5") where none is given.

    Raises `Refused` for a title or time that is none, `NotNow` where the programme is closed.
    """
    require(by, Act.EDIT, meeting=meeting)
    states.require_open(meeting)
    return put(
        meeting, tier, wording, starts_at=starts_at, ends_at=ends_at, room=room, code=code, by=by, at=at
    )


def put(
    meeting: Meeting,
    tier: Session.Tier,
    wording: Wording,
    *,
    starts_at: datetime,
    ends_at: datetime,
    room: Room | None = None,
    code: str = "",
    by: Person,
    at: datetime,
) -> Session:
    """As `add`, within an act whose right was asked already: whoever begins a meeting begins its programme."""
    require_slot(starts_at, ends_at)
    require_of(meeting, room=room, wording=wording)
    with transaction.atomic():
        Meeting.objects.select_for_update().get(pk=meeting.pk)  # codes run once
        last = meeting.sessions.aggregate(last=Max("position"))["last"] or 0
        session = Session(
            meeting=meeting,
            code=code or next_code(meeting, tier),
            tier=tier,
            position=last + 1,
            starts_at=starts_at,
            ends_at=ends_at,
            room=room,
            **said(tier, wording),
        )
        keeps_topic(session, len(wording.leads_to))
        session.save()
        session.aspects.set(wording.aspects)
        session.leads_to.set(wording.leads_to)
        trail.note(session, "added", by=by, at=at, meeting=meeting, **place_of(session))
    return session


def next_code(meeting: Meeting, tier: Session.Tier) -> str:
    taken, number = set(meeting.sessions.values_list("code", flat=True)), 1
    while f"{CODES[tier]}{number}" in taken:
        number += 1
    return f"{CODES[tier]}{number}"


def said(tier: str, wording: Wording) -> dict[str, Any]:
    """The fields of a session that its wording fills."""
    return {
        "titles": wording.titles,
        "annotations": wording.annotations,
        "slot_minutes": wording.slot_minutes,
        "attribution": wording.attribution or CHATHAM_HOUSE[Session.Tier(tier)],
        "interpretation": [code for code in LANGUAGES if code in set(wording.interpretation)],
        "webcast": wording.webcast,
    }


def revise(session: Session, wording: Wording, *, by: Person, at: datetime) -> None:
    """Say it anew. Its time and place stay: see `move`.

    Raises `NotNow` where the programme is closed, where an announced technical session would lose its topic, or where
    the attribution of a session that has begun would be opened (it is only tightened then).
    """
    require(by, Act.EDIT, meeting=session.meeting)
    states.require_open(session.meeting)
    require_of(session.meeting, room=None, wording=wording)
    fields = said(session.tier, wording)
    with transaction.atomic():
        now = Session.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=session.pk)
        keeps_topic(now, len(wording.leads_to))
        keeps_closed(now, fields["attribution"], at=at)
        changed = [name for name, value in fields.items() if getattr(now, name) != value]
        changed += [
            name
            for name, wanted in (("aspects", wording.aspects), ("leads_to", wording.leads_to))
            if set(getattr(now, name).values_list("pk", flat=True)) != {one.pk for one in wanted}
        ]
        if not changed:
            return
        Session.objects.filter(pk=now.pk).update(**fields)
        now.aspects.set(wording.aspects)
        now.leads_to.set(wording.leads_to)
        told = {"titles": {"before": now.titles, "after": wording.titles}} if "titles" in changed else {}
        trail.note(now, "revised", by=by, at=at, meeting=now.meeting, fields=changed, **told)
    session.refresh_from_db()


def keeps_closed(session: Session, to: str, *, at: datetime) -> None:
    """Whoever spoke relied on the mode that was announced."""
    order = [one.value for one in OPEN_TO_CLOSED]
    if at >= session.starts_at and order.index(to) < order.index(session.attribution):
        raise NotNow(_("The session has begun: how it names speakers may be tightened, not opened."))


def move(
    session: Session, *, starts_at: datetime, ends_at: datetime, room: Room | None, by: Person, at: datetime
) -> bool:
    """Give it another time, length or room. Returns whether anything changed; calendars learn of it where it did.

    The record says what was and what is. Raises `Refused` for a time that is none, `NotNow` where the programme is
    closed, the session cancelled, somebody else moved it meanwhile, or whoever leads it would be in two places.
    """
    require(by, Act.EDIT, meeting=session.meeting)
    states.require_open(session.meeting)
    require_slot(starts_at, ends_at)
    require_of(session.meeting, room=room)
    if session.cancelled_at is not None:
        raise NotNow(_("The session is cancelled. Take it up again first."))
    before = place_of(session)
    room_id = room.pk if room else None
    if (session.starts_at, session.ends_at, session.room_id) == (starts_at, ends_at, room_id):
        return False
    with transaction.atomic():
        clashing.require_leaders_free(session, starts_at, ends_at)
        seen = {name: getattr(session, name) for name in ("starts_at", "ends_at", "room_id", "cancelled_at")}
        found = Session.objects.filter(pk=session.pk, **seen)
        if not found.update(
            starts_at=starts_at,
            ends_at=ends_at,
            room=room,
            calendar_sequence=F("calendar_sequence") + 1,
        ):
            raise NotNow(SOMEBODY_ELSE)
        session.refresh_from_db()
        trail.note(
            session,
            "moved",
            by=by,
            at=at,
            meeting=session.meeting,
            before=before,
            after=place_of(session),
            sequence=session.calendar_sequence,
        )
    return True


def cancel(session: Session, *, reasons: dict[str, str], by: Person, at: datetime) -> None:
    """It will not be held; it stays in the programme and says so. Raises `Refused` without a reason, `NotNow` where it
    is cancelled already or over."""
    require(by, Act.EDIT, meeting=session.meeting)
    states.require_open(session.meeting)
    if not any(words.strip() for words in reasons.values()):
        raise Refused(_("Give the reason: it is told to everybody who is concerned."))
    if at >= session.ends_at:
        raise NotNow(_("The session is over."))
    turn(session, "cancelled", reasons, by=by, at=at)


def reinstate(session: Session, *, by: Person, at: datetime) -> None:
    """A cancelled session is held after all. Raises `NotNow` where it is not cancelled, or where whoever leads
    it is expected elsewhere by now."""
    require(by, Act.EDIT, meeting=session.meeting)
    states.require_open(session.meeting)
    clashing.require_leaders_free(session, session.starts_at, session.ends_at)
    turn(session, "reinstated", {}, by=by, at=at)


def turn(session: Session, verb: str, reasons: dict[str, str], *, by: Person, at: datetime) -> None:
    """On or off, once: whoever comes second is told. Calendars learn of it."""
    was_off, goes_off = session.cancelled_at is not None, verb == "cancelled"
    found = Session.objects.filter(pk=session.pk, cancelled_at__isnull=not was_off)
    with transaction.atomic():
        if was_off == goes_off or not found.update(
            calendar_sequence=F("calendar_sequence") + 1,
            cancelled_at=at if goes_off else None,
            cancellation=reasons,
        ):
            raise NotNow(SOMEBODY_ELSE)
        session.refresh_from_db()
        trail.note(
            session,
            verb,
            by=by,
            at=at,
            meeting=session.meeting,
            **place_of(session),
            sequence=session.calendar_sequence,
            reasons=reasons,
        )


def remove(session: Session, *, by: Person, at: datetime) -> None:
    """Take a session off that nobody knows of yet. Raises `NotNow` once the meeting was announced or anything hangs on
    it: then it is cancelled instead."""
    require(by, Act.EDIT, meeting=session.meeting)
    if session.meeting.announced_at is not None or session.meeting.state in PUBLIC:
        raise NotNow(PUBLIC_NOW)
    with transaction.atomic():
        trail.note(session, "removed", by=by, at=at, meeting=session.meeting, code=session.code)
        try:
            session.delete()
        except ProtectedError as held:
            raise NotNow(_("Statements, documents or people belong to the session: cancel it.")) from held


def require_slot(starts_at: datetime, ends_at: datetime) -> None:
    if not timedelta() < ends_at - starts_at <= LONGEST:
        raise Refused(_("A session ends after it starts, and within a day."))


def require_of(meeting: Meeting, *, room: Room | None, wording: Wording | None = None) -> None:
    """Whatever is named belongs to the same meeting."""
    named: list[Any] = [] if room is None else [room]
    if wording is not None:
        if not any(words.strip() for words in wording.titles.values()):
            raise Refused(_("Give the session a title."))
        if any(one.tier != Session.Tier.SPECIAL for one in wording.leads_to):
            raise Refused(_("A technical session prepares a session of the Special Meeting."))
        named += [*wording.aspects, *wording.leads_to]
    if any(one.meeting_id != meeting.pk for one in named):
        raise Refused(_("Rooms, aspects and sessions of another meeting cannot be used here."))


def place_of(session: Session) -> dict[str, Any]:
    """When and where, for the record: instants in ISO 8601, the room by its names."""
    return {
        "starts_at": session.starts_at.isoformat(),
        "ends_at": session.ends_at.isoformat(),
        "room": session.room.names if session.room else {},
    }
