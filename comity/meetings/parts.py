"""The people of sessions: proposed, invited, answering, confirmed, appeared (concept note, paragraphs 8 and 10)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from comity.meetings import states as meetings
from comity.meetings.authority import Act, require
from comity.meetings.models import Part, Session
from comity.participants import letters, roles
from comity.participants import states as participants
from comity.participants.models import Letter, Participant, Person
from comity.participants.models import Role as Held
from comity.record import trail
from comity.refusals import NotAllowed, NotNow, Refused

Role, State = Part.Role, Part.State

MOVES: dict[Part.State, frozenset[Part.State]] = {
    State.PROPOSED: frozenset({State.INVITED, State.CONFIRMED, State.WITHDRAWN}),
    State.INVITED: frozenset({State.ACCEPTED, State.DECLINED, State.WITHDRAWN}),
    State.ACCEPTED: frozenset({State.CONFIRMED, State.DECLINED, State.WITHDRAWN}),
    State.DECLINED: frozenset({State.PROPOSED, State.INVITED}),
    State.CONFIRMED: frozenset({State.DECLINED, State.WITHDRAWN, State.APPEARED}),
    State.WITHDRAWN: frozenset({State.PROPOSED}),
    State.APPEARED: frozenset({State.CONFIRMED}),
}
"""From the proposal to the appearance (DOMAIN.md 1.18). Who was asked otherwise than by letter is confirmed at once;
an appearance noted by mistake goes back."""

STANDING = (State.PROPOSED, State.INVITED, State.ACCEPTED, State.CONFIRMED, State.APPEARED)
"""Who is expected in the session, or was there."""
EXPECTED = (State.ACCEPTED, State.CONFIRMED, State.APPEARED)
"""Who has said yes: may take the floor, and lead."""
PRESENTING = (Role.KEYNOTE, Role.PANELLIST)
"""Who presents, and then answers questions."""
BUREAU = frozenset({Participant.Kind.BUREAU})
Write = Callable[[Part], Letter]


def move(part: Part, to: Part.State, **changes: Any) -> None:
    """Change the state, with other fields, if it is still what the caller saw.

    Raises `NotNow` where the table does not allow the move or somebody else was first.
    """
    if to not in MOVES[State(part.state)]:
        raise NotNow(
            _("This is not possible now: the part is “%(state)s”.") % {"state": part.get_state_display()}
        )
    if not Part.objects.filter(pk=part.pk, state=part.state).update(state=to, **changes):
        raise NotNow(_("Somebody else was first: this part has changed. Load the page again."))
    part.state = to
    for name, value in changes.items():
        setattr(part, name, value)


def propose(
    session: Session, participant: Participant, role: Part.Role, *, topic: str = "", by: Person, at: datetime
) -> Part:
    """Propose somebody for a session; the provisional agenda lists her as proposed (R10-1).

    Raises `NotAllowed` where she may not have the role, `NotNow` where she is expected elsewhere at that time, has the
    part already, or does not take part in the meeting.
    """
    require(by, Act.CAST, meeting=session.meeting)
    meetings.require_open(session.meeting)
    if participant.meeting_id != session.meeting_id:
        raise Refused(_("Choose a participant of this meeting."))
    if participant.state not in participants.STANDING:
        raise NotNow(_("%(name)s does not take part in the meeting.") % {"name": participant})
    require_fit(session, participant, role)
    with transaction.atomic():
        Participant.objects.select_for_update().get(pk=participant.pk)  # one place at a time
        require_free(session, participant)
        try:
            with transaction.atomic():
                part = Part.objects.create(
                    session=session, participant=participant, role=role, topic=topic.strip(), proposed_at=at
                )
        except IntegrityError as fault:
            raise NotNow(_("%(name)s has this part already.") % {"name": participant}) from fault
        note(part, "proposed", by=by, at=at)
    return part


def require_fit(session: Session, participant: Participant, role: Part.Role) -> None:
    """Who may be what: only experts of the Executive Directorate are rapporteurs (R10-2); sessions are chaired, and
    those of the Special Meeting moderated, by the Chair or a Vice-Chair (R08-1)."""
    if role == Role.RAPPORTEUR:
        expert = participant.person
        if expert is None or not roles.holds(expert, {Held.RAPPORTEUR}, meeting=session.meeting_id):
            raise NotAllowed(
                _(
                    "Only experts of the Executive Directorate who hold the role of rapporteur can be rapporteurs."
                )
            )
    if role == Role.CHAIR and participant.kind not in BUREAU:
        raise NotAllowed(_("Only the Chair or a Vice-Chair of the Committee chairs a session."))
    outside = role == Role.MODERATOR and session.tier == Session.Tier.SPECIAL
    if outside and participant.kind not in BUREAU:
        raise NotAllowed(
            _(
                "Sessions of the Special Meeting are moderated by the Chair or a Vice-Chair of the Committee; others "
                "moderate technical sessions."
            )
        )


def require_free(session: Session, participant: Participant) -> None:
    """Raises `NotNow` that names the session in which she is expected at the same time (R08-1)."""
    elsewhere = Part.objects.filter(
        participant=participant,
        state__in=STANDING,
        session__cancelled_at=None,
        session__starts_at__lt=session.ends_at,
        session__ends_at__gt=session.starts_at,
    ).exclude(session=session)
    clash = elsewhere.select_related("session").first()
    if clash is not None:
        words = {"name": participant, "session": clash.session}
        raise NotNow(_("%(name)s is expected at the same time in: %(session)s.") % words)


def invite(part: Part, *, answer_by: date | None = None, by: Person, at: datetime, letter: Write) -> None:
    """Send the invitation, in the addressee's language, with the link under which she accepts or declines.

    Raises `Refused` where no address is known, `NotNow` where the session is off or she is expected elsewhere.
    """
    require(by, Act.CAST, meeting=part.session.meeting)
    meetings.require_open(part.session.meeting)
    if not part.participant.email:
        raise Refused(_("No address is known to which the invitation could go."))
    if part.session.cancelled_at is not None:
        raise NotNow(_("The session is cancelled."))
    if answer_by is not None and answer_by < at.date():
        raise Refused(_("The day until which an answer is asked for has passed."))
    with transaction.atomic():
        require_free(part.session, part.participant)
        move(part, State.INVITED, invited_at=at, answer_by=answer_by, answered_at=None, answer="")
        written = letter(part)
        Part.objects.filter(pk=part.pk).update(letter=written)
        part.letter = written
        participants.wrote(part.participant, at=at)
        note(part, "invited", by=by, at=at)


def respond(part: Part, *, accepts: bool, words: str = "", by: Person | None, at: datetime) -> None:
    """The answer to the invitation: by the person on the own page (`by` None), or noted by the secretariat where it
    came by another way. Who accepts takes part in the meeting."""
    if by is not None:
        require(by, Act.CAST, meeting=part.session.meeting)
    if part.state == State.PROPOSED:
        raise NotNow(_("There is no invitation to answer yet."))
    with transaction.atomic():
        to = State.ACCEPTED if accepts else State.DECLINED
        move(part, to, answered_at=at, answer=words.strip()[:500])
        if accepts and part.participant.state == Participant.State.INVITED:
            participants.move(part.participant, Participant.State.APPROVED, decided_at=at)
        note(
            part,
            "accepted" if accepts else "declined",
            by=by or part.participant.person,
            at=at,
            own=by is None,
        )


def confirm(part: Part, *, by: Person, at: datetime) -> None:
    """The part stands: it is on the detailed list that supersedes the proposed one (R10-1)."""
    require(by, Act.CAST, meeting=part.session.meeting)
    with transaction.atomic():
        require_fit(part.session, part.participant, Role(part.role))
        require_free(part.session, part.participant)
        move(part, State.CONFIRMED)
        if part.participant.state == Participant.State.INVITED:
            participants.move(part.participant, Participant.State.APPROVED, decided_at=at)
        note(part, "confirmed", by=by, at=at)


def withdraw(part: Part, *, by: Person, at: datetime) -> None:
    """Take somebody off the session; a letter that has not gone out does not."""
    require(by, Act.CAST, meeting=part.session.meeting)
    with transaction.atomic():
        move(part, State.WITHDRAWN)
        if part.letter_id is not None:
            letters.drop(Letter.objects.filter(pk=part.letter_id), at=at)
        note(part, "withdrew", by=by, at=at)


def propose_again(part: Part, *, by: Person, at: datetime) -> None:
    """Somebody who was taken off or declined is proposed anew."""
    require(by, Act.CAST, meeting=part.session.meeting)
    with transaction.atomic():
        require_free(part.session, part.participant)
        move(part, State.PROPOSED, answered_at=None, answer="")
        note(part, "proposed", by=by, at=at)


def appear(part: Part, *, by: Person, at: datetime) -> None:
    """She was there. Raises `NotNow` before the session has begun."""
    require(by, Act.NOTE_APPEARED, meeting=part.session.meeting)
    if at < part.session.starts_at:
        raise NotNow(_("The session has not begun."))
    with transaction.atomic():
        move(part, State.APPEARED)
        note(part, "appeared", by=by, at=at)


def take_appearance_back(part: Part, *, by: Person, at: datetime) -> None:
    """She was not there after all."""
    require(by, Act.NOTE_APPEARED, meeting=part.session.meeting)
    if part.state != State.APPEARED:
        raise NotNow(_("Nobody has noted that she appeared."))
    with transaction.atomic():
        move(part, State.CONFIRMED)
        note(part, "did not appear", by=by, at=at)


def note(part: Part, verb: str, *, by: Person | None, at: datetime, **details: Any) -> None:
    """In the record, by keys alone: names stay with the participant, who may erase them."""
    trail.note(
        part,
        verb,
        by=by,
        at=at,
        meeting=part.session.meeting,
        session=part.session.code,
        role=part.role,
        participant=part.participant_id,
        **details,
    )
