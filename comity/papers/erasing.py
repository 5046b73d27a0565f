"""What papers keep of somebody who has her data erased: lists of addressees, and minutes in which she is named (RX-4).

Whom a paper was sent to is proof: the entry stays, with its letter and times, without the name. Minutes are a record:
their words stay, and a rapporteur may mend them by a correction.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet

from comity.meetings.models import Meeting
from comity.papers.models import Addressee, Minutes, Posting
from comity.participants.models import Person

NAMELESS: dict[str, Any] = {"name": "", "email": "", "person": None, "token_hash": ""}
SHORTEST = 3
"""Letters of a name that is looked for: shorter ones stand in many words."""


def addressed_to(*, email: str, name: str, meeting: Meeting) -> QuerySet[Addressee]:
    """Addressees of this address, and those of no address who are called so."""
    about = Q(email__iexact=email) & ~Q(email="") | Q(email="", name__iexact=name) & ~Q(name="")
    return Addressee.objects.filter(about, circulation__version__document__meeting=meeting)


def all_that_is_kept(found: QuerySet[Addressee]) -> list[dict[str, Any]]:
    """What the lists of addressees say of somebody, as JSON."""
    rows = found.select_related("circulation__version__document").order_by("circulation__circulated_at", "pk")
    return [
        {
            "paper": one.circulation.version.document.ref,
            "version": one.circulation.version.number,
            "name": one.name,
            "email": one.email,
            "language": one.language,
            "circulated_at": one.circulation.circulated_at.isoformat(),
            "opened_at": one.opened_at.isoformat() if one.opened_at else None,
        }
        for one in rows
    ]


def take_names_off(found: QuerySet[Addressee]) -> None:
    """The entries stay, and say no longer whom; a link that was sent opens nothing any more."""
    found.update(**NAMELESS)


def take_off_checklists(person: Person) -> None:
    """Checklists of websites say that an item was ticked, and no longer by whom."""
    for one in Posting.objects.exclude(checked={}):
        if any(tick.get("by") == str(person) for tick in one.checked.values()):
            ticks = {
                item: {**tick, "by": ""} if tick.get("by") == str(person) else tick
                for item, tick in one.checked.items()
            }
            Posting.objects.filter(pk=one.pk).update(checked=ticks)


def minutes_naming(name: str, *, meeting: Meeting) -> Iterator[tuple[Minutes, list[int]]]:
    """Minutes of the meeting whose newest text names somebody, with the lines in which it does."""
    wanted = " ".join(name.split()).casefold()
    if len(wanted) < SHORTEST:
        return
    kept = Minutes.objects.filter(session__meeting=meeting).select_related("session__meeting")
    for one in kept.order_by("session__position", "pk"):
        text = one.texts.latest("number").text
        lines = [
            number
            for number, line in enumerate(text.split("\n"), start=1)
            if wanted in " ".join(line.split()).casefold()
        ]
        if lines:
            yield one, lines
