"""Where a delegation stands on the floor of a session: its own place, never the names of others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from math import ceil

from comity.floor import listing, moderating, timing
from comity.floor.inscribing import State
from comity.floor.models import Floor, Inscription
from comity.floor.states import LIVE, WAITING
from comity.participants.models import Delegation

READY = 3
"""How many from the front are told to be ready."""


@dataclass(frozen=True, slots=True)
class Standing:
    """`place`: 1 is next, None for who does not wait; `about`: when the floor may be given; `left`: seconds
    of who speaks."""

    inscription: Inscription
    place: int | None = None
    about: datetime | None = None
    left: int | None = None
    too_long: bool = False

    @property
    def soon(self) -> bool:
        return self.place is not None and self.place <= READY

    @property
    def live(self) -> bool:
        return self.inscription.state in LIVE - {State.HAS_FLOOR}

    @property
    def waits(self) -> bool:
        return self.inscription.state in WAITING

    @property
    def ruling(self) -> object:
        return self.inscription.rulings.filter(taken_back_at=None).last()


def of(floor: Floor, delegation: Delegation, *, at: datetime) -> list[Standing]:
    own = floor.inscriptions.filter(delegation=delegation).select_related("on_behalf_of", "statement")
    listed = listing.waiting(floor)
    return [one_of(floor, one, listed, at=at) for one in own.order_by("-number")]


def one_of(floor: Floor, own: Inscription, listed: list[Inscription], *, at: datetime) -> Standing:
    too_long = is_too_long(floor, own)
    if own.state == State.HAS_FLOOR:
        now = moderating.speaking(floor)
        left = ceil(now.left(at).total_seconds()) if now and now.inscription_id == own.pk else None
        return Standing(own, left=left, too_long=too_long)
    if own.state not in WAITING:
        return Standing(own, too_long=too_long)
    place = next((number for number, one in enumerate(listed, 1) if one.pk == own.pk), None)
    if place is None:
        return Standing(own, too_long=too_long)
    return Standing(own, place, estimate(floor, listed[: place - 1], at=at), too_long=too_long)


def estimate(floor: Floor, before: list[Inscription], *, at: datetime) -> datetime | None:
    """If everybody before takes the time allowed; None where the session is not in progress."""
    if floor.proceedings != Floor.Proceedings.SITTING:
        return None
    return at + timing.needed(floor, at=at, ahead=before)


def is_too_long(floor: Floor, own: Inscription) -> bool:
    """Whether reading the statement takes longer than the slot, at the speed of the meeting; it is only warned about
    (R09-11)."""
    if own.statement is None:
        return False
    speed = floor.session.meeting.words_per_minute
    version = own.statement.versions.order_by("-number").first()
    original = version and version.languages.order_by("-is_original", "pk").first()
    return bool(original and original.words > speed * timing.seconds(floor, [own])[0] / 60)
