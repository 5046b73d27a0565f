"""Keeping the list of speakers: opened, closed, ordered by its policy, moved by hand with a reason (R09-10)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from comity.floor import order
from comity.floor import policy as policies
from comity.floor.acting import Acting, acting
from comity.floor.authority import Act, require
from comity.floor.models import Floor, Inscription
from comity.floor.models.speakers import Kind
from comity.floor.policy import Key, Policy
from comity.floor.states import WAITING
from comity.participants.models import Person
from comity.refusals import NotNow, Refused

State = Inscription.State
LONGEST_REASON = 500


def waiting(floor: Floor) -> list[Inscription]:
    """Those in the list, in order; rights of reply when it is exhausted."""
    found = floor.inscriptions.filter(state__in=WAITING).select_related(
        "delegation__body",
        "delegation__meeting",
        "part__participant__delegation__body",
        "part__participant__body",
        "on_behalf_of",
    )
    return sorted(found.order_by("place", "number"), key=lambda one: one.kind == Kind.REPLY)


def among(inscription: Inscription, listed: list[Inscription]) -> list[Inscription]:
    """The others among whom it has its place: rights of reply, or all the rest."""
    replies = inscription.kind == Kind.REPLY
    return [one for one in listed if one.pk != inscription.pk and (one.kind == Kind.REPLY) == replies]


def put(doing: Acting, inscription: Inscription, *, last: bool = False) -> None:
    """Give it a place: by the policy, or behind everybody."""
    others = among(inscription, waiting(doing.floor))
    policy = Policy.of(doing.floor.policy)
    place = (
        order.between(others[-1].place if others else None, None)
        if last
        else order.place_for(inscription, others, policy)
    )
    doing.change(inscription, place=place, moved=last)
    if order.is_narrow(sorted([place, *(one.place or 0.0 for one in others)])):
        spread(doing, waiting(doing.floor))


def spread(doing: Acting, listed: list[Inscription]) -> None:
    """Places with room between them, in the order given."""
    for at, one in enumerate(listed):
        if one.place != at * order.STEP:
            doing.change(one, place=at * order.STEP)


def open_list(floor: Floor, *, by: Person, at: datetime) -> None:
    """Open the list, or open it again."""
    require(by, Act.MODERATE, session=floor.session)
    with acting(floor, "opened the list of speakers", by=by, at=at, undo=True) as doing:
        if doing.floor.proceedings == Floor.Proceedings.ADJOURNED:
            raise NotNow(_("The session is adjourned."))
        doing.move_list(Floor.List.OPEN)


def close_list(floor: Floor, *, by: Person, at: datetime) -> None:
    """No further inscriptions; those who are in the list speak."""
    require(by, Act.MODERATE, session=floor.session)
    with acting(floor, "closed the list of speakers", by=by, at=at, undo=True) as doing:
        doing.move_list(Floor.List.CLOSED)


def admit(inscription: Inscription, *, by: Person, at: datetime) -> None:
    """Give leave to somebody who asked, or put somebody back who passed or was not there: these at the end."""
    floor = inscription.floor
    require(by, Act.MODERATE, session=floor.session)
    with acting(floor, "inscribed", by=by, at=at, undo=True, number=inscription.number) as doing:
        now = Inscription.objects.get(pk=inscription.pk)
        late = now.state in (State.PASSED, State.NOT_PRESENT)
        if now.state not in (State.REQUESTED, State.PASSED, State.NOT_PRESENT):
            raise NotNow(_("Only those who asked, passed or were not present are put into the list."))
        doing.move(now, State.INSCRIBED)
        put(doing, now, last=late)


def move(
    inscription: Inscription, *, before: Inscription | None, reason: str, by: Person, at: datetime
) -> None:
    """Put somebody before another in the list, or at its end. A reason is asked for, and recorded (R09-10)."""
    floor = inscription.floor
    require(by, Act.MODERATE, session=floor.session)
    reason = required(reason, _("Give the reason: a list that is changed by hand says why."))
    with acting(
        floor, "moved in the list", by=by, at=at, undo=True, number=inscription.number, reason=reason
    ) as doing:
        others = among(inscription, waiting(doing.floor))
        now = Inscription.objects.get(pk=inscription.pk)
        if now.state not in WAITING:
            raise NotNow(_("Only those who wait in the list can be moved."))
        at_place = len(others) if before is None else place_of(before, others)
        earlier = others[at_place - 1].place if at_place else None
        later = others[at_place].place if at_place < len(others) else None
        place = order.between(earlier, later)
        doing.change(now, place=place, moved=True)
        if order.is_narrow([one for one in (earlier, place, later) if one is not None]):
            spread(doing, waiting(doing.floor))


def place_of(before: Inscription, others: list[Inscription]) -> int:
    """Raises `NotNow` where it is not among them."""
    found = [at_place for at_place, one in enumerate(others) if one.pk == before.pk]
    if not found:
        raise NotNow(
            _(
                "The one before whom it was to be put is not in the list any more, or speaks in right of reply."
            )
        )
    return found[0]


def set_policy(floor: Floor, policy: Policy, *, by: Person, at: datetime) -> None:
    """Other rules for this session: the list is ordered anew by them; those moved by hand keep their rank, and whoever
    speaks keeps the time that was given."""
    require(by, Act.MODERATE, session=floor.session)
    policies.checked(policy)
    with acting(floor, "set the policy of the floor", by=by, at=at, policy=policy.written()) as doing:
        if doing.floor.proceedings == Floor.Proceedings.ADJOURNED:
            raise NotNow(_("The session is adjourned."))
        doing.change(doing.floor, policy=policy.written())
        spread(doing, order.arranged(waiting(doing.floor), policy))


def draw(floor: Floor, letter: str, *, language: str = "", by: Person, at: datetime) -> None:
    """The letter that was drawn by lot: the list goes round the alphabet from it. `language`: of
    whose names, where another is chosen."""
    now = Policy.of(floor.policy)
    kept = tuple(key for key in now.order if key not in (Key.LETTER, Key.TIME))
    drawn = replace(
        now,
        letter=letter.strip().upper(),
        letter_language=language or now.letter_language,
        order=(*kept, Key.LETTER),
    )
    set_policy(floor, drawn, by=by, at=at)


def required(reason: str, sentence: object) -> str:
    reason = " ".join(reason.split())
    if not reason:
        raise Refused(str(sentence))
    return reason[:LONGEST_REASON]
