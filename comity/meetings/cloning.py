"""A new meeting after the model of one that was: the same aspects, rooms and sessions, on other days."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from comity.meetings import beginning
from comity.meetings.authority import Act, require
from comity.meetings.models import Aspect, GuidingQuestion, Meeting, Room, Segment, Series, Session
from comity.participants.models import Person
from comity.record import trail

KEPT = (
    *("descriptions", "convened_by", "venues"),
    *("time_zone", "late_policy", "words_per_minute"),
)
TITLES = ("titles", "short_titles")
KEPT_OF_SESSIONS = (
    *("code", "tier", "position", "titles", "annotations", "slot_minutes", "attribution"),
    *("interpretation", "webcast"),
)


def clone(meeting: Meeting, *, slug: str, opens_on: date, by: Person, at: datetime) -> Meeting:
    """The meeting's frame and programme under another short name, moved to begin on that day at the same hours of the
    venue's clock. Deadlines move along.

    A concept again: no people, statements or agendas come with it, and what was cancelled is left out. Raises `Refused`
    for a short name that is none or is taken.
    """
    require(by, Act.SEE, meeting=meeting)
    shift = opens_on - meeting.opens_on
    with transaction.atomic():
        made = beginning.begin(
            slug=slug,
            fields={
                "series": series_of(meeting),
                **{name: getattr(meeting, name) for name in KEPT},
                **{name: in_year(getattr(meeting, name), meeting, opens_on) for name in TITLES},
                "opens_on": opens_on,
                "closes_on": meeting.closes_on + shift,
                **{
                    name: moved(due, shift, meeting)
                    for name in ("statements_due_at", "registration_due_at")
                    if (due := getattr(meeting, name)) is not None
                },
            },
            by=by,
            at=at,
        )
        made.instruments.set(meeting.instruments.all())
        copy_programme(meeting, made, shift)
        trail.note(made, "cloned", by=by, at=at, meeting=made, of=meeting.slug)
    return made


def in_year(said: dict[str, str], meeting: Meeting, opens_on: date) -> dict[str, str]:
    """A title that names the year names the new one."""
    return {
        code: words.replace(str(meeting.opens_on.year), str(opens_on.year)) for code, words in said.items()
    }


def series_of(meeting: Meeting) -> Series:
    """Its series; a new one of its title where it stood alone: meetings that follow one another form one (R03-1)."""
    if meeting.series is None:
        meeting.series, _created = Series.objects.get_or_create(
            slug=meeting.slug, defaults={"titles": meeting.titles}
        )
        meeting.save(update_fields=["series"])
    return meeting.series


def moved(instant: datetime, shift: timedelta, meeting: Meeting) -> datetime:
    """The same hour of the venue's clock, whatever summer time does in between."""
    local = instant.astimezone(meeting.zone).replace(tzinfo=None) + shift
    return local.replace(tzinfo=meeting.zone)


def copy_programme(meeting: Meeting, made: Meeting, shift: timedelta) -> None:
    aspects = {
        one.pk: Aspect.objects.create(
            meeting=made,
            code=one.code,
            position=one.position,
            titles=one.titles,
            scope_notes=one.scope_notes,
            in_scope=one.in_scope,
            out_of_scope=one.out_of_scope,
        )
        for one in meeting.aspects.all()
    }
    rooms = {
        one.pk: Room.objects.create(meeting=made, code=one.code, names=one.names, capacity=one.capacity)
        for one in meeting.rooms.all()
    }
    kept = meeting.sessions.filter(cancelled_at=None).prefetch_related(
        "aspects", "leads_to", "segments", "questions"
    )
    sessions = {}
    for one in kept:
        sessions[one.pk] = copied = Session.objects.create(
            meeting=made,
            room=rooms.get(one.room_id or 0),
            starts_at=moved(one.starts_at, shift, meeting),
            ends_at=moved(one.ends_at, shift, meeting),
            **{name: getattr(one, name) for name in KEPT_OF_SESSIONS},
        )
        copied.aspects.set([aspects[aspect.pk] for aspect in one.aspects.all()])
        copy_parts(one, copied, aspects)
    for one in kept:
        sessions[one.pk].leads_to.set(
            [sessions[topic.pk] for topic in one.leads_to.all() if topic.pk in sessions]
        )


def copy_parts(one: Session, copied: Session, aspects: dict[int, Aspect]) -> None:
    Segment.objects.bulk_create(
        Segment(
            session=copied,
            position=part.position,
            kind=part.kind,
            minutes=part.minutes,
            titles=part.titles,
            annotations=part.annotations,
        )
        for part in one.segments.all()
    )
    GuidingQuestion.objects.bulk_create(
        GuidingQuestion(
            session=copied, aspect=aspects[asked.aspect_id], position=asked.position, texts=asked.texts
        )
        for asked in one.questions.all()
    )
