"""Participants: the list that anybody may read, and registrations."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from comity.meetings.models import Meeting
from comity.participants import authority, listing, registration
from comity.participants.authority import Act
from comity.participants.models import Body, Delegation, Participant, Role, Scope
from comity.participants.registration import OF_DELEGATIONS, Details
from comity.participants.states import State
from comity.refusals import NotAllowed, NotNow
from comity.web.api.asking import Wrong, meeting_of, meeting_to_change, needs, paged, person
from comity.web.api.once import idempotent
from comity.web.api.routes.routing import router
from comity.web.api.shapes.common import Label, Page, PageNumber, PerPage
from comity.web.api.shapes.people import Decision, Listed, NewRegistration, Registration
from comity.web.api.telling import told
from comity.web.people import own_mails

TAGS = ["participants"]
REGISTRATION = "/meetings/{slug:slug}/registrations/{int:pk}"


@router.get(
    "/meetings/{slug:slug}/participants",
    response=Page[Listed],
    url_name="participants",
    summary="Read the list of participants",
    tags=TAGS,
)
def participants(
    request: HttpRequest, slug: str, page: PageNumber = 1, per_page: PerPage = 50
) -> Page[Listed]:
    """Those who agreed to be listed, and of each what she agreed to: it is taken back within a minute."""
    rows = [(place, line) for place in listing.public_list(meeting_of(request, slug)) for line in place.lines]
    return paged(rows, page, per_page, lambda some: [listed(*one) for one in some])


def listed(place: listing.Place, line: listing.Listed) -> Listed:
    return Listed(
        name=line.name,
        honorific=line.honorific,
        job_title=line.job_title,
        kind=line.kind,
        place=place.title,
        is_state=place.is_state,
    )


def within_reach(request: HttpRequest, meeting: Meeting) -> QuerySet[Participant]:
    """All for those who see who takes part, the own delegation for its focal point. Raises `NotAllowed`."""
    every = Participant.objects.filter(meeting=meeting).exclude(state=State.ERASED)
    every = every.select_related("meeting", "delegation__body", "body").order_by("name", "pk")
    every = every.prefetch_related("delegation__body__former_names", "body__former_names")
    if authority.may(request.user, Act.SEE, meeting=meeting):
        return every
    own = Delegation.objects.filter(
        meeting=meeting, assignments__person=request.user.pk, assignments__role=Role.FOCAL_POINT
    )
    if not own.exists():
        raise NotAllowed(authority.SENTENCES[Act.SEE])
    return every.filter(delegation__in=own)


@router.get(
    "/meetings/{slug:slug}/registrations",
    response=Page[Registration],
    url_name="registrations",
    summary="List registrations",
    tags=TAGS,
    **needs(Scope.READ),
)
def registrations(
    request: HttpRequest,
    slug: str,
    state: str = "",
    kind: str = "",
    category: str = "",
    page: PageNumber = 1,
    per_page: PerPage = 50,
) -> Page[Registration]:
    """For the secretariat, the Chair and rapporteurs everybody; for a focal point the own delegation."""
    meeting = meeting_to_change(request, slug)
    found = within_reach(request, meeting)
    wanted = {
        name: value for name, value in (("state", state), ("kind", kind), ("category", category)) if value
    }
    with_email = may_see_email(request, meeting)
    return paged(
        found.filter(**wanted),
        page,
        per_page,
        lambda some: [shown(one, with_email=with_email) for one in some],
    )


def may_see_email(request: HttpRequest, meeting: Meeting) -> bool:
    return authority.may(request.user, Act.SEE_PRIVATE, meeting=meeting)


def shown(one: Participant, *, with_email: bool) -> Registration:
    body = one.comes_from
    return Registration(
        id=one.pk,
        name=one.name,
        honorific=one.honorific,
        kind=one.kind,
        category=one.category,
        state=one.state,
        body=Label(code=body.code, title=str(body)) if body else None,
        affiliation=one.affiliation,
        job_title=one.job_title,
        language=one.language,
        email=one.email if with_email else None,
        registered_at=one.registered_at,
        decided_at=one.decided_at,
    )


@router.get(
    REGISTRATION,
    response=Registration,
    url_name="registration",
    summary="Read a registration",
    tags=TAGS,
    **needs(Scope.READ),
)
def one_registration(request: HttpRequest, slug: str, pk: int) -> Registration:
    """Within the same reach as the list."""
    meeting = meeting_to_change(request, slug)
    return shown(participant_of(request, meeting, pk), with_email=may_see_email(request, meeting))


def participant_of(request: HttpRequest, meeting: Meeting, pk: int) -> Participant:
    found = within_reach(request, meeting).filter(pk=pk).first() if pk < 1 << 62 else None
    if found is None:
        raise Http404
    return found


@router.post(
    "/meetings/{slug:slug}/registrations",
    response={201: Registration},
    url_name="registrations",
    summary="Register or invite somebody",
    tags=TAGS,
    **needs(Scope.WRITE_PEOPLE),
)
@idempotent
def register(request: HttpRequest, slug: str, sent: NewRegistration) -> HttpResponse:
    """The secretariat anybody, a focal point members of the own delegation. She is written to where an address is
    given."""
    meeting, at, by = meeting_to_change(request, slug), timezone.now(), person(request)
    details = details_of(meeting, sent)
    if sent.invite:
        made = registration.invite(meeting, details, by=by, at=at, letter=own_mails.writer("invited", at=at))
    else:
        made = registration.enter(meeting, details, by=by, at=at, letter=own_mails.writer("approved", at=at))
    address = reverse("api:registration", args=[slug, made.pk])
    return told(shown(made, with_email=True), 201, at=address)


def details_of(meeting: Meeting, sent: NewRegistration) -> Details:
    """As the desk's form understands it: members of a delegation have its category."""
    said: dict[str, Any] = sent.model_dump(exclude={"body", "invite"})
    body = Body.objects.filter(code=sent.body).first() if sent.body else None
    if sent.body and body is None:
        raise Wrong(
            {"body": [_("“%(name)s” is no State or organization that is known here.") % {"name": sent.body}]}
        )
    if sent.email:
        try:
            validate_email(sent.email)
        except ValidationError as wrong:
            raise Wrong({"email": [str(one) for one in wrong.messages]}) from wrong
    if sent.kind not in OF_DELEGATIONS:
        return Details(**said, body=body)
    found = Delegation.objects.filter(meeting=meeting, body=body).first() if body else None
    if found is None:
        raise Wrong({"body": [_("Name the State or organization of a delegation to this meeting.")]})
    return Details(**{**said, "category": found.body.category}, delegation=found)


@router.put(
    f"{REGISTRATION}/decision",
    response=Registration,
    url_name="decision",
    summary="Approve, refuse or withdraw",
    tags=TAGS,
    **needs(Scope.WRITE_PEOPLE),
)
def decide(request: HttpRequest, slug: str, pk: int, sent: Decision) -> HttpResponse:
    """The person is told. A focal point withdraws members of the own delegation, and decides nothing else."""
    meeting, at, by = meeting_to_change(request, slug), timezone.now(), person(request)
    found = participant_of(request, meeting, pk)
    if sent.decision == "approve":
        if not registration.approve([found], by=by, at=at, letter=own_mails.writer("approved", at=at)):
            raise NotNow(
                _("This is not possible now: decided about meanwhile, or no place in the delegation.")
            )
    elif sent.decision == "refuse":
        letter = own_mails.writer("refused", at=at)
        registration.refuse(found, reason=sent.reason, by=by, at=at, letter=letter)
    else:
        registration.withdraw(found, by=by, at=at)
    return told(shown(participant_of(request, meeting, pk), with_email=may_see_email(request, meeting)))
