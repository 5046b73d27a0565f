"""The meeting now, its programme, and what this site is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from comity.floor.models import Floor
from comity.languages import reader_language
from comity.meetings import agenda, casting, queries
from comity.meetings.models import Aspect, Meeting, Session
from comity.meetings.queries import COMING, ON
from comity.practices import public as register
from comity.press import shown as press
from comity.statements import public
from comity.statements.models import Paragraph, Version
from comity.summary import clearing
from comity.web.site import chosen
from comity.web.site.press.pages import FIRST, of_highlights

NAMED = 14
"""How many statements of a session the programme names before it points to the list."""


Grouped = dict[int | None, tuple[list[Version], int]]
"""Session -> its first statements and how many there are."""


@dataclass(frozen=True, slots=True)
class New:
    """A statement as the home page announces it: who, and the first words that say something."""

    version: Version
    opening: Paragraph | None


@dataclass(frozen=True, slots=True)
class Held:
    """A session of the programme; `more` counts the statements that it does not name."""

    session: Session
    versions: list[Version]
    total: int
    is_on: bool
    is_next: bool

    @property
    def is_live(self) -> bool:
        """Whether there is something to follow: it is due, or sits before or after its time."""
        return self.session.cancelled_at is None and (self.is_on or sits(self.session))

    @property
    def more(self) -> int:
        return self.total - len(self.versions)


@dataclass(frozen=True, slots=True)
class Day:
    on: date
    sessions: list[Held]


def sits(session: Session) -> bool:
    floor = getattr(session, "floor", None)
    return floor is not None and floor.proceedings in (Floor.Proceedings.SITTING, Floor.Proceedings.SUSPENDED)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What is on, what comes next, what is new, and until when statements are taken."""
    at = timezone.now()
    meeting, meetings = chosen.meetings(request, at=at)
    if meeting is None:
        return render(request, "site/no_meeting.html")
    language = reader_language()
    sessions = list(meeting.sessions.select_related("room", "floor").prefetch_related("aspects"))
    newest = public.newest(meeting, at=at)
    openings = public.openings(newest, language)
    listing = public.listing(meeting, at=at, language=language, per_page=1)
    coming = [one for one in sessions if one.starts_at > at]
    return render(
        request,
        "site/home.html",
        {
            "meeting": meeting,
            "meetings": meetings,
            "on": [one for one in sessions if one.starts_at <= at < one.ends_at or sits(one)],
            "next": coming[0] if coming else None,
            "over": bool(sessions) and all(one.ends_at <= at for one in sessions),
            "new": [New(one, openings.get(one.pk)) for one in newest],
            "total": listing.of_all,
            "languages": listing.filters["language"],
            "aspects": with_counts(meeting.aspects.all(), listing),
            "practices": register.standing(at, meetings=[meeting]).count(),
            "highlights": of_highlights(meeting, at=at, first=FIRST),
            "release": latest_release(meeting, at=at),
            "takes_statements": takes_statements(meeting, at=at),
            "now": at,
        },
    )


def latest_release(meeting: Meeting, *, at: datetime) -> press.Shown | None:
    found = press.latest(meeting, at=at)
    return press.page(found, reader_language(), at=at, draft=True) if found else None


def with_counts(aspects: Iterable[Aspect], listing: public.Listing) -> list[tuple[Aspect, int]]:
    """The aspects in their order, each with the number of its public statements."""
    counts = {option.value: option.count for option in listing.filters["aspect"]}
    return [(aspect, counts.get(aspect.code, 0)) for aspect in aspects]


def takes_statements(meeting: Meeting, *, at: datetime) -> bool:
    open_states = (*COMING, *ON, Meeting.State.ADJOURNED)
    late = meeting.late_policy == Meeting.LatePolicy.TAKE_LATE
    return meeting.state in open_states and (late or not meeting.deadline_passed(at))


@require_safe
def programme(request: HttpRequest) -> HttpResponse:
    """The sessions by day at the meeting's place, with the statements of each."""
    at = timezone.now()
    meeting, meetings = chosen.meetings(request, at=at)
    if meeting is None:
        return render(request, "site/no_meeting.html")
    grouped = public.by_session(meeting, at=at, language=reader_language(), limit=NAMED)
    sessions = list(queries.programme(meeting).select_related("room", "floor"))
    cast = {
        key: [one for one in people if not casting.unconfirmed(one.state)]
        for key, people in casting.standing(sessions).items()
    }
    named = casting.named({one.who for people in cast.values() for one in people})
    return render(
        request,
        "site/programme.html",
        {
            "meeting": meeting,
            "meetings": meetings,
            "days": days(meeting, sessions, grouped, at=at),
            "elsewhere": grouped.get(None, ([], 0))[1],
            "cast": {key: [one for one in people if one.who in named] for key, people in cast.items()},
            "agenda": next(iter(agenda.shown(meeting)), None),
            "summary": next(iter(clearing.shown_versions(meeting)), None),
            "now": at,
        },
    )


def days(meeting: Meeting, sessions: Iterable[Session], grouped: Grouped, *, at: datetime) -> list[Day]:
    every = list(sessions)
    coming = min((one.starts_at for one in every if one.starts_at > at), default=None)
    found: dict[date, list[Held]] = {}
    for one in every:
        versions, total = grouped.get(one.pk, ([], 0))
        found.setdefault(one.starts_at.astimezone(meeting.zone).date(), []).append(
            Held(
                session=one,
                versions=versions,
                total=total,
                is_on=one.starts_at <= at < one.ends_at,
                is_next=one.starts_at == coming,
            )
        )
    return [Day(on, held) for on, held in found.items()]


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "site/about.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "site/accessibility.html")
