"""How many mails a notice will be, before it goes out."""

from __future__ import annotations

from dataclasses import dataclass

from comity.communications import audience, noticing, telling
from comity.communications.models import Notice, Subscription
from comity.communications.models.notices import OF_THE_MEETING


@dataclass(frozen=True, slots=True)
class Reach:
    """`mails`: addresses that get it; `daily`: those among them that get it with a digest."""

    mails: int
    daily: int


def of(notice: Notice) -> Reach:
    """As `telling.tell` would find it now, saved searches apart."""
    concerned = telling.concerned(notice)
    soon = noticing.is_soon(notice, at=notice.due_at or notice.happened_at)
    at_once = {
        one.subscriber.email for one in concerned if soon or one.frequency == Subscription.Frequency.AT_ONCE
    }
    everybody = {one.subscriber.email for one in concerned}
    if notice.kind in OF_THE_MEETING:
        new = {one.email for one in audience.not_yet_told(notice.meeting)}
        at_once |= new
        everybody |= new
    return Reach(mails=len(everybody), daily=len(everybody - at_once))
