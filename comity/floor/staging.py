"""The stage of a rehearsal: a meeting of its own, with the delegations of the real one and invented people.

Nothing of the real meeting is touched, and nobody's name is taken over. What was played earlier goes when the next
rehearsal begins; the trail keeps that it was played.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from comity.floor import policy as policies
from comity.floor.models import Floor, FloorAct, Inscription, Intervention, Question, Ruling
from comity.floor.policy import Policy
from comity.languages import in_each_language
from comity.meetings.models import Aspect, Meeting, Part, Segment, Session
from comity.participants.models import (
    DELEGATION_ROLES,
    Assignment,
    Delegation,
    Participant,
    Person,
    Role,
    Stakeholder,
)
from comity.record import trail
from comity.refusals import NotNow

PANELLISTS = 2
REPLY = 300
"""Seconds of a right of reply, where the policy gives none: a rehearsal shows one."""
TAKEN = ("descriptions", "time_zone", "opens_on", "closes_on", "sample", "words_per_minute")
"""What the meeting of a rehearsal has from the real one as it is."""
STAFF = (Role.SECRETARIAT, Role.CHAIR, Role.RAPPORTEUR, Role.DOCUMENT_OFFICER)


def require_ahead(session: Session) -> None:
    """Raises `NotNow` for a session that is under way or over in truth, or is itself a rehearsal."""
    if session.meeting.rehearses_id is not None:
        raise NotNow(_("This meeting is a rehearsal itself: name the meeting that is to be rehearsed."))
    if session.cancelled_at is not None:
        raise NotNow(_("The session is cancelled."))
    floor = Floor.objects.filter(session=session).first()
    if floor is not None and floor.proceedings != Floor.Proceedings.WAITING:
        raise NotNow(
            _("The session is “%(state)s” in truth: only a session that has not begun is rehearsed.")
            % {"state": floor.get_proceedings_display()}
        )


def player() -> Person:
    """Who acts in rehearsals: a programme, never a person."""
    found, _made = Person.objects.get_or_create(
        email="rehearsal@localhost", defaults={"name": "Rehearsal", "is_programme": True}
    )
    return found


def set_up(
    session: Session, *, speed: float, delegates: bool = False, shown: bool = False, at: datetime
) -> Floor:
    """The floor on which the session is rehearsed, as if nothing had happened on it. `speed`: speaking times are
    divided by it; `delegates`: whether delegates follow, and ask for the floor, with their own accounts; `shown`:
    whether the public follows, which only a demonstration does."""
    require_ahead(session)
    real = session.meeting
    with transaction.atomic():
        meeting = meeting_of(real, shown=shown)
        clear(real)
        cast(real, meeting, delegates=delegates)
        staged = session_of(session, meeting)
        real_floor = Floor.objects.filter(session=session).first()
        policy = Policy.of(real_floor.policy) if real_floor else policies.first(session)
        floor = Floor.objects.create(session=staged, policy=faster(policy, speed).written())
        trail.note(staged, "began a rehearsal", by=player(), at=at, meeting=meeting, speed=speed)
    return floor


def faster(policy: Policy, speed: float) -> Policy:
    """The same rules with shorter times, so that a clock that runs in real time ends when its speaker does."""
    times = {
        name: max(round(getattr(policy, name) / speed), 1)
        for name in ("member", "group", "panellist", "other", "point_of_order")
    }
    replies = tuple(max(round(one / speed), 1) for one in policy.replies or (REPLY,))
    return replace(policy, **times, replies=replies, questions=True)


def meeting_of(real: Meeting, *, shown: bool) -> Meeting:
    """Where rehearsals of the meeting are played: a concept, which only those who work on it see."""
    word = in_each_language(lambda: gettext("Rehearsal"))
    fields = {name: getattr(real, name) for name in TAKEN}
    for name in ("titles", "short_titles"):
        said: dict[str, str] = getattr(real, name)
        fields[name] = {code: f"{word.get(code, word['en'])}: {words}" for code, words in said.items()}
    state = Meeting.State.IN_SESSION if shown and real.sample else Meeting.State.CONCEPT
    fields |= {"state": state, "announced_at": None, "slug": f"{real.slug[:40]}-rehearsal"}
    found, _made = Meeting.objects.update_or_create(rehearses=real, defaults=fields)
    return found


def clear(real: Meeting) -> None:
    """Everything that rehearsals of the meeting have played so far; the trail keeps that they were."""
    of_them = {"floor__session__meeting__rehearses": real}
    with transaction.atomic():
        for model in (Ruling, Question, Intervention, Inscription, FloorAct):
            model.objects.filter(**of_them).delete()
        Floor.objects.filter(session__meeting__rehearses=real).delete()
        Part.objects.filter(session__meeting__rehearses=real).delete()
        Participant.objects.filter(meeting__rehearses=real).delete()


def cast(real: Meeting, meeting: Meeting, *, delegates: bool) -> None:
    """Who acts and who looks on. Accounts keep the roles that they have in truth."""
    Assignment.objects.filter(meeting=meeting).delete()
    Assignment.objects.create(person=player(), role=Role.SECRETARIAT, meeting=meeting)
    for staff in real.assignments.filter(role__in=STAFF):
        Assignment.objects.create(person_id=staff.person_id, role=staff.role, meeting=meeting)
    for one in real.delegations.prefetch_related("speaks_for"):
        made, _made = Delegation.objects.get_or_create(meeting=meeting, body_id=one.body_id)
        made.speaks_for.set(one.speaks_for.all())
        for held in one.assignments.filter(role__in=[*DELEGATION_ROLES]) if delegates else ():
            Assignment.objects.create(
                person_id=held.person_id, role=held.role, meeting=meeting, delegation=made
            )


def session_of(session: Session, meeting: Meeting) -> Session:
    """The session once more, with its aspects, parts and invented panellists; no room, which it would occupy."""
    taken = (
        "tier",
        "position",
        "titles",
        "annotations",
        "starts_at",
        "ends_at",
        "slot_minutes",
        "attribution",
    )
    fields = {name: getattr(session, name) for name in taken}
    staged, _made = Session.objects.update_or_create(meeting=meeting, code=session.code, defaults=fields)
    staged.aspects.set(aspects_of(session, meeting))
    staged.segments.all().delete()
    Segment.objects.bulk_create(
        Segment(
            session=staged, **{name: getattr(one, name) for name in ("position", "kind", "minutes", "titles")}
        )
        for one in session.segments.all()
    )
    invent_panel(staged, session.starts_at)
    return staged


def aspects_of(session: Session, meeting: Meeting) -> Iterator[Aspect]:
    for one in session.aspects.all():
        fields = {
            name: getattr(one, name)
            for name in ("titles", "scope_notes", "in_scope", "out_of_scope", "position")
        }
        yield Aspect.objects.update_or_create(meeting=meeting, code=one.code, defaults=fields)[0]


def invent_panel(session: Session, at: datetime) -> None:
    for number in range(1, PANELLISTS + 1):
        participant = Participant.objects.create(
            meeting=session.meeting,
            kind=Participant.Kind.PANELLIST,
            category=Stakeholder.INDIVIDUAL_EXPERT,
            state=Participant.State.APPROVED,
            name=gettext("Panellist %(number)d of the rehearsal") % {"number": number},
            registered_at=at,
        )
        Part.objects.create(
            session=session,
            participant=participant,
            role=Part.Role.PANELLIST,
            state=Part.State.CONFIRMED,
            proposed_at=at,
        )
