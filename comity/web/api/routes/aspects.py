"""Aspects of a meeting, read with what is tied to them and changed; and which session prepares which."""

from __future__ import annotations

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from comity.meetings import frame
from comity.meetings.models import Aspect, Meeting, Session
from comity.participants.models import Scope
from comity.web.api.asking import meeting_of, meeting_to_change, needs, person
from comity.web.api.matching import require_read
from comity.web.api.once import idempotent
from comity.web.api.routes.routing import router
from comity.web.api.shapes.aspects import AspectChange, AspectOut, Mapped, NewAspect
from comity.web.api.telling import told

TAGS = ["meetings and programme"]
ASPECTS = "/meetings/{slug:slug}/aspects"
ASPECT = f"{ASPECTS}/{{slug:code}}"
WORDS = ("titles", "scope_notes", "in_scope", "out_of_scope")


def shown(one: Aspect) -> AspectOut:
    return AspectOut(
        code=one.code,
        title=str(one),
        **{name: getattr(one, name) for name in WORDS},
        sessions=[session.code for session in one.sessions.all()],
        questions=len(one.questions.all()),
    )


def aspect_of(meeting: Meeting, code: str) -> Aspect:
    found = meeting.aspects.prefetch_related("sessions", "questions").filter(code=code).first()
    if found is None:
        raise Http404
    found.meeting = meeting
    return found


def one_aspect(meeting: Meeting, code: str, status: int = 200) -> HttpResponse:
    found = aspect_of(meeting, code)
    address = reverse("api:aspect", args=[meeting.slug, code]) if status == 201 else ""
    return told(shown(found), status, of=found, at=address)


@router.get(ASPECTS, response=list[AspectOut], url_name="aspects", summary="List aspects", tags=TAGS)
def aspects(request: HttpRequest, slug: str) -> list[AspectOut]:
    """Of a meeting, in their order, with the sessions and guiding questions that are tied to each."""
    meeting = meeting_of(request, slug)
    return [shown(one) for one in meeting.aspects.prefetch_related("sessions", "questions")]


@router.get(ASPECT, response=AspectOut, url_name="aspect", summary="Read an aspect", tags=TAGS)
def aspect(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Its ETag is what a change names in If-Match."""
    return one_aspect(meeting_of(request, slug), code)


@router.get(
    "/meetings/{slug:slug}/mapping",
    response=list[Mapped],
    url_name="mapping",
    summary="Read what technical sessions prepare",
    tags=TAGS,
)
def mapping(request: HttpRequest, slug: str) -> list[Mapped]:
    """Each technical session that is held with the sessions of the Special Meeting that it leads to, and its aspects.
    Both are changed with the session."""
    meeting = meeting_of(request, slug)
    sessions = meeting.sessions.filter(tier=Session.Tier.TECHNICAL, cancelled_at=None)
    return [
        Mapped(
            session=one.code,
            title=str(one),
            leads_to=[topic.code for topic in one.leads_to.all()],
            aspects=[each.code for each in one.aspects.all()],
        )
        for one in sessions.prefetch_related("leads_to", "aspects")
    ]


@router.post(
    ASPECTS,
    response={201: AspectOut},
    url_name="aspects",
    summary="Add an aspect",
    tags=TAGS,
    **needs(Scope.WRITE_PROGRAMME),
)
@idempotent
def add(request: HttpRequest, slug: str, sent: NewAspect) -> HttpResponse:
    """Any number a meeting; every statement relates to at least one."""
    meeting, words = meeting_to_change(request, slug), sent.model_dump(exclude={"code"})
    frame.write_aspect(meeting, None, code=sent.code, words=words, by=person(request), at=timezone.now())
    return one_aspect(meeting, sent.code, 201)


@router.patch(
    ASPECT,
    response=AspectOut,
    url_name="aspect",
    summary="Word an aspect anew",
    tags=TAGS,
    **needs(Scope.WRITE_PROGRAMME, rests_on="aspect"),
)
def revise(request: HttpRequest, slug: str, code: str, sent: AspectChange) -> HttpResponse:
    """Its code never changes. Needs If-Match with its ETag: 412 where somebody else was first."""
    meeting = meeting_to_change(request, slug)
    with transaction.atomic():
        found = held(request, meeting, code)
        words = {name: getattr(found, name) for name in WORDS}
        words |= sent.model_dump(exclude_none=True)
        frame.write_aspect(meeting, found, words=words, by=person(request), at=timezone.now())
    return one_aspect(meeting, code)


@router.delete(
    ASPECT,
    response={204: None},
    url_name="aspect",
    summary="Take an aspect out",
    tags=TAGS,
    **needs(Scope.WRITE_PROGRAMME, rests_on="aspect"),
)
def remove(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """As long as no session, question or statement names it. Needs If-Match with its ETag."""
    meeting = meeting_to_change(request, slug)
    with transaction.atomic():
        found = held(request, meeting, code)
        frame.remove_aspect(found, by=person(request), at=timezone.now())
    return HttpResponse(status=204)


def held(request: HttpRequest, meeting: Meeting, code: str) -> Aspect:
    """The aspect, nobody else's until the transaction ends, in the state that the request names."""
    found = aspect_of(meeting, code)
    Aspect.objects.select_for_update().get(pk=found.pk)
    require_read(request, found)
    return aspect_of(meeting, code)
