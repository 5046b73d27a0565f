"""Who may read what a notice of minutes is about: nobody else is told that they exist (R07-3)."""

from __future__ import annotations

from comity.communications.models import Notice, Subscriber
from comity.papers import minutes as minuting
from comity.papers.models import Minutes
from comity.participants.models import Person


def minutes_of(notice: Notice) -> Minutes | None:
    found = Minutes.objects.select_related("session__meeting")
    return found.filter(pk=notice.becomes.get("minutes", 0)).first()


def may_read(subscriber: Subscriber, notice: Notice) -> bool:
    """Whether the account behind the address may read the minutes now; they may have been taken back meanwhile."""
    found = minutes_of(notice)
    person = subscriber.person or Person.objects.filter(email=subscriber.email).first()
    if found is None or person is None or not person.is_active:
        return False
    return found.status != Minutes.Status.DRAFT and minuting.may_read(person, found)
