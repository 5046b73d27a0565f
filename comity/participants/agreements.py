"""What a participant agrees to: each use by itself, off unless said, taken back at any time (TRACE RX-3)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import BooleanField, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from comity.participants import authority
from comity.participants.models import Agreement, Participant, Stakeholder, Use
from comity.record import trail
from comity.refusals import NotNow

OFFICIAL = frozenset(
    {
        *(Stakeholder.MEMBER_STATE, Stakeholder.OBSERVER_STATE, Stakeholder.UN_ENTITY),
        *(Stakeholder.IGO_INTERNATIONAL, Stakeholder.IGO_REGIONAL, Stakeholder.IGO_SUBREGIONAL),
    }
)
"""They come on behalf of a State or an organization; for everybody else all uses start off."""
USUAL = frozenset({Use.LIST, Use.NAME, Use.AFFILIATION})
"""What is public of those who come on behalf of a State or an organization, unless they say otherwise."""


def usual(category: str) -> frozenset[Use]:
    return USUAL if category in OFFICIAL else frozenset()


def of_each(participants: Iterable[Participant]) -> dict[int, set[Use]]:
    """Participant -> the uses agreed to now; one query for all."""
    keys = [one.pk for one in participants]
    found: dict[int, set[Use]] = {key: set() for key in keys}
    rows = (
        Agreement.objects.filter(participant__in=keys)
        .order_by("pk")
        .values_list("participant", "use", "given")
    )
    for key, use, given in rows:
        (found[key].add if given else found[key].discard)(Use(use))
    return found


def of(participant: Participant) -> set[Use]:
    return of_each([participant])[participant.pk]


def agreeing(participants: QuerySet[Participant], *uses: Use) -> QuerySet[Participant]:
    """Those of them who agree to every one of the uses now."""
    for use in uses:
        said = Agreement.objects.filter(participant=OuterRef("pk"), use=use).order_by("-pk")
        latest = Subquery(said.values("given")[:1], output_field=BooleanField())
        participants = participants.alias(**{f"agrees_{use}": latest}).filter(**{f"agrees_{use}": True})
    return participants


def begin(
    participants: Iterable[Participant],
    *,
    said: Mapping[int, Collection[Use]] | None = None,
    by: Any | None,
    at: datetime,
) -> None:
    """What holds from the registration on: what she said herself (`said`: participant -> uses), else what is usual for
    the category. Call it inside the transaction of the registration."""
    rows, said = [], said or {}
    for one in participants:
        uses = said.get(one.pk, usual(one.category))
        source = Agreement.Source.OWN if one.pk in said else Agreement.Source.CATEGORY
        rows += [
            Agreement(participant=one, use=use, given=True, source=source, at=at, by=by)
            for use in Use
            if use in uses
        ]
    Agreement.objects.bulk_create(rows)


def answer(participant: Participant, uses: Collection[Use], *, at: datetime) -> None:
    """The person says on the own page what she agrees to; everything else is taken back. What is public follows at
    once: the act in the record empties the page cache of every node."""
    if participant.state == Participant.State.ERASED:
        raise NotNow(_("Your data have been erased: nothing is public any more."))
    change(participant, {use: use in uses for use in Use}, source=Agreement.Source.OWN, by=None, at=at)


def take_back(participant: Participant, use: Use, *, by: Any, at: datetime) -> None:
    """The secretariat takes one use back at the person's wish. It never gives one: that is for the person alone."""
    authority.require(by, authority.Act.DECIDE, meeting=participant.meeting_id)
    if not change(participant, {use: False}, source=Agreement.Source.DESK, by=by, at=at):
        raise NotNow(_("This is not agreed to, or was taken back meanwhile."))


def change(
    participant: Participant,
    wanted: Mapping[Use, bool],
    *,
    source: Agreement.Source,
    by: Any | None,
    at: datetime,
) -> bool:
    """Append what differs from now; whether anything did."""
    with transaction.atomic():
        Participant.objects.select_for_update().get(pk=participant.pk)
        now = of(participant)
        differing = {use: given for use, given in wanted.items() if given != (use in now)}
        Agreement.objects.bulk_create(
            Agreement(participant=participant, use=use, given=given, source=source, at=at, by=by)
            for use, given in differing.items()
        )
        if differing:
            uses = {
                "given": [use.value for use, given in differing.items() if given],
                "taken_back": [use.value for use, given in differing.items() if not given],
            }
            trail.note(participant, "said what is agreed to", by=by or participant.person, at=at, **uses)
    return bool(differing)
