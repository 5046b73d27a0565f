"""What of the meetings bears on how much may be told of a source: crowds, and panellists who agree to be named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from comity.floor import recorded
from comity.meetings.parts import PRESENTING, STANDING
from comity.participants import panellists
from comity.participants.models import Delegation, Participant
from comity.practices.counting import FEWEST
from comity.statements.models import Statement


@dataclass(frozen=True, slots=True)
class Around:
    """`crowds`: (meeting, category) with so many delegations, or so many panellists, that the category tells of none.
    `panellists`: participant -> language -> name, of those who speak for no delegation and agree to be named."""

    crowds: frozenset[tuple[int, str]] = frozenset()
    panellists: Mapping[int, dict[str, str]] = field(default_factory=dict)

    def name(self, place: Delegation) -> dict[str, str]:
        """Of the panellist whose place it is; empty where she may not be named, and for delegations."""
        return self.panellists.get(place.panellist_id, {}) if place.panellist_id else {}

    def hides(self, place: Delegation) -> bool:
        """Whether it is a panellist's place and the category stands for her."""
        return place.panellist_id is not None and place.panellist_id not in self.panellists


NOTHING_KNOWN = Around()


def around_of(meetings: Iterable[int]) -> Around:
    """One query where no panellist has spoken for herself."""
    meetings = [*meetings]
    every = Delegation.every.filter(meeting__in=meetings)
    rows = [*every.values_list("meeting", "body__category", "panellist")]
    sent = Counter((meeting, category) for meeting, category, panellist in rows if panellist is None)
    alone = {panellist for _meeting, _category, panellist in rows if panellist is not None}
    crowds = crowded(sent) | (crowded(Counter(on_panels(meetings))) if alone else set())
    return Around(frozenset(crowds), panellists.public_names(alone))


def crowded(counts: Mapping[tuple[int, str], int]) -> set[tuple[int, str]]:
    return {pair for pair, count in counts.items() if count >= FEWEST}


def on_panels(meetings: Iterable[int]) -> list[tuple[int, str]]:
    """(meeting, category) of each who is expected on a panel, or was there."""
    people = Participant.objects.filter(
        meeting__in=[*meetings], parts__role__in=PRESENTING, parts__state__in=STANDING
    )
    each = people.distinct().order_by("pk").values_list("pk", "meeting", "category")
    return [(meeting, category) for _key, meeting, category in each]


def was_said_in_public(statement: Statement) -> bool:
    """Whether it is the record of an intervention in a session whose record everybody may read."""
    return statement.form == Statement.Form.INTERVENTION and recorded.may_be_public(statement.spoken_as.floor)
