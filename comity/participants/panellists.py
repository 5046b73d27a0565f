"""Panellists who speak for no delegation (concept note, paragraph 10): as what their words count, how they are called.

What such a panellist says counts under her category and never as a State's. Her name and affiliation are for the public
only while she agrees to be named; otherwise the category stands for her (RX-3).
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import prefetch_related_objects

from comity.languages import in_each_language
from comity.participants import listing
from comity.participants.models import Body, Delegation, Participant, Stakeholder


def source_of(participant: Participant) -> Delegation:
    """Where her words stand: with her delegation, or in a place of her own, made when it is first asked for."""
    if participant.delegation is not None:
        return participant.delegation
    place, _made = Delegation.every.get_or_create(
        panellist=participant,
        defaults={"meeting": participant.meeting, "body": category_itself(participant.category)},
    )
    return place


def category_itself(category: str) -> Body:
    """What stands where a State or an organization would: its names are those of the category and tell of nobody."""
    body, _made = Body.every.get_or_create(
        code=f"category-{category}",
        defaults={
            "category": category,
            "is_category": True,
            "names": in_each_language(lambda: str(Stakeholder(category).label)),
        },
    )
    return body


def load(places: Iterable[Delegation]) -> None:
    """With what `Delegation.inside` reads: as many queries however many, none where no panellist is among them."""
    own = [one for one in places if one.panellist_id is not None]
    prefetch_related_objects(own, "panellist__meeting", "panellist__body__former_names")


def public_names(participants: Iterable[int]) -> dict[int, dict[str, str]]:
    """Participant (by key) -> language -> as what the public may read her now: the name with the affiliation, or the
    pseudonym that she chose. Those who may not be named are left out. A few queries however many; none for nobody."""
    may = listing.named(known) if (known := {*participants}) else set()
    if not may:
        return {}
    people = Participant.objects.filter(pk__in=may).select_related("meeting", "delegation__body", "body")
    people = people.prefetch_related("delegation__body__former_names", "body__former_names")
    return {one.pk: public_name(one) for one in people}


def public_name(one: Participant) -> dict[str, str]:
    if one.pseudonym:
        return {one.language: one.pseudonym}
    homes = one.affiliations
    return {language: f"{one} ({home})" for language, home in homes.items()} or {one.language: str(one)}
