"""The public list of participants: who agreed to stand in it, and what of each may be told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from comity.languages import localized
from comity.participants import agreements
from comity.participants.agreements import OFFICIAL
from comity.participants.models import Participant, Use
from comity.participants.states import State

NAME_WITHHELD = _("name withheld")


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the list."""

    name: str
    honorific: str
    job_title: str
    kind: str
    sort: str


@dataclass(frozen=True, slots=True)
class Place:
    """A State, an organization, or those who name none; `language` of a name that nobody translated."""

    title: str
    language: str
    is_state: bool
    lines: tuple[Listed, ...]


def public_name(participant: Participant, uses: set[Use]) -> str:
    """What the public may read: the name, the pseudonym that the person chose, or that the name is withheld."""
    if participant.pseudonym:
        return participant.pseudonym
    return participant.name if Use.NAME in uses and participant.name else str(NAME_WITHHELD)


def public_list(meeting: Any) -> list[Place]:
    """Those who take part and agreed to be listed, by State and organization in the alphabet of the reader's language;
    States come first, those without an affiliation last. As many queries however many they are."""
    found = agreements.agreeing(
        Participant.objects.filter(meeting=meeting, state=State.APPROVED)
        .select_related("meeting", "delegation__body", "body")
        .prefetch_related("delegation__body__former_names", "body__former_names"),
        Use.LIST,
    )
    people = list(found)
    uses = agreements.of_each(people)
    places: dict[tuple[int, str, str], list[Listed]] = {}
    for one in people:
        places.setdefault(place_of(one, uses[one.pk]), []).append(line(one, uses[one.pk]))
    return [
        Place(title, language, order == 0, tuple(sorted(lines, key=lambda one: one.sort)))
        for (order, title, language), lines in sorted(
            places.items(), key=lambda one: (one[0][0], one[0][1].casefold())
        )
    ]


def place_of(participant: Participant, uses: set[Use]) -> tuple[int, str, str]:
    """(order, title, language) of the heading under which she stands."""
    said = participant.affiliations if Use.AFFILIATION in uses else {}
    if not said:
        return 2, "", ""
    body = participant.comes_from
    is_state = body is not None and body.category in ("member_state", "observer_state")
    own_words = "" if body is not None else participant.language
    return (0 if is_state else 1), localized(said), own_words


def line(participant: Participant, uses: set[Use]) -> Listed:
    """Heads of delegation first, then by name; a title tells whom one means, so it goes with the affiliation."""
    name = public_name(participant, uses)
    is_named = Use.NAME in uses and not participant.pseudonym
    rank = "0" if participant.kind == Participant.Kind.HEAD else "1"
    return Listed(
        name=name,
        honorific=participant.honorific if is_named else "",
        job_title=participant.job_title if is_named and Use.AFFILIATION in uses else "",
        kind=str(participant.get_kind_display()) if participant.category in OFFICIAL else "",
        sort=f"{rank}{name.casefold()}",
    )


def named(participants: Iterable[int]) -> set[int]:
    """Those of them (by key) whom public pages and papers may name now, with title and affiliation: they agreed to
    that, under their name or the pseudonym that they chose, and take part or are invited. Two queries."""
    standing = Participant.objects.filter(pk__in=set(participants), state__in=[State.INVITED, State.APPROVED])
    affiliated = agreements.agreeing(standing, Use.AFFILIATION)
    own = agreements.agreeing(affiliated, Use.NAME)
    return {*own.values_list("pk", flat=True), *affiliated.exclude(pseudonym="").values_list("pk", flat=True)}


def pseudonyms(participants: Iterable[int]) -> dict[int, str]:
    """Participant -> the pseudonym that stands for the name now, of those who chose one. One query."""
    found = Participant.objects.filter(pk__in=set(participants)).exclude(pseudonym="")
    return dict(found.values_list("pk", "pseudonym"))
