"""Taking in a list of participants once somebody has seen what it changes, and giving one out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comity.participants import agreements, authority, privacy, registration, states, tables
from comity.participants.authority import Act
from comity.participants.lists import AT_MOST, COLUMNS, Line, Reader, columns, fingerprint, preview
from comity.participants.models import Delegation, Letter, Participant, ParticipantList, Person
from comity.participants.registration import OF_DELEGATIONS
from comity.participants.states import State
from comity.record import trail
from comity.refusals import NotNow

Write = Callable[[Participant], Letter | None]
CHANGED = gettext_lazy("Something has changed since you looked at the list. Look at it again.")


def keep(
    meeting: Any, name: str, table: Iterable[tuple[int, Sequence[str]]], *, by: Person, at: datetime
) -> ParticipantList:
    """Keep a table, its head first, until somebody has looked at what it would change; nothing is taken in yet.

    Raises `Refused` where it is no table of participants.
    """
    authority.require(by, Act.LISTS, meeting=meeting)
    empty = _("The table is empty: it needs a first line with the columns, and a line for each person.")
    rows = tables.rows(table, columns, most=AT_MOST, empty=empty)
    with transaction.atomic():
        listed = ParticipantList.objects.create(
            meeting=meeting, name=name[:200], rows=rows, sent_by=by, sent_at=at
        )
        trail.note(listed, "sent a list", by=by, at=at, lines=len(rows))
    return listed


@dataclass(frozen=True, slots=True)
class TakenIn:
    new: int
    changed: int
    left_out: int


def take_in(
    listed: ParticipantList, *, seen: str, approved: bool, by: Person, at: datetime, letter: Write
) -> TakenIn:
    """Carry out what the preview showed (`seen`, its fingerprint); lines with a fault are left out.

    Who is new takes part at once where `approved`, and is told; otherwise she waits for approval. Raises `NotNow`
    where somebody was registered or changed since the preview, or the list is done with.
    """
    authority.require(by, Act.LISTS, meeting=listed.meeting)
    with transaction.atomic():
        listed = ParticipantList.objects.select_for_update().get(pk=listed.pk)
        privacy.require_open(listed)
        lines = preview(listed)
        if fingerprint(lines) != seen:
            raise NotNow(CHANGED)
        sound = [one for one in lines if not one.faults]
        delegations = delegations_for(listed.meeting, sound)
        new = add(
            [one for one in sound if one.participant is None], listed, delegations, approved, by=by, at=at
        )
        changed = [one for one in sound if one.fate == "changed"]
        for one in changed:
            change(one, listed, delegations, by=by, at=at)
        if approved:
            for participant in new:
                if participant.email:
                    letter(participant)
        ParticipantList.objects.filter(pk=listed.pk).update(done_at=at, rows=[])
        sums = TakenIn(len(new), len(changed), len(lines) - len(sound))
        trail.note(listed, "took in a list", by=by, at=at, new=sums.new, changed=sums.changed)
    return sums


def drop(listed: ParticipantList, *, by: Person, at: datetime) -> None:
    """Do not take it in; its rows go."""
    authority.require(by, Act.LISTS, meeting=listed.meeting)
    with transaction.atomic():
        if not ParticipantList.objects.filter(pk=listed.pk, done_at=None).update(done_at=at, rows=[]):
            privacy.require_open(ParticipantList.objects.get(pk=listed.pk))
        trail.note(listed, "dropped a list", by=by, at=at)


def delegations_for(meeting: Any, lines: Iterable[Line]) -> dict[int, Delegation]:
    """Body -> its delegation; made where a list names the first of its members."""
    for body in {one.body for one in lines if one.is_delegation_new and one.body}:
        Delegation.objects.get_or_create(meeting=meeting, body=body)
    return {one.body_id: one for one in Delegation.objects.filter(meeting=meeting)}


def add(
    lines: list[Line],
    listed: ParticipantList,
    delegations: dict[int, Delegation],
    approved: bool,
    *,
    by: Person,
    at: datetime,
) -> list[Participant]:
    reader = Reader(listed.meeting) if lines else None
    made = []
    for one in lines:
        assert reader is not None
        fields = {**reader.fields(one), **place(one, reader.kind(one), delegations)}
        made.append(
            Participant(
                meeting=listed.meeting,
                state=State.APPROVED if approved else State.PENDING,
                decided_at=at if approved else None,
                registered_by=by,
                registered_at=at,
                **fields,
            )
        )
    accounts = {
        one.email: one for one in Person.objects.filter(email__in=[one.email.lower() for one in made])
    }
    for participant in made:
        participant.person = accounts.get(participant.email.lower())
    try:
        with transaction.atomic():
            new = Participant.objects.bulk_create(made)
    except IntegrityError as fault:
        raise NotNow(CHANGED) from fault
    agreements.begin(new, by=by, at=at)
    trail.note_each([(one, {"list": listed.pk}) for one in new], "registered", by=by, at=at)
    return new


def place(line: Line, kind: str, delegations: dict[int, Delegation]) -> dict[str, Any]:
    if line.body is None:
        return {}
    if kind in OF_DELEGATIONS:
        return {"delegation": delegations[line.body.pk], "body": None}
    return {"body": line.body, "delegation": None}


def change(
    line: Line, listed: ParticipantList, delegations: dict[int, Delegation], *, by: Person, at: datetime
) -> None:
    assert line.participant is not None
    wanted: dict[str, Any] = {name: after for name, _before, after in line.changes if name != "body"}
    kind = wanted.get("kind", line.participant.kind)
    registration.correct(line.participant, {**wanted, **place(line, kind, delegations)}, by=by, at=at)


def given_out(meeting: Any, *, by: Person) -> list[list[str]]:
    """Everybody who stands, as rows under `COLUMNS` with the state behind: for the secretariat, with addresses."""
    authority.require(by, Act.LISTS, meeting=meeting)
    found = Participant.objects.filter(meeting=meeting, state__in=states.STANDING)
    rows = [[*COLUMNS, "registration"]]
    for one in found.select_related("delegation__body", "body").order_by("pk"):
        body = one.comes_from
        cells: dict[str, Any] = {
            name: getattr(one, name) for name in COLUMNS if name not in ("number", "body")
        }
        cells |= {"number": one.pk, "body": body.code if body else ""}
        rows.append([*(str(cells[name]) for name in COLUMNS), one.state])
    return rows
