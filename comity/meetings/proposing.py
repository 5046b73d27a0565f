"""A programme proposed from what a concept note says: one technical session an aspect, then the Special Meeting.

The hours are those of meetings of the Organization, 10 a.m. to 1 p.m. and 3 to 6 p.m. A person moves what does not fit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from comity.meetings.models import Segment, Session
from comity.meetings.segments import Planned

HALVES = ((time(10), time(13)), (time(15), time(18)))
Kind = Segment.Kind
NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
SHORTEST = 30
"""Minutes that a session needs to be opened and closed."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A session as it is proposed; `aspect` its place among them, None for the Special Meeting, which has all."""

    tier: Session.Tier
    aspect: int | None
    starts_at: datetime
    ends_at: datetime

    @property
    def numeral(self) -> str:
        place = self.aspect or 0
        return NUMERALS[place] if place < len(NUMERALS) else str(place + 1)


def slots(opens_on: date, closes_on: date, zone: ZoneInfo, *, aspects: int, technical: bool) -> list[Slot]:
    """Sessions over the days of the meeting: the Special Meeting takes the last afternoon, and everything where no
    technical sessions come before it."""
    halves = [
        (datetime.combine(day, begins, zone), datetime.combine(day, ends, zone))
        for day in days(opens_on, closes_on)
        for begins, ends in HALVES
    ]
    if not technical or not aspects:
        return [Slot(Session.Tier.SPECIAL, None, *half) for half in halves]
    *before, last = halves
    found = [Slot(Session.Tier.TECHNICAL, place, *slot) for place, slot in enumerate(spread(before, aspects))]
    return [*found, Slot(Session.Tier.SPECIAL, None, *last)]


def days(opens_on: date, closes_on: date) -> list[date]:
    return [opens_on + timedelta(days=number) for number in range((closes_on - opens_on).days + 1)]


def spread(halves: Sequence[tuple[datetime, datetime]], number: int) -> list[tuple[datetime, datetime]]:
    """So many slots in the half days, more of them in the earlier ones."""
    each, more = divmod(number, len(halves))
    found: list[tuple[datetime, datetime]] = []
    for place, (begins, ends) in enumerate(halves):
        parts = each + (place < more)
        if parts:
            length = (ends - begins) / parts
            found += [(begins + length * part, begins + length * (part + 1)) for part in range(parts)]
    return found


def segments(slot: Slot) -> list[Planned]:
    """Presentation and discussion (concept note, paragraph 7), in minutes that fill the slot."""
    minutes = round((slot.ends_at - slot.starts_at).total_seconds() / 60)
    if slot.tier == Session.Tier.SPECIAL and minutes >= 2 * SHORTEST:
        left = minutes - 20
        return [
            Planned(Kind.OPENING, 10),
            Planned(Kind.PRESENTATION, left // 2),
            Planned(Kind.DISCUSSION, left - left // 2),
            Planned(Kind.CLOSING, 10),
        ]
    return [Planned(Kind.PRESENTATION, minutes // 2), Planned(Kind.DISCUSSION, minutes - minutes // 2)]
