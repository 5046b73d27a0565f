"""Panels: people proposed for sessions, invited, answering, confirmed, and noted as having appeared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from comity.meetings import authority, casting, parts
from comity.meetings.authority import Act
from comity.meetings.models import Meeting, Part, Session
from comity.participants import agreements
from comity.participants import authority as people
from comity.participants.models import Participant, Scope, Use
from comity.web.api.asking import Wrong, meeting_to_change, needs, person
from comity.web.api.once import idempotent
from comity.web.api.routes.routing import router
from comity.web.api.shapes.panels import NewPart, PanelOut, PartOut, PartState
from comity.web.api.telling import told
from comity.web.people import own_mails

TAGS = ["panels"]
READS = needs(Scope.READ)
WRITES = needs(Scope.WRITE_PANELS)
PANEL = "/meetings/{slug:slug}/sessions/{slug:code}/panel"
PART = f"{PANEL}/{{int:pk}}"
State = Part.State
ASKED = (Use.NAME, Use.PHOTO, Use.RECORDING, Use.TEXT)
FARTHEST = 1 << 62


def panel_of(request: HttpRequest, slug: str, code: str) -> Session:
    """Raises `NotAllowed` for who does not see the people of the meeting."""
    meeting = meeting_to_change(request, slug)
    people.require(request.user, people.Act.SEE, meeting=meeting)
    found = meeting.sessions.filter(code=code).first()
    if found is None:
        raise Http404
    found.meeting = meeting
    return found


def parts_of(sessions: Sequence[Session]) -> list[Part]:
    """In the order in which an agenda names them."""
    found = Part.objects.filter(session__in=[one.pk for one in sessions]).select_related(
        "session__meeting",
        "session__room",
        "participant__meeting",
        "participant__person",
        "participant__delegation__body",
        "participant__body",
        "letter",
    )
    return sorted(found, key=lambda one: (casting.ORDER.index(Part.Role(one.role)), one.pk))


def shown(rows: Sequence[Part], *, casts: bool) -> list[PartOut]:
    """`casts`: whether they are told what was said with an answer."""
    uses = agreements.of_each(one.participant for one in rows)
    return [
        PartOut(
            id=one.pk,
            session=one.session.code,
            participant=one.participant_id,
            name=str(one.participant),
            role=one.role,
            state=one.state,
            topic=one.topic,
            proposed_at=one.proposed_at,
            invited_at=one.invited_at,
            answer_by=one.answer_by,
            answered_at=one.answered_at,
            answer=one.answer if casts else None,
            mail_sent_at=one.letter.sent_at if one.letter else None,
            moves=[to.value for to in State if to in parts.MOVES[State(one.state)]],
            not_agreed=[use.value for use in ASKED if use not in uses[one.participant_id]],
        )
        for one in rows
    ]


def may_cast(request: HttpRequest, meeting: Meeting) -> bool:
    return authority.may(request.user, Act.CAST, meeting=meeting)


def panels_of(request: HttpRequest, meeting: Meeting, sessions: Sequence[Session]) -> list[PanelOut]:
    """As many queries however many sessions."""
    rows = shown(parts_of(sessions), casts=may_cast(request, meeting))
    standing = casting.standing(sessions)
    return [
        PanelOut(
            session=one.code,
            title=str(one),
            starts_at=one.starts_at,
            parts=[row for row in rows if row.session == one.code],
            missing=missing(standing.get(one.pk, ())),
        )
        for one in sessions
    ]


def missing(cast: Sequence[casting.Cast]) -> list[str]:
    there = {one.role for one in cast}
    return [label for roles, label in casting.needed() if not roles & there]


@router.get(
    "/meetings/{slug:slug}/panels",
    response=list[PanelOut],
    url_name="panels",
    summary="List the panels of a meeting",
    tags=TAGS,
    **READS,
)
def panels(request: HttpRequest, slug: str) -> list[PanelOut]:
    """Every session that is held with its people, those who declined or were taken off too, and who is missing. For
    those who see the people of the meeting; what the public reads of them stands with the session."""
    meeting = meeting_to_change(request, slug)
    people.require(request.user, people.Act.SEE, meeting=meeting)
    return panels_of(request, meeting, [*meeting.sessions.filter(cancelled_at=None)])


@router.get(PANEL, response=PanelOut, url_name="panel", summary="Read a panel", tags=TAGS, **READS)
def panel(request: HttpRequest, slug: str, code: str) -> PanelOut:
    """The people of one session with where each stands."""
    session = panel_of(request, slug, code)
    return panels_of(request, session.meeting, [session])[0]


def part_of(session: Session, pk: int) -> Part:
    found = next((one for one in parts_of([session]) if one.pk == pk), None)
    if found is None:
        raise Http404
    return found


def one_part(request: HttpRequest, session: Session, pk: int, status: int = 200) -> HttpResponse:
    (row,) = shown([part_of(session, pk)], casts=may_cast(request, session.meeting))
    address = reverse("api:part", args=[session.meeting.slug, session.code, pk]) if status == 201 else ""
    return told(row, status, at=address)


@router.get(PART, response=PartOut, url_name="part", summary="Read a part", tags=TAGS, **READS)
def part(request: HttpRequest, slug: str, code: str, pk: int) -> HttpResponse:
    """One person in one session."""
    return one_part(request, panel_of(request, slug, code), pk)


@router.post(
    PANEL,
    response={201: PartOut},
    url_name="panel",
    summary="Propose somebody for a session",
    tags=TAGS,
    **WRITES,
)
@idempotent
def propose(request: HttpRequest, slug: str, code: str, sent: NewPart) -> HttpResponse:
    """A participant who is registered or invited. The provisional agenda lists her as proposed, as far as she may be
    named. Refused where she is expected elsewhere at that time, or may not have the role."""
    session = panel_of(request, slug, code)
    authority.require(request.user, Act.CAST, meeting=session.meeting)
    known = Participant.objects.filter(meeting=session.meeting).select_related("person", "meeting")
    found = known.filter(pk=sent.participant).first() if abs(sent.participant) < FARTHEST else None
    if found is None:
        raise Wrong({"participant": [_("Choose a participant of this meeting.")]})
    made = parts.propose(
        session, found, Part.Role(sent.role), topic=sent.topic, by=person(request), at=timezone.now()
    )
    return one_part(request, session, made.pk, 201)


@router.put(
    f"{PART}/state",
    response=PartOut,
    url_name="part_state",
    summary="Invite, confirm or take off",
    tags=TAGS,
    **WRITES,
)
def move(request: HttpRequest, slug: str, code: str, pk: int, sent: PartState) -> HttpResponse:
    """From proposed to invited (she is written to), accepted or declined, confirmed, appeared; withdrawn and proposed
    again. An answer that came in another way than by the link of her invitation is noted here."""
    session = panel_of(request, slug, code)
    found, by, at = part_of(session, pk), person(request), timezone.now()
    verbs(found, sent, at=at)[State(sent.state)](found, by=by, at=at)
    return one_part(request, session, pk)


def verbs(found: Part, sent: PartState, *, at: datetime) -> dict[State, Callable[..., None]]:
    """State to be reached -> the verb that leads there."""
    is_back = found.state == State.APPEARED
    return {
        State.PROPOSED: parts.propose_again,
        State.INVITED: partial(
            parts.invite, answer_by=sent.answer_by, letter=partial(own_mails.write_part, at=at)
        ),
        State.ACCEPTED: partial(parts.respond, accepts=True, words=sent.words),
        State.DECLINED: partial(parts.respond, accepts=False, words=sent.words),
        State.CONFIRMED: parts.take_appearance_back if is_back else parts.confirm,
        State.WITHDRAWN: parts.withdraw,
        State.APPEARED: parts.appear,
    }
