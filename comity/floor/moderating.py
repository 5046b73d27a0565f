"""Giving and taking the floor, and the clock (R08-2). One has the floor at a time; the database holds to it as well."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from comity.floor import inscribing, listing
from comity.floor.acting import Acting, acting, of, who
from comity.floor.authority import Act, require
from comity.floor.models import Floor, Inscription, Intervention
from comity.floor.models.speakers import Kind
from comity.floor.policy import Policy
from comity.floor.states import WAITING
from comity.meetings import parts
from comity.meetings.models import Part, Segment
from comity.meetings.parts import EXPECTED, PRESENTING
from comity.participants.models import Delegation, Person
from comity.refusals import NotNow, Refused
from comity.statements import publication

Sitting = Floor.Proceedings
State = Inscription.State
Outcome = Intervention.Outcome
LONGEST_EXTENSION = 30 * 60
"""Seconds."""
"""Who has the floor without asking for it."""


def speaking(floor: Floor) -> Intervention | None:
    """Who has the floor now."""
    found = floor.interventions.filter(ended_at=None, interrupted=False)
    return found.select_related(
        "delegation__body",
        "delegation__meeting",
        "part__participant",
        "on_behalf_of",
        "inscription",
        "statement",
    ).first()


def call_to_order(floor: Floor, *, by: Person, at: datetime) -> None:
    """The session begins, with its first part."""
    require(by, Act.MODERATE, session=floor.session)
    with acting(floor, "called to order", by=by, at=at, undo=True) as doing:
        if doing.floor.proceedings == Sitting.SUSPENDED:
            raise NotNow(_("The session is suspended: resume it."))
        first = doing.floor.session.segments.first()
        doing.move_sitting(Sitting.SITTING, called_to_order_at=at, segment=first)


def suspend(floor: Floor, *, until: datetime | None = None, by: Person, at: datetime) -> None:
    """The sitting pauses; the clock of whoever speaks stands meanwhile."""
    require(by, Act.MODERATE, session=floor.session)
    if until is not None and until <= at:
        raise Refused(_("The time at which the session goes on has passed."))
    with acting(floor, "suspended the session", by=by, at=at, undo=True) as doing:
        doing.move_sitting(Sitting.SUSPENDED, suspended_until=until)
        stop_clock(doing, at)


def resume(floor: Floor, *, by: Person, at: datetime) -> None:
    """The sitting goes on; a clock is started by hand."""
    require(by, Act.MODERATE, session=floor.session)
    with acting(floor, "resumed the session", by=by, at=at, undo=True) as doing:
        if doing.floor.proceedings != Sitting.SUSPENDED:
            raise NotNow(_("The session is not suspended."))
        doing.move_sitting(Sitting.SITTING, suspended_until=None)


def adjourn(floor: Floor, *, by: Person, at: datetime) -> None:
    """The session ends. Who was still in the list may send a written statement instead (DOMAIN.md 1.18)."""
    require(by, Act.MODERATE, session=floor.session)
    with acting(floor, "adjourned the session", by=by, at=at, undo=True) as doing:
        if floor.interventions.filter(ended_at=None).exists():
            raise NotNow(_("Somebody has the floor: let the intervention end first."))
        doing.move_sitting(Sitting.ADJOURNED, adjourned_at=at, segment=None, suspended_until=None)
        if doing.floor.list_state == Floor.List.OPEN:
            doing.move_list(Floor.List.CLOSED)
        left = (*WAITING, State.REQUESTED, State.PASSED, State.NOT_PRESENT)
        for one in floor.inscriptions.filter(state__in=left):
            doing.move(one, State.WRITTEN_ONLY, place=None)


def go_to(floor: Floor, segment: Segment, *, by: Person, at: datetime) -> None:
    """Go on to another part of the session: from the presentations to the discussion, say."""
    require(by, Act.MODERATE, session=floor.session)
    if segment.session_id != floor.session_id:
        raise Refused(_("Choose a part of this session."))
    with acting(floor, "went on to a part", by=by, at=at, undo=True, position=segment.position) as doing:
        require_sitting(doing)
        doing.change(doing.floor, segment=segment)


def call(inscription: Inscription, *, by: Person, at: datetime) -> None:
    """Tell a speaker that she is next."""
    require(by, Act.MODERATE, session=inscription.floor.session)
    with acting(inscription.floor, "called", by=by, at=at, undo=True, number=inscription.number) as doing:
        doing.move(Inscription.objects.get(pk=inscription.pk), State.CALLED)


def give(inscription: Inscription, *, by: Person, at: datetime) -> Intervention:
    """Give the floor; the clock starts. Raises `NotNow` where somebody has it, or the session does not sit."""
    require(by, Act.MODERATE, session=inscription.floor.session)
    with acting(
        inscription.floor, "gave the floor", by=by, at=at, undo=True, number=inscription.number
    ) as doing:
        return given(doing, inscription, at=at)


def give_next(floor: Floor, *, ending: Intervention | None, by: Person, at: datetime) -> Intervention:
    """End the intervention that the moderator saw, and give the floor to the first in the list: one act. `ending`: None
    where she saw nobody. Raises `NotNow` where another has the floor by now."""
    require(by, Act.MODERATE, session=floor.session)
    with acting(floor, "gave the floor to the next", by=by, at=at, undo=True) as doing:
        now = speaking(doing.floor)
        if (now and now.pk) != (ending and ending.pk):
            raise NotNow(_("Somebody else was first: another has the floor by now."))
        if now is not None:
            ended(doing, now, by=by, at=at)
        listed = listing.waiting(doing.floor)
        if not listed:
            raise NotNow(_("Nobody waits in the list."))
        return given(doing, listed[0], at=at)


def given(doing: Acting, inscription: Inscription, *, at: datetime) -> Intervention:
    require_free(doing)
    now = Inscription.objects.select_related("delegation__body", "part__participant").get(pk=inscription.pk)
    if now.kind == Kind.REPLY and any(one.kind != Kind.REPLY for one in listing.waiting(doing.floor)):
        raise NotNow(_("Rights of reply are exercised when the list of speakers is exhausted."))
    doing.move(now, State.HAS_FLOOR, place=None)
    replies = inscribing.replies(doing.floor, now.delegation) if now.kind == Kind.REPLY else 0
    return begun(
        doing,
        at=at,
        seconds=Policy.of(doing.floor.policy).seconds_for(now, earlier_replies=replies),
        aspects=[*now.aspects.all()],
        inscription=now,
        **{name: getattr(now, name) for name in SHARED},
    )


SHARED = (
    *("kind", "delegation", "part", "on_behalf_of", "speaker_name", "speaker_title"),
    *("language", "statement"),
)
"""What an intervention takes over from its inscription."""


def begun(doing: Acting, *, at: datetime, seconds: int, aspects: Any = (), **fields: Any) -> Intervention:
    made = Intervention.objects.create(
        floor=doing.floor,
        number=doing.floor.interventions.count() + 1,
        began_at=at,
        running_since=at,
        allowed_seconds=seconds,
        attribution=doing.floor.session.attribution,
        **fields,
    )
    made.aspects.set(aspects)
    doing.made(made)
    return made


def present(part: Part, *, by: Person, at: datetime) -> Intervention:
    """Give the floor to a panellist, who need not ask for it."""
    session = part.session
    require(by, Act.MODERATE, session=session)
    with acting(of(session), "gave the floor to a panellist", by=by, at=at, undo=True, part=part.pk) as doing:
        part = presenting(part)
        require_free(doing)
        seconds = Policy.of(doing.floor.policy).panellist
        made = begun(
            doing,
            at=at,
            seconds=seconds,
            kind=Kind.PRESENTATION,
            part=part,
            language=part.participant.language,
        )
        if part.state == Part.State.CONFIRMED:
            doing.change(part, state=Part.State.APPEARED)
            parts.note(part, "appeared", by=by, at=at)
        return made


def presenting(part: Part) -> Part:
    """As it is now. Raises `NotNow` for who is no panellist, or not expected."""
    now = Part.objects.select_related("participant").get(pk=part.pk)
    if now.role not in PRESENTING or now.state not in EXPECTED:
        raise NotNow(_("Only panellists who have accepted or are confirmed present."))
    return now


def end(intervention: Intervention, *, by: Person, at: datetime) -> None:
    """The speaker has ended: a statement that she delivered leaves its embargo at this instant (R09-5)."""
    require(by, Act.MODERATE, session=intervention.floor.session)
    with acting(
        intervention.floor, "ended an intervention", by=by, at=at, undo=True, intervention=intervention.number
    ) as doing:
        ended(doing, open_one(intervention), by=by, at=at)


def withdraw_floor(intervention: Intervention, *, reason: str, by: Person, at: datetime) -> None:
    """Take the floor from a speaker, with a reason. What she was to deliver is not delivered."""
    require(by, Act.MODERATE, session=intervention.floor.session)
    reason = listing.required(reason, _("Give the reason: it is recorded, and told to the speaker."))
    with acting(
        intervention.floor,
        "withdrew the floor",
        by=by,
        at=at,
        undo=True,
        intervention=intervention.number,
        reason=reason,
    ) as doing:
        closed(doing, open_one(intervention), Outcome.CUT_OFF, at=at, decision=reason)


def open_one(intervention: Intervention) -> Intervention:
    """As it is now. Raises `NotNow` where it has ended."""
    now = Intervention.objects.select_related("inscription", "statement").get(pk=intervention.pk)
    if now.ended_at is not None:
        raise NotNow(_("This intervention has ended already."))
    if now.interrupted:
        raise NotNow(_("A point of order is being heard: let it end first."))
    return now


def ended(doing: Acting, now: Intervention, *, by: Person, at: datetime) -> None:
    closed(doing, now, Outcome.DELIVERED, at=at)
    statement = now.statement
    if statement is not None and statement.delivered_at is None and statement.withdrawn_at is None:
        publication.delivered(statement, by=by, at=at)


def closed(
    doing: Acting, now: Intervention, outcome: Intervention.Outcome, *, at: datetime, decision: str = ""
) -> None:
    """The intervention is over; after a point of order the floor goes back to whom it was taken from."""
    spent = now.spent(at)
    doing.change(
        now,
        outcome=outcome,
        ended_at=at,
        spent_ms=round(spent.total_seconds() * 1000),
        running_since=None,
        decision=decision,
    )
    if now.inscription is not None:
        to = State.DELIVERED if outcome == Outcome.DELIVERED else State.FLOOR_WITHDRAWN
        doing.move(now.inscription, to)
    interrupted = doing.floor.interventions.filter(ended_at=None, interrupted=True).first()
    if now.kind == Kind.POINT_OF_ORDER and interrupted is not None:
        sits = doing.floor.proceedings == Sitting.SITTING
        doing.change(interrupted, interrupted=False, running_since=at if sits else None)


def point_of_order(
    floor: Floor, delegation: Delegation, *, by: Person, at: datetime, speaker_name: str = ""
) -> Intervention:
    """Heard at once, before whoever speaks goes on; the presiding officer decides on it."""
    require(by, Act.MODERATE, session=floor.session)
    if delegation.meeting_id != floor.session.meeting_id:
        raise Refused(_("The delegation does not take part in this meeting."))
    with acting(
        floor, "heard a point of order", by=by, at=at, undo=True, delegation=delegation.body.code
    ) as doing:
        require_sitting(doing)
        holder = speaking(doing.floor)
        if holder is not None and holder.kind == Kind.POINT_OF_ORDER:
            raise NotNow(_("Another point of order is being heard."))
        if holder is not None:
            stop_clock(doing, at)
            doing.change(Intervention.objects.get(pk=holder.pk), interrupted=True)
        return begun(
            doing,
            at=at,
            seconds=Policy.of(doing.floor.policy).point_of_order,
            kind=Kind.POINT_OF_ORDER,
            delegation=delegation,
            speaker_name=speaker_name,
        )


def decide(intervention: Intervention, decision: str, *, by: Person, at: datetime) -> None:
    """The presiding officer's decision on a point of order ends it."""
    require(by, Act.MODERATE, session=intervention.floor.session)
    decision = listing.required(decision, _("Say what was decided."))
    if intervention.kind != Kind.POINT_OF_ORDER:
        raise Refused(_("Only a point of order is decided on."))
    with acting(
        intervention.floor, "decided on a point of order", by=by, at=at, undo=True, decision=decision
    ) as doing:
        closed(doing, open_one(intervention), Outcome.DELIVERED, at=at, decision=decision)


def stop(floor: Floor, *, by: Person, at: datetime) -> None:
    """Stop the clock of whoever speaks."""
    require(by, Act.MODERATE, session=floor.session)
    with acting(floor, "stopped the clock", by=by, at=at, undo=True) as doing:
        if not stop_clock(doing, at):
            raise NotNow(_("No clock is running."))


def start(floor: Floor, *, by: Person, at: datetime) -> None:
    """Let the clock run on."""
    require(by, Act.MODERATE, session=floor.session)
    with acting(floor, "started the clock", by=by, at=at, undo=True) as doing:
        require_sitting(doing)
        now = speaking(doing.floor)
        if now is None or now.running_since is not None:
            raise NotNow(_("No clock stands."))
        doing.change(now, running_since=at)


def extend(floor: Floor, seconds: int, *, by: Person, at: datetime) -> None:
    """Give whoever speaks more time, or less."""
    require(by, Act.MODERATE, session=floor.session)
    if seconds == 0 or abs(seconds) > LONGEST_EXTENSION:
        raise Refused(_("Give a time of at most half an hour."))
    with acting(floor, "changed the speaking time", by=by, at=at, undo=True, seconds=seconds) as doing:
        now = speaking(doing.floor)
        if now is None:
            raise NotNow(_("Nobody has the floor."))
        doing.change(now, allowed_seconds=max(now.allowed_seconds + seconds, 0))


def stop_clock(doing: Acting, at: datetime) -> bool:
    """Whether one was running."""
    now = speaking(doing.floor)
    if now is None or now.running_since is None:
        return False
    doing.change(now, spent_ms=round(now.spent(at).total_seconds() * 1000), running_since=None)
    return True


def pass_over(inscription: Inscription, *, by: Person, at: datetime) -> None:
    """The speaker lets others go first; she may be put back at the end."""
    require(by, Act.MODERATE, session=inscription.floor.session)
    inscribing.leave(inscription, State.PASSED, "passed", undo=True, by=by, at=at)


def miss(inscription: Inscription, *, by: Person, at: datetime) -> None:
    """She was called and is not in the room."""
    require(by, Act.MODERATE, session=inscription.floor.session)
    inscribing.leave(inscription, State.NOT_PRESENT, "was not present", undo=True, by=by, at=at)


def put_back(inscription: Inscription, *, by: Person, at: datetime) -> None:
    """A call by mistake: she waits at her place."""
    require(by, Act.MODERATE, session=inscription.floor.session)
    with acting(
        inscription.floor, "took a call back", by=by, at=at, undo=True, number=inscription.number
    ) as doing:
        now = Inscription.objects.get(pk=inscription.pk)
        if now.state != State.CALLED:
            raise NotNow(_("Only a call can be taken back."))
        doing.move(now, State.INSCRIBED)


def require_free(doing: Acting) -> None:
    """Raises `NotNow` where the session does not sit, or somebody has the floor."""
    require_sitting(doing)
    holder = speaking(doing.floor)
    if holder is not None:
        raise NotNow(
            _("%(name)s has the floor. Let the intervention end, or withdraw the floor.")
            % {"name": who(holder)}
        )


def require_sitting(doing: Acting) -> None:
    if doing.floor.proceedings != Sitting.SITTING:
        raise NotNow(
            _("The session is “%(state)s”: call it to order, or resume it, first.")
            % {"state": doing.floor.get_proceedings_display()}
        )
