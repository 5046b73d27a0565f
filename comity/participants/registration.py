"""Registering for a meeting: by oneself, by a focal point, by the secretariat; approved, refused, withdrawn."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from comity.participants import agreements, authority, letters, passports, states
from comity.participants.authority import Act
from comity.participants.models import Body, Delegation, Group, Letter, Participant, Person, Use
from comity.participants.states import State
from comity.record import trail
from comity.refusals import NotAllowed, NotNow, Refused

OPEN = "registration"
"""State of a meeting in which anybody may apply (comity.meetings.models.Meeting.State)."""
OF_DELEGATIONS = frozenset({Participant.Kind.HEAD, Participant.Kind.DELEGATE})
NOT_OF_DELEGATION = _("Only delegates and heads of delegation belong to a delegation.")
Write = Callable[[Participant], Letter | None]


@dataclass(frozen=True, slots=True)
class Details:
    """What is known of a participant; the fields of `Participant` of the same names."""

    name: str
    kind: str
    category: str
    email: str = ""
    honorific: str = ""
    pseudonym: str = ""
    job_title: str = ""
    affiliation: str = ""
    language: str = "en"
    gender: str = ""
    region: Group | None = None
    delegation: Delegation | None = None
    body: Body | None = None

    def fields(self) -> dict[str, Any]:
        found = {one.name: getattr(self, one.name) for one in fields(self)}
        return {
            name: " ".join(said.split()) if isinstance(said, str) else said for name, said in found.items()
        }


WORDS = ("name", "honorific", "pseudonym", "job_title", "affiliation")


def is_open(meeting: Any, *, at: datetime) -> bool:
    """Whether anybody may apply to take part."""
    due = meeting.registration_due_at
    return bool(meeting.state == OPEN and (due is None or at <= due))


def apply(
    meeting: Any, details: Details, *, agrees: Collection[Use], at: datetime, letter: Write
) -> Participant | None:
    """Ask to take part; the secretariat decides. `letter` tells the address that it came in, with the own page's link.

    None where the same person is registered already: the form answers alike, so that nobody learns who takes part.
    Whoever registers many under one address is registered, and gets no further letter that day: nobody fills a
    stranger's mailbox. Raises `NotNow` where registration is not open.
    """
    if not is_open(meeting, at=at):
        raise NotNow(_("Registration for this meeting is not open."))
    require_sound(meeting, details)
    try:
        with transaction.atomic():
            participant = create(meeting, details, state=State.PENDING, by=None, at=at)
            agreements.begin([participant], said={participant.pk: agrees}, by=None, at=at)
            trail.note(participant, "applied", by=None, at=at)
            if letters.may_be_written_to(participant.email, at=at):
                letter(participant)
    except IntegrityError:
        return None
    return participant


def enter(
    meeting: Any, details: Details, *, by: Person, at: datetime, letter: Write | None = None
) -> Participant:
    """Register somebody, who takes part at once: the secretariat anybody, a focal point whom the own delegation sends.

    Raises `NotNow` where the delegation has no place left or the person is registered already.
    """
    if not authority.may_register(by, meeting=meeting, delegation=details.delegation):
        raise NotAllowed(authority.SENTENCES[Act.REGISTER])
    if not authority.may(by, Act.REGISTER, meeting=meeting):
        require_own_kind(details)
    return added(meeting, details, State.APPROVED, "registered", by=by, at=at, letter=letter)


def require_own_kind(details: Details) -> None:
    """A focal point sends delegates, in the category of the own body."""
    if details.kind not in OF_DELEGATIONS or details.delegation is None:
        raise NotAllowed(_("A focal point registers members of the own delegation."))
    if details.category != details.delegation.body.category:
        raise Refused(_("Members of a delegation have its category."))


def invite(
    meeting: Any, details: Details, *, by: Person, at: datetime, letter: Write | None = None
) -> Participant:
    """Invite somebody to take part (concept note, paragraph 10); she answers on the own page, to which `letter` leads.
    Without a letter somebody proposed for a panel, who is written to later."""
    authority.require(by, Act.DECIDE, meeting=meeting)
    if letter is not None and not details.email:
        raise Refused(_("An invitation needs an address to which it can go."))
    return added(meeting, details, State.INVITED, "invited", by=by, at=at, letter=letter)


def added(
    meeting: Any,
    details: Details,
    state: Participant.State,
    verb: str,
    *,
    by: Person,
    at: datetime,
    letter: Write | None,
) -> Participant:
    require_sound(meeting, details)
    try:
        with transaction.atomic():
            require_place(details.delegation)
            participant = create(meeting, details, state=state, by=by, at=at)
            if letter is not None and state == State.INVITED:
                states.wrote(participant, at=at)
            agreements.begin([participant], by=by, at=at)
            trail.note(participant, verb, by=by, at=at)
            if letter is not None and participant.email:
                letter(participant)
    except IntegrityError as fault:
        raise NotNow(_("Somebody of this name and address is registered already.")) from fault
    return participant


def create(
    meeting: Any, details: Details, *, state: Participant.State, by: Person | None, at: datetime
) -> Participant:
    return Participant.objects.create(
        meeting=meeting,
        state=state,
        registered_by=by,
        registered_at=at,
        person=account_of(details.email) if by is not None else None,
        **details.fields(),
    )


def account_of(email: str) -> Person | None:
    """Whose account the address is; only where somebody who may decide has said that it is the person's."""
    return Person.objects.filter(email=email.lower(), is_programme=False).first() if email else None


def require_sound(meeting: Any, details: Details) -> None:
    """Raises `Refused` for what is no registration, passport data among it."""
    if not details.name.strip():
        raise Refused(_("Give a name."))
    if any(passports.holds(getattr(details, name)) for name in WORDS):
        raise Refused(passports.SENTENCE)
    delegation = details.delegation
    if delegation is not None and delegation.meeting_id != meeting.pk:
        raise Refused(_("The delegation takes part in another meeting."))
    if delegation is not None and details.kind not in OF_DELEGATIONS:
        raise Refused(NOT_OF_DELEGATION)


def require_place(delegation: Delegation | None) -> None:
    """Raises `NotNow` where the delegation has registered as many as it may."""
    if delegation is None:
        return
    held = Delegation.objects.select_for_update(of=("self",)).get(pk=delegation.pk)
    if held.places is not None and held.participants.filter(state__in=states.STANDING).count() >= held.places:
        raise NotNow(
            _(
                "The delegation has %(places)d places and all are taken. Withdraw somebody first, or ask for more."
            )
            % {"places": held.places}
        )


def approve(
    participants: Iterable[Participant], *, by: Person, at: datetime, letter: Write
) -> list[Participant]:
    """Let them take part and tell them; returns those who were let, in one transaction.

    Who has meanwhile been decided about, or has no place in the delegation any more, is left out.
    """
    chosen, approved = list(participants), []
    for meeting in {one.meeting_id for one in chosen}:
        authority.require(by, Act.DECIDE, meeting=meeting)
    with transaction.atomic():
        accounts = {
            one.email: one
            for one in Person.objects.filter(
                email__in=[one.email.lower() for one in chosen], is_programme=False
            )
        }
        for one in chosen:
            try:
                with transaction.atomic():
                    require_place(one.delegation if one.state not in states.STANDING else None)
                    person = one.person or accounts.get(one.email.lower())
                    states.move(one, State.APPROVED, decided_at=at, reason="", person=person)
            except (NotNow, IntegrityError):
                continue
            approved.append(one)
        trail.note_each([(one, {}) for one in approved], "approved", by=by, at=at)
        for one in approved:
            if one.email:
                letter(one)
    return approved


def refuse(participant: Participant, *, reason: str, by: Person, at: datetime, letter: Write) -> None:
    """Do not let somebody take part, and say why. Raises `Refused` without a reason."""
    authority.require(by, Act.DECIDE, meeting=participant.meeting_id)
    reason = reason.strip()
    if not reason:
        raise Refused(_("Give the reason: it is told to the person."))
    with transaction.atomic():
        states.move(participant, State.REFUSED, decided_at=at, reason=reason)
        trail.note(participant, "refused", by=by, at=at)
        if participant.email:
            letter(participant)


def respond(participant: Participant, *, accepts: bool, at: datetime) -> None:
    """The person answers an invitation to take part, on the own page."""
    if participant.state != State.INVITED:
        raise NotNow(_("This invitation has been answered or withdrawn already."))
    with transaction.atomic():
        states.move(participant, State.APPROVED if accepts else State.DECLINED, decided_at=at)
        verb = "accepted invitation" if accepts else "declined invitation"
        trail.note(participant, verb, by=participant.person, at=at)


def withdraw(participant: Participant, *, by: Person | None, at: datetime) -> None:
    """Somebody does not come: said by the person on the own page (`by` None), her focal point, or the secretariat."""
    if by is not None and not authority.may_withdraw(by, participant):
        raise NotAllowed(_("You may not withdraw this participant."))
    with transaction.atomic():
        states.move(participant, State.WITHDRAWN, decided_at=at)
        trail.note(participant, "withdrew", by=by or participant.person, at=at)


OWN_FIELDS = frozenset({"honorific", "pseudonym", "job_title", "affiliation", "language", "gender", "region"})
"""What a person corrects on the own page; name, category and address are the secretariat's to change."""


def correct(
    participant: Participant, changes: dict[str, Any], *, by: Person | None, at: datetime
) -> list[str]:
    """Say it anew; returns the fields that changed. `by` None: the person, on the own page.

    The record says which fields, never what they held. Raises `Refused` for passport data.
    """
    if by is not None:
        authority.require(by, Act.DECIDE, meeting=participant.meeting_id)
    elif not changes.keys() <= OWN_FIELDS:
        raise NotAllowed(_("Ask the secretariat to change your name, category or address."))
    now = {one.name: changes.get(one.name, getattr(participant, one.name)) for one in fields(Details)}
    details = Details(**now)
    require_sound(participant.meeting, details)
    cleaned = details.fields()
    changed = [name for name in changes if cleaned[name] != getattr(participant, name)]
    if not changed:
        return []
    try:
        with transaction.atomic():
            alive = Participant.objects.filter(pk=participant.pk).exclude(state=State.ERASED)
            if not alive.update(**{name: cleaned[name] for name in changed}):
                raise NotNow(_("The data of this participant have been erased."))
            participant.refresh_from_db()
            trail.note(participant, "corrected", by=by or participant.person, at=at, fields=sorted(changed))
    except IntegrityError as fault:
        raise NotNow(_("Somebody of this name and address is registered already.")) from fault
    return changed


def set_places(delegation: Delegation, places: int | None, *, by: Person, at: datetime) -> None:
    """Say how many participants a delegation may register; None for as many as it wishes."""
    authority.require(by, Act.DECIDE, meeting=delegation.meeting_id)
    with transaction.atomic():
        Delegation.objects.filter(pk=delegation.pk).update(places=places)
        delegation.places = places
        trail.note(delegation, "set places", by=by, at=at, places=places)
