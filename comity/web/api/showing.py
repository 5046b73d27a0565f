"""Records of a meeting and its programme as shapes; what pages withhold is withheld here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from comity.languages import localized
from comity.meetings import casting
from comity.meetings.casting import Cast
from comity.meetings.models import Meeting, Session
from comity.web.api.shapes.common import Label
from comity.web.api.shapes.programme import (
    Aspect,
    MeetingLine,
    MeetingOut,
    PersonOut,
    QuestionOut,
    Room,
    SegmentOut,
    SessionOut,
)


def line(meeting: Meeting) -> MeetingLine:
    return MeetingLine(
        slug=meeting.slug,
        title=str(meeting),
        titles=meeting.titles,
        state=meeting.state,
        opens_on=meeting.opens_on,
        closes_on=meeting.closes_on,
        time_zone=meeting.time_zone,
    )


def whole(meeting: Meeting) -> MeetingOut:
    return MeetingOut(
        **dict(line(meeting)),
        short_title=meeting.short_title,
        descriptions=meeting.descriptions,
        convened_by=meeting.convened_by,
        venues=meeting.venues,
        statements_due_at=meeting.statements_due_at,
        registration_due_at=meeting.registration_due_at,
        aspects=[
            Aspect(code=one.code, title=str(one), titles=one.titles, scope_notes=one.scope_notes)
            for one in meeting.aspects.all()
        ],
        rooms=[
            Room(code=one.code, name=str(one), names=one.names, capacity=one.capacity)
            for one in meeting.rooms.all()
        ],
        instruments=[one.symbol for one in meeting.instruments.order_by("symbol")],
    )


def public_cast(sessions: Iterable[Session]) -> dict[int, list[Cast]]:
    """Session -> those who have confirmed and agree to be named now, as the programme's page names them."""
    cast = {
        key: [one for one in people if not casting.unconfirmed(one.state)]
        for key, people in casting.standing(sessions).items()
    }
    named = casting.named({one.who for people in cast.values() for one in people})
    return {key: [one for one in people if one.who in named] for key, people in cast.items()}


def sessions(meeting: Meeting, rows: Sequence[Session]) -> list[SessionOut]:
    """`rows` as `loaded` gives them; as many queries however many."""
    cast = public_cast(rows)
    return [session(meeting, one, cast) for one in rows]


def session(meeting: Meeting, one: Session, cast: Mapping[int, Sequence[Cast]]) -> SessionOut:
    return SessionOut(
        code=one.code,
        meeting=meeting.slug,
        tier=one.tier,
        title=str(one),
        titles=one.titles,
        annotations=one.annotations,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        room=Label(code=one.room.code, title=str(one.room)) if one.room else None,
        aspects=[aspect.code for aspect in one.aspects.all()],
        leads_to=[topic.code for topic in one.leads_to.all()],
        slot_minutes=one.slot_minutes,
        attribution=one.attribution,
        interpretation=one.interpretation,
        webcast=one.webcast,
        cancelled_at=one.cancelled_at,
        cancellation=one.cancellation,
        calendar_sequence=one.calendar_sequence,
        segments=[
            SegmentOut(
                kind=part.kind,
                minutes=part.minutes,
                title=str(part),
                titles=part.titles,
                annotations=part.annotations,
            )
            for part in one.segments.all()
        ],
        questions=[QuestionOut(aspect=asked.aspect.code, texts=asked.texts) for asked in one.questions.all()],
        people=[
            PersonOut(role=who.role, name=who.name, title=who.title, affiliation=localized(who.affiliation))
            for who in cast.get(one.pk, ())
        ],
    )
