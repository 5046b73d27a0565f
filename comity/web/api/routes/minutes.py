"""Minutes of sessions: begun, written, shared with the chair, final; afterwards corrected. Nobody else reads them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from comity.meetings.models import Attribution, Session
from comity.papers import authority, results
from comity.papers import minutes as minuting
from comity.papers.authority import Act
from comity.papers.models import Minutes, MinutesText
from comity.participants.models import Scope
from comity.web.api.asking import meeting_to_change, needs, person
from comity.web.api.matching import require_read
from comity.web.api.once import idempotent
from comity.web.api.routes.routing import router
from comity.web.api.shapes.minutes import (
    Begun,
    Corrected,
    MinutesAttribution,
    MinutesLine,
    MinutesOut,
    MinutesStatus,
    TextLine,
    TextOut,
    Written,
)
from comity.web.api.telling import told

TAGS = ["minutes"]
READS = needs(Scope.READ)
WRITES = needs(Scope.WRITE_MINUTES)
CHANGES = needs(Scope.WRITE_MINUTES, rests_on="minutes")
MINUTES = "/meetings/{slug:slug}/sessions/{slug:code}/minutes"
Status = Minutes.Status


def session_of(request: HttpRequest, slug: str, code: str) -> Session:
    """Raises `NotAllowed` for who reads no minutes of the meeting."""
    meeting = meeting_to_change(request, slug)
    authority.require(request.user, Act.READ_MINUTES, meeting=meeting)
    found = meeting.sessions.select_related("room", "minutes_kept").filter(code=code).first()
    if found is None:
        raise Http404
    found.meeting = meeting
    return found


def minutes_of(request: HttpRequest, slug: str, code: str) -> Minutes:
    """Raises `NotAllowed` for whom they are not for, or not yet."""
    kept = results.kept(session_of(request, slug, code))
    if kept is None:
        raise Http404
    minuting.require_reading(request.user, kept)
    return kept


@contextmanager
def held(request: HttpRequest, slug: str, code: str) -> Iterator[Minutes]:
    """The minutes, nobody else's until the transaction ends, in the state that the request names."""
    kept = minutes_of(request, slug, code)
    authority.require(request.user, Act.WRITE_MINUTES, meeting=kept.session.meeting)
    with transaction.atomic():
        now = minuting.held(kept)
        require_read(request, now)
        yield now


def shown(kept: Minutes, status: int = 200, *, at: str = "") -> HttpResponse:
    kept.refresh_from_db()
    texts = list(kept.texts.select_related("written_by").order_by("-number"))
    what = MinutesOut(
        session=kept.session.code,
        meeting=kept.session.meeting.slug,
        language=kept.language,
        status=kept.status,
        attribution=kept.attribution,
        created_at=kept.created_at,
        shared_at=kept.shared_at,
        finalised_at=kept.finalised_at,
        text=text(texts[0]),
        texts=[line(one) for one in texts],
        moves=[to.value for to in Status if to in minuting.MOVES[Status(kept.status)]],
    )
    return told(what, status, of=kept, at=at)


def line(one: MinutesText) -> TextLine:
    return TextLine(
        number=one.number,
        kind=one.kind,
        reason=one.reason,
        written_by=str(one.written_by),
        written_at=one.written_at,
    )


def text(one: MinutesText) -> TextOut:
    return TextOut(**dict(line(one)), text=one.text)


@router.get(
    "/meetings/{slug:slug}/minutes",
    response=list[MinutesLine],
    url_name="minutes_of_meeting",
    summary="List the minutes of a meeting",
    tags=TAGS,
    **READS,
)
def every(request: HttpRequest, slug: str) -> list[MinutesLine]:
    """Every session that is held, in the order of the programme: what technical sessions hand on to the Special
    Meeting, and its own. For rapporteurs, the Chair and the secretariat."""
    meeting = meeting_to_change(request, slug)
    authority.require(request.user, Act.READ_MINUTES, meeting=meeting)
    sessions = meeting.sessions.filter(cancelled_at=None).select_related("minutes_kept", "meeting")
    return [in_list(request, one) for one in sessions.prefetch_related("leads_to")]


def in_list(request: HttpRequest, session: Session) -> MinutesLine:
    kept = results.kept(session) if results.may_read(request.user, session) else None
    return MinutesLine(
        session=session.code,
        title=str(session),
        tier=session.tier,
        leads_to=[one.code for one in session.leads_to.all()],
        status=kept.status if kept else None,
        is_shared=results.is_shared(session),
    )


@router.get(MINUTES, response=MinutesOut, url_name="minutes", summary="Read minutes", tags=TAGS, **READS)
def minutes(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """For rapporteurs always; for the Chair and the secretariat once they are shared, unless they are confidential."""
    return shown(minutes_of(request, slug, code))


@router.get(
    f"{MINUTES}/texts/{{int:number}}",
    response=TextOut,
    url_name="minutes_text",
    summary="Read a text of minutes",
    tags=TAGS,
    **READS,
)
def earlier(request: HttpRequest, slug: str, code: str, number: int) -> TextOut:
    """One of those that were kept."""
    kept = minutes_of(request, slug, code)
    found = (
        kept.texts.select_related("written_by").filter(number=number).first() if number < 1 << 15 else None
    )
    if found is None:
        raise Http404
    return text(found)


@router.post(
    MINUTES,
    response={201: MinutesOut},
    url_name="minutes",
    summary="Begin minutes",
    tags=TAGS,
    **WRITES,
)
@idempotent
def begin(request: HttpRequest, slug: str, code: str, sent: Begun) -> HttpResponse:
    """With their skeleton: the session, its people, segments, questions and documents."""
    session = session_of(request, slug, code)
    made = minuting.begin(session, language=sent.language, by=person(request), at=timezone.now())
    return shown(made, 201, at=reverse("api:minutes", args=[slug, code]))


@router.put(MINUTES, response=MinutesOut, url_name="minutes", summary="Write minutes", tags=TAGS, **CHANGES)
def write(request: HttpRequest, slug: str, code: str, sent: Written) -> HttpResponse:
    """A new text; the one before is kept. Needs If-Match with their ETag: 412 where somebody else was first."""
    with held(request, slug, code) as kept:
        seen = minuting.newest(kept).number
        minuting.write(kept, sent.text, seen=seen, by=person(request), at=timezone.now())
    return shown(kept)


@router.post(
    f"{MINUTES}/corrections",
    response={201: MinutesOut},
    url_name="minutes_corrections",
    summary="Correct final minutes",
    tags=TAGS,
    **CHANGES,
)
@idempotent
def correct(request: HttpRequest, slug: str, code: str, sent: Corrected) -> HttpResponse:
    """A Corr. beside the texts that are there, with what it corrects. Needs If-Match with their ETag."""
    with held(request, slug, code) as kept:
        seen, by = minuting.newest(kept).number, person(request)
        minuting.correct(kept, sent.text, reason=sent.reason, seen=seen, by=by, at=timezone.now())
    return shown(kept, 201, at=reverse("api:minutes", args=[slug, code]))


@router.put(
    f"{MINUTES}/status",
    response=MinutesOut,
    url_name="minutes_status",
    summary="Share minutes, take them back, make them final",
    tags=TAGS,
    **WRITES,
)
def move(request: HttpRequest, slug: str, code: str, sent: MinutesStatus) -> HttpResponse:
    """Shared ones are read by the Chair and the secretariat; final ones are locked."""
    kept = minutes_of(request, slug, code)
    verb = {
        Status.DRAFT: minuting.take_back,
        Status.SHARED: minuting.share,
        Status.FINAL: minuting.finalise,
    }[Status(sent.status)]
    verb(kept, by=person(request), at=timezone.now())
    return shown(kept)


@router.put(
    f"{MINUTES}/attribution",
    response=MinutesOut,
    url_name="minutes_attribution",
    summary="Name speakers less than before",
    tags=TAGS,
    **WRITES,
)
def tighten(request: HttpRequest, slug: str, code: str, sent: MinutesAttribution) -> HttpResponse:
    """From attributed over by category and not attributed to confidential, and never back."""
    kept = minutes_of(request, slug, code)
    minuting.tighten(kept, Attribution(sent.attribution), by=person(request), at=timezone.now())
    return shown(kept)
